"""Any selection as a file: `/articles.<suffix>` with the query string of the list, streamed."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_cache_control

from archive import search
from archive.filters import ArticleFilter
from archive.formats import FORMATS, Export, Format
from archive.search.engine import SearchUnavailable
from archive.store import changelog
from archive.views.errors import unavailable
from archive.views.exports.site import site_of, titled

#: Ids listed at once: the engine ranks anew for each batch.
LISTED: Final = 10_000


def selection(request: HttpRequest, suffix: str) -> HttpResponseBase:
    form = FORMATS.get(suffix)
    if form is None or form.many is None:
        raise Http404
    try:
        export = _export(request)
    except SearchUnavailable as problem:
        return unavailable(request, str(problem))
    return sent(export, form, "articles")


def _export(request: HttpRequest) -> Export:
    """What the query string selects. Raises SearchUnavailable."""
    chosen = ArticleFilter(request.GET).selection
    state = changelog.state()
    return Export(
        site=site_of(request),
        ids=search.walk(chosen, LISTED),
        total=search.count(chosen),
        archive=state.archive,
        generation=state.number,
        selection=chosen,
        at=timezone.now(),
    )


def sent(export: Export, form: Format, name: str) -> HttpResponseBase:
    """The export as a streamed file, with its total and generation in the headers."""
    assert form.many is not None
    response = StreamingHttpResponse(form.many(export), content_type=form.media_type)
    response["X-Total-Count"] = str(export.total)
    response["X-Archive-Generation"] = str(export.generation)
    patch_cache_control(response, no_cache=True)
    return titled(response, name, form)
