"""What readers are told of an article's corrections: what was put right, when and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from archive import search
from archive.labels import field_in_words, lines_of, value_in_words
from archive.models import Article, Correction, Likeness, Revision
from archive.views.article_neighbours import Around, Step


@dataclass(frozen=True, slots=True)
class Amended:
    """What one editor put right at one time, each field in words. `version` is what it made,
    `before` the earlier one to compare it with, 0 where readers are not shown that."""

    at: dt.datetime
    why: str
    put: Sequence[str]
    version: int
    before: int


@dataclass(frozen=True, slots=True)
class Amendments:
    """`versions` are the earlier ones that are kept."""

    versions: int = 0
    amended: Sequence[Amended] = ()


def amendments_of(article: Article) -> Amendments:
    """Corrections that stand, the latest first; two queries, none for what was never rewritten."""
    if article.version == 1:
        return Amendments()
    revisions = list(article.revisions.order_by().values_list("version", "hidden", "reason"))
    hidden = {version: is_hidden for version, is_hidden, _reason in revisions}
    of_text = [reason for *_, reason in revisions if reason not in Revision.PICTURE_REASONS]
    standing = Correction.objects.filter(article=article, stands=True).order_by("-at", "pk")
    together: dict[tuple[dt.datetime, str, int], list[Correction]] = {}
    for one in standing:
        together.setdefault((one.at, one.why.strip(), one.version), []).append(one)
    return Amendments(
        len(of_text),
        [
            _amended(at, why, version, corrections, hidden)
            for (at, why, version), corrections in together.items()
        ],
    )


def _amended(
    at: dt.datetime,
    why: str,
    version: int,
    corrections: Sequence[Correction],
    hidden: Mapping[int, bool],
) -> Amended:
    """What an editor keeps from readers is not told here either."""
    before = version - 1 if hidden.get(version - 1) is False else 0
    after = version if hidden.get(version) is not True else 0
    put = [_put(one, told=bool(before and after)) for one in corrections]
    return Amended(at, why, put, version, before if after else 0)


def _put(correction: Correction, *, told: bool) -> str:
    """What was put right, from what to what where that is not too long to be said."""
    field = correction.field
    name = field_in_words(field)
    was, now = lines_of(field, correction.old), lines_of(field, correction.new)
    values = {
        "field": name,
        "was": value_in_words(field, correction.old),
        "now": value_in_words(field, correction.new),
    }
    if not told or not (values["was"] and values["now"]):
        return name
    if not was:
        return _("%(field)s “%(now)s” was added") % values
    if not now:
        return _("%(field)s “%(was)s” was removed") % values
    return _("%(field)s “%(was)s” became “%(now)s”") % values


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
