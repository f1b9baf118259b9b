"""The whole archive on one page: a year is a row, a month a square, a day a stroke."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dates import MONTHS, MONTHS_3

from archive.text.dates import Days
from archive.views.cache import until_changed
from archive.views.calendar_counts import Tally, tally_of

#: Strokes for more years make too large a page; months have only their number then.
YEARS_DRAWN: Final = 60
#: Of a month's drawing, in which a day is 1 wide.
HEIGHT: Final = 12
SILENCES_LISTED: Final = 24


@dataclass(frozen=True, slots=True)
class Month:
    """`strokes` and `silent` are SVG paths: of days with articles, and of silences. `inside` says
    whether the archive's span touches the month."""

    days: Days
    count: int
    strokes: str
    silent: str
    inside: bool


@dataclass(frozen=True, slots=True)
class YearRow:
    """A year, or several without an article and then without months."""

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
        "months": [(str(MONTHS[month]), *_short(month)) for month in range(1, 13)],
        "height": HEIGHT,
        "days_kept": len(tally.past),
        "days_in_all": (tally.past[-1] - tally.past[0]).days + 1 if tally.past else 0,
        "greatest": _greatest(tally),
        "silences": _longest(tally),
        "silence": tally.silence,
    }
    return render(request, "calendar/calendar.html", context)


def _short(month: int) -> tuple[str, str]:
    """A month's short name as first letter and rest: narrow screens show only the letter."""
    name = str(MONTHS_3[month]).title()
    return name[:1], name[1:]


def _greatest(tally: Tally) -> Greatest | None:
    if not tally.days:
        return None
    day = max(tally.days, key=lambda day: (tally.days[day], day))
    return Greatest(Days(day, day), tally.days[day])


def _longest(tally: Tally) -> list[Days]:
    return sorted(
        sorted(tally.all_silences, key=lambda gap: gap.first - gap.last)[:SILENCES_LISTED]
    )


def _rows(tally: Tally) -> list[YearRow]:
    """Newest first, years to come last; years in a row without an article share one row."""
    this = timezone.localdate().year
    past = [year for year in tally.by_year if year <= this]
    to_come = [year for year in tally.by_year if year > this]
    return [*_rows_of(tally, past), *_rows_of(tally, to_come)]


def _rows_of(tally: Tally, years: list[int]) -> list[YearRow]:
    drawn = len(tally.by_year) <= YEARS_DRAWN
    rows: list[YearRow] = []
    for earlier, year in zip([None, *years], years, strict=False):
        if earlier is not None and year - earlier > 1:
            rows.append(YearRow(Days(dt.date(earlier + 1, 1, 1), dt.date(year - 1, 12, 31)), 0, ()))
        months = tuple(_month(tally, year, month, drawn) for month in range(1, 13))
        rows.append(YearRow(Days.of(year), tally.by_year[year], months))
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
            # The root, as days differ by hundreds of articles; a single one must still show.
            height = max(1.5, HEIGHT * min(1.0, math.sqrt(count) / tall))
            strokes.append(f"M{day - 1}.5 {HEIGHT}v-{height:.1f}")
    return "".join(strokes)


def _silent(tally: Tally, days: Days) -> str:
    """A silence of several months is drawn in each of them."""
    return "".join(
        f"M{max(gap.first, days.first).day - 1} {HEIGHT}H{min(gap.last, days.last).day}"
        for gap in tally.silences(days)
    )
