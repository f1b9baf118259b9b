"""The addresses of articles: unique, and redirecting once an article moves."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Sequence

from django.utils import timezone

from archive.db import statements
from archive.models import Address, Article
from archive.record.content import Content
from archive.text.slugs import slug_of


def moved_path(article_id: int, former: str, content: Content) -> str:
    """The address for changed content; the former one stays as a redirect."""
    if former == _path(content):
        return former
    path = free_paths([content], but=article_id)[0]
    if former != path:
        Address.objects.get_or_create(
            path=former, defaults={"article_id": article_id, "since": timezone.now()}
        )
    return path


def _path(content: Content) -> str:
    """The address that the content suggests; another article may have it."""
    days = content.days
    prefix = days.path if days else "undated"
    words = content.headline or " ".join(content.opening.split()[:8])
    return f"{prefix}/{slug_of(words, 'article')}"


def free_paths(contents: Sequence[Content], *, but: int = 0) -> list[str]:
    """A free address for each content; `but` is an article that may keep its own.

    Equal headlines of a day are numbered up to 9; beyond that the digest tells them apart. The
    addresses of removed articles, which answer 410, are free again.
    """
    wanted = [_path(content) for content in contents]
    counts = Counter(wanted)
    taken = _taken(counts, but)
    others = {
        place: _other_paths(path, contents[place])
        for place, path in enumerate(wanted)
        if path in taken or counts[path] > 1
    }
    taken |= _taken([path for paths in others.values() for path in paths], but)
    free = []
    for place, path in enumerate(wanted):
        choices = (path, *others.get(place, ()))
        found = next((choice for choice in choices if choice not in taken), None)
        free.append(found or f"{path}-{secrets.token_hex(8)}")
        taken.add(free[-1])
    gone = [row[0] for row in statements.select(Address, ("id",), "path", free)]
    if gone:
        Address.objects.filter(pk__in=gone).delete()
    return free


def _other_paths(path: str, content: Content) -> list[str]:
    digest = content.digest.hex()
    numbers = [f"{path}-{number}" for number in range(2, 10)]
    return [*numbers, f"{path}-{digest[:8]}", f"{path}-{digest[8:24]}"]


def _taken(paths: Iterable[str], but: int) -> set[str]:
    """Those of the paths that are, or redirect to, another article."""
    wanted = list(paths)
    taken = {
        path for pk, path in statements.select(Article, ("id", "path"), "path", wanted) if pk != but
    }
    former = statements.select(Address, ("article_id", "path"), "path", wanted)
    there = {row[0] for row in statements.select(Article, ("id",), "id", [pk for pk, _ in former])}
    taken.update(path for pk, path in former if pk in there and pk != but)
    return taken
