"""What readers are told of an article's corrections: what was put right, when and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from archive.labels import field_in_words, lines_of, value_in_words
from archive.models import Article, Correction


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
    hidden = dict(article.revisions.order_by().values_list("version", "hidden"))
    standing = Correction.objects.filter(article=article, stands=True).order_by("-at", "pk")
    together: dict[tuple[dt.datetime, str, int], list[Correction]] = {}
    for one in standing:
        together.setdefault((one.at, one.why.strip(), one.version), []).append(one)
    return Amendments(
        len(hidden),
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
        return _("%(field)s “%(was)s” was taken out") % values
    return _("%(field)s “%(was)s” became “%(now)s”") % values
