"""Beyond an article's text: articles like it, the same text again, what was put right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from archive import search
from archive.models import Article, Likeness
from archive.views.amending import Amended, amendments_of

RELATED: Final = 6
#: A wire story may stand in many papers.
ALIKE: Final = 12


@dataclass(frozen=True, slots=True)
class Twin:
    """An article of much the same text; `share` in per cent."""

    article: Article
    share: int


@dataclass(frozen=True, slots=True)
class Beyond:
    related: Sequence[Article]
    twins: Sequence[Twin]
    #: Earlier versions that are kept.
    versions: int
    amended: Sequence[Amended]


def beyond(article: Article) -> Beyond:
    twins = twins_of(article)
    known = {twin.article.pk for twin in twins}
    found = search.related(article, RELATED + len(known))
    amendments = amendments_of(article)
    return Beyond(
        [one for one in found if one.pk not in known][:RELATED],
        twins[:ALIKE],
        amendments.versions,
        amendments.amended,
    )


def twins_of(article: Article) -> list[Twin]:
    """The links run from the article that came later to the earlier one: both ways are asked for.
    Most alike first."""
    links = Likeness.objects.filter(Q(article=article) | Q(other=article))
    shares: dict[int, float] = {}
    for one, other, share in links.values_list("article_id", "other_id", "share"):
        twin = other if one == article.pk else one
        shares[twin] = max(share, shares.get(twin, 0.0))
    if not shares:
        return []
    rows = Article.objects.filter(pk__in=shares).for_rows()
    published = [one for one in rows if one.state == Article.State.PUBLISHED]
    twins = [Twin(one, round(100 * shares[one.pk])) for one in published]
    return sorted(twins, key=lambda twin: (-twin.share, twin.article.pk))
