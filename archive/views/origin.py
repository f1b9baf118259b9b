"""Whether a form came from a page of ours: for forms that stand on pages made once for all readers,
which cannot hold a token of each. What they change is the sender's own cookie and nothing else."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


def is_ours(request: HttpRequest) -> bool:
    """As the browser says; one that says nothing is no browser that other pages could use."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    return urlsplit(origin).netloc == request.get_host() or origin == settings.SITE_URL
