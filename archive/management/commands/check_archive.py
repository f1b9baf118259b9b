"""Verify everything against everything; with --repair repair what can be repaired."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from archive import checks


class Command(BaseCommand):
    help = "Verify stored bytes, records, counts, index and imports; ends with 1 if a fault stays."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="repair what can be repaired")

    def handle(self, *args: Any, **options: Any) -> None:
        left = repaired = 0
        for finding in checks.findings():
            if options["repair"] and finding.repair is not None:
                finding.repair()
                repaired += 1
                self.stdout.write(f"{finding.sentence} Repaired.")
            else:
                left += 1
                can = "repairs" if finding.repair else "cannot repair"
                self.stdout.write(f"{finding.sentence} --repair {can} it.")
        if not left and not repaired:
            self.stdout.write("Everything agrees.")
        if left:
            sys.exit(1)
