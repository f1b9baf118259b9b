"""An image element in, its address out: loaded late, in several sizes, or in `<noscript>`."""

from __future__ import annotations

from typing import Final

from lxml import etree

#: Attributes in which lazy-loading scripts keep the address, then `src`.
LAZY: Final = (
    "data-src", "data-original", "data-lazy-src", "data-lazyload", "data-full-src", "data-url",
    "data-image", "data-hi-res-src", "data-echo", "src",
)  # fmt: skip
LAZY_SETS: Final = ("data-srcset", "data-lazy-srcset", "data-original-set", "srcset")
#: File names of placeholders.
_BLANKS: Final = ("blank.", "spacer.", "placeholder", "1x1.", "pixel.", "transparent.", "grey.gif")
#: Sources of a picture, or pictures in a `<noscript>`, that are read.
_LOOKED_AT: Final = 20


def image_address(element: etree._Element) -> str:
    """The address as written, or "": that of the image, else the largest of a set."""
    blank = ""
    for name in LAZY:
        value: str = element.get(name, "").strip()
        if not value or value.lower().startswith("data:") or value[0] in "{[":
            continue
        if not any(mark in value.rsplit("/", 1)[-1].lower() for mark in _BLANKS):
            return value
        blank = blank or value
    for name in LAZY_SETS:
        value = largest_of(element.get(name, ""))
        if value:
            return value
    return blank


def largest_of(sizes: str) -> str:
    """The address of the largest picture in a `srcset`: "a.jpg 300w, b.jpg 2x"."""
    best, address = -1.0, ""
    for part in sizes[:8_000].split(", ")[:_LOOKED_AT]:
        found, _, size = part.strip(" ,\n\t").partition(" ")
        if not found or found.startswith("data:"):
            continue
        digits = size.strip().rstrip("wx")
        width = float(digits) if digits.replace(".", "", 1).isdecimal() and len(digits) < 9 else 0.0
        if width > best:
            best, address = width, found
    return address


def picture_inside(element: etree._Element) -> etree._Element | None:
    """The first image or source inside an element that has an address."""
    for number, inner in enumerate(element.iter("img", "source", "amp-img")):
        if number >= _LOOKED_AT:
            break
        if inner.get("width") not in ("0", "1") and image_address(inner):
            return inner
    return None
