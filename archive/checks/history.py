"""History: corrections are applied, versions complete, states and questions consistent."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Subquery

from archive import store
from archive.db.statements import chunks
from archive.hooks import Finding, check
from archive.models import (
    Article,
    Conflict,
    Correction,
    Doubt,
    Imprint,
    Revision,
    StateChange,
)
from archive.record.review import root_of
from archive.store import load, repair, review


@check
def corrections_are_applied() -> Iterator[Finding]:
    """Every article has its active corrections applied."""
    ids = Correction.objects.filter(stands=True).order_by("article").values_list("article")
    for chunk in chunks([pk for (pk,) in ids.distinct()]):
        present = load.contents_of(chunk)
        for pk, content in load.corrected(present).items():
            differing = [
                field
                for field, old, new in content.changes_from(present[pk])
                if _printed(field, old) != _printed(field, new)
            ]
            if differing:
                fields = ", ".join(differing)
                yield Finding(
                    f"Article {pk} lost its corrections of: {fields}.",
                    partial(store.reapply_corrections, pk),
                )


@check
def corrections_have_imprints() -> Iterator[Finding]:
    """Corrected articles, and no others, keep how their source identifies itself."""
    corrected = Correction.objects.filter(stands=True).values("article")
    for pk in Article.objects.filter(pk__in=corrected, imprint=None).values_list("pk", flat=True):
        yield Finding(
            f"Article {pk} is corrected, but a re-import would not recognise it.",
            partial(repair.renew_imprint, pk),
        )
    others = Imprint.objects.exclude(article__in=corrected)
    for pk in others.values_list("pk", flat=True):
        yield Finding(
            f"Article {pk} is matched by a correction that is no longer active.",
            partial(repair.renew_imprint, pk),
        )


@check
def versions_are_whole() -> Iterator[Finding]:
    """Every version before the present one is kept, once."""
    kept = (
        Revision.objects.order_by().values("article").annotate(n=Count("pk"), last=Max("version"))
    )
    wrong = kept.exclude(n=F("article__version") - 1, last=F("article__version") - 1)
    for row in wrong.values_list("article", "n", "article__version"):
        yield Finding("Article {} keeps {} earlier versions but is version {}.".format(*row))
    for pk in Article.objects.filter(version__gt=1, revisions=None).values_list("pk", flat=True):
        yield Finding(f"Article {pk} keeps none of its earlier versions.")


@check
def states_match_history() -> Iterator[Finding]:
    """Every article is in the state that its history gives last."""
    latest = StateChange.objects.filter(article=OuterRef("pk")).order_by("-at", "-pk")
    changed = Article.objects.filter(state_changes__isnull=False).distinct()
    rows = changed.annotate(last=Subquery(latest.values("state")[:1]))
    for pk, state, last in rows.values_list("pk", "state", "last"):
        if state != last:
            yield Finding(
                f"Article {pk} is {state}; its history says {last}.",
                partial(repair.follow_history, pk, last),
            )


@check
def questions_are_current() -> Iterator[Finding]:
    """Open conflicts and questions are about something that still applies."""
    for conflict in Conflict.objects.waiting().filter(correction__stands=False):
        yield Finding(
            f"Conflict {conflict.pk} is about a correction that was undone.",
            partial(repair.close_conflict, conflict),
        )
    corrected: dict[int, set[str]] = {}
    standing = Correction.objects.filter(stands=True, article__doubts__isnull=False)
    for pk, field in standing.values_list("article", "field").distinct():
        corrected.setdefault(pk, set()).add(field)
    for chunk in chunks(list(corrected)):
        for doubt in Doubt.objects.filter(article__in=chunk):
            if root_of(doubt.field) in corrected[doubt.article_id]:
                yield Finding(
                    f"Review question {doubt.pk} is about a field that was corrected.",
                    partial(review.drop, doubt),
                )


def _printed(field: str, value: Any) -> Any:
    """Authors by their printed names: the names they are filed under may change."""
    return (
        [author["printed"] or author["name"] for author in value] if field == "authors" else value
    )
