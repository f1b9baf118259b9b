"""Splits a source into segments: every character once, with the marks that cover it.

In: a text and its reading. Out: segments in order. Spans are not trusted: what reaches beyond the
text is cut, and where two cross, the later is split at the end of the earlier. Pure.
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from archive.record.evidence import SourceReading, Span

#: Code points per page of a source: some 15,000 words, 20 to 40 kB over the wire.
PAGE: Final = 60_000
#: Marks that may begin on one page: in a list of short lines each line is one.
MARKS: Final = 1_000
#: A page ends after a line break, if one is among its last code points.
LINE: Final = 2_000
#: Deepest nesting of marks; a name in a credit in a caption makes three.
DEEPEST: Final = 8

#: Characters that browsers drop or hide are shown as Unicode control pictures; line separators
#: become line breaks; lone surrogates cannot be encoded.
_VISIBLE: Final = (
    {code: chr(0x2400 + code) for code in range(0x20)}
    | dict.fromkeys((*range(0x80, 0xA0), *range(0xD800, 0xE000)), "\ufffd")
    | {0x7F: "\u2421", 0x09: "\t", 0x0A: "\n", 0x0B: "\n", 0x0C: "\n", 0x0D: "\r"}
    | dict.fromkeys((0x85, 0x2028, 0x2029), "\n")
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a source, and what became of it.

    `name` is the field ("images.0.caption"), "" for what was left out. `anchor` is unique in the
    source: "span-images-0-caption", the field's second stretch "…--2". `doubtful` is what was left
    out and may belong to the story.
    """

    span: Span
    name: str
    reason: str
    anchor: str
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text covered by the same marks, outermost first."""

    start: int
    text: str
    marks: tuple[Mark, ...]


def marks_of(reading: SourceReading) -> list[Mark]:
    """Every span of a reading as a mark: fields first, then what was left out."""
    found = [
        Mark(span, name, field.reason, anchor(name, number))
        for name, field in reading.fields.items()
        for number, span in enumerate(field.spans, 1)
    ]
    found += [
        Mark(left.span, "", left.reason, f"out-{number}", doubtful=left.line is not None)
        for number, left in enumerate(reading.left_out, 1)
    ]
    return found


def anchor(name: str, number: int = 1) -> str:
    """The id of a field's span on the page: "span-authors-0"."""
    own = f"span-{name.replace('.', '-')}"
    return own if number == 1 else f"{own}--{number}"


def pages(text: str, marks: Iterable[Mark] = (), size: int = PAGE, most: int = MARKS) -> list[Span]:
    """Page boundaries: at most `size` code points and `most` distinct starts of marks a page, each
    ending after a line break if one is near."""
    starts = sorted({mark.span[0] for mark in marks})
    found: list[Span] = []
    start = 0
    while True:
        stop = start + size
        beyond = bisect_left(starts, start) + most
        if beyond < len(starts):
            stop = min(stop, starts[beyond])
        if stop >= len(text):
            return [*found, (start, len(text))]
        newline = text.rfind("\n", max(start, stop - LINE), stop)
        end = newline + 1 if newline > start else stop
        found.append((start, end))
        start = end


def segments(text: str, marks: Iterable[Mark], window: Span | None = None) -> Iterator[Segment]:
    """The text of the window (by default all of it), split where a mark begins or ends.

    Joined, the segments are exactly the text of the window.
    """
    first, last = window or (0, len(text))
    waiting = [
        (max(start, first), -min(end, last), place, mark)
        for place, mark in enumerate(marks)
        for start, end in (mark.span,)
        if max(start, first) < min(end, last)
    ]
    heapq.heapify(waiting)
    at = first
    opened: list[tuple[int, Mark]] = []

    def until(stop: int) -> Iterator[Segment]:
        nonlocal at
        if at < stop:
            yield Segment(at, text[at:stop], tuple(mark for _, mark in opened))
            at = stop

    while waiting:
        start, negative_end, place, mark = heapq.heappop(waiting)
        while opened and opened[-1][0] <= start:
            yield from until(opened[-1][0])
            opened.pop()
        yield from until(start)
        end = -negative_end
        if opened and end > opened[-1][0]:
            heapq.heappush(waiting, (opened[-1][0], negative_end, place, mark))
            end = opened[-1][0]
        if len(opened) < DEEPEST:
            opened.append((end, mark))
    while opened:
        yield from until(opened[-1][0])
        opened.pop()
    yield from until(last)


def visible(text: str) -> str:
    """The text made visible: one character for each, so that spans still fit."""
    return text.translate(_VISIBLE)
