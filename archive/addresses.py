"""The addresses of articles: made once, never given to another, redirecting when left."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Sequence

from django.db.models import Exists, OuterRef
from django.utils import timezone

from archive.chunks import chunks
from archive.content import Content
from archive.models import Address, Article
from archive.names import slug_of


def moved(article_id: int, former: str, content: Content) -> str:
    """The address that changed content asks for; the former one stays and redirects."""
    if former == _path(content):
        return former
    path = free_paths([content], but=article_id)[0]
    if former != path:
        Address.objects.get_or_create(
            path=former, defaults={"article_id": article_id, "since": timezone.now()}
        )
    return path


def _path(content: Content) -> str:
    """The address the content asks for; another article may have it."""
    days = content.days
    prefix = days.path if days else "undated"
    words = content.headline or " ".join(content.opening.split()[:8])
    return f"{prefix}/{slug_of(words, 'article')}"


def free_paths(contents: Sequence[Content], *, but: int = 0) -> list[str]:
    """A free address for each content; `but` is an article that may keep its own.

    Namesakes of a day are numbered to 9, and told apart by digits of their digest beyond. What a
    removed article had is free again; it answered 410 meanwhile.
    """
    choices = []
    for content in contents:
        path = _path(content)
        digest = content.digest.hex()
        numbers = [f"{path}-{number}" for number in range(2, 10)]
        choices.append([path, *numbers, f"{path}-{digest[:8]}", f"{path}-{digest[8:24]}"])
    asked = Counter(paths[0] for paths in choices)
    taken = _taken(list(asked), but)
    crowded = [paths for paths in choices if paths[0] in taken or asked[paths[0]] > 1]
    taken |= _taken([path for paths in crowded for path in paths[1:]], but)
    free = []
    for paths in choices:
        found = next((path for path in paths if path not in taken), None)
        free.append(found or f"{paths[0]}-{secrets.token_hex(8)}")
        taken.add(free[-1])
    for some in chunks(free):
        Address.objects.filter(path__in=some).delete()
    return free


def _taken(paths: Sequence[str], but: int) -> set[str]:
    """Those of the addresses that another article has, or had and is still there."""
    taken: set[str] = set()
    for some in chunks(paths):
        articles = Article.objects.exclude(pk=but)
        former = Address.objects.exclude(article_id=but)
        taken.update(articles.filter(path__in=some).values_list("path", flat=True))
        taken.update(
            former.filter(path__in=some)
            .filter(Exists(Article.objects.filter(pk=OuterRef("article_id"))))
            .values_list("path", flat=True)
        )
    return taken
