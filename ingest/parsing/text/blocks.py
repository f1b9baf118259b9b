"""Decoded text in, its blocks out: paragraphs, menu lines, captions, each with its span.

A date line at the head of the file is read apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from archive.record.evidence import Span
from ingest.parsing.fields.whitespace import is_plain, normalise

#: Limits of one source. No news story is longer; what lies beyond is reported as left out.
MOST_CHARACTERS: Final = 2_000_000
MOST_BLOCKS: Final = 20_000

#: Line ends: LF, CR, CRLF, NEL, Unicode's separators, vertical tab and form feed.
_LINE: Final = re.compile("[^\n\r\x85\u2028\u2029\x0b\x0c]+")

#: All but LF: a text without these is split many times quicker.
_RARE_LINE_ENDS: Final = "\r\x85\u2028\u2029\x0b\x0c"

#: ` date 2017-06-04 Skip to content`: the scraper's own first line; a month where no day is known.
_DATE_LINE: Final = re.compile(
    r"[\s\ufeff]*date[ \u00a0:]{1,3}(\d{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)(?![\d-])"
)
#: Skip links are glued to what follows them: `Skip to contentHarbour gate stays shut`.
_SKIP_LINK: Final = re.compile(
    r"(?:skip|jump|zum|aller|ir|saltar|vai|passer|pular|naar|direkt zum|ga naar)\s"
    r"(?:directly\s)?(?:to\s|au\s|al\s|a\s|para o\s|para\s|de\s|ir\s)?"
    r"(?:the\s|main\s|page\s|haupt|primary\s|la\s)?"
    r"(?:content|inhalt|contenu|contenido|contenuto|conteúdo|navigation|main|inhoud)"
    r"(?:\s(?:springen|principal|principale|principaux|area))?",
    re.IGNORECASE,
)
#: What a list item may begin with.
BULLETS: Final = frozenset("•●▪■◦‣∙·*►▶➤-–—")
_BULLET: Final = re.compile(r"\s*(?:[•●▪■◦‣∙·*►▶➤]|[-–—](?=\s))\s*")


class Block(NamedTuple):
    """One block: its span without surrounding white space, and its normalised text.

    `gap` is the number of line ends before it (0 where it shares a line with what stands before).
    """

    span: Span
    text: str
    gap: int


@dataclass(frozen=True, slots=True)
class Blocks:
    """A source as blocks; `date` is that of the date line, `unread` what lies beyond the limits."""

    blocks: tuple[Block, ...]
    date: str = ""
    date_span: Span | None = None
    line_span: Span | None = None
    unread: Span | None = None


def split_blocks(text: str) -> Blocks:
    """Cut a source into blocks, hard-wrapped lines joined into paragraphs."""
    end = min(len(text), MOST_CHARACTERS)
    date, date_span, line_span, start = "", None, None, 0
    opening = _DATE_LINE.match(text[:80])
    if opening:
        date, date_span, start = opening[1], opening.span(1), opening.end()
        line_span = (opening.start() + len(opening[0]) - len(opening[0].lstrip()), opening.end())
    blocks: list[Block] = []
    gap = 0
    stopped = end
    for a, b, source, ends in _lines(text, start, end):
        gap += ends
        line = source
        if not is_plain(line):
            line = normalise(line)
            if not line:
                continue
            while text[a].isspace():
                a += 1
            while text[b - 1].isspace():
                b -= 1
        if not blocks and len(line) > 14:
            a, line = _after_skip_link(text, a, b, line, gap, blocks)
            gap = 0 if blocks else gap
        blocks.append(Block((a, b), line, gap if gap < _WIDEST_GAP else _WIDEST_GAP))
        gap = 0
        if len(blocks) >= MOST_BLOCKS:
            stopped = b
            break
    unread = (stopped, len(text)) if text[stopped:].strip() else None
    return Blocks(tuple(_unwrapped(text, blocks)), date, date_span, line_span, unread)


#: Wider gaps count as this one.
_WIDEST_GAP: Final = 9


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int, str, int]]:
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


def _after_skip_link(
    text: str, a: int, b: int, line: str, gap: int, blocks: list[Block]
) -> tuple[int, str]:
    """Split a skip link off the front of the first line, as a block of its own."""
    match = _SKIP_LINK.match(text, a, b)
    if not match or not normalise(text[match.end() : b]):
        return a, line
    rest = match.end()
    if text[rest].islower() or text[rest] in ",.;":
        return a, line
    blocks.append(Block((a, match.end()), normalise(match[0]), gap))
    while text[rest].isspace():
        rest += 1
    return rest, normalise(text[rest:b])


def _line_ends(gap: str) -> int:
    """The number of line ends between two lines; a paragraph separator counts twice."""
    count = gap.count("\n") or gap.count("\r") + gap.count("\x85") + gap.count("\u2028")
    return count + gap.count("\u2029") * 2


#: Hard-wrapped text: most lines have so many characters and break inside a sentence.
_WRAP_SHORTEST, _WRAP_LONGEST = 36, 110
#: In narrower files more lines must go on in lower case to count as wrapped.
_WRAP_WIDE: Final = 50
_LEAST_GOING_ON: Final = {True: 0.3, False: 0.5}
#: What ends a sentence or a part of one.
_ENDS: Final = frozenset('.!?:;”"…')


def _unwrapped(text: str, blocks: list[Block]) -> list[Block]:
    """The blocks with wrapped lines joined, where the file is hard-wrapped, as mail is: "The ferry
    was to leave at nine but the\\nharbour master …".
    """
    if len(blocks) < 6:
        return blocks
    if max([len(block.text) for block in blocks]) > _WRAP_LONGEST:
        return blocks
    tied = [block for block in blocks[1:] if block.gap == 1]
    if len(tied) < 0.5 * len(blocks):
        return blocks
    width = sorted(len(block.text) for block in blocks)[int(len(blocks) * 0.8)]
    goes_on = sum(
        1
        for before, after in pairwise(blocks)
        if after.gap == 1 and len(before.text) > 0.7 * width and after.text[0].islower()
    )
    least = _LEAST_GOING_ON[width >= _WRAP_WIDE]
    if width < _WRAP_SHORTEST or goes_on < least * len(tied):
        return blocks
    return _joined(text, blocks, width)


def _joined(text: str, blocks: list[Block], width: int) -> list[Block]:
    """Each run of lines of one paragraph as one block."""
    runs: list[list[Block]] = [blocks[:1]]
    for before, block in pairwise(blocks):
        full = len(before.text) > 0.7 * width
        # The lines of a headline are cut where it reads well, not where they are full.
        goes_on = block.text[0].islower() and before.text[-1] not in _ENDS
        if block.gap == 1 and (full or goes_on) and not _BULLET.match(block.text):
            runs[-1].append(block)
        else:
            runs.append([block])
    return [
        run[0]
        if len(run) == 1
        else Block(
            (run[0].span[0], run[-1].span[1]),
            normalise(text[run[0].span[0] : run[-1].span[1]]),
            run[0].gap,
        )
        for run in runs
    ]


def bullet_length(text: str) -> int:
    """The length of a block's bullet ("• ", "- "); 0 where it is no list item."""
    match = _BULLET.match(text)
    return match.end() if match and match.end() < len(text) else 0
