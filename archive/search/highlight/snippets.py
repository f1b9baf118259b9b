"""A query's hits in whole texts and in the snippets of a list; the same for any engine."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from archive.search.engine import Marked, Part
from archive.search.highlight import marker
from archive.search.highlight.marker import Marker
from archive.search.query.syntax import parse
from archive.search.query.terms import TermsOf

_CACHED: Final = 64


class Snippets:
    """Caches the latest markers, since a page marks the same query many times."""

    def __init__(self, terms_of: TermsOf) -> None:
        self._terms_of = terms_of
        self._marker = lru_cache(maxsize=_CACHED)(self._made)

    def mark(self, query: str, text: str, part: Part) -> Marked:
        return marker.marked(text, self._marker(query, part).hits(text))

    def snippet(self, query: str, texts: Sequence[tuple[str, Part]], length: int) -> Marked:
        best: tuple[int, Marked] = (0, ())
        wanted = self._marker(query, "").size
        for text, part in texts:
            hits = self._marker(query, part).hits(text)
            shown, first, last = marker.best_passage(hits, length)
            if shown > best[0]:
                best = shown, marker.passage(text, hits, first, last, length)
            if shown and shown >= wanted:
                break
        return best[1]

    def _made(self, query: str, part: Part) -> Marker:
        return Marker(parse(query).tree, self._terms_of, part)
