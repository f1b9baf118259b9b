"""Corrections, and the conflicts between them and what sources say.

Called inside store.writing(). A correction overrides what the source said when it was made; when a
source says neither that nor the correction itself, a conflict asks an editor.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.utils import timezone

from archive.models import Article, Conflict, Correction, Imprint, Revision, User
from archive.record.content import Content
from archive.record.incoming import Chosen
from archive.store import load, names
from archive.text.slugs import headline_key
from archive.text.urls import url_key

#: (field, old, new) of a field of Content, as JSON values.
Difference = tuple[str, Any, Any]


def record_edits(
    article: Article,
    present: Content,
    differing: Iterable[Difference],
    *,
    by: User | None,
    why: str,
    at: dt.datetime,
) -> None:
    """Record an editor's changes, before the article is written, and settle the conflicts about
    these fields. A field set back to the source's value is no longer corrected."""
    active = {correction.field: correction for correction in load.active_corrections([article.pk])}
    waiting = {
        conflict.field: conflict for conflict in Conflict.objects.waiting().filter(article=article)
    }
    made = []
    for field, old, new in differing:
        known = waiting.get(field) or active.get(field)
        said = known.said if known else old
        stands = new != with_current_names(field, said)
        made.append(
            Correction(
                article=article,
                field=field,
                old=old,
                new=new,
                said=said,
                stands=stands,
                version=article.version + 1,
                why=why,
                by=by,
                at=at,
            )
        )
        if field in waiting:
            decision = Conflict.Decision.OTHER if stands else Conflict.Decision.SOURCE
            settle(waiting[field], decision, by=by, at=at)
    _save(article.pk, made)
    _update_imprint(article.pk, as_source_says(article.pk, present))


def record_choices(
    article_id: int,
    chosen: Sequence[Chosen],
    said: Content,
    *,
    version: int,
    at: dt.datetime,
) -> None:
    """Record an editor's choices in the preview of an import; they supersede corrections."""
    fields = {choice.field: choice for choice in chosen}
    for conflict in Conflict.objects.waiting().filter(article_id=article_id, field__in=fields):
        settle(conflict, Conflict.Decision.OTHER, by=None, at=at)
    made = [
        Correction(
            article_id=article_id,
            field=field.field,
            old=field.old,
            new=field.new,
            said=field.old,
            stands=field.new != field.old,
            version=version,
            why=field.why,
            by_id=field.by_id,
            at=at,
        )
        for field in fields.values()
    ]
    _save(article_id, made)
    _update_imprint(article_id, said)


def revert_to(revision: Revision, content: Content) -> None:
    """Restore the corrections active at this revision, whose content is given, and drop later
    conflicts."""
    article_id = revision.article_id
    Conflict.objects.waiting().filter(article_id=article_id, at__gte=revision.replaced_at).delete()
    made = Correction.objects.filter(article_id=article_id)
    later = made.filter(version__gt=revision.version, stands=True)
    fields = set(later.values_list("field", flat=True))
    later.update(stands=False)
    values = content.as_json()
    for field in fields:
        last = made.filter(field=field, version__lte=revision.version).last()
        if last and last.new == values[field] != last.said:
            Correction.objects.filter(pk=last.pk).update(stands=True)
    _update_imprint(article_id, as_source_says(article_id, content))


def _save(article_id: int, made: Collection[Correction]) -> None:
    """Save corrections, each of which supersedes the one active for its field."""
    fields = [correction.field for correction in made]
    standing = Correction.objects.filter(article_id=article_id, field__in=fields, stands=True)
    standing.update(stands=False)
    Correction.objects.bulk_create(made)


def update_conflicts(said: Mapping[int, Content], sources: Mapping[int, int]) -> None:
    """Compare what sources say of articles, by id, with their active corrections: open a conflict
    where a value is new, settle it where it no longer differs. `sources` are SourceText ids.
    """
    corrections: dict[int, list[Correction]] = defaultdict(list)
    for correction in load.active_corrections(said):
        corrections[correction.article_id].append(correction)
    if not corrections:
        return
    now = timezone.now()
    waiting = {
        (conflict.article_id, conflict.field): conflict
        for conflict in Conflict.objects.waiting().filter(article_id__in=list(corrections))
    }
    for article_id, standing in corrections.items():
        values = said[article_id].as_json()
        for correction in standing:
            conflict = waiting.get((article_id, correction.field))
            _update_conflict(
                correction, values[correction.field], conflict, sources.get(article_id), now
            )
        _update_imprint(article_id, said[article_id])


def _update_conflict(
    correction: Correction,
    value: Any,
    waiting: Conflict | None,
    source_id: int | None,
    now: dt.datetime,
) -> None:
    field = correction.field
    if _same_value(field, value, with_current_names(field, correction.new)):
        decision = Conflict.Decision.AGREED
    elif _same_value(field, value, with_current_names(field, correction.said)):
        decision = Conflict.Decision.RETURNED
    elif waiting is None:
        Conflict.objects.create(
            article_id=correction.article_id,
            correction=correction,
            field=field,
            said=value,
            source_id=source_id,
            at=now,
        )
        return
    else:
        if waiting.said != value:
            waiting.said, waiting.source_id, waiting.at = value, source_id, now
            waiting.save()
        return
    if waiting is not None:
        settle(waiting, decision, by=None, at=now)


def settle(
    conflict: Conflict, decision: Conflict.Decision, *, by: User | None, at: dt.datetime
) -> None:
    """Note how a conflict ended. A correction kept from now on overrides the new value."""
    if decision == Conflict.Decision.KEPT:
        Correction.objects.filter(pk=conflict.correction_id).update(said=conflict.said)
    conflict.decision, conflict.settled_by, conflict.settled_at = decision, by, at
    conflict.save()


def as_source_says(article_id: int, content: Content) -> Content:
    """The content with the source's values in place of active corrections."""
    said = {
        correction.field: correction.said for correction in load.active_corrections([article_id])
    }
    for conflict in Conflict.objects.waiting().filter(article_id=article_id):
        said[conflict.field] = conflict.said
    return Content.from_json(content.as_json() | said)


def with_current_names(field: str, value: Any) -> Any:
    """A stored value with the present names of authors and publications."""
    if field not in ("authors", "publication"):
        return value
    [content] = names.canonical([Content.from_json({field: value})])
    return content.as_json()[field]


def _same_value(field: str, value: Any, other: Any) -> bool:
    """Whether a source says the same; of authors only the names count."""
    if field == "authors":
        return [author["name"] for author in value] == [author["name"] for author in other]
    return bool(value == other)


def renew_imprint(article_id: int) -> None:
    """Recompute how the source of an article identifies itself."""
    present = load.contents_of([article_id])[article_id]
    _update_imprint(article_id, as_source_says(article_id, present))


def _update_imprint(article_id: int, said: Content) -> None:
    """Keep how the source identifies itself while the article is corrected, so that its next
    version is recognised."""
    if not Correction.objects.filter(article_id=article_id, stands=True).exists():
        Imprint.objects.filter(article_id=article_id).delete()
        return
    Imprint.objects.update_or_create(
        article_id=article_id,
        defaults={
            "digest": said.digest,
            "headline_key": headline_key(said.headline, said.date),
            "publication": said.publication[:200],
            "day": said.date,
            "url_key": url_key(said.url),
        },
    )
