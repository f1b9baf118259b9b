"""`manage.py serve`, as make run starts it: everything up to date first, a clean end."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
START_SECONDS = 60


def start(data_dir, port, **variables):
    quiet = {"PATH": os.environ["PATH"], "DATA_DIR": str(data_dir), "PORT": str(port)}
    return subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env=quiet | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def get(port, path="/"):
    """Status and text, once the server answers."""
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
                return answer.status, answer.read().decode()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


@pytest.fixture(scope="module")
def served(tmp_path_factory, free_port):
    """The seeds, open to readers and to one editor, for all that only look."""
    port, data_dir = free_port(), tmp_path_factory.mktemp("served")
    server = start(
        data_dir,
        port,
        DJANGO_SUPERUSER_USERNAME="editor",
        DJANGO_SUPERUSER_PASSWORD="a long enough one",
    )
    try:
        get(port)
        yield port, data_dir
    finally:
        server.terminate()
        server.communicate(timeout=30)


def test_a_new_archive_opens_with_the_seeds_read_and_found(served):
    port, _ = served
    status, page = get(port)
    assert status == 200
    assert "Islamic State Supporters Celebrate London Attack" in page
    assert "Islamic State Supporters" in get(port, "/articles/?q=telegram")[1]
    assert json.loads(get(port, "/health/")[1])["status"] == "ok"


@pytest.mark.parametrize("length", [9_000, 3_000_000])
def test_an_address_longer_than_the_server_reads_gets_a_page_too(served, length):
    port, _ = served
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/articles/?q={'a' * length}", timeout=10)
    assert refused.value.code == 414
    page = refused.value.read().decode()
    assert "The address is too long" in page
    assert '<link rel="stylesheet"' in page
    assert get(port, "/articles/?q=" + "a+" * 3_900)[0] == 200


def test_it_ends_cleanly_on_sigterm_and_opens_again(tmp_path, free_port):
    port = free_port()
    server = start(tmp_path, port)
    try:
        get(port)
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=30) == 0
    again = start(tmp_path, port)
    try:
        assert "Islamic State Supporters" in get(port)[1]
    finally:
        again.terminate()
        out, _ = again.communicate(timeout=30)
    assert "Imported" not in out


def test_the_first_start_says_how_to_get_an_account(tmp_path, free_port):
    server = start(tmp_path, free_port(), SEEDS="off")
    lines = []
    for line in server.stdout:
        lines.append(line)
        if "is open at" in line:
            break
    server.terminate()
    server.communicate(timeout=30)
    assert any("make one at http://127.0.0.1:" in line for line in lines)


def test_an_account_is_made_from_the_environment(served):
    _, data_dir = served
    code = "from archive.models import User; print(User.objects.get(is_superuser=True).username)"
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", code],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(data_dir)},
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "editor"


def test_a_taken_port_is_said_in_a_sentence(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        server = start(tmp_path, other.getsockname()[1])
        out, _ = server.communicate(timeout=30)
    assert server.returncode != 0
    assert "Choose another, such as PORT=" in out
    assert "Traceback" not in out
