"""Numbers from URLs and forms."""

from __future__ import annotations

from typing import Final

#: Most digits of a row's id, and of a count of versions or files.
ID_DIGITS: Final = 18
COUNT_DIGITS: Final = 9


def number_of(text: str, most: int = ID_DIGITS) -> int | None:
    """The number in `text`, at most `most` ASCII digits; None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= most else None


def id_of(text: str, most: int = ID_DIGITS) -> int:
    """As number_of for ids and versions, which count from 1: 0 for anything else."""
    return number_of(text, most) or 0
