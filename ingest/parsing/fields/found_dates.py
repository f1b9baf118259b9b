"""A date found in a text as a value, the order of its figures, and which days there can be."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from typing import Final, NamedTuple

from archive.record.evidence import Span
from ingest.records import DateOrder

#: Reasons of dates whose figures may stand in either order.
MONTH_FIRST: Final = "figures with slashes, taken as month first"
_DASHES: Final = "figures with dashes, taken as day first"
_STOPS: Final = "figures with full stops, day first"
_TAKEN_AS: Final[dict[str, DateOrder]] = {MONTH_FIRST: "month", _DASHES: "day", _STOPS: "day"}
#: How sure a date in figures is whose order its language settles, and one whose order its site's
#: country only makes likely: editors are asked about that.
_LANGUAGE_SETTLES: Final = 0.75
_COUNTRY_SUGGESTS: Final = 0.55
#: Countries of addresses that write the day first.
_DAY_FIRST_HOSTS: Final = (
    ".uk", ".ie", ".au", ".nz", ".in", ".za", ".ng", ".ke", ".gh", ".pk", ".lk", ".bd", ".sg",
    ".my", ".hk", ".eu", ".mt", ".jm", ".zw", ".ug", ".tz",
)  # fmt: skip
_GUESSES: Final = (MONTH_FIRST, _DASHES)
_SETTLED: Final[dict[DateOrder, str]] = {
    "day": "figures, day first as in other dates of its file or folder",
    "month": "figures, month first as in other dates of its file or folder",
}


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

    @property
    def exchanged(self) -> str:
        """The day if the figures stand in the other order, "" where their order is no guess."""
        return other_order(self.iso) if self.reason in _GUESSES else ""


def figures_date(
    span: Span, first: int, second: int, year_text: str, mark: str
) -> FoundDate | None:
    """Two figures and a year: `04.06.2017` is day first, `13/6/2017` must be, `6/13/2017` must be
    month first, and `06/04/2017` is taken as month first, in doubt."""
    sure = 0.9 if len(year_text) == 4 else 0.6
    day, month, reason = first, second, "day, month and year in figures"
    if second > 12:
        day, month, reason = second, first, "month, day and year in figures"
    elif first <= 12 and first != second and mark == "/":
        day, month, reason, sure = second, first, MONTH_FIRST, 0.5
    elif first <= 12 and first != second and mark == "-":
        reason, sure = _DASHES, 0.58
    elif first <= 12 and first != second:
        reason = _STOPS
    iso = day_of(year_text, month, day)
    return FoundDate(span, iso, "", "", sure, reason) if iso else None


def in_order(date: FoundDate, order: DateOrder) -> FoundDate:
    """A date in figures, in the order that other dates of its file or folder settle."""
    taken = _TAKEN_AS.get(date.reason)
    if not order or taken is None:
        return date
    iso = date.iso if taken == order else other_order(date.iso)
    return date._replace(iso=iso, confidence=0.9, reason=_SETTLED[order])


def by_habit(date: FoundDate, language: str, host: str) -> FoundDate:
    """A date in figures that nothing else settles, as its language or its site's country writes it;
    otherwise as it was taken."""
    if language not in ("en", ""):
        sure, why = _LANGUAGE_SETTLES, "figures, day first as in its language"
    elif host.endswith(_DAY_FIRST_HOSTS):
        sure, why = _COUNTRY_SUGGESTS, "figures, taken as day first for the country of its address"
    else:
        return date
    iso = date.iso if _TAKEN_AS.get(date.reason, "day") == "day" else other_order(date.iso)
    return date._replace(iso=iso, confidence=max(sure, date.confidence), reason=why)


def order_of(date: FoundDate, printed: str) -> DateOrder:
    """The order that a date in figures, as it is printed, proves for those around it. A day before
    a full stop proves nothing of slashes: with full stops nearly everybody puts it first."""
    if date.reason == "month, day and year in figures":
        return "month"
    proves = date.reason == "day, month and year in figures" and "." not in printed[:3]
    return "day" if proves and date.iso[5:7] != date.iso[8:] else ""


def other_order(iso: str) -> str:
    """The date with day and month exchanged, or "" if that is no date."""
    return iso_day(int(iso[:4]), int(iso[8:]), int(iso[5:7])) if len(iso) == 10 else ""


def iso_day(year: int, month: int, day: int) -> str:
    """ "2017-06-04", or "" where the calendar has no such day."""
    if 1 <= month <= 12 and day >= 1 and (day <= 28 or day <= monthrange(year, month)[1]):
        return f"{year}-{month:02}-{day:02}"
    return ""


def day_of(year_text: str, month: int, day: int) -> str:
    """A day of a year with four figures or two, which are never a year to come; or ""."""
    if len(year_text) == 4:
        return iso_day(int(year_text), month, day)
    iso = iso_day(2000 + int(year_text), month, day)
    return iso_day(1900 + int(year_text), month, day) if iso > tomorrow() else iso


def days_apart(iso: str, other: str) -> int:
    """The days between two full dates."""
    return abs((dt.date.fromisoformat(iso) - dt.date.fromisoformat(other)).days)


def tomorrow() -> str:
    """The last day that a paper can be dated, for it is tomorrow somewhere."""
    return (dt.datetime.now(dt.UTC) + dt.timedelta(days=1)).date().isoformat()
