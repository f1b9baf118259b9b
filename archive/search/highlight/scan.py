"""Finds the words of a text with given first letters without splitting the text into words.

A page of snippets searches twenty-five articles for a handful of words. Searching bytes for a few
letters is twenty times quicker than going word by word; the few words with letters beyond ASCII are
looked at one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final

from archive.text.compounds import JOINTS
from archive.text.tokens import runs, wide_places, word_around, word_at

#: Above this share of letters beyond ASCII, going word by word is quicker.
_MOST_WIDE: Final = 0.03
_LEAST_WIDE: Final = 20
#: Longer needles are hardly more selective.
_LONGEST_NEEDLE: Final = 6

_JOINT: Final = rb"[-'.?]?"
#: What is left of the word and a joint behind it, which is none before the s of a possessive.
_REST: Final = rb"[a-z0-9]*(?:[-.](?=[a-z0-9?])|'(?=[a-z0-9?]{3})|\?(?=[a-z0-9?]{2}))?"

#: A word of a text: start, end, the word.
Span = tuple[int, int, str]


class Skim:
    """One text, laid out for skimming."""

    def __init__(self, text: str) -> None:
        self.text = text
        # One byte a character keeps positions the same.
        self._low = text.encode("ascii", "replace").lower()
        self._wide = wide_places(text)

    @property
    def is_worth_it(self) -> bool:
        return len(self._wide) <= max(_LEAST_WIDE, len(self.text) * _MOST_WIDE)

    def beginning(self, needle: bytes) -> Iterator[Span]:
        """Words that begin with these lower-case ASCII letters; wide letters may follow."""
        low, text, wide = self._low, self.text, self._wide
        at = low.find(needle)
        while at >= 0:
            before = text[at - 1] if at else " "
            if before.isalnum() or (at - 1) in wide:
                at = low.find(needle, at + 1)
                continue
            end = word_at(text, at)
            yield at, end, text[at:end]
            at = low.find(needle, end)

    @cached_property
    def wide_words(self) -> list[Span]:
        """Every word with a letter or mark beyond ASCII."""
        found: list[Span] = []
        for place in sorted(self._wide):
            if not found or place >= found[-1][1]:
                start, end = word_around(self.text, place)
                found.append((start, end, self.text[start:end]))
        return found

    def may_have_joined(self, beginnings: re.Pattern[bytes]) -> bool:
        """Whether a word in several parts may begin so; see joined_beginnings()."""
        if any(not found.group().isalnum() for found in beginnings.finditer(self._low)):
            return True
        # Letters beyond ASCII may fold to several: \ufb01re-proof.
        return any(
            self.text[place : place + 1] in JOINTS
            for start, end, _ in self.wide_words
            for place in (max(0, start - 1), end)
        )

    def count(self, needle: bytes) -> int:
        return self._low.count(needle)

    def around(self, needle: bytes, reach: int) -> Iterator[list[Span]]:
        """The words within `reach` characters of the needle, for each stretch of text; stretches
        that overlap are one."""
        start = end = -1
        for at, word_end, _ in self.beginning(needle):
            if end < 0 or at - reach > end:
                if end >= 0:
                    yield self._words(start, end)
                start = max(0, at - reach)
            end = min(len(self.text), word_end + reach)
        if end >= 0:
            yield self._words(start, end)

    def _words(self, start: int, end: int) -> list[Span]:
        """Whole words: one cut by the edge is dropped at the start and completed at the end."""
        if start > 0:
            start = word_at(self.text, start)
        if end < len(self.text):
            end = word_at(self.text, end)
        return [
            (start + first, start + last, word) for first, last, word in runs(self.text[start:end])
        ]


def needle_of(stem: str) -> bytes:
    """What every form of a word with this stem begins with. Stemmers change the end: "happi" from
    happy, "hope" from hoping, French "heureux" from heureuses, and most of all "die" from dying."""
    spared = 2 if len(stem) > 4 or stem.endswith("ie") else 1
    return stem[: max(1, min(len(stem) - spared, _LONGEST_NEEDLE))].encode("ascii")


def joined_beginnings(needles: Iterable[bytes]) -> re.Pattern[bytes]:
    """Words that begin with one of the needles if the joints inside are left out: c-oop, o'br. A
    joint beyond ASCII is "?" here."""
    each = (_JOINT.join(re.escape(bytes([letter])) for letter in needle) for needle in needles)
    return re.compile(b"(?:" + b"|".join(each) + b")" + _REST)


def rarest(skim: Skim, terms: Sequence[str]) -> bytes:
    """The term that is rarest in the text."""
    return min((term.encode("ascii") for term in terms), key=skim.count)
