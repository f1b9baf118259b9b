"""How alike two texts are, and keys by which alike texts are found without comparing all.

A text is the set of its 5-word shingles (Broder 1997). Its sketch are four hashes of a fixed
sample of them: the two smallest, and the two smallest of its beginning. Papers cut from the end, so
what is left of a copy has the beginning; texts that share 80 % share a key in all but one case of
600.
"""

from __future__ import annotations

import re
import zlib
from array import array
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

#: Of a text whose sample would be larger, the shingles with the smallest hashes stand for it: half
#: of all, a quarter and so on, until so few are left.
SAMPLE_MOST: Final = 1_024
#: Two texts that share less of their samples do not share four fifths of their shingles.
UNLIKE: Final = 0.5

_WORD: Final = re.compile(r"\w+")
#: Signs beyond ASCII that no word has, those of most texts.
_MARKS: Final = "’“”‘–—…£€\xa0"
_ASCII: Final = bytes(range(128))
#: ASCII with a space for all that \\w is not.
_PARTED: Final = bytes(
    byte if byte >= 128 or chr(byte).isalnum() or byte == ord("_") else 32 for byte in range(256)
)
# Scripts without spaces: each character stands for a word.
_WIDE: Final = re.compile(r"([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])")


def words_of(text: str) -> list[str]:
    """Folded; in scripts without spaces each character."""
    # What stands between words in most texts goes first: what is left is often plain ASCII, which
    # is parted ten times quicker than by a regular expression, into the same words.
    for mark in _MARKS:
        text = text.replace(mark, " ")
    folded = text.casefold()
    data = folded.encode("utf-8", "surrogatepass")
    foreign = data.translate(None, _ASCII).decode("utf-8", "surrogatepass")
    if not foreign or (foreign.isalnum() and not _WIDE.search(foreign)):
        return data.translate(_PARTED).decode("utf-8", "surrogatepass").split()
    return _WORD.findall(_WIDE.sub(r" \1 ", folded))


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
    """Of a text what tells how much of another it has, in a fiftieth of the time of all shingles:
    hashes of some of them."""

    #: How many shingles were hashed: the sampled ones, or of a text with few of those all.
    count: int
    hashes: frozenset[int]
    #: Which part of those hashes is kept: those below 2 ** 32 >> `level`.
    level: int
    #: Whether all shingles were hashed.
    whole: bool

    def pack(self) -> bytes:
        head = (self.count, self.level, self.whole)
        return array("I", (*head, *sorted(self.hashes))).tobytes()

    @classmethod
    def unpack(cls, packed: bytes) -> Sample:
        numbers = array("I", packed)
        count, level, whole = numbers[:3]
        return cls(count, frozenset(numbers[3:]), level, bool(whole))

    @classmethod
    def of(cls, text: str) -> Sample:
        return TextSketch.of(text).sample

    @property
    def suffices(self) -> bool:
        """Whether there is enough of the text to say that another has it."""
        return not self.whole or self.count >= CONTAINED_LEAST


@dataclass(frozen=True, slots=True)
class TextSketch:
    """What is kept of a text to find those alike: up to four 32-bit keys, in order (none of a text
    of fewer than five words), and its sample."""

    keys: tuple[int, ...]
    sample: Sample

    @classmethod
    def of(cls, text: str) -> TextSketch:
        words = words_of(text[:SKETCHED_CHARACTERS])
        last = len(words) - SHINGLE + 1
        starts: Sequence[int] = _sampled(words, last)
        beginning: Sequence[int] = starts[: bisect(starts, BEGINNING - 1)]
        if len(beginning) < BEGINNING_LEAST:
            beginning = range(min(last, BEGINNING))
        whole = len(starts) < SAMPLE_LEAST
        if whole:
            starts = range(last)
        kept = _hashes(words, starts)
        keys = set(sorted(_hashes(words, beginning))[:KEYS_OF_BEGINNING])
        keys.update([key for key in sorted(kept)[:4] if key not in keys][:KEYS])
        count, level = len(kept), 0
        while len(kept) > SAMPLE_MOST:
            level += 1
            kept = {key for key in kept if key < 2**32 >> level}
        return cls(tuple(sorted(keys)), Sample(count, frozenset(kept), level, whole))


def sketch_keys(text: str) -> tuple[int, ...]:
    """The keys of a text."""
    return TextSketch.of(text).keys


def containment(one: Sample, other: Sample) -> float | None:
    """How much of the shorter text the other has: shared shingles over those of the shorter, 0 to
    1. None where only the texts can tell: the samples were taken otherwise, or have too little in
    common."""
    if not (one.suffices and other.suffices):
        return 0.0
    if one.whole != other.whole:
        return None
    ours, theirs = one.hashes, other.hashes
    if one.level != other.level:
        limit = 2**32 >> max(one.level, other.level)
        ours, theirs = (frozenset(k for k in each if k < limit) for each in (ours, theirs))
        if min(len(ours), len(theirs)) < SAMPLE_LEAST:
            return None
    return len(ours & theirs) / min(len(ours), len(theirs))


def exact_containment(one: str, other: str) -> float:
    """The same of two texts, from all their shingles."""
    ours, theirs = shingles(one), shingles(other)
    least = min(len(ours), len(theirs))
    return len(ours & theirs) / least if least >= CONTAINED_LEAST else 0.0


def may_be_duplicates(one: Sample, other: Sample) -> bool:
    """Whether two texts may share four fifths of the larger one's shingles; False is certain."""
    if not (one.suffices and other.suffices):
        return True
    share = containment(one, other)
    return share is None or share >= UNLIKE


def _sampled(words: Sequence[str], last: int) -> list[int]:
    """Where the shingles of the sample begin, up to a place."""
    lengths = map(len, words[: max(0, last)])
    return [place for place, length in enumerate(lengths) if length == SAMPLED_LENGTH]


def _hashes(words: Sequence[str], starts: Sequence[int]) -> set[int]:
    """32-bit hashes of the shingles that begin there."""
    crc = zlib.crc32
    # The multiplication spreads CRC's regular low bits over the order that "smallest" goes by.
    return {
        crc(" ".join(words[i : i + SHINGLE]).encode("utf-8", "surrogatepass")) * 0x9E3779B1
        & 0xFFFFFFFF
        for i in starts
    }
