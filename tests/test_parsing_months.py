"""Month names of many languages, and the table that they come from."""

from __future__ import annotations

import pytest

from ingest.parsing.fields.dates import find_dates
from ingest.parsing.fields.months import MONTHS, month_on_page, names_in
from ingest.parsing.html import parse_html
from ingest.records import Decoded


@pytest.mark.parametrize(
    ("name", "language", "month"),
    [
        ("Haziran", "tr", 6),
        ("června", "cs", 6),
        ("янв.", "ru", 1),
        ("Ιανουάριος", "el", 1),
        ("ม.ค.", "th", 1),
        ("سبتمبر", "ar", 9),
        ("كانون الأول", "ar", 12),
        ("जनवरी", "hi", 1),
        ("শুক্রবার", "bn", 0),
        ("gate", "en", 0),
    ],
)
def test_a_page_names_months_in_its_language(name: str, language: str, month: int) -> None:
    assert month_on_page(name, language) == month


def test_a_full_name_counts_whatever_language_a_page_states() -> None:
    assert month_on_page("Temmuz", "en") == month_on_page("Temmuz", "") == 7


def test_a_short_name_counts_in_its_language_or_where_none_is_stated() -> None:
    assert month_on_page("pro", "cs") == month_on_page("pro", "") == 12
    assert month_on_page("pro", "en") == 0


@pytest.mark.parametrize(("language", "month"), [("pl", 11), ("cs", 11), ("hr", 10)])
def test_the_language_decides_where_a_name_is_of_two_months(language: str, month: int) -> None:
    assert month_on_page("listopad", language) == month


def test_a_name_of_two_months_says_nothing_in_other_languages() -> None:
    assert month_on_page("listopad", "en") == 0


@pytest.mark.parametrize(
    ("name", "month"), [("sept", 9), ("jänner", 1), ("aout", 8), ("setiembre", 9), ("czerwca", 6)]
)
def test_every_text_is_read_for_the_months_of_common_languages(name: str, month: int) -> None:
    assert MONTHS[name] == month
    assert find_dates(f"4 {name} 2017")[0].iso == f"2017-{month:02}-04"


def test_a_word_of_another_language_is_no_month_in_texts() -> None:
    assert "marca" not in MONTHS
    assert month_on_page("marca", "pl") == 3


def test_names_are_given_by_language() -> None:
    assert {"march", "mar", "märz"} <= names_in("en", "de")
    assert "mars" not in names_in("en", "de")


@pytest.mark.parametrize(
    ("language", "printed", "day"),
    [
        ("hr", "4. listopada 2017.", "2017-10-04"),
        ("pl", "4 listopada 2017", "2017-11-04"),
        ("ar", "4 تشرين الثاني 2017", "2017-11-04"),
        ("el", "4 Ιουνίου 2017", "2017-06-04"),
        ("sl", "4. junija 2017", "2017-06-04"),
    ],
)
def test_the_day_of_a_page_is_read_in_its_language(language: str, printed: str, day: str) -> None:
    page = (
        f'<html lang="{language}"><body><article><h1>Seal delays the ferry</h1>'
        f'<time class="date">{printed}</time>'
        "<p>The ferry to the island left an hour late on Tuesday because a seal lay there.</p>"
        "<p>Nobody minded the wait, said the captain, who had sailed the line for years.</p>"
        "</article></body></html>"
    )
    assert parse_html("p", Decoded(page, "utf-8")).date == day
