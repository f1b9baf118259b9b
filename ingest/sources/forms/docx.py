"""Word documents -> their text: the articles of an export from Nexis, else one article.

Read are the paragraphs of `word/document.xml` with their tabs and breaks, and the cells of tables,
in order (ECMA-376, part 1, chapter 17). Headers, footers, notes and pictures are not, nor what was
deleted with changes tracked.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ingest.records import SourceFile
from ingest.sources import archives
from ingest.sources.archives import Budget, Rejected
from ingest.sources.forms.form import Form
from ingest.sources.forms.safe_xml import parse_xml
from ingest.sources.forms.texts import articles_in

if TYPE_CHECKING:
    from lxml.etree import _Element

NO_DOCUMENT: Final = "It is no Word document that can be read: word/document.xml is missing."
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: The same in documents saved as "Strict Open XML".
_STRICT: Final = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_MAIN_PART: Final = "word/document.xml"
_BREAKS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
#: What is not printed, or printed twice: deleted text, and the older of two drawings of one thing.
_SKIPPED: Final = frozenset(("del", "moveFrom", "instrText", "delText", "Fallback"))


def _records(stream: io.BufferedReader, name: str, budget: Budget) -> Iterator[SourceFile]:
    for member in archives.members(stream, "zip", name, budget):
        if member.name == _MAIN_PART:
            if member.stream is None:
                raise Rejected(member.problem)
            root = parse_xml(archives.whole(member.stream, budget))
            yield from articles_in(name, "\n\n".join(_paragraphs(root)))
            return
    raise Rejected(NO_DOCUMENT)


def _paragraphs(root: _Element) -> Iterator[str]:
    """The paragraphs that say something, in the order of the document."""
    for paragraph in root.iter(f"{_W}p", f"{_STRICT}p"):
        text = "".join(_pieces(paragraph)).strip()
        if text and not any(_kind(around) in _SKIPPED for around in paragraph.iterancestors()):
            yield text


def _pieces(paragraph: _Element) -> Iterator[str]:
    """The texts of a paragraph, those of paragraphs inside it apart."""
    open_elements = list(reversed(paragraph))
    while open_elements:
        element = open_elements.pop()
        kind = _kind(element)
        if kind == "t":
            yield element.text or ""
        elif kind in _BREAKS:
            yield _BREAKS[kind]
        elif kind != "p" and kind not in _SKIPPED:
            open_elements.extend(reversed(element))


def _kind(element: _Element) -> str:
    """The local name of an element; comments are as good as deleted."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else "del"


DOCX: Final = Form(
    name="docx",
    title="Word document",
    recognises=lambda head: head.ending in (".docx", ".docm", ".dotx") and head.is_zip,
    records=_records,
    is_zip=True,
)
