"""One JSON object in, its values with their spans out; one pass, no recursion.

`scan_object` reads a level; nested objects and lists are scanned again on demand.
Spans are those of a string's raw contents, between the quotes.
"""

from __future__ import annotations

import json
import json.decoder
import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from archive.record.evidence import Span

_BLANKS: Final = frozenset(" \t\r\n\ufeff")
_SPACE: Final = re.compile(r"[ \t\r\n\ufeff]*")
#: The C scanner behind json.loads: (text, start, strict) -> (string, end).
scanstring: Final[Callable[[str, int, bool], tuple[str, int]]] = json.decoder.scanstring  # type: ignore[attr-defined]
#: Python makes no number of more digits by itself; no field means one.
_LONGEST_NUMBER: Final = 4_000


def _whole_number(digits: str) -> int | str:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else digits


#: Reads JSON as programs write it: with line ends inside strings, and with numbers of any length.
DECODER: Final = json.JSONDecoder(strict=False, parse_int=_whole_number)
#: One escape is one character of the value; a surrogate pair is one too.
_ESCAPE: Final = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\."
)

_HALF: Final = re.compile("[\ud800-\udfff]")
_HALF_ESCAPED: Final = re.compile(r"\\u[dD][89a-fA-F]")
_IS_HALF: Final = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")


class NotJson(ValueError):
    """The text is not the JSON that was expected; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Item:
    """A value, and where it stands: for a string its contents without the quotes."""

    key: str
    value: Any
    start: int
    end: int

    @property
    def span(self) -> Span:
        return (self.start, self.end)


def scan_object(text: str, at: int = 0) -> tuple[list[Item], int]:
    """The members of the object that begins at `at`, in order, and where it ends.

    Raises NotJson with the position of the mistake.
    """
    at = _skip(text, at)
    if text[at : at + 1] != "{":
        raise NotJson(f"There is no JSON object at character {at + 1}.")
    items: list[Item] = []
    at = _skip(text, at + 1)
    if text[at : at + 1] == "}":
        return items, at + 1
    try:
        while True:
            if text[at : at + 1] != '"':
                raise NotJson(f"A key in quotes is missing at character {at + 1}.")
            name, at = _string(text, at + 1)
            at = _skip(text, at)
            if text[at : at + 1] != ":":
                raise NotJson(f"A colon is missing at character {at + 1}.")
            item, at = _value(text, _skip(text, at + 1), name)
            items.append(item)
            at = _skip(text, at)
            mark = text[at : at + 1]
            if mark == "}":
                return items, at + 1
            if mark != ",":
                raise NotJson(f"A comma is missing at character {at + 1}.")
            at = _skip(text, at + 1)
    except json.JSONDecodeError as error:
        raise NotJson(f"It is not JSON: {error.msg} at character {error.pos + 1}.") from None
    except RecursionError:
        raise NotJson("It is nested too deeply to be read.") from None


def scan_list(text: str, at: int) -> list[Item]:
    """The members of the list that begins at `at`; keys are their numbers."""
    items: list[Item] = []
    at = _skip(text, at + 1)
    while text[at : at + 1] not in ("]", ""):
        item, at = _value(text, at, str(len(items)))
        items.append(item)
        at = _skip(text, at)
        if text[at : at + 1] != ",":
            break
        at = _skip(text, at + 1)
    return items


def _value(text: str, at: int, name: str) -> tuple[Item, int]:
    if text[at : at + 1] == '"':
        value, end = _string(text, at + 1)
        return Item(name, value, at + 1, end - 1), end
    value, end = DECODER.raw_decode(text, at)
    return Item(name, value, at, end), end


def _string(text: str, at: int) -> tuple[str, int]:
    """A string and where it ends; halves of surrogate pairs are U+FFFD, as they are no characters
    and nothing can store them."""
    value, end = scanstring(text, at, False)
    return (value if value.isascii() else _HALF.sub("\ufffd", value)), end


def has_halves(text: str) -> bool:
    """Whether an escape in JSON text is half a surrogate pair."""
    if not _HALF_ESCAPED.search(text):
        return False
    return any(_IS_HALF.fullmatch(match[0]) for match in _ESCAPE.finditer(text))


def _skip(text: str, at: int) -> int:
    if text[at : at + 1] not in _BLANKS:
        return at
    match = _SPACE.match(text, at)
    return match.end() if match else at


class Places:
    """Maps offsets in a decoded string to offsets in the text, escapes counted."""

    __slots__ = ("_extra", "_firsts", "_start")

    def __init__(self, text: str, item: Item) -> None:
        self._start = item.start
        self._firsts: list[int] = []
        self._extra: list[int] = []
        if item.end - item.start == len(item.value):
            return
        gone = 0
        for match in _ESCAPE.finditer(text, item.start, item.end):
            # The decoded character stands at (raw offset - what escapes before it took more).
            self._firsts.append(match.start() - item.start - gone + 1)
            gone += match.end() - match.start() - 1
            self._extra.append(gone)

    def span(self, start: int, end: int) -> Span:
        """The raw span of the decoded characters from `start` to `end`."""
        return self._place(start), self._place(end)

    def _place(self, offset: int) -> int:
        if not self._firsts:
            return self._start + offset
        before = bisect_right(self._firsts, offset)
        return self._start + offset + (self._extra[before - 1] if before else 0)
