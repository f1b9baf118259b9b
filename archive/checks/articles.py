"""Sources, articles, records and the keys of their texts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import partial
from typing import Final

import zstandard
from django.db.models import Count, F

from archive.db.statements import chunks
from archive.hooks import Finding, check
from archive.models import Article, Author, Body, Change, Reading, Sketch, SourceText
from archive.models.sources import DAMAGE
from archive.record.evidence import SourceReading
from archive.store import load, names, repair, rows
from archive.text import shingles


@check
def stored_sources() -> Iterator[Finding]:
    """Stored files match their checksums, and spans lie inside the text."""
    for source in SourceText.objects.select_related("reading").order_by("pk").iterator(500):
        where = f"Source {source.pk} ({source.name})"
        try:
            data = source.data
        except zstandard.ZstdError:
            yield Finding(f"{where} cannot be unpacked.")
            continue
        if hashlib.sha256(data).digest() != bytes(source.sha256) or len(data) != source.size:
            yield Finding(f"{where} is not the imported file: its size or checksum differs.")
            continue
        reading = getattr(source, "reading", None)
        if reading is None:
            yield Finding(f"{where} has no record of how it was read.")
        else:
            yield from _reading(where, data.decode(source.encoding, "replace"), reading)


def _reading(where: str, text: str, kept: Reading) -> Iterator[Finding]:
    try:
        reading: SourceReading = kept.unpacked()
    except DAMAGE:
        yield Finding(f"{where}: the record of how it was read cannot be unpacked.")
        return
    length = len(reading.text or text)
    for name, field in reading.fields.items():
        if any(not 0 <= start <= end <= length for start, end in field.spans):
            yield Finding(f"{where}: the span of {name} lies outside the text.")


@check
def whole_articles() -> Iterator[Finding]:
    """Every article has a body, one current source, a true count of images and a log entry."""
    for pk in Article.objects.filter(body=None).values_list("pk", flat=True):
        yield Finding(f"Article {pk} has no text; its source and earlier versions still have it.")
    currents = SourceText.objects.filter(current=True).values("article").annotate(n=Count("pk"))
    for row in currents.filter(n__gt=1):
        yield Finding(f"Article {row['article']} has {row['n']} current sources.")
    sourced = Article.objects.filter(sources__isnull=False)
    current = SourceText.objects.filter(current=True).values("article")
    for pk in sourced.exclude(pk__in=current).distinct().values_list("pk", flat=True):
        yield Finding(
            f"Article {pk} has sources, but none is current.", partial(repair.choose_source, pk)
        )
    counted = Article.objects.annotate(n=Count("images")).exclude(images_count=F("n"))
    for pk, number in counted.values_list("pk", "n"):
        yield Finding(
            f"Article {pk} has {number} images but counts a different number.",
            partial(repair.set_columns, pk, {"images_count": number}),
        )
    logged = Change.objects.filter(deleted=False).values("article_id")
    for pk in Article.objects.exclude(pk__in=logged).values_list("pk", flat=True):
        yield Finding(f"Article {pk} is not in the change log.", partial(repair.log, pk))


#: Columns that derive from more than the record: the digest keeps names as first imported.
_NOT_COMPARED: Final = frozenset(("digest", "images_count"))


@check
def records_match() -> Iterator[Finding]:
    """Columns derived from an article's record agree with it."""
    whole = Article.objects.filter(body__isnull=False).order_by("pk")
    for ids in chunks(list(whole.values_list("pk", flat=True))):
        articles = Article.objects.in_bulk(list(ids))
        for pk, content in load.contents_of(ids).items():
            columns = rows.columns(content)
            wrong = {
                name: value
                for name, value in columns.items()
                if name not in _NOT_COMPARED and getattr(articles[pk], name) != value
            }
            if wrong:
                yield Finding(
                    f"Article {pk}: {', '.join(wrong)} differ from its record.",
                    partial(repair.set_columns, pk, wrong),
                )


@check
def texts_have_keys() -> Iterator[Finding]:
    """Every text has the keys that find its near-duplicates."""
    keyed = Sketch.objects.values("article")
    for ids in chunks(list(Article.objects.exclude(pk__in=keyed).values_list("pk", flat=True))):
        for body in Body.objects.filter(article__in=ids):
            if shingles.sketch_keys(body.text):
                yield Finding(
                    f"Article {body.article_id} has no keys to find near-duplicates by.",
                    partial(repair.add_sketch, body),
                )


@check
def orphans() -> Iterator[Finding]:
    """Every author has an article, unless an editor merged or split it."""
    for author in Author.objects.filter(pk__in=names.unused_authors()):
        yield Finding(
            f"Author {author.pk} ({author}) has no article.", partial(repair.drop_author, author)
        )
