"""The whole span of the archive on one page: a year a row, a month a square, a day a stroke."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dates import MONTHS, MONTHS_3

from archive.text.dates import Days
from archive.views.cache import until_changed
from archive.views.calendar_counts import Tally, tally_of

#: Strokes for the days of more years would be a heavy page; months are shaded then, as always.
YEARS_DRAWN: Final = 60
#: Height of a month's drawing; a day is one wide.
HEIGHT: Final = 12
SILENCES_TOLD: Final = 24


@dataclass(frozen=True, slots=True)
class Month:
    """`strokes` and `silent` are SVG paths: days with articles, and stretches of a week or more
    without. `inside` is whether the archive's span touches the month."""

    days: Days
    count: int
    strokes: str
    silent: str
    inside: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A year, or several without an article: then there are no months."""

    days: Days
    count: int
    months: tuple[Month, ...]


@dataclass(frozen=True, slots=True)
class Greatest:
    days: Days
    count: int


@until_changed
def span(request: HttpRequest) -> HttpResponse:
    tally = tally_of(request)
    context = {
        "rows": _rows(tally),
        "months": [(str(MONTHS[one]), *_short(one)) for one in range(1, 13)],
        "height": HEIGHT,
        "days_kept": len(tally.days),
        "days_in_all": (tally.ordered[-1] - tally.ordered[0]).days + 1 if tally.ordered else 0,
        "greatest": _greatest(tally),
        "silences": _longest(tally),
        "silence": tally.silence,
    }
    return render(request, "calendar/calendar.html", context)


def _short(month: int) -> tuple[str, str]:
    """A month's short name, its first letter apart: narrow screens show no more."""
    name = str(MONTHS_3[month]).title()
    return name[:1], name[1:]


def _greatest(tally: Tally) -> Greatest | None:
    if not tally.days:
        return None
    day = max(tally.days, key=lambda one: (tally.days[one], one))
    return Greatest(Days(day, day), tally.days[day])


def _longest(tally: Tally) -> list[Days]:
    return sorted(sorted(tally.all_silences, key=lambda one: one.first - one.last)[:SILENCES_TOLD])


def _rows(tally: Tally) -> list[Row]:
    """Newest first. Years without an article stand together in one row."""
    years = list(tally.by_year)
    drawn = len(years) <= YEARS_DRAWN
    rows: list[Row] = []
    for earlier, year in zip([None, *years], years, strict=False):
        if earlier is not None and year - earlier > 1:
            rows.append(Row(Days(dt.date(earlier + 1, 1, 1), dt.date(year - 1, 12, 31)), 0, ()))
        months = tuple(_month(tally, year, month, drawn) for month in range(1, 13))
        rows.append(Row(Days.of(year), tally.by_year[year], months))
    return rows[::-1]


def _month(tally: Tally, year: int, month: int, drawn: bool) -> Month:
    days = Days.of(year, month)
    ends = tally.span
    inside = ends is not None and ends[0].first <= days.last and days.first <= ends[1].last
    count = tally.by_month.get((year, month), 0)
    strokes = _strokes(tally, days) if count and drawn else ""
    return Month(days, count, strokes, _silent(tally, days) if drawn else "", inside)


def _strokes(tally: Tally, days: Days) -> str:
    tall = math.sqrt(tally.tall)
    strokes = []
    for day in range(1, days.last.day + 1):
        count = tally.days.get(days.first.replace(day=day), 0)
        if count:
            # A root, since newspapers' days differ by hundreds; one article still shows.
            height = max(1.5, HEIGHT * min(1.0, math.sqrt(count) / tall))
            strokes.append(f"M{day - 1}.5 {HEIGHT}v-{height:.1f}")
    return "".join(strokes)


def _silent(tally: Tally, days: Days) -> str:
    """A silence that lasts longer than the month is drawn in each of its months."""
    return "".join(
        f"M{max(gap.first, days.first).day - 1} {HEIGHT}H{min(gap.last, days.last).day}"
        for gap in tally.silences(days)
    )
