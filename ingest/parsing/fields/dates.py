"""Dates, times and time zones as newspapers print them: text in, dates with their spans out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from archive.record.evidence import Span
from ingest.parsing.fields.dates_east import FIGURES, eastern_dates, may_be_eastern
from ingest.parsing.fields.found_dates import (
    FoundDate,
    day_of,
    figures_date,
    iso_day,
    other_order,
)
from ingest.parsing.fields.months import ENGLISH_CAPITALS, MONTHS
from ingest.parsing.fields.times import find_time, offset_of, time_in

#: The reason of dates that programs print: "2017-06-04".
STAMP: Final = "year, month and day in figures"

__all__ = ["STAMP", "FoundDate", "find_dates", "find_time", "other_order"]


_YEAR = r"(1[6-9]\d\d|20\d\d)"
_WORD = r"([^\W\d_]{3,12})"
_DAY = r"(?<![\d.,/-])(0?[1-9]|[12]\d|3[01])"
#: A word begins here, be it glued to a small letter, "Una MarrJune 4, 2017", or in capitals, "UNA
#: MARRJUNE 4, 2017".
_SEAM = (
    r"(?:(?<![^\W\d_])|(?<=[a-zß-ÿ])(?=[A-Z])"
    rf"|(?<=[A-ZÀ-Þ])(?=(?:{'|'.join(ENGLISH_CAPITALS)})[A-Z]{{0,6}}\b))"
)
#: "4 Jun 2017", "4. Juni 2017", "4th of June, 2017", "4 de junio de 2017", "1er mai 2017".
_DAY_MONTH_YEAR: Final = re.compile(
    _DAY + r"(?:st|nd|rd|th|er|º|ª|\.)?[\s\u00a0]{0,3}(?:(?:of|de|di|of the)\s)?[-/]?" + _WORD
    + r"\.?[,\s\u00a0-]{0,3}(?:(?:de|del|of|do)\s)?" + _YEAR,
    re.IGNORECASE,
)  # fmt: skip
#: "June 4, 2017", "Jun. 4 2017", "juin 4, 2017".
_MONTH_DAY_YEAR: Final = re.compile(
    _SEAM + _WORD + r"\.?[\s\u00a0]{1,3}(0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
    r"(?:,[\s\u00a0]{0,3}|[\s\u00a0]{1,3})" + _YEAR,
)
#: "June 2017", "juin 2017", "junio de 2017".
_MONTH_YEAR: Final = re.compile(
    r"(?<![^\W\d_])" + _WORD + r"\.?,?[\s\u00a0]{1,3}(?:de\s|del\s)?" + _YEAR + r"(?!\d)"
)
#: "2017-06-04", "2017-06-04T15:15:00+01:00", "2017/06/04", "2017-06", "2017/6/4", "2017. 6. 4."
_ISO: Final = re.compile(
    r"(?<![\d-])" + _YEAR + r"(?:([-/.])(0[1-9]|1[0-2])(?:\2(0[1-9]|[12]\d|3[01]))?(?!\d)"
    r"|([-/]|\.\s?)(0?[1-9]|1[0-2])\5(0?[1-9]|[12]\d|3[01])(?![\d/-]))"
)
#: "04.06.2017", "4/6/17", "06/04/2017", "04-06-2017", "28.04.2023-19:20".
_NUMBERS: Final = re.compile(
    r"(?<![\d./-])(\d{1,2})([./-])\s?(\d{1,2})\2\s?(20\d\d|19\d\d|\d\d)"
    r"(?!\d|/|-(?!\s?[012]?\d:[0-5]\d))"
)
#: "4-Jun-17", "04/Jun/2017", "4-VI-2017", and "4. VI. 2017" with a month in Roman figures.
_SHORT: Final = re.compile(
    r"(?<![\w./-])(0?[1-9]|[12]\d|3[01])(?:([-/.])([^\W\d_]{1,12})\.?\2(\d{4}|\d\d)"
    r"|\.?\s([IVX]{1,4})\.?\s(\d{4}))(?![\d/-])"
)
#: "2017. VI. 4.", as Hungarian papers print it.
_YEAR_ROMAN: Final = re.compile(
    r"(?<![\w./-])" + _YEAR + r"\.\s?([IVX]{1,4})\.\s?(0?[1-9]|[12]\d|3[01])(?!\d)"
)
_ROMAN: Final = dict(
    zip("I II III IV V VI VII VIII IX X XI XII".split(), range(1, 13), strict=True)
)
#: "Jun 04 10:15:00 +0000 2017", "Jun 4 10:15:00 GMT 2017": what programs print.
_CTIME: Final = re.compile(
    r"\b([A-Z][a-z]{2})\s{1,2}(0?[1-9]|[12]\d|3[01])\s([01]\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?"
    r"\s(?:([+-]\d{4}|[A-Z]{3,4})\s)?" + _YEAR + r"(?!\d)"
)
#: A date by itself without a year: "June 4", "4 June", "Jun 4th".
_BARE_YEAR: Final = re.compile(r"\s*" + _YEAR + r"\s*\Z")

#: Beyond this many characters a text is no date line, and only its beginning is looked at.
_LOOKED_AT: Final = 4_000


def find_dates(text: str) -> list[FoundDate]:
    """All dates of a short text in order of appearance, without overlaps; linear time."""
    text = text[:_LOOKED_AT]
    if not text.isascii() and _OTHER_FIGURE.search(text):
        text = text.translate(FIGURES)
    return list(_dates(text)) if _has_digit(text) or may_be_eastern(text) else []


@lru_cache(maxsize=512)
def _dates(text: str) -> tuple[FoundDate, ...]:
    """Cached: several extractors read the same line."""
    found = [*_worded(text), *_numeric(text), *_abbreviated(text)]
    if may_be_eastern(text):
        found += eastern_dates(text)
    if len(found) > 1:
        found.sort(key=lambda date: (date.span[0], -date.span[1]))
    kept: list[FoundDate] = []
    for date in found:
        if not kept or date.span[0] >= kept[-1].span[1]:
            kept.append(date)
    if not kept:
        return ()
    ends = [date.span[0] for date in kept[1:]] + [len(text)]
    found = []
    start = 0
    for date, end in zip(kept, ends, strict=True):
        timed = _with_time(text, date, start, end)
        start = timed.span[1]
        found.append(timed)
    return tuple(found)


_WORDED: Final = "day, month name and year"
_DIGIT: Final = re.compile("[0-9]")
_OTHER_FIGURE: Final = re.compile(f"[{''.join(map(chr, FIGURES))}]")


def _has_digit(text: str) -> bool:
    return _DIGIT.search(text) is not None


#: Two cheap tests before the patterns with words: a year, and a month's name not far before it.
_ANY_YEAR: Final = re.compile(_YEAR)
_LETTERS: Final = re.compile(r"[^\W\d_]{3,}")
#: No date with its month as a word reaches further back from its year.
_FARTHEST: Final = 48
#: Figures on both sides of a mark, which every numeric date has.
_FIGURES: Final = re.compile(r"\d[./-]\s?\d")


def _worded(text: str) -> list[FoundDate]:
    """Dates with the month as a word."""
    found: list[FoundDate] = []
    taken: list[Span] = []
    windows, years = _windows(text)
    for pattern, day_at, month_at in ((_DAY_MONTH_YEAR, 1, 2), (_MONTH_DAY_YEAR, 2, 1)):
        # Every date has a year of its own.
        if len(taken) == years:
            return found
        for match in _in_windows(pattern, text, windows):
            month, glued = _month(match[month_at])
            if not month:
                continue
            span = (match.start() + (glued if month_at == 1 else 0), match.end())
            taken.append(span)
            if iso := iso_day(int(match[3]), month, int(match[day_at])):
                found.append(FoundDate(span, iso, "", "", 0.95, _WORDED))
    if len(taken) == years:
        return found
    for match in _in_windows(_MONTH_YEAR, text, windows):
        month, _ = _month(match[1])
        if month and not any(a < match.end() and match.start() < b for a, b in taken):
            iso = f"{match[2]}-{month:02}"
            found.append(FoundDate(match.span(), iso, "", "", 0.8, "month name and year, no day"))
    return found


def _in_windows(
    pattern: re.Pattern[str], text: str, windows: list[Span]
) -> Iterator[re.Match[str]]:
    for window in windows:
        yield from pattern.finditer(text, *window)


def _windows(text: str) -> tuple[list[Span], int]:
    """The stretches that may have dates in words, from a month's name to the year behind it; and
    the number of such years."""
    found: list[Span] = []
    years = 0
    for year in _ANY_YEAR.finditer(text):
        start = max(0, year.start() - _FARTHEST)
        # Most months stand right before their year.
        for word in reversed(_LETTERS.findall(text, start, year.start())):
            if word.casefold() in MONTHS or (not word[1:].islower() and _month(word[-12:])[0]):
                # The patterns look at what stands behind the year.
                end = min(len(text), year.end() + 2)
                if found and start < found[-1][1]:
                    start = found.pop()[0]
                found.append((start, end))
                years += 1
                break
    return found, years


def _month(word: str) -> tuple[int, int]:
    """The month of a word, and the number of letters of another word glued before it."""
    month = MONTHS.get(word.casefold(), 0)
    if month:
        return month, 0
    if word.isupper():
        seam = max((word.rfind(name) for name in ENGLISH_CAPITALS), default=0)
    else:
        seam = max((at for at in range(1, len(word)) if word[at].isupper()), default=0)
    return MONTHS.get(word[seam:].casefold(), 0) if seam > 0 else 0, seam


def _numeric(text: str) -> list[FoundDate]:
    """Dates in figures only."""
    found = []
    figures = _FIGURES.search(text)
    for match in _ISO.finditer(text) if figures else ():
        year, mark, month, day, _, short_month, short_day = match.groups()
        if short_day:
            month, day = short_month, short_day
        iso = iso_day(int(year), int(month), int(day)) if day else f"{year}-{month}"
        if iso and (day or mark == "-"):
            found.append(FoundDate(match.span(), iso, "", "", 0.97, STAMP))
    for match in _NUMBERS.finditer(text) if figures else ():
        first, mark, second, year = match.groups()
        date = figures_date(match.span(), int(first), int(second), year, mark)
        if date is not None:
            found.append(date)
    whole = _BARE_YEAR.match(text) if len(text.strip()) == len("2017") else None
    if whole:
        found.append(FoundDate(whole.span(1), whole[1], "", "", 0.5, "a year alone"))
    return found


def _abbreviated(text: str) -> list[FoundDate]:
    """Days between marks with the month as a word or in Roman figures, and programs' stamps."""
    found: list[FoundDate] = []
    for match in _SHORT.finditer(text):
        day, _, word, year, roman, roman_year = match.groups()
        month = MONTHS.get(word.casefold(), 0) or _ROMAN.get(word, 0) if word else _ROMAN.get(roman)
        if month and (iso := day_of(year or roman_year, month, int(day))):
            sure = 0.95 if len(year or roman_year) == 4 else 0.85
            found.append(FoundDate(match.span(), iso, "", "", sure, _WORDED))
    for match in _YEAR_ROMAN.finditer(text) if "." in text else ():
        if iso := iso_day(int(match[1]), _ROMAN.get(match[2], 0), int(match[3])):
            found.append(FoundDate(match.span(), iso, "", "", 0.95, _WORDED))
    for match in _CTIME.finditer(text) if ":" in text else ():
        name, day, hour, minute, zone, year = match.groups()
        if iso := iso_day(int(year), MONTHS.get(name.casefold(), 0), int(day)):
            time, offset = f"{hour}:{minute}", offset_of(zone) if zone else ""
            found.append(FoundDate(match.span(), iso, time, offset, 0.95, _WORDED))
    return found


#: Words before a time of the second half of a day: "오후 3:15", "午後3:15".
_AFTERNOON: Final = ("오후", "午後", "下午", "晚上")


def _with_time(text: str, date: FoundDate, start: int, end: int) -> FoundDate:
    """The date with the time that stands right behind it, or else right before it."""
    if date.time:
        return date
    after = time_in(text, date.span[1], min(end, date.span[1] + 24))
    if after is not None:
        a, b, time, offset = after
        gap = text[date.span[1] : a]
        if len(gap) <= 8 and "\n" not in gap:
            if time < "12" and gap.strip(" .").endswith(_AFTERNOON):
                time = f"{int(time[:2]) + 12}{time[2:]}"
            return date._replace(span=(date.span[0], b), time=time, utc_offset=offset)
    before = time_in(text, max(start, date.span[0] - 40), date.span[0])
    if before is not None:
        a, b, time, offset = before
        gap = text[b : date.span[0]]
        if len(gap) <= 14 and "\n" not in gap:
            return date._replace(span=(a, date.span[1]), time=time, utc_offset=offset)
    return date
