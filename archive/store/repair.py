"""Repairs of what checks find, each one write, logged like any other."""

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
    """Set columns that derive from the record."""
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
    """Store the keys and sample of a text."""
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
    """Set the state that an article's history gives last: an editor who hid it meant it."""
    latest = StateChange.objects.filter(article=article_id).order_by("-at", "-pk").first()
    assert latest is not None
    set_state([article_id], state, by=latest.by, reason=latest.reason)


def close_conflict(conflict: Conflict) -> None:
    """Settle a conflict whose correction is no longer active."""
    with writing():
        corrections.settle(conflict, Conflict.Decision.OTHER, by=None, at=timezone.now())
        changelog.note([conflict.article_id])


# Pictures -----------------------------------------------------------------------------------------


def rehang_pictures(article_id: int) -> None:
    """Set an article's images to the picture files recorded for them."""
    with writing():
        Image.objects.filter(article=article_id, picture=None).update(file="", width=0, height=0)
        pictures.reattach(article_id)
        changelog.note([article_id])


# Names --------------------------------------------------------------------------------------------


def move_names(merged: Author | Publication) -> None:
    """Move the names of a merged author or publication to where it was merged."""
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
    """Move the articles of a merged author or publication to where it was merged."""
    with regrouping(merged) as articles:
        articles += _articles_of(merged)
        if isinstance(merged, Author):
            Byline.objects.filter(author=merged).update(author=surviving(merged))
        else:
            Article.objects.filter(publication=merged).update(publication=surviving(merged))


def add_name(owner: Author | Publication) -> None:
    """Register an owner's own name, unless it already means a namesake."""
    key = name_key(owner.name)
    with regrouping(owner) as articles:
        if isinstance(owner, Author):
            if not AuthorName.objects.filter(key=key, publication__isnull=True).exists():
                AuthorName.objects.create(key=key, name=owner.name, author=owner)
        elif not PublicationName.objects.filter(key=key).exists():
            PublicationName.objects.create(key=key, name=owner.name, publication=owner)
        articles += _articles_of(owner)


def drop_author(author: Author) -> None:
    """Delete an author without articles."""
    with writing():
        author.delete()


def _articles_of(owner: Author | Publication) -> Iterable[int]:
    if isinstance(owner, Author):
        return Byline.objects.filter(author=owner).values_list("article_id", flat=True)
    return Article.objects.filter(publication=owner).values_list("pk", flat=True)
