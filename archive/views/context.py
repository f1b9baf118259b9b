"""The context processor: what every page shows in its masthead and footer."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from archive.views.calendar_counts import tally_of
from archive.views.http import absolute
from archive.views.preferences import Choices
from archive.views.reading_list.lists import COOKIE as KEPT

#: The entry of the navigation that each page belongs to.
_ENTRIES: Final = {
    "home": "home",
    "articles": "articles",
    "help": "articles",
    "calendar": "calendar",
    "year": "calendar",
    "month": "calendar",
    "day": "calendar",
    "authors": "authors",
    "author": "authors",
    "publications": "publications",
    "publication": "publications",
    "images": "images",
    "kept": "kept",
}
#: Parameters that make a page of its own; all others are left out of canonical addresses.
_CANONICAL: Final = ("q", "letter", "photographer", "agency", "place", "date", "page")


def masthead(request: HttpRequest) -> dict[str, object]:
    """What the archive holds, counted only for pages that show it, and the reader's preferences."""
    match = request.resolver_match
    return {
        "tally": SimpleLazyObject(lambda: tally_of(request)),
        "choices": Choices.of(request),
        "keeps": KEPT in request.COOKIES,
        "here": _ENTRIES.get(match.url_name or "", "") if match else "",
        "canonical_here": SimpleLazyObject(lambda: _canonical(request)),
    }


def _canonical(request: HttpRequest) -> str:
    """The address without parameters that make no page of its own."""
    given = [(name, request.GET[name]) for name in _CANONICAL if request.GET.get(name)]
    return absolute(request, request.path + (f"?{urlencode(given)}" if given else ""))
