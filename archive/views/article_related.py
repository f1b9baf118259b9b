"""What is shown below an article: its corrections, its neighbours, similar and related ones."""

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
from archive.views.article_neighbours import Around, ArticleLink


@dataclass(frozen=True, slots=True)
class Amended:
    """The corrections that an editor made at one time: `fields` by name, or `changes` as sentences
    where both values are short enough. `version` is the one they made, `before` the earlier one to
    compare it with, 0 where readers are not shown that."""

    at: dt.datetime
    why: str
    fields: str
    changes: str
    version: int
    before: int


@dataclass(frozen=True, slots=True)
class Amendments:
    """`versions` counts the earlier ones."""

    versions: int = 0
    amended: Sequence[Amended] = ()


def amendments_of(article: Article) -> Amendments:
    """Active corrections, latest first; two queries, none for an article that never changed."""
    if article.version == 1:
        return Amendments()
    revisions = list(article.revisions.order_by().values_list("version", "hidden", "reason"))
    hidden = {version: is_hidden for version, is_hidden, _reason in revisions}
    of_text = [reason for *_, reason in revisions if reason not in Revision.PICTURE_REASONS]
    standing = Correction.objects.filter(article=article, stands=True).order_by("-at", "pk")
    together: dict[tuple[dt.datetime, str, int], list[Correction]] = {}
    for correction in standing:
        key = correction.at, correction.why.strip(), correction.version
        together.setdefault(key, []).append(correction)
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
    """Values of a version that is hidden from readers are not quoted here either."""
    before = version - 1 if hidden.get(version - 1) is False else 0
    after = version if hidden.get(version) is not True else 0
    names = [field_in_words(correction.field) for correction in corrections]
    changes = [_change(correction) if before and after else "" for correction in corrections]
    described = [change or name for change, name in zip(changes, names, strict=True)]
    return Amended(
        at,
        f"{why}." if why and why[-1] not in ".!?…" else why,
        "" if any(changes) else ", ".join(names).lower(),
        "; ".join(described) if any(changes) else "",
        version,
        before if after else 0,
    )


def _change(correction: Correction) -> str:
    """From what to what, "" where that is too long for a sentence."""
    field = correction.field
    was, now = lines_of(field, correction.old), lines_of(field, correction.new)
    values = {
        "field": field_in_words(field),
        "was": value_in_words(field, correction.old),
        "now": value_in_words(field, correction.new),
    }
    if not (values["was"] and values["now"]):
        return ""
    if not was:
        return _("%(field)s “%(now)s” was added") % values
    if not now:
        return _("%(field)s “%(was)s” was removed") % values
    return _("%(field)s “%(was)s” became “%(now)s”") % values


RELATED: Final = 6

#: A wire story may be in many papers.
ALIKE: Final = 12


@dataclass(frozen=True, slots=True)
class Twin:
    """An article of nearly the same text; `share` in per cent."""

    article: Article
    share: int


@dataclass(frozen=True, slots=True)
class Beyond:
    #: Of the same day, imported just before and after.
    earlier: ArticleLink | None
    later: ArticleLink | None
    related: Sequence[Article]
    twins: Sequence[Twin]
    #: How many earlier ones.
    versions: int
    amended: Sequence[Amended]


def beyond(article: Article, near: Around) -> Beyond:
    """One query for all articles that the page names, and one for its twins if it has any."""
    shares = _shares(article) if near.has_twins else {}
    like = search.related(article, RELATED, but=shares)
    named = Article.objects.filter(pk__in={near.earlier, near.later, *like, *shares}).for_mentions()
    published = {
        article.pk: article for article in named if article.state == Article.State.PUBLISHED
    }
    amendments = amendments_of(article)
    return Beyond(
        _link(published.get(near.earlier)),
        _link(published.get(near.later)),
        [published[pk] for pk in like if pk in published],
        [
            Twin(published[pk], round(100 * share))
            for pk, share in shares.items()
            if pk in published
        ][:ALIKE],
        amendments.versions,
        amendments.amended,
    )


def _shares(article: Article) -> dict[int, float]:
    """The share of the text in common, by id, most similar first. A Likeness links the later
    article to the earlier one, so both directions are queried."""
    links = Likeness.objects.filter(Q(article=article) | Q(other=article))
    shares: dict[int, float] = {}
    for later, earlier, share in links.values_list("article_id", "other_id", "share"):
        twin = earlier if later == article.pk else later
        shares[twin] = max(share, shares.get(twin, 0.0))
    return dict(sorted(shares.items(), key=lambda pair: (-pair[1], pair[0])))


def _link(article: Article | None) -> ArticleLink | None:
    return ArticleLink(article, article.get_absolute_url()) if article else None
