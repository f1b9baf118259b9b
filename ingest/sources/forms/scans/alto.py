"""ALTO, the text of a scanned page with its places (Library of Congress, versions 1 to 4).

What is read: the strings of each block, in the order of the file, a block a paragraph; a word that
a line breaks by its SUBS_CONTENT, or by its hyphen. Coordinates, styles, alternatives and
confidences are no text. A page is held until METS names its articles (`issues.py`); without METS it
is one record, with its number as a further field.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

from archive.record.evidence import Fact
from ingest.records import SourceFile
from ingest.sources.archives import Budget, Rejected
from ingest.sources.forms.form import Form, Head, as_json, record
from ingest.sources.forms.markup import Element, MarkupNotes, elements, named
from ingest.sources.forms.markup_records import CUT_SHORT, root_of
from ingest.sources.forms.scans.lines import EMPTY_PAGE, ONE_PAGE, joined

NO_PAGE: Final = "It is ALTO without a page."
#: The first key of a page that is held: nothing else begins so.
_MARK: Final = "alto page"
_BEGINS: Final = f'{{"{_MARK}":'.encode()


@dataclass(frozen=True, slots=True)
class ScannedBlock:
    """A block of text: its id with those of the blocks around it, and its words."""

    ids: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """A page of the file `name`."""

    name: str
    number: str
    blocks: tuple[ScannedBlock, ...]
    facts: tuple[Fact, ...] = ()
    #: Why it has no blocks, where it is not that it has no text.
    problem: str = ""

    def packed(self) -> SourceFile:
        """The page as it is handed to what joins pages."""
        blocks = [[*block.ids, block.text] for block in self.blocks]
        values = {_MARK: self.number, "blocks": blocks}
        return SourceFile(self.name, as_json(values))

    def alone(self, place: int = 1) -> SourceFile:
        """The page as one record."""
        if not self.blocks:
            return SourceFile(self.name, b"", self.problem or EMPTY_PAGE)
        values = {
            "text": [block.text for block in self.blocks],
            "page": self.number,
            "what this is": ONE_PAGE,
        }
        return record(self.name, place, values, self.facts)


def page_in(source: SourceFile) -> ScannedPage | None:
    """The page that a form handed on, None of any other file."""
    if not source.data.startswith(_BEGINS):
        return None
    values = json.loads(source.data)
    blocks = tuple(ScannedBlock(tuple(ids), text) for *ids, text in values["blocks"])
    return ScannedPage(source.name, values[_MARK], blocks, source.facts)


def page_of(element: Element, name: str) -> ScannedPage:
    """The page that an element holds."""
    number = element.attribute("printed_img_nr") or element.attribute("physical_img_nr")
    blocks = tuple(_blocks(element, ()))
    return ScannedPage(name, number, blocks, problem="" if blocks else element.problem)


def _blocks(element: Element, ids: tuple[str, ...]) -> Iterator[ScannedBlock]:
    for child in element.children:
        own = (*ids, child.attribute("id"))
        if child.key == "textblock":
            text = joined(_lines(child))
            if text:
                yield ScannedBlock(own, text)
        else:
            yield from _blocks(child, own)


def _lines(block: Element) -> Iterator[str]:
    for line in block.all("textline"):
        words: list[str] = []
        for part in line.children:
            if part.key == "string":
                words.append(_word(part))
            elif part.key == "hyp" and words and words[-1]:
                # Where the whole word is known, it stands at the first part.
                known = any(p.attribute("subs_type") == "HypPart1" for p in line.all("string"))
                words[-1] += "" if known else "\u00ad"
        yield " ".join(word for word in words if word)


def _word(string: Element) -> str:
    """A word; the second part of a broken one says nothing, for the first is the whole."""
    kind, whole = string.attribute("subs_type"), string.attribute("subs_content")
    if whole and kind == "HypPart1":
        return whole
    return "" if whole and kind == "HypPart2" else string.attribute("content")


def _records(stream: io.BufferedReader, name: str, budget: Budget) -> Iterator[SourceFile]:
    notes = MarkupNotes()
    pages = elements(stream, named("page"), notes)
    first, second = next(pages, None), next(pages, None)
    if first is None:
        raise Rejected(NO_PAGE)
    if second is None:
        only = page_of(first, name)
        yield only.alone() if only.problem else only.packed()
    else:
        for number, page in enumerate(chain((first, second), pages), 1):
            yield page_of(page, name).alone(number)
    if notes.cut:
        yield SourceFile(name, b"", CUT_SHORT)
    for sentence in notes.sentences():
        yield SourceFile(name, b"", sentence)


def _is_alto(head: Head) -> bool:
    return root_of(head) == "alto"


ALTO: Final = Form(name="alto", title="ALTO", recognises=_is_alto, records=_records)
