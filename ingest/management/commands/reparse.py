"""Read stored sources again with today's parser; the work is ingest/reparse.py's."""

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
        "Read the stored source of every article again with today's parser, say field by field "
        "what changes, and write it. What today's parser has read already is passed over."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change, and write nothing"
        )
        parser.add_argument(
            "--since",
            type=_since,
            metavar="VERSION|DATE",
            help="only what a parser before this version has read (2, 1.4), or what was received "
            "on or after this day (2026-03-01; 2026-03 is the first of the month)",
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object at the end")

    def handle(self, *args: Any, **options: Any) -> None:
        dry_run = options["dry_run"]
        if not dry_run:
            for dead in jobs.close_dead():
                self.stderr.write(f"{dead}: {dead.problem}")
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
        for name, one in report.as_json(dry_run=dry_run)["fields"].items():
            articles = "article" if one["articles"] == 1 else "articles"
            self.stdout.write(f"\n{name}: {one['articles']:,} {articles}")
            for example in one["examples"]:
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
    """ "12 sources read again by parser 2 in 0.4 s: 3 articles changed, …" """
    if not report.read:
        return f"Nothing to read again: parser {PARSER_VERSION} has read it all."
    noun = "source" if report.read == 1 else "sources"
    would = "would change" if dry_run else "changed"
    articles = "article" if report.changed == 1 else "articles"
    text = (
        f"{report.read:,} {noun} read again by parser {PARSER_VERSION} in {report.seconds:.1f} s: "
        f"{report.changed:,} {articles} {would}, {report.evidence:,} in their evidence only, "
        f"{report.unchanged:,} not at all."
    )
    if report.failed:
        left = "is" if report.failed == 1 else "are"
        text += f" {report.failed:,} could not be read and {left} left as before."
    return text + (" Nothing was written: this was a dry run." if dry_run else "")
