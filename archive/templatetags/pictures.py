"""Addresses of a picture's renditions, for <img>; no query, the Image row has all."""

from __future__ import annotations

from django import template
from django.urls import reverse

from archive.models import Image
from archive.renditions import widths_of

register = template.Library()

#: For browsers that ignore srcset.
PLAIN_WIDTH = 960


@register.filter
def src(image: Image) -> str:
    """The address of one medium size."""
    widths = widths_of(image.width)
    return _address(image, next((width for width in widths if width >= PLAIN_WIDTH), widths[-1]))


@register.filter
def srcset(image: Image) -> str:
    """ "…/320.webp 320w, …/640.webp 640w"."""
    return ", ".join(f"{_address(image, width)} {width}w" for width in widths_of(image.width))


@register.filter
def thumbnail(image: Image) -> str:
    """The address of the smallest size."""
    return _address(image, widths_of(image.width)[0])


def _address(image: Image, width: int) -> str:
    return reverse("picture", args=[image.file, width])
