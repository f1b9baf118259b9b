"""Splits text into words, alike for the index, queries and highlighting.

The engine's tokenizer splits at everything but letters and digits, and folds Latin accents and
case. This module adds what it lacks: composed letters, marks of other scripts, invisible
characters, and Chinese, Japanese and Korean, which have no spaces and are searched by pairs.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterator
from typing import Final

#: Kana, Han and Hangul, with iteration and length marks.
_PAIRED: Final = (
    "\u1100-\u11ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f\U00020000-\U000323af"
)
#: Soft hyphen, zero-width space, joiners and the like, which count for nothing inside a word.
_INVISIBLE: Final = "\u00ad\u034f\u061c\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff"
_SURROGATES: Final = "\ud800-\udfff"
#: Scripts whose combining marks are accents or points that readers do not type: Greek, Hebrew,
#: Arabic (with its lengthening stroke). Marks of Indian scripts are vowels and are kept.
_POINTED: Final = "\u0370-\u03ff\u0591-\u05ff\u0600-\u06ff\u1f00-\u1fff"

_paired_run: Final = re.compile(f"[{_PAIRED}]+")
_is_special: Final = re.compile(
    f"[{_INVISIBLE}{_SURROGATES}{_POINTED}{_PAIRED}\u0300-\u036f\u0401\u0451]"
)
_ASCII: Final = bytes(range(128))
_PLAIN: Final = frozenset(string.ascii_letters + string.digits)
_dropped: Final = re.compile(f"[{_INVISIBLE}\u0640]+")
_surrogate: Final = re.compile(f"[{_SURROGATES}]")
_pointed_run: Final = re.compile(f"[{_POINTED}]+")


def _word_class() -> str:
    """A character class of the letters, digits and marks outside the paired scripts; planes beyond
    the first are taken whole."""
    ranges: list[str] = []
    start: int | None = None
    for code in range(0x10000):
        letter = chr(code)
        inside = (
            letter.isalnum() or unicodedata.category(letter)[0] == "M" or _dropped.match(letter)
        ) and not _paired_run.match(letter)
        if inside and start is None:
            start = code
        elif not inside and start is not None:
            ranges.append(f"\\u{start:04x}-\\u{code - 1:04x}")
            start = None
    return "".join(ranges) + "\\U00010000-\\U0001ffff\\U00032400-\\U0010ffff"


WORD_CLASS: Final = _word_class()
_run: Final = re.compile(f"([{_PAIRED}]+)|[{WORD_CLASS}]+")
_inside: Final = re.compile(f"[{WORD_CLASS}]*")
_beyond_ascii: Final = re.compile(r"[^\x00-\x7f]")
#: Letters, digits and marks, also of the paired scripts.
_letter: Final = re.compile(f"[{WORD_CLASS}{_PAIRED}]")


def prepared(text: str) -> str:
    """The text for the engine's tokenizer; plain Latin text is returned as it is."""
    if _is_plain(text):
        return text
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    if _is_special.search(text) is None:
        return text
    text = _surrogate.sub(" ", _dropped.sub("", text))
    text = text.replace("ё", "е").replace("Ё", "Е")
    text = _pointed_run.sub(lambda run: _without_marks(run.group()), text)
    return _paired_run.sub(lambda run: f" {' '.join(pairs(run.group()))} ", text)


def _is_plain(text: str) -> bool:
    """Whether nothing has to be prepared. Looks only at characters beyond ASCII, usually a few
    quotation marks: a fifth of the work for an article."""
    if text.isascii():
        return True
    rest = text.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    wide = rest.decode("utf-8", "surrogatepass")
    return _is_special.search(wide) is None and unicodedata.is_normalized("NFC", wide)


def pairs(run: str) -> list[str]:
    """Every two neighbours, and the last character alone, so that a single character is found as a
    prefix anywhere."""
    return [run[place : place + 2] for place in range(len(run))]


def _without_marks(text: str) -> str:
    return "".join(
        letter
        for letter in unicodedata.normalize("NFD", text)
        if unicodedata.category(letter) != "Mn"
    )


def without_control(text: str) -> str:
    """With spaces for control characters and lone surrogates, so that positions stay."""
    if text.isprintable():
        return text
    return "".join(
        " " if unicodedata.category(letter) in {"Cc", "Cs"} else letter for letter in text
    )


def is_paired(word: str) -> bool:
    """Whether the word is in a script that is searched by pairs."""
    return _paired_run.fullmatch(word) is not None


def has_words(text: str) -> bool:
    return any(letter.isalnum() for letter in text)


def wide_places(text: str) -> frozenset[int]:
    """Positions of letters, digits and marks beyond ASCII."""
    if text.isascii():
        return frozenset()
    return frozenset(
        match.start() for match in _beyond_ascii.finditer(text) if _letter.match(match.group())
    )


def word_at(text: str, place: int) -> int:
    """The end of the word at this place; the place itself between words."""
    match = _inside.match(text, place)
    return match.end() if match else place


def word_around(text: str, place: int) -> tuple[int, int]:
    """Start and end of the word at this place."""
    start = place
    while start > 0 and (text[start - 1] in _PLAIN or _inside.fullmatch(text[start - 1])):
        start -= 1
    return start, max(word_at(text, place), place + 1)


def runs(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, word) of each word, and of each pair of the paired scripts."""
    for match in _run.finditer(text):
        start, end = match.span()
        if match.group(1) is None:
            yield start, end, match.group()
        else:
            for place, pair in enumerate(pairs(match.group()), start):
                yield place, min(place + 2, end), pair
