"""One module a kind of page. `masthead` is what every page shows."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from archive.views.calendar_counts import tally_of
from archive.views.http import absolute
from archive.views.preferences import Choices
from archive.views.reading_list import COOKIE as KEPT

#: Which entry of the navigation a page stands under.
_PLACES: Final = {
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
#: What in a query string makes another page of an index.
_TELLING: Final = ("q", "letter", "photographer", "agency", "place", "date", "page")


def masthead(request: HttpRequest) -> dict[str, object]:
    """Context processor: what the archive holds, counted only by pages that show it, and how this
    reader has pages set."""
    match = request.resolver_match
    return {
        "tally": SimpleLazyObject(lambda: tally_of(request)),
        "choices": Choices.of(request),
        "keeps": KEPT in request.COOKIES,
        "here": _PLACES.get(match.url_name or "", "") if match else "",
        "canonical_here": SimpleLazyObject(lambda: _canonical(request)),
    }


def _canonical(request: HttpRequest) -> str:
    """The address without what makes no other page of it."""
    given = [(name, request.GET[name]) for name in _TELLING if request.GET.get(name)]
    return absolute(request, request.path + (f"?{urlencode(given)}" if given else ""))
