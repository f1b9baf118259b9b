"""Exports of Europresse as HTML: each `article` element is an article.

Headline (`titreArticle`), paper (`DocPublicationName`), day, section, page and length of the line
`DocHeader`, authors (`docAuthors`), subtitle and text (`docOcurrContainer`, `DocText`) by their
classes; every other line of the element is kept as a further field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ingest.parsing.fields.dates import find_dates
from ingest.records import SourceFile
from ingest.sources.archives import Rejected, whole
from ingest.sources.forms.export_pages import has_class, lines_of, page_of
from ingest.sources.forms.form import Form, Head, record

if TYPE_CHECKING:
    from lxml.html import HtmlElement

NO_ARTICLE: Final = "There is no article in this export of Europresse."
#: Classes of the parts of an article, the more telling first.
_CLASSES: Final = {
    "publication": ("DocPublicationName",),
    "header": ("DocHeader",),
    "headline": ("titreArticle", "titreArticleVisu", "rdp__articletitle"),
    "authors": ("docAuthors", "sm-margin-bottomNews"),
    "standfirst": ("rdp__subtitle",),
    "text": ("docOcurrContainer", "DocText"),
    "document number": ("publiC-lblNodoc",),
}
#: "Le Courrier d'Alder, no. 1234", "Le Courrier d'Alder (site web)".
_ISSUE: Final = re.compile(r",? n[o°º]\.? ?\d.*\Z", re.DOTALL)
_PAGE: Final = re.compile(r"\bp(?:p|ages?)?\.? ?([A-Z]{0,3}\d{1,3}(?:[-, ]{1,3}\d{1,3})*)")
_WORDS: Final = re.compile(r"\b[\d \u00a0]{1,7}(?:mots|words|Wörter|palabras)\b")


def _is_europresse(head: Head) -> bool:
    data = head.data
    return head.is_markup and (b"DocPublicationName" in data or b"docOcurrContainer" in data)


def europresse_records(name: str, data: bytes) -> Iterator[SourceFile]:
    """The articles of an export."""
    number = 0
    for article in list(page_of(data).iter("article")):
        if not any(around.tag == "article" for around in article.iterancestors("article")):
            number += 1
            yield record(name, number, _values(article))
    if not number:
        raise Rejected(NO_ARTICLE)


def _values(article: HtmlElement) -> dict[str, str]:
    values: dict[str, str] = {}
    for key, classes in _CLASSES.items():
        part = _part(article, classes)
        lines = list(lines_of(part)) if part is not None else []
        if part is not None:
            part.drop_tree()
        values[key] = ("\n\n" if key == "text" else "\n").join(lines)
    rest = list(lines_of(article))
    values["copyright"] = "\n".join(line for line in rest if line.startswith(("©", "Copyright")))
    values["other lines"] = "\n".join(
        line for line in rest if not line.startswith(("©", "Copyright"))
    )
    name, *issue = values["publication"].split("\n")
    cut = _ISSUE.search(name)
    values["issue"] = "\n".join([cut[0].strip(" ,"), *issue] if cut else issue)
    values["publication"] = name[: cut.start()] if cut else name
    return values | _of_header(values.pop("header"))


def _part(article: HtmlElement, classes: tuple[str, ...]) -> HtmlElement | None:
    """The first element of the first of these classes that has any text."""
    for name in classes:
        for part in article.iter():
            if isinstance(part.tag, str) and has_class(part, name) and any(lines_of(part)):
                return part
    return None


def _of_header(header: str) -> dict[str, str]:
    """ "Une, lundi 11 janvier 2010, p. 3" as section, day and page; all of it is kept."""
    dates = find_dates(header)
    if not dates:
        return {"header": header}
    before = header[: dates[0].span[0]].rstrip(" ,-\u2013\n")
    section, comma, weekday = before.rpartition(",")
    if not comma:
        section, weekday = "", before
    if len(weekday.split()) > 1:
        section = before
    page, words = _PAGE.search(header, dates[0].span[1]), _WORDS.search(header)
    return {
        "section": section.strip(),
        "date": header[dates[0].span[0] :],
        "page": page[1] if page else "",
        "word count": words[0].strip() if words else "",
        "header": header,
    }


EUROPRESSE: Final = Form(
    name="europresse",
    title="Europresse (HTML)",
    recognises=_is_europresse,
    records=lambda stream, name, budget: europresse_records(name, whole(stream, budget)),
)
