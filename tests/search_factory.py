"""Articles in the database, noted in the change log, for tests of search."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import count

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from archive.models import Article, Author, Body, Byline, Image, Publication
from archive.store import changelog
from archive.text.dates import Days

_numbers = count(1)


def author(name: str) -> Author:
    slug = slugify(name, allow_unicode=True)
    return Author.objects.get_or_create(slug=slug, defaults={"name": name})[0]


def publication(name: str) -> Publication:
    slug = slugify(name, allow_unicode=True)
    return Publication.objects.get_or_create(slug=slug, defaults={"name": name})[0]


def article(
    headline: str = "",
    body: str = "",
    *,
    date: str = "",
    authors: Sequence[str] = (),
    paper: str = "",
    section: str = "",
    standfirst: str = "",
    caption: str = "",
    credit: str = "",
    state: str = Article.State.PUBLISHED,
) -> Article:
    """A stored article; `date` to any precision, paragraphs of `body` separated by blank lines."""
    days = Days.parse(date) if date else None
    number, now = next(_numbers), timezone.now()
    with transaction.atomic():
        made = Article.objects.create(
            headline=headline,
            standfirst=standfirst,
            opening=body[:300],
            publication=publication(paper) if paper else None,
            section=section,
            section_slug=slugify(section),
            words=len(body.split()),
            images_count=int(bool(caption or credit)),
            first_day=days.first if days else None,
            last_day=days.last if days else None,
            path=f"undated/article-{number}",
            state=state,
            added_at=now,
            changed_at=now,
            digest=hashlib.sha256(str(number).encode()).digest(),
        )
        paragraphs = [["paragraph", text] for text in body.split("\n\n") if text]
        Body.objects.create(article=made, paragraphs=paragraphs)
        for order, name in enumerate(authors):
            Byline.objects.create(article=made, author=author(name), order=order, printed=name)
        if caption or credit:
            Image.objects.create(article=made, order=0, caption=caption, credit=credit)
        changelog.note([made.pk])
    return made


def noted(*articles: Article) -> None:
    """Note the articles in the change log."""
    with transaction.atomic():
        changelog.note([article.pk for article in articles])
