"""What all exports over HTTP share: whose archive it is, and the name of the file."""

from __future__ import annotations

from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from archive.formats import Format, Site
from archive.views.http import absolute

R = TypeVar("R", bound=HttpResponseBase)


def site_of(request: HttpRequest) -> Site:
    return Site(settings.ARCHIVE_NAME, absolute(request, "/").removesuffix("/"))


def titled(response: R, name: str, form: Format) -> R:
    """The response with the name that a browser saves it under."""
    disposition = content_disposition_header(form.attachment, f"{name}.{form.suffix}")
    if disposition:
        response["Content-Disposition"] = disposition
    return response
