"""Paragraphs that are kept though a link parts them from the others, or in doubt."""

from __future__ import annotations

import pytest
from test_parsing_headlines import HEADLINE, STORY, labelled

from ingest.parsing.text.body import take_paragraphs

LINK = "FERRIES FACE LONGEST WINTER SINCE 1998 AS ISLANDS WAIT FOR MONEY"
LATER = (
    "The harbour master added that ferries to the islands would sail again on Tuesday.",
    "A painter from the mainland has given her whole collection to a small museum there.",
)
#: Long enough to be kept where the model is in two minds.
DOUBTED = (
    "The harbour master at Kinsale said on Monday that the motor of the gate had failed before, "
    "and that fishermen and ferries had waited beyond the wall then as well."
)
#: Of this fewer words come back.
HALF_TOLD = (
    "The harbour master at Kinsale and its fishermen have painted boats since childhood, and show "
    "them at weekends in a small museum that visitors like."
)
PLACES = (
    "Among painters of such boats are teachers, bakers, nurses, clerks and one retired judge; "
    "their pictures hang in schools and kitchens, and travel to exhibitions in France or Norway "
    "every other autumn, where the market for prints grows and ferries are what people like."
)


def test_a_link_in_capitals_does_not_end_the_story_but_leads_to_another() -> None:
    draft = labelled("\n\n".join((HEADLINE, STORY, LINK, *LATER)))
    draft.labels[-3:] = ["boilerplate"] * 3
    take_paragraphs(draft)
    told = [one.text for one in draft.values["paragraphs"]]
    assert told[-1] == LATER[0]
    assert len(told) == 4


@pytest.mark.parametrize(
    ("text", "sure", "kept"),
    [
        (DOUBTED, 0.6, True),
        (DOUBTED, 0.99, True),
        (HALF_TOLD, 0.6, True),
        (HALF_TOLD, 0.99, False),
        (HALF_TOLD + " " + PLACES, 0.6, True),
        (HALF_TOLD + " " + PLACES, 0.99, False),
        (LATER[1] + " " + LATER[1].replace("painter", "sculptor"), 0.6, False),
    ],
)
def test_what_shares_the_words_of_the_story_is_kept_in_doubt(
    text: str, sure: float, kept: bool
) -> None:
    first, *rest = STORY.split("\n\n")
    draft = labelled("\n\n".join((HEADLINE, first, text, *rest)))
    draft.labels[2], draft.confidence[2] = "boilerplate", sure
    take_paragraphs(draft)
    assert (text in [one.text for one in draft.values["paragraphs"]]) == kept


def test_a_notice_that_a_page_repeats_is_not_kept() -> None:
    draft = labelled("\n\n".join((HEADLINE, DOUBTED, *STORY.split("\n\n"), DOUBTED)))
    for at in (1, -1):
        draft.labels[at], draft.confidence[at] = "boilerplate", 0.9
    take_paragraphs(draft)
    assert DOUBTED not in [one.text for one in draft.values["paragraphs"]]


LAST = "The council said the motor would be mended by Friday, whatever the weather."


@pytest.mark.parametrize(
    "set_in",
    [
        "Read More",
        "Lesen Sie auch: Fähren vor dem längsten Winter seit 1998",
        "Keep reading\n\nlist 1 of 1\n\nA painter gives her pictures away\n\nend of list",
        "Advertisement\n\nMore on this story",
        "TENNESSEE GOAT ELECTED FOR THE THIRD TIME",
    ],
)
def test_a_short_story_goes_on_behind_what_is_set_into_it(set_in: str) -> None:
    text = "\n\n".join((HEADLINE, STORY, set_in, LAST))
    draft = labelled(text)
    for at in range(4, len(draft.labels)):
        draft.labels[at] = "boilerplate"
    take_paragraphs(draft)
    assert [one.text for one in draft.values["paragraphs"]][-1] == LAST


@pytest.mark.parametrize(
    "after",
    [
        "A painter gives her pictures away\n\nShe has given all her pictures to a small museum.",
        "Newsletter\n\nGet your news of the harbour every morning, before the ferries sail.",
        "Copyright 2019 Alder Press\n\nThe harbour gate is a work of the Alder Press.",
    ],
)
def test_it_does_not_go_on_with_what_is_the_page_s(after: str) -> None:
    draft = labelled("\n\n".join((HEADLINE, STORY, after)))
    for at in range(4, len(draft.labels)):
        draft.labels[at] = "boilerplate"
    take_paragraphs(draft)
    assert len(draft.values["paragraphs"]) == 3


def test_prose_between_paragraphs_is_kept_where_the_model_was_in_doubt() -> None:
    first, *rest = STORY.split("\n\n")
    text = LAST[:-1] + " there might be until then."
    draft = labelled("\n\n".join((HEADLINE, first, text, *rest)))
    draft.labels[2], draft.confidence[2] = "boilerplate", 0.8
    take_paragraphs(draft)
    assert text in [one.text for one in draft.values["paragraphs"]]


def test_speech_between_paragraphs_is_kept() -> None:
    first, *rest = STORY.split("\n\n")
    said = "“Nobody rang us and nobody wrote,” she said to us."
    draft = labelled("\n\n".join((HEADLINE, first, said, *rest)))
    draft.labels[2], draft.confidence[2] = "boilerplate", 0.96
    take_paragraphs(draft)
    assert said in [one.text for one in draft.values["paragraphs"]]


def test_titles_of_other_stories_below_their_heading_end_no_story() -> None:
    titles = ("MOST READ IN NEWS", "LAST POST", "Postman retires after 51 years and 400,000 miles")
    draft = labelled("\n\n".join((HEADLINE, STORY, *titles)))
    draft.labels[-2:] = ["paragraph"] * 2
    take_paragraphs(draft)
    assert len(draft.values["paragraphs"]) == 3


def test_a_long_line_that_lost_its_full_stop_is_no_title() -> None:
    text = LAST[:-1] + ", and that the ferries to the islands would sail as soon as it was mended"
    draft = labelled("\n\n".join((HEADLINE, STORY, text, "Send news tips to tips@example.com.")))
    draft.labels[4:] = ["boilerplate"] * 2
    draft.confidence[4] = 0.9
    take_paragraphs(draft)
    assert [one.text for one in draft.values["paragraphs"]][-1] == text
