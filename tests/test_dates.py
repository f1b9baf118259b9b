"""Dates as readers type them and files print them."""

import pytest

from archive.text.dates import Days, NotADate


@pytest.mark.parametrize(
    ("text", "words", "precision"),
    [
        ("2017-06-04", "4 June 2017", "day"),
        ("2017-6-4", "4 June 2017", "day"),
        ("2017-06", "June 2017", "month"),
        ("2017", "2017", "year"),
    ],
)
def test_a_date_is_as_precise_as_it_is_written(text, words, precision):
    days = Days.parse(text)
    assert (str(days), days.precision) == (words, precision)


@pytest.mark.parametrize("text", ["", "June", "04/06/2017", "2017-06-04T10:00", "٢٠١٧", "20170604"])
def test_what_is_no_date_is_told_how_to_write_one(text):
    with pytest.raises(NotADate, match="2017-06-04"):
        Days.parse(text)


@pytest.mark.parametrize("text", ["2017-13", "2017-02-29", "0000", "2017-06-31"])
def test_a_date_that_the_calendar_lacks_is_said_to_be_missing(text):
    with pytest.raises(NotADate, match=f"no {text} in the calendar"):
        Days.parse(text)


def test_a_leap_february_has_its_last_day():
    assert Days.parse("2016-02").last.day == 29


@pytest.mark.parametrize("text", ["2017-06-04", "2017-06", "2017"])
def test_a_date_comes_back_as_it_was_written(text):
    assert Days.parse(text).iso == text
    assert Days.parse(text).path == text.replace("-", "/")
