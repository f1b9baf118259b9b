"""What of a JSON record is no value: its keys, quotes, colons, commas and brackets.

In: a source's text and its reading. Out: the reading, with all of it left out for that reason, so
that the page greys what nobody reads.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from archive.record.evidence import SourceReading, Span

REASON: Final = "keys and punctuation of JSON"
#: A string; with a colon behind it, a key.
_STRING: Final = re.compile(r'"((?:[^"\\]|\\.)*)"(\s*:)?', re.DOTALL)
#: Values that stand without quotes.
_BARE: Final = re.compile(r"-?\d[\d.eE+-]*|true|false|null")


def leave_out_syntax(text: str, reading: SourceReading) -> SourceReading:
    """The reading of a text that is a JSON object with its frame left out; any other as it is."""
    if not text.lstrip().startswith("{") or not _is_object(text):
        return reading
    taken = [span for field in reading.fields.values() for span in field.spans]
    taken += [span for span, _reason in reading.left_out]
    frame = [(span, REASON) for span in _gaps(sorted([*taken, *_values(text)]), text)]
    return replace(reading, left_out=tuple(sorted((*reading.left_out, *frame))))


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _values(text: str) -> Iterator[Span]:
    """Of values, what stands between their quotes, or the whole of a number."""
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
    """What no span covers, without the blanks around it."""
    at = 0
    for start, end in [*spans, (len(text), len(text))]:
        gap = text[at:start]
        if gap.strip():
            begin = at + len(gap) - len(gap.lstrip())
            yield begin, begin + len(gap.strip())
        at = max(at, end)
