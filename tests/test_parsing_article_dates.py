"""Which of a page's dates is the story's, and in which order its figures stand."""

from __future__ import annotations

import pytest

from ingest.decode import decode
from ingest.parsing import parse
from ingest.parsing.fields.found_dates import tomorrow
from ingest.records import ParsedArticle

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


def record(text: str) -> ParsedArticle:
    return parse("gate.txt", decode(text.encode()))


@pytest.mark.parametrize(
    "line",
    [
        "Updated June 5, 2017 at 1:00 AM; Posted June 4, 2017 at 10:15 AM",
        "Posted: 4 June 2017 | Last modified: 5 June 2017",
        "First published 4 June 2017. Last modified 5 June 2017, 18:20",
        "First published\n\n4 June 2017\n\nLast modified\n\n5 June 2017",
        "Veröffentlicht am 04.06.2017, aktualisiert am 05.06.2017",
        "Publié le 4 juin 2017 à 10h15, mis à jour le 5 juin 2017 à 9h00",
        "Publicado: 4 de junio de 2017 - Actualizado: 5 de junio de 2017",
        "4 giugno 2017 (modifica il 5 giugno 2017 | 15:24)",
        "Опубликовано 4 июня 2017, обновлено 5 июня 2017",
        "입력 2017.06.04 10:15 수정 2017.06.05 11:00",
        "公開：2017年6月4日　更新：2017年6月5日",
        "4 June 2017\n\n5 June 2017 (updated)",
        "6/4/2017\n\n6/5/2017",
    ],
)
def test_the_posting_is_the_date_and_the_later_version_the_update(line: str) -> None:
    article = record(f"{ABOVE}{line}\n\n{ENGLISH}")
    assert (article.date, article.updated[:10]) == ("2017-06-04", "2017-06-05")


def test_the_printed_day_wins_over_a_stamp_in_utc() -> None:
    stamped = "2017-06-03T23:30:00Z\n\nSunday 4 June 2017, 00:30"
    article = record(f"{ABOVE}{stamped}\n\n{ENGLISH}")
    assert (article.date, article.time) == ("2017-06-04", "00:30")


def test_a_day_to_come_is_not_taken_for_the_day_of_posting() -> None:
    year = int(tomorrow()[:4]) + 1
    text = f"{ABOVE}Gala night: 4 June {year}, 20:00\n\n5 May 2019\n\n{ENGLISH}"
    assert dated(text) == "2019-05-05"


def test_a_day_to_come_alone_is_in_doubt() -> None:
    year = int(tomorrow()[:4]) + 1
    article = record(f"{ABOVE}4 June {year}\n\n{ENGLISH}")
    assert article.evidence["date"].confidence < 0.6


def test_a_guessed_order_is_asked_about_with_the_other_day() -> None:
    reading = record(f"{ABOVE}04/03/2019\n\n{ENGLISH}").evidence["date"]
    assert reading.confidence < 0.6
    assert [other.value for other in reading.others] == ["2019-03-04"]


MENU = "\n\n".join(f"Ferries {n}" for n in range(25))


def test_a_date_far_from_its_story_is_taken_in_doubt() -> None:
    article = record(f"March 4, 2019\n\n{MENU}\n\n{ABOVE}{ENGLISH}")
    assert article.date == "2019-03-04"
    assert article.evidence["date"].confidence < 0.6


def test_the_days_of_other_stories_below_are_not_its_day() -> None:
    others = "\n\n".join(f"Tides of week {n}\n\nMarch {n}, 2019" for n in range(2, 9))
    text = f"Harbour gate stays shut as motor fails\n\n{ENGLISH}\n\n{MENU}\n\n{others}"
    assert dated(text) == ""


def test_a_date_alone_below_the_headline_wins_over_that_of_the_top_of_the_page() -> None:
    text = f"Tuesday, 12 March 2019\n\n{MENU}\n\n{ABOVE}4 March 2019\n\n{ENGLISH}"
    assert dated(text) == "2019-03-04"


def test_the_days_of_stories_listed_above_the_text_are_not_its_day() -> None:
    others = "\n\n".join(f"Tides of week {n}\n\nMarch {n}, 2018" for n in range(2, 9))
    assert dated(f"{ABOVE}Alder Co 4 March 2019 12:32\n\n{others}\n\n{ENGLISH}") == "2019-03-04"
