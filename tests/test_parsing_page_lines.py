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
        "Click here for all that is known of the gate.",
        "Dieser Artikel erschien zuerst im Hafenboten.",
        "Get breaking news from the harbour every morning.",
        "This is a developing story and will be updated.",
        "Please logout and then log in with your harbour pass.",
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


def test_a_short_line_that_stands_there_twice_is_no_paragraph() -> None:
    assert with_lines("Weather stops the ferries", "Weather stops the ferries") == PARAGRAPHS


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


def test_what_a_player_says_of_its_film_is_no_paragraph() -> None:
    film = ("close", "Video", "Gate shut again", "The harbour master speaks of the gate on Monday.")
    assert with_lines(*film) == PARAGRAPHS


def test_what_a_page_says_of_the_author_is_no_paragraph() -> None:
    bio = "Una Marr is a writer for the Alder Times. Send tips to una@example.com."
    story = (*PARAGRAPHS[:2], bio, *PARAGRAPHS[2:])
    assert paragraphs_of(HEADLINE, "By Una Marr", *story) == PARAGRAPHS
