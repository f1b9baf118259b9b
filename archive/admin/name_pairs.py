"""Likely duplicates as the desk shows them: each with its latest articles, without those that an
editor decided about since the pairs were computed."""

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
class PairSide(Generic[_N]):
    """One of a pair, with its latest articles; `join` is what its button sends."""

    owner: _N
    count: int
    examples: tuple[Article, ...]
    join: str


@dataclass(frozen=True, slots=True)
class PairRow(Generic[_N]):
    """A pair on the page; `both` is what the button "Not the same" sends."""

    why: str
    both: str
    sides: tuple[PairSide[_N], PairSide[_N]]


def still_open(
    model: type[_N], apart: type[AuthorsApart] | type[PublicationsApart], pairs: Iterable[Pair]
) -> list[Pair]:
    """Pairs are computed once in a while: those whose names nobody merged or told apart since."""
    merged = model.everything.filter(joined_to__isnull=False)
    gone = set(merged.values_list("pk", flat=True))
    told_apart = set(apart.objects.values_list("lower_id", "higher_id"))
    return [
        pair
        for pair in pairs
        if not gone & {pair.keep, pair.other}
        and (min(pair.keep, pair.other), max(pair.keep, pair.other)) not in told_apart
    ]


def rows(model: type[_N], latest: QuerySet[Any], pairs: Iterable[Pair]) -> list[PairRow[_N]]:
    """`latest` are ids of the articles of OuterRef("pk"), the latest first; two queries."""
    pairs = list(pairs)
    ids = {pk for pair in pairs for pk in (pair.keep, pair.other)}
    annotated = model.objects.filter(pk__in=ids).annotate(
        first=Subquery(latest[:1]), second=Subquery(latest[1:2])
    )
    owners: dict[int, Any] = {owner.pk: owner for owner in annotated}
    wanted = {pk for owner in owners.values() for pk in (owner.first, owner.second) if pk}
    articles = Article.objects.select_related("publication").in_bulk(wanted)

    def side(pk: int, count: int, other: int) -> PairSide[_N]:
        owner = owners[pk]
        examples = (articles.get(owner.first), articles.get(owner.second))
        return PairSide(owner, count, tuple(filter(None, examples)), f"{other}:{pk}")

    return [
        PairRow(
            _(pair.why),
            f"{pair.keep}:{pair.other}",
            (
                side(pair.keep, pair.keep_count, pair.other),
                side(pair.other, pair.other_count, pair.keep),
            ),
        )
        for pair in pairs
        if pair.keep in owners and pair.other in owners
    ]
