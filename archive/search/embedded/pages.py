"""Which articles stand on a page of a selection, in the order asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

import tantivy

from archive.search.cursor import Cursor
from archive.search.embedded import schema as fields
from archive.search.embedded.query import Builder
from archive.search.index.folder import Marker
from archive.selection import Selection

#: Articles looked at on either side of a page for such that rank alike: first so many, and where
#: more do, the second number. Of still more, the order is the engine's own, on every page.
_TIES: Final = (50, 1_000)
#: After a commit a list by relevance goes on behind the last article shown, if that is so near.
_MOVED: Final = 250

#: What an article is ordered by, and where the engine has it.
Hit = tuple[Any, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """`place` counts the articles before these, `key` is what the last is ordered by."""

    place: int
    ids: tuple[int, ...]
    key: int = 0

    def after(self, selection: Selection, marker: Marker, total: int) -> str:
        """The cursor behind these; "" where they are the last."""
        place = self.place + len(self.ids)
        if not self.ids or place >= total:
            return ""
        last = self.ids[-1]
        return Cursor.behind(
            selection, marker.archive, marker.number, place=place, key=self.key, last=last
        ).text()


@dataclass(frozen=True, slots=True)
class _Window:
    """Hits around a page, which begins `skip` hits behind `offset`; `goes_on` where there may be
    more behind them."""

    hits: Sequence[Hit]
    offset: int
    skip: int
    size: int
    goes_on: bool

    @property
    def open_scores(self) -> set[Any]:
        """Scores of hits that may rank alike with others outside of the window."""
        found: set[Any] = set()
        if self.hits and self.offset:
            found.add(self.hits[0][0])
        if self.hits and self.goes_on:
            found.add(self.hits[-1][0])
        return found

    @property
    def is_open(self) -> bool:
        """Whether that touches the page itself."""
        page = self.hits[self.skip : self.skip + self.size]
        return bool(page) and not self.open_scores.isdisjoint({page[0][0], page[-1][0]})


class Pager:
    """Pages of one state of one index, which is at change `number`."""

    def __init__(self, searcher: tantivy.Searcher, builder: Builder, number: int) -> None:
        self._searcher, self._builder, self._number = searcher, builder, number

    def page(self, selection: Selection, start: int, size: int) -> Found:
        if selection.sort == "relevance":
            ranking = self._builder.ranking(selection)
            if ranking is not None:
                return Found(start, self._ranked(ranking, start, size))
        return self._by_day(selection, self._builder.matching(selection), start, start, size)

    def behind(self, selection: Selection, cursor: Cursor, size: int) -> Found:
        """The page behind the one that the cursor ends."""
        ranking = self._builder.ranking(selection) if selection.sort == "relevance" else None
        if ranking is not None:
            start = self._moved(ranking, cursor)
            return Found(start, self._ranked(ranking, start, size))
        if selection.sort == "oldest":
            rest = self._builder.placed(selection, fields.OLDEST, least=cursor.key + 1)
        else:
            rest = self._builder.placed(selection, fields.NEWEST, most=cursor.key - 1)
        return self._by_day(selection, rest, cursor.place, 0, size)

    def _by_day(
        self, selection: Selection, query: tantivy.Query, place: int, start: int, size: int
    ) -> Found:
        oldest = selection.sort == "oldest"
        hits = self._searcher.search(
            query,
            size,
            count=False,
            offset=start,
            order_by_field=fields.OLDEST if oldest else fields.NEWEST,
            order=tantivy.Order.Asc if oldest else tantivy.Order.Desc,
        ).hits
        return Found(place, ids_of(self._searcher, hits), int(hits[-1][0]) if hits else 0)

    def _moved(self, ranking: tantivy.Query, cursor: Cursor) -> int:
        """How many articles stand before the next page: as many as before, while the index is as
        it was; else those up to the last one shown, unless that has moved far or is gone."""
        if cursor.number == self._number:
            return cursor.place
        start = max(0, cursor.place - _MOVED)
        near = self._ranked(ranking, start, 2 * _MOVED)
        return start + near.index(cursor.last) + 1 if cursor.last in near else cursor.place

    def _ranked(self, query: tantivy.Query, start: int, size: int) -> tuple[int, ...]:
        """Best first; equal ones by id, newest first, also where a page ends between them."""
        near, far = _TIES
        window = self._window(query, start, size, near)
        if window.is_open:
            window = self._window(query, start, size, far)
        ids = ids_of(self._searcher, window.hits)
        ordered: list[int] = []
        for score, group in groupby(zip(window.hits, ids, strict=True), lambda pair: pair[0][0]):
            alike = [one for _, one in group]
            # Whether a run is put in order must not depend on the page that asks.
            whole = score not in window.open_scores and len(alike) <= far
            ordered += sorted(alike, reverse=True) if whole else alike
        return tuple(ordered[start - window.offset :][:size])

    def _window(self, query: tantivy.Query, start: int, size: int, ties: int) -> _Window:
        offset = max(0, start - ties)
        limit = start - offset + size + ties
        found: Any = self._searcher.search(query, limit, count=False, offset=offset)
        return _Window(found.hits, offset, start - offset, size, len(found.hits) == limit)


def ids_of(searcher: tantivy.Searcher, hits: Sequence[Hit]) -> tuple[int, ...]:
    if not hits:
        return ()
    addresses = [address for _, address in hits]
    return tuple(int(one or 0) for one in searcher.fast_field_values(fields.ID, addresses))
