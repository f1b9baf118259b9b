"""Numbers as addresses and forms send them."""

from __future__ import annotations

from typing import Final

#: No id of a row has more figures, and no count of versions or of files of an import.
ID_DIGITS: Final = 18
COUNT_DIGITS: Final = 9


def number_of(text: str, most: int = ID_DIGITS) -> int | None:
    """The number that a text is, in at most so many plain figures; None for any other text."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= most else None


def id_of(text: str, most: int = ID_DIGITS) -> int:
    """The same of what counts from 1, as ids and versions do: 0 for any other text."""
    return number_of(text, most) or 0
