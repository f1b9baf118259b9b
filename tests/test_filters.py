"""The query string of the list: whatever it holds, a Selection and sentences come out."""

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from page_factory import add

from archive.filters import QUERY_LENGTH, ArticleFilter
from archive.selection import Selection

pytestmark = pytest.mark.django_db


def ask(query):
    return ArticleFilter(QueryDict(query))


def sentences(query):
    return [(problem.field, problem.sentence) for problem in ask(query).problems]


def test_an_empty_query_selects_everything():
    assert ask("").selection == Selection()


def test_blank_fields_of_the_form_are_as_good_as_none():
    asked = ask("q=&from=&to=&author=&publication=&section=&has=&sort=&page=")
    assert (asked.selection, asked.page, asked.problems) == (Selection(), 1, [])


def test_every_field_finds_its_place_in_the_selection():
    add(publication="Harbour Echo", section="Town Hall", authors=["Ada Lindqvist"])
    asked = ask(
        "q=+ferry+&from=2015&to=2016-02-03&author=ada-lindqvist&publication=harbour-echo"
        "&section=town-hall&has=image&sort=oldest&page=2"
    )
    assert asked.problems == []
    assert asked.page == 2
    assert asked.selection.query() == (
        "?q=ferry&from=2015&to=2016-02-03&author=ada-lindqvist&publication=harbour-echo"
        "&section=town-hall&has=image&sort=oldest"
    )


@pytest.mark.parametrize("typed", ["ada-lindqvist", "Ada Lindqvist", "ada lindqvist"])
def test_an_author_may_be_typed_by_name(typed):
    add(authors=["Ada Lindqvist"])
    assert [author.name for author in ask(f"author={typed}").selection.authors] == ["Ada Lindqvist"]


def test_several_authors_may_be_chosen_and_each_counts_once():
    add(authors=["Ada Lindqvist", "Bram Otterby"])
    asked = ask("author=ada-lindqvist&author=bram-otterby&author=Ada+Lindqvist")
    assert [author.name for author in asked.selection.authors] == ["Ada Lindqvist", "Bram Otterby"]


def test_an_unknown_author_gets_a_sentence_and_the_known_one_stays():
    add(authors=["Ada Lindqvist"])
    asked = ask("author=nobody&author=ada-lindqvist")
    assert [author.name for author in asked.selection.authors] == ["Ada Lindqvist"]
    assert [problem.sentence for problem in asked.problems] == [
        "There is no author “nobody” in the archive."
    ]
    assert asked.given("author") == "nobody"


@pytest.mark.parametrize("field", ["publication", "section"])
def test_an_unknown_publication_or_section_gets_a_sentence(field):
    assert sentences(f"{field}=nowhere") == [
        (field, f"There is no {field} “nowhere” in the archive.")
    ]


def test_a_section_of_hidden_articles_is_not_given_away():
    article = add(section="Secrets")
    article.state = "hidden"
    article.save()
    assert sentences("section=secrets")


def test_an_impossible_date_is_left_out_with_a_sentence():
    asked = ask("q=ferry&from=2017-13")
    assert asked.selection == Selection(q="ferry")
    assert [problem.field for problem in asked.problems] == ["from"]


def test_a_range_that_ends_before_it_begins_loses_its_end():
    asked = ask("from=2016-05&to=2015")
    assert asked.selection.query() == "?from=2016-05"
    assert sentences("from=2016-05&to=2015") == [
        (
            "to",
            "The range ends before it begins: 2015 is before May 2016. The end was ignored.",
        )
    ]


def test_a_year_may_hold_both_ends_of_a_range():
    assert ask("from=2016-05&to=2016").problems == []


@pytest.mark.parametrize("page", ["0", "-1", "x", "1.5", "１", "²"])
def test_what_is_no_page_is_the_first_with_a_sentence(page):
    asked = ask(f"page={page}")
    assert asked.page == 1
    assert [problem.field for problem in asked.problems] == ["page"]


def test_a_page_of_a_million_digits_is_only_far_away():
    assert ask("page=" + "9" * 1_000_000).page == 10**9


def test_an_unknown_order_and_an_unknown_has_get_sentences():
    assert [field for field, _ in sentences("sort=best&has=sound")] == ["has", "sort"]


def test_nul_bytes_and_lone_surrogates_never_reach_the_database():
    data = QueryDict(mutable=True)
    for field in ("q", "author", "publication", "section", "from", "sort", "page"):
        data.setlist(field, ["a\0b", "c\ud800d"])
    asked = ArticleFilter(data)
    assert asked.selection.q == "c?d"
    assert len(asked.problems) == 9


def test_a_very_long_query_is_cut():
    assert len(ask("q=" + "x" * 5_000).selection.q) == QUERY_LENGTH


FIELDS = st.sampled_from(
    ["q", "from", "to", "author", "publication", "section", "has", "sort", "page", "other"]
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(FIELDS, st.text(max_size=30)), max_size=8))
def test_no_query_string_breaks_the_filter(pairs):
    data = QueryDict(mutable=True)
    for name, value in pairs:
        data.appendlist(name, value)
    asked = ArticleFilter(data)
    assert asked.page >= 1
    assert ask(asked.selection.query()[1:]).selection == asked.selection
