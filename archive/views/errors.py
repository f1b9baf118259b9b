"""Error pages. The one for 500 never touches the database."""

from __future__ import annotations

import datetime as dt
import logging
import re
import sys
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from archive.labels import in_words
from archive.text.dates import Days

#: Seconds, for the header Retry-After.
RETRY_AFTER: Final = 30

#: Raised by Django for more bytes, fields or files than the settings allow.
_TOO_LARGE: Final = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
logger = logging.getLogger(__name__)

#: Where not even the template can be read.
LAST_RESORT = "<!doctype html><title>500</title><p>The page could not be made. Try again later."


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django also reports requests over its limits here."""
    if isinstance(exception, _TOO_LARGE):
        return too_large(request, _sentence(exception))
    return HttpResponse(render_to_string("errors/400.html"), status=400)


def too_large(request: HttpRequest, sentence: str) -> HttpResponse:
    """An upload or form over a limit, which the sentence names."""
    return HttpResponse(render_to_string("errors/413.html", {"sentence": sentence}), status=413)


def _sentence(exception: Exception) -> str:
    if isinstance(exception, TooManyFilesSent):
        count = intcomma(settings.DATA_UPLOAD_MAX_NUMBER_FILES)
        return _("At most %(count)s files can be sent at once.") % {"count": count}
    if isinstance(exception, TooManyFieldsSent):
        count = intcomma(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS)
        return _("A form can have at most %(count)s fields.") % {"count": count}
    size = filesizeformat(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    return _("A form can hold at most %(size)s besides its files.") % {"size": size}


def too_many(request: HttpRequest, seconds: int = RETRY_AFTER) -> HttpResponse:
    """Too many requests; `seconds` until the next is answered."""
    page = render_to_string("errors/429.html", {"seconds": seconds})
    return HttpResponse(page, status=429, headers={"Retry-After": str(seconds)})


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """With a search for what the address seems to mean."""
    return render(request, "errors/404.html", {"guess": guess(request.path_info)}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Any failure; 503 where the database does not respond, as it may in a moment."""
    waiting = isinstance(sys.exc_info()[1], (OperationalError, InterfaceError))
    try:
        if waiting:
            sentence = _("The database is not responding. The articles are safe.")
            page = str(render_to_string("errors/503.html", {"sentence": sentence}))
        else:
            page = str(render_to_string("errors/500.html"))
    except Exception:  # Whatever it is, the reader gets a sentence.
        logger.exception("The page for errors could not be made")
        page = LAST_RESORT
    response = HttpResponse(page, status=503 if waiting else 500)
    if waiting:
        response["Retry-After"] = str(RETRY_AFTER)
    return response


def too_long() -> HttpResponse:
    """For an address that the server does not read to its end; there is no request."""
    return HttpResponse(render_to_string("errors/414.html"), status=414)


def gone(request: HttpRequest, *, reason: str = "", day: dt.datetime | None = None) -> HttpResponse:
    """An article that was withdrawn or removed."""
    response = render(request, "errors/410.html", {"reason": reason, "day": day}, status=410)
    # Browsers cache a 410 for good, but an editor may publish the article again.
    patch_cache_control(response, no_cache=True)
    return response


def unavailable(request: HttpRequest, sentence: str = "") -> HttpResponse:
    """Search does not respond; the rest of the archive does."""
    sentence = sentence or _("The search index is not responding.")
    response = render(
        request, "errors/503.html", {"sentence": sentence, "search": True}, status=503
    )
    response["Retry-After"] = str(RETRY_AFTER)
    return response


#: Characters of an address that are looked at.
LONGEST: Final = 300
_DATE: Final = re.compile(r"(?<!\d)(\d{4})(?:[/_-](\d{1,2})(?:[/_-](\d{1,2}))?)?(?!\d)")

#: ".html", ".php" and the like.
_ENDING: Final = re.compile(r"\.[A-Za-z]{2,5}\Z")
_WORD: Final = re.compile(r"[^\W\d_](?:[^\W_’']|[’'](?=\w))*")

#: First segments of the addresses of names.
_INDEXES: Final = ("authors", "publications")


@dataclass(frozen=True, slots=True)
class NearbyPage:
    href: str
    name: str


@dataclass(frozen=True, slots=True)
class AddressGuess:
    words: str
    pages: tuple[NearbyPage, ...]


def guess(path: str) -> AddressGuess:
    """What an unknown address may mean, from its decoded path: "/2017/06/04/harbour-wall.html" is
    "harbour wall", and 4 June 2017."""
    path = path.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")[:LONGEST].strip("/")
    first, slash, rest = path.partition("/")
    words = _words(path)
    pages = [_day(path)]
    if first in _INDEXES and slash:
        pages.append(_named(first, _words(rest)))
    return AddressGuess(words, tuple(page for page in pages if page))


def _words(path: str) -> str:
    """The words of the last segment that has any."""
    for part in reversed(path.split("/")):
        if found := _WORD.findall(_ENDING.sub("", part)):
            return " ".join(found)[:120]
    return ""


def _day(path: str) -> NearbyPage | None:
    match = _DATE.search(path)
    if match is None:
        return None
    parts = [int(part) for part in match.groups() if part]
    # The day may be impossible and the month not.
    for length in range(len(parts), 0, -1):
        try:
            days = Days.of(*parts[:length])
        except ValueError:
            continue
        return NearbyPage(f"/{days.path}/", in_words(days))
    return None


def _named(index: str, words: str) -> NearbyPage | None:
    if not words:
        return None
    href = f"/{index}/?{urlencode({'q': words})}"
    if index == "authors":
        return NearbyPage(href, _("authors with “%(words)s” in the name") % {"words": words})
    return NearbyPage(href, _("publications with “%(words)s” in the name") % {"words": words})
