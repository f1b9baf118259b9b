"""Dates and times as newspapers print them."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.parsing.fields.dates import find_dates
from ingest.parsing.fields.found_dates import in_order, tomorrow


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


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("4-Jun-17", "2017-06-04"),
        ("By Una Marr, 14-Nov-98", "1998-11-14"),
        ("04/Jun/2017", "2017-06-04"),
        ("4. VI. 2017", "2017-06-04"),
        ("12 XI 2018 r.", "2018-11-12"),
        ("2017. VI. 4., vasárnap", "2017-06-04"),
        ("2022/9/12 10:15", "2022-09-12"),
        ("2017. 6. 4.", "2017-06-04"),
        ("06.18.2025", "2025-06-18"),
    ],
)
def test_months_between_marks_in_roman_figures_and_single_figures_are_read(
    text: str, iso: str
) -> None:
    assert [date.iso for date in find_dates(text)] == [iso]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2017년 6월 4일", "2017-06-04"),
        ("二〇一七年六月四日", "2017-06-04"),
        ("二〇二三年十二月二十一日", "2023-12-21"),
        ("平成29年6月4日", "2017-06-04"),
        ("令和元年五月一日", "2019-05-01"),
        ("民國106年6月4日", "2017-06-04"),
        ("2017年6月", "2017-06"),
        ("２０１７年６月４日", "2017-06-04"),
        ("٤ يونيو ٢٠١٧", "2017-06-04"),
        ("۴ ژوئن ۲۰۱۷", "2017-06-04"),
        ("४ जून २०१७", "2017-06-04"),
        ("٢٠١٧/٦/٤", "2017-06-04"),
        ("๔ มิถุนายน ๒๕๖๐", "2017-06-04"),
        ("4 มิ.ย. 2560", "2017-06-04"),
        ("4 ביוני 2017", "2017-06-04"),
    ],
)
def test_figures_eras_and_years_of_other_scripts_are_read(text: str, iso: str) -> None:
    [date] = find_dates(f"{text} ")
    assert date.iso == iso
    assert text[slice(*date.span)].strip(".") == text.strip(".")


@pytest.mark.parametrize(
    ("text", "time"),
    [("2017. 6. 4. 오후 3:15", "15:15"), ("2017年6月4日 午後11:05", "23:05"),
     ("2017年6月4日 上午9:05", "09:05")],
)  # fmt: skip
def test_an_afternoon_of_the_far_east_is_an_afternoon(text: str, time: str) -> None:
    assert find_dates(text)[0].time == time


def test_what_programs_print_is_a_date_with_its_time() -> None:
    [date] = find_dates("Sun Jun 04 10:15:00 +0100 2017")
    assert (date.iso, date.time, date.utc_offset) == ("2017-06-04", "10:15", "+01:00")


def test_a_time_may_follow_a_date_in_figures_behind_a_dash() -> None:
    [date] = find_dates("Aktualisiert am 28.04.2023-19:20")
    assert (date.iso, date.time) == ("2023-04-28", "19:20")


def test_a_year_of_two_figures_is_never_a_year_to_come() -> None:
    assert find_dates("16/10/99")[0].iso == "1999-10-16"
    assert find_dates("16/10/17")[0].iso == "2017-10-16"
    year = int(tomorrow()[2:4]) + 1
    assert find_dates(f"16-Oct-{year:02}")[0].iso == f"19{year:02}-10-16"


@pytest.mark.parametrize("text", ["10.1.1.2017", "1.2.3.4", "4/5-2017", "Chapter IV 2017 pages"])
def test_other_figures_between_marks_are_no_dates(text: str) -> None:
    assert find_dates(text) == []


@pytest.mark.parametrize(
    ("text", "day_first", "month_first"),
    [
        ("04/06/2017", "2017-06-04", "2017-04-06"),
        ("04-06-2017", "2017-06-04", "2017-04-06"),
        ("04.06.2017", "2017-06-04", "2017-04-06"),
        ("13/06/2017", "2017-06-13", "2017-06-13"),
        ("4 June 2017", "2017-06-04", "2017-06-04"),
    ],
)
def test_the_order_of_a_file_settles_what_its_figures_leave_open(
    text: str, day_first: str, month_first: str
) -> None:
    [date] = find_dates(text)
    assert in_order(date, "day").iso == day_first
    assert in_order(date, "month").iso == month_first
    assert in_order(date, "") == date
    assert in_order(date, "day").confidence >= 0.9


PIECES = (
    "2017", "年", "6", "月", "4", "日", "Jun", "June", "-", "/", ".", " ", "IV", "平成", "二〇一七",
    "十", "٤", "يونيو", "มิ.ย.", "2560", "10:15", "pm", "오후", "GMT", "+0000", "99", "元", "of",
)  # fmt: skip


@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES)).map("".join)))
@example("元年元月元日")
@example("十十十年十月十日")
def test_no_text_raises_and_dates_lie_apart_and_are_days(text: str) -> None:
    end = 0
    for date in find_dates(text):
        assert end <= date.span[0] < date.span[1] <= len(text)
        assert date.iso[:4].isdecimal()
        assert date.iso[4:5] in ("", "-")
        end = date.span[1]


@pytest.mark.parametrize("piece", [*PIECES, "4 June ", "二〇", "1/", "1. ", "2017. 6", "4-Jun-"])
def test_a_long_run_of_anything_is_read_in_no_time(piece: str) -> None:
    start = time.process_time()
    find_dates(piece * 20_000)
    assert time.process_time() - start < 0.5
