"""Parse stored sources again with the present parser."""

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from ingest import jobs
from ingest.parsing import PARSER_VERSION
from ingest.reparse import FAILURES, NotSince, Report, Since, reparse


class Command(BaseCommand):
    help = (
        "Parse the stored source of every article again with the present parser, report the "
        "changes field by field, and write them. Sources that it has read already are skipped."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="show what would change without writing anything"
        )
        parser.add_argument(
            "--since",
            type=_since,
            metavar="VERSION|DATE",
            help="only sources read by a parser before this version (2, 1.4), or imported on or "
            "after this day (2026-03-01; 2026-03 is the first of the month)",
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object at the end")

    def handle(self, *args: Any, **options: Any) -> None:
        dry_run = options["dry_run"]
        if not dry_run:
            jobs.report_dead(self.stderr.write)
        with tqdm(unit=" files", disable=not sys.stderr.isatty(), leave=False) as bar:

            def progress(done: int) -> None:
                bar.update(done)

            report = reparse(options["since"], apply=not dry_run, progress=progress)
        if options["json"]:
            self.stdout.write(json.dumps(report.as_json(dry_run=dry_run), ensure_ascii=False))
        else:
            self._tell(report, dry_run=dry_run)
        if report.failed:
            sys.exit(1)

    def _tell(self, report: Report, *, dry_run: bool) -> None:
        self.stdout.write(_in_words(report, dry_run=dry_run))
        for name, changes in report.as_json(dry_run=dry_run)["fields"].items():
            articles = "article" if changes["articles"] == 1 else "articles"
            self.stdout.write(f"\n{name}: {changes['articles']:,} {articles}")
            for example in changes["examples"]:
                self.stdout.write(f"  {example['article']} ({example['source']})")
                self.stdout.write(f"    - {example['old'] or '(none)'}")
                self.stdout.write(f"    + {example['new'] or '(none)'}")
        for article_id, source, why in report.failures:
            self.stderr.write(f"{article_id} ({source}): {why}")
        if report.failed > FAILURES:
            self.stderr.write(f"… and {report.failed - FAILURES:,} more.")


def _since(text: str) -> Since:
    try:
        return Since.parse(text)
    except NotSince as error:
        raise ArgumentTypeError(str(error)) from error


def _in_words(report: Report, *, dry_run: bool) -> str:
    """ "12 sources reparsed by parser 2 in 0.4 s: 3 articles changed, …" """
    if not report.read:
        return f"Nothing to reparse: parser {PARSER_VERSION} has read every source."
    noun = "source" if report.read == 1 else "sources"
    would = "would change" if dry_run else "changed"
    articles = "article" if report.changed == 1 else "articles"
    text = (
        f"{report.read:,} {noun} reparsed by parser {PARSER_VERSION} in {report.seconds:.1f} s: "
        f"{report.changed:,} {articles} {would}, {report.evidence:,} in evidence only, "
        f"{report.unchanged:,} unchanged."
    )
    if report.failed:
        text += f" {report.failed:,} could not be read and stayed as before."
    return text + (" Dry run: nothing was written." if dry_run else "")
