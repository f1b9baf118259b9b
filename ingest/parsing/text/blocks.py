"""Decoded text in, its blocks out: paragraphs, menu lines, captions, each with its span.

A date line at the head of the file is read apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from archive.record.evidence import Span
from ingest.parsing.fields.whitespace import is_plain, normalise
from ingest.parsing.text.lines import BULLETS, Block, bullet_length, lines_of
from ingest.parsing.text.wrapped import unwrapped

__all__ = ["BULLETS", "MOST_BLOCKS", "MOST_CHARACTERS", "Block", "Blocks", "bullet_length",
           "split_blocks"]  # fmt: skip

#: Limits of one source. No news story is longer; what lies beyond is reported as left out.
MOST_CHARACTERS: Final = 2_000_000
MOST_BLOCKS: Final = 20_000

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
    for a, b, source, ends in lines_of(text, start, end):
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
    return Blocks(tuple(unwrapped(text, blocks)), date, date_span, line_span, unread)


#: Wider gaps count as this one.
_WIDEST_GAP: Final = 9


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
