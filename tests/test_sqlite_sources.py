"""Databases give the rows of tables with known columns, and nothing in them is run."""

import io
import json
import zipfile

import pytest
from corpora.sqlite import database

from ingest.sources import has_any_size, read_paths, read_stream
from ingest.sources.archives import Limits

TABLE = "CREATE TABLE articles (title, text, words)"
ROWS = [("Ferry late", "It left late.", 3), ("Quay shut", "It is shut.", None)]


def files_in(data, name="news.db", **limits):
    return list(read_stream(io.BytesIO(data), name, limits=Limits(**limits)))


def test_rows_come_with_all_their_columns():
    first, second = files_in(database(TABLE, rows=ROWS))
    assert first.name == "news.db:1"
    assert json.loads(first.data) == {"title": "Ferry late", "text": "It left late.", "words": 3}
    assert json.loads(second.data) == {"title": "Quay shut", "text": "It is shut."}


def test_several_tables_name_their_records_and_others_are_named():
    more = ("CREATE TABLE old AS SELECT 'a' AS title, 'b' AS text", "CREATE TABLE codes (a)")
    files = files_in(database(TABLE, *more, rows=ROWS))
    assert [file.name for file in files] == [
        "news.db/articles:1", "news.db/articles:2", "news.db/old:1", "news.db",
    ]  # fmt: skip
    assert "“codes”" in files[-1].problem


def test_a_file_is_read_where_it_lies_and_stays_as_it_is(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    path = folder / "a?b #1.db"
    path.write_bytes(database(TABLE, rows=ROWS))
    before = path.read_bytes()
    assert len(list(read_paths([folder], limits=Limits()))) == 2
    assert path.read_bytes() == before
    assert [found.name for found in folder.iterdir()] == [path.name]


def test_one_in_an_archive_is_read():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("news.db", database(TABLE, rows=ROWS))
    assert [file.name for file in files_in(out.getvalue(), "a.zip")] == [
        "a.zip/news.db:1", "a.zip/news.db:2",
    ]  # fmt: skip


def test_views_virtual_tables_and_computed_columns_are_not_touched():
    data = database(
        'CREATE TABLE "a""b" (title, text, bad AS (zeroblob(900000000)))',
        "INSERT INTO \"a\"\"b\" VALUES ('Ferry late', 'It left late.')",
        "CREATE VIEW articles AS WITH RECURSIVE n(title) AS"
        " (SELECT 1 UNION ALL SELECT title FROM n) SELECT * FROM n",
        "CREATE VIRTUAL TABLE found USING fts5(title, text)",
    )
    first = files_in(data)[0]
    assert json.loads(first.data) == {"title": "Ferry late", "text": "It left late."}


@pytest.mark.parametrize("page", range(8))
def test_damaged_pages_give_sentences(page):
    data = bytearray(database(TABLE, rows=[(f"Ferry {n}", "late " * 300, n) for n in range(20)]))
    data[page * 4096 + 100 : (page + 1) * 4096] = b"\xff" * 3996
    files = files_in(bytes(data))
    assert len(files) < 22
    assert any(file.problem for file in files) or len(files) == 20


@pytest.mark.parametrize("size", [16, 100, 4096, 9000])
def test_one_cut_short_gives_a_sentence(size):
    data = database(TABLE, rows=[(f"Ferry {n}", "late " * 300, n) for n in range(20)])
    assert files_in(data[:size])[-1].problem


def test_a_database_without_articles_is_refused():
    assert "no table" in files_in(database("CREATE VIEW a AS SELECT 1 AS title"))[0].problem


def test_a_stream_larger_than_allowed_is_refused():
    assert "unpacks to more" in files_in(database(TABLE, rows=ROWS), unpacked=5000)[0].problem


def test_it_may_have_any_size():
    assert has_any_size("news.sqlite3")
