"""A day as a front page; the newest up to today is the home page."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from archive.models import Article, Body, SourceText
from archive.models.querysets import ArticleQuerySet
from archive.text.dates import Days
from archive.views import histogram, search_help
from archive.views.cache import until_changed
from archive.views.calendar_counts import Tally, tally_of
from archive.views.front_layout import ROOM, lay_out

#: Articles of a day that are laid out: those of the greatest weight.
WEIGHED: Final = 80
#: Words of the lead's text; more where it has no picture.
LEAD_WORDS: Final = 170
LEAD_WORDS_ALONE: Final = 280
#: Other years shown of the same day, the nearest first.
OTHER_YEARS: Final = 6
#: An archive of more articles has others than seeds.
MOST_SEEDS: Final = 20


@until_changed
def home(request: HttpRequest) -> HttpResponse:
    tally = tally_of(request)
    if not tally.total:
        return render(request, "front/empty.html")
    if tally.newest is None:
        articles = Article.objects.published().newest_first()
        return _front(request, "front/home.html", tally, None, articles)
    newest = Days(tally.newest, tally.newest)
    articles = Article.objects.published().dated(newest).by_weight()
    only_seeds = _has_only_seeds(tally)
    return _front(request, "front/home.html", tally, newest, articles, only_seeds=only_seeds)


@until_changed
def day(request: HttpRequest, year: int, month: int, day: int) -> HttpResponse:
    try:
        days = Days.of(year, month, day)
    except ValueError:
        raise Http404 from None
    articles = Article.objects.published().dated(days).by_weight()
    return _front(request, "front/day.html", tally_of(request), days, articles)


def _front(
    request: HttpRequest,
    template: str,
    tally: Tally,
    days: Days | None,
    articles: ArticleQuerySet,
    **further: object,
) -> HttpResponse:
    date = days.first if days else None
    front = lay_out(list(articles.for_rows()[:WEIGHED]))
    prefetch_related_objects(front.pictured, "images")
    context = {
        "front": front,
        "text": text_of(front.lead.article) if front.lead else "",
        "days": days,
        "count": tally.days.get(date, 0) if date else tally.total,
        "room": ROOM,
        "years": histogram.of_years(tally),
        "examples": search_help.examples(request),
        **(_around(tally, date) if date else {}),
        **further,
    }
    return render(request, template, context)


def _has_only_seeds(tally: Tally) -> bool:
    """Whether the archive holds nothing but what came with it; a query only where that may be."""
    seeds = settings.BASE_DIR / "seeds"
    if tally.total > MOST_SEEDS or not seeds.is_dir():
        return False
    names = [path.name for path in seeds.iterdir()]
    return not SourceText.objects.exclude(name__in=names).exists()


def text_of(article: Article) -> list[str]:
    """The first paragraphs of the lead, the last one cut where there is no more room."""
    room = LEAD_WORDS if article.images_count else LEAD_WORDS_ALONE
    body = Body.objects.filter(article=article).values_list("paragraphs", flat=True).first()
    shown: list[str] = []
    for kind, text in body or ():
        words = text.split() if kind in ("paragraph", "quote") else []
        if len(words) > room:
            return [*shown, " ".join(words[:room]) + " …"] if room else shown
        if words:
            shown.append(text)
            room -= len(words)
    return shown


def _around(tally: Tally, date: dt.date) -> dict[str, object]:
    """Where to go from a day, how it compares, and what may belong to it but is less well dated."""
    month = date.replace(day=1)
    earlier, later = tally.day_before(date), tally.day_after(date)
    return {
        "earlier": Days(earlier, earlier) if earlier else None,
        "later": Days(later, later) if later else None,
        "only_month": tally.months.get(month, 0),
        "month": Days.of(date.year, date.month),
        "year": Days.of(date.year),
        "usual": tally.usual(date),
        "near": histogram.of_days_near(tally, date),
        "silence": tally.silence_of(date),
        "other_years": _other_years(tally, date),
    }


def _other_years(tally: Tally, date: dt.date) -> list[tuple[Article, int]]:
    """The lead of this day in other years, each with that day's number of articles; one query."""
    same = [day for day in tally.days if (day.month, day.day) == (date.month, date.day)]
    near = sorted(same, key=lambda day: abs(day.year - date.year))[: OTHER_YEARS + 1]
    others = [day for day in near if day != date]
    leads = Article.objects.published().dated_to_the_day().filter(first_day__in=others)
    return [
        (lead, tally.days[lead.first_day])
        for lead in (leads.weightiest_of_each_day().for_links() if others else ())
        if lead.first_day is not None
    ]
