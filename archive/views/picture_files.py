"""The renditions of attached pictures."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import condition, require_safe

from archive import renditions
from archive.models import Article, Image
from archive.renditions import CONTENT_TYPE

#: A picture never changes under its address; but after a month caches forget what was withdrawn.
CACHE_SECONDS = 30 * 24 * 3600


def _etag(request: HttpRequest, key: str, width: int) -> str:
    return f'"{key[:16]}-{width}"'


@require_safe
def size(request: HttpRequest, key: str, width: int) -> HttpResponseBase:
    """One size, of a picture attached to an article that the reader may see."""
    attached = Image.objects.filter(file=key)
    public = attached.filter(article__state=Article.State.PUBLISHED).exists()
    if not public and not (attached.exists() and request.user.has_perm("archive.view_article")):
        raise Http404
    return _sent(request, key, width, public=public)


def _sent(request: HttpRequest, key: str, width: int, *, public: bool) -> HttpResponseBase:
    response = _answer(request, key, width)
    response["Cache-Control"] = (
        f"public, max-age={CACHE_SECONDS}, immutable" if public else "private, no-store"
    )
    return response


@condition(etag_func=_etag)
def _answer(request: HttpRequest, key: str, width: int) -> HttpResponseBase:
    try:
        file = renditions.size_file(key, width).open("rb")
    except OSError as error:
        raise Http404 from error
    # WebP is compressed already: no gzip.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    response = FileResponse(file, content_type=CONTENT_TYPE)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
