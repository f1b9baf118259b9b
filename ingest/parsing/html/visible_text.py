"""Metadata and blocks of a page in, the text that its spans refer to out.

It also keeps which stretches fields have claimed. The same page always gives the same text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from archive.record.evidence import LeftOut, Span
from ingest.parsing.fields.doubtful import ON_A_FIELDS_LINE
from ingest.parsing.html.metadata.values import Metadata, Value
from ingest.parsing.html.page import Page, PageBlock

_BLOCK_GAP: Final = "\n\n"
UNUSED_METADATA: Final = "metadata that says the same or nothing we keep"
ELEMENT_NAME: Final = "name of a metadata element"


@dataclass(slots=True)
class VisibleText:
    """`text`, the place of each metadata value in it, and the stretches claimed by fields."""

    text: str = ""
    #: (start of the line, start of the value, end of the value), in the order of the listing.
    lines: list[tuple[Value, int, int, int]] = field(default_factory=list)
    blocks: list[PageBlock] = field(default_factory=list)
    _claims: list[Span] = field(default_factory=list)
    _claimed: set[int] = field(default_factory=set)
    #: Claims by chunks of 512 code points, to find overlaps quickly.
    _index: dict[int, list[Span]] = field(default_factory=dict)

    def value_span(self, source: str, text: str) -> Span | None:
        """The span of a statement in the listing that no field has claimed yet."""
        for value, _, start, end in self.lines:
            if value.source == source and value.text == text and start not in self._claimed:
                return start, end
        return None

    def claim(self, span: Span) -> bool:
        """Claim a span for a field; False if it overlaps another claim."""
        start, end = span
        if start >= end:
            return False
        if any(start < b and a < end for a, b in self._near(start, end)):
            return False
        self._claims.append(span)
        self._claimed.add(start)
        for chunk in range(start // 512, (end - 1) // 512 + 1):
            self._index.setdefault(chunk, []).append(span)
        return True

    def _near(self, start: int, end: int) -> Iterator[Span]:
        for chunk in range(start // 512, (end - 1) // 512 + 1):
            yield from self._index.get(chunk, ())

    def left_out(self, reasons: dict[int, str]) -> Iterator[LeftOut]:
        """Every stretch without a claim. `reasons`: block number -> reason."""
        claims = sorted(self._claims)
        for _, line_start, start, end in self.lines:
            yield LeftOut((line_start, start), ELEMENT_NAME)
            for gap in _gaps(self.text, (start, end), claims):
                yield LeftOut(gap, UNUSED_METADATA)
        for block in self.blocks:
            whole = (block.start, block.start + len(block.text))
            for gap in _gaps(self.text, whole, claims):
                yield LeftOut(gap, reasons.get(block.number, ON_A_FIELDS_LINE))


def _gaps(text: str, unit: Span, claims: list[Span]) -> Iterator[Span]:
    """The stretches of a unit between claims, which must be sorted."""
    start, end = unit
    at = max(0, bisect_left(claims, (start, 0)) - 1)
    while start < end:
        while at < len(claims) and claims[at][1] <= start:
            at += 1
        stop = min(end, claims[at][0]) if at < len(claims) else end
        gap = _trimmed(text, start, stop)
        if gap is not None:
            yield gap
        if at >= len(claims) or claims[at][0] >= end:
            return
        start = claims[at][1]


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def lay_out(page: Page, meta: Metadata) -> VisibleText:
    """Write listing and blocks one after another, noting their places."""
    source = VisibleText(blocks=page.blocks)
    pieces: list[str] = []
    at = 0
    for value in meta.listing:
        label = f"{value.source}: "
        source.lines.append((value, at, at + len(label), at + len(label) + len(value.text)))
        pieces += (label, value.text, "\n")
        at += len(label) + len(value.text) + 1
    if pieces and page.blocks:
        pieces.append("\n")
        at += 1
    for number, block in enumerate(page.blocks):
        if number:
            pieces.append(_BLOCK_GAP)
            at += len(_BLOCK_GAP)
        block.start = at
        pieces.append(block.text)
        at += len(block.text)
    source.text = "".join(pieces)
    return source
