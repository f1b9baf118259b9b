"""Day first or month first: one figure above twelve settles it for a file, a folder, an import."""

import io
import json

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from factory import LONG

from archive.models import Article, SourceText
from ingest import jobs, pipeline, reparse
from ingest.models import Import, Upload
from ingest.records import SourceFile
from ingest.sources import read_paths
from ingest.sources.archives import Limits
from ingest.sources.date_order import with_order

STORY = (
    "The harbour gate at Kinsale stayed shut on Monday after its motor failed for the third time "
    "this month, and ferries to the outer islands waited beyond the wall until noon.\n\n"
    "The harbour master said that a new motor had been ordered in March, and that nobody had told "
    "him when it would arrive or what the old one was still good for."
)


def column(*days):
    rows = [f'Gate stays shut {n},{day},"{LONG} {n}"' for n, day in enumerate(days)]
    return "\n".join(["title,date,text", *rows]).encode()


def lines(*days):
    rows = [{"title": f"Gate {n}", "date": day, "text": LONG} for n, day in enumerate(days)]
    return "\n".join(map(json.dumps, rows)).encode()


def page(day, n=0):
    return f"Harbour gate stays shut {n}\n\nBy Una Marr\n\n{day}\n\n{STORY}".encode()


def parsed(path, capsys):
    call_command("parse", str(path), "--jsonl", stdout=(out := io.StringIO()))
    return [json.loads(line) for line in out.getvalue().splitlines()]


def days(records):
    return [record["date"] for record in records]


def order(*files):
    return [file.order for file in with_order(files)]


@pytest.mark.parametrize(("name", "whole"), [("d.csv", column), ("d.jsonl", lines)])
def test_a_day_above_twelve_settles_the_whole_file(name, whole, tmp_path, capsys):
    (tmp_path / name).write_bytes(whole("2/5/2019", "24/4/2019", "3/5/2019 10:15"))
    assert days(parsed(tmp_path, capsys)) == ["2019-05-02", "2019-04-24", "2019-05-03"]
    (tmp_path / name).write_bytes(whole("2/5/2019", "4/24/2019", "3/5/2019 10:15"))
    records = parsed(tmp_path, capsys)
    assert days(records) == ["2019-02-05", "2019-04-24", "2019-03-05"]
    assert all(record["confidence"]["date"] > 0.9 for record in records)


def test_a_list_of_objects_settles_as_a_column_does(tmp_path, capsys):
    rows = [{"title": "Gate", "date": day, "text": LONG} for day in ("2-5-2019", "4-24-2019")]
    (tmp_path / "d.json").write_text(json.dumps(rows))
    assert days(parsed(tmp_path, capsys)) == ["2019-02-05", "2019-04-24"]


def test_a_file_in_which_nothing_settles_it_stays_in_doubt(tmp_path, capsys):
    (tmp_path / "d.csv").write_bytes(column("2/5/2019", "3/5/2019"))
    assert all(record["confidence"]["date"] < 0.6 for record in parsed(tmp_path, capsys))


def test_a_file_that_contradicts_itself_stays_in_doubt(tmp_path, capsys):
    (tmp_path / "d.csv").write_bytes(column("2/5/2019", "24/4/2019", "4/24/2019"))
    first = parsed(tmp_path, capsys)[0]
    assert first["confidence"]["date"] < 0.6


def test_a_page_is_read_in_the_order_of_its_folder(tmp_path, capsys):
    for folder, day in (("a", "14/03/2019"), ("b", "03/14/2019")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "1.txt").write_bytes(page("04/03/2019"))
        (tmp_path / folder / "2.txt").write_bytes(page(day))
    found = days(parsed(tmp_path, capsys))
    assert found == ["2019-03-04", "2019-03-14", "2019-04-03", "2019-03-14"]


def test_a_page_that_settles_its_own_order_does_not_ask_its_folder(tmp_path, capsys):
    (tmp_path / "1.txt").write_bytes(page("04/03/2019\n\nUpdated 03/14/2019"))
    (tmp_path / "2.txt").write_bytes(page("14/03/2019"))
    assert days(parsed(tmp_path, capsys))[0] == "2019-04-03"


def test_an_index_of_figures_inside_a_sentence_settles_nothing():
    prose = f"{STORY} It closed on 24/4/2019, they say, {STORY}".replace("\n", " ").encode()
    assert order(SourceFile("1.txt", prose), SourceFile("2.txt", page("4/3/2019"))) == ["", ""]
    body = json.dumps({"title": "Gate", "date": "2019-05-02", "text": f"{LONG} 24/4/2019"}).encode()
    assert order(SourceFile("d.jsonl:1", body), SourceFile("d.jsonl:2", body)) == ["", ""]


def test_a_corpus_sorted_by_date_is_read_ahead_to_its_first_proof():
    early = [SourceFile(f"d.csv:{n}", b'{"date": "1/2/2019"}') for n in range(5_000)]
    assert set(order(*early, SourceFile("d.csv:5000", b'{"date": "13/2/2019"}'))) == {"day"}


def test_files_without_such_dates_are_not_held_back():
    taken = []

    def files():
        for n in range(1_000):
            taken.append(n)
            yield SourceFile(f"{n}.txt", b"The gate is shut.")

    next(with_order(files()))
    assert len(taken) <= 200


def test_a_file_that_is_not_readable_passes():
    broken = SourceFile("a.txt", b"", "It cannot be read.")
    assert list(with_order([broken])) == [broken]


@pytest.mark.django_db
def test_uploads_of_one_import_settle_each_other():
    importing = pipeline.start(Import.Channel.UPLOAD, "two", None)
    for name, day in (("1.txt", "04/03/2019"), ("2.txt", "14/03/2019")):
        file = ContentFile(page(day), name=name)
        Upload.objects.create(of=importing, name=name, file=file, size=file.size)
    assert [file.order for file in jobs.files_of(importing)] == ["day", "day"]


@pytest.mark.django_db
def test_a_record_read_again_alone_keeps_the_order_of_its_file(tmp_path, monkeypatch):
    (tmp_path / "d.csv").write_bytes(column("2/5/2019", "24/4/2019"))
    importing = pipeline.start(Import.Channel.COMMAND, "d", None)
    jobs.run_here(importing, read_paths([tmp_path], limits=Limits()), pipeline.silent)
    assert sorted(str(day) for day in Article.objects.values_list("first_day", flat=True)) == [
        "2019-04-24",
        "2019-05-02",
    ]
    SourceText.objects.get(name="d.csv:3").article.delete()
    monkeypatch.setattr(reparse, "PARSER_VERSION", "999")
    report = reparse.reparse(apply=False)
    assert (report.read, report.changed, report.evidence) == (1, 0, 0)


@pytest.mark.django_db
def test_the_preview_asks_about_a_day_that_nothing_settles(tmp_path):
    (tmp_path / "d.csv").write_bytes(column("2/5/2019"))
    importing = pipeline.start(Import.Channel.COMMAND, "d", None)
    pipeline.preview(importing, read_paths([tmp_path], limits=Limits()), processes=0)
    [doubt] = importing.files.get().summary["doubts"]
    assert (doubt["field"], doubt["value"]) == ("date", "2019-02-05")
    assert "month first" in doubt["reason"]
    assert "2019-05-02" in json.dumps(doubt["answers"])
