"""Import files and folders from the command line; the work is ingest/pipeline.py's."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from tqdm import tqdm

from ingest import jobs, pipeline, report, sources, watch
from ingest.models import Import
from ingest.plan import PlannedFile
from ingest.shutdown import until_told
from ingest.sources.archives import Limits


class Command(BaseCommand):
    help = "Import articles from files, folders with all below them, and files of JSON lines."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would happen, and write nothing"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object at the end")
        parser.add_argument(
            "--summary", action="store_true", help="with --json: leave out the list of files"
        )
        parser.add_argument(
            "--watch",
            action="store_true",
            help="watch one folder and import what comes into it, until Ctrl-C or SIGTERM; what "
            "was read before is not read again",
        )
        parser.add_argument(
            "--settle",
            type=float,
            default=watch.SETTLE,
            metavar="SECONDS",
            help="with --watch: read a file when it has not changed for so long "
            "(default: %(default)g)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["watch"]:
            self._watch(options)
            return
        keep_files = options["json"] and not options["summary"]
        files: list[dict[str, Any]] = []
        bar = tqdm(unit=" files", unit_scale=False, disable=not sys.stderr.isatty(), leave=False)

        def progress(planned: list[PlannedFile]) -> None:
            bar.update(len(planned))
            if keep_files:
                files.extend(map(report.as_json, planned))
            elif not options["json"]:
                for one in planned:
                    if one.outcome == "rejected":
                        bar.write(f"{one.file.name}: {' '.join(one.problems)}", file=sys.stderr)

        try:
            with bar:
                tally = self._import(options["paths"], options["dry_run"], progress)
        except sources.NoSuchPath as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            counts = {name: n for name, n in tally.counts.items() if n or name != "skipped"}
            result: dict[str, Any] = {**counts, "seconds": round(tally.seconds, 3)}
            if keep_files:
                result["files"] = files
            self.stdout.write(json.dumps(result, ensure_ascii=False))
        else:
            self.stdout.write(_in_words(tally, dry_run=options["dry_run"]))
        if tally.counts["rejected"]:
            sys.exit(1)

    def _import(
        self, paths: list[Path], dry_run: bool, progress: pipeline.Progress
    ) -> pipeline.ImportResult:
        files = sources.read_paths(paths, limits=Limits.of(settings))
        if dry_run:
            return pipeline.plan_only(files, progress)
        label = ", ".join(str(path) for path in paths)
        try:
            self._tell_of_dead()
            importing = pipeline.start(Import.Channel.COMMAND, label, None)
            return jobs.run_here(importing, files, progress)
        except OperationalError as error:
            raise CommandError(jobs.in_words(error)) from error

    def _tell_of_dead(self) -> None:
        for dead in jobs.close_dead():
            self.stderr.write(f"{dead}: {dead.problem}")

    def _watch(self, options: dict[str, Any]) -> None:
        """Each import is told in a line, with --json in an object without the list of files."""
        if len(options["paths"]) != 1 or not options["paths"][0].is_dir():
            raise CommandError("--watch takes one folder.")
        if options["dry_run"] or options["settle"] < 0:
            raise CommandError("--watch goes with neither --dry-run nor a negative --settle.")
        folder = options["paths"][0]

        def done(tally: pipeline.ImportResult) -> None:
            result = {**tally.counts, "seconds": round(tally.seconds, 3)}
            self.stdout.write(
                json.dumps(result) if options["json"] else _in_words(tally, dry_run=False)
            )
            self.stdout.flush()

        def progress(planned: list[PlannedFile]) -> None:
            for one in planned:
                if one.outcome == "rejected":
                    self.stderr.write(f"{one.file.name}: {' '.join(one.problems)}")

        self._tell_of_dead()
        self.stderr.write(f"Watching {folder}. Ctrl-C ends it.")
        with until_told() as stop:
            try:
                watch.watch(
                    folder,
                    stop=stop,
                    tell=self.stderr.write,
                    done=done,
                    progress=progress,
                    settle=options["settle"],
                )
            except watch.AlreadyWatched as problem:
                raise CommandError(str(problem)) from problem


def _in_words(tally: pipeline.ImportResult, *, dry_run: bool) -> str:
    """ "12 files in 0.4 s: 10 new, 2 same." """
    total = sum(tally.counts.values())
    parts = [f"{count:,} {outcome}" for outcome, count in tally.counts.items() if count]
    noun = "file" if total == 1 else "files"
    what = f": {', '.join(parts)}" if parts else ""
    note = " Nothing was written: this was a dry run." if dry_run else ""
    return f"{total:,} {noun} in {tally.seconds:.1f} s{what}.{note}"
