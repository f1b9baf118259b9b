"""Imports give way to people, where the database has no queue of its own.

Writers wait for SQLite by looking again, every tenth of a second at the longest: one that writes
batch after batch is nearly always there first. So whoever waits holds a shared lock on a file, and
an import, between two batches, goes on when nobody does.
"""

from __future__ import annotations

import time
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection

from archive import locks

#: So long an import lets others go first; they may be imports too.
MOST_SECONDS: Final = 1.0
#: Between two looks.
PAUSE: Final = 0.002


def waiting() -> AbstractContextManager[None]:
    """To be seen, while inside, by whoever gives way."""
    return locks.shared(_lock())


def give_way() -> None:
    """Return when nobody waits to write. Not to be called inside a transaction."""
    if connection.vendor != "sqlite":
        return
    until = time.monotonic() + MOST_SECONDS
    while time.monotonic() < until and locks.is_held(_lock()):
        time.sleep(PAUSE)


def _lock() -> Path:
    return Path(settings.DATA_DIR, "turns.lock")
