"""What readers are told of an article's corrections: what was put right, when and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.models import Article, Correction
from archive.views.wording import field_in_words, value_in_words


@dataclass(frozen=True, slots=True)
class Put:
    """One field put right; `was` and `now` are "" where they are too long for a sentence."""

    field: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Amended:
    """What one editor put right at one time. `version` is what it made, `before` the earlier one
    to compare it with, 0 where readers are not shown that."""

    at: dt.datetime
    why: str
    put: Sequence[Put]
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


def _put(correction: Correction, *, told: bool) -> Put:
    field = correction.field
    was = value_in_words(field, correction.old) if told else ""
    now = value_in_words(field, correction.new) if told else ""
    return (
        Put(field_in_words(field), was, now) if was and now else Put(field_in_words(field), "", "")
    )
