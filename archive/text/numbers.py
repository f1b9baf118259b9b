"""Numbers as addresses and forms send them."""

from __future__ import annotations

from typing import Final

#: No id of a row has more figures, and no count of versions or of files of an import.
OF_ROWS: Final = 18
OF_COUNTS: Final = 9


def number_of(text: str, most: int = OF_ROWS) -> int | None:
    """The number that a text is, in at most so many plain figures; None for any other text."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= most else None


def id_of(text: str, most: int = OF_ROWS) -> int:
    """The same of what counts from 1, as ids and versions do: 0 for any other text."""
    return number_of(text, most) or 0
