"""From which year to which: authors, by their published articles."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest

from archive import search
from archive.models import Author, Byline
from archive.search.engine import Bucket, SearchUnavailable
from archive.selection import Named, Selection
from archive.views.kept import follow_index

#: Of whoever wrote more, the database would look up every article: the engine has them counted.
MANY: Final = 500


@dataclass(frozen=True, slots=True)
class Active:
    """The first and the last year with an article."""

    first: int
    last: int

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


def of_years(years: Collection[Bucket]) -> Active | None:
    """From a facet's years."""
    numbers = [int(year.key) for year in years]
    return Active(min(numbers), max(numbers)) if numbers else None


def of_authors(
    request: HttpRequest, authors: Collection[Author], counts: Mapping[int, int]
) -> dict[int, Active]:
    """By author; those without a dated article are left out. One query, and one question to the
    engine for each who wrote MANY."""
    busy = [one for one in authors if counts.get(one.pk, 0) > MANY]
    others = [one.pk for one in authors if 0 < counts.get(one.pk, 0) <= MANY]
    days = Byline.objects.first_and_last_day(others)
    found = {pk: Active(first.year, last.year) for pk, (first, last) in days.items()}
    if busy:
        follow_index(request)
        found |= {one.pk: active for one in busy if (active := _by_engine(one))}
    return found


def _by_engine(author: Author) -> Active | None:
    selection = Selection(authors=(Named(author.pk, author.slug, author.name),))
    try:
        return of_years(search.counts_over_time(selection, "year").buckets)
    except SearchUnavailable:
        return None
