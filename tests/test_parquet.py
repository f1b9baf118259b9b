"""Parquet and Feather files are read in batches, with the types that their columns have."""

import io
import json
import sys
from datetime import UTC, datetime

import pytest

from ingest.sources import has_any_size, read_stream
from ingest.sources.archives import Limits

pyarrow = pytest.importorskip("pyarrow")
from pyarrow import feather, parquet  # noqa: E402

ROW = {
    "title": "Ferry late",
    "text": "It left late.",
    "authors": ["Una Marr", "Joss Quill"],
    "published": datetime(2016, 4, 11, 9, 30, tzinfo=UTC),
    "picture": {"bytes": b"\x89PNG", "path": "a.png"},
    "score": float("nan"),
}
READ = {
    "title": "Ferry late",
    "text": "It left late.",
    "authors": ["Una Marr", "Joss Quill"],
    "published": "2016-04-11T09:30:00+00:00",
    "picture": {"path": "a.png"},
}


def packed(rows, write=parquet.write_table, **options):
    out = io.BytesIO()
    write(pyarrow.Table.from_pylist(rows), out, **options)
    return out.getvalue()


def files_in(data, name="news.parquet", **limits):
    stream = data if hasattr(data, "read") else io.BytesIO(data)
    return list(read_stream(stream, name, limits=Limits(**limits)))


@pytest.mark.parametrize("write", [parquet.write_table, feather.write_feather])
def test_every_column_comes_as_it_is(write):
    files = files_in(packed([ROW] * 300, write))
    assert [file.name for file in files][::299] == ["news.parquet:1", "news.parquet:300"]
    assert json.loads(files[299].data) == READ


def test_a_stream_without_seek_is_read():
    class Pipe(io.BytesIO):
        def seekable(self):
            return False

    assert len(files_in(Pipe(packed([ROW])))) == 1


def test_columns_that_are_all_unknown_are_refused():
    assert "columns" in files_in(packed([{"a": 1, "b": 2}]))[0].problem


@pytest.mark.parametrize("place", [4, 300, -40, -5])
def test_a_damaged_one_gives_a_sentence_or_its_rows(place):
    data = bytearray(packed([ROW] * 9, compression="zstd"))
    data[place : place + 4 if place + 4 else None] = b"\xff" * 4
    assert all(file.problem or file.data for file in files_in(bytes(data)))


@pytest.mark.parametrize("share", [0.01, 0.5, 0.99])
def test_one_cut_short_gives_a_sentence(share):
    data = packed([ROW] * 9)
    (file,) = files_in(data[: int(len(data) * share)])
    assert "truncated" in file.problem


def test_without_pyarrow_a_sentence_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert "broadsheet[parquet]" in files_in(packed([ROW]))[0].problem


def test_it_may_have_any_size():
    assert has_any_size("news.parquet")
