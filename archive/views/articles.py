"""The list of articles, and search: every state of it is in the address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive import search
from archive.filters import ArticleFilter
from archive.search.engine import Mistake, SearchUnavailable
from archive.selection import Selection
from archive.views import listing
from archive.views.errors import unavailable


def articles(request: HttpRequest) -> HttpResponse:
    asked = ArticleFilter(request.GET)
    selection = asked.selection
    try:
        results, beyond = listing.found(selection, asked.page)
        meant = search.did_you_mean(selection) if not results.total and selection.q else None
    except SearchUnavailable as problem:
        return unavailable(request, str(problem))
    context = {
        **listing.shown(selection, results),
        "asked": asked,
        "carry": "" if selection.is_everything else selection.query(),
        "problems": [*asked.problems, *beyond],
        "mistakes": [(one, pointed(selection.q, one)) for one in results.mistakes],
        "meant": meant,
        "meant_query": selection.but(q=meant.query).query() if meant else "",
        "chips": selection.chips(),
        "orders": listing.orders(selection),
        "authors": listing.options(results.facets.authors, selection.authors),
        "publications": listing.options(results.facets.publications, selection.publications),
        "sections": listing.options(results.facets.sections, selection.sections),
        "without_filters": Selection(q=selection.q).query(),
        "without_days": selection.but(since=None, until=None).query(),
    }
    return render(request, "articles.html", context)


def pointed(query: str, mistake: Mistake) -> tuple[tuple[str, bool], ...]:
    """The query, with the place that could not be read marked."""
    start, end = max(0, mistake.start), max(mistake.start, mistake.end)
    parts = ((query[:start], False), (query[start:end], True), (query[end:], False))
    return tuple(part for part in parts if part[0])
