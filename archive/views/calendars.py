"""Years and months as calendars, every day with its number of articles and the gaps left open."""

from __future__ import annotations

import calendar
import datetime as dt
import math
from dataclasses import dataclass
from typing import Final

from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dates import WEEKDAYS

from archive.days import Days
from archive.models import Article
from archive.querysets import ArticleQuerySet
from archive.search.results import Row
from archive.templatetags.paper import in_words
from archive.views.kept import until_changed
from archive.views.tally import Tally, tally_of

#: Shades of a calendar, from few to most.
SHADES: Final = 5
SILENCES_TOLD: Final = 6
#: Articles shown under a calendar; the rest is a list.
SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of a calendar; `shade` is 0 for a day without articles, else 1 to SHADES."""

    date: dt.date
    count: int
    shade: int

    # As texts: a year's calendar writes some 365 of each.

    @property
    def day(self) -> str:
        return str(self.date.day)

    @property
    def number(self) -> str:
        return str(intcomma(self.count))

    @property
    def path(self) -> str:
        return self.date.isoformat().replace("-", "/")

    @property
    def title(self) -> str:
        return f"{in_words(Days(self.date, self.date))}: {self.number}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A month: weeks from Monday, None outside the month."""

    days: Days
    weeks: list[list[Cell | None]]
    count: int
    #: Dated to this month and no finer.
    only_month: int


@until_changed
def year(request: HttpRequest, year: int) -> HttpResponse:
    days = _days(year)
    tally = tally_of(request)
    most = max((count for day, count in tally.days.items() if day.year == year), default=0)
    context = {
        "days": days,
        "count": tally.by_year.get(year, 0),
        "sheets": [_sheet(tally, year, month, most) for month in range(1, 13)],
        "silences": _silences(tally, days),
        "only_year": tally.years.get(days.first, 0),
        "coarse": _coarse(days),
        "earlier": _nearest(tally, year, -1),
        "later": _nearest(tally, year, 1),
        "years": tally.by_year,
        "weekdays": list(WEEKDAYS.values()),
    }
    return render(request, "year.html", context)


@until_changed
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    days = _days(year, month)
    tally = tally_of(request)
    sheet = _sheet(tally, year, month, most=0)
    months = list(tally.by_month)
    context = {
        "days": days,
        "year": Days.of(year),
        "count": sheet.count,
        "sheet": sheet,
        "weekdays": list(WEEKDAYS.values()),
        "silences": _silences(tally, days),
        "coarse": _coarse(days),
        "shown": _newest(days) if sheet.count > sheet.only_month else [],
        "earlier": max((Days.of(*one) for one in months if one < (year, month)), default=None),
        "later": min((Days.of(*one) for one in months if one > (year, month)), default=None),
    }
    return render(request, "month.html", context)


def _days(year: int, month: int | None = None) -> Days:
    try:
        return Days.of(year, month)
    except ValueError:
        raise Http404 from None


def _sheet(tally: Tally, year: int, month: int, most: int) -> Sheet:
    """`most` articles of a day is the darkest shade; 0 takes the month's own."""
    weeks = calendar.Calendar().monthdatescalendar(year, month) if year < dt.MAXYEAR else []
    inside = [day for week in weeks for day in week if day.month == month]
    most = most or max((tally.days.get(day, 0) for day in inside), default=0)
    cells = {
        day: Cell(day, count, math.ceil(SHADES * math.sqrt(count / most)) if count else 0)
        for day in inside
        for count in [tally.days.get(day, 0)]
    }
    only_month = tally.months.get(dt.date(year, month, 1), 0)
    return Sheet(
        Days.of(year, month),
        [[cells.get(day) for day in week] for week in weeks],
        sum(cell.count for cell in cells.values()) + only_month,
        only_month,
    )


def _silences(tally: Tally, days: Days) -> list[Days]:
    """The longest stretches without an article, in their order."""
    longest = sorted(tally.silences(days), key=lambda gap: gap.first - gap.last)[:SILENCES_TOLD]
    return sorted(longest)


def _coarse(days: Days) -> list[Row]:
    """Articles dated to just this month or year; they stand in no day's paper."""
    return _rows(Article.objects.published().dated(days).order_by("pk"))


def _newest(days: Days) -> list[Row]:
    articles = Article.objects.published().touching(days).dated_to_the_day()
    return _rows(articles.newest_first())


def _rows(articles: ArticleQuerySet) -> list[Row]:
    return [Row(article, (), ()) for article in articles.for_rows()[:SHOWN]]


def _nearest(tally: Tally, year: int, step: int) -> Days | None:
    years = [one for one in tally.by_year if (one - year) * step > 0]
    return Days.of(min(years, key=lambda one: abs(one - year))) if years else None
