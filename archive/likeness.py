"""How alike two texts are, and keys by which alike texts are found without comparing all.

A text is the set of its 5-word shingles (Broder 1997). Its sketch are four hashes of a fixed
sample of them: the two smallest, and the two smallest of its beginning. Papers cut from the end, so
what is left of a copy has the beginning; texts that share 80 % share a key in all but one case of
600.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

SHINGLE: Final = 5
#: Keys of the whole text, and of its first so many words.
KEYS: Final = 2
KEYS_OF_BEGINNING: Final = 2
BEGINNING: Final = 100
#: A shingle is in the sample when its first word has so many letters: about one in ten, for free.
SAMPLED_LENGTH: Final = 6
#: Fewer sampled shingles than this, and a text's sketch is taken from all of them.
SAMPLE_LEAST: Final = 12
#: The same of a beginning, which has fewer.
BEGINNING_LEAST: Final = 4
#: In a text with fewer shingles there is too little to say that another has it.
CONTAINED_LEAST: Final = 20
#: Only so much of a text is sketched: enough to tell one article from another.
SKETCHED_CHARACTERS: Final = 40_000

#: Pieces of a text that are looked for in another, their characters, and how many have to be there.
PIECES: Final = 24
PIECE: Final = 24
PIECES_LEAST: Final = 6

_WORD: Final = re.compile(r"\w+")
# Scripts without spaces: each character stands for a word.
_WIDE: Final = re.compile(r"([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])")


def words_of(text: str) -> list[str]:
    """Folded; in scripts without spaces each character."""
    folded = text.casefold()
    if not folded.isascii() and _WIDE.search(folded):
        folded = _WIDE.sub(r" \1 ", folded)
    return _WORD.findall(folded)


def shingles(text: str) -> set[tuple[str, ...]]:
    """Every run of five words; of a shorter text, its whole."""
    return _shingles(words_of(text))


def _shingles(words: Sequence[str]) -> set[tuple[str, ...]]:
    if len(words) < SHINGLE:
        return {tuple(words)} if words else set()
    return set(zip(*(words[start:] for start in range(SHINGLE)), strict=False))


def share(one: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> float:
    """Shared shingles over the shingles of the larger text, 0 to 1; 0 when either is empty."""
    if not one or not other:
        return 0.0
    return len(one & other) / max(len(one), len(other))


@dataclass(frozen=True, slots=True)
class Sample:
    """Of a text what tells how much of another it has, in a third of the time of all shingles."""

    words: list[str]
    shingles: set[tuple[str, ...]]

    @classmethod
    def of(cls, text: str) -> Sample:
        words = words_of(text)
        starts = _sampled(words, len(words) - SHINGLE + 1)
        return cls(words, {tuple(words[i : i + SHINGLE]) for i in starts})


def may_be_contained(one: str, other: str) -> bool:
    """Whether it is worth comparing them: some of the pieces taken evenly from the shorter text
    stand in the longer one as they are. A tenth of the time, and of a share of 0.5 it misses none.
    """
    shorter, longer = (one, other) if len(one) < len(other) else (other, one)
    step = max(1, (len(shorter) - PIECE) // PIECES)
    pieces = (shorter[at : at + PIECE] for at in range(0, len(shorter) - PIECE + 1, step))
    return len([None for piece in pieces if piece in longer]) >= PIECES_LEAST


def contained(one: Sample, other: Sample) -> float:
    """How much of the shorter text the other has: shared shingles over those of the shorter, 0 to
    1; by the sample where that is large enough."""
    if min(len(one.words), len(other.words)) - SHINGLE + 1 < CONTAINED_LEAST:
        return 0.0
    ours, theirs = one.shingles, other.shingles
    if min(len(ours), len(theirs)) < SAMPLE_LEAST:
        ours, theirs = _shingles(one.words), _shingles(other.words)
    return len(ours & theirs) / min(len(ours), len(theirs))


def _sampled(words: Sequence[str], last: int) -> list[int]:
    """Where the shingles of the sample begin, up to a place."""
    lengths = map(len, words[: max(0, last)])
    return [place for place, length in enumerate(lengths) if length == SAMPLED_LENGTH]


def sketch(text: str) -> tuple[int, ...]:
    """Up to four 32-bit keys, in order; () for a text of fewer than five words."""
    words = words_of(text[:SKETCHED_CHARACTERS])
    last = len(words) - SHINGLE + 1
    if last < 1:
        return ()
    starts: Sequence[int] = _sampled(words, last)
    beginning: Sequence[int] = starts[: bisect(starts, BEGINNING - 1)]
    if len(beginning) < BEGINNING_LEAST:
        beginning = range(min(last, BEGINNING))
    if len(starts) < SAMPLE_LEAST:
        starts = range(last)
    keys = set(_smallest(words, beginning, KEYS_OF_BEGINNING))
    keys.update([key for key in _smallest(words, starts, 4) if key not in keys][:KEYS])
    return tuple(sorted(keys))


def _smallest(words: Sequence[str], starts: Sequence[int], count: int) -> list[int]:
    """The smallest hashes of the shingles that begin there."""
    crc = zlib.crc32
    # The multiplication spreads CRC's regular low bits over the order that "smallest" goes by.
    hashes = {
        crc(" ".join(words[i : i + SHINGLE]).encode()) * 0x9E3779B1 & 0xFFFFFFFF for i in starts
    }
    return sorted(hashes)[:count]
