"""How a query was read, and where an article has its words; the same for any engine.

Uses the same words, folding and stems as search and highlighting.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final, Literal

from archive.search.engine import Clause, FieldHits, IndexedArticle, Part
from archive.search.highlight.marker import Marker, TermsOf, leaf_terms
from archive.search.query.tree import Dated, HasImage, Leaf, Node, Phrase, Word, leaves, written

#: Words named of one clause; a star may match hundreds.
_NAMED: Final = 8
#: Parts of an article that are not stemmed.
_NAMES: Final = frozenset({"credit", "author", "publication", "section"})

Kind = Literal["word", "name", "phrase", "near", "beginning", "days", "picture"]


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
    exact, stems = leaf_terms(leaf, terms_of)
    if isinstance(leaf, Phrase):
        return ("near" if leaf.slop else "phrase"), exact
    if leaf.prefix:
        return "beginning", exact
    if len(exact) > 1:
        return "phrase", exact
    return ("word", stems) if stems and leaf.part not in _NAMES else ("name", exact)


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
    for text in texts:
        words.update(text[hit.start : hit.end].casefold() for hit in marker.hits(text))
    if words:
        length = max(1, len(leaf_terms(leaf, terms_of)[0]))
        yield FieldHits(
            written(leaf), part, tuple(words.most_common(_NAMED)), -(-words.total() // length)
        )


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
