"""Loads articles from the database as Contents."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from archive.db.statements import chunks
from archive.models import Article, Correction
from archive.record.content import (
    AuthorContent,
    Content,
    FurtherField,
    ImageContent,
    ParagraphContent,
)
from archive.store import names


def contents_of(article_ids: Iterable[int]) -> dict[int, Content]:
    """The present content of articles, by id; seven queries per CHUNK."""
    found: dict[int, Content] = {}
    for ids in chunks(list(article_ids)):
        articles = (
            Article.objects.filter(pk__in=ids)
            .select_related("publication", "body")
            .prefetch_related("bylines__author", "images", "contacts", "further")
        )
        found.update((article.pk, content_of(article)) for article in articles)
    return found


def content_of(article: Article) -> Content:
    """The content of an article whose parts are prefetched (see contents_of)."""
    return Content(
        headline=article.headline,
        standfirst=article.standfirst,
        date=article.days.iso if article.days else "",
        time=time_text(article.time),
        utc_offset=offset_text(article.utc_offset),
        updated=updated_text(article.updated_day, article.updated_time, article.updated_utc_offset),
        url=article.url,
        publication=article.publication.name if article.publication else "",
        section=article.section,
        language=article.language,
        comment_count=article.comment_count,
        authors=tuple(
            AuthorContent(byline.author.name, byline.author.kind, byline.printed)
            for byline in article.bylines.all()
        ),
        paragraphs=tuple(ParagraphContent(text, kind) for kind, text in article.body.paragraphs),
        images=tuple(
            ImageContent(**{name: getattr(image, name) for name in ImageContent._fields})
            for image in article.images.all()
        ),
        contacts=tuple(contact.value for contact in article.contacts.all()),
        further=tuple(FurtherField(field.name, field.value) for field in article.further.all()),
    )


def corrected(contents: Mapping[int, Content], *, but: Collection[str] = ()) -> dict[int, Content]:
    """The contents, by article id, with active corrections applied, except those of the fields in
    `but`; authors and publications by their present names."""
    fields: dict[int, dict[str, Any]] = defaultdict(dict)
    for correction in active_corrections(contents):
        if correction.field not in but:
            fields[correction.article_id][correction.field] = correction.new
    if not fields:
        return dict(contents)
    changed = [Content.from_json(contents[pk].as_json() | new) for pk, new in fields.items()]
    return {**contents, **dict(zip(fields, names.canonical(changed), strict=True))}


def active_corrections(article_ids: Iterable[int]) -> list[Correction]:
    return [
        correction
        for ids in chunks(list(article_ids))
        for correction in Correction.objects.filter(article_id__in=ids, stands=True)
    ]


def time_text(time: dt.time | None) -> str:
    """As in Content.time."""
    return f"{time:%H:%M}" if time else ""


def offset_text(minutes: int | None) -> str:
    """Minutes east of UTC as in Content.utc_offset."""
    if minutes is None:
        return ""
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def updated_text(day: dt.date | None, time: dt.time | None, offset: int | None) -> str:
    """As in Content.updated."""
    if day is None:
        return ""
    clock = time_text(time)
    return day.isoformat() + (f"T{clock}{offset_text(offset)}" if clock else "")
