"""For machines: robots.txt and the health check."""

from __future__ import annotations

import dataclasses

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from archive import search
from archive.search.engine import SearchUnavailable
from archive.store import changelog

#: Every combination of filters is a page: crawlers find the articles by the calendars instead.
ROBOTS = """\
User-agent: *
Disallow: /admin/
Disallow: /articles/?
"""


def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """200 when the database responds, whatever the index does, otherwise 503."""
    try:
        connection.ensure_connection()
        state = changelog.state()
    except Error:
        return JsonResponse({"status": "down", "database": "does not answer"}, status=503)
    try:
        index: object = dataclasses.asdict(search.status())
    except (SearchUnavailable, OSError) as problem:
        index = {"problem": str(problem) or "The index does not answer."}
    return JsonResponse(
        {"status": "ok", "database": "ok", "generation": state.number, "index": index}
    )
