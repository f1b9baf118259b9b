"""The histogram: counts of years, months or days as bars, drawn by the server.

Widths are per cent and heights pixels, so that one drawing fits every screen and no text is scaled.
"""

from __future__ import annotations

import bisect
import datetime as dt
import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.dates import MONTHS_3
from django.utils.translation import get_language

from archive.labels import in_words
from archive.search.engine import Histogram
from archive.templatetags.paper import figure
from archive.text.dates import Days
from archive.views.calendar_counts import Tally

HEIGHT: Final = 56
#: Days drawn on either side of one.
NEAR: Final = 45
#: Per cent of the drawing; a few years are a few bars, not a wall.
WIDEST: Final = 1.4
#: As many as fit under a drawing of 340 px.
LABELS: Final = 8
#: Of more months only the Januaries are labelled, with their year.
MONTHS_NAMED: Final = 18
#: Of more days only the first of each month is labelled, with the month.
DAYS_NAMED: Final = 40
#: With more slots a bar is thinner than a pixel on a phone.
SLOTS: Final = 400


@dataclass(frozen=True, slots=True)
class Bar:
    days: Days
    label: str
    #: "June 2017" and "June 2017: 1,204"; "" where nothing is drawn.
    name: str
    title: str
    count: int
    href: str
    chosen: bool
    #: Left edge and widths in per cent, top and height in pixels: as texts, since templates write
    #: numbers with the decimal comma of some languages.
    x: str
    width: str
    slot: str
    y: str
    height: str
    #: Labels start under their bar; near the right edge they end there.
    label_x: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Bars:
    """`bars` has every interval from the first to the last, also those without articles."""

    bars: tuple[Bar, ...]
    interval: str
    coarser: int = 0
    #: Whether every interval has a slot, so that a place in the drawing is a date.
    even: bool = True

    def __bool__(self) -> bool:
        return len(self.bars) > 1

    @property
    def kept(self) -> list[Bar]:
        return [bar for bar in self.bars if bar.count]


def of_histogram(
    histogram: Histogram, href: Callable[[Days], str], chosen: Days | None = None
) -> Bars:
    counts = {Days.parse(bucket.key): bucket.count for bucket in histogram.buckets}
    return draw(counts, histogram.interval, href, chosen, histogram.coarser)


def of_years(tally: Tally) -> Bars:
    """The whole archive, every year a link to its calendar."""
    counts = {Days.of(year): count for year, count in tally.by_year.items()}
    return draw(counts, "year", lambda days: f"/{days.path}/")


def of_days_near(tally: Tally, day: dt.date) -> Bars:
    """A day among its neighbours, each a link to its front page."""
    ends = tally.ordered
    if not ends:
        return Bars((), "day")
    first = max(day.toordinal() - NEAR, min(day, ends[0]).toordinal())
    last = min(day.toordinal() + NEAR, max(day, ends[-1]).toordinal())
    span = Days(dt.date.fromordinal(first), dt.date.fromordinal(last))
    near = ends[bisect.bisect_left(ends, span.first) : bisect.bisect_right(ends, span.last)]
    counts = {Days(near_day, near_day): tally.days[near_day] for near_day in near}
    return draw(counts, "day", lambda days: f"/{days.path}/", Days(day, day), span=span)


def draw(
    counts: Mapping[Days, int],
    interval: str,
    href: Callable[[Days], str],
    chosen: Days | None = None,
    coarser: int = 0,
    span: Days | None = None,
) -> Bars:
    """Bars from the first interval with articles to the last, or over the whole span given."""
    if not counts:
        return Bars((), interval, coarser)
    span = span or Days(min(counts).first, max(counts).first)
    every = _every(span.first, span.last, interval)
    slots = list(itertools.islice(every, SLOTS + 1))
    even = len(slots) <= SLOTS
    if not even:
        slots = sorted(counts)
    most = max(counts.values())
    wide = 100 / len(slots)
    labels = _labels(slots, interval)
    bars, language = [], get_language()
    for place, days in enumerate(slots):
        count, left = counts.get(days, 0), place * wide
        thick = min(wide * 0.78, WIDEST)
        # A single article must still show.
        height = max(1.5, HEIGHT * count / most) if count else 0.0
        ends = left > 90
        name = in_words(days, language) if count else ""
        bars.append(
            Bar(
                days=days,
                name=name,
                title=f"{name}: {figure(count, language)}" if count else "",
                label=labels.get(days, ""),
                count=count,
                href=href(days) if count else "",
                chosen=bool(chosen and chosen.first <= days.first and days.last <= chosen.last),
                x=f"{left:.2f}",
                width=f"{thick:.2f}",
                slot=f"{wide:.2f}",
                y=f"{HEIGHT - height:.1f}",
                height=f"{height:.1f}",
                label_x=f"{left + thick if ends else left:.2f}",
                anchor="end" if ends else "start",
            )
        )
    return Bars(tuple(bars), interval, coarser, even)


def _every(first: dt.date, last: dt.date, interval: str) -> Iterator[Days]:
    if interval == "year":
        yield from (Days.of(year) for year in range(first.year, last.year + 1))
    elif interval == "month":
        for month in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
            yield Days.of(month // 12, month % 12 + 1)
    else:
        for ordinal in range(first.toordinal(), last.toordinal() + 1):
            day = dt.date.fromordinal(ordinal)
            yield Days(day, day)


def _labels(slots: list[Days], interval: str) -> dict[Days, str]:
    """A few: years, or the months of a year or two, or days with the month where it begins."""
    if interval == "month" and len(slots) > MONTHS_NAMED:
        named = [days for days in slots if days.first.month == 1] or slots[:1]
    elif interval == "day" and len(slots) > DAYS_NAMED:
        named = [days for days in slots if days.first.day == 1]
    else:
        named = slots
    every = -(-len(named) // LABELS)
    return {days: _label(days, interval, slots) for days in named[::every]}


def _label(days: Days, interval: str, slots: list[Days]) -> str:
    first = days.first
    if interval == "year" or (interval == "month" and len(slots) > MONTHS_NAMED):
        return str(first.year)
    if interval == "month":
        year = f" {first.year}" if days == slots[0] or first.month == 1 else ""
        return f"{MONTHS_3[first.month].title()}{year}"
    month = MONTHS_3[first.month].title()
    if len(slots) > DAYS_NAMED:
        return month
    return f"{first.day} {month}" if days == slots[0] else str(first.day)
