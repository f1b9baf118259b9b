"""Dates as news files give them: a day, or only a month or a year. Standard library only."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

Precision = Literal["day", "month", "year"]

_ISO: Final = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?\Z", re.ASCII)
_MONTHS: Final = tuple(calendar.month_name)


class NotADate(ValueError):
    """The message is a sentence for whoever typed the date; labels.why_not_a_date translates it.
    `missing` marks a well-formed date that the calendar lacks, such as 30 February."""

    def __init__(self, given: str, *, missing: bool = False) -> None:
        self.given, self.missing = given, missing
        if missing:
            super().__init__(f"There is no {given} in the calendar.")
        else:
            sentence = "is not a date: write 2017, 2017-06 or 2017-06-04."
            super().__init__(f"“{given[:40]}” {sentence}")


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """A span of whole days, both ends included."""

    first: dt.date
    last: dt.date

    @classmethod
    @lru_cache(maxsize=4096)
    def parse(cls, text: str) -> Days:
        """Days from "2017", "2017-06" or "2017-06-04"; raises NotADate."""
        match = _ISO.match(text.strip())
        if match is None:
            raise NotADate(text.strip())
        year, month, day = (int(part) if part else None for part in match.groups())
        try:
            return cls.of(year or 0, month, day)
        except ValueError:
            raise NotADate(text.strip(), missing=True) from None

    @classmethod
    def of(cls, year: int, month: int | None = None, day: int | None = None) -> Days:
        """The day, the month or the year; raises ValueError where the calendar lacks it."""
        if month is None:
            return cls(dt.date(year, 1, 1), dt.date(year, 12, 31))
        if day is None:
            return cls(dt.date(year, month, 1), dt.date(year, month, _length(year, month)))
        only = dt.date(year, month, day)
        return cls(only, only)

    @property
    def precision(self) -> Precision:
        if self.first == self.last:
            return "day"
        return "month" if self.first.month == self.last.month else "year"

    @property
    def iso(self) -> str:
        """ "2017-06-04", "2017-06" or "2017", as precise as the span."""
        return self.first.isoformat()[: {"day": 10, "month": 7, "year": 4}[self.precision]]

    @property
    def path(self) -> str:
        """ "2017/06/04", the address of these days on the site."""
        return self.iso.replace("-", "/")

    def __str__(self) -> str:
        """ "4 June 2017", "June 2017" or "2017"."""
        words = {"day": f"{self.first.day} ", "month": "", "year": ""}[self.precision]
        month = "" if self.precision == "year" else f"{_MONTHS[self.first.month]} "
        return f"{words}{month}{self.first.year:04d}"


def _length(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]
