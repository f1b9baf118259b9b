"""Writes that put right what a check found."""

from __future__ import annotations

from archive.models import Article, Body, Sketch, SourceText, TextSample
from archive.store import changelog
from archive.store.articles import make_current, writing
from archive.text import shingles


def _put_right(article_id: int, columns: dict[str, object]) -> None:
    with writing():
        Article.objects.filter(pk=article_id).update(**columns)
        changelog.note([article_id])


def _renew(article_id: int) -> None:
    """The latest source is the current one."""
    with writing():
        source = SourceText.objects.filter(article=article_id).latest("pk")
        make_current(article_id, source.pk)


def _sketch(body: Body) -> None:
    sketched = shingles.Sketched.of(body.text)
    with writing():
        Sketch.objects.bulk_create(
            Sketch(article_id=body.article_id, key=key) for key in sketched.keys
        )
        TextSample.objects.update_or_create(
            article_id=body.article_id, defaults={"packed": sketched.sample.pack()}
        )


def _log(article_id: int) -> None:
    with writing():
        changelog.note([article_id])
