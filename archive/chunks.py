"""Long lists in pieces that one SQL statement takes."""

from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

#: Rows or values a statement; with a row's columns below SQLite's 32,766 variables.
CHUNK: Final = 500
T = TypeVar("T")


def chunks(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]
