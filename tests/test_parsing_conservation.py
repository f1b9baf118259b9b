"""Short sentences, speech and lists at the edges of a story: kept, since a lost line goes
unnoticed."""

from __future__ import annotations

import pytest
from test_parsing_headlines import HEADLINE, STORY, paragraphs_of, read

PARAGRAPHS = STORY.split("\n\n")
DATED = " date 2017-06-04 Skip to content\n\n"
FOOTER = "You can follow Una Marr on Twitter. Email tips and suggestions to una@alder.example."


@pytest.mark.parametrize("between", ["\n\n", "\n"])
@pytest.mark.parametrize(
    "last",
    [
        "No one was hurt.",
        "She was 91.",
        "The hearing goes on in October.",
        "“We sail again tomorrow,” he said.",
        "They lost 2-0.",
        "Entry costs £4.",
        "Niemand wurde verletzt.",
        "L'enquête continue.",
    ],
)
def test_a_short_last_sentence_before_the_contact_footer_stays(last: str, between: str) -> None:
    text = f"{DATED}{HEADLINE}\n\nby Una Marr4 Jun 20170\n\n{STORY}{between}{last}\n\n{FOOTER}"
    assert paragraphs_of(text) == [*PARAGRAPHS, last]


@pytest.mark.parametrize(
    "opening",
    [
        ("“Is it shut?”", "“It is.”", "“Since when?”"),
        ("„Kommt die Fähre?“", "„Nein.“"),
        ("Nobody came.", "Nobody rang."),
    ],
)
def test_speech_and_short_sentences_open_a_story(opening: tuple[str, ...]) -> None:
    text = f"{DATED}{HEADLINE}\n\nBy Una Marr\n\n" + "\n\n".join([*opening, STORY])
    assert paragraphs_of(text) == [*opening, *PARAGRAPHS]


@pytest.mark.parametrize(
    "items",
    [
        ("Serves 4", "500g cod", "2 leeks", "1 litre of stock", "A bunch of dill"),
        ("Kinsale 3, Alder 1", "Cobh 0, Harrow 0", "Lower Marsh 2, Oosterzee 2", "Aldrac 5, Cul 4"),
    ],
)
def test_a_list_between_byline_and_story_stays(items: tuple[str, ...]) -> None:
    text = f"{DATED}{HEADLINE}\n\nBy Una Marr\n\n" + "\n".join(items) + f"\n\n{STORY}"
    kept = "\n".join(paragraphs_of(text))
    assert all(item in kept for item in items)


def test_notes_of_consent_and_of_payment_are_left_out() -> None:
    consent = (
        "We and our 117 partners store and access information on your device, such as cookies, "
        "and process personal data. You can change your choices at any time by clicking below."
    )
    paid = "This story is for subscribers only. Subscribe for £2 a month to read on."
    text = f"{DATED}{HEADLINE}\n\nBy Una Marr\n\n{consent}\n\n{STORY}\n\n{paid}"
    assert paragraphs_of(text) == PARAGRAPHS


def test_a_story_of_one_sentence_that_begins_as_a_note_does_is_kept() -> None:
    only = "Una Marr is a painter who lives in the lighthouse of Kinsale."
    assert paragraphs_of(HEADLINE, "By Una Marr", only) == [only]


@pytest.mark.parametrize("below", ["", "Most read\n\nTen islands to see before you die"])
@pytest.mark.parametrize(
    "lines",
    [
        ("The gates that failed:", "Kinsale (Outer Mole): third failure",
         "Alder (North Quay): first failure", "Harrow (Ferry Pier): second failure"),
        ("Diese Tore fielen aus:", "Kinsale (Außenmole): zum dritten Mal",
         "Alder (Nordkai): zum ersten Mal", "Harrow (Fähranleger): zum zweiten Mal"),
        ("The tours of the harbour gate:", "June 20 -- Outer Mole, Harrow",
         "June 23 -- North Quay, Alder", "July 2 -- Ferry Pier, Kinsale"),
        ("Kinsale: 31 votes for the gate, 12 against", "Alder: 18 votes for the gate, 20 against"),
        ("What the harbour wants: two motors, one gate and a boat",),
    ],
)  # fmt: skip
def test_a_list_below_the_story_is_kept_or_named(lines: tuple[str, ...], below: str) -> None:
    article = read("\n\n".join((f"{DATED}{HEADLINE}", "By Una Marr", STORY, *lines, below)))
    kept = [paragraph.text for paragraph in article.paragraphs]
    named = [left.line.text for left in article.left_out if left.line is not None]
    assert [line for line in lines if line not in kept + named] == []
    told = [problem for problem in article.problems if "left out" in problem]
    assert len(told) == bool(named)


def test_what_pages_print_below_a_story_is_not_named() -> None:
    below = ("Most read", "Ten islands to see before you die", "Why ferries are late this winter",
             "Subscribe to our letter about the harbour", "Contact us", "Privacy")  # fmt: skip
    assert not read("\n\n".join((f"{DATED}{HEADLINE}", "By Una Marr", STORY, *below))).problems
