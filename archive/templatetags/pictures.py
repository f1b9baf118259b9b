"""Addresses of a picture's sizes, for <img>. Everything comes from the Image row: no query."""

from __future__ import annotations

from django import template
from django.urls import reverse

from archive.models import Image
from archive.renditions import widths_of

register = template.Library()

#: For browsers that do not choose among sizes.
PLAIN_WIDTH = 960


@register.filter
def src(image: Image) -> str:
    """The address of one size that does everywhere."""
    widths = widths_of(image.width)
    return _address(image, next((one for one in widths if one >= PLAIN_WIDTH), widths[-1]))


@register.filter
def srcset(image: Image) -> str:
    """ "…/320.webp 320w, …/640.webp 640w"."""
    return ", ".join(f"{_address(image, one)} {one}w" for one in widths_of(image.width))


@register.filter
def thumbnail(image: Image) -> str:
    """The address of the smallest size."""
    return _address(image, widths_of(image.width)[0])


def _address(image: Image, width: int) -> str:
    return reverse("picture", args=[image.file, width])
