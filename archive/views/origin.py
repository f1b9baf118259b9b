"""The site's own origin: full addresses under it, and whether a form came from a page of it."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


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
