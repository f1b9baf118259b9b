"""Totals, facets and histogram of a selection, in one pass over what matches."""

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

#: Values of a facet that are shown.
AUTHORS: Final = 30
PUBLICATIONS: Final = 30
SECTIONS: Final = 30
#: Selections whose counts are kept until the next commit.
_REMEMBERED: Final = 64
#: With a single one, counting beside the ranking gains nothing.
_PROCESSORS: Final = os.cpu_count() or 1
#: More months or days than any archive has (a thousand years of months, ten of days).
_ALL: Final = 13_000
#: Values of a facet that each segment adds up. Fewer would undercount a value that is frequent in
#: one segment and rare in another.
_EVERY: Final = 1_000_000
#: Bars are by year above so many years, by day up to so many months.
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
    """Without an interval, the one that suits the span of the matches."""
    result = searcher.aggregate(query, _AGGREGATIONS)
    by_month = {int(bucket["key"]): bucket["doc_count"] for bucket in _buckets(result, "months")}
    pictures = {int(bucket["key"]): bucket["doc_count"] for bucket in _buckets(result, "images")}
    total = sum(pictures.values())
    dated = int(result["dated"]["value"] or 0)
    facets = Facets(
        years=_years(by_month),
        months=_months(by_month),
        authors=_by_number(result, "authors"),
        publications=_by_number(result, "publications"),
        sections=_sections(result),
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
    """One pool per process: threads do not survive a fork."""
    return ThreadPoolExecutor(_PROCESSORS, thread_name_prefix="counts")


class RememberedCounts:
    """Counts in one state of an index; those of the latest selections are kept, so that paging
    through a list counts once."""

    def __init__(self, searcher: tantivy.Searcher, builder: Builder) -> None:
        self._searcher, self._builder = searcher, builder
        self._lock = threading.Lock()
        self._cached: OrderedDict[Selection, Counts] = OrderedDict()

    def of(self, selection: Selection) -> Counts:
        """Total, facets and histogram, whatever the order."""
        known = self._remembered(selection)
        return known or self._counted(selection, self._builder.matching(selection))

    def start(self, selection: Selection) -> Callable[[], Counts]:
        """Start to count in another thread, since the engine releases the interpreter; the result
        waits for the counts."""
        known = self._remembered(selection)
        if known is not None:
            return lambda: known
        # Built here: sentences about what was cut are in the language of the reader's thread.
        query = self._builder.matching(selection)
        if _PROCESSORS == 1:
            return lambda: self._counted(selection, query)
        return _beside(os.getpid()).submit(self._counted, selection, query).result

    def total(self, selection: Selection) -> int:
        known = self._remembered(selection)
        if known is not None:
            return known.total
        return total_of(self._searcher, self._builder.matching(selection))

    def _remembered(self, selection: Selection) -> Counts | None:
        key = replace(selection, chosen_sort=None)
        with self._lock:
            known = self._cached.get(key)
            if known is not None:
                self._cached.move_to_end(key)
            return known

    def _counted(self, selection: Selection, query: tantivy.Query) -> Counts:
        counts = counts_of(self._searcher, query)
        with self._lock:
            self._cached[replace(selection, chosen_sort=None)] = counts
            while len(self._cached) > _REMEMBERED:
                self._cached.popitem(last=False)
        return counts


class IndexFrequencies:
    """How frequent terms are in one state of an index."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self._searcher = searcher
        self._cached = lru_cache(maxsize=10_000)(self._looked_up)

    @property
    def articles(self) -> int:
        return int(self._searcher.num_docs)

    def of_term(self, part: Part, term: str, *, stemmed: bool) -> int:
        name = fields.STEMMED_FIELD.get(part) if stemmed else None
        return self._cached(name or fields.EXACT_FIELD[part], term)

    def _looked_up(self, name: str, term: str) -> int:
        return int(self._searcher.doc_freq(name, term))


def total_of(searcher: tantivy.Searcher, query: tantivy.Query) -> int:
    """The exact total alone."""
    hits: Any = searcher.search(query, 1)
    return int(hits.count)


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


def _buckets(result: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    buckets: list[Mapping[str, Any]] = result[name]["buckets"]
    return buckets


def _by_number(result: Mapping[str, Any], name: str) -> tuple[Bucket, ...]:
    """Most frequent first, ties by id so that the order is stable."""
    pairs = [(int(bucket["key"]), int(bucket["doc_count"])) for bucket in _buckets(result, name)]
    pairs.sort(key=lambda pair: (-pair[1], pair[0]))
    return tuple(Bucket(str(key), count) for key, count in pairs)


def _sections(result: Mapping[str, Any]) -> tuple[Bucket, ...]:
    """Names with one slug are one section, called what most articles call it."""
    counts: dict[str, int] = {}
    names: dict[str, str] = {}
    buckets = _buckets(result, "sections")
    for bucket in sorted(buckets, key=lambda bucket: (-bucket["doc_count"], bucket["key"])):
        slug, _, name = str(bucket["key"]).partition(fields.SECTION_PART)
        counts[slug] = counts.get(slug, 0) + int(bucket["doc_count"])
        names.setdefault(slug, name)
    ordered = sorted(counts, key=lambda slug: (-counts[slug], slug))
    return tuple(Bucket(slug, counts[slug], names[slug]) for slug in ordered)


def _years(by_month: Mapping[int, int]) -> tuple[Bucket, ...]:
    """A year counts its months and the articles dated to the year alone."""
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


def _days(result: Mapping[str, Any]) -> tuple[Bucket, ...]:
    buckets = _buckets(result, "days")
    counts = {int(bucket["key"]): int(bucket["doc_count"]) for bucket in buckets}
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
