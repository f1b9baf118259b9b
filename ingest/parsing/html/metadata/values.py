"""The statements of a page's metadata, by field and in order of trust.

Every value keeps the name of its element ("JSON-LD datePublished", "meta og:title") and is plain
text: tags dropped, entities decoded.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from ingest.parsing.fields.markup import plain, web_address


class Value(NamedTuple):
    """A statement: the name of its element, and its plain text."""

    source: str
    text: str


class Signature(NamedTuple):
    """An author in metadata; `kind` is "Person", "Organization" or ""."""

    source: str
    name: str
    kind: str


class MetaImage(NamedTuple):
    source: str
    url: str
    caption: str
    credit: str


@dataclass(slots=True)
class Metadata:
    """The statements of a page by field; `listing` has all in page order."""

    listing: list[Value] = field(default_factory=list)
    headlines: list[Value] = field(default_factory=list)
    titles: list[Value] = field(default_factory=list)
    descriptions: list[Value] = field(default_factory=list)
    published: list[Value] = field(default_factory=list)
    modified: list[Value] = field(default_factory=list)
    authors: list[Signature] = field(default_factory=list)
    urls: list[Value] = field(default_factory=list)
    sites: list[Value] = field(default_factory=list)
    sections: list[Value] = field(default_factory=list)
    languages: list[Value] = field(default_factory=list)
    comment_counts: list[Value] = field(default_factory=list)
    images: list[MetaImage] = field(default_factory=list)
    #: The base of relative addresses, where stated.
    base: str = ""
    #: The body that JSON-LD states: plain text without paragraphs.
    article_body: str = ""


#: Longest value that is listed, in code points.
MAX_VALUE: Final = 2_000
#: Statements that are listed.
MAX_LISTED: Final = 200
#: Statements of one field that are read.
MAX_VALUES: Final = 30


def add_value(page: Metadata, name: str, source: str, raw: str) -> None:
    """Add a statement to its field, up to MAX_VALUES, and to the listing."""
    if len(getattr(page, name)) >= MAX_VALUES:
        return
    text = plain(raw[: MAX_VALUE * 2])[:MAX_VALUE].strip()
    if not text:
        return
    if name in ("urls", "images"):
        text = web_address(text) if "://" in text or text.startswith("//") else text
        if not text or text.lower().startswith(("javascript:", "data:", "vbscript:")):
            return
    if name == "authors":
        page.authors.append(Signature(source, text, ""))
    elif name == "images":
        page.images.append(MetaImage(source, text, "", ""))
    else:
        getattr(page, name).append(Value(source, text))
    if len(page.listing) < MAX_LISTED:
        page.listing.append(Value(source, text))
