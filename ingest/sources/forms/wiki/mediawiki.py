"""Dumps and exports of MediaWiki (Wikinews, Wikipedia, any wiki): each page of articles is one.

What is read: the title; of the newest revision its wikitext (`wikitext.py`); the day of its date
template or of a category that is a day; the revision's time as the last update; the site's name as
publication; the address by the site's base; categories as keywords; pictures by their captions.
Notes and sources, templates, ids, the contributor and the comment of the revision are further
fields: a contributor is not the author. Pages of other namespaces and redirects are left out and
counted. A dump of any size is a stream of pages. Format: mediawiki.org/wiki/Help:Export.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

from ingest.parsing.fields.markup import web_address
from ingest.records import SourceFile
from ingest.sources.archives import Budget, Rejected
from ingest.sources.forms.form import Form, Head, left_out
from ingest.sources.forms.markup import Element, named
from ingest.sources.forms.markup_fields import Fields
from ingest.sources.forms.markup_records import records_in, root_of
from ingest.sources.forms.wiki.wikitext import read_wikitext

NO_PAGES: Final = "It is a dump of a wiki without pages of articles."
_REDIRECT: Final = re.compile(r"\s{0,99}#\s{0,9}\w{1,40}\s{0,9}:?\s{0,9}\[\[")


@dataclass(slots=True)
class _Wiki:
    """What a dump says of the wiki, and what of it is no article."""

    site: Element = field(default_factory=lambda: Element("siteinfo"))
    namespaces: frozenset[str] = frozenset()
    left_out: Counter[str] = field(default_factory=Counter)

    def read(self, element: Element) -> Fields | None:
        """The fields of a page; None of what is left out, which is counted."""
        if element.key == "siteinfo":
            self.site = element
            names = (space.text.casefold() for space in element.all("namespace"))
            self.namespaces = frozenset(name for name in names if name)
            return None
        title = element.text_of("title")
        revisions = list(element.all("revision")) or [element]
        newest = max(revisions, key=lambda revision: revision.text_of("timestamp"))
        part = newest.first("text")
        text = "".join(part.strings()) if part is not None else ""
        if not self._is_article(element, title):
            self.left_out["pages of other namespaces"] += 1
        elif element.first("redirect") is not None or _REDIRECT.match(text):
            self.left_out["redirects"] += 1
        else:
            return self._fields(element, title, newest, text)
        return None

    def _is_article(self, page: Element, title: str) -> bool:
        """Whether a page is in namespace 0; older dumps do not say, but by the title."""
        if (space := page.text_of("ns")) != "":
            return space == "0"
        return title.partition(":")[0].casefold() not in self.namespaces or ":" not in title

    def _fields(self, page: Element, title: str, revision: Element, text: str) -> Fields:
        read = read_wikitext(text)
        base = web_address(self.site.text_of("base"))
        address = quote(title.replace(" ", "_"), safe="/:()',!*;@&=+$-._~")
        contributor = revision.first("contributor")
        fields: Fields = {
            "headline": title,
            "date": read.date,
            "updated": revision.text_of("timestamp"),
            "text": read.paragraphs,
            "publication": self.site.text_of("sitename"),
            "url": f"{base.rpartition('/')[0]}/{address}" if base else "",
            "language": next((outer.attribute("lang") for outer in page.around), ""),
            "keywords": read.categories,
            "images": [_picture(picture) for picture in read.images],
            "references": read.references,
            "templates": read.templates,
            "page id": _own(page, "id"),
            "revision id": _own(revision, "id") if revision is not page else "",
            "contributor": contributor.text_of("username", "ip") if contributor else "",
            "comment": revision.text_of("comment"),
            "files": [picture["file"] for picture in read.images],
        }
        return fields

    def sentence(self) -> str:
        return left_out("articles", self.left_out)


def _picture(picture: dict[str, str]) -> dict[str, Any]:
    return {key: value for key, value in picture.items() if key == "caption"}


def _own(element: Element, key: str) -> str:
    return next((child.text for child in element.children if child.key == key), "")


def _records(stream: io.BufferedReader, name: str, budget: Budget) -> Iterator[SourceFile]:
    wiki = _Wiki()
    try:
        yield from records_in(stream, name, named("page", "siteinfo"), wiki.read, NO_PAGES)
    except Rejected as rejected:
        raise Rejected(" ".join(filter(None, (str(rejected), wiki.sentence())))) from None
    if said := wiki.sentence():
        yield SourceFile(name, b"", said)


def _is_dump(head: Head) -> bool:
    return root_of(head) == "mediawiki"


MEDIAWIKI: Final = Form(
    name="mediawiki",
    title="MediaWiki dump",
    recognises=_is_dump,
    records=_records,
)
