"""An editor's decisions on conflicts, and the return to an earlier version: each a new version."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from archive.models import Conflict, Revision, User
from archive.record.content import Content
from archive.store import articles, corrections, load, names
from archive.text import diff


class AlreadySettled(Exception):
    """Another editor has decided already."""


class NotMergeable(Exception):
    """The correction and the source's value cannot be merged."""


class SourceChanged(Exception):
    """The source has changed again since the editor opened the conflict."""


def decide(conflict_id: int, decision: str, *, by: User | None, why: str, seen: dt.datetime) -> int:
    """Keep the correction ("kept"), follow the source ("source") or merge the two ("both"); returns
    the article's id.

    `seen` is the conflict's `at` as the editor saw it. Raises AlreadySettled, SourceChanged and,
    where merged_value is None, NotMergeable.
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
            if made is None:  # A merge of authors made the two the same.
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
    """Give an article the text of an earlier version; None where it has that text already.

    The fields that change become corrections, as if an editor had typed them: a re-import does not
    undo them. `seen` is the version that the editor saw; raises store.EditedMeanwhile when it is no
    longer current, and Revision.DoesNotExist.
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
    """The correction merged with what the source says now; None where they conflict.

    For paragraphs, authors and pictures: an editor who corrected one paragraph need not give up the
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
