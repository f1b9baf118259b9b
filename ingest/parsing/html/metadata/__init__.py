"""A tree in, the page's metadata out: JSON-LD, Open Graph, meta families, microdata, time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from lxml import etree

from ingest.parsing.fields.markup import plain, web_address
from ingest.parsing.fields.name_parts import name_parts
from ingest.parsing.html.metadata.jsonld import Node, article_node, by_id, types_of
from ingest.parsing.html.metadata.microdata import read_microdata
from ingest.parsing.html.metadata.names import META_FIELDS
from ingest.parsing.html.metadata.values import (
    MAX_LISTED,
    MAX_VALUE,
    MAX_VALUES,
    Metadata,
    MetaImage,
    Signature,
    Value,
    add_value,
)

#: Lists in lists that are read.
MAX_LISTS: Final = 4
_TRUST: Final[dict[str, int]] = {name: rank for rank, name in enumerate(META_FIELDS)}


def read_metadata(root: etree._Element, saved_from: tuple[str, str] | None) -> Metadata:
    """All statements of the page about its article; `saved_from` is where a browser noted the
    address, and the address."""
    page = Metadata()
    _read_json_ld(root, page)
    _read_meta(root, page)
    _read_links(root, page)
    read_microdata(root, page)
    if saved_from is not None:
        add_value(page, "urls", *saved_from)
    return page


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
            add_value(page, name, f"JSON-LD {key}", text)
            if name != "sections":
                break
    for key in ("author", "creator"):
        if not page.authors:
            _read_json_authors(node.get(key), key, known, page)
    for key in ("publisher", "sourceOrganization"):
        for text in _texts(node.get(key), known)[:1]:
            add_value(page, "sites", f"JSON-LD {key}", text)
    _read_json_images(node, known, page)
    body = node.get("articleBody")
    if isinstance(body, list):
        body = "\n".join(part for part in body if isinstance(part, str))
    if isinstance(body, str):
        page.article_body = body[:1_000_000]


def _texts(value: Any, known: dict[str, Node], *, prefer_url: bool = False) -> list[str]:
    """The strings of a JSON-LD value: itself, its members, a node's name or address."""
    found = []
    for item in _members(value):
        if isinstance(item, str):
            found.append(item)
        elif isinstance(item, (int, float)) and not isinstance(item, bool):
            found.append(str(item))
        elif isinstance(item, dict):
            node = known.get(str(item.get("@id")), item)
            keys = ("url", "@id") if prefer_url else ("name", "@value", "headline")
            found += [node[key] for key in keys if isinstance(node.get(key), str)][:1]
    return found[:20]


def _members(value: Any, depth: int = 0) -> Iterator[Any]:
    """The members of lists in lists, and of JSON-LD's own `@list` and `@set`, in order; any other
    value as it is."""
    if isinstance(value, dict):
        value = value.get("@list") or value.get("@set") or value
    if not isinstance(value, list) or depth >= MAX_LISTS:
        yield value
        return
    for member in value:
        yield from _members(member, depth + 1)


def _in_parts(node: Node) -> str:
    """The name of a person whose node only states its parts: `givenName` and `familyName`."""
    return " ".join(node[key] for key in name_parts(node))


def _read_json_authors(value: Any, key: str, known: dict[str, Node], page: Metadata) -> None:
    for item in islice(_members(value), MAX_VALUES):
        kind = ""
        names: list[Any] = [item]
        if isinstance(item, dict):
            node = known.get(str(item.get("@id")), item)
            kind = "Organization" if "Organization" in " ".join(types_of(node)) else "Person"
            name = node.get("name") or item.get("name") or _in_parts(node)
            name = name or node.get("alternateName")
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
            add_value(page, "images", "JSON-LD image", item)
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
        add_value(page, key, source, content)
    for element in root.iter("title"):
        if element.text:
            add_value(page, "titles", "title", element.text)
            break


def _read_links(root: etree._Element, page: Metadata) -> None:
    for element in root.iter("link"):
        if (element.get("rel") or "").lower() == "canonical" and element.get("href"):
            text = web_address(element.get("href", ""))
            if text:
                page.urls.insert(0, Value("link canonical", text))
                page.listing.append(Value("link canonical", text))
            break
    for element in root.iter("base"):
        page.base = page.base or web_address(element.get("href", ""))
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    if language:
        add_value(page, "languages", "html lang", language)
