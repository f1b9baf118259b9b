"""The production server: gunicorn, static files, garbage collection."""

from __future__ import annotations

import gc
import hashlib
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import CommandError
from django.core.wsgi import get_wsgi_application
from gunicorn.app.base import BaseApplication
from gunicorn.http.errors import LimitRequestLine
from gunicorn.workers.gthread import ThreadWorker

from archive.db import locks

#: How often a worker checks that `manage.py work` runs.
IMPORTER_SECONDS: Final = 2.0

#: Bytes of a request's first line; gunicorn allows no more.
LONGEST_LINE: Final = 8_190

#: Of a longer one as many bytes are drained, for as many seconds: closing the connection while the
#: client still sends would lose the page.
_DRAINED: Final = 4 * 2**20

_DRAIN_SECONDS: Final = 2.0


class Server(BaseApplication):
    """Worker processes with a few threads each; SIGTERM lets running requests finish."""

    def __init__(self, host: str, port: int, workers: int, threads: int) -> None:
        self.options = {
            "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
            "workers": workers,
            "threads": threads,
            "worker_class": Worker,
            "graceful_timeout": 25,
            "keepalive": 5,
            "loglevel": "warning",
            "post_worker_init": _attend,
            "worker_exit": _leave,
            # Addresses get long: a search with many authors chosen.
            "limit_request_line": LONGEST_LINE,
            # A heartbeat file on a slow disk can hang a worker.
            "worker_tmp_dir": _memory_dir(),
            "control_socket_disable": True,
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            if value is not None and name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        application = get_wsgi_application()
        collect_seldom(FOR_PAGES)
        return application


class Worker(ThreadWorker):
    """Gunicorn's threads, with a page of ours for an address that is too long."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Any) -> None:
        if not isinstance(exc, LimitRequestLine):
            super().handle_error(req, client, addr, exc)
            return
        try:
            _answer_too_long(client)
        except OSError:
            self.log.debug("The client of a request with too long an address has gone.")


def _answer_too_long(client: socket.socket) -> None:
    from archive.views.errors import too_long  # after django.setup()

    page = too_long()
    head = (
        f"HTTP/1.1 {page.status_code} {page.reason_phrase}\r\n"
        f"Content-Type: {page.headers['Content-Type']}\r\n"
        f"Content-Length: {len(page.content)}\r\n"
        "X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"
    )
    client.settimeout(_DRAIN_SECONDS)
    client.sendall(head.encode("ascii") + page.content)
    client.shutdown(socket.SHUT_WR)
    until, left = time.monotonic() + _DRAIN_SECONDS, _DRAINED
    while left > 0 and time.monotonic() < until and (rest := client.recv(2**16)):
        left -= len(rest)


def refuse_taken_port(host: str, port: int) -> None:
    """Fail with a sentence now, instead of a server that retries."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Cannot listen on {host} port {port}: {error.strerror}. "
                f"Choose another, such as PORT=8001, or stop what is running there."
            ) from error


def _attend(worker: Any) -> None:
    """Start a thread in each worker that keeps `manage.py work` running: imports and indexing run
    in a process of their own, where they delay no page."""
    worker.leaving = threading.Event()
    threading.Thread(target=_keep_importer, args=(worker.leaving,), daemon=True).start()


def _leave(server: Any, worker: Any) -> None:
    if hasattr(worker, "leaving"):
        worker.leaving.set()


def _keep_importer(leaving: threading.Event) -> None:
    """Start `manage.py work` whenever no process holds its lock; end ours with this worker."""
    started: subprocess.Popen[bytes] | None = None
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "work"]
    while not leaving.wait(IMPORTER_SECONDS):
        if not locks.is_locked(settings.DATA_DIR / "work.lock"):
            started = subprocess.Popen([*command, "--while", str(os.getpid())])  # noqa: S603
            # It takes the lock within a few seconds, unless another worker's was first.
            leaving.wait(10)
        if started is not None:
            started.poll()
    if started is not None and started.poll() is None:
        started.terminate()


def _memory_dir() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - gunicorn's own advice


def collect() -> bool:
    """Collect static files unless STATIC_ROOT is up to date; whether it did."""
    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    fingerprint = _fingerprint()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == fingerprint:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(fingerprint, encoding="ascii")
    return True


def _fingerprint() -> str:
    """SHA-256 over name, size and time of every static file."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda item: str(item[0])):
            status = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


#: The thresholds of `gc.set_threshold`.
Thresholds = tuple[int, int, int]

#: Rendering pages leaves some reference cycles.
FOR_PAGES: Final[Thresholds] = (10_000, 20, 20)

#: Parsing and storing leave next to none.
FOR_IMPORTS: Final[Thresholds] = (50_000, 20, 100)


def collect_seldom(thresholds: Thresholds) -> None:
    """Freeze what was loaded at start-up and raise the thresholds of garbage collection."""
    gc.freeze()
    gc.set_threshold(*thresholds)


@contextmanager
def collecting_seldom(thresholds: Thresholds) -> Iterator[None]:
    """The same within a block; not in a process that serves requests, where several may overlap."""
    before = gc.get_threshold()
    collect_seldom(thresholds)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
