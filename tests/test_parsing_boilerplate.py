"""What sites print around their stories, told by the table of phrases."""

from __future__ import annotations

import re

import pytest

from ingest.parsing.fields.boilerplate import IN_TEXT, ON_PAGES, rows


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("share this article", "share bar"),
        ("comments (12)", "comment count"),
        ("» mehr zum thema:", "related stories"),
        ("the harbour gate", ""),
    ],
)
def test_a_whole_line_is_known_with_marks_and_counts_around_it(line: str, kind: str) -> None:
    assert IN_TEXT.whole(line) == kind


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("read more about the gate", "read-more link"),
        ("editor's note: the gate was closed on monday.", "editor's note"),
        ("the editor's note lay on the table.", ""),
        ("", ""),
    ],
)
def test_a_line_is_known_by_what_it_begins_with(line: str, kind: str) -> None:
    assert IN_TEXT.start(line) == kind


def test_the_longest_of_several_beginnings_says_what_a_line_is() -> None:
    assert IN_TEXT.start("related: ferries") == "related stories"
    assert IN_TEXT.start("read more stories about: harbours") == "topic list"
    assert IN_TEXT.start("read more: harbours") == "read-more link"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("next ferry to the island", "related stories"),
        ("next week the council votes on the gate.", ""),
        ("next week the council votes on the gate " * 3, ""),
    ],
)
def test_a_beginning_that_sentences_share_tells_of_labels_only(line: str, kind: str) -> None:
    assert IN_TEXT.start(line) == kind


def test_words_inside_a_line_are_looked_for_only_where_one_of_them_stands() -> None:
    line = "una marr is a staff writer who writes of harbours"
    assert IN_TEXT.inside(line, line.split()) == "author's contact line"
    assert IN_TEXT.inside(line, ["harbours"]) == ""
    assert "writer" in IN_TEXT.inside_words


def test_of_two_kinds_inside_a_line_the_first_in_the_table_counts() -> None:
    line = "all rights reserved, subscribe to our newsletter"
    assert IN_TEXT.inside(line, re.findall(r"\w+", line)) == "copyright line"


def test_single_words_tell_nothing_of_a_long_block() -> None:
    prose = "the ferry waited for the gate to open, " * 8
    assert IN_TEXT.inside_long(prose + "he did not subscribe to that") == ""
    assert IN_TEXT.inside_long(prose + "all rights reserved") == "copyright line"


@pytest.mark.parametrize(
    ("block", "kind"),
    [
        ("» Read more: the gate stays shut", "read-more link"),
        ("Advertisement", "advertisement marker"),
        ("© Alder Times", "copyright line"),
        ("For more stories from the coast, visit our page", "read-more link"),
        ("Follow Una Marr on Twitter", "author's contact line"),
        ("una.marr@aldertimes.example", "author's contact line"),
        ("Want to keep this for later? Start your subscription today.", "newsletter notice"),
        ("Want to cross by ferry? The gate opens at noon.", ""),
        ("The harbour gate stayed shut on Tuesday.", ""),
        ("Read more: " + "the gate stays shut " * 20, ""),
    ],
)
def test_a_block_of_a_page_is_known_in_any_of_these_ways(block: str, kind: str) -> None:
    assert ON_PAGES.of_block(block) == kind


@pytest.mark.parametrize("heading", ["Most read", "Related Posts:", "Lees ook", "関連記事"])
def test_headings_over_other_stories_are_known(heading: str) -> None:
    assert ON_PAGES.heads_other_stories(heading)


@pytest.mark.parametrize("heading", ["Pinterest", "7. Pinterest", "Politics", "The gate"])
def test_subheadings_of_a_story_are_no_boilerplate_of_pages(heading: str) -> None:
    assert not ON_PAGES.heads_other_stories(heading)
    assert not ON_PAGES.of_block(heading) or heading == "Pinterest"


def test_a_phrase_counts_in_its_forms_only() -> None:
    assert IN_TEXT.start("next ferry to the island")
    assert not ON_PAGES.start("next ferry to the island")
    assert ON_PAGES.start("what do you think of the gate?")
    assert not IN_TEXT.start("what do you think of the gate?")


def test_the_table_is_folded_and_says_nothing_twice() -> None:
    table = rows()
    for row in table:
        assert row.forms in ("text", "html", "both")
        assert row.where in (
            "whole", "start", "start-label", "inside", "inside-long", "pattern"
        )  # fmt: skip
        if row.where == "pattern":
            re.compile(row.phrase)
        else:
            assert row.phrase == row.phrase.casefold()
            assert row.phrase == " ".join(row.phrase.split()) or row.where.startswith("start")
        if row.where.startswith("start"):
            assert len(row.phrase) >= 3, "shorter ones are not found"
    for form in ("text", "html"):
        said = [
            (row.phrase, row.where.partition("-")[0])
            for row in table
            if row.forms in (form, "both")
        ]
        assert len(said) == len(set(said))
