"""Published articles with all their parts as plain values: what every format is written from.

Seven queries a batch, whatever its size; no ORM objects, which would take most of the time of an
export of millions.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import msgspec

from archive.db.statements import QueryByIds, chunks
from archive.models import Article, ArticleField, Byline, Contact, Image, SourceText
from archive.record.content import ImageContent
from archive.store.load import offset_text, time_text, updated_text
from archive.text.dates import Days


@dataclass(frozen=True, slots=True)
class Site:
    """The archive that exports come from: its name, and its address without a final slash."""

    name: str
    address: str


class ExportedPublication(NamedTuple):
    id: int
    name: str
    slug: str
    domain: str


class ExportedByline(NamedTuple):
    """`name` is the author's in the archive, `printed` as the source has it."""

    author_id: int
    name: str
    slug: str
    kind: str
    printed: str


class ExportedImage(NamedTuple):
    """`content` is what the source says of it; `file` the key of an attached picture, or ""."""

    content: ImageContent
    file: str
    width: int
    height: int


class ExportedSource(NamedTuple):
    """A file that the article came from; `current` where its text is the one shown."""

    name: str
    sha256: str
    current: bool


class ExportedArticle(NamedTuple):
    """Fields as in Content and Article; texts are "" where missing."""

    id: int
    path: str
    headline: str
    standfirst: str
    opening: str
    section: str
    section_slug: str
    url: str
    language: str
    comment_count: int | None
    words: int
    days: Days | None
    time: str
    utc_offset: str
    updated: str
    added_at: dt.datetime
    changed_at: dt.datetime
    publication: ExportedPublication | None
    bylines: tuple[ExportedByline, ...]
    #: [kind, text] of each, as Body has them.
    paragraphs: list[list[str]]
    images: tuple[ExportedImage, ...]
    contacts: tuple[str, ...]
    #: Name and value.
    further: tuple[tuple[str, str], ...]
    sources: tuple[ExportedSource, ...]

    @property
    def date(self) -> str:
        """ISO, as precise as known, or ""."""
        return self.days.iso if self.days else ""

    @property
    def title(self) -> str:
        """The headline; the first words of the text, with an ellipsis, where there is none."""
        if self.headline:
            return self.headline
        words = self.opening.split()
        return " ".join(words[:9]) + (" …" if len(words) > 9 else "")

    @property
    def text(self) -> str:
        return "\n\n".join(text for _, text in self.paragraphs)

    def address(self, site: Site) -> str:
        return f"{site.address}/{self.path}/"

    def permanent(self, site: Site) -> str:
        return f"{site.address}/a/{self.id}/"


_articles: Final = QueryByIds(
    lambda ids: (
        Article.objects.filter(pk__in=ids)
        .order_by()
        .values_list(
            "state", "pk", "path", "headline", "standfirst", "opening", "section", "section_slug",
            "url", "language", "comment_count", "words", "first_day", "last_day", "time",
            "utc_offset", "updated_day", "updated_time", "updated_utc_offset", "added_at",
            "changed_at", "body__paragraphs", "publication_id", "publication__name",
            "publication__slug", "publication__domain",
        )
    )
)  # fmt: skip
_bylines: Final = QueryByIds(
    lambda ids: (
        Byline.objects.filter(article__in=ids)
        .order_by("article", "order")
        .values_list(
            "article_id", "author_id", "author__name", "author__slug", "author__kind", "printed"
        )
    )
)
_images: Final = QueryByIds(
    lambda ids: (
        Image.objects.filter(article__in=ids)
        .order_by("article", "order")
        .values_list("article_id", *ImageContent._fields, "file", "width", "height")
    )
)
_contacts: Final = QueryByIds(
    lambda ids: (
        Contact.objects.filter(article__in=ids)
        .order_by("article", "order")
        .values_list("article_id", "value")
    )
)
_further: Final = QueryByIds(
    lambda ids: (
        ArticleField.objects.filter(article__in=ids)
        .order_by("article", "order")
        .values_list("article_id", "name", "value")
    )
)
_sources: Final = QueryByIds(
    lambda ids: (
        SourceText.objects.filter(article__in=ids)
        .order_by("article", "pk")
        .values_list("article_id", "name", "sha256", "current")
    )
)
_decode: Final = msgspec.json.Decoder(list[list[str]]).decode
_PARTS_OF_IMAGE: Final = len(ImageContent._fields)


def exported(ids: Sequence[int]) -> list[ExportedArticle]:
    """The published ones among these articles, in their order."""
    return [article for some in chunks(ids) for article in _batch(some)]


def in_batches(batches: Iterable[Sequence[int]]) -> Iterator[ExportedArticle]:
    """The articles of one batch of ids after another, each loaded when it is reached."""
    for ids in batches:
        for some in chunks(ids):
            yield from _batch(some)


def _batch(ids: Sequence[int]) -> list[ExportedArticle]:
    rows = {row[1]: row for row in _articles(ids) if row[0] == Article.State.PUBLISHED}
    present = [pk for pk in ids if pk in rows]
    bylines = _grouped(_bylines(present), lambda row: ExportedByline._make(row[1:]))
    images = _grouped(_images(present), _image)
    contacts = _grouped(_contacts(present), lambda row: row[1])
    further = _grouped(_further(present), lambda row: (row[1], row[2]))
    sources = _grouped(_sources(present), _source)
    return [
        _article(
            rows[pk],
            tuple(bylines.get(pk, ())),
            tuple(images.get(pk, ())),
            tuple(contacts.get(pk, ())),
            tuple(further.get(pk, ())),
            tuple(sources.get(pk, ())),
        )
        for pk in present
    ]


def _grouped(rows: Iterable[tuple[Any, ...]], made: Any) -> dict[int, list[Any]]:
    found = defaultdict[int, list[Any]](list)
    for row in rows:
        found[row[0]].append(made(row))
    return found


def _image(row: tuple[Any, ...]) -> ExportedImage:
    return ExportedImage(
        ImageContent._make(row[1 : 1 + _PARTS_OF_IMAGE]), *row[1 + _PARTS_OF_IMAGE :]
    )


def _source(row: tuple[Any, ...]) -> ExportedSource:
    return ExportedSource(row[1], bytes(row[2]).hex(), bool(row[3]))


def _article(
    row: tuple[Any, ...], bylines: tuple[ExportedByline, ...], *rest: tuple[Any, ...]
) -> ExportedArticle:
    (
        first_day, last_day, time, utc_offset, updated_day, updated_time, updated_offset,
        added_at, changed_at, paragraphs, publication_id, *publication,
    ) = row[12:]  # fmt: skip
    return ExportedArticle._make(
        (
            *row[1:12],
            Days(first_day, last_day) if first_day and last_day else None,
            time_text(time),
            offset_text(utc_offset),
            updated_text(updated_day, updated_time, updated_offset),
            _aware(added_at),
            _aware(changed_at),
            ExportedPublication(publication_id, *publication) if publication_id else None,
            bylines,
            _decode(paragraphs or "[]"),
            *rest,
        )
    )


def _aware(moment: dt.datetime) -> dt.datetime:
    """SQLite gives moments without their zone, which is UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
