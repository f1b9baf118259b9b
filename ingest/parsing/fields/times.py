"""Times of day and time zones as newspapers print them: text in, a time with its span out."""

from __future__ import annotations

import re
from typing import Final

from archive.record.evidence import Span

#: Hours from UTC by the letters newspapers put behind a time; summer and winter as they say.
_ZONES: Final = {
    "gmt": "+00:00", "utc": "+00:00", "z": "+00:00", "bst": "+01:00", "ist": "+05:30",
    "cet": "+01:00", "cest": "+02:00", "mez": "+01:00", "mesz": "+02:00", "est": "-05:00",
    "edt": "-04:00", "cst": "-06:00", "cdt": "-05:00", "mst": "-07:00", "mdt": "-06:00",
    "pst": "-08:00", "pdt": "-07:00", "hkt": "+08:00", "jst": "+09:00", "aest": "+10:00",
    "aedt": "+11:00", "sgt": "+08:00", "msk": "+03:00",
}  # fmt: skip

_TIME: Final = re.compile(
    r"(?<![\d.,/])(2[0-4]|[01]?\d)(?!\d)(?:[:.h]([0-5]\d)(?::[0-5]\d(?:\.\d{1,6})?)?)?"
    r"[\s\u00a0]?([ap]\.?m\b\.?)?(?:[\s\u00a0]?(Uhr|h\b|heures))?"
    r"(?:[\s\u00a0]?(Z\b|[A-Z]{2,4}T?\b|[A-Z]{3,4}(?![a-z])|[+-]\d\d:?\d\d))?",
    re.IGNORECASE,
)
_DIGIT: Final = re.compile("[0-9]")
#: What every such time has.
_TIMED: Final = re.compile(r"\d[\s\u00a0]?[:.hapu]", re.IGNORECASE)
#: "1417 GMT (2217 HKT)": four digits count as a time only before a zone.
_MILITARY: Final = re.compile(r"(?<!\d)([01]\d|2[0-3])([0-5]\d)[\s\u00a0]([A-Z]{3,4})\b")


def find_time(text: str) -> tuple[Span, str, str] | None:
    """The first time of day in a short text: its span, "HH:MM" and the offset from UTC or ""."""
    found = time_in(text, 0, min(len(text), 200))
    return None if found is None else ((found[0], found[1]), found[2], found[3])


def time_in(text: str, start: int, end: int) -> tuple[int, int, str, str] | None:
    """The first time between two places: (start, end, "HH:MM", offset)."""
    piece = text[start:end]
    if _DIGIT.search(piece) is None:
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
            offset = offset_of(zone)
            if not offset:
                stop = match.start(5)
                while stop > match.start() and piece[stop - 1].isspace():
                    stop -= 1
        return start + match.start(), start + stop, f"{hours:02}:{minute or '00'}", offset
    return None


def offset_of(zone: str) -> str:
    """The offset from UTC of "+0100" or "GMT", or ""."""
    if zone[0] in "+-":
        return f"{zone[:3]}:{zone[-2:]}"
    return _ZONES.get(zone.casefold(), "")
