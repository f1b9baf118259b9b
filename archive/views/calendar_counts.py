"""Counts of articles by day, month and year, and one scale of shades so that years compare."""

from __future__ import annotations

import bisect
import datetime as dt
import itertools
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Count, F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.models import Article, Author, Publication
from archive.text.dates import Days
from archive.views.cache import PerGeneration

#: Shades of a calendar, from few to most.
SHADES: Final = 5

#: Quantiles of the days with articles at which shades begin: the darkest is for a few great days.
_SHARES: Final = (0.4, 0.65, 0.85, 0.97)


@dataclass(frozen=True, slots=True)
class Step:
    """A shade and its numbers of articles, "3–5" or "6 or more"."""

    shade: int
    numbers: str


@dataclass(frozen=True, slots=True)
class Scale:
    """`starts` are the smallest numbers of articles of each step, from 1 on; at most SHADES."""

    starts: tuple[int, ...]

    @classmethod
    def of(cls, counts: Sequence[int]) -> Scale:
        ordered = sorted(counts)
        starts = {ordered[int(share * len(ordered))] for share in _SHARES} if ordered else set()
        return cls(tuple(sorted({1, *starts})))

    def shade(self, count: int) -> int:
        """0 for none, else 1 to SHADES; a few steps spread over all shades."""
        return self._spread(bisect.bisect_right(self.starts, count) - 1) if count else 0

    @property
    def steps(self) -> list[Step]:
        ends = [start - 1 for start in self.starts[1:]]
        named = [
            intcomma(start) if start == end else f"{intcomma(start)}–{intcomma(end)}"
            for start, end in zip(self.starts, ends, strict=False)
        ]
        named.append(_("%(n)s or more") % {"n": intcomma(self.starts[-1])})
        return [Step(self._spread(place), numbers) for place, numbers in enumerate(named)]

    def _spread(self, place: int) -> int:
        last = len(self.starts) - 1
        return 1 + round(place * (SHADES - 1) / last) if last else (SHADES + 1) // 2


#: Days; shorter gaps are weekends and holidays.
SILENCE: Final = 7

#: In a sparse archive a silence is this many times longer than the mean gap: of gaps by chance, one
#: in fifty is.
SILENCE_TIMES: Final = 4

#: Too few days for a mean.
MEAN_LEAST: Final = 30

#: Too few days for a median.
USUAL_LEAST: Final = 6
_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True)
class Tally:
    """Published articles by day, month and year, each as precisely as it is dated."""

    days: dict[dt.date, int]
    #: By the first day of the month or year.
    months: dict[dt.date, int]
    years: dict[dt.date, int]
    undated: int
    authors: int
    publications: int

    @cached_property
    def total(self) -> int:
        return self.dated + self.undated

    @cached_property
    def dated(self) -> int:
        return sum(sum(counts.values()) for counts in (self.days, self.months, self.years))

    @cached_property
    def ordered(self) -> list[dt.date]:
        return sorted(self.days)

    @property
    def past(self) -> list[dt.date]:
        """The days with articles up to today; a later one is an event's, or was misread. Where
        there are only such, the first of them."""
        count = bisect.bisect_right(self.ordered, timezone.localdate())
        return self.ordered[: max(1, count)]

    @property
    def newest(self) -> dt.date | None:
        """The newest day with articles, up to today if there is one; None where no article is dated
        to the day."""
        return self.past[-1] if self.past else None

    @property
    def span(self) -> tuple[Days, Days] | None:
        """The dates of the first and the last article, the most precise where several would do, and
        none to come beside others."""
        ends = [
            *(Days.of(day.year, day.month, day.day) for day in self.past[:1]),
            *(Days.of(day.year, day.month, day.day) for day in self.past[-1:]),
            *(Days.of(day.year, day.month) for day in self.months),
            *(Days.of(day.year) for day in self.years),
        ]
        today = timezone.localdate()
        ends = [days for days in ends if days.first <= today] or ends
        if not ends:
            return None
        return min(ends, key=lambda days: days.last), max(ends, key=lambda days: days.first)

    @cached_property
    def by_year(self) -> dict[int, int]:
        """Every year with articles, in order, however precisely they are dated."""
        counts: Counter[int] = Counter()
        for dated in (self.days, self.months, self.years):
            for day, count in dated.items():
                counts[day.year] += count
        return dict(sorted(counts.items()))

    @cached_property
    def by_month(self) -> dict[tuple[int, int], int]:
        """Every month with articles, in order; those dated to the year alone are in none."""
        counts: Counter[tuple[int, int]] = Counter()
        for dated in (self.days, self.months):
            for day, count in dated.items():
                counts[day.year, day.month] += count
        return dict(sorted(counts.items()))

    @cached_property
    def scale(self) -> Scale:
        return Scale.of(list(self.days.values()))

    def day_before(self, day: dt.date) -> dt.date | None:
        """The nearest earlier day with articles."""
        place = bisect.bisect_left(self.ordered, day)
        return self.ordered[place - 1] if place else None

    def day_after(self, day: dt.date) -> dt.date | None:
        place = bisect.bisect_right(self.ordered, day)
        return self.ordered[place] if place < len(self.ordered) else None

    def silence_of(self, day: dt.date) -> Days | None:
        """The long gap that this day is in."""
        before, after = self.day_before(day), self.day_after(day)
        if day in self.days or before is None or after is None:
            return None
        gap = Days(before + _DAY, after - _DAY)
        return gap if _length(gap) >= self.silence else None

    def usual(self, day: dt.date) -> int | None:
        """The median of the same weekdays half a year before and after, without silences: a gap in
        the archive is no lack of news. None where too few are left."""
        if not self.ordered:
            return None
        inside = range(self.ordered[0].toordinal(), self.ordered[-1].toordinal() + 1)
        near = [day.toordinal() + 7 * weeks for weeks in range(-26, 27) if weeks]
        weekdays = [dt.date.fromordinal(number) for number in near if number in inside]
        counts = [self.days.get(same, 0) for same in weekdays if not self.silence_of(same)]
        return round(statistics.median(counts)) if len(counts) >= USUAL_LEAST else None

    def silences(self, within: Days) -> list[Days]:
        """The silences that touch these days."""
        first = bisect.bisect_left(self.all_silences, within.first, key=lambda gap: gap.last)
        touching = self.all_silences[first:]
        return list(itertools.takewhile(lambda gap: gap.first <= within.last, touching))

    @cached_property
    def all_silences(self) -> list[Days]:
        return [gap for gap in self._gaps() if _length(gap) >= self.silence]

    @cached_property
    def silence(self) -> int:
        """How many days make a gap a silence in this archive."""
        if len(self.ordered) < MEAN_LEAST:
            return SILENCE
        mean = _length(Days(self.ordered[0], self.ordered[-1])) / len(self.ordered)
        return max(SILENCE, round(SILENCE_TIMES * mean))

    @cached_property
    def tall(self) -> int:
        """The number of articles that only one day in fifty exceeds."""
        counts = sorted(self.days.values())
        return counts[int(0.98 * len(counts))] if counts else 1

    def _gaps(self) -> Iterator[Days]:
        """Days without an article, between the first and the last past day with one."""
        for earlier, later in itertools.pairwise(self.past):
            if later - earlier > _DAY:
                yield Days(earlier + _DAY, later - _DAY)


def _length(days: Days) -> int:
    return (days.last - days.first).days + 1


def tally_of(request: HttpRequest) -> Tally:
    return _tally(request)


def _count() -> Tally:
    """Three counts along the index of days; only rows not dated to the day are looked up."""
    by_first = Article.objects.published().count_by_first_day()
    undated = by_first.pop(None, 0)
    days = {day: count for day, count in by_first.items() if day is not None}
    months: dict[dt.date, int] = {}
    years: dict[dt.date, int] = {}
    coarse = (
        Article.objects.published()
        # Months and years begin on a first: no other day needs a look.
        .filter(first_day__in=[day for day in days if day.day == 1], last_day__gt=F("first_day"))
        .order_by()
        .values_list("first_day", "last_day")
        .annotate(Count("pk"))
    )
    for first, last, count in coarse:
        if first is None or last is None:  # pragma: no cover - the filter leaves none
            continue
        named = months if Days(first, last).precision == "month" else years
        named[first] = count
        days[first] -= count
        if not days[first]:
            del days[first]
    return Tally(days, months, years, undated, Author.objects.count(), Publication.objects.count())


_tally: Final = PerGeneration(_count)
