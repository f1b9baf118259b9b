"""A day as a front page; the newest of them is the home page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from archive.days import Days
from archive.models import Article
from archive.querysets import ArticleQuerySet
from archive.views import bars, examples
from archive.views.kept import until_changed
from archive.views.tally import Tally, tally_of

#: As much as fits a front page; the rest of a day is a list.
SECONDS: Final = 3
FEATURES: Final = 8
BRIEFS: Final = 28
ROOM: Final = 1 + SECONDS + FEATURES + BRIEFS


@dataclass(frozen=True, slots=True)
class Front:
    """Articles in their places, weightiest first."""

    lead: Article | None
    seconds: Sequence[Article]
    features: Sequence[Article]
    briefs: Sequence[Article]


def lay_out(articles: Sequence[Article]) -> Front:
    """One lead, up to three seconds, then features, then briefs."""
    lead, rest = (articles[0] if articles else None), articles[1:]
    return Front(
        lead,
        rest[:SECONDS],
        rest[SECONDS : SECONDS + FEATURES],
        rest[SECONDS + FEATURES :],
    )


@until_changed
def home(request: HttpRequest) -> HttpResponse:
    tally = tally_of(request)
    if not tally.total:
        return render(request, "empty.html")
    if tally.newest is None:
        articles = Article.objects.published().newest_first()
        return _front(request, "home.html", tally, None, articles)
    newest = Days(tally.newest, tally.newest)
    articles = Article.objects.published().dated(newest).by_weight()
    return _front(request, "home.html", tally, newest, articles)


@until_changed
def day(request: HttpRequest, year: int, month: int, day: int) -> HttpResponse:
    try:
        days = Days.of(year, month, day)
    except ValueError:
        raise Http404 from None
    articles = Article.objects.published().dated(days).by_weight()
    return _front(request, "day.html", tally_of(request), days, articles)


def _front(
    request: HttpRequest,
    template: str,
    tally: Tally,
    days: Days | None,
    articles: ArticleQuerySet,
) -> HttpResponse:
    date = days.first if days else None
    context = {
        "front": lay_out(list(articles.for_rows()[:ROOM])),
        "days": days,
        "count": tally.days.get(date, 0) if date else tally.total,
        "room": ROOM,
        "years": bars.of_years(tally),
        "examples": examples.of(request),
        **(_around(tally, date) if date else {}),
    }
    return render(request, template, context)


def _around(tally: Tally, date: dt.date) -> dict[str, object]:
    """Where to go from a day, and what may belong to it though it does not say so."""
    month = date.replace(day=1)
    earlier, later = tally.day_before(date), tally.day_after(date)
    return {
        "earlier": Days(earlier, earlier) if earlier else None,
        "later": Days(later, later) if later else None,
        "only_month": tally.months.get(month, 0),
        "month": Days.of(date.year, date.month),
        "year": Days.of(date.year),
    }
