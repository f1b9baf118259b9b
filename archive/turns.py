"""Imports give way to people, where the database has no queue of its own.

Writers wait for SQLite by looking again, every tenth of a second at the longest: one that writes
batch after batch is nearly always there first. So whoever waits holds a shared lock on a file, and
an import, between two batches, goes on when nobody does.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.conf import settings
from django.db import connection

#: So long an import lets others go first; they may be imports too.
MOST_SECONDS: Final = 1.0
#: Between two looks.
PAUSE: Final = 0.002


@contextmanager
def waiting() -> Iterator[None]:
    """To be seen, while inside, by whoever gives way."""
    descriptor = _opened()
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield
    finally:
        os.close(descriptor)


def give_way() -> None:
    """Return when nobody waits to write. Not to be called inside a transaction."""
    if connection.vendor != "sqlite":
        return
    descriptor = _opened()
    try:
        until = time.monotonic() + MOST_SECONDS
        while time.monotonic() < until:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                time.sleep(PAUSE)
    finally:
        os.close(descriptor)


def _opened() -> int:
    path = settings.DATA_DIR / "turns.lock"
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
    try:
        return os.open(path, flags, 0o600)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, flags, 0o600)
