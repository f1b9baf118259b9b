"""What stands around an article: the two next to it, and whether more hangs on it.

One statement of look-ups along indexes, in plain SQL; asked for one by one through models they took
longer than the whole rest of an article's page. The same on SQLite and PostgreSQL.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import connection

from archive.models import Article

_NEXT: Final = """\
SELECT
  (SELECT id FROM archive_article
   WHERE state = 'published' AND {days} AND id < %s ORDER BY id DESC LIMIT 1),
  (SELECT id FROM archive_article
   WHERE state = 'published' AND {days} AND id > %s ORDER BY id LIMIT 1),
  EXISTS (SELECT 1 FROM archive_contact WHERE article_id = %s),
  EXISTS (SELECT 1 FROM archive_likeness WHERE article_id = %s)
    OR EXISTS (SELECT 1 FROM archive_likeness WHERE other_id = %s)"""
_DATED: Final = _NEXT.format(days="first_day = %s AND last_day = %s")
_UNDATED: Final = _NEXT.format(days="first_day IS NULL")


@dataclass(frozen=True, slots=True)
class Around:
    """Ids of the published articles dated just so that came in before and after; 0 for none."""

    earlier: int
    later: int
    has_contacts: bool
    has_twins: bool


def around(article: Article) -> Around:
    pk = article.pk
    days = article.days
    dated = [days.first.isoformat(), days.last.isoformat()] if days else []
    with connection.cursor() as cursor:
        cursor.execute(_DATED if days else _UNDATED, [*dated, pk, *dated, pk, pk, pk, pk])
        earlier, later, contacts, twins = cursor.fetchone()
    return Around(earlier or 0, later or 0, bool(contacts), bool(twins))
