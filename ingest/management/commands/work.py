"""Run queued imports one after another, and keep the index up to date. `serve` starts it."""

import os
import threading
from argparse import ArgumentParser
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand

from archive import search
from archive.db import locks
from ingest import jobs
from ingest.shutdown import stop_on_signal

#: Added to the process's niceness; its workers are nicer still.
NICE: Final = 5
#: Seconds the index has to finish its present step; `serve` allows 30 in all.
INDEX_SECONDS: Final = 10.0


class Command(BaseCommand):
    help = "Run queued imports until told to stop (SIGTERM) or the process of --while ends."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--while", type=int, dest="parent", metavar="PID", help="end when this process ends"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        parent = options["parent"]
        with stop_on_signal() as stop, locks.try_lock(settings.DATA_DIR / "work.lock") as ours:

            def go_on() -> bool:
                return not stop.is_set() and (parent is None or os.getppid() == parent)

            if not ours:
                return
            # Readers and editors come first: other processes serve their pages.
            os.nice(NICE)
            leaving = threading.Event()
            following = threading.Thread(
                target=search.keep_up, args=(leaving,), name="index", daemon=True
            )
            following.start()
            try:
                jobs.work(go_on, stop.wait)
            finally:
                leaving.set()
                # A rebuild may take longer; the next process starts it again.
                following.join(INDEX_SECONDS)
