"""Totals, facets and the histogram of a selection: one pass of the engine over what matches."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

import tantivy

from archive.search.embedded import schema as fields
from archive.search.embedded.query import Builder
from archive.search.engine import Bucket, Facets, Histogram, Interval, Part
from archive.selection import Selection

#: Values shown of a facet.
AUTHORS: Final = 30
PUBLICATIONS: Final = 30
SECTIONS: Final = 30
#: Selections whose counts are remembered until the next commit.
_REMEMBERED: Final = 64
#: With one there is nothing to be won by counting beside.
_PROCESSORS: Final = os.cpu_count() or 1
#: More months or days than any archive has (a thousand years of months, ten of days).
_ALL: Final = 13_000
#: Values of a facet that each part of the index adds up: all of them, or who is frequent in one
#: part and rare in another would be counted too low.
_EVERY: Final = 1_000_000
#: A histogram has bars by year above as many years, by day below as many months.
_YEARS_FROM: Final = 6
_DAYS_TO: Final = 3


@dataclass(frozen=True, slots=True)
class Counts:
    total: int
    facets: Facets
    histogram: Histogram


def counts_of(
    searcher: tantivy.Searcher, query: tantivy.Query, interval: Interval | None = None
) -> Counts:
    """With no interval given, the one that suits the span of what was found."""
    found = searcher.aggregate(query, _AGGREGATIONS)
    by_month = {int(bucket["key"]): bucket["doc_count"] for bucket in _buckets(found, "months")}
    pictures = {int(bucket["key"]): bucket["doc_count"] for bucket in _buckets(found, "images")}
    total = sum(pictures.values())
    dated = int(found["dated"]["value"] or 0)
    facets = Facets(
        years=_years(by_month),
        months=_months(by_month),
        authors=_by_number(found, "authors"),
        publications=_by_number(found, "publications"),
        sections=_sections(found),
        with_image=pictures.get(1, 0),
        undated=total - dated,
    )
    interval = interval or _interval(facets)
    if interval == "year":
        bars = facets.years
    elif interval == "month":
        bars = facets.months
    else:
        bars = _days(searcher.aggregate(query, _BY_DAY))
    coarser = dated - sum(bar.count for bar in bars)
    return Counts(total, facets, Histogram(interval, bars, coarser))


@lru_cache(maxsize=1)
def _beside(process: int) -> ThreadPoolExecutor:
    """Threads do not survive a fork: each process has its own."""
    return ThreadPoolExecutor(_PROCESSORS, thread_name_prefix="counts")


class RememberedCounts:
    """What selections hold in one state of an index, the latest ones remembered: paging through
    one counts once."""

    def __init__(self, searcher: tantivy.Searcher, builder: Builder) -> None:
        self._searcher, self._builder = searcher, builder
        self._lock = threading.Lock()
        self._known: OrderedDict[Selection, Counts] = OrderedDict()

    def of(self, selection: Selection) -> Counts:
        """Total, facets and histogram, whatever the order."""
        known = self._remembered(selection)
        return self._counted(selection, self._asked(selection)) if known is None else known

    def begun(self, selection: Selection) -> Callable[[], Counts]:
        """The same, counted beside whatever is done until they are asked for: the engine lets
        other threads work meanwhile."""
        known = self._remembered(selection)
        if known is not None:
            return lambda: known
        # Sentences about what is left out of a query are said here, in the reader's language.
        query = self._asked(selection)
        if _PROCESSORS == 1:
            return lambda: self._counted(selection, query)
        return _beside(os.getpid()).submit(self._counted, selection, query).result

    def total(self, selection: Selection) -> int:
        known = self._remembered(selection)
        if known is not None:
            return known.total
        return counted(self._searcher, self._asked(selection))

    def _asked(self, selection: Selection) -> tantivy.Query:
        return self._builder.matching(selection)

    def _remembered(self, selection: Selection) -> Counts | None:
        key = replace(selection, chosen_sort=None)
        with self._lock:
            known = self._known.get(key)
            if known is not None:
                self._known.move_to_end(key)
            return known

    def _counted(self, selection: Selection, query: tantivy.Query) -> Counts:
        counts = counts_of(self._searcher, query)
        with self._lock:
            self._known[replace(selection, chosen_sort=None)] = counts
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return counts


class IndexFrequencies:
    """How frequent terms are in one state of an index."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self._searcher = searcher
        self._known = lru_cache(maxsize=10_000)(self._looked_up)

    @property
    def articles(self) -> int:
        return int(self._searcher.num_docs)

    def of_term(self, part: Part, term: str, *, stemmed: bool) -> int:
        name = fields.STEMMED_FIELD.get(part) if stemmed else None
        return self._known(name or fields.EXACT_FIELD[part], term)

    def _looked_up(self, name: str, term: str) -> int:
        return int(self._searcher.doc_freq(name, term))


def counted(searcher: tantivy.Searcher, query: tantivy.Query) -> int:
    """The exact total alone."""
    found: Any = searcher.search(query, 1)
    return int(found.count)


def _terms(name: str, size: int) -> dict[str, Any]:
    return {"terms": {"field": name, "size": size, "segment_size": _EVERY}}


_AGGREGATIONS: Final[dict[str, Any]] = {
    "months": _terms(fields.MONTH, _ALL),
    "authors": _terms(fields.AUTHOR_ID, AUTHORS),
    "publications": _terms(fields.PUBLICATION_ID, PUBLICATIONS),
    "sections": _terms(fields.SECTION_NAMED, SECTIONS),
    "images": _terms(fields.HAS_IMAGE, 2),
    "dated": {"value_count": {"field": fields.FIRST_DAY}},
}
_BY_DAY: Final[dict[str, Any]] = {"days": _terms(fields.DAY, _ALL)}


def _buckets(found: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    buckets: list[Mapping[str, Any]] = found[name]["buckets"]
    return buckets


def _by_number(found: Mapping[str, Any], name: str) -> tuple[Bucket, ...]:
    """Most frequent first; equal ones by id, so that a page stays as it is."""
    pairs = [(int(one["key"]), int(one["doc_count"])) for one in _buckets(found, name)]
    pairs.sort(key=lambda pair: (-pair[1], pair[0]))
    return tuple(Bucket(str(key), count) for key, count in pairs)


def _sections(found: Mapping[str, Any]) -> tuple[Bucket, ...]:
    """Names that share a slug are one section, called as most articles call it."""
    counts: dict[str, int] = {}
    names: dict[str, str] = {}
    for one in sorted(_buckets(found, "sections"), key=lambda one: (-one["doc_count"], one["key"])):
        slug, _, name = str(one["key"]).partition(fields.SECTION_PART)
        counts[slug] = counts.get(slug, 0) + int(one["doc_count"])
        names.setdefault(slug, name)
    ordered = sorted(counts, key=lambda slug: (-counts[slug], slug))
    return tuple(Bucket(slug, counts[slug], names[slug]) for slug in ordered)


def _years(by_month: Mapping[int, int]) -> tuple[Bucket, ...]:
    """A year holds its months and what is only known to be of that year."""
    years: dict[int, int] = {}
    for month, count in by_month.items():
        years[month // 100] = years.get(month // 100, 0) + count
    return tuple(Bucket(f"{year:04d}", years[year]) for year in sorted(years))


def _months(by_month: Mapping[int, int]) -> tuple[Bucket, ...]:
    return tuple(
        Bucket(f"{month // 100:04d}-{month % 100:02d}", by_month[month])
        for month in sorted(by_month)
        if month % 100
    )


def _days(found: Mapping[str, Any]) -> tuple[Bucket, ...]:
    counts = {int(one["key"]): int(one["doc_count"]) for one in _buckets(found, "days")}
    return tuple(
        Bucket(f"{day // 10000:04d}-{day // 100 % 100:02d}-{day % 100:02d}", counts[day])
        for day in sorted(counts)
    )


def _interval(facets: Facets) -> Interval:
    if not facets.months:
        return "year"
    first, last = facets.months[0].key, facets.months[-1].key
    months = (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:]) + 1
    if months <= _DAYS_TO:
        return "day"
    return "month" if months <= _YEARS_FROM * 12 else "year"
