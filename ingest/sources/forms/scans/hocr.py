"""hOCR, the text of scanned pages in HTML (tesseract and others; hocr-spec 1.2).

What is read: each ocr_page is a record; its paragraphs (ocr_par, else ocr_carea) with their lines,
broken words whole again; the title of the document as a further field. Boxes and confidences are
no text.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Final

from ingest.records import SourceFile
from ingest.sources.archives import Budget, Rejected
from ingest.sources.forms.form import Form, Head, record
from ingest.sources.forms.markup import Element, MarkupNotes, elements, named
from ingest.sources.forms.scans.lines import EMPTY_PAGE, ONE_PAGE, joined

NO_PAGE: Final = "It is hOCR without a page."
_MARK: Final = re.compile(
    r"class\s{0,3}=\s{0,3}[\"']ocr_page[\"']|name\s{0,3}=\s{0,3}[\"']ocr-system"
)
_PARAGRAPHS: Final = frozenset(("ocr_par", "ocr_p", "ocr_carea", "ocr_caption", "ocr_header"))
_LINES: Final = frozenset(("ocr_line", "ocrx_line", "ocr_textfloat", "ocr_header", "ocr_caption"))


def _classes(element: Element) -> set[str]:
    return {*element.attribute("class").split()}


def _below(element: Element, classes: frozenset[str]) -> Iterator[Element]:
    """The outermost elements of these classes below."""
    for child in element.children:
        if _classes(child) & classes:
            yield child
        else:
            yield from _below(child, classes)


def page_text(page: Element) -> list[str]:
    """The paragraphs of a page. What stands in no paragraph or line is one as well."""
    found: list[str] = []
    loose: list[str] = []
    for child in page.parts:
        if isinstance(child, str):
            loose.append(child)
            continue
        classes = _classes(child)
        if classes & _LINES:
            loose.append(child.text)
            continue
        if loose:
            found.append(joined(loose))
            loose = []
        inner = list(_below(child, _PARAGRAPHS | _LINES))
        if not inner or (classes & {"ocr_par", "ocr_p"}):
            lines = [line.text for line in _below(child, _LINES)]
            found.append(joined(lines) if lines else child.text)
        else:
            found += page_text(child)
    if loose:
        found.append(joined(loose))
    return [text for text in found if text]


def _records(stream: io.BufferedReader, name: str, budget: Budget) -> Iterator[SourceFile]:
    number = 0
    problem = ""
    for body in elements(stream, named("body"), MarkupNotes()):
        for page in _below(body, frozenset(("ocr_page",))):
            number += 1
            text = page_text(page)
            if text:
                yield record(name, number, {"text": text, "what this is": ONE_PAGE})
            else:
                yield SourceFile(f"{name}:{number}", b"", EMPTY_PAGE)
        problem = problem or body.problem
    if not number:
        raise Rejected(problem or NO_PAGE)
    if problem:
        yield SourceFile(name, b"", problem)


def _is_hocr(head: Head) -> bool:
    return (
        head.ending in (".html", ".htm", ".hocr", ".xhtml", ".xml")
        and head.text.startswith("<")
        and "ocr" in head.text
        and _MARK.search(head.text) is not None
    )


HOCR: Final = Form(name="hocr", title="hOCR", recognises=_is_hocr, records=_records)
