"""Lines of the page among the paragraphs of a story."""

from __future__ import annotations

import pytest
from test_parsing_headlines import HEADLINE, STORY, labelled

from ingest.parsing.text.authors import take_authors
from ingest.parsing.text.body import take_paragraphs

PARAGRAPHS = STORY.split("\n\n")


def told(*lines: str) -> list[str]:
    """The paragraphs of a story with such lines in it, which the model takes for paragraphs."""
    text = "\n\n".join((HEADLINE, *PARAGRAPHS[:2], *lines, *PARAGRAPHS[2:]))
    draft = labelled(text)
    for at, block in enumerate(draft.blocks):
        if block.text in lines:
            draft.labels[at] = "paragraph"
    take_paragraphs(draft)
    return [one.text for one in draft.values["paragraphs"]]


@pytest.mark.parametrize(
    "line",
    [
        "Click here for all that is known of the gate.",
        "Dieser Artikel erschien zuerst im Hafenboten.",
        "Get breaking news from the harbour every morning.",
        "This is a developing story and will be updated.",
        "Please logout and then log in with your harbour pass.",
        "FERRIES FACE LONGEST WINTER SINCE THE GREAT FLOOD OF 1998",
        "Story highlights",
        "WATCH | The harbour master speaks of the gate",
        "The Alder Times keeps a civil forum for readers. Please keep comments relevant and kind.",
    ],
)
def test_a_line_that_says_it_is_the_page_s_is_no_paragraph(line: str) -> None:
    assert told(line) == PARAGRAPHS


@pytest.mark.parametrize(
    "line",
    [
        "WHO PAYS FOR THE GATE?",
        "Nobody in Kinsale had seen the gate move.",
        "１３日午後９時１９分ごろ、港の門が閉まったままになった。ＮＨＫ",
    ],
)
def test_other_lines_in_the_story_stay(line: str) -> None:
    assert line in told(line)


def test_a_short_line_that_stands_there_twice_is_no_paragraph() -> None:
    assert told("Weather stops the ferries", "Weather stops the ferries") == PARAGRAPHS


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
    draft = labelled("\n\n".join((HEADLINE, "By Una Marr", STORY, *below)))
    take_authors(draft)
    draft.labels[-len(below) :] = ["paragraph"] * len(below)
    take_paragraphs(draft)
    assert [one.text for one in draft.values["paragraphs"]] == PARAGRAPHS


def test_what_a_player_says_of_its_film_is_no_paragraph() -> None:
    film = ("close", "Video", "Gate shut again", "The harbour master speaks of the gate on Monday.")
    assert told(*film) == PARAGRAPHS


def test_what_a_page_says_of_the_author_is_no_paragraph() -> None:
    draft = labelled("\n\n".join((HEADLINE, "By Una Marr", *PARAGRAPHS[:2], BIO, *PARAGRAPHS[2:])))
    take_authors(draft)
    draft.labels[4] = "paragraph"
    take_paragraphs(draft)
    assert BIO not in [one.text for one in draft.values["paragraphs"]]


BIO = "Una Marr is a writer for the Alder Times. Send tips to una@example.com."
