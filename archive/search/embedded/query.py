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
from archive.search.query import cost
from archive.search.query.cost import Bounded, Costs, Frequencies, bounded
from archive.search.query.syntax import parse
from archive.search.query.terms import Lookup, field_term, is_initialism, lookup
from archive.search.query.tree import (
    AllOf,
    AnyOf,
    Dated,
    HasField,
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

Query = tantivy.Query
#: What means something in the engine's patterns; it knows fewer escapes than Python writes.
_PATTERN_SIGN: Final = re.compile(r"[\\.+*?()|\[\]{}^$]")
_MUST: Final = tantivy.Occur.Must
_SHOULD: Final = tantivy.Occur.Should
_MUST_NOT: Final = tantivy.Occur.MustNot

#: Weight of a hit, where one in the text is 1. benchmarks/search.py measures them.
TITLE_BOOST: Final = 2.5
EXACT_BOOST: Final = 0.3
TITLE_PHRASE_BOOST: Final = 0.5
NEAR_BOOST: Final = 0.3
LiftKind = Literal["headline", "form", "near in headline", "near"]
#: Highest first.
_BOOSTS: Final[dict[LiftKind, float]] = {
    "headline": TITLE_BOOST,
    "form": EXACT_BOOST,
    "near in headline": TITLE_PHRASE_BOOST,
    "near": NEAR_BOOST,
}
#: Units (cost.py) that all lifts of a query may take, and a single one of each kind. The exact form
#: of a word in a third of all articles, and nearness of frequent words, took over half of the time
#: of ranking and put known items no higher (benchmarks/search.py, a million articles).
MOST_LIFTING: Final = 60_000_000
MOST_A_LIFT: Final[dict[LiftKind, int]] = {
    "headline": 15_000_000,
    "form": 300_000,
    "near in headline": 100_000,
    "near": 100_000,
}
#: Slop within which neighbouring words of a query count as near.
NEAR: Final = 2
#: Pairs of neighbouring words tried for nearness; each reads positions.
MAX_PAIRS: Final = 4


@dataclass(frozen=True, slots=True)
class Lift:
    """One reason for an article to rank higher, and the part of the query it comes from."""

    kind: LiftKind
    text: str
    query: tantivy.Query
    units: int


class Builder:
    """Builds queries for one index from its schema and analysis."""

    def __init__(
        self, schema: tantivy.Schema, analysis: Analysis, frequencies: Frequencies
    ) -> None:
        self.schema = schema
        self.analysis = analysis
        self.costs = Costs(analysis.terms, frequencies)
        self.read = lru_cache(maxsize=256)(self._read)

    def _read(self, query: str) -> Bounded:
        """The query within its bounds, and what was cut because it costs too much."""
        return bounded(parse(query).tree, self.costs, cost.MOST)

    def matching(self, selection: Selection) -> tantivy.Query:
        """The articles of a selection, to count or sort by date."""
        return self._limited(selection, self._words(selection.q))

    def ranking(self, selection: Selection) -> tantivy.Query | None:
        """The same articles, scored; None where nothing in the query gives a score (no words, or
        only prefixes and dates)."""
        tree = self.read(selection.q).tree
        words = self.of(tree) if tree is not None else None
        if words is None or not any(is_scored(leaf) for leaf in leaves(tree)):
            return None
        better = [lift.query for lift in self.lifting(tree)]
        if isinstance(tree, Word) and not tree.part and self._is_one_term(tree):
            # Lifts of a single word are among its own matches, and a plain union lets the engine
            # skip what cannot come among the first.
            words = _any([words, *better])
        elif better:
            words = Query.boolean_query([(_MUST, words), *((_SHOULD, lift) for lift in better)])
        return self._limited(selection, words)

    def placed(
        self, selection: Selection, name: str, *, least: int | None = None, most: int | None = None
    ) -> tantivy.Query:
        """The articles of a selection from one place in its order on, or up to one."""
        place = Query.const_score_query(self._range(name, least, most), 0.0)
        return _all([self.matching(selection), place])

    def has_words(self, query: str) -> bool:
        """Whether the query has anything to look up."""
        return self._words(query) is not None

    def _words(self, query: str) -> tantivy.Query | None:
        tree = self.read(query).tree
        return self.of(tree) if tree is not None else None

    def _limited(self, selection: Selection, words: tantivy.Query | None) -> tantivy.Query:
        filters = [Query.const_score_query(query, 0.0) for query in self._filters(selection)]
        if words is None:
            if not filters:
                return Query.all_query()
        else:
            filters.insert(0, words)
        if len(filters) == 1:
            return filters[0]
        return Query.boolean_query([(_MUST, query) for query in filters])

    def _filters(self, selection: Selection) -> list[tantivy.Query]:
        since = selection.since.first if selection.since else None
        until = selection.until.last if selection.until else None
        filters = self._days(Dated(since, until))
        for name, chosen in (
            (fields.AUTHOR_ID, [author.id for author in selection.authors]),
            (fields.PUBLICATION_ID, [publication.id for publication in selection.publications]),
            (fields.SECTION_SLUG, [section.slug for section in selection.sections]),
        ):
            if chosen:
                filters.append(_any(self._term(name, value) for value in chosen))
        if selection.has_image:
            filters.append(self._has_image())
        return filters

    def _days(self, dated: Dated) -> list[tantivy.Query]:
        days = []
        if dated.until is not None:
            days.append(self._range(fields.FIRST_DAY, None, fields.day_number(dated.until)))
        if dated.since is not None:
            days.append(self._range(fields.LAST_DAY, fields.day_number(dated.since), None))
        return days

    def _range(self, name: str, least: int | None, most: int | None) -> tantivy.Query:
        return Query.range_query(self.schema, name, tantivy.FieldType.Integer, least, most)

    def only(self, query: tantivy.Query, article_id: int) -> tantivy.Query:
        """The query limited to one article, with the score it gives it."""
        itself = self._term(fields.ID, article_id)
        return _all([Query.const_score_query(itself, 0.0), query])

    def _has_image(self) -> tantivy.Query:
        return self._term(fields.HAS_IMAGE, 1)

    def of(self, node: Node) -> tantivy.Query | None:
        """The articles that match a node; None where it has nothing to look up."""
        if isinstance(node, (Word, Phrase)):
            return self._leaf(node)
        if isinstance(node, Dated):
            days = self._days(node)
            return Query.const_score_query(_all(days), 0.0) if days else None
        if isinstance(node, HasImage):
            return Query.const_score_query(self._has_image(), 0.0)
        if isinstance(node, HasField):
            return Query.const_score_query(self._has_field(node), 0.0)
        if isinstance(node, AnyOf):
            queries = [query for query in map(self.of, node.nodes) if query is not None]
            return _any(queries) if queries else None
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
            [*((_MUST, query) for query in wanted), *((_MUST_NOT, query) for query in unwanted)]
        )

    def _leaf(self, leaf: Word | Phrase) -> tantivy.Query | None:
        """Any of what the leaf looks for."""
        look = lookup(leaf, self.analysis.terms)
        stemmed_field = fields.STEMMED_FIELD.get(leaf.part)
        if look.prefix:
            queries = [self._prefix(leaf.part, exact) for exact in look.alternatives]
        elif look.stems and stemmed_field:
            queries = [self._term(stemmed_field, stem) for stem in look.stems]
        else:
            queries = [self._term(fields.EXACT_FIELD[leaf.part], word) for word in look.words]
        if not look.prefix:
            slop = leaf.slop if isinstance(leaf, Phrase) else 0
            queries += [self._phrase(leaf.part, exact, slop) for exact in look.sequences]
        return _any(queries) if queries else None

    def _prefix(self, part: Part, exact: Sequence[str]) -> tantivy.Query:
        """Words that begin with the last term, in articles that have the terms before it. The
        engine's own prefix query stops at fifty words; a regular expression does not."""
        name = fields.EXACT_FIELD[part]
        pattern = re.escape(exact[-1]) + ".*"
        queries = [Query.regex_query(self.schema, name, pattern)]
        if len(exact) > 1:
            queries.append(self._phrase(part, exact[:-1], 0))
        return _all(queries)

    def _has_field(self, leaf: HasField) -> tantivy.Query:
        term = field_term(leaf)
        if not leaf.prefix:
            return self._term(fields.FURTHER, term)
        pattern = _PATTERN_SIGN.sub(r"\\\g<0>", term) + ".*"
        return Query.regex_query(self.schema, fields.FURTHER, pattern)

    def _phrase(self, part: Part, terms: Sequence[str], slop: int) -> tantivy.Query:
        name = fields.EXACT_FIELD[part]
        if len(terms) == 1:
            return self._term(name, terms[0])
        return Query.phrase_query(self.schema, name, list(terms), slop)

    def lifting(self, tree: Node | None) -> list[Lift]:
        """What lifts an article among the matches: hits in the headline, the exact form, nearness;
        those with the highest boosts first, within MOST_LIFTING."""
        lifts: list[Lift] = []
        words: list[str] = []
        for leaf in leaves(tree):
            if not isinstance(leaf, (Word, Phrase)) or leaf.part:
                continue
            look = lookup(leaf, self.analysis.terms)
            if look.stems:
                lifts += self._word_lifts(leaf, look)
            elif isinstance(leaf, Phrase) or (len(look.exact) == 1 and not look.prefix):
                slop = leaf.slop if isinstance(leaf, Phrase) else 0
                lifts.append(self._lift("headline", written(leaf), "title", look.exact, slop))
            if isinstance(leaf, Word):
                words += look.exact
        return _affordable([*lifts, *self._near(words)])

    def _word_lifts(self, leaf: Leaf, look: Lookup) -> list[Lift]:
        title = _any(self._term(fields.TITLE_STEMMED, stem) for stem in look.stems)
        units = sum(self.costs.term("title", stem, stemmed=True) for stem in look.stems)
        lifts = [Lift("headline", written(leaf), Query.boost_query(title, TITLE_BOOST), units)]
        if len(look.exact) == 1 and not is_initialism(look.stems[0]):
            lifts.append(self._lift("form", written(leaf), "", look.exact, 0))
        return lifts

    def _lift(
        self, kind: LiftKind, text: str, part: Part, exact: tuple[str, ...], slop: int
    ) -> Lift:
        query = self._phrase(part, exact, slop) if exact else Query.empty_query()
        units = self.costs.phrase(part, exact, slop) if exact else 0
        return Lift(kind, text, Query.boost_query(query, _BOOSTS[kind]), units)

    def _is_one_term(self, word: Word) -> bool:
        look = lookup(word, self.analysis.terms)
        return not word.prefix and len(look.exact) == 1

    def _near(self, words: Sequence[str]) -> list[Lift]:
        """Neighbouring words near one another, in the headline and anywhere."""
        lifts = []
        for pair in islice(pairwise(words), MAX_PAIRS):
            if pair[0] != pair[1]:
                text = " ".join(pair)
                lifts.append(self._lift("near in headline", text, "title", pair, NEAR))
                lifts.append(self._lift("near", text, "", pair, NEAR))
        return lifts

    def _term(self, name: str, value: str | int) -> tantivy.Query:
        return Query.term_query(self.schema, name, value)


def _affordable(lifts: Sequence[Lift]) -> list[Lift]:
    """Those within the bounds: the kinds with the highest boost first, of each the cheapest."""
    kinds = list(_BOOSTS)
    left, kept = MOST_LIFTING, []
    for lift in sorted(lifts, key=lambda lift: (kinds.index(lift.kind), lift.units)):
        if lift.units <= min(left, MOST_A_LIFT[lift.kind]):
            left -= lift.units
            kept.append(lift)
    return kept


def is_scored(leaf: Leaf) -> bool:
    return isinstance(leaf, Phrase) or (isinstance(leaf, Word) and not leaf.prefix)


def _any(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    return _joined(_SHOULD, queries)


def _all(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    return _joined(_MUST, queries)


def _joined(occur: tantivy.Occur, queries: Iterable[tantivy.Query]) -> tantivy.Query:
    clauses = [(occur, query) for query in queries]
    return clauses[0][1] if len(clauses) == 1 else Query.boolean_query(clauses)
