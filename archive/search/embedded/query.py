"""A Selection and the tree of its words as the engine's query objects.

The engine's own query parser never sees what a reader typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise
from typing import Final, Literal

import tantivy

from archive.search.embedded import schema as fields
from archive.search.embedded.schema import Analysis
from archive.search.engine import Part
from archive.search.highlight.marker import leaf_terms
from archive.search.query import cost
from archive.search.query.cost import Bounded, Costs, Frequencies, bounded
from archive.search.query.syntax import parse
from archive.search.query.tree import (
    AllOf,
    AnyOf,
    Dated,
    HasImage,
    Leaf,
    Node,
    Not,
    Phrase,
    Word,
    leaves,
    written,
)
from archive.selection import Selection
from archive.text.tokens import is_paired

Query = tantivy.Query
_MUST: Final = tantivy.Occur.Must
_SHOULD: Final = tantivy.Occur.Should
_MUST_NOT: Final = tantivy.Occur.MustNot

#: What a hit is worth beside one in the text, which is 1. benchmarks/search.py measures them.
TITLE_BOOST: Final = 2.5
EXACT_BOOST: Final = 0.3
TITLE_PHRASE_BOOST: Final = 0.5
NEAR_BOOST: Final = 0.3
LiftKind = Literal["headline", "form", "near in headline", "near"]
#: The worthiest first.
_BOOSTS: Final[dict[LiftKind, float]] = {
    "headline": TITLE_BOOST,
    "form": EXACT_BOOST,
    "near in headline": TITLE_PHRASE_BOOST,
    "near": NEAR_BOOST,
}
#: Units (cost.py) that all lifts of a query may take, and each single one by its kind. The very
#: form of a word that a third of all articles have tells little, and the nearness of frequent words
#: is read from many positions: both took more than half of the time of ranking, and the articles
#: asked for stood no higher for them (benchmarks/search.py, a million articles).
MOST_LIFTING: Final = 60_000_000
MOST_A_LIFT: Final[dict[LiftKind, int]] = {
    "headline": 15_000_000,
    "form": 300_000,
    "near in headline": 100_000,
    "near": 100_000,
}
#: Neighbouring words of a query that stand as near as this to one another count as near.
NEAR: Final = 2
#: Pairs of neighbouring words that are looked at for nearness; each costs its positions.
MAX_PAIRS: Final = 4


@dataclass(frozen=True, slots=True)
class Lift:
    """One thing that makes an article better than others that match, and for what of the query."""

    kind: LiftKind
    asked: str
    query: tantivy.Query
    units: int


class Builder:
    """Queries for one index: its schema, and how its words become terms."""

    def __init__(
        self, schema: tantivy.Schema, analysis: Analysis, frequencies: Frequencies
    ) -> None:
        self.schema = schema
        self.analysis = analysis
        self.costs = Costs(analysis.terms, frequencies)
        self.read = lru_cache(maxsize=256)(self._read)

    def _read(self, query: str) -> Bounded:
        """The query as it may run, and what was left out because it would have cost too much."""
        return bounded(parse(query).tree, self.costs, cost.MOST)

    def matching(self, selection: Selection) -> tantivy.Query:
        """What a selection holds, to count and to sort by date."""
        return self._limited(selection, self._words(selection.q))

    def ranking(self, selection: Selection) -> tantivy.Query | None:
        """The same articles, with all that makes one better than another; None where nothing
        asked for can be better or worse (no words, or only beginnings of words and dates)."""
        tree = self.read(selection.q).tree
        words = self.of(tree) if tree is not None else None
        if words is None or not any(is_scored(leaf) for leaf in leaves(tree)):
            return None
        better = [lift.query for lift in self.lifting(tree)]
        if isinstance(tree, Word) and not tree.part and self._is_one_term(tree):
            # One word: what lifts it is among what matches it, and of a plain union the engine
            # looks only at what can still come among the first.
            words = _any([words, *better])
        elif better:
            words = Query.boolean_query([(_MUST, words), *((_SHOULD, one) for one in better)])
        return self._limited(selection, words)

    def placed(
        self, selection: Selection, name: str, *, least: int | None = None, most: int | None = None
    ) -> tantivy.Query:
        """What a selection holds from one place of its order on, or up to one."""
        place = Query.const_score_query(self._range(name, least, most), 0.0)
        return _all([self.matching(selection), place])

    def has_words(self, query: str) -> bool:
        """Whether anything in the query can be looked up."""
        return self._words(query) is not None

    def _words(self, query: str) -> tantivy.Query | None:
        tree = self.read(query).tree
        return self.of(tree) if tree is not None else None

    def _limited(self, selection: Selection, words: tantivy.Query | None) -> tantivy.Query:
        filters = [Query.const_score_query(one, 0.0) for one in self._filters(selection)]
        if words is None:
            if not filters:
                return Query.all_query()
        else:
            filters.insert(0, words)
        if len(filters) == 1:
            return filters[0]
        return Query.boolean_query([(_MUST, one) for one in filters])

    def _filters(self, selection: Selection) -> list[tantivy.Query]:
        since = selection.since.first if selection.since else None
        until = selection.until.last if selection.until else None
        found = self._days(Dated(since, until))
        for name, chosen in (
            (fields.AUTHOR_ID, [one.id for one in selection.authors]),
            (fields.PUBLICATION_ID, [one.id for one in selection.publications]),
        ):
            if chosen:
                found.append(_any(Query.term_query(self.schema, name, one) for one in chosen))
        if selection.sections:
            slugs = [one.slug for one in selection.sections]
            found.append(
                _any(Query.term_query(self.schema, fields.SECTION_SLUG, one) for one in slugs)
            )
        if selection.has_image:
            found.append(self._has_image())
        return found

    def _days(self, dated: Dated) -> list[tantivy.Query]:
        found = []
        if dated.until is not None:
            found.append(self._range(fields.FIRST_DAY, None, fields.day_number(dated.until)))
        if dated.since is not None:
            found.append(self._range(fields.LAST_DAY, fields.day_number(dated.since), None))
        return found

    def _range(self, name: str, least: int | None, most: int | None) -> tantivy.Query:
        return Query.range_query(self.schema, name, tantivy.FieldType.Integer, least, most)

    def only(self, query: tantivy.Query, article_id: int) -> tantivy.Query:
        """Of what a query finds one article, with the points that it has there."""
        itself = Query.term_query(self.schema, fields.ID, article_id)
        return _all([Query.const_score_query(itself, 0.0), query])

    def _has_image(self) -> tantivy.Query:
        return Query.term_query(self.schema, fields.HAS_IMAGE, 1)

    def of(self, node: Node) -> tantivy.Query | None:
        """The articles a node stands for; None where it has nothing that can be looked up."""
        if isinstance(node, Word):
            return self._word(node)
        if isinstance(node, Phrase):
            return self._phrase(node.part, leaf_terms(node, self.analysis.terms)[0], node.slop)
        if isinstance(node, Dated):
            days = self._days(node)
            return Query.const_score_query(_all(days), 0.0) if days else None
        if isinstance(node, HasImage):
            return Query.const_score_query(self._has_image(), 0.0)
        if isinstance(node, AnyOf):
            found = [one for one in map(self.of, node.nodes) if one is not None]
            return _any(found) if found else None
        if isinstance(node, AllOf):
            return self._all_of(node.nodes)
        return self._all_of((node,))

    def _all_of(self, nodes: Sequence[Node]) -> tantivy.Query | None:
        wanted: list[tantivy.Query] = []
        unwanted: list[tantivy.Query] = []
        for node in nodes:
            query = self.of(node.node if isinstance(node, Not) else node)
            if query is not None:
                (unwanted if isinstance(node, Not) else wanted).append(query)
        if not unwanted:
            return _all(wanted) if wanted else None
        if not wanted:
            wanted = [Query.const_score_query(Query.all_query(), 0.0)]
        return Query.boolean_query(
            [*((_MUST, one) for one in wanted), *((_MUST_NOT, one) for one in unwanted)]
        )

    def _word(self, word: Word) -> tantivy.Query | None:
        exact, stems = leaf_terms(word, self.analysis.terms)
        if not exact:
            return None
        if word.prefix or (len(exact) == 1 and len(exact[0]) == 1 and is_paired(exact[0])):
            return self._prefix(word.part, exact)
        if len(exact) > 1:
            return self._phrase(word.part, exact, 0)
        if stems and (stemmed_field := fields.STEMMED_FIELD.get(word.part)):
            return Query.term_query(self.schema, stemmed_field, stems[0])
        return Query.term_query(self.schema, fields.EXACT_FIELD[word.part], exact[0])

    def _prefix(self, part: Part, exact: Sequence[str]) -> tantivy.Query:
        """Words that continue the last term; what stands before it, stands in the article too.
        Only a regular expression finds all of them: the engine's own prefixes stop at fifty."""
        name = fields.EXACT_FIELD[part]
        pattern = re.escape(exact[-1]) + ".*"
        found = [Query.regex_query(self.schema, name, pattern)]
        if len(exact) > 1:
            found.append(self._phrase(part, exact[:-1], 0) or Query.empty_query())
        return _all(found)

    def _phrase(self, part: Part, terms: Sequence[str], slop: int) -> tantivy.Query | None:
        name = fields.EXACT_FIELD[part]
        if not terms:
            return None
        if len(terms) == 1:
            return Query.term_query(self.schema, name, terms[0])
        return Query.phrase_query(self.schema, name, list(terms), slop)

    def lifting(self, tree: Node | None) -> list[Lift]:
        """What lifts an article among those that match: the headline, the very word, nearness; the
        worthiest first, and no more than may be paid for."""
        found: list[Lift] = []
        line: list[str] = []
        for leaf in leaves(tree):
            if not isinstance(leaf, (Word, Phrase)) or leaf.part:
                continue
            exact, stems = leaf_terms(leaf, self.analysis.terms)
            if isinstance(leaf, Phrase) or (len(exact) == 1 and not stems and not leaf.prefix):
                slop = leaf.slop if isinstance(leaf, Phrase) else 0
                found.append(self._lift("headline", written(leaf), "title", exact, slop))
            elif len(exact) == 1 and not leaf.prefix:
                title = self._term(fields.TITLE_STEMMED, stems[0])
                units = self.costs.term("title", stems[0], stemmed=True)
                found.append(Lift("headline", written(leaf), _boosted(title, TITLE_BOOST), units))
                found.append(self._lift("form", written(leaf), "", exact[:1], 0))
            if isinstance(leaf, Word):
                line += exact
        found += self._near(line)
        return _affordable(found)

    def _lift(
        self, kind: LiftKind, asked: str, part: Part, exact: tuple[str, ...], slop: int
    ) -> Lift:
        query = self._phrase(part, exact, slop) or Query.empty_query()
        units = self.costs.phrase(part, exact, slop) if exact else 0
        return Lift(kind, asked, _boosted(query, _BOOSTS[kind]), units)

    def _is_one_term(self, word: Word) -> bool:
        return not word.prefix and len(leaf_terms(word, self.analysis.terms)[0]) == 1

    def _near(self, line: Sequence[str]) -> list[Lift]:
        """Neighbours of the query near one another, in the headline and anywhere."""
        found = []
        for first, second in islice(pairwise(line), MAX_PAIRS):
            if first != second:
                both = f"{first} {second}"
                pair = (first, second)
                found.append(self._lift("near in headline", both, "title", pair, NEAR))
                found.append(self._lift("near", both, "", pair, NEAR))
        return found

    def _term(self, name: str, term: str) -> tantivy.Query:
        return Query.term_query(self.schema, name, term)


def _affordable(lifts: Sequence[Lift]) -> list[Lift]:
    """Those that may be paid for, the worthiest kinds first and of each the cheapest."""
    kinds = list(_BOOSTS)
    left, kept = MOST_LIFTING, []
    for lift in sorted(lifts, key=lambda one: (kinds.index(one.kind), one.units)):
        if lift.units <= min(left, MOST_A_LIFT[lift.kind]):
            left -= lift.units
            kept.append(lift)
    return kept


def is_scored(leaf: Leaf) -> bool:
    return isinstance(leaf, Phrase) or (isinstance(leaf, Word) and not leaf.prefix)


def _boosted(query: tantivy.Query, boost: float) -> tantivy.Query:
    return Query.boost_query(query, boost)


def _any(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    found = list(queries)
    return found[0] if len(found) == 1 else Query.boolean_query([(_SHOULD, one) for one in found])


def _all(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    found = list(queries)
    return found[0] if len(found) == 1 else Query.boolean_query([(_MUST, one) for one in found])
