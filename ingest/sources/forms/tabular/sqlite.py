"""SQLite databases -> one SourceFile a row of each table with known columns, of any size.

Rows are numbered from 1 in the order of the table: `news.db:17`, of several tables
`news.db/articles:17`. Every column comes under its own name, bytes left out. Other tables are named
in one sentence; views, virtual tables, generated columns and what lies in a `-wal` file beside it
are not read. Nothing of the schema is run: an authorizer allows plain reading only.
"""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final
from urllib.parse import quote

from ingest.records import SourceFile
from ingest.sources import archives
from ingest.sources.archives import Budget, Rejected
from ingest.sources.archives.spool import on_disk
from ingest.sources.forms.form import Form, record
from ingest.sources.forms.tabular.rows import are_known, plain, unread

DAMAGED: Final = "It is a damaged database, or no database that can be read: {}."
DAMAGED_HERE: Final = "The table “{}” is damaged here; its other rows were not read: {}."
NO_TABLES: Final = "There is no table in this database."
_MAGIC: Final = b"SQLite format 3\0"
#: Least bytes of a row on disk: in a ring of damaged pages the rows never end.
_SMALLEST_ROW: Final = 2
_MOST_TABLES: Final = 1_000
_ALLOWED: Final = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_PRAGMA)
_TABLES: Final = "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0 LIMIT ?"


def _records(stream: io.BufferedReader, name: str, budget: Budget) -> Iterator[SourceFile]:
    with on_disk(stream, budget) as path:
        try:
            with closing(_connection(path, budget)) as database:
                yield from _tables(database, name, path.stat().st_size // _SMALLEST_ROW)
        except sqlite3.Error as error:
            raise Rejected(DAMAGED.format(error)) from error


def _connection(path: Path, budget: Budget) -> sqlite3.Connection:
    """The database, never written to, with nothing of its schema trusted."""
    address = f"file:{quote(str(path))}?mode=ro&immutable=1"
    database = sqlite3.connect(address, uri=True, isolation_level=None)
    database.text_factory = lambda data: data.decode("utf-8", "replace")
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, budget.limits.file)
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA cell_size_check = ON")
    database.set_authorizer(
        lambda action, *_: sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY
    )
    return database


def _tables(database: sqlite3.Connection, name: str, most: int) -> Iterator[SourceFile]:
    names = [str(row[0]) for row in database.execute(_TABLES, (_MOST_TABLES,))]
    names = [table for table in names if not table.startswith("sqlite_")]
    if not names:
        raise Rejected(NO_TABLES)
    columns = {table: _columns(database, table) for table in names}
    known = [table for table in names if are_known(columns[table])]
    for table in known:
        inner = name
        if len(known) > 1:
            inner = f"{name}/{archives.printable(table)}"
            inner = archives.shortened(inner, archives.LONGEST_PATH)
        yield from _rows(database, inner, table, columns[table], most)
    if others := [table for table in names if table not in known]:
        yield SourceFile(name, b"", unread("table", others))


def _columns(database: sqlite3.Connection, table: str) -> list[str]:
    """The columns that a table stores; generated and hidden ones are computed."""
    rows = database.execute(f"PRAGMA table_xinfo({_quoted(table)})")
    return [str(row[1]) for row in rows if not row[6]]


def _rows(
    database: sqlite3.Connection, name: str, table: str, columns: list[str], most: int
) -> Iterator[SourceFile]:
    listed = ", ".join(map(_quoted, columns))
    number = 0
    try:
        for row in database.execute(f"SELECT {listed} FROM {_quoted(table)} NOT INDEXED"):  # noqa: S608 - names quoted
            number += 1
            if number > most:
                raise sqlite3.DatabaseError("its rows go round in a ring")
            values = {key: plain(cell) for key, cell in zip(columns, row, strict=True)}
            yield record(name, number, values)
    except sqlite3.Error as error:
        yield SourceFile(f"{name}:{number + 1}", b"", DAMAGED_HERE.format(table[:60], error))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


SQLITE: Final = Form(
    name="sqlite",
    title="SQLite database",
    recognises=lambda head: head.data.startswith(_MAGIC),
    records=_records,
    of_any_size=(".sqlite", ".sqlite3", ".db", ".db3"),
)
