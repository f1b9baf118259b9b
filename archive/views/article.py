"""One article, under its own address, its former ones and its permanent short one."""

from __future__ import annotations

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.utils.http import http_date

from archive.models import Address, Article
from archive.store import changelog
from archive.views.article_neighbours import around, walk_of
from archive.views.article_related import beyond
from archive.views.article_text import text_of
from archive.views.cache import follow_index, until_changed
from archive.views.citation import citation
from archive.views.errors import gone
from archive.views.http import absolute


@until_changed
def article(request: HttpRequest, path: str) -> HttpResponse:
    found = next(iter(Article.objects.with_text().filter(path=path)), None)
    if found is None:
        return _formerly_at(request, path)
    if found.state != Article.State.PUBLISHED:
        return _not_shown(request, found)
    response = render(request, "articles/article.html", _context(request, found))
    response["Last-Modified"] = http_date(found.changed_at.timestamp())
    return response


def _context(request: HttpRequest, found: Article) -> dict[str, object]:
    follow_index(request)
    walk = walk_of(request, found)
    short = absolute(request, f"/a/{found.pk}/")
    images = list(found.images.all()) if found.images_count else []
    bylines = list(found.bylines.select_related("author"))
    near = around(found)
    return {
        "article": found,
        "bylines": bylines,
        "contacts": list(found.contacts.all()) if near.has_contacts else [],
        "text": text_of(found, images, walk.selection.q if walk else ""),
        "walk": walk,
        "beyond": beyond(found, near),
        "canonical": absolute(request, found.get_absolute_url()),
        "short": short,
        "citation": citation(found, bylines, short),
    }


def short(request: HttpRequest, article_id: int) -> HttpResponse:
    """The permanent address leads to the present one."""
    if article_id >= 2**63:
        raise Http404
    found = Article.objects.filter(pk=article_id).first()
    if found is None:
        if changelog.is_tombstone(article_id):
            return gone(request)
        raise Http404
    if found.state != Article.State.PUBLISHED:
        return _not_shown(request, found)
    # Not a 301: the address behind it may change, and browsers keep a 301 for ever.
    return HttpResponseRedirect(found.get_absolute_url())


def _formerly_at(request: HttpRequest, path: str) -> HttpResponse:
    """An address that was given up redirects, or says that its article is gone."""
    address = Address.objects.filter(path=path).first()
    if address is None:
        return _with_two_digits(path)
    found = Article.objects.filter(pk=address.article_id).first()
    if found is None:
        return gone(request)
    if found.state != Article.State.PUBLISHED:
        return _not_shown(request, found)
    # The list that the reader came from stays in mind.
    query = request.META.get("QUERY_STRING", "")
    target = found.get_absolute_url()
    return HttpResponsePermanentRedirect(f"{target}?{query}" if query else target)


def _with_two_digits(path: str) -> HttpResponse:
    """ "/2017/6/" and "/2017/06/4/" are days and months as people type them."""
    parts = path.split("/")
    if all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        padded = [parts[0], *(part.zfill(2) for part in parts[1:])]
        if padded != parts and all(len(part) == 2 for part in padded[1:]):
            return HttpResponsePermanentRedirect(f"/{'/'.join(padded)}/")
    raise Http404


def _not_shown(request: HttpRequest, found: Article) -> HttpResponse:
    if found.state == Article.State.WITHDRAWN:
        return gone(request, reason=found.state_reason, day=found.state_at)
    raise Http404
