"""Beyond an article's text: those next to it, those like it, the same text again, corrections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from archive import search
from archive.around import Around
from archive.models import Article, Likeness
from archive.views.amending import Amended, amendments_of
from archive.views.walk import Step

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
    #: Those of the same day that came in just before and after.
    earlier: Step | None
    later: Step | None
    related: Sequence[Article]
    twins: Sequence[Twin]
    #: Earlier versions that are kept.
    versions: int
    amended: Sequence[Amended]


def beyond(article: Article, near: Around) -> Beyond:
    """All the articles that the page names in one query, beside that for the twins if any are."""
    shares = _shares(article) if near.has_twins else {}
    like = search.related(article, RELATED, but=shares)
    named = Article.objects.filter(pk__in={near.earlier, near.later, *like, *shares}).for_mentions()
    found = {one.pk: one for one in named if one.state == Article.State.PUBLISHED}
    amendments = amendments_of(article)
    return Beyond(
        _step(found.get(near.earlier)),
        _step(found.get(near.later)),
        [found[pk] for pk in like if pk in found],
        [Twin(found[pk], round(100 * share)) for pk, share in shares.items() if pk in found][
            :ALIKE
        ],
        amendments.versions,
        amendments.amended,
    )


def _shares(article: Article) -> dict[int, float]:
    """By id what others share of the text, the most alike first. The links run from the article
    that came later to the earlier one: both ways are asked for."""
    links = Likeness.objects.filter(Q(article=article) | Q(other=article))
    shares: dict[int, float] = {}
    for one, other, share in links.values_list("article_id", "other_id", "share"):
        twin = other if one == article.pk else one
        shares[twin] = max(share, shares.get(twin, 0.0))
    return dict(sorted(shares.items(), key=lambda pair: (-pair[1], pair[0])))


def _step(article: Article | None) -> Step | None:
    return Step(article, article.get_absolute_url()) if article else None
