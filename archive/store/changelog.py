"""The change log that indexes follow, and the archive's generation (its number so far).

`note` takes numbers from the one-row generation and so holds its lock until the commit: numbers
become visible in order, and an index that has read up to N never misses a lower one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import F

from archive.db import statements
from archive.models import Change, Generation


@dataclass(frozen=True, slots=True)
class LogState:
    """`archive` as 32 hex digits; `shown` as in Generation."""

    archive: str
    number: int
    shown: int = 0


def note(article_ids: Iterable[int], *, deleted: bool = False, shown: bool = False) -> None:
    """Log changed or deleted articles; `shown` where they became visible to readers or invisible.
    Call inside the writing transaction."""
    ids = list(dict.fromkeys(article_ids))
    if not ids:
        return
    assert connection.in_atomic_block, "changes are noted inside the transaction that makes them"
    if not Generation.objects.filter(pk=1).update(number=F("number") + len(ids)):
        Generation.objects.get_or_create(pk=1)
        Generation.objects.filter(pk=1).update(number=F("number") + len(ids))
    if deleted or shown:
        Generation.objects.filter(pk=1).update(shown=F("number"))
    first = Generation.objects.values_list("number", flat=True).get(pk=1) - len(ids) + 1
    statements.insert(
        Change,
        ("article_id", "number", "deleted"),
        [(article_id, first + place, deleted) for place, article_id in enumerate(ids)],
        on_conflict=(
            "ON CONFLICT (article_id) DO UPDATE "
            "SET number = excluded.number, deleted = excluded.deleted"
        ),
    )


def state() -> LogState:
    """Which archive this is and its latest number; creates the row on first call."""
    # Plain SQL: every request starts here, and the ORM took half as long as a whole 304 response.
    with connection.cursor() as cursor:
        cursor.execute("SELECT archive, number, shown FROM archive_generation WHERE id = 1")
        row = cursor.fetchone()
    if row is None:
        made = Generation.objects.get_or_create(pk=1)[0]
        row = made.archive, made.number, made.shown
    # SQLite gives the 32 digits, PostgreSQL a UUID.
    return LogState(str(row[0]).replace("-", ""), row[1], row[2])


def since(number: int, limit: int) -> list[Change]:
    """The next changes after `number`, in order, at most `limit`."""
    return list(Change.objects.filter(number__gt=number).order_by("number")[:limit])


def is_tombstone(article_id: int) -> bool:
    return Change.objects.filter(article_id=article_id, deleted=True).exists()
