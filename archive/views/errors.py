"""Pages that say what went wrong, in the house style. 500 asks nothing of the database."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

#: Seconds after which machines may ask again.
RETRY_AFTER: Final = 30

logger = logging.getLogger(__name__)

#: When not even the template can be read.
LAST_RESORT = "<!doctype html><title>500</title><p>The page could not be made. Try again later."


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(render_to_string("400.html"), status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """With a search for what the address seems to mean."""
    last = request.path_info.strip("/").rsplit("/", 1)[-1]
    words = last.replace("-", " ").replace("_", " ").replace("\0", " ")
    return render(request, "404.html", {"words": words[:120].strip()}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    try:
        page = str(render_to_string("500.html"))
    except Exception:  # Whatever it is, the reader still gets a sentence.
        logger.exception("The page for errors could not be made")
        page = LAST_RESORT
    return HttpResponse(page, status=500)


def gone(request: HttpRequest, *, reason: str = "", day: dt.datetime | None = None) -> HttpResponse:
    """What was withdrawn or removed: it was here, and will not come back by itself."""
    response = render(request, "410.html", {"reason": reason, "day": day}, status=410)
    # Browsers keep a 410 for ever, but an editor may publish the article again.
    patch_cache_control(response, no_cache=True)
    return response


def unavailable(request: HttpRequest, sentence: str = "") -> HttpResponse:
    """Search does not answer now; the rest of the archive does."""
    sentence = sentence or _("The search index does not answer.")
    response = render(request, "503.html", {"sentence": sentence}, status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    return response
