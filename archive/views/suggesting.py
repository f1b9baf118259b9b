"""Continuations of what is being typed into a search box, as JSON."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, JsonResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from archive import search
from archive.views.listing import word_of


def suggest(request: HttpRequest) -> JsonResponse:
    """`{"suggestions": [{"text", "kind", "url", "label"}…]}`; kind is word, author or headline,
    label what the page says of it. Empty where nothing continues
    the words or no index answers: help on the way is never an error."""
    labels = {"author": _("author"), "headline": _("headline")}
    found = [
        {**asdict(one), "label": labels.get(one.kind, "")}
        for one in search.suggest(word_of(request, "q", ends=True))
    ]
    response = JsonResponse({"suggestions": found})
    # What was hidden must not be suggested from a cache.
    patch_cache_control(response, no_cache=True, private=True)
    return response
