"""Which plot is told when, and in which paper: twelve years with full days, quiet ones and gaps."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from ingest.demo.scripts import Plot
from ingest.demo.town import COURIER, GAZETTE, PAPERS, Paper

FIRST_YEAR: Final = 2007
LAST_DAY: Final = dt.date(2018, 11, 24)
#: Days of a year when a paper is thick, the last day's among them: "on this day" has something
#: to show.
EDITIONS: Final = ((3, 3), (6, 16), (9, 8), (11, 24))
EDITION_SHARE: Final = 0.45
#: What nobody kept.
GAPS: Final = (
    (dt.date(2010, 8, 2), dt.date(2010, 9, 17)),
    (dt.date(2012, 1, 30), dt.date(2012, 4, 8)),
    (dt.date(2014, 8, 11), dt.date(2014, 8, 31)),
)
#: The newest day, which is the first page that anybody sees.
FRONT: Final = (
    ("a storm", COURIER), ("a storm", GAZETTE), ("at work with", COURIER),
    ("the lifeboat", GAZETTE),
    ("a planning quarrel", COURIER), ("a concert", GAZETTE), ("magistrates", COURIER),
    ("a life in the town", COURIER), ("a shop opens or shuts", GAZETTE), ("the catch", COURIER),
    ("a school project", COURIER),
)  # fmt: skip
#: So often both papers of the town have it.
BOTH_SHARE: Final = 0.2
#: What is written for one paper.
ONE_PAPER: Final = ("Weekend", "Opinion")
#: So long after the first does the second paper print what an agency sends.
WIRE_DELAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Telling:
    """A plot that begins on a day in a paper; `also` prints it too."""

    plot: Plot
    day: dt.date
    paper: Paper
    also: Paper | None = None


def tellings(plots: Sequence[Plot], chance: Random) -> Iterator[Telling]:
    """Every telling, by plot; those of the newest day last."""
    for plot in plots:
        if plot.start is not None:
            yield Telling(plot, plot.start, _named(plot.paper) or COURIER)
            continue
        own = _named(plot.paper)
        first = max(FIRST_YEAR, own.since) if own else FIRST_YEAR
        span = (LAST_DAY.year + 1 - first) / plot.times
        for place in range(plot.times):
            year = first + int((place + chance.random()) * span)
            day = _day(plot, year, chance)
            paper = own or _daily(day, chance)
            yield Telling(plot, day, paper, _other(plot, day, paper, chance))
    by_name = {plot.name: plot for plot in plots}
    told: set[str] = set()
    for name, paper in FRONT:
        if name not in told:
            both = sum(name == other for other, _ in FRONT) > 1
            yield Telling(by_name[name], LAST_DAY, paper, GAZETTE if both else None)
        told.add(name)


def _named(name: str) -> Paper | None:
    return next((paper for paper in PAPERS if paper.name == name), None)


def _daily(day: dt.date, chance: Random) -> Paper:
    return GAZETTE if day.year >= GAZETTE.since and chance.random() < 0.4 else COURIER


def _other(plot: Plot, day: dt.date, paper: Paper, chance: Random) -> Paper | None:
    """The second paper of the town, where it has the story too; an agency serves both."""
    if plot.paper or plot.section in ONE_PAPER or day.year < GAZETTE.since:
        return None
    if plot.kind != "wire" and chance.random() > BOTH_SHARE:
        return None
    return GAZETTE if paper is COURIER else COURIER


def _day(plot: Plot, year: int, chance: Random) -> dt.date:
    """A day on which the plot may begin and somebody kept the papers."""
    month = chance.choice(plot.months or tuple(range(1, 13)))
    day = dt.date(year, month, chance.randint(1, calendar.monthrange(year, month)[1]))
    if not plot.months and chance.random() < EDITION_SHARE:
        day = dt.date(year, *chance.choice(EDITIONS))
    if day >= LAST_DAY:
        day = day.replace(year=year - 1)
    for start, end in GAPS:
        if start <= day <= end:
            day = end + dt.timedelta(days=1)
    while day.weekday() not in (plot.weekdays or range(6)):
        day += dt.timedelta(days=1)
    return day
