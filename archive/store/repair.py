"""Repairs of what a check found, one write each, noted in the change log as any other."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from archive.models import (
    Article,
    Author,
    AuthorName,
    Body,
    Byline,
    Conflict,
    Doubt,
    Image,
    Publication,
    PublicationName,
    Sketch,
    SourceText,
    StateChange,
    TextSample,
)
from archive.models.names import surviving
from archive.store import changelog, corrections, pictures
from archive.store.articles import make_current, set_state, writing
from archive.store.merge import regrouping
from archive.store.names import name_key
from archive.text import shingles

# Articles -----------------------------------------------------------------------------------------


def log(article_id: int) -> None:
    with writing():
        changelog.note([article_id])


def set_columns(article_id: int, columns: dict[str, object]) -> None:
    """Put columns that follow from the record right."""
    with writing():
        Article.objects.filter(pk=article_id).update(**columns)
        changelog.note([article_id])


def choose_source(article_id: int) -> None:
    """Make the latest source the current one."""
    with writing():
        source = SourceText.objects.filter(article=article_id).latest("pk")
        make_current(article_id, source.pk)
        changelog.note([article_id])


def add_sketch(body: Body) -> None:
    """Keep the keys by which near-duplicates of a text are found."""
    sketched = shingles.TextSketch.of(body.text)
    with writing():
        Sketch.objects.bulk_create(
            Sketch(article_id=body.article_id, key=key) for key in sketched.keys
        )
        TextSample.objects.update_or_create(
            article_id=body.article_id, defaults={"packed": sketched.sample.pack()}
        )
        changelog.note([body.article_id])


# History ------------------------------------------------------------------------------------------


def renew_imprint(article_id: int) -> None:
    with writing():
        corrections.renew_imprint(article_id)
        changelog.note([article_id])


def follow_history(article_id: int, state: str) -> None:
    """Give an article the state that its history says last: who hid something meant it."""
    latest = StateChange.objects.filter(article=article_id).order_by("-at", "-pk").first()
    assert latest is not None
    set_state([article_id], state, by=latest.by, reason=latest.reason)


def close_conflict(conflict: Conflict) -> None:
    """End a conflict whose correction no longer stands."""
    with writing():
        corrections.settle(conflict, Conflict.Decision.OTHER, by=None, at=timezone.now())
        changelog.note([conflict.article_id])


def drop_question(doubt: Doubt) -> None:
    """Drop a question about a field that was corrected."""
    with writing():
        doubt.delete()
        changelog.note([doubt.article_id])


# Pictures -----------------------------------------------------------------------------------------


def rehang_pictures(article_id: int) -> None:
    """Let an article's images show what the register of pictures says."""
    with writing():
        Image.objects.filter(article=article_id, picture=None).update(file="", width=0, height=0)
        pictures.reattach(article_id)
        changelog.note([article_id])


# Names --------------------------------------------------------------------------------------------


def move_names(merged: Author | Publication) -> None:
    """Let the names of who was merged lead to whom they were merged into."""
    with regrouping(merged) as articles:
        if isinstance(merged, Author):
            author = surviving(merged)
            merged.names.update(author=author)
            articles += _articles_of(author)
        else:
            publication = surviving(merged)
            merged.names.update(publication=publication)
            articles += _articles_of(publication)


def move_articles(merged: Author | Publication) -> None:
    """Give the articles of who was merged to whom they were merged into."""
    with regrouping(merged) as articles:
        articles += _articles_of(merged)
        if isinstance(merged, Author):
            Byline.objects.filter(author=merged).update(author=surviving(merged))
        else:
            Article.objects.filter(publication=merged).update(publication=surviving(merged))


def add_name(owner: Author | Publication) -> None:
    """Let the name that somebody has lead to them, unless it leads to a namesake."""
    key = name_key(owner.name)
    with regrouping(owner) as articles:
        if isinstance(owner, Author):
            if not AuthorName.objects.filter(key=key, publication__isnull=True).exists():
                AuthorName.objects.create(key=key, name=owner.name, author=owner)
        elif not PublicationName.objects.filter(key=key).exists():
            PublicationName.objects.create(key=key, name=owner.name, publication=owner)
        articles += _articles_of(owner)


def drop_author(author: Author) -> None:
    """Delete an author whom no article names."""
    with writing():
        author.delete()


def _articles_of(owner: Author | Publication) -> Iterable[int]:
    if isinstance(owner, Author):
        return Byline.objects.filter(author=owner).values_list("article_id", flat=True)
    return Article.objects.filter(publication=owner).values_list("pk", flat=True)
