"""Dates as papers from Cairo to Tokyo print them: their figures, eras, calendars and months."""

from __future__ import annotations

import re
from typing import Final

from ingest.parsing.fields.found_dates import FoundDate, iso_day
from ingest.parsing.fields.months import names_in_script

#: Figures of Arabic, Persian, Hindi, Bengali and Thai, and wide ones, as those of ASCII; a
#: character becomes one character, so that spans stay.
FIGURES: Final = {
    zero + figure: str(figure)
    for zero in (0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0xFF10)
    for figure in range(10)
}
_CHINESE: Final = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "元": 1,
}
#: The year before the first of an era; "民國" and "民国" count years in Taiwan.
_ERAS: Final = {
    "明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018,
    "民國": 1911, "民国": 1911,
}  # fmt: skip
#: Years of the Buddhist calendar are so many ahead.
_BUDDHIST: Final = 543
_BUDDHIST_FROM: Final = 2400

_NUMBER: Final = r"(\d{1,2}|[一二三四五六七八九十]{1,3})"
#: "2017年6月4日", "2017년 6월 4일", "二〇一七年六月四日", "平成29年6月4日", "令和元年5月1日".
_YEAR_MONTH_DAY: Final = re.compile(
    rf"(?:({'|'.join(_ERAS)})\s?([\d〇零○元一二三四五六七八九十]{{1,3}})"
    r"|(?<!\d)((?:19|20)\d\d|[〇零○一二三四五六七八九]{4}))"
    rf"\s?[年년]\s?{_NUMBER}\s?[月월](?:\s?{_NUMBER}\s?[日號号일])?"
)
_MONTHS: Final = names_in_script("ar", "fa", "he", "hi", "th")
#: "٤ يونيو ٢٠١٧", "4 มิถุนายน 2560", "4 जून 2017", "4 ביוני 2017".
_DAY_MONTH_YEAR: Final = re.compile(
    r"(?<!\d)(\d{1,2})\s{0,2}(?:ב|من\s)?("
    + "|".join(sorted(map(re.escape, _MONTHS), key=len, reverse=True))
    + r")\.?(?:/[^\s\d/]{2,10})?[\s,،]{0,3}(?:พ\.ศ\.\s?|ค\.ศ\.\s?)?([12]\d{3})(?!\d)"
)
_LETTERS: Final = re.compile("[\u0590-\u06ff\u0900-\u097f\u0e00-\u0e4f年년]")


def may_be_eastern(text: str) -> bool:
    """Whether a text has letters of one of these scripts."""
    return not text.isascii() and _LETTERS.search(text) is not None


def eastern_dates(text: str) -> list[FoundDate]:
    """The dates of a text, with its figures as those of ASCII; linear time."""
    found: list[FoundDate] = []
    for match in _YEAR_MONTH_DAY.finditer(text):
        era, era_year, year, month, day = match.groups()
        number = _ERAS[era] + _value(era_year) if era else _value(year)
        iso = iso_day(number, _value(month), _value(day) if day else 1)
        if iso:
            shown = iso if day else iso[:7]
            found.append(FoundDate(match.span(), shown, "", "", 0.95, "年月日"))
    for match in _DAY_MONTH_YEAR.finditer(text):
        year_number = int(match[3])
        if year_number > _BUDDHIST_FROM:
            year_number -= _BUDDHIST
        if iso := iso_day(year_number, _MONTHS[match[2]], int(match[1])):
            found.append(FoundDate(match.span(), iso, "", "", 0.95, "day, month name and year"))
    return found


def _value(figures: str) -> int:
    """A number in figures of ASCII or Chinese: "29", "二〇一七", "十二", "二十九", "元"."""
    if figures.isdecimal():
        return int(figures)
    tens, ten, units = figures.partition("十")
    if ten:
        return 10 * (_digits(tens) if tens else 1) + (_digits(units) if units else 0)
    return _digits(figures)


def _digits(figures: str) -> int:
    number = 0
    for figure in figures:
        number = 10 * number + (int(figure) if figure.isdecimal() else _CHINESE.get(figure, 0))
    return number
