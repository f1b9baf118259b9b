"""Dates, times and time zones as newspapers print them: text in, dates with their spans out."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from archive.record.evidence import Span
from ingest.parsing.fields.months import ENGLISH_CAPITALS, MONTHS


class FoundDate(NamedTuple):
    """A date in a text; `iso` is "2017-06-04", "2017-06" or "2017", local as printed.

    `time` is "HH:MM" or "", `utc_offset` "+01:00" or ""; the span takes in the time when the two
    stand together. `confidence` is below .7 where the order of day and month had to be assumed.
    """

    span: Span
    iso: str
    time: str = ""
    utc_offset: str = ""
    confidence: float = 0.9
    reason: str = ""


#: Hours from UTC by the letters newspapers put behind a time; summer and winter as they say.
_ZONES: Final = {
    "gmt": "+00:00", "utc": "+00:00", "z": "+00:00", "bst": "+01:00", "ist": "+05:30",
    "cet": "+01:00", "cest": "+02:00", "mez": "+01:00", "mesz": "+02:00", "est": "-05:00",
    "edt": "-04:00", "cst": "-06:00", "cdt": "-05:00", "mst": "-07:00", "mdt": "-06:00",
    "pst": "-08:00", "pdt": "-07:00", "hkt": "+08:00", "jst": "+09:00", "aest": "+10:00",
    "aedt": "+11:00", "sgt": "+08:00", "msk": "+03:00",
}  # fmt: skip

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
#: "2017-06-04", "2017-06-04T15:15:00+01:00", "2017/06/04", "2017-06".
_ISO: Final = re.compile(
    r"(?<![\d-])" + _YEAR + r"([-/.])(0[1-9]|1[0-2])(?:\2(0[1-9]|[12]\d|3[01]))?(?![\d])"
)
#: "04.06.2017", "4/6/17", "06/04/2017", "04-06-2017".
_NUMBERS: Final = re.compile(
    r"(?<![\d./-])(\d{1,2})([./-])\s?(\d{1,2})\2\s?(20\d\d|19\d\d|\d\d)(?![\d/-])"
)
#: "2017年6月4日", "2017년 6월 4일".
_CJK: Final = re.compile(_YEAR + r"\s?[年년]\s?(\d{1,2})\s?[月월](?:\s?(\d{1,2})\s?[日일])?")
#: A date by itself without a year: "June 4", "4 June", "Jun 4th".
_BARE_YEAR: Final = re.compile(r"\s*" + _YEAR + r"\s*\Z")

_TIME: Final = re.compile(
    r"(?<![\d.,/])(2[0-4]|[01]?\d)(?!\d)(?:[:.h]([0-5]\d)(?::[0-5]\d(?:\.\d{1,6})?)?)?"
    r"[\s\u00a0]?([ap]\.?m\b\.?)?(?:[\s\u00a0]?(Uhr|h\b|heures))?"
    r"(?:[\s\u00a0]?(Z\b|[A-Z]{2,4}T?\b|[A-Z]{3,4}(?![a-z])|[+-]\d\d:?\d\d))?",
    re.IGNORECASE,
)
#: What every such time has.
_TIMED: Final = re.compile(r"\d[\s\u00a0]?[:.hapu]", re.IGNORECASE)
#: "1417 GMT (2217 HKT)": four digits count as a time only before a zone.
_MILITARY: Final = re.compile(r"(?<!\d)([01]\d|2[0-3])([0-5]\d)[\s\u00a0]([A-Z]{3,4})\b")

#: Beyond this many characters a text is no date line, and only its beginning is looked at.
_LOOKED_AT: Final = 4_000


def find_dates(text: str) -> list[FoundDate]:
    """All dates of a short text in order of appearance, without overlaps; linear time."""
    text = text[:_LOOKED_AT]
    return list(_dates(text)) if _has_digit(text) else []


@lru_cache(maxsize=512)
def _dates(text: str) -> tuple[FoundDate, ...]:
    """Cached: several extractors read the same line."""
    found = [*_worded(text), *_numeric(text)]
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


_DIGIT: Final = re.compile("[0-9]")


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
            if iso := _iso(int(match[3]), month, int(match[day_at])):
                found.append(FoundDate(span, iso, "", "", 0.95, "day, month name and year"))
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
        year, _, month, day = match.groups()
        iso = _iso(int(year), int(month), int(day)) if day else f"{year}-{month}"
        if iso and (day or match[2] == "-"):
            found.append(
                FoundDate(match.span(), iso, "", "", 0.97, "year, month and day in figures")
            )
    for match in _CJK.finditer(text) if "年" in text or "년" in text else ():
        year, month, day = match.groups()
        iso = _iso(int(year), int(month), int(day or 1))
        if iso:
            found.append(FoundDate(match.span(), iso if day else iso[:7], "", "", 0.95, "年月日"))
    for match in _NUMBERS.finditer(text) if figures else ():
        if (date := _ordered(match)) is not None:
            found.append(date)
    whole = _BARE_YEAR.match(text) if len(text.strip()) == len("2017") else None
    if whole:
        found.append(FoundDate(whole.span(1), whole[1], "", "", 0.5, "a year alone"))
    return found


#: The reason of a date that might begin with the day.
MONTH_FIRST: Final = "figures with slashes, taken as month first"


def _ordered(match: re.Match[str]) -> FoundDate | None:
    """`04.06.2017` is day first, `13/6/2017` must be, `06/04/2017` is taken month first."""
    first, mark, second, year_text = int(match[1]), match[2], int(match[3]), match[4]
    year = int(year_text) if len(year_text) == 4 else 2000 + int(year_text)
    sure = 0.9 if len(year_text) == 4 else 0.6
    if mark == "." or first > 12:
        day, month, reason = first, second, "day, month and year in figures"
    elif second > 12 or mark == "/":
        day, month, reason = second, first, "month, day and year in figures"
        if second <= 12 and first != second:
            sure, reason = 0.5, MONTH_FIRST
    else:
        day, month, reason, sure = first, second, "figures with dashes, taken as day first", 0.6
    iso = _iso(year, month, day)
    return FoundDate(match.span(), iso, "", "", sure, reason) if iso else None


def other_order(iso: str) -> str:
    """The date with day and month exchanged, or "" if that is no date."""
    return _iso(int(iso[:4]), int(iso[8:]), int(iso[5:7])) if len(iso) == 10 else ""


def _iso(year: int, month: int, day: int) -> str:
    if 1 <= month <= 12 and day >= 1 and (day <= 28 or day <= monthrange(year, month)[1]):
        return f"{year}-{month:02}-{day:02}"
    return ""


def _with_time(text: str, date: FoundDate, start: int, end: int) -> FoundDate:
    """The date with the time that stands right behind it, or else right before it."""
    after = _time_in(text, date.span[1], min(end, date.span[1] + 24))
    if after is not None:
        a, b, time, offset = after
        gap = text[date.span[1] : a]
        if len(gap) <= 8 and "\n" not in gap:
            return FoundDate(
                (date.span[0], b), date.iso, time, offset, date.confidence, date.reason
            )
    before = _time_in(text, max(start, date.span[0] - 40), date.span[0])
    if before is not None:
        a, b, time, offset = before
        gap = text[b : date.span[0]]
        if len(gap) <= 14 and "\n" not in gap:
            return FoundDate(
                (a, date.span[1]), date.iso, time, offset, date.confidence, date.reason
            )
    return date


def find_time(text: str) -> tuple[Span, str, str] | None:
    """The first time of day in a short text: its span, "HH:MM" and the offset from UTC or ""."""
    found = _time_in(text, 0, min(len(text), 200))
    return None if found is None else ((found[0], found[1]), found[2], found[3])


def _time_in(text: str, start: int, end: int) -> tuple[int, int, str, str] | None:
    """The first time between two places: (start, end, "HH:MM", offset)."""
    piece = text[start:end]
    if not _has_digit(piece):
        return None
    military = _MILITARY.search(piece)
    if military and military[3].casefold() in _ZONES:
        zone = _ZONES[military[3].casefold()]
        return (start + military.start(), start + military.end(),
                f"{military[1]}:{military[2]}", zone)  # fmt: skip
    for match in _TIME.finditer(piece) if _TIMED.search(piece) else ():
        hour, minute, half, clock, zone = match.groups()
        if minute is None and not half and (clock or "").casefold() != "uhr":
            continue
        if minute is None and half is None and clock is None:
            continue
        hours = int(hour)
        if half:
            if not 1 <= hours <= 12:
                continue
            hours = hours % 12 + (12 if half[0] in "pP" else 0)
        if hours > 23:
            continue
        stop = match.end()
        offset = ""
        if zone:
            offset = _offset(zone)
            if not offset:
                stop = match.start(5)
                while stop > match.start() and piece[stop - 1].isspace():
                    stop -= 1
        return start + match.start(), start + stop, f"{hours:02}:{minute or '00'}", offset
    return None


def _offset(zone: str) -> str:
    if zone[0] in "+-":
        return f"{zone[:3]}:{zone[-2:]}"
    return _ZONES.get(zone.casefold(), "")
