"""`manage.py parse` of many files, in processes of its own."""

import json
import os
import signal
import subprocess
import sys
from io import StringIO
from pathlib import Path

import deadly
import pytest
from django.core.management import call_command
from factory import LONG, news

from ingest import workers
from ingest.management.commands import parse as command

COUNT = 230
#: As `manage.py`, but with workers at once.
SCRIPT = """
import os, signal, sys
# A shell's background jobs ignore Ctrl-C, and so would all that they start.
signal.signal(signal.SIGINT, signal.default_int_handler)
from django.core.management import execute_from_command_line
from ingest import workers
workers.HERE_SECONDS = 0.0
execute_from_command_line(["manage.py", "parse", sys.argv[1], "--jsonl"])
"""


@pytest.fixture
def folder(tmp_path):
    for number in range(COUNT):
        text = news(f"Ferry {number} for the islands", "2016-03-14", LONG)
        (tmp_path / f"{number:04}.txt").write_bytes(text)
    return tmp_path


@pytest.fixture
def apart_at_once(monkeypatch, settings):
    monkeypatch.setattr(workers, "HERE_SECONDS", 0.0)
    settings.IMPORT_PROCESSES = 2


def printed(folder, *words):
    call_command("parse", str(folder), *words, stdout=(out := StringIO()))
    return out.getvalue()


@pytest.mark.parametrize("words", [(), ("--jsonl",)], ids=["for people", "jsonl"])
def test_records_of_many_files_are_printed_in_order_as_one_process_prints_them(
    folder, settings, monkeypatch, words
):
    settings.IMPORT_PROCESSES = 0
    here = printed(folder, *words)
    settings.IMPORT_PROCESSES = 2
    monkeypatch.setattr(workers, "HERE_SECONDS", 0.0)
    assert printed(folder, *words) == here
    places = [here.index(f"{number:04}.txt") for number in range(COUNT)]
    assert places == sorted(places)


def test_one_file_is_read_without_starting_processes(folder, settings, monkeypatch):
    settings.IMPORT_PROCESSES = 2
    monkeypatch.setattr(workers, "HERE_SECONDS", 0.0)
    monkeypatch.setattr(workers, "start_pool", None)
    assert json.loads(printed(folder / "0000.txt", "--jsonl"))["date"] == "2016-03-14"


@pytest.mark.usefixtures("apart_at_once")
def test_a_file_that_kills_its_process_is_named_and_the_others_are_printed(folder, monkeypatch):
    monkeypatch.setattr(workers, "read_chunk", deadly.read_chunk)
    (folder / "deadly.txt").write_bytes(b"x")
    for number in range(20, COUNT):
        (folder / f"{number:04}.txt").unlink()
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("parse", str(folder), "--jsonl", stdout=out)
    records = list(map(json.loads, out.getvalue().splitlines()))
    assert len(records) == 21
    assert [one["name"] for one in records if one["problems"] == [workers.KILLED]] == ["deadly.txt"]


def test_a_file_that_the_parser_fails_on_does_not_stop_the_others(folder, monkeypatch):
    def parse(name, *args):
        return 1 / 0 if name == "0003.txt" else given(name, *args)

    given = command.parse
    monkeypatch.setattr(command, "parse", parse)
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("parse", str(folder), "--jsonl", stdout=out)
    records = list(map(json.loads, out.getvalue().splitlines()))
    assert len(records) == COUNT
    assert records[3]["problems"] == [command.PARSER_FAILED]


@pytest.fixture
def started(folder):
    """The command printing the folder, with its first line read."""
    root = str(Path(command.__file__).parents[3])
    env = {**os.environ, "IMPORT_PROCESSES": "2", "PYTHONPATH": root, "PYTHONUNBUFFERED": "1"}
    running = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(folder)],
        env={**env, "DJANGO_SETTINGS_MODULE": "archive.settings"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    with running:
        assert json.loads(running.stdout.readline())["name"] == "0000.txt"
        yield running


def test_ctrl_c_ends_it_without_a_traceback(started):
    # A terminal sends the signal to the workers too.
    os.killpg(started.pid, signal.SIGINT)
    _, errors = started.communicate(timeout=60)
    assert (started.returncode, errors) == (command.INTERRUPTED, b"")


def test_a_reader_that_has_seen_enough_ends_it_without_a_traceback(started):
    started.stdout.close()
    errors = started.stderr.read()
    assert (started.wait(timeout=60), errors) == (0, b"")


def test_records_that_an_import_asks_about_are_printed_with_the_question(tmp_path, capsys):
    rows = "".join(f"2016-03-{day},Ferry number {day} is late\n" for day in range(10, 20))
    (tmp_path / "headlines.csv").write_text(f"date,title\n{rows}")
    call_command("parse", str(tmp_path), "--jsonl")
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert records[0]["headline"] == "Ferry number 10 is late"
    assert "have a headline and no text" in records[0]["problems"][0]
