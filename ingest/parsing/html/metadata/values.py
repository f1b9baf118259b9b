"""What a page says of itself, statement by statement: the records between metadata and fields.

Every value keeps the name of the element it came from ("JSON-LD datePublished", "meta og:title"),
and is plain text: tags gone, entities decoded. Order within a field is order of trust.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from ingest.parsing.fields.markup import plain, web_address


class Value(NamedTuple):
    """One statement of the page's metadata: the element it stands in, and its plain text."""

    source: str
    text: str


class Signature(NamedTuple):
    """An author as metadata names one; `kind` is "Person", "Organization" or "" when not said."""

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
    """The statements of a page, by field; `listing` has all of them in the order of the page."""

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
    #: What relative addresses are relative to, where the page says so.
    base: str = ""
    #: The body as JSON-LD states it: plain text, paragraphs not told apart.
    article_body: str = ""


#: Longest value that is listed, in code points.
MAX_VALUE: Final = 2_000
#: Statements that are listed.
MAX_LISTED: Final = 200
#: Statements of one field that are looked at.
MAX_VALUES: Final = 30


def add_value(page: Metadata, name: str, source: str, raw: str) -> None:
    """Adds one statement to its field and to the listing; a field takes MAX_VALUES of them."""
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
