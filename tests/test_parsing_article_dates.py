"""Which of a page's dates is the story's, and in which order its figures stand."""

from __future__ import annotations

import pytest

from ingest.decode import decode
from ingest.parsing import parse

ABOVE = "Harbour gate stays shut\n\nBy Una Marr\n\n"
ENGLISH = (
    "The harbour gate at Kinsale stayed shut on Monday after its motor failed for the third time "
    "this month, and ferries to the outer islands waited beyond the wall until noon.\n\n"
    "The harbour master said that a new motor had been ordered in March, and that nobody had told "
    "him when it would arrive or what the old one was still good for."
)
GERMAN = (
    "Das Hafentor von Kinsale blieb am Montag geschlossen, nachdem sein Motor zum dritten Mal in "
    "diesem Monat ausgefallen war, und die Fähren zu den Inseln warteten bis zum Mittag.\n\n"
    "Der Hafenmeister sagte, dass ein neuer Motor im März bestellt worden sei und dass ihm niemand "
    "gesagt habe, wann er kommt oder wozu der alte noch gut ist."
)


def dated(text: str) -> str:
    return parse("gate.txt", decode(text.encode())).date


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (f"{ABOVE}04/03/2019\n\n{ENGLISH}", "2019-04-03"),
        (f"{ABOVE}04/03/2019 18:08 GMT+1\n\n{ENGLISH}", "2019-03-04"),
        (
            f"{ABOVE}04/03/2019\n\nUpdated 13/03/2019\n\n{ENGLISH}",
            "2019-03-04",
        ),
        (f"Das Hafentor bleibt zu\n\nVon Malte Brink\n\n04/03/2019\n\n{GERMAN}", "2019-03-04"),
    ],
)  # fmt: skip
def test_figures_with_slashes_are_read_in_the_order_of_the_place(text: str, day: str) -> None:
    assert dated(text) == day


def test_a_date_right_below_the_story_is_its_date_when_nothing_else_is() -> None:
    assert (
        dated(f"Harbour gate stays shut as motor fails\n\n{ENGLISH}\n\n17:20 04.03.2019")
        == "2019-03-04"
    )
