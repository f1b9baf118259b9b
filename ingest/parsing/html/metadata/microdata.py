"""A tree in, the statements of its microdata, RDFa and `<time>` elements out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from ingest.parsing.fields.whitespace import normalise
from ingest.parsing.html.metadata.names import ITEMPROP_FIELDS, OTHER_TYPES
from ingest.parsing.html.metadata.values import MAX_VALUE, Metadata, add_value
from ingest.parsing.html.walk import UNSEEN_TAGS

#: Elements with an itemprop or property that are read, and elements around each.
MAX_PROPERTIES: Final = 400
MAX_LEVELS: Final = 60
#: Longest text of an author element that is a list of names.
LONGEST_NAMES: Final = 80


def read_microdata(root: etree._Element, page: Metadata) -> None:
    """Add what microdata, RDFa and the first `<time>` elements state."""
    for element in _properties(root):
        properties = element.get("itemprop") or element.get("property") or ""
        if element.tag == "meta" and not element.get("itemprop"):
            continue
        for prop in properties.lower().split()[:4]:
            name = ITEMPROP_FIELDS.get(prop.removeprefix("schema:"))
            if name is None or _of_another_thing(element, name):
                continue
            if element.tag == "meta" and name not in ("urls", "sites"):
                continue
            for text in _values(element, name):
                add_value(page, name, f"itemprop {properties}", text)
    for count, element in enumerate(root.iter("time")):
        if count >= 10:
            break
        stated = element.get("datetime") or ""
        if not stated:
            continue
        names = f"{element.get('class') or ''} {element.get('itemprop') or ''}".lower()
        name = "modified" if "update" in names or "modif" in names else "published"
        if name == "published" and ("pubdate" in element.attrib or not page.published):
            add_value(page, name, "time datetime", stated)


def _values(element: etree._Element, name: str) -> Iterator[str]:
    """The values of an element for a field; the names inside it where it is a person."""
    if name == "urls":
        yield element.get("content") or element.get("href") or element.get("itemid") or ""
        return
    inner = element.find(".//*[@itemprop='name']")
    if inner is None:
        inner = element.find(".//*[@property='name']")
    if name == "sites":
        if inner is not None:
            yield _stated(inner)
        return
    text = _stated(inner if name == "authors" and inner is not None else element)
    if name != "authors" or len(text) <= LONGEST_NAMES:
        yield text


def _of_another_thing(element: etree._Element, name: str) -> bool:
    """Whether the nearest item around the element is another thing than the article."""
    around = element.getparent()
    for _ in range(MAX_LEVELS):
        if around is None:
            break
        kind = around.get("itemtype") or around.get("typeof") or ""
        if kind:
            return kind.rstrip("/").rpartition("/")[2].rpartition(":")[2] in OTHER_TYPES
        around = around.getparent()
    # An address or a publisher outside any item may be anything's.
    return name in ("urls", "sites")


def _properties(root: etree._Element) -> Iterator[etree._Element]:
    """The first elements with an itemprop or a property, in page order."""
    named = "/descendant::*[@itemprop or (@property and not(self::meta))]"
    path = f"({named})[position() <= {MAX_PROPERTIES}]"
    found = root.xpath(path)
    for element in found if isinstance(found, list) else ():
        if isinstance(element, etree._Element):
            yield element


def _stated(element: etree._Element) -> str:
    """The value of an element with itemprop: its content, datetime or (bounded) text."""
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
