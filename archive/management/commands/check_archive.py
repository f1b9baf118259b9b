"""Verify everything against everything; with --repair mend what can be mended."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from archive import checks


class Command(BaseCommand):
    help = "Verify stored bytes, records, counts, index and imports; ends with 1 if a fault stays."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="mend what can be mended")

    def handle(self, *args: Any, **options: Any) -> None:
        left = mended = 0
        for finding in checks.findings():
            if options["repair"] and finding.mend is not None:
                finding.mend()
                mended += 1
                self.stdout.write(f"{finding.sentence} Mended.")
            else:
                left += 1
                can = "mends" if finding.mend else "cannot mend"
                self.stdout.write(f"{finding.sentence} --repair {can} it.")
        if not left and not mended:
            self.stdout.write("Everything agrees.")
        if left:
            sys.exit(1)
