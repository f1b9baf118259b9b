"""Dates and times as newspapers print them."""

from __future__ import annotations

import pytest

from ingest.parsing.fields.dates import find_dates


@pytest.mark.parametrize(
    ("text", "iso", "time", "offset"),
    [
        ("4 Jun 2017", "2017-06-04", "", ""),
        ("by Una Marr4 Jun 20171,234", "2017-06-04", "", ""),
        ("By Joss Carrigan and Una MarrJune 4, 2017 | 3:15pm", "2017-06-04", "15:15", ""),
        ("Updated 1417 GMT (2217 HKT) June 4, 2017", "2017-06-04", "14:17", "+00:00"),
        ("Published 1:49 am Wednesday, November 9, 2016", "2016-11-09", "01:49", ""),
        ("Mon 18 Nov 2019 18.54 GMT", "2019-11-18", "18:54", "+00:00"),
        ("2017-06-04T16:15:30Z", "2017-06-04", "16:15", "+00:00"),
        ("2017-06-04 09:30+01:00", "2017-06-04", "09:30", "+01:00"),
        ("12/30/2019 05:03 AM EST", "2019-12-30", "05:03", "-05:00"),
        ("the 4th of June, 2017", "2017-06-04", "", ""),
        ("2. März 2018, 15:15 Uhr", "2018-03-02", "15:15", ""),
        ("28.04.2024, 16:33", "2024-04-28", "16:33", ""),
        ("19.10.2019, 23:38 Uhr", "2019-10-19", "23:38", ""),
        ("5 juin 2017 à 10h30", "2017-06-05", "10:30", ""),
        ("1er mai 2017", "2017-05-01", "", ""),
        ("4 de junio de 2017 a las 15h15", "2017-06-04", "15:15", ""),
        ("4 giugno 2017", "2017-06-04", "", ""),
        ("4 de junho de 2017", "2017-06-04", "", ""),
        ("4 juni 2017", "2017-06-04", "", ""),
        ("2017年6月4日 15:30", "2017-06-04", "15:30", ""),
        ("March 2017", "2017-03", "", ""),
        ("2025-04", "2025-04", "", ""),
    ],
)
def test_a_date_is_read(text: str, iso: str, time: str, offset: str) -> None:
    date = find_dates(text)[0]
    assert (date.iso, date.time, date.utc_offset) == (iso, time, offset)


@pytest.mark.parametrize("text", ["31 February 2017", "13/13/2017", "Room 2017", "1.5 million", ""])
def test_what_is_no_date_is_none(text: str) -> None:
    assert find_dates(text) == []


def test_a_month_is_not_made_a_day() -> None:
    assert find_dates("Juni 2017")[0].iso == "2017-06"


def test_figures_with_slashes_are_doubtful() -> None:
    assert find_dates("06/04/2017")[0].confidence < 0.7
    assert find_dates("13/04/2017")[0].iso == "2017-04-13"


def test_two_dates_keep_apart() -> None:
    text = "Published 4 June 2017 09:00 Updated 5 June 2017 10:15"
    first, second = find_dates(text)
    assert (first.time, second.time) == ("09:00", "10:15")
    assert first.span[1] <= second.span[0]


def test_a_span_covers_the_date_and_its_time() -> None:
    text = "Kinsale, June 4, 2017, 3:15 pm"
    start, end = find_dates(text)[0].span
    assert text[start:end] == "June 4, 2017, 3:15 pm"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("30 czerwca 2020, 12:48", "2020-06-30"),
        ("12 марта 2019, 14:20", "2019-03-12"),
        ("7 жовтня 2022", "2022-10-07"),
        ("den 3 augusti 2021", "2021-08-03"),
        ("3. marts 2016", "2016-03-03"),
        ("15 Eylül 2018", "2018-09-15"),
        ("1. října 2017", "2017-10-01"),
        ("5 października 2021", "2021-10-05"),
    ],
)
def test_months_of_other_languages_are_read(text: str, iso: str) -> None:
    assert [date.iso for date in find_dates(text)] == [iso]
