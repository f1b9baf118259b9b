"""Parquet and Feather (Arrow IPC) files -> one SourceFile a row, `news.parquet:17`, of any size.

Rows are numbered from 1. Every column comes under its own name: lists (of authors) and objects as
they are, stamps of time in ISO 8601; bytes, such as pictures, are left out. Reading them takes
pyarrow, the extra `parquet`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

from ingest.records import SourceFile
from ingest.sources.archives import Budget, Rejected
from ingest.sources.archives.spool import seekable
from ingest.sources.forms.form import Form, record
from ingest.sources.forms.tabular.rows import are_known, plain

NEEDS_PYARROW: Final = (
    "Reading it takes the extra “parquet”, which is not installed: pip install "
    "'broadsheet[parquet]'. Or save it as CSV or JSON lines."
)
UNREADABLE: Final = "It is damaged or truncated, or of a kind that pyarrow cannot read."
BROKEN_HERE: Final = "The file is damaged here; the rows from this one on were not read."
NO_COLUMN: Final = (
    "None of its columns has a known name (such as title, text, date, author, url). Rename its "
    "columns."
)
#: Rows that are held in memory at a time.
_BATCH: Final = 128
_PARQUET: Final = b"PAR1"
_FEATHER: Final = (b"ARROW1\0\0", b"FEA1")


def _parquet_records(stream: io.BufferedReader, name: str, budget: Budget) -> Iterator[SourceFile]:
    try:
        from pyarrow import parquet
    except ImportError:
        raise Rejected(NEEDS_PYARROW) from None
    with seekable(stream, budget) as file:
        opened = _opened(lambda: parquet.ParquetFile(file))
        yield from _rows(
            name, opened.schema_arrow.names, opened.iter_batches(_BATCH, use_threads=False)
        )


def _feather_records(stream: io.BufferedReader, name: str, budget: Budget) -> Iterator[SourceFile]:
    try:
        from pyarrow import ipc
    except ImportError:
        raise Rejected(NEEDS_PYARROW) from None
    with seekable(stream, budget) as file:
        opened = _opened(lambda: ipc.open_file(file))
        batches = (opened.get_batch(at) for at in range(opened.num_record_batches))
        parts = (
            batch.slice(at, _BATCH) for batch in batches for at in range(0, batch.num_rows, _BATCH)
        )
        yield from _rows(name, opened.schema.names, parts)


def _opened(opens: Any) -> Any:
    """What pyarrow opens; raises Rejected. It raises nearly anything for a damaged file."""
    try:
        return opens()
    except MemoryError:
        raise
    except Exception as error:
        raise Rejected(UNREADABLE) from error


def _rows(name: str, columns: list[str], batches: Iterator[Any]) -> Iterator[SourceFile]:
    if not are_known(columns):
        raise Rejected(NO_COLUMN)
    number = 0
    while True:
        try:
            batch = next(batches, None)
            rows = [] if batch is None else batch.to_pylist()
        except MemoryError:
            raise
        except Exception:
            yield SourceFile(f"{name}:{number + 1}", b"", BROKEN_HERE)
            return
        if batch is None:
            return
        for row in rows:
            number += 1
            yield record(name, number, {key: plain(value) for key, value in row.items()})


PARQUET: Final = Form(
    name="parquet",
    title="Parquet",
    recognises=lambda head: head.data.startswith(_PARQUET),
    records=_parquet_records,
    of_any_size=(".parquet", ".pq"),
)
FEATHER: Final = Form(
    name="feather",
    title="Feather (Arrow)",
    recognises=lambda head: head.data.startswith(_FEATHER),
    records=_feather_records,
    of_any_size=(".feather", ".arrow"),
)
