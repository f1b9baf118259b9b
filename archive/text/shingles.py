"""Near-duplicates: how much two texts share, and keys that find candidates without comparing all.

A text is the set of its 5-word shingles (Broder 1997). Its sketch is four hashes from a fixed
sample of them: the two smallest, and the two smallest of its beginning. Papers cut from the end, so
a shortened copy keeps the beginning; of texts that share 80%, one pair in 600 shares no key.
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
#: Keys from the whole text, and from its first BEGINNING words.
KEYS: Final = 2
KEYS_OF_BEGINNING: Final = 2
BEGINNING: Final = 100
#: A shingle is sampled when its first word has this many letters: about one in ten, at no cost.
SAMPLED_LENGTH: Final = 6
#: With fewer sampled shingles than this, the sketch is taken from all of them.
SAMPLE_LEAST: Final = 12
#: The same for the beginning, which has fewer.
BEGINNING_LEAST: Final = 4
#: A text with fewer shingles is too short to be called contained in another.
CONTAINED_LEAST: Final = 20
#: Only this much of a text is sketched: enough to tell one article from another.
SKETCHED_CHARACTERS: Final = 40_000

#: A larger sample is halved by keeping the smallest hashes until it fits.
SAMPLE_MOST: Final = 1_024
#: Texts that share less of their samples do not share four fifths of their shingles.
UNLIKE: Final = 0.5

_WORD: Final = re.compile(r"\w+")
#: The common non-ASCII characters that are part of no word.
_MARKS: Final = "’“”‘–—…£€\xa0"
_ASCII: Final = bytes(range(128))
#: ASCII with a space for everything that \\w excludes.
_PARTED: Final = bytes(
    byte if byte >= 128 or chr(byte).isalnum() or byte == ord("_") else 32 for byte in range(256)
)
# Scripts without spaces: each character stands for a word.
_WIDE: Final = re.compile(r"([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])")


def words_of(text: str) -> list[str]:
    """The words, case-folded; in scripts without spaces each character."""
    # Without these marks most texts are plain ASCII, which bytes.translate splits into the same
    # words ten times as fast as a regular expression.
    for mark in _MARKS:
        text = text.replace(mark, " ")
    folded = text.casefold()
    data = folded.encode("utf-8", "surrogatepass")
    foreign = data.translate(None, _ASCII).decode("utf-8", "surrogatepass")
    if not foreign or (foreign.isalnum() and not _WIDE.search(foreign)):
        return data.translate(_PARTED).decode("utf-8", "surrogatepass").split()
    return _WORD.findall(_WIDE.sub(r" \1 ", folded))


def shingles(text: str) -> set[tuple[str, ...]]:
    """Every run of five words; for a shorter text, all its words."""
    return _shingles(words_of(text))


def _shingles(words: Sequence[str]) -> set[tuple[str, ...]]:
    if len(words) < SHINGLE:
        return {tuple(words)} if words else set()
    return set(zip(*(words[start:] for start in range(SHINGLE)), strict=False))


def share(first: set[tuple[str, ...]], second: set[tuple[str, ...]]) -> float:
    """Shared shingles over the shingles of the larger text, 0 to 1; 0 when either is empty."""
    if not first or not second:
        return 0.0
    return len(first & second) / max(len(first), len(second))


@dataclass(frozen=True, slots=True)
class Sample:
    """Hashes of some shingles: estimates how much two texts share in a fiftieth of the time."""

    #: How many shingles were hashed: the sampled ones, or all where those are few.
    count: int
    hashes: frozenset[int]
    #: The hashes kept are those below 2 ** 32 >> `level`.
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
        """Whether the text is long enough to be called contained in another."""
        return not self.whole or self.count >= CONTAINED_LEAST


@dataclass(frozen=True, slots=True)
class TextSketch:
    """What is kept of a text to find its near-duplicates: up to four sorted 32-bit keys (none for
    fewer than five words) and its sample."""

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


def containment(first: Sample, second: Sample) -> float | None:
    """Estimated part of the shorter text that the other contains, 0 to 1. None where only the full
    texts can tell: the samples were taken differently, or too few hashes are comparable."""
    if not (first.suffices and second.suffices):
        return 0.0
    if first.whole != second.whole:
        return None
    ours, theirs = first.hashes, second.hashes
    if first.level != second.level:
        limit = 2**32 >> max(first.level, second.level)
        ours, theirs = (frozenset(k for k in each if k < limit) for each in (ours, theirs))
        if min(len(ours), len(theirs)) < SAMPLE_LEAST:
            return None
    return len(ours & theirs) / min(len(ours), len(theirs))


def exact_containment(first: str, second: str) -> float:
    """The part of the shorter text that the other contains, from all their shingles."""
    ours, theirs = shingles(first), shingles(second)
    least = min(len(ours), len(theirs))
    return len(ours & theirs) / least if least >= CONTAINED_LEAST else 0.0


def may_be_duplicates(first: Sample, second: Sample) -> bool:
    """Whether two texts may share four fifths of the larger's shingles; False is certain."""
    if not (first.suffices and second.suffices):
        return True
    share = containment(first, second)
    return share is None or share >= UNLIKE


def _sampled(words: Sequence[str], last: int) -> list[int]:
    """Where the sampled shingles begin, before word `last`."""
    lengths = map(len, words[: max(0, last)])
    return [place for place, length in enumerate(lengths) if length == SAMPLED_LENGTH]


def _hashes(words: Sequence[str], starts: Sequence[int]) -> set[int]:
    """32-bit hashes of the shingles that begin at `starts`."""
    crc = zlib.crc32
    # The multiplication mixes CRC's regular low bits into the order of the hashes.
    return {
        crc(" ".join(words[i : i + SHINGLE]).encode("utf-8", "surrogatepass")) * 0x9E3779B1
        & 0xFFFFFFFF
        for i in starts
    }
