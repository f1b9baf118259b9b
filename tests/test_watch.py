"""A watched folder: what comes into it is imported once nobody writes to it any more."""

import os
import signal
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from factory import LONG, news

from archive.models import Article
from ingest import jobs, undo, watch
from ingest.models import Import
from ingest.shutdown import Stop

ROOT = Path(__file__).parent.parent
FERRY = news("Second ferry for the islands", "2016-03-14", LONG)
CLOCK = news("Who winds the clock?", "2016-03-15", "Nobody at the town hall could say on Friday.")


@pytest.fixture
def place(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    return folder


@pytest.fixture
def folder(place, tmp_path):
    return watch.Folder(place, watch.Memory(tmp_path / "seen"), 5.0)


def names(found):
    return [one.name for one in found]


def take(folder, found, stop=None):
    """What each import of the files came to."""
    tallies = []
    watch.import_settled(folder, found, stop=stop or Stop(), done=tallies.append)
    return [tally.counts for tally in tallies]


def test_a_file_is_read_when_it_has_not_changed_for_the_named_time(folder, place):
    (place / "ferry.txt").write_bytes(FERRY)
    assert names(folder.scan(100.0)) == []
    assert names(folder.scan(104.9)) == []
    assert names(folder.scan(105.0)) == ["ferry.txt"]


def test_a_file_that_grows_is_waited_for(folder, place):
    (place / "ferry.txt").write_bytes(FERRY[:90])
    folder.scan(100.0)
    (place / "ferry.txt").write_bytes(FERRY)
    assert names(folder.scan(106.0)) == []
    assert names(folder.scan(111.0)) == ["ferry.txt"]


def test_a_file_written_over_with_as_many_bytes_is_waited_for(folder, place):
    (place / "ferry.txt").write_bytes(FERRY)
    folder.scan(100.0)
    os.utime(place / "ferry.txt", ns=(1, 1))
    assert names(folder.scan(106.0)) == []


@pytest.mark.parametrize("name", ["ferry.txt.part", "ferry.TMP", ".ferry.txt.Xk2", "ferry.txt~"])
def test_what_is_called_unfinished_is_left(folder, place, name):
    (place / name).write_bytes(FERRY)
    folder.scan(100.0)
    assert names(folder.scan(200.0)) == []


def test_empty_files_and_pipes_are_left(folder, place):
    (place / "empty.txt").touch()
    os.mkfifo(place / "pipe.txt")
    folder.scan(100.0)
    assert names(folder.scan(200.0)) == []


def test_files_in_new_folders_below_are_found(folder, place):
    (place / "2016/march").mkdir(parents=True)
    (place / "2016/march/ferry.txt").write_bytes(FERRY)
    folder.scan(100.0)
    assert names(folder.scan(105.0)) == ["2016/march/ferry.txt"]


def test_a_folder_that_is_gone_has_no_files(folder, place):
    place.rmdir()
    assert names(folder.scan(100.0)) == []


def settled(folder):
    folder.scan(100.0)
    return folder.scan(200.0)


@pytest.mark.django_db
def test_each_lot_is_an_import_of_its_own(folder, place):
    (place / "ferry.txt").write_bytes(FERRY)
    assert [counts["new"] for counts in take(folder, settled(folder))] == [1]
    (place / "clock.txt").write_bytes(CLOCK)
    assert [counts["new"] for counts in take(folder, settled(folder))] == [1]
    assert [one.state for one in Import.objects.all()] == ["done", "done"]
    assert f"watched: {place}" in {one.label for one in Import.objects.all()}


@pytest.mark.django_db
def test_what_was_read_is_not_read_again_after_a_restart(folder, place, tmp_path):
    (place / "ferry.txt").write_bytes(FERRY)
    take(folder, settled(folder))
    again = watch.Folder(place, watch.Memory(tmp_path / "seen"), 5.0)
    assert settled(again) == []


@pytest.mark.django_db
def test_what_an_editor_took_back_does_not_come_again(folder, place, tmp_path):
    (place / "ferry.txt").write_bytes(FERRY)
    take(folder, settled(folder))
    undo.undo(Import.objects.get(), None)
    again = watch.Folder(place, watch.Memory(tmp_path / "seen"), 5.0)
    assert settled(again) == []
    assert not Article.objects.exists()


@pytest.mark.django_db
def test_a_file_written_anew_becomes_a_new_version(folder, place):
    (place / "ferry.txt").write_bytes(FERRY)
    take(folder, settled(folder))
    (place / "ferry.txt").write_bytes(FERRY.replace(b"nineteen", b"twenty"))
    assert [counts["changed"] for counts in take(folder, settled(folder))] == [1]


@pytest.mark.django_db
def test_known_bytes_make_no_import(folder, place):
    (place / "ferry.txt").write_bytes(FERRY)
    take(folder, settled(folder))
    (place / "copy.txt").write_bytes(FERRY)
    assert take(folder, settled(folder)) == []
    assert Import.objects.count() == 1
    assert settled(folder) == []


@pytest.mark.django_db
def test_a_bad_file_is_named_once_and_the_others_go_in(folder, place):
    (place / "bad.txt").write_bytes(b"%PDF-1.7 nonsense")
    (place / "ferry.txt").write_bytes(FERRY)
    [counts] = take(folder, settled(folder))
    assert (counts["new"], counts["rejected"]) == (1, 1)
    assert settled(folder) == []


@pytest.mark.django_db
def test_a_file_moved_away_before_it_is_read_is_no_fault(folder, place):
    (place / "ferry.txt").write_bytes(FERRY)
    found = settled(folder)
    (place / "ferry.txt").unlink()
    assert take(folder, found) == []


@pytest.mark.django_db
def test_told_to_stop_it_leaves_the_rest_for_the_next_time(folder, place):
    (place / "ferry.txt").write_bytes(FERRY)
    found, stop = settled(folder), Stop()
    stop.set()
    assert take(folder, found, stop) == []
    assert names(folder.scan(300.0)) == ["ferry.txt"]


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_asked_again(place, monkeypatch):
    monkeypatch.setattr(watch, "AFTER_FAILURE", 0.01)
    monkeypatch.setattr(watch, "PAUSE", 0.01)
    (place / "ferry.txt").write_bytes(FERRY)
    # It would end the transaction that the test runs in.
    monkeypatch.setattr(watch, "close_old_connections", lambda: None)
    stop, run_here, said = Stop(), jobs.run_here, []

    def fails(*args, **options):
        monkeypatch.setattr(jobs, "run_here", run_here)
        raise OperationalError("database is locked")

    monkeypatch.setattr(jobs, "run_here", fails)
    done = lambda tally: stop.set()  # noqa: E731
    watch.watch(place, stop=stop, tell=said.append, done=done, settle=0.0)
    assert ["did not answer" in sentence for sentence in said] == [True]
    assert Article.objects.count() == 1


@pytest.mark.django_db
def test_a_folder_that_comes_back_is_watched_on(place, monkeypatch):
    monkeypatch.setattr(watch, "PAUSE", 0.01)
    away = place.rename(place.with_name("away"))
    (away / "ferry.txt").write_bytes(FERRY)
    stop, said = Stop(), []

    def tell(sentence):
        said.append(sentence)
        if "is gone" in sentence:
            away.rename(place)

    watch.watch(place, stop=stop, tell=tell, done=lambda tally: stop.set(), settle=0.0)
    assert [sentence.split(" is ")[1] for sentence in said] == ["gone; waiting for it.", "back."]
    assert Article.objects.count() == 1


@pytest.mark.django_db
def test_two_cannot_watch_one_folder(place):
    (place / "ferry.txt").write_bytes(FERRY)
    stop = Stop()

    def watch_too(result):
        stop.set()
        with pytest.raises(CommandError, match="is already watching"):
            call_command("import_articles", "--watch", str(place), stderr=StringIO())

    watch.watch(place, stop=stop, tell=print, done=watch_too, settle=0.0)
    assert stop.is_set()


@pytest.mark.django_db
@pytest.mark.parametrize("words", [["absent"], ["--dry-run"], ["--settle", "-1"]])
def test_what_cannot_be_watched_gets_a_sentence(place, words):
    with pytest.raises(CommandError, match="--watch"):
        call_command("import_articles", "--watch", str(place), *words, stderr=StringIO())


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_the_command_imports_what_comes_and_ends_cleanly(place, tmp_path, signum):
    variables = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "data")}
    manage = [sys.executable, "manage.py"]
    quiet = {"cwd": ROOT, "env": variables, "stdout": subprocess.PIPE, "text": True}
    subprocess.run([*manage, "migrate", "-v0"], check=True, **quiet)
    command = [*manage, "import_articles", "--watch", str(place), "--settle", "0.2", "--json"]
    process = subprocess.Popen(command, **quiet)
    try:
        (place / "ferry.txt").write_bytes(FERRY)
        assert '"new": 1' in process.stdout.readline()
        began = time.monotonic()
        process.send_signal(signum)
        assert process.wait(20) == 0
        assert time.monotonic() - began < 10
    finally:
        process.kill()
