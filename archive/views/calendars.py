"""Years and months as calendars: every day with its number of articles, gaps left open."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format, get_format
from django.utils.translation import gettext as _

from archive.labels import in_words
from archive.models import Article
from archive.models.querysets import ArticleQuerySet
from archive.search.results import Row
from archive.text.dates import Days
from archive.views.cache import until_changed
from archive.views.calendar_counts import Tally, tally_of

SILENCES_LISTED: Final = 6
#: Articles shown beside a calendar; the list of articles has the rest.
SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of a calendar; `shade` is 0 for a day without articles, `silence` the long gap that it
    is in."""

    date: dt.date
    count: int
    shade: int
    silence: Days | None

    # As texts: a template formats a year's 365 of each far slower.

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
        if self.silence:
            return nothing_kept(self.silence)
        return f"{in_words(Days(self.date, self.date))}: {self.number}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A month: its weeks as they begin in the reader's language, None outside the month."""

    days: Days
    weeks: list[list[Cell | None]]
    count: int
    #: Articles dated to this month and no day.
    only_month: int


@until_changed
def year(request: HttpRequest, year: int) -> HttpResponse:
    days = _days(year)
    tally = tally_of(request)
    context = {
        "days": days,
        "count": tally.by_year.get(year, 0),
        "sheets": [_sheet(tally, year, month) for month in range(1, 13)],
        "silences": _silences(tally, days),
        "only_year": tally.years.get(days.first, 0),
        "coarse": _coarse(days),
        "earlier": _nearest(tally, year, -1),
        "later": _nearest(tally, year, 1),
        "years": tally.by_year,
        "weekdays": weekdays(),
        "scale": tally.scale,
        "silence": tally.silence,
    }
    return render(request, "calendar/year.html", context)


@until_changed
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    days = _days(year, month)
    tally = tally_of(request)
    sheet = _sheet(tally, year, month)
    months = list(tally.by_month)
    context = {
        "days": days,
        "year": Days.of(year),
        "count": sheet.count,
        "sheet": sheet,
        "weekdays": weekdays(),
        "scale": tally.scale,
        "silence": tally.silence,
        "silences": _silences(tally, days),
        "coarse": _coarse(days),
        "shown": _newest(days) if sheet.count > sheet.only_month else [],
        "earlier": max(
            (Days.of(*other) for other in months if other < (year, month)), default=None
        ),
        "later": min((Days.of(*other) for other in months if other > (year, month)), default=None),
    }
    return render(request, "calendar/month.html", context)


def _days(year: int, month: int | None = None) -> Days:
    try:
        return Days.of(year, month)
    except ValueError:
        raise Http404 from None


def nothing_kept(silence: Days) -> str:
    return _("Nothing was kept from %(first)s to %(last)s.") % {
        "first": date_format(silence.first),
        "last": date_format(silence.last),
    }


def weekdays() -> list[tuple[str, str]]:
    """Names and short names, from the day on which weeks begin in the reader's language."""
    days = [*range(_first_weekday(), 7), *range(_first_weekday())]
    return [(str(WEEKDAYS[day]), str(WEEKDAYS_ABBR[day])) for day in days]


def _first_weekday() -> int:
    """0 for Monday, as Python counts; Django's formats count from Sunday."""
    return (int(get_format("FIRST_DAY_OF_WEEK")) - 1) % 7


def _sheet(tally: Tally, year: int, month: int) -> Sheet:
    weeks: list[list[dt.date]] = []
    if year < dt.MAXYEAR:
        weeks = calendar.Calendar(_first_weekday()).monthdatescalendar(year, month)
    cells = {
        day: _cell(tally, day)
        for week in weeks
        for day in week
        if (day.year, day.month) == (year, month)
    }
    only_month = tally.months.get(dt.date(year, month, 1), 0)
    return Sheet(
        Days.of(year, month),
        [[cells.get(day) for day in week] for week in weeks],
        sum(cell.count for cell in cells.values()) + only_month,
        only_month,
    )


def _cell(tally: Tally, day: dt.date) -> Cell:
    count = tally.days.get(day, 0)
    inside = bool(tally.ordered) and tally.ordered[0] <= day <= tally.ordered[-1]
    silence = tally.silence_of(day) if inside and not count else None
    return Cell(day, count, tally.scale.shade(count), silence)


def _silences(tally: Tally, days: Days) -> list[Days]:
    """The longest silences, in order of date."""
    longest = sorted(tally.silences(days), key=lambda gap: gap.first - gap.last)[:SILENCES_LISTED]
    return sorted(longest)


def _coarse(days: Days) -> list[Row]:
    """Articles dated to just this month or year; they are on no day's front page."""
    return _rows(Article.objects.published().dated(days).order_by("pk"))


def _newest(days: Days) -> list[Row]:
    articles = Article.objects.published().touching(days).dated_to_the_day()
    return _rows(articles.newest_first())


def _rows(articles: ArticleQuerySet) -> list[Row]:
    return [Row(article, (), ()) for article in articles.for_rows()[:SHOWN]]


def _nearest(tally: Tally, year: int, step: int) -> Days | None:
    years = [other for other in tally.by_year if (other - year) * step > 0]
    return Days.of(min(years, key=lambda other: abs(other - year))) if years else None
