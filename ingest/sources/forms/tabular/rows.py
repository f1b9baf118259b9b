"""Rows of typed cells -> records, as workbooks, Parquet files and databases hold them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

from ingest.parsing.structured.keys import KEY_FIELDS, plain_key
from ingest.records import SourceFile
from ingest.sources.forms.form import record

#: Levels of lists and objects in one cell.
_DEEPEST: Final = 20


def are_known(columns: Iterable[str]) -> bool:
    """Whether any of these columns is a field of an article."""
    return any(plain_key(column) in KEY_FIELDS for column in columns)


def records_of_rows(name: str, rows: Iterable[tuple[int, list[Any]]]) -> Iterator[SourceFile]:
    """The records of numbered rows, whose first names the columns; none where it names no field of
    an article."""
    header: list[str] = []
    for number, row in rows:
        cells = [plain(cell) for cell in row]
        if all(cell in ("", None) for cell in cells):
            continue
        if header:
            yield record(name, number, named_cells(header, cells))
            continue
        header = [str(cell).strip() if cell is not None else "" for cell in cells]
        if not are_known(header):
            return


def named_cells(header: Sequence[str], cells: Sequence[Any]) -> dict[str, Any]:
    """Cells that say something under the names of their columns; of a name that stands above
    several the first, the others by their place."""
    values: dict[str, Any] = {}
    for place, cell in enumerate(cells):
        if cell in ("", None):
            continue
        key = header[place] if place < len(header) else ""
        values[key if key and key not in values else f"column {place + 1}"] = cell
    return values


def plain(value: Any, depth: int = 0) -> Any:
    """A cell as JSON has it: days and times in ISO 8601, whole numbers without a point; None for
    what is no writing, such as the bytes of a picture."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    if isinstance(value, datetime):
        midnight = value.tzinfo is None and value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if depth < _DEEPEST and isinstance(value, Mapping):
        inner = {str(key): plain(item, depth + 1) for key, item in value.items()}
        return {key: item for key, item in inner.items() if item is not None} or None
    if depth < _DEEPEST and isinstance(value, list | tuple):
        return [item for item in (plain(item, depth + 1) for item in value) if item is not None]
    return None if isinstance(value, bytes) or depth >= _DEEPEST else str(value)


def unread(kind: str, names: list[str]) -> str:
    """A sentence that names the sheets or tables that hold no articles."""
    named = ", ".join(f"“{name[:60]}”" for name in names[:10])
    more = f" and {len(names) - 10} more" if len(names) > 10 else ""
    return (
        f"Without a column of a known name (such as title, text, date, author, url) and not read: "
        f"the {kind}{'s' * (len(names) > 1)} {named}{more}."
    )
