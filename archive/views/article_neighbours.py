"""The articles before and after one: of its day, or of the list that the reader came from.

The day's are one statement of index look-ups in plain SQL: as separate model queries they took
longer than the rest of an article's page. The same on SQLite and PostgreSQL.
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
  EXISTS (SELECT 1 FROM archive_articlefield WHERE article_id = %s),
  EXISTS (SELECT 1 FROM archive_likeness WHERE article_id = %s)
    OR EXISTS (SELECT 1 FROM archive_likeness WHERE other_id = %s)"""
_DATED: Final = _NEXT.format(days="first_day = %s AND last_day = %s")
_UNDATED: Final = _NEXT.format(days="first_day IS NULL")


@dataclass(frozen=True, slots=True)
class Around:
    """Ids of the published articles of the same date imported before and after this; 0 for none."""

    earlier: int
    later: int
    has_contacts: bool
    has_further: bool
    has_twins: bool


def around(article: Article) -> Around:
    pk = article.pk
    days = article.days
    dated = [days.first.isoformat(), days.last.isoformat()] if days else []
    with connection.cursor() as cursor:
        cursor.execute(_DATED if days else _UNDATED, [*dated, pk, *dated, pk, pk, pk, pk, pk])
        earlier, later, contacts, further, twins = cursor.fetchone()
    return Around(earlier or 0, later or 0, bool(contacts), bool(further), bool(twins))


#: No list has places with more digits.
PLACE_DIGITS: Final = 9
_LINKED: Final = ("headline", "opening", "language", "path", "state")


@dataclass(frozen=True, slots=True)
class ArticleLink:
    """An article, and its address with the query string of the list that it is read from."""

    article: Article
    href: str


@dataclass(frozen=True, slots=True)
class Walk:
    """`place` counts from 1; 0 where the list no longer has the article there."""

    selection: Selection
    place: int
    total: int
    back: str
    earlier: ArticleLink | None = None
    later: ArticleLink | None = None


def walk_of(request: HttpRequest, article: Article) -> Walk | None:
    """The list that the reader came from; None for the bare address."""
    if not request.GET:
        return None
    selection = ArticleFilter(request.GET).selection
    if selection == Selection():
        return None
    back = "/articles/" + selection.query()
    expected = _place_asked(request)
    if not expected:
        return Walk(selection, 0, 0, back)
    try:
        around_it = _around(selection, article, expected)
    except SearchUnavailable:
        return Walk(selection, 0, 0, back)
    if around_it is None:
        return Walk(selection, 0, 0, back)
    place, total, neighbours = around_it
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
    valid = text.isascii() and text.isdigit() and len(text) <= PLACE_DIGITS
    return int(text) if valid else 0


def _around(
    selection: Selection, article: Article, expected: int
) -> tuple[int, int, dict[int, int]] | None:
    """The article's place, the total, and the ids before and after it by their places: read from
    the page of the list that it was on, and the adjacent one where it was first or last there."""
    engine, page = search.engine(), (expected - 1) // PAGE_SIZE + 1
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
    near = {number: places[number] for number in (place - 1, place + 1) if number in places}
    return place, matches.total, near


def _steps(selection: Selection, neighbours: dict[int, int]) -> dict[int, ArticleLink]:
    """Leave out what was hidden since the index was last committed."""
    articles = Article.objects.filter(pk__in=neighbours.values()).only(*_LINKED)
    published = {
        article.pk: article for article in articles if article.state == Article.State.PUBLISHED
    }
    return {
        place: ArticleLink(published[pk], address(published[pk], selection, place))
        for place, pk in neighbours.items()
        if pk in published
    }


def address(article: Article, selection: Selection, place: int) -> str:
    return f"{article.get_absolute_url()}{selection.query()}&n={place}"
