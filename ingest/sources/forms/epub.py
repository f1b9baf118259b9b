"""EPUB, as calibre makes it of a paper's day: each page of the spine is an article.

A page comes with its bytes, and with the book's title as the paper, its date, language and the
headings of its contents as sections where the page itself says nothing. Pages of contents are set
aside; encrypted ones are refused. (EPUB 3.3; OPF 2.0 and NCX for older books.)
"""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from archive.record.evidence import Fact
from ingest.records import SourceFile
from ingest.sources import archives
from ingest.sources.archives import Budget, Rejected
from ingest.sources.forms.export_pages import page_of
from ingest.sources.forms.form import Form, Head
from ingest.sources.forms.safe_xml import parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

NO_SPINE: Final = "It is no EPUB that can be read: the list of its pages is missing."
ENCRYPTED: Final = "The page is encrypted: the book is protected against copying."
CONTENTS: Final = "It is a page of contents, not an article."
EMPTY: Final = "It is a page without text, such as a cover."
_TYPES: Final = ("application/xhtml+xml", "text/html", "application/xml", "text/x-oeb1-document")
#: Files that say what is in a book, and how many of them are read.
_ABOUT: Final = re.compile(r"META-INF/(?:container|encryption)\.xml\Z|.*\.(?:opf|ncx)\Z")
_MOST: Final = 20
#: "The Alder Courier [Mon, 11 Apr 2016]".
_DAY_BEHIND: Final = re.compile(r"\s{0,9}[\[(][^\[\]()]{0,40}\d[^\[\]()]{0,40}[\])]\s{0,9}\Z")
#: A page of contents has so many links, and so much of its text is in them.
_LINKS, _SHARE = 3, 0.6


@dataclass(slots=True)
class _Book:
    """What a book says of itself: its pages in order, and facts of all or of one of them."""

    pages: list[str] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    sections: dict[str, str] = field(default_factory=dict)
    encrypted: frozenset[str] = frozenset()
    navigation: str = ""


def _is_epub(head: Head) -> bool:
    return head.is_zip and (
        head.ending == ".epub" or head.data[30:58] == b"mimetypeapplication/epub+zip"
    )


def _records(stream: io.BufferedReader, name: str, budget: Budget) -> Iterator[SourceFile]:
    book = _book(_about(stream, name, budget))
    pages = set(book.pages)
    found = 0
    for member in archives.members(stream, "zip", name, budget):
        if member.name not in pages:
            continue
        found += 1
        inner = archives.shortened(f"{name}/{member.name}", archives.LONGEST_PATH)
        if member.stream is None or member.name in book.encrypted:
            yield SourceFile(inner, b"", member.problem or ENCRYPTED)
            continue
        try:
            data = archives.whole(member.stream, budget)
        except Rejected as rejected:
            yield SourceFile(inner, b"", str(rejected))
        else:
            aside = CONTENTS if member.name == book.navigation else _why_aside(data)
            yield SourceFile(inner, data, facts=_facts_of(book, member.name), aside=aside)
    if not found:
        raise Rejected(NO_SPINE)


def _about(stream: io.BufferedReader, name: str, budget: Budget) -> dict[str, bytes]:
    """The files that say what is in a book."""
    found: dict[str, bytes] = {}
    for member in archives.members(stream, "zip", name, budget):
        if member.stream is not None and len(found) < _MOST and _ABOUT.match(member.name):
            found[member.name] = archives.whole(member.stream, budget)
    return found


def _facts_of(book: _Book, page: str) -> tuple[Fact, ...]:
    section = book.sections.get(page, "")
    more = [Fact("section", section, "contents of the EPUB", fallback=True)] if section else []
    return (*book.facts, *more)


def _why_aside(data: bytes) -> str:
    """A sentence why a page is no article: hardly more than links, or nothing at all."""
    try:
        page = page_of(data)
    except Rejected:
        return EMPTY
    body = page.find(".//body")
    shown = body if body is not None else page
    length = len("".join("".join(shown.itertext()).split()))
    links = [len("".join("".join(link.itertext()).split())) for link in shown.iter("a")]
    if not length:
        return EMPTY
    return CONTENTS if len(links) >= _LINKS and sum(links) >= _SHARE * length else ""


# What a book says of itself -----------------------------------------------------------------------


def _book(about: Mapping[str, bytes]) -> _Book:
    path = _package(about)
    package = parse_xml(about[path])
    folder = posixpath.dirname(path)
    book = _Book(facts=list(_facts_in(package)))
    items: dict[str, str] = {}
    for item in _all(package, "item"):
        href = _inside(folder, item.get("href") or "")
        if item.get("media-type") in _TYPES:
            items[item.get("id") or ""] = href
        if "nav" in (item.get("properties") or "").split():
            book.navigation = href
    spine = (item.get("idref") or "" for item in _all(package, "itemref"))
    book.pages = [items[ref] for ref in spine if ref in items]
    for name, data in about.items():
        if name.endswith(".ncx"):
            book.sections = _sections(data, posixpath.dirname(name))
        elif name.endswith("encryption.xml"):
            uris = (place.get("URI") or "" for place in _all(parse_xml(data), "CipherReference"))
            book.encrypted = frozenset(map(unquote, uris))
    return book


def _package(about: Mapping[str, bytes]) -> str:
    """The path of the list of a book's pages; raises Rejected."""
    container = about.get("META-INF/container.xml")
    if container is not None:
        for root in _all(parse_xml(container), "rootfile"):
            if (path := root.get("full-path") or "") in about:
                return path
    path = next((name for name in about if name.endswith(".opf")), "")
    if not path:
        raise Rejected(NO_SPINE)
    return path


def _facts_in(package: _Element) -> Iterator[Fact]:
    said = {
        kind: " ".join((element.text or "").split())
        for kind in ("language", "date", "title")
        for element in reversed(list(_all(package, kind)))
    }
    if title := _DAY_BEHIND.sub("", said.get("title", "")):
        yield Fact("publication", title, "title of the EPUB", fallback=True)
    if said.get("date"):
        yield Fact("date", said["date"], "date of the EPUB", fallback=True)
    if said.get("language"):
        yield Fact("language", said["language"], "language of the EPUB", fallback=True)


def _sections(data: bytes, folder: str) -> dict[str, str]:
    """The heading above each page in the contents of a book; none where they have one level."""
    try:
        root = parse_xml(data)
    except Rejected:
        return {}
    found: dict[str, str] = {}
    for point in _all(root, "navPoint"):
        around = point.getparent()
        if around is None or not _is(around, "navPoint"):
            continue
        labels = _all(around, "navLabel")
        label = next(map(_said_in, labels), "")
        for content in _all(point, "content"):
            page = _inside(folder, (content.get("src") or "").partition("#")[0])
            found.setdefault(page, label)
    return found


def _said_in(element: _Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def _all(root: _Element, name: str) -> Iterator[_Element]:
    """The elements of this local name."""
    return root.iter(f"{{*}}{name}")


def _is(element: _Element, name: str) -> bool:
    return isinstance(element.tag, str) and element.tag.rpartition("}")[2] == name


def _inside(folder: str, href: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(href)))


EPUB: Final = Form(name="epub", title="EPUB", recognises=_is_epub, records=_records, is_zip=True)
