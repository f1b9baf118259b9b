"""Computes the rows of articles from their contents; `store/articles.py` writes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import models

from archive.models import (
    Article,
    ArticleField,
    Body,
    Byline,
    Contact,
    Doubt,
    Image,
    Likeness,
    Reading,
    Sketch,
    SourceText,
    TextSample,
)
from archive.record.content import Content, offset_minutes, parse_time
from archive.record.incoming import Incoming, PackedSketch, Source
from archive.record.review import lines_of, root_of
from archive.store.names import whose_contacts
from archive.text import shingles
from archive.text.slugs import headline_key, slug_of
from archive.text.urls import url_key

#: Article ids with their contents.
Pairs = Sequence[tuple[int, Content]]
#: For each of them the ids of its authors by name.
Authors = Sequence[Mapping[str, int]]
Rows = Iterator[tuple[Any, ...]]

ARTICLE: Final = (
    "id", "path", "publication", "added_at", "changed_at", "version", "state", "state_reason",
)  # fmt: skip
IMAGE: Final = (
    "article", "order", "caption", "credit", "photographer", "agency", "place", "taken", "url",
    "file",
)  # fmt: skip
SOURCE: Final = (
    "id", "article", "name", "sha256", "encoding", "size", "packed", "current", "received_at",
    "known",
)  # fmt: skip
#: Existing images are updated in place, so that an attached file stays.
IMAGE_IN_PLACE: Final = "ON CONFLICT (article_id, {order}) DO UPDATE SET ".format(
    order='"order"'
) + ", ".join(f"{name} = excluded.{name}" for name in IMAGE[2:-1])


@dataclass(frozen=True, slots=True)
class Table:
    """The rows for one table: values of the named fields (see statements.insert)."""

    model: type[models.Model]
    names: tuple[str, ...]
    rows: Iterable[tuple[Any, ...]]
    on_conflict: str = ""


def columns(content: Content) -> dict[str, Any]:
    """The columns of Article that derive from its content alone."""
    days = content.days
    updated_day, _, rest = content.updated.partition("T")
    return {
        "headline": content.headline,
        "standfirst": content.standfirst,
        "opening": content.opening,
        "section": content.section[:200],
        "section_slug": slug_of(content.section, "section") if content.section else "",
        "url": content.url,
        "language": content.language,
        "comment_count": content.comment_count,
        "words": content.word_count,
        "images_count": len(content.images),
        "first_day": days.first if days else None,
        "last_day": days.last if days else None,
        "time": parse_time(content.time),
        "utc_offset": offset_minutes(content.utc_offset),
        "updated_day": dt.date.fromisoformat(updated_day) if updated_day else None,
        "updated_time": parse_time(rest[:5]),
        "updated_utc_offset": offset_minutes(rest[5:]),
        "digest": content.digest,
        "headline_key": headline_key(content.headline, content.date),
        "url_key": url_key(content.url),
    }


def articles(
    ids: Sequence[int],
    paths: Sequence[str],
    contents: Sequence[Content],
    publications: Mapping[str, int],
    now: dt.datetime,
) -> Table:
    """New articles, at least one, with the ids and paths given."""
    made = [columns(content) for content in contents]
    firsts = (
        (pk, path, publications.get(content.publication), now, now, 1, "published", "")
        for pk, path, content in zip(ids, paths, contents, strict=True)
    )
    rest = (tuple(values.values()) for values in made)
    rows = (first + values for first, values in zip(firsts, rest, strict=True))
    return Table(Article, (*ARTICLE, *made[0]), rows)


def parts(
    pairs: Pairs, authors: Authors, sketches: Sequence[PackedSketch | None]
) -> tuple[Table, ...]:
    """Body, bylines, pictures, contacts, further fields, sketch and sample; a sketch given as None
    is computed."""
    known = [
        sketch or sketch_of(content) for (_, content), sketch in zip(pairs, sketches, strict=True)
    ]
    ids = [pk for pk, _ in pairs]
    keys = ((pk, key) for pk, (own, _) in zip(ids, known, strict=True) for key in own)
    samples = ((pk, sample) for pk, (_, sample) in zip(ids, known, strict=True))
    return (
        Table(Body, ("article", "paragraphs"), _bodies(pairs)),
        Table(Byline, ("article", "author", "order", "printed"), _bylines(pairs, authors)),
        Table(Contact, ("article", "author", "order", "value"), _contacts(pairs, authors)),
        Table(ArticleField, ("article", "order", "name", "value"), _further(pairs)),
        Table(Image, IMAGE, _images(pairs), IMAGE_IN_PLACE),
        Table(Sketch, ("article", "key"), keys),
        Table(TextSample, ("article", "packed"), samples),
    )


def _bodies(pairs: Pairs) -> Rows:
    for pk, content in pairs:
        yield pk, [[paragraph.kind, paragraph.text] for paragraph in content.paragraphs]


def _bylines(pairs: Pairs, authors: Authors) -> Rows:
    for (pk, content), ids in zip(pairs, authors, strict=True):
        for order, author in enumerate(content.authors):
            yield pk, ids[author.name], order, (author.printed or author.name)[:200]


def _contacts(pairs: Pairs, authors: Authors) -> Rows:
    for (pk, content), ids in zip(pairs, authors, strict=True):
        for order, (value, whose) in enumerate(whose_contacts(content)):
            yield pk, ids.get(whose), order, value[:500]


def _further(pairs: Pairs) -> Rows:
    for pk, content in pairs:
        for order, field in enumerate(content.further):
            yield pk, order, field.name[:200], field.value


def _images(pairs: Pairs) -> Rows:
    for pk, content in pairs:
        for order, image in enumerate(content.images):
            yield (
                pk,
                order,
                image.caption,
                image.credit,
                image.photographer[:200],
                image.agency[:200],
                image.place[:200],
                image.taken,
                image.url,
                "",
            )


def sketch_of(content: Content) -> PackedSketch:
    sketched = shingles.TextSketch.of(content.text)
    return sketched.keys, sketched.sample.pack()


def likenesses(ids: Sequence[int], incoming: Sequence[Incoming]) -> Table:
    rows = (
        (pk, other, share)
        for pk, item in zip(ids, incoming, strict=True)
        for other, share in (
            *item.alike,
            *((ids[place], share) for place, share in item.alike_beside),
        )
    )
    return Table(Likeness, ("article", "other", "share"), rows, "ON CONFLICT DO NOTHING")


def doubts(ids: Sequence[int], incoming: Sequence[Incoming]) -> Table:
    """The questions about each article, without those about fields that an editor chose and about
    lines that were put back."""
    rows = (
        (pk, question.field, int(question.kind), question.weight, question.key)
        for pk, item in zip(ids, incoming, strict=True)
        for question in item.doubts
        if root_of(question.field) not in {chosen.field for chosen in item.chosen}
        and not (item.chosen and question.field in lines_of(item.content))
    )
    return Table(Doubt, ("article", "field", "kind", "weight", "key"), rows)


def sources(
    ids: Sequence[int], pairs: Sequence[tuple[int, Source]], now: dt.datetime, *, current: bool
) -> Table:
    """Sources with the ids given; `pairs` are (article id, source)."""
    rows = (
        (
            pk,
            article,
            source.name[-500:],
            source.sha256,
            source.encoding,
            source.size,
            source.packed,
            current,
            now,
            source.known,
        )
        for pk, (article, source) in zip(ids, pairs, strict=True)
    )
    return Table(SourceText, SOURCE, rows)


def readings(ids: Sequence[int], pairs: Sequence[tuple[int, Source]]) -> Table:
    rows = (
        (pk, source.parser_version, source.reading, source.confidence)
        for pk, (_, source) in zip(ids, pairs, strict=True)
    )
    return Table(Reading, ("source", "parser_version", "packed", "confidence"), rows)
