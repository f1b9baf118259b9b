"""A text, or the classes of its bytes, in; its coarse traits and its words out.

Traits are a word each: opening, last mark, share of capitals and figures.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

_SENTENCE_MARKS: Final = frozenset(".!?…。！？")
QUOTES: Final = frozenset("“„«»\"'‘‚’「『")
_CLOSERS: Final = "”“»«\"'’‘)]」』"
#: Scripts without spaces between words; every two letters count as a word.
UNSPACED: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")


def story_words(folded: str) -> Collection[str]:
    """The words of a story; pairs of letters in scripts without spaces."""
    if _is_unspaced(folded):
        return long_words(folded, [])
    return bare_words(folded)


def _is_unspaced(folded: str) -> bool:
    """Whether a text is in a script without spaces."""
    return (
        not folded.isascii()
        and (folded.count(" ") + 1) * 12 < len(folded)
        and UNSPACED.search(folded) is not None
    )


def long_words(folded: str, bare: list[str]) -> frozenset[str]:
    """The longer words of a line; pairs of letters in scripts without spaces."""
    if _is_unspaced(folded):
        return frozenset(folded[at : at + 2] for at in range(len(folded) - 1))
    return frozenset([word for word in bare if len(word) > 3])


_MARKS_BEYOND_ASCII: Final = "“”’‘„«»"
_NO_MARKS: Final = bytes.maketrans(b'.,:;!?()[]"', b" " * 11)


def bare_words(text: str) -> list[str]:
    """The words of a text without marks. Bytes translate ten times quicker than strings."""
    if text.isascii():
        return text.encode("ascii").translate(_NO_MARKS).decode("ascii").split()
    for mark in _MARKS_BEYOND_ASCII:
        if mark in text:
            text = text.replace(mark, " ")
    data = text.encode("utf-8", "surrogatepass").translate(_NO_MARKS)
    return data.decode("utf-8", "surrogatepass").split()


def last_mark(text: str) -> str:
    """The last mark: "." for an ended sentence (quotes looked through), ":" "," "?" "…" or ""."""
    last = text[-1]
    if last == "." and text[-2:] != "..":
        return "."
    if last in _CLOSERS:
        inner = text.rstrip(_CLOSERS)[-1:]
        if inner and inner in _SENTENCE_MARKS:
            return "."
        return ")" if last in ")]" else "”"
    if last == "?":
        return "?"
    if text.endswith(("...", "…")):
        return "…"
    if last in _SENTENCE_MARKS:
        return "."
    return last if last in ":,;|-–—" else ""


def first_sort(text: str) -> str:
    first = text[0]
    if first.isupper():
        return "upper"
    if first.islower():
        return "lower"
    if first.isdigit():
        return "digit"
    if first in QUOTES:
        return "quote"
    return "letter" if first.isalpha() else "mark"


#: Byte classes: "A" a capital, "0" a digit, "m" a mark in numeric dates, "/" a stroke or a sign
#: beyond ASCII that may be "©", ")" a closing bracket, " " a space, "u" the first byte of a letter
#: beyond ASCII that may be a capital, "x" all else. Questions about letters become byte searches,
#: quicker than any loop.
_SORTS: Final = b"".join(
    b"A" if 65 <= code <= 90
    else b"0" if 48 <= code <= 57
    else b"m" if code in b".-"
    else b"/" if code in b"/|\xc2"
    else b")" if code in b")]"
    else b" " if code == 32
    else b"u" if code > 0xC2
    else b"x"
    for code in range(256)
)  # fmt: skip


def sorts_of(text: str) -> bytes:
    """The classes of a text's UTF-8 bytes."""
    return text.encode("utf-8", "surrogatepass").translate(_SORTS)


def share_of_figures(sorts: bytes, length: int) -> str:
    """The share of figures among a text's characters: "no", "few" or "many"."""
    count = sorts.count(b"0")
    return "no" if not count else "few" if count * 5 < length else "many"


def may_date(text: str, sorts: bytes) -> bool:
    """Whether a text can hold a date: four figures in a row, figures on both sides of a mark or of
    a month's name between marks, or figures of another script."""
    count = sorts.count(b"0")
    if count >= _FEWEST_FIGURES and (b"0000" in sorts or _FIGURES.search(sorts) is not None):
        return True
    if count >= _FEWEST_NAMED and _NAMED.search(sorts) is not None:
        return True
    return not text.isascii() and _OTHER_FIGURES.search(text) is not None


_FEWEST_FIGURES: Final = 4
_FIGURES: Final = re.compile(rb"0[m/] ?0")
#: "4-Jun-17"
_FEWEST_NAMED: Final = 3
_NAMED: Final = re.compile(rb"0[m/][Axu]{3,12}[m/]00")
_OTHER_FIGURES: Final = re.compile("[٠-٩۰-۹०-९০-৯๐-๙０-９年]")


def share_of_capitals(text: str, sorts: bytes) -> str:
    """Share of the words that begin with a capital; "all" where every letter is one."""
    if text.isupper():
        return "all"
    words = text.count(" ") + 1
    upper = sorts.count(b" A") + sorts.startswith(b"A")
    beyond = sorts.count(b" u") + sorts.startswith(b"u")
    # Letters beyond ASCII are examined only where they can make a difference.
    if beyond and _share(upper, words) != _share(upper + beyond, words):
        upper = sum([word[0].isupper() for word in text.split(" ")])
    return _share(upper, words)


def _share(upper: int, words: int) -> str:
    if upper * 4 >= words * 3:
        return "most"
    return "half" if upper * 5 >= words * 2 else "few"


def kind_of_mark(text: str) -> str:
    if "http" in text or "www." in text or ".com" in text:
        return "address"
    if "|" in text:
        return "bar"
    if "@" in text:
        return "at"
    if "•" in text or "·" in text or "»" in text[-3:] or "›" in text or ">" in text:
        return "dot"
    return "plain"


#: `PORT ALDER, England (AP) —`, `Riga —`: a story's first words.
_PLACE_OPENING: Final = re.compile(
    r"(?:[A-ZÀ-Þ][A-ZÀ-Þ.’' ]{2,}[A-ZÀ-Þ.](?:,\s[\w. ]{2,20})?|"
    r"[A-ZÀ-Þ][\w.’ -]{2,30}(?:,\s[\w. ]{2,20})?"
    r"\s\([A-Za-z/]{2,12}\))\s?(?:\([\w/ ]{2,20}\)\s?)?(?:[-–—]{1,2}|\.)\s"
)
#: No such opening is longer.
_LONGEST_OPENING: Final = 90


def opens_on_place(text: str) -> bool:
    """`PORT ALDER, England (AP) — The ferry …`"""
    head = text[:_LONGEST_OPENING]
    # The pattern needs a bracket, or at least two capitals and a mark.
    return ("(" in head or head[1:2].isupper() or head[1:2] in ".’' ") and bool(
        _PLACE_OPENING.match(text)
    )


_DOUBLE_QUOTES: Final = '“”„«»"'
#: Single ones, which inside words are apostrophes.
_SINGLE_QUOTES: Final = "‘’'"
_SINGLE_INSIDE: Final = re.compile(r"\B[‘’']|[‘’']\B")


def all_in_quotes(text: str) -> bool:
    """Whether a line is one quotation from its first mark to its last."""
    first, last = text[0], text[-1]
    if first in _SINGLE_QUOTES and last in _SINGLE_QUOTES:
        return _SINGLE_INSIDE.search(text, 1, len(text) - 1) is None
    return (
        first in _DOUBLE_QUOTES
        and last in _DOUBLE_QUOTES
        and not any(map(text[1:-1].__contains__, _DOUBLE_QUOTES))
    )
