"""Pictures by their captions, newest first, found by words."""

from __future__ import annotations

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive.search.engine import SearchUnavailable
from archive.selection import Selection
from archive.views import listing
from archive.views.errors import unavailable


def images(request: HttpRequest) -> HttpResponse:
    page, problems = listing.page_of(request)
    q = listing.word_of(request, "q")
    selection = Selection(q=q, has_image=True, chosen_sort="newest")
    try:
        results, beyond = listing.found(selection, page)
    except SearchUnavailable as problem:
        return unavailable(request, str(problem))
    articles = [row.article for row in results.rows]
    prefetch_related_objects(articles, "images")
    context = {
        "q": q,
        "articles": articles,
        "results": results,
        "selection": selection,
        "problems": problems or beyond,
        "pager": listing.pager(results.page, results.pages, listing.plain_pages(q=q)),
    }
    return render(request, "images.html", context)
