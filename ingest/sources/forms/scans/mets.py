"""METS of an issue of a newspaper: which blocks of its pages (ALTO) are which article.

What is read: of the logical structMap each division that is an article, a letter or an
advertisement, with the blocks that it names, across pages; its title, persons and language by its
MODS or Dublin Core, else its label, else its blocks of headings; publication and day by those of
the issue; the label of a section. Its kind, its id and its pages are further fields. The pages lie
in other files: `issues.py` joins them.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from archive.record.evidence import Fact
from ingest.records import SourceFile
from ingest.sources.archives import Budget, Rejected
from ingest.sources.forms.form import Form, Head, as_json
from ingest.sources.forms.markup import Element, MarkupNotes, elements, named
from ingest.sources.forms.markup_records import CUT_SHORT, root_of

NO_ISSUE: Final = "It is METS that names no articles of a newspaper."
#: The first key of an issue that is handed on: nothing else begins so.
_MARK: Final = "mets issue"
_BEGINS: Final = f'{{"{_MARK}":'.encode()

#: Kinds of divisions that are records, by the beginning of their names in lower case.
_ARTICLES: Final = re.compile(
    r"(?:article|artikel|advert|anzeige|annonce|letter|obituar|announcement|notice|editorial|poem"
    r"|review|interview|news|column|feature|serial|literature|weather|shipping|chapter|story)"
    r"(?!.*(?:paper|section))"
)
_HEADINGS: Final = re.compile(r"head|title|overline|subhead")
_MAIN_HEADINGS: Final = frozenset(("heading", "headline", "title", "head", "main_title"))
_BYLINES: Final = frozenset(("author", "byline", "signature"))
_SECTIONS: Final = re.compile(r"section|rubri|column_group")


@dataclass(frozen=True, slots=True)
class Area:
    """A stretch of a page: the file that METS names ("" where it names none), and the ids of its
    first and last block ("" for the whole page)."""

    file: str
    begin: str
    end: str
    #: "text", "heading" or "byline".
    kind: str


@dataclass(frozen=True, slots=True)
class Issue:
    """The articles of the METS file `name`: their fields and areas; addresses of its pages."""

    name: str
    articles: tuple[tuple[dict[str, Any], tuple[Area, ...]], ...]
    facts: tuple[Fact, ...] = ()

    def packed(self) -> SourceFile:
        """The issue as it is handed to what joins pages."""
        articles = [
            [fields, [[a.file, a.begin, a.end, a.kind] for a in areas]]
            for fields, areas in self.articles
        ]
        return SourceFile(self.name, as_json({_MARK: articles}))

    @property
    def files(self) -> set[str]:
        return {area.file for _, areas in self.articles for area in areas}


def issue_in(source: SourceFile) -> Issue | None:
    """The issue that the form handed on, None of any other file."""
    if not source.data.startswith(_BEGINS):
        return None
    articles = tuple(
        (fields, tuple(Area(*area) for area in areas))
        for fields, areas in json.loads(source.data)[_MARK]
    )
    return Issue(source.name, articles, source.facts)


def issue_of(mets: Element, name: str) -> Issue:
    """The articles of an issue."""
    reader = _Reader(mets)
    maps = list(mets.all("structmap"))
    logical = [found for found in maps if found.attribute("type").casefold() == "logical"]
    articles = [article for found in logical or maps for article in reader.articles(found, ())]
    return Issue(name, tuple(articles))


class _Reader:
    """Descriptions and files of a METS file by their ids."""

    def __init__(self, mets: Element) -> None:
        self._described = {part.attribute("id"): part for part in mets.all("dmdsec")}
        self._files: dict[str, str] = {}
        for file in mets.all("file"):
            place = file.first("flocat")
            if place is not None:
                self._files[file.attribute("id")] = place.attribute("href")
        # What is described without an article that it belongs to: the issue.
        dated = (part for part in self._described.values() if part.text_of("dateissued", "date"))
        self._issue = next(dated, None)

    def articles(
        self, element: Element, around: tuple[Element, ...]
    ) -> Iterator[tuple[dict[str, Any], tuple[Area, ...]]]:
        """The articles below an element, in order; one within another belongs to it."""
        for div in element.children:
            if div.key != "div":
                continue
            kind = div.attribute("type").casefold()
            if _ARTICLES.match(kind):
                yield self._fields(div, around), tuple(self._areas(div, "text"))
            else:
                yield from self.articles(div, (*around, div))

    def _fields(self, div: Element, around: tuple[Element, ...]) -> dict[str, Any]:
        own = self._descriptions(div)
        # From the section outwards to the issue.
        outer = [part for each in reversed(around) for part in self._descriptions(each)]
        outer += [self._issue] if self._issue is not None else []
        sections = [part for part in around if _SECTIONS.search(part.attribute("type").casefold())]
        return {
            "headline": _first(own, "title") or _label(div),
            "standfirst": _first(own, "subtitle"),
            "date": _first(own, "dateissued") or _first(outer, "dateissued", "date"),
            "authors": [_person(name) for part in own for name in part.all("name", "creator")],
            "publication": _first(outer, "title") or next(filter(None, map(_label, around)), ""),
            "section": _label(sections[-1]) if sections else "",
            "language": _first(own, "languageterm", "language")
            or _first(outer, "languageterm", "language"),
            "kind": div.attribute("type"),
            "id": div.attribute("id"),
        }

    def _descriptions(self, div: Element) -> list[Element]:
        ids = div.attribute("dmdid").split()
        return [self._described[name] for name in ids if name in self._described]

    def _areas(self, div: Element, kind: str) -> Iterator[Area]:
        for child in div.children:
            if child.key == "div":
                yield from self._areas(child, _kind_of(child, kind))
            elif child.key in ("area", "fptr", "seq", "par"):
                file = child.attribute("fileid")
                begin, end = child.attribute("begin"), child.attribute("end")
                if begin or (file and not child.children):
                    yield Area(self._files.get(file, ""), begin, end, kind)
                yield from self._areas(child, kind)


def _kind_of(div: Element, around: str) -> str:
    kind = div.attribute("type").casefold()
    if kind in _BYLINES:
        return "byline"
    if kind in _MAIN_HEADINGS or _HEADINGS.search(kind):
        return "heading"
    return around


def _first(parts: list[Element], *keys: str) -> str:
    return next((text for part in parts if (text := part.text_of(*keys))), "")


def _person(name: Element) -> str:
    """A person of MODS in natural order; of Dublin Core as it stands."""
    parts = [part for part in name.children if part.key == "namepart"]
    given = [part.text for part in parts if part.attribute("type") == "given"]
    family = [part.text for part in parts if part.attribute("type") == "family"]
    others = [part.text for part in parts if not part.attribute("type")]
    return " ".join((*given, *family) or others) or name.text_of("displayform") or name.text


def _label(div: Element) -> str:
    return " ".join(div.attribute("label").split())


def _records(stream: io.BufferedReader, name: str, budget: Budget) -> Iterator[SourceFile]:
    notes = MarkupNotes()
    found = list(elements(stream, named("mets"), notes))
    issues = [issue_of(mets, name) for mets in found]
    if not issues or not issues[0].articles:
        problem = next((mets.problem for mets in found), "")
        raise Rejected(problem or (CUT_SHORT if notes.cut else NO_ISSUE))
    yield issues[0].packed()
    if notes.cut:
        yield SourceFile(name, b"", CUT_SHORT)
    for sentence in notes.sentences():
        yield SourceFile(name, b"", sentence)


def _is_mets(head: Head) -> bool:
    return root_of(head) == "mets"


METS: Final = Form(name="mets", title="METS with ALTO", recognises=_is_mets, records=_records)
