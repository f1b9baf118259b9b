"""The list of articles, and search; the address holds all its state."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _

from archive import search
from archive.filters import ArticleFilter
from archive.search.engine import Mistake, SearchUnavailable
from archive.selection import Selection
from archive.views import lists, search_help
from archive.views.errors import RETRY_AFTER
from archive.views.http import absolute
from archive.views.lists import Chip, word_of
from archive.views.search_help import help_with


def articles(request: HttpRequest) -> HttpResponse:
    filters = ArticleFilter(request.GET)
    selection = filters.selection
    context = {
        "filters": filters,
        "selection": selection,
        "name_of_list": selection.q or _("Articles"),
        "problems": filters.problems,
        "examples": search_help.examples(request),
        "chips": chips_of(selection),
        "canonical": absolute(request, f"/articles/{selection.query(filters.page)}".rstrip("?")),
        "without_filters": Selection(q=selection.q).query(),
    }
    try:
        results, beyond = lists.result_page(selection, filters.page, filters.after)
        help_ = help_with(selection, results)
        choices = lists.choices(selection, results)
    except SearchUnavailable as problem:
        return _waiting(request, context, str(problem))
    context |= {
        **lists.list_context(selection, results),
        "carry": "" if selection == Selection() else selection.query(),
        "problems": [*filters.problems, *beyond],
        "mistakes": [(mistake, split_at(selection.q, mistake)) for mistake in results.mistakes],
        "help": help_,
        "orders": lists.orders(selection),
        **choices,
        "without_days": selection.but(since=None, until=None).query(),
    }
    return _page(request, context)


def _waiting(request: HttpRequest, context: dict[str, object], sentence: str) -> HttpResponse:
    """While the index is not ready: the page says why and how far it is, and keeps the query."""
    selection = context["selection"]
    assert isinstance(selection, Selection)
    context |= {
        "waiting": sentence,
        "again": selection.query(),
        "without_words": selection.but(q="").query(),
        "authors": lists.choice((), selection.authors),
        "publications": lists.choice((), selection.publications),
        "sections": lists.choice((), selection.sections),
    }
    response = _page(request, context, status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def _page(request: HttpRequest, context: dict[str, object], status: int = 200) -> HttpResponse:
    """The whole page, or for htmx only the part that changes."""
    refresh = request.headers.get("HX-Request") == "true"
    template = "articles/_list.html" if refresh else "articles/list.html"
    response = render(request, template, context | {"refresh": refresh}, status=status)
    # Or the browser's cache answers a visit to the page with the part alone.
    patch_vary_headers(response, ["HX-Request"])
    return response


def split_at(query: str, mistake: Mistake) -> tuple[tuple[str, bool], ...]:
    """The query, with the mistake in it marked."""
    start, end = max(0, mistake.start), max(mistake.start, mistake.end)
    parts = ((query[:start], False), (query[start:end], True), (query[end:], False))
    return tuple(part for part in parts if part[0])


def chips_of(selection: Selection) -> list[Chip]:
    labels = {"author": _("author"), "publication": _("publication"), "section": _("section")}
    chips = []
    if selection.since:
        without = selection.but(since=None).query()
        chips.append(Chip(_("from"), str(selection.since), without))
    if selection.until:
        chips.append(Chip(_("to"), str(selection.until), selection.but(until=None).query()))
    for name, chosen in selection.choices():
        for named in chosen:
            rest = tuple(other for other in chosen if other != named)
            without = selection.but(**{f"{name}s": rest}).query()
            chips.append(Chip(labels[name], named.name, without))
    if selection.has_image:
        chips.append(Chip(_("with"), _("picture"), selection.but(has_image=False).query()))
    return chips


def suggest(request: HttpRequest) -> JsonResponse:
    """`{"suggestions": [{"text", "kind", "url", "label"}…]}`; kind is word, author or headline,
    label its name for readers. Empty where nothing matches or no index answers, never an error."""
    labels = {"author": _("author"), "headline": _("headline")}
    suggestions = [
        {**asdict(suggestion), "label": labels.get(suggestion.kind, "")}
        for suggestion in search.suggest(word_of(request, "q", ends=True))
    ]
    response = JsonResponse({"suggestions": suggestions})
    # A cache would go on suggesting what has been hidden.
    patch_cache_control(response, no_cache=True, private=True)
    return response
