"""Where something is found that went: at a permanent redirect that can be taken back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.utils.cache import patch_cache_control


def moved(request: HttpRequest, target: str) -> HttpResponsePermanentRedirect:
    """To the target, with the query of the request. Browsers would keep a 301 for ever, but an
    editor may take a joining back: they are told to ask again each time."""
    query = request.META.get("QUERY_STRING", "")
    response = HttpResponsePermanentRedirect(f"{target}?{query}" if query else target)
    patch_cache_control(response, no_cache=True)
    return response
