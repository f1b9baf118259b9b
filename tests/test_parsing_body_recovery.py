"""Paragraphs that are kept though a link stands before them, or the model is in doubt."""

from __future__ import annotations

import pytest
from test_parsing_headlines import HEADLINE, STORY, paragraphs_of

PARAGRAPHS = STORY.split("\n\n")
LINK = "FERRIES FACE LONGEST WINTER SINCE 1998 AS ISLANDS WAIT FOR MONEY"
LATER = "The harbour master added that ferries to the islands would sail again on Tuesday."
#: Sentences that share many of the story's words, fewer, and few in a long paragraph.
SHARES_MANY = (
    "The harbour master at Kinsale said on Monday that the motor of the gate had failed before, "
    "and that fishermen and ferries had waited beyond the wall then as well."
)
SHARES_SOME = (
    "The harbour master at Kinsale and its fishermen have painted boats since childhood, and show "
    "them at weekends in a small museum that visitors like."
)
PLACES = (
    "Among painters of such boats are teachers, bakers, nurses, clerks and one retired judge; "
    "their pictures hang in schools and kitchens, and travel to exhibitions in France or Norway "
    "every other autumn, where the market for prints grows and ferries are what people like."
)
LAST = "The council said the motor would be mended by Friday, whatever the weather."
NOTICE = "Sign up for the harbour letter, and we will send you the tides of the week every Friday."


@pytest.mark.parametrize("below", [PARAGRAPHS[1:], [*PARAGRAPHS[1:], LINK, LATER]])
def test_a_link_in_capitals_does_not_end_the_story(below: list[str]) -> None:
    text = paragraphs_of(HEADLINE, PARAGRAPHS[0], LINK, *below)
    assert text == [PARAGRAPHS[0], *(line for line in below if line != LINK)]


@pytest.mark.parametrize(
    "text",
    [
        SHARES_MANY,
        SHARES_SOME,
        f"{SHARES_SOME} {PLACES}",
        f"{LAST[:-1]} there might be until then.",
        "“Nobody rang us and nobody wrote,” she said to us.",
    ],
)
def test_prose_and_speech_between_paragraphs_are_kept(text: str) -> None:
    first, *rest = PARAGRAPHS
    assert text in paragraphs_of(HEADLINE, first, text, *rest)


def test_a_notice_that_a_page_repeats_is_not_kept() -> None:
    assert paragraphs_of(HEADLINE, STORY, NOTICE, "More", NOTICE) == PARAGRAPHS


@pytest.mark.parametrize(
    "insert",
    [
        "Read More",
        "Lesen Sie auch: Fähren vor dem längsten Winter seit 1998",
        "Keep reading\n\nlist 1 of 1\n\nA painter gives her pictures away\n\nend of list",
        "Advertisement\n\nMore on this story",
        "TENNESSEE GOAT ELECTED FOR THE THIRD TIME",
    ],
)
def test_a_short_story_goes_on_behind_what_is_set_into_it(insert: str) -> None:
    kept = paragraphs_of(HEADLINE, STORY, insert, LAST)
    assert [text for text in kept if text not in insert] == [*PARAGRAPHS, LAST]


@pytest.mark.parametrize(
    "below",
    [
        f"Read More\n\n{NOTICE}",
        f"Newsletter\n\n{NOTICE}",
        "Advertisement\n\nYou can follow our live report of your tides on Friday.",
        "Copyright 2019 Alder Press\n\nAll rights reserved. The Alder Press is a member of the "
        "council of the press.",
        "MOST READ IN NEWS\n\nLAST POST\n\nPostman retires after 51 years and 400,000 miles",
    ],
)
def test_it_does_not_go_on_with_what_is_the_page_s(below: str) -> None:
    assert paragraphs_of(HEADLINE, "By Una Marr", STORY, below) == PARAGRAPHS


def test_a_long_line_that_lost_its_full_stop_is_no_title() -> None:
    text = LAST[:-1] + ", and that the ferries to the islands would sail as soon as it was mended"
    kept = paragraphs_of(HEADLINE, STORY, text, "Send news tips to tips@example.com.")
    assert kept == [*PARAGRAPHS, text]
