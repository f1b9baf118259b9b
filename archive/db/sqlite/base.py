"""Django's SQLite backend, announcing each process that waits to write (see db/locks.py)."""

from __future__ import annotations

from django.db.backends.sqlite3 import base

from archive.db import locks


class DatabaseWrapper(base.DatabaseWrapper):
    def _start_transaction_under_autocommit(self) -> None:
        with locks.waiting_writer():
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
