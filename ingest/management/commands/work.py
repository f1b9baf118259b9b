"""Work on imports that wait, one after another. `serve` starts this; nobody needs to."""

import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from archive import locks
from ingest import jobs
from ingest.stopping import until_told


class Command(BaseCommand):
    help = "Work on imports that wait, until told to stop (SIGTERM) or `--while` ends."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--while", type=int, dest="parent", metavar="PID", help="end when this process does"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        parent = options["parent"]
        with until_told() as stop, locks.held(settings.DATA_DIR / "work.lock") as ours:

            def go_on() -> bool:
                return not stop.is_set() and (parent is None or os.getppid() == parent)

            if ours:
                jobs.work(go_on, stop.wait)
