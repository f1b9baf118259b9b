"""How alike two texts are, and keys by which alike texts are found without comparing all.

A text is the set of its 5-word shingles (Broder 1997). Its sketch are the four smallest hashes of a
fixed sample of them: texts that share 80 % of their shingles share one of the four in all but
about one case of 600.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from typing import Final

SHINGLE: Final = 5
SKETCH_SIZE: Final = 4
#: A shingle is in the sample when its first word has so many letters: about one in ten, for free.
SAMPLED_LENGTH: Final = 6
#: Fewer sampled shingles than this, and a text's sketch is taken from all of them.
SAMPLE_LEAST: Final = 12
#: Only so much of a text is sketched: enough to tell one article from another.
SKETCHED_CHARACTERS: Final = 40_000

_WORD: Final = re.compile(r"\w+")
# Scripts without spaces: each character stands for a word.
_WIDE: Final = re.compile(r"([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])")


def _words(text: str) -> list[str]:
    folded = text.casefold()
    if not folded.isascii() and _WIDE.search(folded):
        folded = _WIDE.sub(r" \1 ", folded)
    return _WORD.findall(folded)


def shingles(text: str) -> set[tuple[str, ...]]:
    """Every run of five words; of a shorter text, its whole."""
    words = _words(text)
    if len(words) < SHINGLE:
        return {tuple(words)} if words else set()
    return set(zip(*(words[start:] for start in range(SHINGLE)), strict=False))


def share(one: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> float:
    """Shared shingles over the shingles of the larger text, 0 to 1; 0 when either is empty."""
    if not one or not other:
        return 0.0
    return len(one & other) / max(len(one), len(other))


def sketch(text: str) -> tuple[int, ...]:
    """Up to four 32-bit keys, smallest first; () for a text of fewer than five words."""
    words = _words(text[:SKETCHED_CHARACTERS])
    last = len(words) - SHINGLE + 1
    if last < 1:
        return ()
    crc = zlib.crc32
    starts: Sequence[int] = [i for i in range(last) if len(words[i]) == SAMPLED_LENGTH]
    if len(starts) < SAMPLE_LEAST:
        starts = range(last)
    # The multiplication spreads CRC's regular low bits over the order that "smallest" goes by.
    hashes = {
        crc(" ".join(words[i : i + SHINGLE]).encode()) * 0x9E3779B1 & 0xFFFFFFFF for i in starts
    }
    return tuple(sorted(hashes)[:SKETCH_SIZE])
