"""Import files and folders from the command line."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from tqdm import tqdm

from ingest import jobs, pipeline, report, sources, watch
from ingest.management.shape_options import add_shape_options, given_shape, shape_of
from ingest.models import Import
from ingest.plan import PlannedFile
from ingest.shutdown import stop_on_signal
from ingest.sources.archives import Limits
from ingest.sources.shape import Shape


class Command(BaseCommand):
    help = "Import articles from files, archives and folders, including subfolders."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument(
            "--dry-run", action="store_true", help="show what would happen without writing anything"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object at the end")
        parser.add_argument(
            "--summary", action="store_true", help="with --json: omit the list of files"
        )
        add_shape_options(parser)
        parser.add_argument(
            "--take-aside",
            action="store_true",
            help="import also what is set aside because it is probably no article: code, licences, "
            "READMEs, lists of words, markup of an unknown kind",
        )
        parser.add_argument(
            "--watch",
            action="store_true",
            help="watch one folder and import files as they arrive, until Ctrl-C or SIGTERM; "
            "files that were read before are not read again",
        )
        parser.add_argument(
            "--settle",
            type=float,
            default=watch.SETTLE,
            metavar="SECONDS",
            help="with --watch: import a file once it has not changed for this long "
            "(default: %(default)g)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["watch"]:
            self._watch(options)
            return
        self._make_tables()
        keep_files = options["json"] and not options["summary"]
        files: list[dict[str, Any]] = []
        bar = tqdm(unit=" files", unit_scale=False, disable=not sys.stderr.isatty(), leave=False)

        def progress(planned: list[PlannedFile]) -> None:
            bar.update(len(planned))
            if keep_files:
                files.extend(map(report.as_json, planned))
            elif not options["json"]:
                for planned_file in planned:
                    if planned_file.outcome in ("rejected", "aside"):
                        bar.write(_problem(planned_file), file=sys.stderr)

        try:
            shape = shape_of(options, self.stderr.write)
            with bar:
                result = self._import(options, shape, progress)
        except sources.NoSuchPath as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            seldom = ("skipped", "aside")
            counts = {name: n for name, n in result.counts.items() if n or name not in seldom}
            printed: dict[str, Any] = {**counts, "seconds": round(result.seconds, 3)}
            if keep_files:
                printed["files"] = files
            self.stdout.write(json.dumps(printed, ensure_ascii=False))
        else:
            self.stdout.write(_in_words(result, dry_run=options["dry_run"]))
        if result.counts["rejected"]:
            sys.exit(1)

    def _make_tables(self) -> None:
        """Make the tables of a new archive; one of an earlier version is left to its owner."""
        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return
        if executor.loader.applied_migrations:
            raise CommandError(
                "This archive is of an earlier version. Update it first: "
                ".venv/bin/python manage.py migrate"
            )
        call_command("migrate", verbosity=0, interactive=False)

    def _import(
        self, options: dict[str, Any], shape: Shape, progress: pipeline.Progress
    ) -> pipeline.ImportResult:
        paths, take_aside = options["paths"], options["take_aside"]
        files = sources.read_paths(paths, limits=Limits.of(settings), shape=shape)
        if options["dry_run"]:
            return pipeline.plan_only(files, progress, take_aside=take_aside)
        label = ", ".join(str(path) for path in paths)
        try:
            jobs.report_dead(self.stderr.write)
            importing = pipeline.start(Import.Channel.COMMAND, label, None, shape=shape.as_json())
            return jobs.run_here(importing, files, progress, take_aside=take_aside)
        except OperationalError as error:
            raise CommandError(jobs.in_words(error)) from error

    def _watch(self, options: dict[str, Any]) -> None:
        """Print a line for each import; with --json an object without the list of files."""
        if len(options["paths"]) != 1 or not options["paths"][0].is_dir():
            raise CommandError("--watch takes one folder.")
        if options["dry_run"] or options["settle"] < 0:
            raise CommandError("--watch cannot be combined with --dry-run or a negative --settle.")
        self._make_tables()
        folder = options["paths"][0]
        shape = given_shape(options)
        if shape.joins:
            raise CommandError(
                "--watch reads each file as it comes; files that describe others (titles, sidecars,"
                " metadata) are imported together with these, without --watch."
            )

        def done(result: pipeline.ImportResult) -> None:
            printed = {**result.counts, "seconds": round(result.seconds, 3)}
            self.stdout.write(
                json.dumps(printed) if options["json"] else _in_words(result, dry_run=False)
            )
            self.stdout.flush()

        def progress(planned: list[PlannedFile]) -> None:
            for planned_file in planned:
                if planned_file.outcome in ("rejected", "aside"):
                    self.stderr.write(_problem(planned_file))

        jobs.report_dead(self.stderr.write)
        self.stderr.write(f"Watching {folder}. Press Ctrl-C to stop.")
        with stop_on_signal() as stop:
            try:
                watch.watch(
                    folder,
                    stop=stop,
                    tell=self.stderr.write,
                    done=done,
                    progress=progress,
                    settle=options["settle"],
                    take_aside=options["take_aside"],
                    shape=shape,
                )
            except watch.AlreadyWatched as problem:
                raise CommandError(str(problem)) from problem


#: Outcomes whose name is not the word for them.
_IN_WORDS: Final = {"aside": "set aside"}


def _problem(planned: PlannedFile) -> str:
    return f"{planned.file.name}: {' '.join(planned.problems)}"


def _in_words(result: pipeline.ImportResult, *, dry_run: bool) -> str:
    """ "12 files in 0.4 s: 10 new, 2 same." """
    total = sum(result.counts.values())
    parts = [
        f"{count:,} {_IN_WORDS.get(outcome, outcome)}"
        for outcome, count in result.counts.items()
        if count
    ]
    noun = "file" if total == 1 else "files"
    what = f": {', '.join(parts)}" if parts else ""
    note = " Dry run: nothing was written." if dry_run else ""
    return f"{total:,} {noun} in {result.seconds:.1f} s{what}.{note}"
