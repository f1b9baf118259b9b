"""import_articles and parse, as a person at a terminal meets them."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.migrations.executor import MigrationExecutor
from factory import LONG, news

from archive.models import Article
from ingest import workers
from ingest.models import Import, ImportedFile

FERRY = news("Second ferry for the islands", "2016-03-14", LONG)
CLOCK = news("Who winds the clock?", "2016-03-15", "Nobody at the town hall could say on Friday.")


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "corpus"
    (place / "more").mkdir(parents=True)
    (place / "ferry.txt").write_bytes(FERRY)
    (place / "more" / "clock.txt").write_bytes(CLOCK)
    return place


def run(*words):
    out = StringIO()
    try:
        call_command("import_articles", *map(str, words), stdout=out)
        code = 0
    except SystemExit as stopped:
        code = stopped.code
    return code, out.getvalue()


def run_json(*words):
    code, out = run(*words, "--json")
    return code, json.loads(out.splitlines()[-1])


@pytest.mark.django_db
def test_a_folder_goes_in_with_all_below_it(folder):
    code, result = run_json(folder)
    assert code == 0
    assert (result["new"], result["rejected"]) == (2, 0)
    assert [file["name"] for file in result["files"]] == ["ferry.txt", "more/clock.txt"]
    assert {file["article"] for file in result["files"]} == set(
        Article.objects.values_list("pk", flat=True)
    )


@pytest.mark.django_db
def test_importing_twice_changes_nothing_and_says_so(folder):
    run(folder)
    code, result = run_json(folder)
    assert (code, result["same"], result["new"]) == (0, 2, 0)
    assert Article.objects.count() == 2


@pytest.mark.django_db
def test_known_bytes_are_not_parsed_again(folder, monkeypatch):
    run(folder)
    monkeypatch.setattr(workers, "read", None)
    assert run_json(folder)[1]["same"] == 2


@pytest.mark.django_db
def test_one_bad_file_is_named_and_the_others_go_in(folder):
    (folder / "broken.txt").write_bytes(b"%PDF-1.7 nonsense")
    code, result = run_json(folder)
    assert (code, result["new"], result["rejected"]) == (1, 2, 1)
    bad = next(file for file in result["files"] if file["outcome"] == "rejected")
    assert bad["problems"] == ["It is a damaged PDF. Send an undamaged copy, or its text."]


@pytest.mark.django_db
def test_an_empty_file_is_refused_with_a_sentence(folder):
    (folder / "empty.txt").write_bytes(b" \n")
    _, result = run_json(folder)
    assert result["files"][0]["problems"] == ["The file is empty."]


@pytest.mark.django_db
def test_a_dry_run_tells_and_writes_nothing(folder):
    code, result = run_json(folder, "--dry-run")
    assert (code, result["new"]) == (0, 2)
    assert not Article.objects.exists()
    assert not Import.objects.exists()


@pytest.mark.django_db
def test_summary_leaves_out_the_files(folder):
    _, result = run_json(folder, "--summary")
    assert "files" not in result


@pytest.mark.django_db
def test_a_path_that_is_not_there_is_named_before_anything_is_read(folder):
    with pytest.raises(CommandError, match="no file or folder"):
        call_command("import_articles", str(folder), str(folder / "absent"))
    assert not Import.objects.exists()


@pytest.mark.django_db
def test_the_report_names_every_file(folder):
    run(folder)
    assert set(ImportedFile.objects.values_list("name", "outcome", "applied")) == {
        ("ferry.txt", "new", True),
        ("more/clock.txt", "new", True),
    }


@pytest.mark.django_db
def test_without_json_the_end_is_a_sentence(folder):
    _, out = run(folder)
    assert out.startswith("2 files in ")
    assert "2 new" in out


def test_parse_prints_one_object_a_record_without_a_database(folder):
    out = StringIO()
    call_command("parse", str(folder), "--jsonl", stdout=out)
    records = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [record["name"] for record in records] == ["ferry.txt", "more/clock.txt"]
    assert records[0]["headline"] == "Second ferry for the islands"
    assert records[0]["authors"] == ["Mara Quill"]


def test_parse_names_a_file_it_cannot_read_and_goes_on(folder):
    (folder / "a.txt").write_bytes(b"\x89PNG...")
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("parse", str(folder), "--jsonl", stdout=out)
    first, *others = map(json.loads, out.getvalue().splitlines())
    assert first["problems"] == ["It is a picture (PNG), not text."]
    assert len(others) == 2


@pytest.mark.slow
def test_an_import_into_a_new_archive_makes_its_tables(tmp_path):
    text = tmp_path / "in" / "a.txt"
    text.parent.mkdir()
    text.write_text("Quay to close\n\nThe harbour board voted on Monday to close the quay.\n")
    done = subprocess.run(
        [sys.executable, "manage.py", "import_articles", str(text.parent), "--json", "--summary"],
        cwd=Path(__file__).parent.parent,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "data")},
        capture_output=True,
        text=True,
    )
    assert json.loads(done.stdout)["new"] == 1, done.stderr


@pytest.mark.django_db
def test_an_archive_of_an_earlier_version_is_not_changed_by_an_import(monkeypatch, tmp_path):
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: ["one more"])
    with pytest.raises(CommandError, match=r"manage\.py migrate"):
        call_command("import_articles", str(tmp_path))


@pytest.mark.django_db
def test_what_is_probably_no_article_is_set_aside_and_counted(folder):
    (folder / "README.md").write_text("These are the articles of the Courier.")
    (folder / "table.rds").write_bytes(b"\x1f\x8b\x08\x00 packed")
    code, out = run(folder)
    assert (code, "2 new, 2 set aside." in out) == (0, True)
    code, result = run_json("--dry-run", folder)
    assert (code, result["same"], result["aside"]) == (0, 2, 2)
    [file, _] = [file for file in result["files"] if file["outcome"] == "aside"]
    assert file["problems"][0].startswith("By its name it is a description of the files")


@pytest.mark.django_db
def test_what_is_set_aside_is_imported_when_the_command_says_so(folder):
    (folder / "README.md").write_text("These are the articles of the Courier.")
    (folder / "table.rds").write_bytes(b"\x1f\x8b\x08\x00 packed")
    assert run_json("--dry-run", "--take-aside", folder)[1]["new"] == 3
    code, result = run_json("--take-aside", folder)
    assert (code, result["new"], result["rejected"], result.get("aside")) == (1, 3, 1, None)
    assert run_json(folder)[1]["same"] == 3


def test_parse_prints_what_is_set_aside_as_an_empty_record(folder, capsys):
    (folder / "scrape.py").write_text("import tides\n")
    (folder / "code.txt").write_text("import tides\nx = 1\ny = tides.read(x)\nprint(y)\n")
    call_command("parse", str(folder), "--jsonl")
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    reasons = {one["name"]: one["problems"] for one in records if not one["paragraphs"]}
    assert reasons == {
        "scrape.py": ["By its name it is program code, not an article."],
        "code.txt": ["It reads like program code, not like an article."],
    }
