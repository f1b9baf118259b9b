"""PAGE XML, the text of a scanned page as Transkribus, OCR4all and eScriptorium write it (PRImA).

What is read: the regions in the reading order that the page names, else in that of the file; of
each its lines, or its own text; regions of headings as headings. Coordinates, baselines and words
beside their line are no text. Noise and separators hold none. A page is one record.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final

from ingest.records import SourceFile
from ingest.sources.archives import Budget
from ingest.sources.forms.form import Form, Head
from ingest.sources.forms.markup import Element, named
from ingest.sources.forms.markup_fields import Fields
from ingest.sources.forms.markup_records import records_in, root_of
from ingest.sources.forms.markup_text import Paragraph
from ingest.sources.forms.scans.lines import ONE_PAGE, joined

NO_PAGE: Final = "It is PAGE XML without a page."
_ORDERED: Final = ("regionrefindexed", "regionref", "orderedgroupindexed", "unorderedgroupindexed")
_HEADINGS: Final = frozenset(("heading", "header-heading", "headline"))


def page_fields(page: Element) -> Fields:
    """The fields of a page."""
    regions = list(page.all("textregion", "tableregion"))
    order = {name: place for place, name in enumerate(_reading_order(page))}
    # Regions that the order does not name come where they stand in the file, after the others.
    regions.sort(key=lambda region: order.get(region.attribute("id"), len(order)))
    paragraphs = [paragraph for region in regions for paragraph in _paragraphs(region)]
    return {
        "text": paragraphs,
        "page": page.attribute("imagefilename"),
        "what this is": ONE_PAGE,
    }


def _reading_order(page: Element) -> Iterator[str]:
    order = page.first("readingorder")
    return _references(order) if order is not None else iter(())


def _references(group: Element) -> Iterator[str]:
    """The regions of a group by their index; groups lie in groups."""
    children = sorted(group.children, key=lambda child: _index(child.attribute("index")))
    for child in children:
        if child.attribute("regionref"):
            yield child.attribute("regionref")
        yield from _references(child)


def _index(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) < 9 else 0


def _paragraphs(region: Element) -> Iterator[Paragraph]:
    text = joined(_own_text(line) for line in _lines(region)) or _own_text(region)
    if text:
        heading = region.attribute("type") in _HEADINGS
        yield {"type": "heading", "text": text} if heading else text
    for inner in region.children:
        if inner.key in ("textregion", "tablecell"):
            yield from _paragraphs(inner)


def _lines(region: Element) -> list[Element]:
    return [child for child in region.children if child.key == "textline"]


def _own_text(element: Element) -> str:
    """The text of a region or line, the first of several readings; else its words."""
    readings = [child for child in element.children if child.key == "textequiv"]
    readings.sort(key=lambda reading: _index(reading.attribute("index")))
    if readings:
        return readings[0].text_of("unicode") or readings[0].text_of("plaintext")
    words = [child for child in element.children if child.key == "word"]
    return " ".join(filter(None, map(_own_text, words)))


def _records(stream: io.BufferedReader, name: str, budget: Budget) -> Iterator[SourceFile]:
    return records_in(stream, name, named("page"), page_fields, NO_PAGE)


def _is_page(head: Head) -> bool:
    return root_of(head) == "pcgts"


PAGE_XML: Final = Form(name="page-xml", title="PAGE XML", recognises=_is_page, records=_records)
