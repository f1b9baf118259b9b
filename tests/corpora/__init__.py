"""Thirty invented articles, written by each form's module as files of that form.

A module of this package is named after its form and has `write(stories)`, which returns the files
by name; `LACKS` names the fields that its form has no place for. `read` reads such files as an
import would, and `shares` says of how many articles each field came in right.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest import sources
from ingest.read_file import ReadFile, read
from ingest.sources.archives import Limits

TRUTH = Path(__file__).parents[2] / "ingest" / "demo_data" / "truth.jsonl"
FIELDS = ("headline", "date", "authors", "publication", "section", "url", "body")


@dataclass(frozen=True)
class Story:
    """An article as its form must give it back."""

    headline: str
    date: str
    authors: tuple[str, ...]
    publication: str
    section: str
    url: str
    paragraphs: tuple[str, ...]


@cache
def stories(count: int = 30) -> tuple[Story, ...]:
    """So many articles of the demo with a headline, a day, and people who signed them."""
    found: list[Story] = []
    openings = set()
    for line in TRUTH.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        kinds = record.get("kinds") or ["paragraph"]
        if (
            record.get("headline")
            and len(record.get("date") or "") == len("2017-06-04")
            and record.get("authors")
            and len(record.get("paragraphs") or ()) > 2
            and set(kinds) == {"paragraph"}
            and record["headline"].isascii()
            and (opening := record["paragraphs"][0][:60]) not in openings
        ):
            openings.add(opening)
            number = len(found) + 1
            found.append(
                Story(
                    record["headline"],
                    record["date"],
                    tuple(record["authors"]),
                    record.get("publication") or "The Alder Courier",
                    random.Random(number).choice(("Harbour", "Council", "Sport", "Letters")),
                    f"https://aldercourier.example/{record['date'][:4]}/story-{number}",
                    tuple(record["paragraphs"]),
                )
            )
    return tuple(found[:count])


def read_files(folder: Path, files: Mapping[str, bytes]) -> list[ReadFile]:
    """What an import of these files would read, written below a folder first."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return [read(source) for source in sources.read_paths([folder], limits=Limits())]


def shares(wanted: Iterable[Story], found: Iterable[ReadFile]) -> dict[str, float]:
    """The share of articles whose field is right, by field; `records` are those read by wanted."""
    wanted = list(wanted)
    contents = [file.content for file in found if file.content is not None and not file.aside]
    by_opening = {_flat(c.paragraphs[0].text)[:60]: c for c in contents if c.paragraphs}
    right = dict.fromkeys(FIELDS, 0)
    for story in wanted:
        content = by_opening.get(_flat(story.paragraphs[0])[:60])
        if content is None:
            continue
        right["headline"] += content.headline == story.headline
        right["date"] += content.date == story.date
        right["authors"] += tuple(a.name for a in content.authors) == story.authors
        right["publication"] += content.publication == story.publication
        right["section"] += content.section == story.section
        right["url"] += content.url == story.url
        texts = [_flat(paragraph.text) for paragraph in content.paragraphs]
        right["body"] += texts == [_flat(text) for text in story.paragraphs]
    shared = {field: count / len(wanted) for field, count in right.items()}
    return {"records": len(contents) / len(wanted), **shared}


def _flat(text: str) -> str:
    return " ".join(text.split())
