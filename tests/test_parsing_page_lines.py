"""Lines of the page among the paragraphs of a story."""

from __future__ import annotations

import pytest
from test_parsing_headlines import HEADLINE, STORY, paragraphs_of

PARAGRAPHS = STORY.split("\n\n")


def with_lines(*lines: str) -> list[str]:
    """The paragraphs of a story with such lines in it."""
    return paragraphs_of(HEADLINE, *PARAGRAPHS[:2], *lines, *PARAGRAPHS[2:])


@pytest.mark.parametrize(
    "line",
    [
        "FERRIES FACE LONGEST WINTER SINCE THE GREAT FLOOD OF 1998",
        "WATCH | The harbour master speaks of the gate",
        "The Alder Times keeps a civil forum for readers. Please keep comments relevant and kind.",
    ],
)
def test_a_line_that_says_it_is_the_page_s_is_no_paragraph(line: str) -> None:
    assert with_lines(line) == PARAGRAPHS


@pytest.mark.parametrize(
    "line",
    [
        "WHO PAYS FOR THE GATE?",
        "Nobody in Kinsale had seen the gate move.",
    ],
)
def test_other_lines_in_the_story_stay(line: str) -> None:
    assert line in with_lines(line)


@pytest.mark.parametrize(
    "line",
    [
        "Click here for all that is known of the gate.",
        "Dieser Artikel erschien zuerst im Hafenboten.",
        "This is a developing story and will be updated.",
        "Weather stops the ferries",
    ],
)
def test_lines_that_stories_have_too_take_nothing_of_the_story_with_them(line: str) -> None:
    kept = with_lines(line, line)
    assert [text for text in kept if text != line] == PARAGRAPHS


@pytest.mark.parametrize(
    "below",
    [
        ("Una Marr is a reporter for the Alder Times and keeps two cats.",
         "The Times' “Harbour Letter” newsletter brings you all of the tides."),
        ("Una Marr makes frequent appearances on island radio, where she sings.",),
        ("You can find this story in your list. Or by going to the icon above.",),
    ],
)  # fmt: skip
def test_what_a_page_says_below_a_story_is_no_part_of_it(below: tuple[str, ...]) -> None:
    assert paragraphs_of(HEADLINE, "By Una Marr", STORY, *below) == PARAGRAPHS


def test_what_a_page_says_of_the_author_is_no_paragraph() -> None:
    bio = "Una Marr is a writer for the Alder Times. Send tips to una@example.com."
    story = (*PARAGRAPHS[:2], bio, *PARAGRAPHS[2:])
    assert paragraphs_of(HEADLINE, "By Una Marr", *story) == PARAGRAPHS
