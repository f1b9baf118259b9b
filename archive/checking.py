"""Everything verified against everything: what `check_archive` looks at, and what it can mend.

A check yields Findings. Other apps add theirs with `@check` when they are ready.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import zstandard
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connection
from django.db.models import Count, F

from archive import changes, loading, registry, rows, search, store
from archive.db.statements import chunks
from archive.models import Article, Author, Body, Change, Reading, Sketch, SourceText, TextSample
from archive.record.evidence import SourceReading
from archive.selection import Selection
from archive.text import shingles


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, in a sentence; `mend` puts it right where that is possible."""

    sentence: str
    mend: Callable[[], object] | None = None


#: Articles of the index's list that are asked for at once.
PAGE: Final = 1_000
Check = Callable[[], Iterator[Finding]]
CHECKS: Final[list[Check]] = []


def check(function: Check) -> Check:
    CHECKS.append(function)
    return function


def findings() -> Iterator[Finding]:
    # The index last: it follows what was mended before.
    for function in (*CHECKS, index_agrees):
        try:
            yield from function()
        except (ObjectDoesNotExist, DatabaseError) as error:
            # What another check names is in its way; the others go on.
            yield Finding(f"The check “{function.__name__}” could not be ended: {error}")


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
    sourced = Article.objects.filter(sources__isnull=False)
    current = SourceText.objects.filter(current=True).values("article")
    for pk in sourced.exclude(pk__in=current).distinct().values_list("pk", flat=True):
        yield Finding(f"None of the sources of article {pk} is current.", lambda pk=pk: _renew(pk))  # type: ignore[misc]
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


#: Columns that follow from more than the record: a digest keeps what was printed when it came in.
_NOT_COMPARED: Final = frozenset(("digest", "images_count"))


@check
def records_match() -> Iterator[Finding]:
    """What an article says and the columns made from it agree."""
    whole = Article.objects.filter(body__isnull=False).order_by("pk")
    for some in chunks(list(whole.values_list("pk", flat=True))):
        articles = Article.objects.in_bulk(list(some))
        for pk, content in loading.contents_of(some).items():
            columns = rows.columns(content)
            wrong = {
                name: value
                for name, value in columns.items()
                if name not in _NOT_COMPARED and getattr(articles[pk], name) != value
            }
            if wrong:
                yield Finding(
                    f"Article {pk}: {', '.join(wrong)} are not what its record says.",
                    lambda pk=pk, wrong=wrong: _put_right(pk, wrong),  # type: ignore[misc]
                )


@check
def database_is_sound() -> Iterator[Finding]:
    """The database's own check of its pages and indexes, and of what rows refer to."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        try:
            cursor.execute("PRAGMA integrity_check(20)")
            faults = [fault for (fault,) in cursor.fetchall() if fault != "ok"]
        except DatabaseError as error:
            faults = [str(error)]
        for fault in faults:
            yield Finding(f"The database is damaged: {fault}. Take it from a backup.")
        cursor.execute("PRAGMA foreign_key_check")
        for table, row, other, _ in cursor.fetchmany(20):
            yield Finding(f"Row {row} of {table} refers to a row of {other} that is not there.")


@check
def texts_have_keys() -> Iterator[Finding]:
    """Every text has the keys by which near-duplicates of it are found."""
    keyed = Sketch.objects.values("article")
    for some in chunks(list(Article.objects.exclude(pk__in=keyed).values_list("pk", flat=True))):
        for body in Body.objects.filter(article__in=some):
            if shingles.sketch(body.text):
                yield Finding(
                    f"Article {body.article_id} has no keys of its text.",
                    lambda body=body: _sketch(body),  # type: ignore[misc]
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
    else:
        yield from _same_articles()


def _same_articles() -> Iterator[Finding]:
    """The index's list of all articles, walked to its end, against the archive's."""
    found: set[int] = set()
    after, engine = "", search.engine()
    while True:
        page = engine.search(Selection(), 1, PAGE, after)
        found.update(page.ids)
        after = page.after
        if not after:
            break
    published = set(Article.objects.published().values_list("pk", flat=True))
    if found != published:
        one = min(found ^ published)
        yield Finding(
            f"The index lists {len(found - published)} articles that are not published and lacks "
            f"{len(published - found)}; article {one} is one of them.",
            search.rebuild,
        )


def _put_right(article_id: int, columns: dict[str, object]) -> None:
    with store.writing():
        Article.objects.filter(pk=article_id).update(**columns)
        changes.note([article_id])


def _renew(article_id: int) -> None:
    """The latest source is the current one."""
    with store.writing():
        source = SourceText.objects.filter(article=article_id).latest("pk")
        store.make_current(article_id, source.pk)


def _sketch(body: Body) -> None:
    sketched = shingles.Sketched.of(body.text)
    with store.writing():
        Sketch.objects.bulk_create(
            Sketch(article_id=body.article_id, key=key) for key in sketched.keys
        )
        TextSample.objects.update_or_create(
            article_id=body.article_id, defaults={"packed": sketched.sample.pack()}
        )


def _log(article_id: int) -> None:
    with store.writing():
        changes.note([article_id])
