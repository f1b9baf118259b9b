"""Verify the archive; with --repair repair what can be repaired."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from archive import checks


class Command(BaseCommand):
    help = "Verify stored files, records, counts, index and imports; exits with 1 if faults remain."

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
                advice = "--repair repairs it." if finding.repair else "--repair cannot repair it."
                self.stdout.write(f"{finding.sentence} {advice}")
        if not left and not repaired:
            self.stdout.write("No faults found.")
        if left:
            sys.exit(1)
