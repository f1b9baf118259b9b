"""Decoded text in, its lines out: each with its span, and the line ends before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from archive.record.evidence import Span


class Block(NamedTuple):
    """One block: its span without surrounding white space, and its normalised text.

    `gap` is the number of line ends before it (0 where it shares a line with what stands before).
    """

    span: Span
    text: str
    gap: int


#: Line ends: LF, CR, CRLF, NEL, Unicode's separators, vertical tab and form feed.
_LINE: Final = re.compile("[^\n\r\x85\u2028\u2029\x0b\x0c]+")

#: All but LF: a text without these is split many times quicker.
_RARE_LINE_ENDS: Final = "\r\x85\u2028\u2029\x0b\x0c"


def lines_of(text: str, start: int, end: int) -> Iterator[tuple[int, int, str, int]]:
    """Every line that is not empty: its start and end, its text, and the line ends before it."""
    if any(map(text.__contains__, _RARE_LINE_ENDS)):
        last = start
        for match in _LINE.finditer(text, start, end):
            yield *match.span(), match[0], _line_ends(text[last : match.start()])
            last = match.end()
        return
    ends = 0
    for line in text[start:end].split("\n"):
        after = start + len(line)
        if line:
            yield start, after, line, ends
            ends = 0
        start = after + 1
        ends += 1


def _line_ends(gap: str) -> int:
    """The number of line ends between two lines; a paragraph separator counts twice."""
    count = gap.count("\n") or gap.count("\r") + gap.count("\x85") + gap.count("\u2028")
    return count + gap.count("\u2029") * 2


#: What a list item may begin with.
BULLETS: Final = frozenset("•●▪■◦‣∙·*►▶➤-–—")
_BULLET: Final = re.compile(r"\s*(?:[•●▪■◦‣∙·*►▶➤]|[-–—](?=\s))\s*")


def bullet_length(text: str) -> int:
    """The length of a block's bullet ("• ", "- "); 0 where it is no list item."""
    match = _BULLET.match(text)
    return match.end() if match and match.end() < len(text) else 0
