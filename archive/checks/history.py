"""History: corrections are applied, versions are whole, states and questions follow."""

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
from archive.store import load, repair


@check
def corrections_are_applied() -> Iterator[Finding]:
    """An article says what its corrections say."""
    ids = Correction.objects.filter(stands=True).order_by("article").values_list("article")
    for some in chunks([pk for (pk,) in ids.distinct()]):
        present = load.contents_of(some)
        for pk, laid in load.corrected(present).items():
            differing = [
                field
                for field, old, new in laid.changes_from(present[pk])
                if _printed(field, old) != _printed(field, new)
            ]
            if differing:
                fields = ", ".join(differing)
                yield Finding(
                    f"Article {pk} does not say what was corrected: {fields}.",
                    partial(store.reapply_corrections, pk),
                )


@check
def corrections_have_imprints() -> Iterator[Finding]:
    """What the source of a corrected article says of itself is kept, and of no other."""
    corrected = Correction.objects.filter(stands=True).values("article")
    for pk in Article.objects.filter(pk__in=corrected, imprint=None).values_list("pk", flat=True):
        yield Finding(
            f"Article {pk} is corrected, but its next version would not be known.",
            partial(repair.renew_imprint, pk),
        )
    others = Imprint.objects.exclude(article__in=corrected)
    for pk in others.values_list("pk", flat=True):
        yield Finding(
            f"Article {pk} is known by a correction that no longer stands.",
            partial(repair.renew_imprint, pk),
        )


@check
def versions_are_whole() -> Iterator[Finding]:
    """Every version but the present one is kept, each once."""
    kept = (
        Revision.objects.order_by().values("article").annotate(n=Count("pk"), last=Max("version"))
    )
    wrong = kept.exclude(n=F("article__version") - 1, last=F("article__version") - 1)
    for row in wrong.values_list("article", "n", "article__version"):
        yield Finding("Article {} keeps {} earlier versions and is version {}.".format(*row))
    for pk in Article.objects.filter(version__gt=1, revisions=None).values_list("pk", flat=True):
        yield Finding(f"Article {pk} keeps none of its earlier versions.")


@check
def states_match_history() -> Iterator[Finding]:
    """An article is in the state that was given to it last; withdrawn with a reason."""
    latest = StateChange.objects.filter(article=OuterRef("pk")).order_by("-at", "-pk")
    told = Article.objects.filter(state_changes__isnull=False).distinct()
    rows = told.annotate(last=Subquery(latest.values("state")[:1]))
    for pk, state, last in rows.values_list("pk", "state", "last"):
        if state != last:
            yield Finding(
                f"Article {pk} is {state}; its history says {last}.",
                partial(repair.follow_history, pk, last),
            )


@check
def questions_are_current() -> Iterator[Finding]:
    """What waits for an editor is about something that still stands."""
    for conflict in Conflict.objects.waiting().filter(correction__stands=False):
        yield Finding(
            f"Conflict {conflict.pk} is about a correction that was taken back.",
            partial(repair.close_conflict, conflict),
        )
    corrected: dict[int, set[str]] = {}
    standing = Correction.objects.filter(stands=True, article__doubts__isnull=False)
    for pk, field in standing.values_list("article", "field").distinct():
        corrected.setdefault(pk, set()).add(field)
    for some in chunks(list(corrected)):
        for doubt in Doubt.objects.filter(article__in=some):
            if root_of(doubt.field) in corrected[doubt.article_id]:
                yield Finding(
                    f"Doubt {doubt.pk} is about a field that was corrected.",
                    partial(repair.drop_question, doubt),
                )


def _printed(field: str, value: Any) -> Any:
    """Under what name an author is filed may change; how a byline is printed may not."""
    return (
        [author["printed"] or author["name"] for author in value] if field == "authors" else value
    )
