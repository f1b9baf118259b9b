"""Tables of records -> one SourceFile a row: CSV and TSV with a header, or stored by columns.

A row becomes a JSON object with the header's keys. What cannot be read becomes a sentence.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ingest.decode import decode
from ingest.parsing.structured.keys import KEY_FIELDS, plain_key
from ingest.records import SourceFile

#: Characters of one field.
MAX_FIELD: Final = 16 * 2**20
NO_HEADER: Final = (
    "Its first row names no known field (such as title, text, date, author, url). Add a header row"
    " with such names."
)
#: Tables that are published without a header: (what the first cell looks like, their columns).
HEADERLESS: Final = (
    # MIND, news.tsv
    (
        re.compile(r"N\d+"),
        ("id", "category", "subcategory", "title", "abstract", "url", "entities", "more entities"),
    ),
)
#: Tab-separated fields are quoted in some files and hold literal quotation marks in others: the
#: way that gives more complete rows in this many characters wins.
_JUDGED_ON: Final = 200_000
#: `"We" waited`: a field that only begins with a quotation.
_QUOTING_WORDS: Final = re.compile(r'(?:^|\t)"[^"\t\r\n]*"[^"\t\r\n]', re.MULTILINE)
_ENDS: Final = re.compile(r"\r\n?|\n")


def table_records(name: str, data: bytes, *, tabs: bool) -> Iterator[SourceFile]:
    """The rows of a table, named by the number of the row (the header is row 1)."""
    text = decode(data).text.removeprefix("\ufeff")
    end = _ENDS.search(text)
    header_line = text[: end.start()] if end else text
    delimiter = "\t" if tabs else max(",;\t|", key=header_line.count)
    header: tuple[str, ...] = ()
    for number, (row, problem) in enumerate(_rows(text, delimiter), 1):
        if problem:
            yield SourceFile(f"{name}:{number}", b"", problem)
            continue
        if not any(cell.strip() for cell in row):
            continue
        if not header:
            header, is_row = _header_of(row)
            if not header:
                yield SourceFile(name, b"", NO_HEADER)
                return
            if not is_row:
                continue
        yield _record(f"{name}:{number}", header, row)


def rows_of(name: str, columns: Mapping[str, Mapping[str, Any]]) -> Iterator[SourceFile]:
    """The rows of a table stored by columns."""
    numbers = sorted({number for column in columns.values() for number in column}, key=_as_number)
    for place, number in enumerate(numbers, 1):
        record = {key: column[number] for key, column in columns.items() if number in column}
        yield SourceFile(f"{name}:{place}", _as_json(record))


def _as_number(text: str) -> tuple[int, str]:
    return (int(text) if text.isdecimal() and len(text) < 12 else 0, text)


def _header_of(row: list[str]) -> tuple[tuple[str, ...], bool]:
    """The names of the columns, and whether the first row is a record already; no names where none
    is known."""
    for first, names in HEADERLESS:
        if len(row) == len(names) and first.fullmatch(row[0]):
            return names, True
    header = tuple(cell.strip() for cell in row)
    known = any(plain_key(cell) in KEY_FIELDS for cell in header)
    return (header, False) if known else ((), False)


def _record(name: str, header: tuple[str, ...], row: list[str]) -> SourceFile:
    record: dict[str, str] = {}
    for place, cell in enumerate(row):
        key = header[place] if place < len(header) and header[place] else f"column {place + 1}"
        if cell and key not in record:
            record[key] = cell
    return SourceFile(name, _as_json(record))


def _as_json(record: Mapping[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "replace")


def _rows(text: str, delimiter: str) -> Iterator[tuple[list[str], str]]:
    plain = delimiter == "\t" and _is_plain(text[:_JUDGED_ON])
    reader = _reader(text, delimiter, plain=plain)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield [], f"The row cannot be read: {error}."
            continue
        yield row, ""


def _reader(text: str, delimiter: str, *, plain: bool) -> Iterator[list[str]]:
    csv.field_size_limit(MAX_FIELD)
    lines = io.StringIO(text, newline="")
    if plain:
        return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    return csv.reader(lines, delimiter=delimiter)


def _is_plain(text: str) -> bool:
    """Whether quotation marks between tabs are literal."""
    if _QUOTING_WORDS.search(text):
        return True
    return _whole_rows(text, plain=True) > _whole_rows(text, plain=False)


def _whole_rows(text: str, *, plain: bool) -> int:
    """How many rows have as many fields as the first."""
    try:
        rows = list(_reader(text, "\t", plain=plain))
    except csv.Error:
        return 0
    return sum(len(row) == len(rows[0]) > 1 for row in rows)
