"""What an editor decides about an article's texts: a conflict with its source, a return to an
earlier version. Both are new changes, through the store; nothing is lost by them.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from archive.models import Conflict, Revision, User
from archive.record.content import Content
from archive.store import articles, corrections, load, names
from archive.text import diff


class AlreadySettled(Exception):
    """Somebody decided before."""


class NotMergeable(Exception):
    """The correction and what the source says cannot be made one."""


class SourceChanged(Exception):
    """The source has come to say something else since the editor was asked."""


def decide(conflict_id: int, decision: str, *, by: User | None, why: str, seen: dt.datetime) -> int:
    """Keep the correction ("kept"), follow the source ("source") or make one of the two ("both");
    the article's id.

    `seen` is the conflict's `at` as the editor had it. Raises AlreadySettled, SaidMeanwhile and,
    where there is no `proposed`, NotBoth.
    """
    with articles.writing():
        conflict = Conflict.objects.select_related("article").get(pk=conflict_id)
        if conflict.settled_at is not None:
            raise AlreadySettled
        if conflict.at != seen:
            raise SourceChanged
        article = conflict.article
        if decision == Conflict.Decision.KEPT:
            articles.keep_correction(conflict, by=by)
        else:
            present = load.contents_of([article.pk])[article.pk]
            value = _decided_value(conflict, decision)
            followed = Content.from_json(present.as_json() | {conflict.field: value})
            reason = (
                Revision.Reason.SOURCE_FOLLOWED
                if decision == Conflict.Decision.SOURCE
                else Revision.Reason.CORRECTED
            )
            made = articles.correct(
                article.pk, followed, by=by, why=why, version=article.version, reason=reason
            )
            if made is None:  # Joined authors, and the source came to mean the same.
                corrections.settle(conflict, Conflict.Decision.AGREED, by=by, at=timezone.now())
    return int(article.pk)


def _decided_value(conflict: Conflict, decision: str) -> Any:
    if decision == Conflict.Decision.SOURCE:
        return corrections.with_current_names(conflict.field, conflict.said)
    value = merged_value(conflict)
    if value is None:
        raise NotMergeable
    return value


def return_to(
    article_id: int, version: int, *, by: User | None, why: str, seen: int
) -> Revision | None:
    """Give an article the text of an earlier version, as a new change; None where it has that text.

    What a source says otherwise is from then on corrected, as if an editor had typed it: a
    re-import does not bring it back. `seen` is the version that the editor saw last; raises
    store.EditedMeanwhile when it is no longer current, Revision.DoesNotExist.
    """
    with articles.writing():
        revision = Revision.objects.get(article=article_id, version=version)
        [content] = names.canonical([revision.restored()])
        reason = f"{Revision.Reason.RETURNED} {version}"
        made = articles.correct(article_id, content, by=by, why=why, version=seen, reason=reason)
        if made is not None and revision.source_id is not None:
            articles.make_current(article_id, revision.source_id)
    return made


def merged_value(conflict: Conflict) -> Any:
    """The correction and what the source says now, made one where they do not touch; else None.

    For paragraphs, authors and pictures: an editor who mended one paragraph need not give up the
    paragraph that the source added.
    """
    base, mine, theirs = (
        corrections.with_current_names(conflict.field, value)
        for value in (conflict.correction.said, conflict.correction.new, conflict.said)
    )
    if not isinstance(base, list):
        return None
    keyed: dict[str, Any] = {}
    sides = []
    for values in (base, mine, theirs):
        keys = [repr(value) for value in values]
        keyed.update(zip(keys, values, strict=True))
        sides.append(keys)
    found = diff.three_way_merge(*sides)
    return None if found is None else [keyed[key] for key in found]
