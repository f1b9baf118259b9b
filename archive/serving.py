"""The production server: gunicorn, run by `manage.py serve` inside this process."""

from __future__ import annotations

import socket
import threading
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.core.wsgi import get_wsgi_application
from gunicorn.app.base import BaseApplication

from archive import search


class Server(BaseApplication):
    """Worker processes with a few threads each; SIGTERM lets running requests end."""

    def __init__(self, host: str, port: int, workers: int, threads: int) -> None:
        self.options = {
            "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
            "workers": workers,
            "threads": threads,
            "worker_class": "gthread",
            "graceful_timeout": 25,
            "keepalive": 5,
            "loglevel": "warning",
            "post_worker_init": _follow_changes,
            "worker_exit": _stop_following,
            # An address may be long: a search with many authors chosen.
            "limit_request_line": 8190,
            # Heartbeats on disk can hang a worker; memory is always there.
            "worker_tmp_dir": _memory_dir(),
            "control_socket_disable": True,
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            if value is not None and name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        return get_wsgi_application()


def refuse_taken_port(host: str, port: int) -> None:
    """A sentence now, instead of a server that tries again and again."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Cannot listen on {host} port {port}: {error.strerror}. "
                f"Choose another with PORT=8001, or stop what runs there."
            ) from error


def _follow_changes(worker: Any) -> None:
    """In each worker a thread that lets the index follow; the index's lock chooses one of them."""
    worker.stop_following = threading.Event()
    threading.Thread(
        target=search.keep_up, args=(worker.stop_following,), name="index", daemon=True
    ).start()


def _stop_following(server: Any, worker: Any) -> None:
    if hasattr(worker, "stop_following"):
        worker.stop_following.set()


def _memory_dir() -> str | None:

    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - gunicorn's own advice
