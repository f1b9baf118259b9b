"""Single values of a record: dates, paragraphs, author strings, with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ingest.parsing.agencies import author_kind
from ingest.parsing.bylines import opener_end, read_byline
from ingest.parsing.dates import find_dates
from ingest.parsing.html_moments import Moment
from ingest.parsing.markup_text import plain, web_address
from ingest.parsing.plain import normalise
from ingest.records import ParsedAuthor, Span

_BLANK_LINE: Final = re.compile(r"\n[ \t\r\u00a0]*\n\s*")
_LIST_OF_NAMES: Final = re.compile(r"""^\[\s*['"](.*)['"]\s*\]$""", re.S)
_NAME_BREAK: Final = re.compile(r"""['"]\s*,\s*['"]""")
#: A string that names one author has none of these.
_SEVERAL: Final = re.compile(r"[,;|&/@()]|\s(?:and|AND|und|UND|et|y|e|en|with)\s")


def may_be_markup(value: str) -> bool:
    return "<" in value or "&" in value


def coarse_date(value: str) -> Moment | None:
    found = find_dates(value[:200])
    if found:
        return Moment(found[0].iso)
    year = value.strip()
    return Moment(year) if re.fullmatch(r"(?:1[5-9]|20)\d\d(?:-(?:0[1-9]|1[0-2]))?", year) else None


def paragraph_spans(value: str) -> Iterator[Span]:
    """Where the paragraphs of a plain text stand in it, trimmed."""
    cuts = [match.span() for match in _BLANK_LINE.finditer(value)] or [
        (at, at + 1) for at, letter in enumerate(value) if letter == "\n"
    ]
    start = 0
    for cut in (*cuts, (len(value), len(value))):
        a, b = start, cut[0]
        while a < b and value[a].isspace():
            a += 1
        while b > a and value[b - 1].isspace():
            b -= 1
        if a < b:
            yield a, b
        start = cut[1]


def names_in(value: str) -> Iterator[tuple[ParsedAuthor, Span | None]]:
    """The authors a string names, with their places in it: "By A and B", "['A', 'B']", "A; B"."""
    listed = _LIST_OF_NAMES.match(value.strip())
    if listed:
        for name in _NAME_BREAK.split(listed[1]):
            at = value.find(name)
            yield ParsedAuthor(normalise(name)), (at, at + len(name))
        return
    if len(value) > 400:
        return
    shown = plain(value) if may_be_markup(value) else value
    opened = opener_end(shown)
    if not opened and not _SEVERAL.search(shown):
        name = normalise(shown)
        if name and len(name) < 80 and not web_address(name):
            yield ParsedAuthor(name, author_kind(name)), (0, len(value))
        return
    read = read_byline(shown if opened else f"By {shown}")
    if read is None:
        return
    shift = 0 if opened else 3
    for author, span in zip(read.authors, read.author_spans, strict=True):
        placed = (span[0] - shift, span[1] - shift) if shown == value else None
        yield author, placed
