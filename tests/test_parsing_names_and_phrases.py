"""Names of persons, told from headings and buttons that look like them."""

from __future__ import annotations

import pytest
from test_parsing_signatures import STORY

from ingest.decode import decode
from ingest.parsing import parse
from ingest.parsing.fields.given_names import (
    GIVEN_NAMES,
    is_given_name,
    is_persons_name,
    is_phrase,
)


def authors(*parts: str) -> list[str]:
    """Who signs a text whose parts stand between empty lines."""
    text = "\n\n".join((" date 2019-03-04 Skip to content", *parts))
    return [author.name for author in parse("gate.txt", decode(text.encode())).authors]


@pytest.mark.parametrize(
    "name",
    ["Una Marr", "Otto von der Halle", "Mark Price", "J. R. Brown", "Xanthor Quibble", "Anne-Marie Stone"],  # noqa: E501
)  # fmt: skip
def test_persons_are_persons_even_where_their_names_are_words(name: str) -> None:
    assert is_persons_name(name, {"price", "brown", "stone"})


@pytest.mark.parametrize(
    "phrase",
    ["Key Facts", "Stay Connected", "Harbour Walls", "Table of Contents", "Tide-Table Makers",
     "Motor Repairs", "Ähnliche Beiträge", "Previous Post"],
)  # fmt: skip
def test_headings_and_buttons_are_no_persons(phrase: str) -> None:
    assert not is_persons_name(phrase, {"harbour", "tide", "motor"})


def test_only_mere_words_behind_by_are_a_phrase() -> None:
    assert is_phrase("Event Type", {"event", "type"})
    assert not is_phrase("Taya Brown", {"brown"})
    assert not is_phrase("Quibble Brown", {"brown"})


def test_first_names_of_many_languages_are_known() -> None:
    assert all(map(is_given_name, ("Una", "Malte", "Odile", "Paweł", "Jean-Luc", "Priya", "Wei")))
    assert not any(map(is_given_name, ("Key", "Table", "Harbour", "4")))
    assert len(GIVEN_NAMES) > 10_000


@pytest.mark.parametrize(
    "heading", ["Motor Repairs", "Outer Islands", "Key Facts", "Related Posts"]
)
def test_a_heading_right_below_the_headline_signs_nothing(heading: str) -> None:
    assert authors("Gate stays shut as its motor fails again", heading, STORY) == []


@pytest.mark.parametrize(
    "button", ["Stay Connected", "Previous Post", "Harbour Motor", "Happy Sailing!"]
)
def test_a_button_below_the_story_signs_nothing(button: str) -> None:
    assert authors("Gate stays shut as its motor fails again", STORY, button, "Share") == []


def test_a_menu_of_kinds_names_nobody() -> None:
    assert (
        authors("By Market", "By Council", "Gate stays shut as its motor fails again", STORY) == []
    )


HEADLINE = "Gate stays shut as its motor fails again"


@pytest.mark.parametrize(
    ("around", "name"),
    [
        ((HEADLINE, "Una Marr", "Harbour editor"), "Una Marr"),
        ((HEADLINE, "• Una Marr", "Contents"), "Una Marr"),
        ((HEADLINE, "Malte Brink•Jun 20, 2019"), "Malte Brink"),
        ((HEADLINE, "Una Marr, Shipping Expert"), "Una Marr"),
        ((HEADLINE, "Una", "3 March 2019"), "Una"),
        ((HEADLINE, "AlderGate", "3 March 2019"), "AlderGate"),
        ((HEADLINE, "by aldergate | Mar 3, 2019"), "aldergate"),
        ((HEADLINE, "김하나 기자"), "김하나"),
        ((HEADLINE, "By", "The Harbour Team"), "The Harbour Team"),
    ],
)
def test_who_signs_above_the_story(around: tuple[str, ...], name: str) -> None:
    assert authors(*around, STORY) == [name]


@pytest.mark.parametrize(
    ("below", "names"),
    [
        (("About the author", "Una Marr teaches navigation at the college of Cork."), ["Una Marr"]),
        (("Written by", "Una Marr (@unamarr) lives on the quay with two dogs."), ["Una Marr"]),
        (("Über die Autorin", "Jutta Kolb, Jahrgang 1970, lebt am Hafen von Kinsale."), ["Jutta Kolb"]),  # noqa: E501
        (("À propos de l’auteur", "Odile Renard enseigne la navigation à Port Alder."), ["Odile Renard"]),  # noqa: E501
        (("Maria Quibble", "Maria is a growth analyst who knows all about harbour dues."), ["Maria Quibble"]),  # noqa: E501
        (
            ("Una Marr is a reporter for the Alder Times.", "Malte Brink is a columnist in Cork."),
            ["Una Marr", "Malte Brink"],
        ),
    ],
)  # fmt: skip
def test_who_is_introduced_in_a_note_below_signs(below: tuple[str, ...], names: list[str]) -> None:
    assert authors(HEADLINE, STORY, *below) == names


@pytest.mark.parametrize(
    "line",
    [
        "Reviewed by Una Marr",
        "Edited by: Malte Brink",
        "Share",
        "June 2019",
        "Headshot of Una Marr",
    ],
)
def test_who_did_something_else_did_not_write(line: str) -> None:
    assert authors(HEADLINE, line, STORY) == []


def test_the_byline_of_a_story_further_down_signs_its_own_story() -> None:
    rest = STORY.split("\n\n")[1:]
    below = ("By Ida Fenn", "Another gate is shut this week", *rest * 3, "By Malte Brink")
    assert authors(HEADLINE, "By Una Marr", STORY, *below) == ["Una Marr"]


def test_a_korean_reporter_signs_in_brackets_below_the_story() -> None:
    assert authors(HEADLINE, STORY, "[김하나 기자]") == ["김하나"]
