"""Fills an archive from JSON lines, straight into the database: search is measured, not parsing.

{"headline", "body", "date", "authors", "caption", "credit"}, paragraphs after blank lines
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from archive.models import Article, Author, Body, Byline, Image
from archive.store import changelog

BATCH = 2_000


def fill(path: Path, count: int | None = None) -> int:
    """Make the tables and the first `count` articles of the file; returns their number."""
    call_command("migrate", verbosity=0)
    authors: dict[str, int] = {}
    number = 0
    with path.open(encoding="utf-8") as file:
        lines = islice(file, count)
        while records := [json.loads(line) for line in islice(lines, BATCH)]:
            with transaction.atomic():
                _sign(records, authors)
                _write(records, number + 1, authors)
            number += len(records)
    return number


def _sign(records: list[dict[str, Any]], authors: dict[str, int]) -> None:
    """Make rows for new names."""
    names = dict.fromkeys(name for record in records for name in _names(record))
    new = [name for name in names if name not in authors]
    start = len(authors) + 1
    rows = [
        Author(pk=pk, name=name[:200], slug=f"{slugify(name)[:100] or 'author'}-{pk}")
        for pk, name in enumerate(new, start)
    ]
    Author.objects.bulk_create(rows)
    authors.update(zip(new, range(start, start + len(new)), strict=True))


def _names(record: dict[str, Any]) -> list[str]:
    return list(dict.fromkeys(name.strip() for name in record["authors"] if name.strip()))


def _write(records: list[dict[str, Any]], first: int, authors: dict[str, int]) -> None:
    articles, bodies, bylines, images = [], [], [], []
    for pk, record in enumerate(records, first):
        paragraphs = record["body"].split("\n\n")
        articles.append(_article(pk, record, paragraphs[0]))
        bodies.append(
            Body(article_id=pk, paragraphs=[["paragraph", paragraph] for paragraph in paragraphs])
        )
        bylines += [
            Byline(article_id=pk, author_id=authors[name], order=order, printed=name[:200])
            for order, name in enumerate(_names(record))
        ]
        if _is_pictured(record):
            images.append(
                Image(article_id=pk, order=0, caption=record["caption"], credit=record["credit"])
            )
    for model, rows in ((Article, articles), (Body, bodies), (Byline, bylines), (Image, images)):
        model._default_manager.bulk_create(rows)  # type: ignore[arg-type]
    changelog.note(list(range(first, first + len(records))))


def _article(pk: int, record: dict[str, Any], opening: str) -> Article:
    day = dt.date.fromisoformat(record["date"]) if record["date"] else None
    now = timezone.now()
    return Article(
        pk=pk,
        headline=record["headline"],
        opening=opening[:300],
        words=record["body"].count(" ") + 1,
        images_count=int(_is_pictured(record)),
        first_day=day,
        last_day=day,
        path=f"{day:%Y/%m/%d}/article-{pk}" if day else f"undated/article-{pk}",
        added_at=now,
        changed_at=now,
        digest=hashlib.sha256(record["body"].encode()).digest(),
    )


def _is_pictured(record: dict[str, Any]) -> bool:
    return bool(record["caption"] or record["credit"])
