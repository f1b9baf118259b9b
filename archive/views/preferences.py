"""A reader's preferences: colours, and the size, measure and face of the text.

In a cookie, so that they apply before the first paint and without scripts: as attributes of <html>
that tokens.css reads. choices.js only saves the reader a reload.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from archive.views.http import is_ours

COOKIE: Final = "choices"
#: Seconds; browsers keep no cookie for longer than 400 days.
KEPT_FOR: Final = 400 * 24 * 60 * 60
#: The options of each preference, in order.
OFFERED: Final[dict[str, tuple[Promise, dict[str, Promise]]]] = {
    "scheme": (
        _("Colours"),
        {
            "system": _("System"),
            "light": _("Light"),
            "sepia": _("Sepia"),
            "dark": _("Dark"),
        },
    ),
    "size": (
        _("Size"),
        {
            "small": _("Small"),
            "medium": _("Medium"),
            "large": _("Large"),
            "largest": _("Largest"),
        },
    ),
    "measure": (
        _("Line length"),
        {"narrow": _("Short"), "medium": _("Medium"), "wide": _("Long")},
    ),
    "face": (_("Typeface"), {"serif": _("Serif"), "sans": _("Sans serif")}),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One value that may be chosen."""

    value: str
    name: Promise
    chosen: bool


@dataclass(frozen=True, slots=True)
class Choices:
    scheme: str = "system"
    size: str = "medium"
    measure: str = "medium"
    face: str = "serif"

    @staticmethod
    def of(request: HttpRequest) -> Choices:
        return _read(request.COOKIES.get(COOKIE, "")[:200])

    @staticmethod
    def among(given: Mapping[str, str]) -> Choices:
        """The values that exist; anything else stays at its default."""
        return Choices(
            **{name: given[name] for name in OFFERED if given.get(name) in OFFERED[name][1]}
        )

    @property
    def chosen(self) -> dict[str, str]:
        """What differs from the defaults."""
        return {name: value for name, value in self._all() if value != getattr(_DEFAULTS, name)}

    @property
    def packed(self) -> str:
        """For the cookie and the ETag of each page: "scheme:dark|size:large"."""
        return "|".join(f"{name}:{value}" for name, value in self.chosen.items())

    @property
    def attributes(self) -> SafeString:
        """For <html>; names and values come from OFFERED, so nothing needs escaping."""
        return SafeString("".join(f' data-{name}="{value}"' for name, value in self.chosen.items()))

    @property
    def colour_scheme(self) -> str:
        """For the browser's own controls, before any stylesheet has loaded."""
        return {"system": "light dark", "dark": "dark"}.get(self.scheme, "light")

    @property
    def offers(self) -> list[tuple[str, Promise, list[Offer]]]:
        """For the form: each field, its label and its options."""
        now = dict(self._all())
        return [
            (
                name,
                legend,
                [Offer(value, label, value == now[name]) for value, label in values.items()],
            )
            for name, (legend, values) in OFFERED.items()
        ]

    def _all(self) -> Iterator[tuple[str, str]]:
        return ((name, getattr(self, name)) for name in OFFERED)


_DEFAULTS: Final = Choices()


@functools.lru_cache(maxsize=256)
def _read(cookie: str) -> Choices:
    parts = (part.partition(":") for part in cookie.split("|"))
    return Choices.among({name: value for name, _colon, value in parts})


# No token: the form is on cached pages.
@csrf_exempt
def choices(request: HttpRequest) -> HttpResponse:
    """The form as a page of its own; after a POST, back to the page it was sent from."""
    if request.method == "POST":
        return _keep(request)
    response = render(request, "preferences/preferences.html")
    patch_cache_control(response, no_cache=True)
    return response


def _keep(request: HttpRequest) -> HttpResponse:
    if not is_ours(request):
        return render(request, "403_csrf.html", status=403)
    response = sent_back(request, "/choices/")
    packed = Choices.among(request.POST.dict()).packed
    if packed:
        keep_cookie(request, response, COOKIE, packed)
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response


def sent_back(request: HttpRequest, default: str) -> HttpResponse:
    """Redirect to the page of ours that the form names; 204 for a script, which names none."""
    back = request.POST.get("back")
    if back is None:
        return HttpResponse(status=204)
    known = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return HttpResponseRedirect(back if known else default)


def keep_cookie(
    request: HttpRequest, response: HttpResponse, name: str, value: str, path: str = "/"
) -> None:
    """Set a cookie that our scripts may read and other sites' forms do not send."""
    response.set_cookie(
        name,
        value,
        max_age=KEPT_FOR,
        path=path,
        samesite="Lax",
        secure=request.is_secure(),
        httponly=False,
    )


def vary_with_choices(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: keep caches from serving a page to a reader with other preferences."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if is_page or response.status_code == 304:
            patch_vary_headers(response, ["Cookie"])
        return response

    return respond
