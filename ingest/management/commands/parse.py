"""Print the records that the parser reads in files. No database."""

import json
import logging
import os
import sys
from argparse import ArgumentParser
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from archive.server import FOR_IMPORTS, collecting_seldom
from ingest import sources
from ingest.decode.mhtml import decode_file
from ingest.management.shape_options import add_shape_options, shape_of
from ingest.parsing import parse
from ingest.parsing.facts import charset_among
from ingest.read_file import PARSER_FAILED, judged, not_text
from ingest.records import Decoded, ParsedArticle, SourceFile
from ingest.sources.archives import Limits
from ingest.sources.shape import Shape
from ingest.sources.shape.bare import OF_MOST
from ingest.workers import Reader, read_each

log = logging.getLogger(__name__)

#: What a shell reports of a program stopped by Ctrl-C.
INTERRUPTED: Final = 130


class Command(BaseCommand):
    help = "Read files and print the records in them; nothing is stored."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--jsonl", action="store_true", help="one JSON object a record")
        add_shape_options(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            shape = shape_of(options, self.stderr.write)
            rejected = self._print(options["paths"], shape, jsonl=options["jsonl"])
        except sources.NoSuchPath as error:
            raise CommandError(str(error)) from error
        except BrokenPipeError:
            # Whoever read has seen enough (`| head`); nor may Python write the rest as it ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return
        except KeyboardInterrupt:
            sys.exit(INTERRUPTED)
        if rejected:
            sys.exit(1)

    def _print(self, paths: list[Path], shape: Shape, *, jsonl: bool) -> bool:
        """Print every record in the files' order; returns whether a file was rejected."""
        reader = Reader(
            read=partial(_printed, jsonl=jsonl),
            rejected=partial(_rejected, jsonl=jsonl),
            as_row=tuple,
            from_row=_Printed._make,
        )
        files = sources.read_paths(paths, limits=Limits.of(settings), shape=shape)
        rejected = False
        with (
            collecting_seldom(FOR_IMPORTS),
            closing(read_each(reader, files, settings.IMPORT_PROCESSES)) as records,
        ):
            for record in records:
                rejected = rejected or record.rejected
                self.stdout.write(record.text)
        self.stdout.flush()
        return rejected


class _Printed(NamedTuple):
    """A record as it is printed, and whether its file was rejected."""

    text: str
    rejected: bool


def _printed(source: SourceFile, *, jsonl: bool) -> _Printed:
    # A record is printed as it is read, though an import would ask about it first.
    if source.aside and not source.aside.startswith(OF_MOST):
        return _without_record(source, source.aside, jsonl=jsonl)
    problem = source.problem or not_text(source.data)
    if problem:
        return _rejected(source, problem, jsonl=jsonl)
    try:
        decoded = decode_file(source.data, charset_among(source.facts))
        aside = judged(source, decoded).aside
        if aside and not source.aside:
            return _without_record(source, aside, jsonl=jsonl)
        record = _record(source, decoded)
    except Exception:
        log.exception("The parser failed on %s", source.name)
        return _rejected(source, PARSER_FAILED, jsonl=jsonl)
    return _Printed(_in_print(record, jsonl=jsonl), rejected=False)


def _rejected(source: SourceFile, problem: str, *, jsonl: bool) -> _Printed:
    return _without_record(source, problem, jsonl=jsonl)._replace(rejected=True)


def _without_record(source: SourceFile, problem: str, *, jsonl: bool) -> _Printed:
    record = ParsedArticle(problems=(problem,)).as_record(source.name, "")
    return _Printed(_in_print(record, jsonl=jsonl), rejected=False)


def _record(source: SourceFile, decoded: Decoded) -> dict[str, Any]:
    article = parse(source.name, decoded, source.order, source.facts, source.keys)
    record = article.as_record(source.name, decoded.encoding)
    said = (source.aside, *source.notes, *decoded.problems, *record["problems"])
    record["problems"] = list(dict.fromkeys(filter(None, said)))
    return record


def _in_print(record: dict[str, Any], *, jsonl: bool) -> str:
    return json.dumps(record, ensure_ascii=False) if jsonl else _for_people(record)


def _for_people(record: dict[str, Any]) -> str:
    lines = [record["name"]]
    for name in ("headline", "date", "authors", "publication", "section", "url", "contacts"):
        value = record[name]
        if value:
            lines.append(f"  {name}: {', '.join(value) if isinstance(value, list) else value}")
    if record["further"]:
        further = (f"{field['name']}={field['value']}" for field in record["further"])
        lines.append(f"  further: {', '.join(further)}")
    lines.append(f"  paragraphs: {len(record['paragraphs'])}, images: {len(record['images'])}")
    lines += [f"  problem: {problem}" for problem in record["problems"]]
    return "\n".join(lines)
