"""Imports beside one another, killed, told to end, locked out: nothing lost, nothing twice.

Real processes on an archive of their own, as `manage.py` is run.
"""

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from factory import news, story

# Each starts half a dozen processes, which take a second of the processor before they do anything.
pytestmark = pytest.mark.slow
ROOT = Path(__file__).parent.parent
#: Moments of the kills, the same in each run of CI.
MOMENTS = random.Random(os.environ.get("CI") or None)
BEGIN = """
from ingest import jobs, pipeline
importing = pipeline.start("folder", "corpus", None, folder={folder!r})
jobs.work_on(jobs.claim(importing.pk), pipeline.always)
importing.refresh_from_db()
jobs.confirm(importing)
"""


class Archive:
    """An archive in a folder, and commands run on it."""

    def __init__(self, place):
        self.env = {"PATH": os.environ["PATH"], "DATA_DIR": str(place), "IMPORT_PROCESSES": "0"}
        self.database = place / "db.sqlite3"

    def start(self, *words):
        return subprocess.Popen(
            [sys.executable, "manage.py", *words],
            cwd=ROOT, env=self.env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def manage(self, *words):
        process = self.start(*words)
        out, complaints = process.communicate(timeout=120)
        return subprocess.CompletedProcess(words, process.returncode, out, complaints)

    def rows(self, sql):
        with sqlite3.connect(self.database, timeout=60) as database:
            return database.execute(sql).fetchall()

    def position(self):
        rows = self.rows("SELECT state, position FROM ingest_import")
        return rows[0] if rows else ("", 0)

    def wait_for(self, right):
        until = time.monotonic() + 90
        while not right(*self.position()):
            assert time.monotonic() < until, self.position()
            time.sleep(0.02)

    def begin(self, folder):
        """An import of the folder, previewed and confirmed, that waits for a worker."""
        assert self.manage("shell", "-v0", "-c", BEGIN.format(folder=folder)).returncode == 0

    def has_all_once(self, files):
        """Nothing lost, nothing twice, no litter."""
        outcomes = (
            "SELECT count(*), count(DISTINCT of_id || '/' || number) FROM ingest_importedfile"
        )
        assert self.rows(f"{outcomes} WHERE applied") == [(files, files)]
        stored = "SELECT sum(new + changed + duplicate) FROM ingest_import"
        assert self.rows("SELECT count(*) FROM archive_sourcetext") == self.rows(stored)
        assert self.rows("SELECT count(*) FROM ingest_importedfile WHERE NOT applied") == [(0,)]
        assert self.agrees()
        assert not list(self.database.parent.glob("index/**/*.tmp"))

    def agrees(self):
        said = self.manage("check_archive").stdout
        assert said == "No faults found.\n"
        return True


def kill(process):
    process.send_signal(signal.SIGKILL)
    process.communicate()


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """An archive with its tables, to be copied."""
    made = Archive(tmp_path_factory.mktemp("empty"))
    assert made.manage("migrate", "-v0").returncode == 0
    return made


@pytest.fixture
def archive(tmp_path, empty):
    place = tmp_path / "data"
    place.mkdir()
    shutil.copy(empty.database, place)
    return Archive(place)


def report(n):
    """A report in words of its own, so that it is no version of another."""
    words = random.Random(n)
    text = " ".join("".join(words.choices("aeioulmnrst", k=6)) for _ in range(90))
    return news(f"Tide report number {n}", f"2016-03-{n % 28 + 1:02}", f"The {text}.")


@pytest.fixture
def corpus(tmp_path):
    def made(name, numbers, written=story):
        folder = tmp_path / name
        folder.mkdir()
        for n in numbers:
            (folder / f"{n:04}.txt").write_bytes(written(n))
        return str(folder)

    return made


def test_two_imports_at_once_with_files_and_authors_in_common(archive, corpus):
    folders = corpus("one", range(160)), corpus("other", range(80, 240))
    both = [archive.start("import_articles", folder, "--json", "--summary") for folder in folders]
    told = [json.loads(one.communicate(timeout=120)[0]) for one in both]
    assert [one.returncode for one in both] == [0, 0]
    taken = sum(one["new"] + one["changed"] + one["duplicate"] for one in told)
    assert sum(one["same"] for one in told) == 80
    sources = "SELECT count(*), count(DISTINCT sha256) FROM archive_sourcetext"
    assert archive.rows(sources) == [(240, 240)]
    assert taken == 240
    assert archive.rows("SELECT count(*) FROM archive_author") == [(1,)]
    assert archive.agrees()


def test_a_worker_that_is_killed_again_and_again_ends_the_import(archive, corpus):
    archive.env["IMPORT_PROCESSES"] = "1"
    archive.begin(corpus("corpus", range(2000), report))
    for _ in range(5):
        if archive.position()[0] == "done":
            break
        worker = archive.start("work")
        before = archive.position()
        archive.wait_for(lambda *now, before=before: now[0] != "queued" and now != before)
        time.sleep(MOMENTS.uniform(0, 0.3))
        kill(worker)
    worker = archive.start("work")
    archive.wait_for(lambda state, position: state == "done")
    worker.terminate()
    assert worker.wait(timeout=30) == 0
    assert archive.position() == ("done", 2000)
    archive.has_all_once(2000)


def test_of_two_workers_at_one_queue_one_dies_and_the_other_ends_both_imports(archive, corpus):
    archive.begin(corpus("one", range(400)))
    archive.begin(corpus("other", range(200, 600)))
    both = "SELECT state, position, worker FROM ingest_import ORDER BY id"
    # As on two machines: past the lock that lets a machine have one worker.
    code = "from ingest import jobs, pipeline; jobs.work(pipeline.always)"
    workers = [archive.start("shell", "-v0", "-c", code) for _ in range(2)]
    until = time.monotonic() + 60
    while not all(state == "running" and at for state, at, _worker in archive.rows(both)):
        assert time.monotonic() < until
        time.sleep(0.01)
    assert len({worker for _state, _at, worker in archive.rows(both)}) == 2
    kill(workers[0])
    while [state for state, _at, _worker in archive.rows(both)] != ["done", "done"]:
        assert time.monotonic() < until + 60
        time.sleep(0.1)
    kill(workers[1])
    assert [at for _state, at, _worker in archive.rows(both)] == [400, 400]
    sources = "SELECT count(*), count(DISTINCT sha256) FROM archive_sourcetext"
    assert archive.rows(sources) == [(600, 600)]
    archive.has_all_once(800)


def test_a_server_whose_importer_is_killed_goes_on_by_itself_within_a_minute(
    archive, corpus, free_port
):
    archive.env |= {"PORT": str(free_port()), "SEEDS": "no", "LOG_LEVEL": "error"}
    archive.begin(corpus("corpus", range(600)))
    server = archive.start("serve")
    try:
        archive.wait_for(lambda state, position: position > 0)
        [(worker,)] = archive.rows("SELECT worker FROM ingest_import")
        os.kill(int(worker.rpartition(":")[2]), signal.SIGKILL)
        killed = time.monotonic()
        archive.wait_for(lambda state, position: state == "done")
        assert time.monotonic() - killed < 60
    finally:
        server.terminate()
        assert server.wait(timeout=40) == 0
    archive.has_all_once(600)


@pytest.mark.timed
def test_an_editor_waits_less_than_a_second_for_the_importer(archive, corpus):
    archive.begin(corpus("corpus", range(1500)))
    code = """
import time
from archive import store
from archive.models import Article
longest, pk = 0.0, Article.objects.order_by("pk")[0].pk
until = time.monotonic() + 4
while time.monotonic() < until:
    began = time.monotonic()
    store.set_state([pk], "hidden", by=None, reason="")
    store.set_state([pk], "published", by=None, reason="")
    longest = max(longest, (time.monotonic() - began) / 2)
    time.sleep(0.05)
print(longest)
"""
    worker = archive.start("work")
    archive.wait_for(lambda state, position: position > 0)
    told = archive.manage("shell", "-v0", "-c", code)
    kill(worker)
    assert told.returncode == 0, told.stderr
    assert float(told.stdout) < 1


def test_told_to_end_a_worker_ends_after_its_batch_and_the_next_goes_on(archive, corpus):
    archive.begin(corpus("corpus", range(500)))
    worker = archive.start("work")
    archive.wait_for(lambda state, position: position > 0)
    worker.terminate()
    assert worker.wait(timeout=30) == 0
    state, position = archive.position()
    assert (state, position < 500) == ("running", True)
    assert archive.rows("SELECT lease_until FROM ingest_import") == [(None,)]
    worker = archive.start("work")
    archive.wait_for(lambda state, position: state == "done")
    worker.terminate()
    assert worker.wait(timeout=30) == 0
    assert archive.agrees()


def test_a_command_that_died_is_closed_by_the_next_one_at_once_and_said(archive, corpus):
    folder = corpus("corpus", range(500))
    command = archive.start("import_articles", folder)
    archive.wait_for(lambda state, position: position > 0)
    command.send_signal(signal.SIGKILL)
    command.communicate()
    again = archive.manage("import_articles", folder, "--json", "--summary")
    assert "The process ended before the import did" in again.stderr
    told = json.loads(again.stdout)
    assert told["same"] > 0
    assert sum(told[name] for name in ("new", "changed", "same", "duplicate")) == 500
    states = archive.rows("SELECT state FROM ingest_import ORDER BY id")
    assert states == [("failed",), ("done",)]
    assert archive.agrees()


def test_a_database_locked_by_another_program_is_waited_for(archive, corpus):
    folder = corpus("corpus", range(30))
    other = sqlite3.connect(archive.database, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    threading.Timer(4.0, lambda: other.execute("COMMIT")).start()
    began = time.monotonic()
    told = archive.manage("import_articles", folder, "--json", "--summary")
    assert time.monotonic() - began >= 4
    assert told.returncode == 0
    assert json.loads(told.stdout)["rejected"] == 0
    other.close()
    assert archive.agrees()


def test_a_database_locked_for_longer_than_the_patience_is_said_and_nothing_is_half_done(
    archive, corpus
):
    folder = corpus("corpus", range(30))
    archive.env["DATABASE_TIMEOUT"] = "1"
    other = sqlite3.connect(archive.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    told = archive.manage("import_articles", folder)
    other.execute("COMMIT")
    other.close()
    assert told.returncode == 1
    assert "locked" in told.stderr
    assert "Traceback" not in told.stderr
    assert archive.rows("SELECT count(*) FROM archive_article") == [(0,)]
    assert (
        json.loads(archive.manage("import_articles", folder, "--json", "--summary").stdout)["new"]
        > 0
    )
    assert archive.agrees()


def test_a_full_disk_is_said_and_the_same_command_takes_the_rest(archive, corpus):
    """The database itself says it is full: it may have no more pages than these."""
    folder = corpus("corpus", range(400))
    script = f"""
from django.core.management import call_command
from django.db import connection
with connection.cursor() as cursor:
    pages = cursor.execute("PRAGMA page_count").fetchone()[0]
    cursor.execute(f"PRAGMA max_page_count = {{pages + 150}}")
call_command("import_articles", {folder!r})
"""
    told = archive.manage("shell", "-v0", "-c", script)
    assert told.returncode == 1
    assert "The disk is full. Free some space" in told.stderr
    [(state, position)] = archive.rows("SELECT state, position FROM ingest_import")
    assert (state, 0 < position < 400) == ("failed", True)
    again = json.loads(archive.manage("import_articles", folder, "--json", "--summary").stdout)
    assert again["same"] == position
    assert archive.agrees()


def test_a_damaged_database_is_named_without_a_traceback(archive, corpus):
    archive.manage("import_articles", corpus("corpus", range(60), report))
    whole = archive.database.read_bytes()
    middle = len(whole) // 2
    archive.database.write_bytes(whole[:middle] + b"\xa5" * 8192 + whole[middle + 8192 :])
    told = archive.manage("check_archive")
    assert told.returncode == 1
    assert "The database is damaged" in told.stdout
    assert "Traceback" not in told.stderr
