"""Marks the keys and punctuation of a JSON source as left out, so that its page greys them.

In: a source's text and its reading. Out: the reading with those spans left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from archive.record.evidence import LeftOut, SourceReading, Span

REASON: Final = "keys and punctuation of JSON"
#: A string; with a colon behind it, a key.
_STRING: Final = re.compile(r'"((?:[^"\\]|\\.)*)"(\s*:)?', re.DOTALL)
#: Values without quotes.
_BARE: Final = re.compile(r"-?\d[\d.eE+-]*|true|false|null")


def leave_out_syntax(text: str, reading: SourceReading) -> SourceReading:
    """The reading with the syntax left out where the text is a JSON object; else unchanged."""
    if not text.lstrip().startswith("{") or not _is_object(text):
        return reading
    taken = [span for field in reading.fields.values() for span in field.spans]
    taken += [left.span for left in reading.left_out]
    frame = [LeftOut(span, REASON) for span in _gaps(sorted([*taken, *_values(text)]), text)]
    return replace(reading, left_out=tuple(sorted((*reading.left_out, *frame))))


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _values(text: str) -> Iterator[Span]:
    """Spans of the values: strings without their quotes, numbers, true, false and null."""
    at = 0
    for string in _STRING.finditer(text):
        for bare in _BARE.finditer(text, at, string.start()):
            yield bare.span()
        if string.group(2) is None:
            yield string.span(1)
        at = string.end()
    for bare in _BARE.finditer(text, at):
        yield bare.span()


def _gaps(spans: list[Span], text: str) -> Iterator[Span]:
    """What no span covers, trimmed of white space."""
    at = 0
    for start, end in [*spans, (len(text), len(text))]:
        gap = text[at:start]
        if gap.strip():
            begin = at + len(gap) - len(gap.lstrip())
            yield begin, begin + len(gap.strip())
        at = max(at, end)
