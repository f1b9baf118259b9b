"""What views share: access to an article, path converters, redirects, absolute addresses."""

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
    """The article for a page about it, or the page that says it is gone; raises Http404."""
    article = Article.objects.for_reading().filter(pk=pk).first() if pk < 2**63 else None
    if article is None or (article.state != Article.State.PUBLISHED and not is_editor(request)):
        return not_readable(request, pk, article)
    return article


def not_readable(request: HttpRequest, pk: int, article: Article | None) -> HttpResponse:
    """The page for an article that was withdrawn or removed; any other raises Http404."""
    if article is None and pk < 2**63 and changelog.is_tombstone(pk):
        return gone(request)
    if article is not None and article.state == Article.State.WITHDRAWN:
        return gone(request, reason=article.state_reason, day=article.state_at)
    raise Http404


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


class Slug:
    """A slug in any script; without NUL, which databases refuse."""

    regex = r"[^/\x00]{1,200}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class ArticlePath(Slug):
    """ "2017/06/04/<slug>", "2017/06/<slug>", "2017/<slug>", "undated/<slug>"; also "2017/6/4",
    which the view corrects."""

    regex = r"(?:[0-9]{4}(?:/[0-9]{1,2}){0,2}|undated)/[^/\x00]{1,200}"


class WithoutDot(ArticlePath):
    """An article's path before a suffix: slugs hold no dot."""

    regex = r"(?:[0-9]{4}(?:/[0-9]{1,2}){0,2}|undated)/[^/.\x00]{1,200}"


class Suffix(Slug):
    """The ending of an address that names a format: "ris", "csl.json"."""

    regex = r"[a-z]{2,8}(?:\.[a-z]{2,8})?"


def moved(request: HttpRequest, target: str) -> HttpResponsePermanentRedirect:
    """Redirect, keeping the query string. Browsers cache a 301 for good, but an editor may undo a
    merge: so they must revalidate it."""
    query = request.META.get("QUERY_STRING", "")
    response = HttpResponsePermanentRedirect(f"{target}?{query}" if query else target)
    patch_cache_control(response, no_cache=True)
    return response


def absolute(request: HttpRequest, path: str) -> str:
    return f"{settings.SITE_URL}{path}" if settings.SITE_URL else request.build_absolute_uri(path)


def is_ours(request: HttpRequest) -> bool:
    """Whether a form was sent from this site, for forms on cached pages, which hold no CSRF token;
    all they change is the sender's own cookie. Any browser that another site could use for it sends
    one of these headers.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    return urlsplit(origin).netloc == request.get_host() or origin == settings.SITE_URL


#: Articles indexed before the response; more follow a second later, as after an edit of a
#: publication with thousands.
MOST: Final = 500


def index_follows(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: index what an editor changed before the next page shows the list."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method == "POST" and request.path_info.startswith("/admin/"):
            search.follow_now(MOST)
        return response

    return respond
