"""A date stamp of metadata or a record in, a day with local time and offset out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from ingest.parsing.fields.dates import find_dates
from ingest.parsing.fields.found_dates import FoundDate, in_order
from ingest.records import DateOrder

_ISO_STAMP: Final = re.compile(
    r"^\s*(\d{4})-?(\d\d)-?(\d\d)"
    r"(?:[T\s]+(\d\d):?(\d\d)(?::?\d\d(?:[.,]\d{1,9})?)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?)?"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day with, where stated, its local time and offset; `found` is the date in the text that it
    was read from, where that is no stamp."""

    day: str
    time: str = ""
    utc_offset: str = ""
    found: FoundDate | None = field(default=None, compare=False)

    @property
    def exchanged(self) -> str:
        """The day if its figures stand in the other order, "" where their order is no guess."""
        return self.found.exchanged if self.found else ""

    def stamp(self) -> str:
        return self.day + (f"T{self.time}{self.utc_offset}" if self.time else "")


def read_moment(text: str, order: DateOrder = "") -> Moment | None:
    """The moment of an ISO stamp or epoch, else of the first date in words or figures, which stand
    in this order where it is known."""
    match = _ISO_STAMP.match(text)
    if match and "1990" <= match[1] <= "2100" and "01" <= match[2] <= "12" and match[3] <= "31":
        offset = match[6] or ""
        if offset in ("Z", "UTC", "GMT"):
            offset = "+00:00"
        elif offset:
            digits = offset[1:].replace(":", "").ljust(4, "0")
            offset = f"{offset[0]}{digits[:2]}:{digits[2:]}"
        time = f"{match[4]}:{match[5]}" if match[4] else ""
        if _is_day(match[1], match[2], match[3]):
            if time and not (time < "24:00" and match[5] < "60"):
                time = offset = ""
            return Moment(f"{match[1]}-{match[2]}-{match[3]}", time, offset if time else "")
    if text.isdecimal() and len(text) in (10, 13):
        return _from_epoch(int(text[:10]))
    found = find_dates(text[:200])
    if found and len(found[0].iso) == 10:
        first = in_order(found[0], order)
        return Moment(first.iso, first.time, first.utc_offset, first)
    return None


def _is_day(year: str, month: str, day: str) -> bool:
    lengths = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return 1 <= int(day) <= lengths[int(month) - 1]


def _from_epoch(seconds: int) -> Moment | None:
    if not 600_000_000 < seconds < 4_000_000_000:
        return None
    at = datetime.fromtimestamp(seconds, UTC)
    return Moment(at.strftime("%Y-%m-%d"), at.strftime("%H:%M"), "+00:00")
