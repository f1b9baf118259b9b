"""Workbooks (.xlsx, .xlsm, .xls, .ods) -> one SourceFile a row, `book.xlsx:17`; of several sheets
with records `book.xlsx/Sheet:17`.

The first row of a sheet that says anything names the columns. Formulas give the value that was
saved with them, dates come in ISO 8601. Sheets whose columns are all unknown are named in one
sentence. Pictures, notes and macros are not read.

calamine lays a sheet out as one rectangle of cells, and unpacks its parts whole: how large both
would be is counted here first.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final, TypeVar

from ingest.records import SourceFile
from ingest.sources import archives
from ingest.sources.archives import Budget, Rejected
from ingest.sources.archives.zips import zip_members
from ingest.sources.forms.form import Form, Head
from ingest.sources.forms.tabular.rows import records_of_rows, unread

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_T = TypeVar("_T")

#: Cells of one sheet, empty ones included; each takes 32 bytes.
MOST_CELLS: Final = 8_000_000
#: Unpacked bytes of a workbook, as a multiple of the limit of one file.
_MOST_UNPACKED: Final = 3
_STEP: Final = 2**20
_OVERLAP: Final = 64
#: `<c r="XFD1048576">`, `<row r="1048576">`.
_PLACE: Final = re.compile(rb"""\br\s{0,9}=\s{0,9}["']([A-Za-z]{0,3})(\d{1,9})["']""")
#: Rows and cells of an OpenDocument sheet, which may stand for many.
_ODS: Final = re.compile(rb"<table:(table-row|table-cell|covered-table-cell|table)\b([^<>]*)>")
_REPEATED: Final = re.compile(rb"""number-(?:rows|columns)-repeated\s{0,9}=\s{0,9}["'](\d{1,12})""")

TOO_MANY_CELLS: Final = (
    f"One of its sheets spans more than {MOST_CELLS:,} cells, empty ones included. Save the sheet "
    f"with the articles as CSV and send that."
)
TOO_LARGE: Final = "It unpacks to more than can be read. Save its sheets as CSV and send those."
UNREADABLE: Final = "It is a damaged or protected workbook. Save its sheets as CSV and send those."
NO_RECORDS: Final = "There are no rows in it."


def _records(stream: io.BufferedReader, name: str, budget: Budget) -> Iterator[SourceFile]:
    data = archives.whole(stream, budget)
    if data.startswith(b"PK"):
        _reject_oversized(data, budget)
    book = _opened(data)
    read: list[str] = []
    skipped: list[str] = []
    for sheet in book.sheet_names:
        first = next(records_of_rows(name, _rows(book, sheet)), None)
        if first is not None:
            read.append(sheet)
        elif next(_rows(book, sheet), None) is not None:
            skipped.append(sheet)
    for sheet in read:
        inner = name
        if len(read) > 1:
            inner = archives.shortened(f"{name}/{archives.printable(sheet)}", archives.LONGEST_PATH)
        yield from records_of_rows(inner, _rows(book, sheet))
    if skipped:
        yield SourceFile(name, b"", unread("sheet", skipped))
    elif not read:
        raise Rejected(NO_RECORDS)


def _opened(data: bytes) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook

    return _guarded(lambda: CalamineWorkbook.from_filelike(io.BytesIO(data)))


def _rows(book: CalamineWorkbook, name: str) -> Iterator[tuple[int, list[Any]]]:
    """The rows of a sheet, numbered as in the sheet."""
    sheet = _guarded(lambda: book.get_sheet_by_name(name))
    if sheet.start is None:
        return
    rows = _guarded(lambda: sheet.to_python(skip_empty_area=True))
    yield from enumerate(rows, sheet.start[0] + 1)


def _guarded(read: Callable[[], _T]) -> _T:
    """What calamine returns; raises Rejected, also for a panic, which is no Exception."""
    try:
        return read()
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except BaseException as error:
        raise Rejected(UNREADABLE) from error


def _reject_oversized(data: bytes, budget: Budget) -> None:
    """Raise Rejected for a workbook that would take too much memory; counts what it unpacks to."""
    left = _MOST_UNPACKED * budget.limits.file
    for member in zip_members(archives.buffered(io.BytesIO(data)), budget):
        if member.stream is None:
            raise Rejected(member.problem)
        tail, box = b"", [1, 1]
        parts: list[bytes] = []
        while part := member.stream.read(_STEP):
            left -= len(part)
            if left < 0:
                raise Rejected(TOO_LARGE)
            if member.name == "content.xml":
                parts.append(part)
            elif member.name.endswith(".xml"):
                _widen(box, tail + part)
                tail = part[-_OVERLAP:]
        if box[0] * box[1] > MOST_CELLS or _ods_cells(b"".join(parts)) > MOST_CELLS:
            raise Rejected(TOO_MANY_CELLS)


def _widen(box: list[int], xml: bytes) -> None:
    """Let rows and columns reach as far as any cell does."""
    for match in _PLACE.finditer(xml):
        column = 0
        for letter in match[1].upper():
            column = column * 26 + letter - 64
        box[0], box[1] = max(box[0], int(match[2])), max(box[1], column)


def _ods_cells(xml: bytes) -> int:
    """The most cells that a sheet spans up to the last that says something."""
    most = rows = column = width = height = 0
    for match in _ODS.finditer(xml):
        found = _REPEATED.search(match[2])
        times = int(found[1]) if found else 1
        if match[1] == b"table":
            rows = width = height = 0
        elif match[1] == b"table-row":
            rows, column = rows + times, 0
        else:
            column += times
            if b"value-type" in match[2] or b"formula" in match[2]:
                width, height = max(width, column), max(height, rows)
        most = max(most, width * height)
    return most


def _is_workbook(head: Head) -> bool:
    return head.ending in (".xlsx", ".xlsm", ".ods", ".xls") and head.is_zip


XLSX: Final = Form(
    name="xlsx",
    title="Workbook",
    recognises=_is_workbook,
    records=_records,
    is_zip=True,
)
XLS: Final = Form(
    name="xls",
    title="Workbook (Excel 97–2003)",
    recognises=lambda head: (
        head.ending in (".xls", ".xlsx", ".xlsm") and head.data.startswith(b"\xd0\xcf\x11\xe0")
    ),
    records=_records,
)
