"""Everything verified against everything: what `check_archive` looks at, and what it can mend.

A check yields Findings. Other apps add theirs with `@check` when they are ready.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import zstandard
from django.db.models import Count, F

from archive import changes, loading, registry, search, store
from archive.chunks import chunks
from archive.models import Article, Author, Change, Reading, SourceText
from archive.reading import SourceReading


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, in a sentence; `mend` puts it right where that is possible."""

    sentence: str
    mend: Callable[[], object] | None = None


Check = Callable[[], Iterator[Finding]]
CHECKS: Final[list[Check]] = []


def check(function: Check) -> Check:
    CHECKS.append(function)
    return function


def findings() -> Iterator[Finding]:
    # The index last: it follows what was mended before.
    for function in (*CHECKS, index_agrees):
        yield from function()


@check
def stored_sources() -> Iterator[Finding]:
    """Stored bytes unpack to what their checksum says, and spans lie inside the text."""
    for source in SourceText.objects.select_related("reading").order_by("pk").iterator(500):
        where = f"Source {source.pk} ({source.name})"
        try:
            data = source.data
        except zstandard.ZstdError:
            yield Finding(f"{where} cannot be unpacked.")
            continue
        if hashlib.sha256(data).digest() != bytes(source.sha256) or len(data) != source.size:
            yield Finding(f"{where} is not what came in: size or checksum differ.")
            continue
        reading = getattr(source, "reading", None)
        if reading is None:
            yield Finding(f"{where} has no reading.")
        else:
            yield from _reading(where, data.decode(source.encoding, "replace"), reading)


def _reading(where: str, text: str, kept: Reading) -> Iterator[Finding]:
    try:
        reading: SourceReading = kept.unpacked()
    except (zstandard.ZstdError, ValueError, KeyError):
        yield Finding(f"{where}: its reading cannot be unpacked.")
        return
    length = len(reading.text or text)
    for name, field in reading.fields.items():
        if any(not 0 <= start <= end <= length for start, end in field.spans):
            yield Finding(f"{where}: the span of {name} lies outside the text.")


@check
def whole_articles() -> Iterator[Finding]:
    """Every article has a body, a source that is current, counts that are true, and a change."""
    for pk in Article.objects.filter(body=None).values_list("pk", flat=True):
        yield Finding(f"Article {pk} has no body; its text is in its source and its versions.")
    currents = SourceText.objects.filter(current=True).values("article").annotate(n=Count("pk"))
    for row in currents.filter(n__gt=1):
        yield Finding(f"Article {row['article']} has {row['n']} current sources.")
    counted = Article.objects.annotate(n=Count("images")).exclude(images_count=F("n"))
    for pk, number in counted.values_list("pk", "n"):
        yield Finding(
            f"Article {pk} has {number} pictures and counts otherwise.",
            lambda pk=pk, number=number: Article.objects.filter(pk=pk).update(  # type: ignore[misc]
                images_count=number
            ),
        )
    logged = Change.objects.filter(deleted=False).values("article_id")
    for pk in Article.objects.exclude(pk__in=logged).values_list("pk", flat=True):
        yield Finding(f"Article {pk} is not in the change log.", lambda pk=pk: _log(pk))  # type: ignore[misc]


@check
def records_match() -> Iterator[Finding]:
    """What an article says and what its columns were made from agree."""
    whole = Article.objects.filter(body__isnull=False).order_by("pk")
    ids = list(whole.values_list("pk", flat=True))
    for some in chunks(ids):
        words = dict(Article.objects.filter(pk__in=some).values_list("pk", "words"))
        for pk, content in loading.contents_of(some).items():
            if content.word_count != words[pk]:
                yield Finding(
                    f"Article {pk} counts {words[pk]} words and has {content.word_count}.",
                    lambda pk=pk, content=content: Article.objects.filter(pk=pk).update(  # type: ignore[misc]
                        words=content.word_count
                    ),
                )


@check
def orphans() -> Iterator[Finding]:
    """Authors that nothing names."""
    for author in Author.objects.filter(pk__in=registry.unused_authors()):
        yield Finding(f"Author {author.pk} ({author}) has no article.", author.delete)


def index_agrees() -> Iterator[Finding]:
    """The index has exactly the published articles, up to the latest change."""
    status = search.status()
    published = Article.objects.published().count()
    if status.problem:
        yield Finding(f"The search index does not answer: {status.problem}", search.rebuild)
    elif status.behind:
        yield Finding(f"The index is {status.behind} changes behind.", search.apply_changes)
    elif status.articles != published:
        yield Finding(
            f"The index has {status.articles} articles, the archive {published}.", search.rebuild
        )


def _log(article_id: int) -> None:
    with store.writing():
        changes.note([article_id])
