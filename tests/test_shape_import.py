"""Shapes at the command line, in uploads and folders, and when a corpus comes in again."""

import io
import json
from contextlib import suppress

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from factory import LONG
from import_factory import go, previewed_import

from archive.models import Article, Reading, SourceText
from ingest import jobs, pipeline
from ingest.models import Import, Upload
from ingest.undo import undo

OTHER = (
    "The reading room of the old customs house opens again in May with longer hours, since the "
    "council found the money for a second librarian who knows the maps of the estuary."
)


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "corpus"
    for name, text in (("business/001.txt", LONG), ("sport/001.txt", OTHER)):
        (place / name).parent.mkdir(parents=True)
        (place / name).write_text(f"A headline for {name[:5]}\n\n{text}\n")
    return place


def run(command, *words):
    out, errors = io.StringIO(), io.StringIO()
    with suppress(SystemExit):
        call_command(command, *map(str, words), stdout=out, stderr=errors)
    return out.getvalue(), errors.getvalue()


def outcomes(*words):
    out, _ = run("import_articles", *words, "--json")
    return [file["outcome"] for file in json.loads(out.splitlines()[-1])["files"]]


def sections():
    return [*Article.objects.order_by("pk").values_list("section", flat=True)]


def test_parse_says_in_one_line_what_it_assumed(folder):
    out, errors = run("parse", folder, "--jsonl")
    assert errors == "Folders are sections (business, sport).\n"
    assert [json.loads(line)["section"] for line in out.splitlines()] == ["business", "sport"]


def test_parse_assumes_nothing_where_folders_are_said_to_be_nothing(folder):
    out, errors = run("parse", folder, "--jsonl", "--folders", "nothing")
    assert errors == ""
    assert [json.loads(line)["section"] for line in out.splitlines()] == [None, None]


def test_what_was_assumed_is_saved_and_used_again(folder, tmp_path):
    kept = tmp_path / "map.json"
    run("parse", folder, "--save-map", kept)
    shape = json.loads(kept.read_text())
    assert shape["folders"] == "section"
    kept.write_text(json.dumps(shape | {"folders": "publication"}))
    out, errors = run("parse", folder, "--jsonl", "--map", kept)
    assert errors == ""
    assert [json.loads(line)["publication"] for line in out.splitlines()] == ["business", "sport"]


@pytest.mark.parametrize("text", ['{"folder": "section"}', "{", "folders: [section"])
def test_a_bad_map_stops_with_a_sentence(folder, tmp_path, text):
    (tmp_path / "map").write_text(text)
    with pytest.raises(CommandError, match="map"):
        call_command("parse", str(folder), "--map", str(tmp_path / "map"))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("parse", str(folder), "--map", str(tmp_path / "absent"))


@pytest.mark.django_db
def test_an_import_keeps_the_shape_that_it_used(folder):
    _, errors = run("import_articles", folder)
    assert errors == "Folders are sections (business, sport).\n"
    assert sections() == ["business", "sport"]
    assert Import.objects.get().shape["folders"] == "section"


@pytest.mark.django_db
def test_a_folder_chosen_in_the_browser_is_read_by_the_shape_of_its_preview(folder):
    importing = previewed_import(folder)
    assert importing.shape["reasons"] == ["folders are sections (business, sport)"]
    Import.objects.update(shape={"folders": "publication"})
    jobs.confirm(importing)
    go(importing)
    assert set(Article.objects.values_list("publication__name", flat=True)) == {"business", "sport"}


@pytest.mark.django_db
def test_uploads_join_each_other():
    importing = pipeline.start(Import.Channel.UPLOAD, "two", None)
    for name, text in (
        ("c/1.txt", LONG), ("c/2.txt", OTHER),
        ("c/metadata.csv", "file,title,date\n1.txt,Seal,1946-01-04\n2.txt,Maps,1946-01-05\n"),
    ):  # fmt: skip
        file = ContentFile(text.encode(), name=name.rpartition("/")[2])
        Upload.objects.create(of=importing, name=name, file=file, size=file.size)
    importing = go(importing)
    assert importing.shape["metadata"] == {"c/metadata.csv": "file"}
    assert [row.summary["headline"] for row in importing.files.all()] == ["Seal", "Maps"]


@pytest.mark.django_db
def test_a_shape_that_is_not_understood_reads_the_files_as_they_are(folder):
    importing = pipeline.start(
        Import.Channel.FOLDER, "c", None, folder=str(folder), shape={"of": "a later version"}
    )
    assert [file.facts for file in jobs.files_of(importing)] == [(), ()]


@pytest.mark.django_db
def test_a_retry_reads_a_refused_table_by_the_map_that_it_was_given(tmp_path):
    (tmp_path / "a.csv").write_text(f'"3","Seal","{LONG}"\n"4","Maps","{OTHER}"\n')
    origin = previewed_import(tmp_path)
    assert [row.outcome for row in origin.files.all()] == ["rejected"]
    again = pipeline.start(
        Import.Channel.FOLDER, "again", None, retry_of=origin, folder=origin.folder,
        shape={"columns": ["section", "title", "text"]},
    )  # fmt: skip
    assert [row.summary["headline"] for row in go(again).files.all()] == ["Seal", "Maps"]


@pytest.mark.django_db
def test_a_watched_folder_takes_no_map_with_files_that_describe_others(tmp_path):
    (tmp_path / "map").write_text('{"sidecars": {"*-meta.txt": "*.txt"}}')
    with pytest.raises(CommandError, match="without --watch"):
        call_command("import_articles", str(tmp_path), "--watch", "--map", str(tmp_path / "map"))


# Again, by another shape --------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_same_shape_again_changes_nothing(folder):
    run("import_articles", folder)
    assert outcomes(folder) == ["same", "same"]


@pytest.mark.django_db
def test_another_shape_changes_the_articles_of_known_files(folder):
    run("import_articles", folder, "--folders", "nothing")
    assert sections() == ["", ""]
    assert outcomes(folder) == ["changed", "changed"]
    assert sections() == ["business", "sport"]
    assert SourceText.objects.filter(current=True).count() == 2
    assert outcomes(folder) == ["same", "same"]
    assert outcomes(folder, "--folders", "nothing") == ["changed", "changed"]
    assert sections() == ["", ""]


@pytest.mark.django_db
def test_a_mapping_changes_what_was_read_of_known_records(tmp_path):
    record = {"title": "Seal", "text": LONG, "kind": "harbour"}
    (tmp_path / "a.jsonl").write_text(json.dumps(record))
    (tmp_path / "map").write_text('{"keys": {"kind": "section"}}')
    run("import_articles", tmp_path / "a.jsonl")
    assert outcomes(tmp_path / "a.jsonl", "--map", tmp_path / "map") == ["changed"]
    assert sections() == ["harbour"]


@pytest.mark.django_db
def test_a_text_that_a_map_named_stays_when_it_comes_again_without_the_map(tmp_path):
    record = {"title": "Seal", "prose": LONG}
    (tmp_path / "a.jsonl").write_text(json.dumps(record))
    (tmp_path / "map").write_text('{"keys": {"prose": "text"}}')
    assert outcomes(tmp_path / "a.jsonl") == ["aside"]
    assert outcomes(tmp_path / "a.jsonl", "--map", tmp_path / "map") == ["new"]
    assert outcomes(tmp_path / "a.jsonl") == ["same"]
    assert Article.objects.get().body.text == LONG


@pytest.mark.django_db
def test_known_bytes_of_another_folder_stay_the_same_and_it_is_said(folder):
    (folder / "sport" / "001.txt").write_bytes((folder / "business" / "001.txt").read_bytes())
    assert outcomes(folder, "--folders", "section") == ["new", "same"]
    assert outcomes(folder, "--folders", "section") == ["same", "same"]
    assert sections() == ["business"]


@pytest.mark.django_db
def test_undoing_it_gives_back_the_article_with_its_source(folder, admin_user):
    run("import_articles", folder, "--folders", "nothing")
    run("import_articles", folder)
    undo(Import.objects.latest("pk"), admin_user)
    assert sections() == ["", ""]
    assert SourceText.objects.filter(current=True).count() == 2
    assert outcomes(folder) == ["changed", "changed"]


@pytest.mark.django_db
def test_what_was_undone_does_not_come_back_when_the_source_is_read_again(folder, admin_user):
    run("import_articles", folder, "--folders", "nothing")
    run("import_articles", folder)
    undo(Import.objects.latest("pk"), admin_user)
    Reading.objects.update(parser_version="1")
    run("reparse")
    assert sections() == ["", ""]
