"""What a query costs before it runs, and how one that costs too much is cut."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.embedded.schema import Analysis
from archive.search.query.cost import AS_WORDS, LEFT_OUT, MOST, Costs, bounded
from archive.search.query.syntax import parse
from archive.search.query.tree import AllOf, Phrase, Word

TERMS = Analysis("english").terms


@dataclass
class Everywhere:
    """An index where each word stands in every article, but the rare ones."""

    articles: int = 1_000_000
    rare: tuple[str, ...] = ("tulip",)

    def of_term(self, part, term, *, stemmed):
        return 3 if term in self.rare else self.articles


def cut(query, most=MOST, **index):
    return bounded(parse(query).tree, Costs(TERMS, Everywhere(**index)), most)


@pytest.mark.parametrize("query", ["", "the", "the of and", '"the tulip"', "th*", "-the", "tulip*"])
def test_what_a_reader_asks_runs_as_it_is(query):
    found = cut(query)
    assert (found.tree, found.cut) == (parse(query).tree, ())


def test_a_phrase_costs_no_more_than_its_rarest_word_allows():
    costs = Costs(TERMS, Everywhere())
    assert costs.of(parse('"the tulip"').tree) < 1_000
    assert costs.of(parse('"of the"').tree) > 100_000_000


def test_the_dearest_phrase_is_read_as_its_words_and_the_others_stay():
    found = cut('"of the" "and to a" tulip', most=130_000_000)
    assert isinstance(found.tree, AllOf)
    assert Word("tulip", start=20, end=25) in found.tree.nodes
    assert Phrase("of the", start=0, end=8) in found.tree.nodes
    assert [(mistake.start, mistake.end, mistake.message) for mistake in found.cut] == [
        (9, 19, AS_WORDS)
    ]


def test_where_words_are_still_too_many_the_dearest_are_left_out():
    found = cut("th* an* tulip", most=40_000_000)
    assert [mistake.message for mistake in found.cut] == [LEFT_OUT]
    assert found.units <= 40_000_000


def test_a_sentence_stands_once_at_each_place():
    found = cut('"of the and to"', most=1)
    assert [mistake.message for mistake in found.cut] == [AS_WORDS, LEFT_OUT]
    assert found.tree is None


ONE = st.sampled_from(
    ['"of the"', '"a b"~9', "th*", "a-b-c", "tulip", "date:2017", "has:image", "field:a=b"]
)
SOME = st.lists(st.tuples(st.sampled_from(["", "-"]), ONE), min_size=1, max_size=60)


@given(SOME, st.sampled_from([" ", " OR "]), st.sampled_from([0, 1_000, 2_000_000, MOST]))
def test_no_query_costs_more_than_it_may(pieces, between, most):
    found = cut(between.join(sign + piece for sign, piece in pieces), most)
    assert found.units <= most or found.tree is None
    assert all(mistake.start < mistake.end for mistake in found.cut)
