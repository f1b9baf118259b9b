"""One article, under its current, its former and its permanent short address."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.utils.http import http_date

from archive import search
from archive.models import Address, Article
from archive.selection import Selection
from archive.views.article_neighbours import around, walk_of
from archive.views.article_related import beyond
from archive.views.article_text import text_of
from archive.views.cache import follow_index, until_changed
from archive.views.citation import citation
from archive.views.errors import gone
from archive.views.http import absolute, not_readable


@dataclass(frozen=True, slots=True)
class ValueLink:
    """A value of a further field, or its name, and the search for it; "" where it has none."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class FurtherShown:
    """A further field with all its values."""

    name: ValueLink
    values: list[ValueLink]


@until_changed
def article(request: HttpRequest, path: str) -> HttpResponse:
    article = next(iter(Article.objects.with_text().filter(path=path)), None)
    if article is None:
        return _formerly_at(request, path)
    if article.state != Article.State.PUBLISHED:
        return not_readable(request, article.pk, article)
    response = render(request, "articles/article.html", _context(request, article))
    response["Last-Modified"] = http_date(article.changed_at.timestamp())
    return response


def _context(request: HttpRequest, article: Article) -> dict[str, object]:
    follow_index(request)
    walk = walk_of(request, article)
    permanent = absolute(request, f"/a/{article.pk}/")
    images = list(article.images.all()) if article.images_count else []
    bylines = list(article.bylines.select_related("author"))
    near = around(article)
    return {
        "article": article,
        "bylines": bylines,
        "contacts": list(article.contacts.all()) if near.has_contacts else [],
        "further": _further(article) if near.has_further else [],
        "text": text_of(article, images, walk.selection.q if walk else ""),
        "walk": walk,
        "beyond": beyond(article, near),
        "canonical": absolute(request, article.get_absolute_url()),
        "short": permanent,
        "citation": citation(article, bylines, permanent),
    }


def _further(article: Article) -> list[FurtherShown]:
    """The further fields, those of one name together."""
    values: dict[str, list[str]] = {}
    for field in article.further.all():
        values.setdefault(field.name, []).append(field.value)
    return [
        FurtherShown(_found_by(name), [_found_by(name, value) for value in given])
        for name, given in values.items()
    ]


def _found_by(name: str, value: str = "") -> ValueLink:
    query = search.field_query(name, value)
    href = "/articles/" + Selection(q=query).query() if query else ""
    return ValueLink(value or name, href)


def short(request: HttpRequest, article_id: int) -> HttpResponse:
    """Redirect the permanent address to the current one."""
    article = Article.objects.filter(pk=article_id).first() if article_id < 2**63 else None
    if article is None or article.state != Article.State.PUBLISHED:
        return not_readable(request, article_id, article)
    # Not a 301: the address behind it may change, and browsers cache a 301 for good.
    return HttpResponseRedirect(article.get_absolute_url())


def _formerly_at(request: HttpRequest, path: str) -> HttpResponse:
    """A former address redirects, or says that its article is gone."""
    address = Address.objects.filter(path=path).first()
    if address is None:
        return _with_two_digits(path)
    article = Article.objects.filter(pk=address.article_id).first()
    if article is None:
        return gone(request)
    if article.state != Article.State.PUBLISHED:
        return not_readable(request, article.pk, article)
    # The query string names the list that the reader came from.
    query = request.META.get("QUERY_STRING", "")
    target = article.get_absolute_url()
    return HttpResponsePermanentRedirect(f"{target}?{query}" if query else target)


def _with_two_digits(path: str) -> HttpResponse:
    """Redirect "/2017/6/" and "/2017/06/4/", as people type months and days."""
    parts = path.split("/")
    if all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        padded = [parts[0], *(part.zfill(2) for part in parts[1:])]
        if padded != parts and all(len(part) == 2 for part in padded[1:]):
            return HttpResponsePermanentRedirect(f"/{'/'.join(padded)}/")
    raise Http404
