"""Likely pairs of authors or publications as the admin's page shows them: with articles to tell
them by, and without those that an editor decided about since they were worked out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet, Subquery
from django.utils.translation import gettext as _

from archive.models import Article, Author, AuthorsApart, Publication, PublicationsApart
from archive.name_matching import Pair

_N = TypeVar("_N", Author, Publication)


@dataclass(frozen=True, slots=True)
class Side(Generic[_N]):
    """One of a pair, with its latest articles; `join` says "the other to this one"."""

    one: _N
    count: int
    examples: tuple[Article, ...]
    join: str


@dataclass(frozen=True, slots=True)
class Shown(Generic[_N]):
    """A pair on the page."""

    why: str
    both: str
    sides: tuple[Side[_N], Side[_N]]


def still_open(
    model: type[_N], apart: type[AuthorsApart] | type[PublicationsApart], pairs: Iterable[Pair]
) -> list[Pair]:
    """Those of which both are there and nobody told them apart; pairs are worked out once for some
    time."""
    joined = model.everything.filter(joined_to__isnull=False)
    gone = set(joined.values_list("pk", flat=True))
    told = set(apart.objects.values_list("lower_id", "higher_id"))
    return [
        one
        for one in pairs
        if not gone & {one.keep, one.other}
        and (min(one.keep, one.other), max(one.keep, one.other)) not in told
    ]


def shown(model: type[_N], latest: QuerySet[Any], pairs: Iterable[Pair]) -> list[Shown[_N]]:
    """`latest` are ids of the articles of OuterRef("pk"), the latest first; two queries."""
    pairs = list(pairs)
    rows = model.objects.filter(pk__in={pk for one in pairs for pk in (one.keep, one.other)})
    rows = rows.annotate(first=Subquery(latest[:1]), second=Subquery(latest[1:2]))
    found: dict[int, Any] = {row.pk: row for row in rows}
    wanted = {pk for row in found.values() for pk in (row.first, row.second) if pk}
    articles = Article.objects.select_related("publication").in_bulk(wanted)

    def side(pk: int, count: int, other: int) -> Side[_N]:
        row = found[pk]
        examples = (articles.get(row.first), articles.get(row.second))
        return Side(row, count, tuple(one for one in examples if one), f"{other}:{pk}")

    return [
        Shown(
            _(one.why),
            f"{one.keep}:{one.other}",
            (
                side(one.keep, one.keep_count, one.other),
                side(one.other, one.other_count, one.keep),
            ),
        )
        for one in pairs
        if one.keep in found and one.other in found
    ]
