"""PDF with text in it -> that text: the articles of an export of a press database, else one.

The order of columns, headers and footers is guessed by the program that wrote the file, so the
article comes with a note. Pictures of pages have no text and are refused; nothing is recognised.
"""

from __future__ import annotations

import io
import logging
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from ingest.records import SourceFile
from ingest.sources.archives import Rejected, whole
from ingest.sources.forms.form import Form
from ingest.sources.forms.texts import articles_in

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

#: Limits of one document: an article has some pages, an export of a database some hundreds.
_PAGES: Final = 1_000
_SECONDS: Final = 60
#: Bytes of the instructions of one page; a page of a newspaper has up to 500 kB.
_INSTRUCTIONS: Final = 4 * 2**20
#: Lines of two paragraphs stand further apart than those of one, by this factor at least.
_APART: Final = 1.3
#: Characters of a document below which its pages are pictures.
_LEAST: Final = 40

NOTE: Final = "Read from a PDF: columns, headers and broken lines may stand in the wrong place."
ENCRYPTED: Final = "It is a PDF protected by a password. Save it without one, or send its text."
SCANNED: Final = (
    "It is a PDF without text: pictures of pages. Let a program recognise their text, and send"
    " that."
)
DAMAGED: Final = "It is a damaged PDF. Send an undamaged copy, or its text."


def pdf_articles(name: str, data: bytes) -> Iterator[SourceFile]:
    """The articles of a PDF; raises Rejected with a sentence."""
    text, notes = _text_of(data)
    if len(text.strip()) < _LEAST:
        raise Rejected(SCANNED)
    for file in articles_in(name, text):
        yield replace(file, notes=(NOTE, *notes))


def _text_of(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of the pages, and what was not read of them."""
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Rejected(ENCRYPTED)
        return _pages(reader)
    except pypdf.errors.DependencyError:
        raise Rejected(ENCRYPTED) from None
    except (Rejected, MemoryError):
        raise
    except Exception as error:
        logging.getLogger(__name__).info("A PDF cannot be read: %r", error)
        raise Rejected(DAMAGED) from None


def _pages(reader: PdfReader) -> tuple[str, tuple[str, ...]]:
    texts: list[str] = []
    left_out: list[str] = []
    end = time.process_time() + _SECONDS
    notes: list[str] = []
    for number in range(1, len(reader.pages) + 1):
        if number > _PAGES or time.process_time() > end:
            notes.append(f"Only the first {number - 1:,} pages were read.")
            break
        text = _page(reader, number, end)
        if text is None:
            left_out.append(f"{number:,}")
        else:
            texts.append(text)
    if left_out and not texts:
        raise Rejected(DAMAGED)
    if left_out:
        notes.append(f"These pages cannot be read and are missing: {', '.join(left_out)}.")
    return "\n\n".join(texts), tuple(notes)


def _page(reader: PdfReader, number: int, end: float) -> str | None:
    """The text of a page, None where it cannot be read, or not before so much processor time."""
    try:
        page = reader.pages[number - 1]
        contents = page.get_contents()
        if contents is not None and len(contents.get_data()) > _INSTRUCTIONS:
            return None
        return _with_gaps(page, end).replace("\0", "")
    except MemoryError:
        raise
    except Exception:
        return None


def _with_gaps(page: PageObject, end: float) -> str:
    """The text of a page, with an empty line where lines stand further apart than most."""
    pieces: list[tuple[str, float]] = []

    def note(text: str, outer: list[float], inner: list[float], font: object, size: float) -> None:
        pieces.append((text, inner[4] * outer[1] + inner[5] * outer[3] + outer[5]))

    def hurry(*_: object) -> None:
        # Pages may draw parts that draw parts, twice each.
        if time.process_time() > end:
            raise TimeoutError

    text = page.extract_text(visitor_text=note, visitor_operand_before=hurry)
    if "".join(piece for piece, _ in pieces).split() != text.split():
        return text
    heights = [height for piece, height in pieces if piece.strip()]
    steps = [round(above - below, 1) for above, below in pairwise(heights) if above > below]
    usual = Counter(steps).most_common(1)[0][0] if steps else 0.0
    shown: list[str] = []
    before: float | None = None
    for piece, height in pieces:
        if piece.strip():
            if before is not None and before - height > usual * _APART:
                shown.append("\n\n")
            before = height
        shown.append(piece)
    return "".join(shown)


PDF: Final = Form(
    name="pdf",
    title="PDF with text",
    recognises=lambda head: head.data.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"%PDF-"),
    records=lambda stream, name, budget: pdf_articles(name, whole(stream, budget)),
)
