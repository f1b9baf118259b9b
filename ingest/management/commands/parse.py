"""Print the records that the parser reads in files. No database."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ingest import sources
from ingest.decode.mhtml import decode_file
from ingest.parsing import parse
from ingest.read_file import not_text
from ingest.records import ParsedArticle, SourceFile
from ingest.sources.archives import Limits


class Command(BaseCommand):
    help = "Read files and print the records in them; nothing is stored."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--jsonl", action="store_true", help="one JSON object a record")

    def handle(self, *args: Any, **options: Any) -> None:
        rejected = False
        try:
            for source in sources.read_paths(options["paths"], limits=Limits.of(settings)):
                record = _record(source)
                rejected = rejected or record["encoding"] == ""
                if options["jsonl"]:
                    self.stdout.write(json.dumps(record, ensure_ascii=False))
                else:
                    self.stdout.write(_for_people(record))
        except sources.NoSuchPath as error:
            raise CommandError(str(error)) from error
        if rejected:
            sys.exit(1)


def _record(source: SourceFile) -> dict[str, Any]:
    problem = source.problem or not_text(source.data)
    if problem:
        return ParsedArticle(problems=(problem,)).as_record(source.name, "")
    decoded = decode_file(source.data)
    record = parse(source.name, decoded, source.order).as_record(source.name, decoded.encoding)
    record["problems"] = list(dict.fromkeys((*decoded.problems, *record["problems"])))
    return record


def _for_people(record: dict[str, Any]) -> str:
    lines = [record["name"]]
    for name in ("headline", "date", "authors", "publication", "section", "url", "contacts"):
        value = record[name]
        if value:
            lines.append(f"  {name}: {', '.join(value) if isinstance(value, list) else value}")
    lines.append(f"  paragraphs: {len(record['paragraphs'])}, images: {len(record['images'])}")
    lines += [f"  problem: {problem}" for problem in record["problems"]]
    return "\n".join(lines)
