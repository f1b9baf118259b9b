"""Who may see what of an article that readers do not see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.cache import patch_cache_control

from archive import search
from archive.models import Article
from archive.store import changelog
from archive.views.errors import gone


def is_editor(request: HttpRequest) -> bool:
    return bool(request.user.is_staff and request.user.has_perm("archive.view_article"))


def readable(request: HttpRequest, pk: int) -> Article | HttpResponse:
    """The article for a page about it, or the page that says why there is none; raises Http404."""
    found = Article.objects.for_reading().filter(pk=pk).first() if pk < 2**63 else None
    if found is None:
        if pk < 2**63 and changelog.is_tombstone(pk):
            return gone(request)
        raise Http404
    if found.state != Article.State.PUBLISHED and not is_editor(request):
        if found.state == Article.State.WITHDRAWN:
            return gone(request, reason=found.state_reason, day=found.state_at)
        raise Http404
    return found


class Year:
    regex = "[0-9]{4}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04d}"


class TwoDigits:
    regex = "[0-9]{2}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:02d}"


class Word:
    """A slug in any script. No NUL: databases refuse to look it up."""

    regex = r"[^/\x00]{1,200}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class ArticlePath(Word):
    """ "2017/06/04/<slug>", "2017/06/<slug>", "2017/<slug>", "undated/<slug>"; also "2017/6/4",
    which the view mends."""

    regex = r"(?:[0-9]{4}(?:/[0-9]{1,2}){0,2}|undated)/[^/\x00]{1,200}"


def moved(request: HttpRequest, target: str) -> HttpResponsePermanentRedirect:
    """To the target, with the query of the request. Browsers would keep a 301 for ever, but an
    editor may take a joining back: they are told to ask again each time."""
    query = request.META.get("QUERY_STRING", "")
    response = HttpResponsePermanentRedirect(f"{target}?{query}" if query else target)
    patch_cache_control(response, no_cache=True)
    return response


def absolute(request: HttpRequest, path: str) -> str:
    return f"{settings.SITE_URL}{path}" if settings.SITE_URL else request.build_absolute_uri(path)


def is_ours(request: HttpRequest) -> bool:
    """For forms on pages that are made once for all readers and cannot hold a token of each; what
    they change is the sender's own cookie. It goes by what the browser says: one that says nothing
    is none that another site could use.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    return urlsplit(origin).netloc == request.get_host() or origin == settings.SITE_URL


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
