"""Questions about articles: asked, answered, taken back, and asked again from stored evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import zstandard
from django.utils import timezone

from archive.models import Article, Correction, Doubt, Reading, Revision, User
from archive.record.answers import Edit, apply
from archive.record.content import Content
from archive.record.review import OpenQuestion, questions_for, root_of
from archive.store import articles, changelog, load


def set_questions(article_id: int, asked: Iterable[OpenQuestion], *, anew: bool = True) -> None:
    """Let these be the questions about an article. What an editor corrected is none, and what
    was settled stays so: while the source says the same, or whatever it says unless `anew`.
    """
    corrections = Correction.objects.filter(article_id=article_id, stands=True)
    corrected = set(corrections.values_list("field", flat=True))
    wanted = {
        question.field: question for question in asked if root_of(question.field) not in corrected
    }
    known = {doubt.field: doubt for doubt in Doubt.objects.filter(article_id=article_id)}
    gone = [doubt.pk for field, doubt in known.items() if field not in wanted]
    for field, question in wanted.items():
        old = known.get(field)
        if old is None:
            Doubt.objects.create(article_id=article_id, **_columns(question))
        elif old.settled_at is None or (anew and old.key != question.key):
            Doubt.objects.filter(pk=old.pk).update(
                settled_at=None, settled_by=None, **_columns(question)
            )
    if gone:
        Doubt.objects.filter(pk__in=gone).delete()


def drop_corrected(article_id: int, fields: Collection[str]) -> None:
    """What an editor corrected is a question no more, in no part of the field."""
    asked = Doubt.objects.filter(article_id=article_id).values_list("pk", "field")
    gone = [pk for pk, field in asked if root_of(field) in fields]
    if gone:
        Doubt.objects.filter(pk__in=gone).delete()


def _columns(asked: OpenQuestion) -> dict[str, Any]:
    return {
        "field": asked.field,
        "kind": int(asked.kind),
        "weight": asked.weight,
        "key": asked.key,
    }


def recompute(contents: Mapping[int, Content]) -> None:
    """Let the readings of these articles' present sources be asked about; what was settled stays
    so. Articles whose reading is damaged or gone are left as they are. Inside store.writing()."""
    for article_id, asked in open_questions(contents):
        set_questions(article_id, asked, anew=False)


def open_questions(contents: Mapping[int, Content]) -> Iterator[tuple[int, list[OpenQuestion]]]:
    """(article, what its present source leaves open); at most as many as chunks.CHUNK at once."""
    readings = Reading.objects.filter(source__article__in=list(contents), source__current=True)
    for reading in readings.select_related("source").defer("source__packed"):
        article_id = reading.source.article_id
        try:
            found = reading.unpacked()
        except (zstandard.ZstdError, ValueError, LookupError, TypeError):
            continue
        yield article_id, questions_for(found, contents[article_id])


def confirm(doubt: Doubt, by: User) -> None:
    """What the article says is right: not asked again while its source says the same."""
    with articles.writing():
        Doubt.objects.filter(pk=doubt.pk).update(settled_at=timezone.now(), settled_by=by)


def drop(doubt: Doubt) -> None:
    """Drop a question that no longer arises."""
    with articles.writing():
        doubt.delete()
        changelog.note([doubt.article_id])


def reopen(article_id: int, field: str) -> None:
    """Take back that a question was settled."""
    with articles.writing():
        Doubt.objects.filter(article=article_id, field=field).update(
            settled_at=None, settled_by=None
        )


def apply_answer(
    article_id: int, edit: Edit, *, by: User, why: str, version: int
) -> Revision | None:
    """Correct the article as decided; raises store.EditedMeanwhile when the edit was decided on
    another version, or on something that it no longer says."""
    content = load.contents_of([article_id])[article_id]
    changed = apply(content, edit)
    if changed is None:
        raise articles.EditedMeanwhile(Article.objects.get(pk=article_id))
    return articles.correct(article_id, changed, by=by, why=why, version=version)


def undo_answer(revision: Revision, made: int, by: User) -> Article:
    """Return the article to what it was before an answer made this version of it; raises
    store.EditedMeanwhile when somebody wrote it since."""
    with articles.writing():
        article = Article.objects.select_for_update().get(pk=revision.article_id)
        if article.version != made:
            raise articles.EditedMeanwhile(article)
        articles.restore(revision, by=by, reason=Revision.Reason.ANSWER_UNDONE)
        article.refresh_from_db()
    return article
