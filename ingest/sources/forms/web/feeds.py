"""RSS 0.9 to 2.0, RSS 1.0 (RDF) and Atom: each item of a saved feed is an article.

What is read: title; content:encoded, Atom's content or body as text, else the description or
summary, which is the standfirst beside a text; pubDate, published, issued, dc:date, else updated;
dc:creator, author, contributors of Atom or itunes:author; the first category as section, further
ones as keywords; the link, else a guid that is one; media:content, media:thumbnail and enclosures
of pictures; the source of an item, else the title of its feed, as publication; the language of item
or feed; slash:comments or thr:total. Everything else of an item (guid, enclosures of sound, places)
is a further field under its own name.

A feed is read as a stream of elements, so that one of any size or with damage gives its items.
Formats: rssboard.org/rss-specification, web.resource.org/rss/1.0, RFC 4287.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html import escape
from typing import Any, Final

from ingest.parsing.fields.markup import plain, web_address
from ingest.records import SourceFile
from ingest.sources.archives import Budget
from ingest.sources.forms.form import Form, Head
from ingest.sources.forms.markup import Element, named
from ingest.sources.forms.markup_fields import Fields
from ingest.sources.forms.markup_records import records_in, root_of
from ingest.sources.forms.web.html_figures import Picture, without_figures

NO_ITEMS: Final = "It is a feed without items."

#: Elements of an item by name as written, in lower case, the better first.
_HEADLINES: Final = ("title", "atom:title", "media:title", "dc:title", "itunes:title")
_TEXTS: Final = ("content:encoded", "content", "atom:content", "xhtml:body", "body", "xhtml:div",
                 "fullcontent", "full-text", "turbo:content", "yandex:full-text")  # fmt: skip
_SUMMARIES: Final = ("description", "summary", "atom:summary", "dc:description",
                     "media:description", "itunes:summary")  # fmt: skip
_DATES: Final = ("pubdate", "published", "atom:published", "issued", "dcterms:issued", "dc:date",
                 "dcterms:created", "created", "date")  # fmt: skip
_UPDATES: Final = ("updated", "atom:updated", "modified", "dcterms:modified", "lastbuilddate")
_AUTHORS: Final = ("dc:creator", "author", "atom:author", "contributor", "creator",
                   "itunes:author", "googleplay:author")  # fmt: skip
_CATEGORIES: Final = ("category", "atom:category", "dc:subject")
_COUNTS: Final = ("slash:comments", "thr:total")
_LANGUAGES: Final = ("dc:language", "language")
#: Elements of pictures and other media; what is inside a group stands for itself.
_MEDIA: Final = ("media:content", "enclosure", "media:thumbnail", "itunes:image", "image")
_GROUPS: Final = ("media:group",)
_LINKS: Final = ("feedburner:origlink", "link", "atom:link", "guid", "id", "atom:id")
#: Endings of pictures whose kind no attribute tells.
_PICTURE: Final = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:\?|\Z)", re.IGNORECASE)
#: RSS 2.0 has an address and a name: "quill@courier.example (Mirela Quill)".
_ADDRESS_AND_NAME: Final = re.compile(r"\S{1,200}@\S{1,200}\s{1,9}\(([^()]{2,100})\)\s*\Z")
#: Names of further fields that would be taken for a field of the article.
_RENAMED: Final = {"comments": "comments link", "source": "source of the item", "image": "picture"}
_VOID: Final = frozenset(("br", "hr", "img"))


def item_fields(item: Element) -> Fields:
    """The fields of one item or entry."""
    parts = _ItemParts(item)
    feed = _ItemParts(_feed_of(item))
    text, standfirst, repeated = _texts(parts)
    text, pictures = without_figures(text)
    section, keywords = _categories(parts)
    updated = parts.text(*_UPDATES)
    fields: Fields = {
        "headline": parts.text(*_HEADLINES),
        "date": parts.text(*_DATES) or updated,
        "updated": updated if parts.has(*_DATES) else "",
        "authors": authors_of(parts.all(*_AUTHORS)) or _authors_of_feed(feed),
        "text": text,
        "standfirst": standfirst,
        "summary of the item": repeated,
        "url": _link(parts),
        "guid": parts.text("guid", "id", "atom:id"),
        "section": section,
        "keywords": keywords,
        "publication": _publication(parts, feed),
        "language": parts.text(*_LANGUAGES) or item.attribute("lang") or _language(item, feed),
        "comment_count": parts.text(*_COUNTS),
        "images": pictures or _pictures(parts),
    }
    return fields | _further(parts, fields)


class _ItemParts:
    """The elements of an item by name, groups opened, and which of them were read."""

    def __init__(self, element: Element) -> None:
        self.element = element
        self.read: set[str] = set()
        self._by_name: dict[str, list[Element]] = {}
        for part in _opened(element):
            self._by_name.setdefault(part.name.casefold(), []).append(part)

    def all(self, *names: str) -> list[Element]:
        """The elements of the first of the names that any says something under."""
        for name in names:
            found = [part for part in self._by_name.get(name, ()) if part.text or part.attributes]
            if found:
                self.read.add(name)
                return found
        return []

    def has(self, *names: str) -> bool:
        return any(part.text for name in names for part in self._by_name.get(name, ()))

    def text(self, *names: str) -> str:
        """The first text under the first of the names."""
        for name in names:
            for part in self._by_name.get(name, ()):
                if part.text:
                    self.read.add(name)
                    return part.text
        return ""

    def rest(self) -> Iterator[Element]:
        """The elements that were not read."""
        for name, parts in self._by_name.items():
            if name not in self.read:
                yield from parts


def _opened(element: Element) -> Iterator[Element]:
    for child in element.children:
        if child.name.casefold() in _GROUPS:
            yield from child.children
        else:
            yield child


def _feed_of(item: Element) -> Element:
    """The element that says what all items share: the channel around them or, in RSS 1.0, before
    them; Atom's feed."""
    for outer in reversed(item.around):
        if outer.key in ("channel", "feed"):
            return outer
        for child in outer.children:
            if child.key == "channel":
                return child
    return Element("feed")


def _language(item: Element, feed: _ItemParts) -> str:
    around = (outer.attribute("lang") for outer in reversed(item.around))
    return feed.text("language", "dc:language") or next((lang for lang in around if lang), "")


def _texts(parts: _ItemParts) -> tuple[str, str, str]:
    """The text, a standfirst beside it, and a summary that is longer than it and so no standfirst:
    then the summary is the text and what was given as text comes last."""
    content = max((html_of(part) for part in parts.all(*_TEXTS)), key=len, default="").strip()
    summary = next((html_of(part) for part in parts.all(*_SUMMARIES)), "").strip()
    shown = " ".join(plain(summary).split())
    if not content:
        return summary, "", ""
    if len(plain(content).split()) < len(shown.split()):
        return summary, "", content
    return content, shown, ""


def html_of(element: Element) -> str:
    """The text of an element as its form has it: HTML inside as text stays, XHTML is written out
    again; Atom's base64 and addresses of texts elsewhere say nothing."""
    if not element.children:
        return "".join(part for part in element.parts if isinstance(part, str))
    return "".join(_written(element))


def _written(element: Element) -> Iterator[str]:
    for part in element.parts:
        if isinstance(part, str):
            yield escape(part, quote=False)
            continue
        attributes = "".join(
            f' {name}="{escape(value)}"' for name, value in part.attributes.items()
        )
        yield f"<{part.key}{attributes}>"
        if part.key not in _VOID:
            yield from _written(part)
            yield f"</{part.key}>"


def authors_of(elements: list[Element]) -> list[str]:
    """The names of authors: Atom's name, RSS's words without its e-mail address."""
    found = []
    for element in elements:
        name = element.text_of("name") if element.children else element.text
        addressed = _ADDRESS_AND_NAME.match(name)
        name = addressed[1] if addressed else name
        if name and name not in found:
            found.append(name)
    return found


def _authors_of_feed(feed: _ItemParts) -> list[str]:
    """Those of the feed: in Atom of each entry that names none (RFC 4287, 4.2.1)."""
    return authors_of(feed.all("author")) if feed.element.key == "feed" else []


def _categories(parts: _ItemParts) -> tuple[str, list[str]]:
    found: list[str] = []
    for name in _CATEGORIES:
        for category in parts.all(name):
            value = category.text or category.attribute("label") or category.attribute("term")
            if value and value not in found:
                found.append(value)
    return (found[0], found[1:]) if found else ("", [])


def _link(parts: _ItemParts) -> str:
    """The address of the page: not that of the feed itself, of comments or of a file."""
    for name in _LINKS:
        for link in parts.all(name):
            if name == "guid" and link.attribute("ispermalink").casefold() == "false":
                continue
            if link.attribute("rel").casefold() not in ("", "alternate"):
                continue
            address = web_address(link.attribute("href") or link.text)
            if address:
                return address
    return ""


def _publication(parts: _ItemParts, feed: _ItemParts) -> str:
    """The paper that an aggregator names, else the feed's title."""
    source = next(iter(parts.all("source", "atom:source", "dc:source")), None)
    if source is not None:
        name = source.text_of("title") if source.children else source.text
        if name and not web_address(name):
            return name
    return feed.text("title", "atom:title") or parts.text("dc:publisher")


def _pictures(parts: _ItemParts) -> list[Picture]:
    """The pictures of the best kind of element that an item has."""
    for name in _MEDIA:
        pictures = [_picture(media, parts) for media in parts.all(name) if _is_picture(media)]
        if pictures:
            return list({picture["url"]: picture for picture in pictures}.values())
    return []


def _is_picture(media: Element) -> bool:
    if not _address(media):
        return False
    kind = media.attribute("type") or media.attribute("medium")
    if kind:
        return kind.casefold().startswith("image")
    return media.key in ("thumbnail", "image") or bool(_PICTURE.search(_address(media)))


def _address(media: Element) -> str:
    return media.attribute("url") or media.attribute("href") or media.text_of("url")


def _picture(media: Element, parts: _ItemParts) -> Picture:
    caption = media.text_of("description", "text") or parts.text("media:text")
    if not caption and media.key == "content":
        caption = media.text_of("title")
    picture = {"url": _address(media), "caption": caption, "credit": media.text_of("credit")}
    return {name: value for name, value in picture.items() if value}


def _further(parts: _ItemParts, fields: Fields) -> dict[str, Any]:
    """Everything that is in no field, under its own name: the text of an element, or what its
    attributes say."""
    found: dict[str, list[str]] = {}
    for part in parts.rest():
        value = part.text or " ".join(part.attributes.values())
        name = _RENAMED.get(part.name.casefold(), part.name)
        if value:
            found.setdefault(name if name not in fields else f"item.{name}", []).append(value)
    for media in parts.all("enclosure"):
        if not _is_picture(media):
            found.setdefault("enclosure", []).append(_address(media))
    for link in parts.all("link", "atom:link"):
        if link.attribute("rel").casefold() not in ("", "alternate"):
            found.setdefault(f"link.{link.attribute('rel')}", []).append(link.attribute("href"))
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


# Form ---------------------------------------------------------------------------------------------


def _is_feed(head: Head) -> bool:
    root = root_of(head)
    if root == "feed":
        return any(mark in head.text for mark in _ATOM)
    if root == "rdf":
        return any(mark in head.text for mark in _RDF)
    return root == "rss"


#: Namespaces of Atom and of the feeds in RDF.
_ATOM: Final = ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns")
_RDF: Final = ("http://purl.org/rss/1.0", "http://my.netscape.com/", "http://channel.netscape.com/")


def _records(stream: io.BufferedReader, name: str, budget: Budget) -> Iterator[SourceFile]:
    return records_in(stream, name, named("item", "entry"), item_fields, NO_ITEMS)


FEED: Final = Form(
    name="feed",
    title="RSS or Atom",
    recognises=_is_feed,
    records=_records,
    of_any_size=(".rss", ".atom", ".rdf"),
)
