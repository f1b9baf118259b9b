"""rebuild_index: a new search index from the database, beside the old one until it is complete."""

from __future__ import annotations

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive import search


class Command(BaseCommand):
    help = (
        "Builds the search index anew from the database. The old index answers until the new one "
        "takes its place; stopped half way, the old one stays."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-needed",
            action="store_true",
            help="only if the index is missing, damaged, of another archive or version, or behind",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        if options["if_needed"]:
            self.stdout.write(search.heal() or "The search index is complete and up to date.")
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
