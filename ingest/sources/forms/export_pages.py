"""What exports of press databases as HTML have in common: the page, and the lines of an element."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ingest.decode.mhtml import decode_file
from ingest.sources.archives import Rejected

if TYPE_CHECKING:
    from lxml.html import HtmlElement

NO_PAGE: Final = "It is a page without any text."
_BLOCKS: Final = frozenset(
    "article aside blockquote br dd div dl dt figcaption footer h1 h2 h3 h4 h5 h6 header hr li ol p"
    " pre section small table td th tr ul".split()
)
_UNSEEN: Final = frozenset(("script", "style", "template"))


def page_of(data: bytes) -> HtmlElement:
    """The root of a page; raises Rejected where there is none."""
    from lxml import html
    from lxml.etree import ParserError

    text = decode_file(data).text.replace("\0", "")
    if text.lstrip().startswith("<?xml"):
        # lxml refuses text that names an encoding, for it has been decoded.
        text = text.partition("?>")[2]
    try:
        return html.document_fromstring(text)
    except (ParserError, ValueError):
        raise Rejected(NO_PAGE) from None


def lines_of(element: HtmlElement) -> Iterator[str]:
    """The texts of an element, those of its blocks apart, white space as it is shown."""
    from lxml import etree

    held: list[str] = []
    for event, part in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        seen = event in ("start", "end")
        if seen and part.tag in _BLOCKS:
            yield from _shown(held)
            held = []
        if event == "start":
            held.append((part.text or "") if part.tag not in _UNSEEN else "")
        elif part is not element:
            held.append(part.tail or "")
    yield from _shown(held)


def _shown(held: list[str]) -> Iterator[str]:
    text = " ".join("".join(held).split())
    if text:
        yield text


def has_class(element: HtmlElement, name: str) -> bool:
    return name in element.get("class", "").split()
