"""Where articles appeared: the index of publications, and each one's articles."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from archive.merges import present
from archive.models import Article, Publication
from archive.search.engine import SearchUnavailable
from archive.selection import Named, Selection
from archive.views import listing
from archive.views.errors import unavailable
from archive.views.kept import PerGeneration, until_changed
from archive.views.moved import moved

PAGE: Final = 200


@until_changed
def publications(request: HttpRequest) -> HttpResponse:
    page, problems = listing.page_of(request)
    counts = _counts(request)
    total = sum(1 for count in counts.values() if count)
    pages = max(1, -(-Publication.objects.count() // PAGE))
    if page > pages:
        page, problems = pages, [listing.beyond(pages)]
    some = Publication.objects.all()[(page - 1) * PAGE : page * PAGE]
    context = {
        "publications": [(one, counts[one.pk]) for one in some if counts.get(one.pk)],
        "total": total,
        "problems": problems,
        "pager": listing.pager(page, pages, listing.plain_pages()),
    }
    return render(request, "publications.html", context)


def publication(request: HttpRequest, slug: str) -> HttpResponse:
    found = Publication.objects.filter(slug=slug).first()
    if found is None:
        return _formerly(request, slug)
    selection = Selection(publications=(Named(found.pk, found.slug, found.name),))
    page, problems = listing.page_of(request)
    try:
        results, beyond = listing.found(selection, page)
    except SearchUnavailable as problem:
        return unavailable(request, str(problem))
    context = {
        **listing.shown(selection, results),
        "pager": listing.pager(results.page, results.pages, listing.plain_pages()),
        "publication": found,
        "problems": problems or beyond,
        "authors": results.facets.authors[: listing.OFFERED],
        "section_query": f"/articles/{selection.query()}&section=",
        "sections": results.facets.sections[: listing.OFFERED],
    }
    return render(request, "publication.html", context)


def _formerly(request: HttpRequest, slug: str) -> HttpResponse:
    """Who was joined to another is found there."""
    former = Publication.everything.filter(slug=slug).first()
    if former is None:
        raise Http404
    return moved(request, present(former).get_absolute_url())


def _count() -> dict[int, int]:
    return Article.objects.count_by_publication()


_counts: Final = PerGeneration(_count)
