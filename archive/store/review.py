"""Review questions: asked, answered, reopened, and recomputed from stored evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.utils import timezone

from archive.models import Article, Correction, Doubt, Reading, Revision, User
from archive.models.sources import DAMAGE
from archive.record.answers import Edit, apply
from archive.record.content import Content
from archive.record.review import LEFT_OUT, OpenQuestion, lines_of, questions_for, root_of
from archive.store import articles, changelog, load


def set_questions(article_id: int, questions: Iterable[OpenQuestion], *, anew: bool = True) -> None:
    """Replace the open questions about an article, without those about corrected fields and about
    lines that its text has. Settled questions stay settled while the source says the same; unless
    `anew`, whatever it says.
    """
    questions = list(questions)
    corrections = Correction.objects.filter(article_id=article_id, stands=True)
    corrected = set(corrections.values_list("field", flat=True))
    lines = _lines_of(article_id, (question.field for question in questions))
    wanted = {
        question.field: question
        for question in questions
        if root_of(question.field) not in corrected and question.field not in lines
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
    """Drop the questions about corrected fields and their parts, and about lines that were left
    out and are in the text now."""
    doubts = list(Doubt.objects.filter(article_id=article_id).values_list("pk", "field"))
    lines = _lines_of(article_id, (field for _, field in doubts))
    gone = [pk for pk, field in doubts if root_of(field) in fields or field in lines]
    if gone:
        Doubt.objects.filter(pk__in=gone).delete()


def _lines_of(article_id: int, fields: Iterable[str]) -> frozenset[str]:
    """The names of the lines of an article's text, where any of the fields is a line left out."""
    if not any(root_of(field) == LEFT_OUT for field in fields):
        return frozenset()
    return lines_of(load.contents_of([article_id])[article_id])


def _columns(question: OpenQuestion) -> dict[str, Any]:
    return {
        "field": question.field,
        "kind": int(question.kind),
        "weight": question.weight,
        "key": question.key,
    }


def recompute(contents: Mapping[int, Content]) -> None:
    """Recompute review questions from the stored evidence of the current sources; settled ones stay
    settled. Skips articles whose reading is damaged or gone. Inside store.writing()."""
    for article_id, questions in open_questions(contents):
        set_questions(article_id, questions, anew=False)


def open_questions(contents: Mapping[int, Content]) -> Iterator[tuple[int, list[OpenQuestion]]]:
    """(article id, open questions of its current source), for at most CHUNK articles."""
    readings = Reading.objects.filter(source__article__in=list(contents), source__current=True)
    for reading in readings.select_related("source").defer("source__packed"):
        article_id = reading.source.article_id
        try:
            found = reading.unpacked()
        except DAMAGE:
            continue
        yield article_id, questions_for(found, contents[article_id])


def confirm(doubt: Doubt, by: User) -> None:
    """Settle a question: the article is right as it is."""
    with articles.writing():
        Doubt.objects.filter(pk=doubt.pk).update(settled_at=timezone.now(), settled_by=by)


def drop(doubt: Doubt) -> None:
    """Drop a question that no longer arises."""
    with articles.writing():
        doubt.delete()
        changelog.note([doubt.article_id])


def reopen(article_id: int, field: str) -> None:
    """Undo that a question was settled."""
    with articles.writing():
        Doubt.objects.filter(article=article_id, field=field).update(
            settled_at=None, settled_by=None
        )


def apply_answer(
    article_id: int, edit: Edit, *, by: User, why: str, version: int
) -> Revision | None:
    """Correct the article by an edit; raises store.EditedMeanwhile when the article has changed
    since the editor saw it."""
    content = load.contents_of([article_id])[article_id]
    changed = apply(content, edit)
    if changed is None:
        raise articles.EditedMeanwhile(Article.objects.get(pk=article_id))
    return articles.correct(article_id, changed, by=by, why=why, version=version)


def undo_answer(revision: Revision, made: int, by: User) -> Article:
    """Restore the revision that an answer replaced with version `made`; raises
    store.EditedMeanwhile when the article has changed since."""
    with articles.writing():
        article = Article.objects.select_for_update().get(pk=revision.article_id)
        if article.version != made:
            raise articles.EditedMeanwhile(article)
        articles.restore(revision, by=by, reason=Revision.Reason.ANSWER_UNDONE)
        article.refresh_from_db()
    return article
