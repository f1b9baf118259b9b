"""What stands around an article: the two next to it, and whether more hangs on it.

One statement of look-ups along indexes, in plain SQL; asked for one by one through models they took
longer than the whole rest of an article's page. The same on SQLite and PostgreSQL.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.http import HttpRequest

from archive import search
from archive.filters import ArticleFilter
from archive.models import Article
from archive.search.engine import SearchUnavailable
from archive.selection import PAGE_SIZE, Selection

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


#: Places with more digits are none: no list is that long.
PLACE_DIGITS: Final = 9


_LINKED: Final = ("headline", "opening", "language", "path", "state")


@dataclass(frozen=True, slots=True)
class Step:
    """An article to go on to, and the address that keeps the list in mind."""

    article: Article
    href: str


@dataclass(frozen=True, slots=True)
class Walk:
    """`place` counts from 1; 0 where the list no longer has the article there."""

    selection: Selection
    place: int
    total: int
    back: str
    earlier: Step | None = None
    later: Step | None = None


def walk_of(request: HttpRequest, article: Article) -> Walk | None:
    """The list that the reader came from; None for the bare address."""
    if not request.GET:
        return None
    selection = ArticleFilter(request.GET).selection
    if selection == Selection():
        return None
    back = "/articles/" + selection.query()
    asked = _place_asked(request)
    if not asked:
        return Walk(selection, 0, 0, back)
    try:
        found = _around(selection, article, asked)
    except SearchUnavailable:
        return Walk(selection, 0, 0, back)
    if found is None:
        return Walk(selection, 0, 0, back)
    place, total, neighbours = found
    steps = _steps(selection, neighbours)
    page = (place - 1) // PAGE_SIZE + 1
    return Walk(
        selection,
        place,
        total,
        f"/articles/{selection.query(page)}#a-{article.pk}",
        steps.get(place - 1),
        steps.get(place + 1),
    )


def _place_asked(request: HttpRequest) -> int:
    text = request.GET.get("n", "")
    good = text.isascii() and text.isdigit() and len(text) <= PLACE_DIGITS
    return int(text) if good else 0


def _around(
    selection: Selection, article: Article, asked: int
) -> tuple[int, int, dict[int, int]] | None:
    """The article's place, the total, and the ids before and after it by their places: from the
    page of the list that it was on, and the next one where it stood at an edge."""
    engine, page = search.engine(), (asked - 1) // PAGE_SIZE + 1
    matches = engine.search(selection, page, PAGE_SIZE)
    if matches.page != page or article.pk not in matches.ids:
        return None
    first = (page - 1) * PAGE_SIZE + 1
    places = dict(enumerate(matches.ids, first))
    place = first + matches.ids.index(article.pk)
    if place == first and page > 1:
        before = engine.search(selection, page - 1, PAGE_SIZE).ids
        places.update(enumerate(before, first - PAGE_SIZE))
    if place == first + PAGE_SIZE - 1 and page < matches.pages:
        after = engine.search(selection, page + 1, PAGE_SIZE).ids
        places.update(enumerate(after, first + PAGE_SIZE))
    near = {one: places[one] for one in (place - 1, place + 1) if one in places}
    return place, matches.total, near


def _steps(selection: Selection, neighbours: dict[int, int]) -> dict[int, Step]:
    """What was hidden since the index's last commit is left out."""
    articles = Article.objects.filter(pk__in=neighbours.values()).only(*_LINKED)
    found = {one.pk: one for one in articles if one.state == Article.State.PUBLISHED}
    return {
        place: Step(found[pk], address(found[pk], selection, place))
        for place, pk in neighbours.items()
        if pk in found
    }


def address(article: Article, selection: Selection, place: int) -> str:
    return f"{article.get_absolute_url()}{selection.query()}&n={place}"
