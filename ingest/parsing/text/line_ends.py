"""The lines of one wrapped paragraph in, its text out: joined by spaces, where words were parted.

A word broken by a hyphen becomes whole, and Chinese and Japanese join without a space.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final

from ingest.parsing.text.lines import Block

#: Chinese and Japanese letters and their marks, which stand without spaces. Korean has spaces.
_UNSPACED: Final = "\u2e80-\u303f\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
_IS_UNSPACED: Final = re.compile(f"[{_UNSPACED}]")
#: "在 2017 年": texts that set spaces around words and figures in other scripts do so everywhere.
_SPACED_APART: Final = re.compile(
    f"[{_UNSPACED}] [^\\W{_UNSPACED}]|[^\\W{_UNSPACED}] [{_UNSPACED}]"
)
_SOFT_HYPHEN: Final = "\xad"
_HYPHENS: Final = ("-", "\u2010", _SOFT_HYPHEN)
#: The piece of a word before a hyphen at the end of a line, and the piece that follows.
_HEAD: Final = re.compile(r"([^\W_]+(?:[-\u2010’'][^\W_]+)*)[-\u2010]\Z")
_TAIL: Final = re.compile(r"[^\W_]+(?:[-\u2010’'][^\W_]+)*")
_WORD: Final = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_LONGEST_WORD: Final = 60
#: Small words behind a hyphen that stands for a word to follow.
_SUSPENDS: Final = frozenset("and or to und oder bis et ou y o e en of och og i".split())
#: What compounds with hyphens begin with: "co-operative", "well-known", "two-year-old".
_FIRST_PARTS: Final = frozenset(
    """co self ex non anti pro semi half quasi vice well ill all cross full part high low long
    short old new so much then now one two three four five six seven eight nine ten twenty thirty
    forty fifty sixty seventy eighty ninety first second third double single multi post mid
    """.split()
)
#: Typesetters break one line in ten inside a word. Where hardly a line ends on a hyphen, lines were
#: broken behind hyphens that stood in the text.
_BROKEN_OF: Final = 20
_LEAST_BROKEN: Final = 2


class LineEnds:
    """How the lines of a text are joined, judged by the words and the spaces of the whole text."""

    def __init__(self, blocks: Sequence[Block], text: str) -> None:
        self._blocks = blocks
        self._text = text

    def joined(self, run: Sequence[Block]) -> str:
        """The text of a paragraph's lines."""
        parts = [run[0].text]
        for before, after in pairwise(run):
            if self._ends_on_hyphen(before):
                self._join_at_hyphen(parts, before, after)
            else:
                parts += [self._between(before.text[-1], after.text[0]), after.text]
        return "".join(parts)

    def _ends_on_hyphen(self, block: Block) -> bool:
        return self._text[block.span[1] - 1] in _HYPHENS

    def _between(self, last: str, first: str) -> str:
        """What stands for the line end between two characters: a space or nothing."""
        if last.isascii() and first.isascii():
            return " "
        unspaced = bool(_IS_UNSPACED.match(last)) + bool(_IS_UNSPACED.match(first))
        return "" if unspaced == 2 or (unspaced and not self._sets_apart) else " "

    def _join_at_hyphen(self, parts: list[str], before: Block, after: Block) -> None:
        """Append a line behind one that ends on a hyphen, which may go."""
        if self._text[before.span[1] - 1] == _SOFT_HYPHEN:
            parts.append(after.text)
            return
        head = _HEAD.search(before.text[-_LONGEST_WORD:])
        tail = _TAIL.match(after.text[:_LONGEST_WORD])
        if head is None or tail is None or self._is_suspended(head[1], after.text):
            parts += [" ", after.text]
        else:
            if self._is_broken(head[1], tail[0]):
                parts[-1] = parts[-1][:-1]
            parts.append(after.text)

    def _is_suspended(self, head: str, line: str) -> bool:
        """Whether a hyphen stands for a word that follows: "two-" / "and three-day trips"."""
        first = head.casefold()
        return line.partition(" ")[0] in _SUSPENDS and (
            first in _FIRST_PARTS or first in self._words or not self._breaks_words
        )

    def _is_broken(self, head: str, tail: str) -> bool:
        """Whether a hyphen only broke a word: "har-" / "bour", but not "Port-" / "Alder"."""
        if not tail[0].islower() or not head[-1].isalpha():
            return False
        whole, first, last = (head + tail).casefold(), head.casefold(), tail.casefold()
        if whole in self._words:
            return True
        if f"{first}-{last}" in self._words or "-" in head or len(head) == 1:
            return False
        return self._breaks_words and not (first in _FIRST_PARTS and last in self._words)

    @cached_property
    def _words(self) -> frozenset[str]:
        """The words of the text but those at the line ends with a hyphen."""
        found: set[str] = set()
        broken = False
        for block in self._blocks:
            line = block.text.partition(" ")[2] if broken else block.text
            broken = self._ends_on_hyphen(block)
            line = line.rpartition(" ")[0] if broken else line
            found.update(_WORD.findall(line.casefold()))
        return frozenset(found)

    @cached_property
    def _breaks_words(self) -> bool:
        """Whether a typesetter broke words: many lines end on a hyphen."""
        hyphens = sum(map(self._ends_on_hyphen, self._blocks))
        return hyphens >= _LEAST_BROKEN and hyphens * _BROKEN_OF >= len(self._blocks)

    @cached_property
    def _sets_apart(self) -> bool:
        return _SPACED_APART.search(self._text) is not None
