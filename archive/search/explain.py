"""How a query was read, and where an article has its words; the same for any engine.

Uses the same words, folding and stems as search and highlighting.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final, Literal

from archive.search.engine import Clause, FieldHits, IndexedArticle, Part
from archive.search.highlight.marker import NAMES, Marker
from archive.search.query.terms import TermsOf, lookup, shown
from archive.search.query.tree import (
    Dated,
    HasField,
    HasImage,
    Leaf,
    Node,
    Phrase,
    Word,
    leaves,
    written,
)

#: Words named of one clause; a star may match hundreds.
_NAMED: Final = 8

Kind = Literal["word", "name", "phrase", "near", "beginning", "days", "picture", "field"]


def clauses(tree: Node | None, terms_of: TermsOf) -> list[Clause]:
    """The clauses of a query in their order, not counted yet."""
    read = [
        _clause(leaf, wanted, terms_of)
        for wanted in (True, False)
        for leaf in leaves(tree, wanted=wanted)
    ]
    return sorted(read, key=lambda clause: clause.start)


def _clause(leaf: Leaf, wanted: bool, terms_of: TermsOf) -> Clause:
    part: Part = leaf.part if isinstance(leaf, (Word, Phrase)) else ""
    kind, terms = _kind_and_terms(leaf, terms_of)
    return Clause(
        start=leaf.start,
        end=leaf.end,
        query=written(leaf),
        kind=kind,
        part=part,
        terms=terms,
        wanted=wanted,
    )


def _kind_and_terms(leaf: Leaf, terms_of: TermsOf) -> tuple[Kind, tuple[str, ...]]:
    if isinstance(leaf, Dated):
        return "days", ()
    if isinstance(leaf, HasImage):
        return "picture", ()
    if isinstance(leaf, HasField):
        return "field", (written(leaf).removeprefix("field:").strip('"'),)
    look = lookup(leaf, terms_of)
    if isinstance(leaf, Phrase):
        return ("near" if leaf.slop else "phrase"), look.exact
    if leaf.prefix:
        return "beginning", look.exact
    if len(look.exact) > 1:
        return "phrase", look.exact
    is_prose = look.stems and leaf.part not in NAMES
    return ("word", tuple(map(shown, look.stems))) if is_prose else ("name", look.exact)


def hits_in(article: IndexedArticle, tree: Node | None, terms_of: TermsOf) -> list[FieldHits]:
    """Where an article has the clauses of a query, clause by clause."""
    hits: list[FieldHits] = []
    for leaf in leaves(tree):
        if isinstance(leaf, (Word, Phrase)):
            for part, texts in _texts(article):
                if leaf.part in {"", part}:
                    hits += _in_part(leaf, part, texts, terms_of)
    return hits


def _in_part(
    leaf: Word | Phrase, part: Part, texts: tuple[str, ...], terms_of: TermsOf
) -> Iterator[FieldHits]:
    marker = Marker(leaf, terms_of, part)
    words: Counter[str] = Counter()
    times = 0.0
    for text in texts:
        for hit in marker.hits(text):
            words[text[hit.start : hit.end].casefold()] += 1
            times += 1 / hit.words
    if words:
        yield FieldHits(written(leaf), part, tuple(words.most_common(_NAMED)), max(1, round(times)))


def _texts(article: IndexedArticle) -> tuple[tuple[Part, tuple[str, ...]], ...]:
    return (
        ("title", (article.headline,)),
        ("", (article.standfirst, article.body)),
        ("caption", article.captions),
        ("credit", article.credits),
        ("author", article.author_names),
        ("publication", (article.publication_name,)),
        ("section", (article.section,)),
    )
