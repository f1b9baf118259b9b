"""rebuild_index: build a new search index beside the old one, then swap them."""

from __future__ import annotations

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive import search


class Command(BaseCommand):
    help = (
        "Rebuild the search index from the database. The old index answers until the new one is "
        "complete, and stays if the command is interrupted."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-needed",
            action="store_true",
            help="rebuild only a missing or damaged index or one of another archive or version; "
            "update one that is behind",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        if options["if_needed"]:
            self.stdout.write(search.heal() or "The search index is up to date.")
            return
        try:
            search.rebuild(self._progress if sys.stderr.isatty() else None)
        except search.SearchUnavailable as problem:
            raise CommandError(str(problem)) from problem
        count = search.status().articles
        seconds = time.monotonic() - began
        self.stdout.write(f"The search index holds {count:,} articles ({seconds:.1f} s).")

    def _progress(self, done: int, total: int) -> None:
        self.stderr.write(f"\r{done:,} of {total:,} articles", ending="")
        if done >= total:
            self.stderr.write("")
