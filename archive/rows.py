"""The rows of articles, worked out from their contents; store.py writes them, nothing here does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from archive import likeness, registry
from archive.content import Content, offset_minutes, parse_time
from archive.doubts import Asked, root_of
from archive.incoming import KeptSketch, Source
from archive.names import headline_key, slug_of

#: Article ids with their contents.
Pairs = Sequence[tuple[int, Content]]
#: For each of them the ids of its authors, by name.
Authors = Sequence[Mapping[str, int]]

ARTICLE: Final = (
    "id", "path", "publication", "added_at", "changed_at", "version", "state", "state_reason",
)  # fmt: skip
BODY: Final = ("article", "paragraphs")
BYLINE: Final = ("article", "author", "order", "printed")
CONTACT: Final = ("article", "author", "order", "value")
IMAGE: Final = (
    "article", "order", "caption", "credit", "photographer", "agency", "place", "taken", "url",
    "file",
)  # fmt: skip
SKETCH: Final = ("article", "key")
SAMPLE: Final = ("article", "packed")
SOURCE: Final = (
    "id", "article", "name", "sha256", "encoding", "size", "packed", "current", "received_at",
)  # fmt: skip
READING: Final = ("source", "parser_version", "packed", "confidence")
DOUBT: Final = ("article", "field", "kind", "weight", "key")


def columns(content: Content) -> dict[str, Any]:
    """The columns of Article that follow from its content alone."""
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
    }


def bodies(pairs: Pairs) -> Iterator[tuple[Any, ...]]:
    for pk, content in pairs:
        yield pk, [[one.kind, one.text] for one in content.paragraphs]


def bylines(pairs: Pairs, authors: Authors) -> Iterator[tuple[Any, ...]]:
    for (pk, content), ids in zip(pairs, authors, strict=True):
        for order, author in enumerate(content.authors):
            yield pk, ids[author.name], order, (author.printed or author.name)[:200]


def contacts(pairs: Pairs, authors: Authors) -> Iterator[tuple[Any, ...]]:
    for (pk, content), ids in zip(pairs, authors, strict=True):
        for order, (value, whose) in enumerate(registry.whose_contacts(content)):
            yield pk, ids.get(whose), order, value[:500]


def images(pairs: Pairs) -> Iterator[tuple[Any, ...]]:
    for pk, content in pairs:
        for order, one in enumerate(content.images):
            yield (
                pk,
                order,
                one.caption,
                one.credit,
                one.photographer[:200],
                one.agency[:200],
                one.place[:200],
                one.taken,
                one.url,
                "",
            )


def sketches(
    pairs: Pairs, known: Sequence[KeptSketch | None]
) -> tuple[list[tuple[int, int]], list[tuple[int, bytes]]]:
    """Rows of keys and of samples: those known are taken, the others (None) worked out."""
    keys, samples = [], []
    for (pk, content), sketch in zip(pairs, known, strict=True):
        own, sample = sketch or sketch_of(content)
        keys += [(pk, key) for key in own]
        samples.append((pk, sample))
    return keys, samples


def sketch_of(content: Content) -> KeptSketch:
    sketched = likeness.Sketched.of(content.text)
    return sketched.keys, sketched.sample.pack()


def doubts(
    asked: Iterable[tuple[int, Sequence[Asked], Collection[str]]],
) -> Iterator[tuple[Any, ...]]:
    """Of each article its questions, without those about fields that an editor decided."""
    for pk, questions, decided in asked:
        for one in questions:
            if root_of(one.field) not in decided:
                yield pk, one.field, int(one.kind), one.weight, one.key


def sources(
    ids: Sequence[int], pairs: Sequence[tuple[int, Source]], now: dt.datetime, *, current: bool
) -> Iterator[tuple[Any, ...]]:
    """By the ids they are to have, sources with the ids of their articles."""
    for pk, (article, one) in zip(ids, pairs, strict=True):
        name = one.name[-500:]
        yield pk, article, name, one.sha256, one.encoding, one.size, one.packed, current, now


def readings(ids: Sequence[int], pairs: Sequence[tuple[int, Source]]) -> Iterator[tuple[Any, ...]]:
    for pk, (_, one) in zip(ids, pairs, strict=True):
        yield pk, one.parser_version, one.reading, one.confidence
