"""The list of articles, and search: every state of it is in the address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from archive.filters import ArticleFilter
from archive.search.engine import Mistake, SearchUnavailable
from archive.selection import Selection
from archive.views import examples, listing
from archive.views.chips import chips_of
from archive.views.errors import RETRY_AFTER
from archive.views.helping import help_with
from archive.views.origin import absolute


def articles(request: HttpRequest) -> HttpResponse:
    asked = ArticleFilter(request.GET)
    selection = asked.selection
    context = {
        "asked": asked,
        "selection": selection,
        "name_of_list": selection.q or _("Articles"),
        "problems": asked.problems,
        "examples": examples.of(request),
        "chips": chips_of(selection),
        "canonical": absolute(request, f"/articles/{selection.query(asked.page)}".rstrip("?")),
        "without_filters": Selection(q=selection.q).query(),
    }
    try:
        results, beyond = listing.found(selection, asked.page, asked.after)
        help_ = help_with(selection, results)
        choices = listing.choices(selection, results)
    except SearchUnavailable as problem:
        return _waiting(request, context, str(problem))
    context |= {
        **listing.shown(selection, results),
        "carry": "" if selection == Selection() else selection.query(),
        "problems": [*asked.problems, *beyond],
        "mistakes": [(one, pointed(selection.q, one)) for one in results.mistakes],
        "help": help_,
        "orders": listing.orders(selection),
        **choices,
        "without_days": selection.but(since=None, until=None).query(),
    }
    return _page(request, context)


def _waiting(request: HttpRequest, context: dict[str, object], sentence: str) -> HttpResponse:
    """Words cannot be looked for now: the page says why and how far it is, and keeps the words."""
    selection = context["selection"]
    assert isinstance(selection, Selection)
    context |= {
        "waiting": sentence,
        "again": selection.query(),
        "without_words": selection.but(q="").query(),
        "authors": listing.choice((), selection.authors),
        "publications": listing.choice((), selection.publications),
        "sections": listing.choice((), selection.sections),
    }
    response = _page(request, context, status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def _page(request: HttpRequest, context: dict[str, object], status: int = 200) -> HttpResponse:
    """The page; where it is there already, only the part of it that changes."""
    refresh = request.headers.get("HX-Request") == "true"
    template = "_list.html" if refresh else "articles.html"
    response = render(request, template, context | {"refresh": refresh}, status=status)
    # Else the browser's store hands the part to somebody who comes back for the page.
    patch_vary_headers(response, ["HX-Request"])
    return response


def pointed(query: str, mistake: Mistake) -> tuple[tuple[str, bool], ...]:
    """The query, with the place that could not be read marked."""
    start, end = max(0, mistake.start), max(mistake.start, mistake.end)
    parts = ((query[:start], False), (query[start:end], True), (query[end:], False))
    return tuple(part for part in parts if part[0])
