"""A caption and the span of its credit in; photographer, agency, place and day out, with spans."""

from __future__ import annotations

import re
from typing import Final

from archive.record.evidence import Span
from ingest.parsing.fields.agencies import AGENCIES, fold
from ingest.parsing.fields.dates import find_dates
from ingest.parsing.fields.months import MONTHS
from ingest.parsing.fields.whitespace import normalise

#: `LONDON, ENGLAND - JUNE 04:`: how one large agency opens its captions.
_DATELINE: Final = re.compile(r"\s*([A-Z][A-Z .'’,-]{2,60}?) [-–—] ([A-Z]{3,9}) (\d{1,2})\s*:")
#: `in London, England`, `in Salem, Ore.`: a place of two capitalised parts.
_PLACE: Final = re.compile(
    r"\b(?:in|at|near|outside)\s"
    r"([A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+){0,3},\s[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+){0,2})"
    r"(?:(\.)(?=,|\s[a-z(]|\s*$|\s\())?"
)
_PLACE_ONLY_ON_DAY: Final = re.compile(
    r"\bin\s((?:[A-Z][\w’'-]+)(?:\s[A-Z][\w’'-]+){0,2})[.,]?\s*$"
)
NAME: Final = re.compile(
    r"(?:[A-ZÀ-Þ][\w.’'`-]*|(?:de|van|von|der|den|la|le|da|di|bin|al|el|del)(?=\s))"
    r"(?:\s(?:[A-ZÀ-Þ][\w.’'`-]*|(?:de|van|von|der|den|la|le|da|di|bin|al|el|del)(?=\s))){1,4}\Z"
)
#: Between the parts of a credit: `Dana Whitlow/Getty Images`, `Whitlow for Reuters`, `X via AP`.
PARTS: Final = re.compile(
    r"\s*[/|,;•·]\s*|\s+(?:via|for|by|through|über|von|par|für|pour)\s+|\s+[-–—]\s+", re.IGNORECASE
)
#: Words beside a name that are part of no name.
_SIDE_WORDS: Final = re.compile(
    r"^(?:AP|AFP|EPA|EFE|UPI|PA|CP)\s(?:photo|foto)$|^(?:file|pool|handout|archive|archiv|"
    r"file photo|stock|montage|composite|symbolbild|picture|photo|foto|image|bild)$",
    re.IGNORECASE,
)


def trimmed(text: str, span: Span, marks: str = "") -> Span:
    """The span without white space and the given marks at its ends."""
    start, end = span
    while start < end and (text[start].isspace() or text[start] in marks):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in marks):
        end -= 1
    return start, end


def is_agency(part: str) -> bool:
    folded = fold(part.strip(" .)(©")).removesuffix(".com")
    if folded in AGENCIES:
        return True
    head, _, last = folded.rpartition(" ")
    return (
        last in ("photo", "file", "pool", "images", "wire", "foto", "archiv") and head in AGENCIES
    )


def who_is_credited(text: str, span: Span) -> list[tuple[str, str, Span]]:
    """The photographer and the agency named in the credit at this span."""
    found: dict[str, tuple[str, str, Span]] = {}
    house: tuple[str, str, Span] | None = None
    start = span[0]
    places = [(m.start(), m.end()) for m in PARTS.finditer(text, span[0], span[1])]
    for a, b in [*places, (span[1], span[1])]:
        piece = trimmed(text, (start, a), ".()©")
        start = b
        value = normalise(text[slice(*piece)])
        if not value:
            continue
        if is_agency(value):
            found.setdefault("agency", ("agency", *_without_side_word(text, piece)))
        elif not _SIDE_WORDS.match(value) and NAME.match(value) and len(value) <= 50:
            who = ("photographer", value, piece)
            if found.setdefault("photographer", who) is not who and _is_behind_stroke(text, piece):
                house = ("agency", value, piece)
    if house is not None:
        found.setdefault("agency", house)
    return list(found.values())


def _is_behind_stroke(text: str, span: Span) -> bool:
    """Whether a span is behind a stroke, as the house in `Dana Whitlow/Alder Press` is."""
    return text[max(0, span[0] - 3) : span[0]].rstrip().endswith("/")


def _without_side_word(text: str, span: Span) -> tuple[str, Span]:
    """The agency alone of `AP Photo`, `AP file`, spelt as in the source."""
    value = text[slice(*span)]
    head, _, last = value.rpartition(" ")
    if last.casefold() in ("photo", "file", "pool", "foto", "archiv") and fold(head) in AGENCIES:
        span = (span[0], span[0] + len(head.rstrip()))
    return normalise(text[slice(*span)]), span


def where_and_when(text: str, credit: Span | None) -> list[tuple[str, str, Span]]:
    """The place and the day in a caption, outside its credit."""
    end = credit[0] if credit and credit[0] > 0 else len(text)
    if end < 12:
        return []
    found = []
    opening = _DATELINE.match(text)
    if any(digit in text for digit in "0123456789"):
        for date in find_dates(text[:end]):
            if (
                date.confidence >= 0.8
                and len(date.iso) >= 7
                and not date.reason.startswith("figures")
            ):
                found.append(("taken", date.iso, date.span))
                break
    if found or opening:
        places = [
            (match.start(1), match.end())
            for match in _PLACE.finditer(text, 0, end)
            if not any(word.strip(".,").casefold() in MONTHS for word in match[1].split())
        ]
        if places:
            span = trimmed(text, places[-1], ",")
            found.append(("place", normalise(text[slice(*span)]), span))
        elif opening and MONTHS.get(opening[2].casefold()):
            found.append(("place", opening[1].title(), opening.span(1)))
    return found
