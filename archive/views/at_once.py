"""What an editor wrote is found, counted and suggested by the time the editor is answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

from archive import search

#: More articles are indexed a second later: nobody waits for a publication of thousands.
MOST: Final = 500


def index_follows(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware."""

    def answered(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method == "POST" and request.path_info.startswith("/admin/"):
            search.follow_now(MOST)
        return response

    return answered
