"""Work on imports that wait, one after another, and let the index follow what is written.

`serve` starts this; nobody needs to.
"""

import os
import threading
from argparse import ArgumentParser
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand

from archive import search
from archive.db import locks
from ingest import jobs
from ingest.shutdown import until_told

#: Added to the process's niceness; those that parse for it are nicer still.
NICE: Final = 5
#: Given to the index to end what it is at; all has to be over in 30.
INDEX_SECONDS: Final = 10.0


class Command(BaseCommand):
    help = "Work on imports that wait, until told to stop (SIGTERM) or `--while` ends."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--while", type=int, dest="parent", metavar="PID", help="end when this process does"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        parent = options["parent"]
        with until_told() as stop, locks.try_lock(settings.DATA_DIR / "work.lock") as ours:

            def go_on() -> bool:
                return not stop.is_set() and (parent is None or os.getppid() == parent)

            if not ours:
                return
            # Whoever reads or edits comes first: pages are made by processes beside this one.
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
                # A rebuild may take longer; the next process begins it anew.
                following.join(INDEX_SECONDS)
