"""A tree -> what the page says of itself: JSON-LD, Open Graph, meta families, microdata, time.

Every value keeps the name of the element it came from ("JSON-LD datePublished", "meta og:title"),
and leaves as plain text: tags gone, entities decoded. Order within a field is order of trust.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from lxml import etree

from ingest.parsing.html_jsonld import Node, article_node, by_id, types_of
from ingest.parsing.html_meta_names import ITEMPROP_FIELDS, META_FIELDS
from ingest.parsing.html_walk import UNSEEN_TAGS
from ingest.parsing.plain import normalise


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
    #: The body as JSON-LD states it: plain text, paragraphs not told apart.
    article_body: str = ""


#: Longest value that is listed, in code points.
MAX_VALUE: Final = 2_000
#: Statements that are listed.
MAX_LISTED: Final = 200
#: Statements of one field that are looked at.
MAX_VALUES: Final = 30
#: Elements with an itemprop that are looked at.
MAX_ITEMPROPS: Final = 400

_TRUST: Final[dict[str, int]] = {name: rank for rank, name in enumerate(META_FIELDS)}

#: Tags of HTML only: wire copy writes share symbols as `<ABCD>`, and these are words.
_TAGS: Final = re.compile(
    r"""(?ix)</?(?:a|abbr|address|article|aside|audio|b|base|blockquote|body|br|button|canvas|center
    |cite|code|dd|del|details|div|dl|dt|em|embed|fieldset|figcaption|figure|font|footer|form|frame
    |frameset|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label|legend|li|link|main|map
    |mark|math|meta|nav|noscript|object|ol|option|p|param|picture|pre|q|s|samp|script|section|select
    |small|source|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|template|textarea
    |tfoot|th|thead|time|title|tr|track|tt|u|ul|var|video|wbr|(?-i:[a-z]+(?:-[a-z0-9]+)+))
    (?:[\s/][^<>]{0,2000})?>|<!(?:--|doctype)[^<>]{0,2000}>"""
)
_SYMBOL: Final = re.compile(r"<(?!(?:BR|HR|IMG)>)[A-Z.]{1,5}>")
_ANGLE: Final = re.compile("<")
_MARKUP: Final = re.compile(r"(?i)</|<script|<style")


def plain(value: str) -> str:
    """Text of a metadata value: entities decoded (twice, as they are often encoded twice), tags
    gone, white space collapsed."""
    for _ in range(2):
        if "&" in value:
            value = entities.unescape(value)
    if _MARKUP.search(value):
        value = _text_of(value)
    elif "<" in value:
        value = _TAGS.sub(lambda tag: tag[0] if _SYMBOL.fullmatch(tag[0]) else " ", value)
    return normalise(value)


def _text_of(markup: str) -> str:
    """The text of a piece of markup, a space for each tag; what only looks like a tag is text."""
    markup = markup.replace("\0", "")
    tags = {match.start() for match in _TAGS.finditer(markup)}
    told = _ANGLE.sub(lambda angle: "<" if angle.start() in tags else "\0", markup)
    soup = BeautifulSoup(told.replace("&", "&amp;").replace("\0", "&lt;"), "html.parser")
    for unseen in soup(["script", "style"]):
        unseen.decompose()
    return soup.get_text(" ")


def web_address(value: str, base: str = "") -> str:
    """An absolute http or https address, or "" (no `javascript:`, no `data:`, no bare path)."""
    value = value.strip()
    if not value or len(value) > 2_000 or any(c.isspace() or c in "<>\"'`\\" for c in value):
        return ""
    try:
        if value.startswith("//"):
            value = "https:" + value
        elif "://" not in value and base:
            value = urljoin(base, value)
        parts = urlsplit(value)
        host = parts.hostname or ""
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or "." not in host:
        return ""
    return value


def read_metadata(root: etree._Element) -> Metadata:
    """All statements of the page about its article."""
    page = Metadata()
    _read_json_ld(root, page)
    _read_meta(root, page)
    _read_links(root, page)
    _read_microdata(root, page)
    return page


def _say(page: Metadata, name: str, source: str, raw: str) -> None:
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


# JSON-LD


def _read_json_ld(root: etree._Element, page: Metadata) -> None:
    scripts = [
        element.text or ""
        for element in root.iter("script")
        if "ld+json" in (element.get("type") or "").lower()
    ]
    node, nodes = article_node(scripts)
    if node is None:
        return
    known = by_id(nodes)
    for key, name in (
        ("headline", "headlines"),
        ("name", "headlines"),
        ("alternativeHeadline", "titles"),
        ("datePublished", "published"),
        ("dateCreated", "published"),
        ("dateModified", "modified"),
        ("description", "descriptions"),
        ("url", "urls"),
        ("mainEntityOfPage", "urls"),
        ("articleSection", "sections"),
        ("inLanguage", "languages"),
        ("commentCount", "comment_counts"),
    ):
        for text in _texts(node.get(key), known, prefer_url=name == "urls"):
            _say(page, name, f"JSON-LD {key}", text)
            if name != "sections":
                break
    for key in ("author", "creator"):
        if not page.authors:
            _read_json_authors(node.get(key), key, known, page)
    for key in ("publisher", "sourceOrganization"):
        for text in _texts(node.get(key), known)[:1]:
            _say(page, "sites", f"JSON-LD {key}", text)
    _read_json_images(node, known, page)
    body = node.get("articleBody")
    if isinstance(body, list):
        body = "\n".join(part for part in body if isinstance(part, str))
    if isinstance(body, str):
        page.article_body = body[:1_000_000]


def _texts(value: Any, known: dict[str, Node], *, prefer_url: bool = False) -> list[str]:
    """The strings a JSON-LD value stands for: itself, its members, a node's name or address."""
    found = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            found.append(item)
        elif isinstance(item, (int, float)) and not isinstance(item, bool):
            found.append(str(item))
        elif isinstance(item, dict):
            node = known.get(str(item.get("@id")), item)
            keys = ("url", "@id") if prefer_url else ("name", "@value", "headline")
            found += [node[key] for key in keys if isinstance(node.get(key), str)][:1]
    return found[:20]


def _read_json_authors(value: Any, key: str, known: dict[str, Node], page: Metadata) -> None:
    for item in (value if isinstance(value, list) else [value])[:30]:
        kind = ""
        names: list[Any] = [item]
        if isinstance(item, dict):
            node = known.get(str(item.get("@id")), item)
            kind = "Organization" if "Organization" in " ".join(types_of(node)) else "Person"
            name = node.get("name") or item.get("name") or node.get("alternateName")
            names = name if isinstance(name, list) else [name]
        for name in names:
            text = plain(name[:MAX_VALUE]) if isinstance(name, str) else ""
            if text:
                source = f"JSON-LD {key}"
                page.authors.append(Signature(source, text, kind))
                page.listing.append(Value(source, text))


def _read_json_images(node: Node, known: dict[str, Node], page: Metadata) -> None:
    value = node.get("image")
    for item in (value if isinstance(value, list) else [value])[:20]:
        if isinstance(item, str):
            _say(page, "images", "JSON-LD image", item)
            continue
        if not isinstance(item, dict):
            continue
        image = known.get(str(item.get("@id")), item)
        address = image.get("url") or image.get("contentUrl") or ""
        if isinstance(address, list):
            address = address[0] if address else ""
        caption = (_texts(image.get("caption"), known) or [""])[0]
        credit = ""
        for key in ("creditText", "creator", "author", "copyrightHolder", "copyrightNotice"):
            credit = credit or (_texts(image.get(key), known) or [""])[0]
        url = web_address(str(address))
        caption, credit = plain(caption[:MAX_VALUE]), plain(credit[:MAX_VALUE])
        for source, text in (("url", url), ("caption", caption), ("creditText", credit)):
            if text and len(page.listing) < MAX_LISTED:
                page.listing.append(Value(f"JSON-LD image {source}", text))
        if url or caption:
            page.images.append(MetaImage("JSON-LD image", url, caption, credit))


# meta, link, title


def _read_meta(root: etree._Element, page: Metadata) -> None:
    found: list[tuple[int, str, str, str]] = []
    for element in root.iter("meta"):
        content = element.get("content")
        if not content:
            continue
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = element.get(attribute)
            key = name.strip().lower() if name else ""
            if key in META_FIELDS:
                found.append((_TRUST[key], META_FIELDS[key], f"meta {name}", content))
                break
    for _, key, source, content in sorted(found, key=lambda item: item[0]):
        _say(page, key, source, content)
    for element in root.iter("title"):
        if element.text:
            _say(page, "titles", "title", element.text)
            break


def _read_links(root: etree._Element, page: Metadata) -> None:
    for element in root.iter("link"):
        if (element.get("rel") or "").lower() == "canonical" and element.get("href"):
            text = web_address(element.get("href", ""))
            if text:
                page.urls.insert(0, Value("link canonical", text))
                page.listing.append(Value("link canonical", text))
            break
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    if language:
        _say(page, "languages", "html lang", language)


# Microdata and <time>


def _read_microdata(root: etree._Element, page: Metadata) -> None:
    for element in _itemprops(root):
        for prop in (element.get("itemprop") or "").lower().split():
            name = ITEMPROP_FIELDS.get(prop)
            if name is None or element.tag == "meta":
                continue
            text = _stated(element)
            if name == "authors":
                inner = element.find(".//*[@itemprop='name']")
                text = _stated(inner) if inner is not None else text
                if len(text) > 80:
                    continue
            _say(page, name, f"itemprop {element.get('itemprop')}", text)
    for count, element in enumerate(root.iter("time")):
        if count >= 10:
            break
        stated = element.get("datetime") or ""
        if not stated:
            continue
        names = f"{element.get('class') or ''} {element.get('itemprop') or ''}".lower()
        name = "modified" if "update" in names or "modif" in names else "published"
        if name == "published" and ("pubdate" in element.attrib or not page.published):
            _say(page, name, "time datetime", stated)


def _itemprops(root: etree._Element) -> Iterator[etree._Element]:
    """The first elements with an itemprop, in the order of the page."""
    found = root.xpath(f"(//*[@itemprop])[position() <= {MAX_ITEMPROPS}]")
    for element in found if isinstance(found, list) else ():
        if isinstance(element, etree._Element):
            yield element


def _stated(element: etree._Element) -> str:
    """What an element with itemprop says: its content, datetime or (bounded) text."""
    for attribute in ("content", "datetime"):
        value = element.get(attribute)
        if value:
            return str(value)
    pieces: list[str] = []
    length = 0
    steps = etree.iterwalk(element, events=("start", "end"))
    for event, inner in steps:
        if event == "start" and inner.tag in UNSEEN_TAGS:
            steps.skip_subtree()
            continue
        text = inner.text if event == "start" else inner.tail if inner is not element else ""
        if text:
            pieces.append(text)
            length += len(text)
        if length > MAX_VALUE:
            break
    return normalise(" ".join(pieces))
