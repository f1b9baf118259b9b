"""Locks between the processes of one machine: flock on a file, released when the holder dies."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection


@contextmanager
def try_lock(path: Path) -> Iterator[bool]:
    """Take the lock if it is free and hold it inside; yields whether it was taken."""
    descriptor = _open(path)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
    finally:
        os.close(descriptor)


@contextmanager
def shared_lock(path: Path) -> Iterator[None]:
    """Hold the lock inside, together with others that share it."""
    descriptor = _open(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield
    finally:
        os.close(descriptor)


def is_locked(path: Path) -> bool:
    """Whether any process holds the lock now, alone or shared."""
    with try_lock(path) as ours:
        return not ours


def _open(path: Path) -> int:
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
    try:
        return os.open(path, flags, 0o600)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, flags, 0o600)


#: How long an import lets others write first; they may be imports too.
MOST_SECONDS: Final = 1.0

#: Seconds between two looks at the lock.
PAUSE: Final = 0.002


def waiting_writer() -> AbstractContextManager[None]:
    """Announce that this process is waiting to write."""
    return shared_lock(_writers_lock())


def yield_to_writers() -> None:
    """Wait until no other process is waiting to write. Call outside transactions."""
    if connection.vendor != "sqlite":
        return
    until = time.monotonic() + MOST_SECONDS
    while time.monotonic() < until and is_locked(_writers_lock()):
        time.sleep(PAUSE)


def _writers_lock() -> Path:
    return Path(settings.DATA_DIR, "turns.lock")
