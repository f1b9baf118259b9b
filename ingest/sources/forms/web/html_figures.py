"""HTML of an article in, the same without its figures and the figures as pictures out.

Records keep pictures apart from the text, and a caption inside the text would be a paragraph of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

from ingest.parsing.fields.markup import plain

_FIGURE: Final = re.compile(r"<(/?)figure\b[^<>]{0,2000}>", re.IGNORECASE)
_IMAGE: Final = re.compile(r"<img\b([^<>]{0,4000})>", re.IGNORECASE)
_SOURCE: Final = re.compile(r"\bsrc\s{0,9}=\s{0,9}[\"']?([^\"'\s>]{1,2000})", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^<>]{1,4000}>")
#: What a figure holds besides its picture that is text of the article.
_TEXT_INSIDE: Final = re.compile(r"<(?:p|table|blockquote|pre|ul|ol|h[1-6])\b", re.IGNORECASE)

Picture = dict[str, str]


def without_figures(html: str) -> tuple[str, list[Picture]]:
    """The page without figures of a picture and a caption, and those as pictures; other figures (a
    table, a quotation) stay."""
    if "<figure" not in html and "<FIGURE" not in html:
        return html, []
    kept: list[str] = []
    found: list[Picture] = []
    at = 0
    for start, end in _figures(html):
        figure = html[start:end]
        if _IMAGE.search(figure) and not _TEXT_INSIDE.search(figure):
            kept.append(html[at:start])
            found += pictures_in(figure)
            at = end
    return "\n".join((*kept, html[at:])), found


def pictures_in(html: str) -> list[Picture]:
    """The pictures of a stretch of HTML; its words are the caption of the last."""
    found: list[Picture] = []
    for image in _IMAGE.findall(html):
        source = _SOURCE.search(image)
        found.append({"url": unescape(source[1])} if source else {})
    caption = " ".join(plain(_TAG.sub(" ", html)).split())
    if found and caption:
        found[-1]["caption"] = caption
    return [picture for picture in found if picture]


def _figures(html: str) -> Iterator[tuple[int, int]]:
    """Where the outermost figures begin and end."""
    depth = start = 0
    for tag in _FIGURE.finditer(html):
        if not tag[1]:
            start = start if depth else tag.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                yield start, tag.end()
