"""Reading many files in processes of their own."""

import subprocess
import sys
import time
from pathlib import Path

import deadly
import pytest
from factory import LONG, news

from ingest import workers
from ingest.read_file import read
from ingest.records import SourceFile


def files(count):
    return [SourceFile(f"{n}.txt", news(f"Story {n}", "2016-03-14", LONG)) for n in range(count)]


def test_a_few_files_are_read_without_starting_processes(monkeypatch):
    # The first file that a process reads loads the model, which alone may take longer.
    monkeypatch.setattr(workers, "HERE_SECONDS", 60.0)
    monkeypatch.setattr(workers, "start_pool", None)
    assert len(list(workers.read_all(files(10), 2))) == 10


@pytest.fixture
def apart_at_once(monkeypatch):
    monkeypatch.setattr(workers, "HERE_SECONDS", 0.0)


@pytest.mark.usefixtures("apart_at_once")
def test_many_files_come_back_in_order_and_as_read_here():
    many = files(250)
    apart = list(workers.read_all(iter(many), 2))
    assert [one.name for one in apart] == [one.name for one in many]
    assert apart[-1] == read(many[-1])
    assert apart[-1].content.digest == read(many[-1]).content.digest


@pytest.mark.usefixtures("apart_at_once")
@pytest.mark.parametrize("count", [0, 1, 2, workers.CHUNK_FILES, workers.CHUNK_FILES + 1])
def test_no_file_is_lost_at_the_border(count):
    assert len(list(workers.read_all(iter(files(count)), 1))) == count


@pytest.mark.usefixtures("apart_at_once")
def test_a_file_that_kills_its_process_is_refused_and_the_others_are_read(monkeypatch):
    monkeypatch.setattr(workers, "read_chunk", deadly.read_chunk)
    many = files(30)
    many[10] = SourceFile("deadly.txt", b"x")
    done = list(workers.read_all(iter(many), 1))
    assert [one.name for one in done] == [one.name for one in many]
    assert [one.rejected for one in done if one.name == "deadly.txt"] == [workers.KILLED]
    assert sum(1 for one in done if one.content) == len(many) - 1


def test_processes_that_read_end_when_the_writing_one_is_killed():
    script = (
        "import os, time\n"
        "from ingest import workers\n"
        "if __name__ == '__main__':\n"
        "    pool = workers.start_pool(1)\n"
        "    print(pool.submit(os.getpid).result(), flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as writing:
        reading = int(writing.stdout.readline())
        writing.kill()
    until = time.monotonic() + 20
    while Path(f"/proc/{reading}").exists() and time.monotonic() < until:
        time.sleep(0.1)
    assert not Path(f"/proc/{reading}").exists()
