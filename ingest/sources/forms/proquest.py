"""Texts exported from ProQuest: documents between lines of underscores, a label a field.

"Title:", "Author:", "Publication title:", "Publication date:", "Section:", "Abstract:", "Full
text:" and "Document URL:" are fields of the article; every other label is kept under its own name.
A title without a label stands on the first line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from ingest.records import SourceFile
from ingest.sources.forms.export_text import (
    Labelled,
    Labels,
    add,
    blocks_of,
    cover,
    paper,
    paragraphs,
    section,
    text_form,
)
from ingest.sources.forms.form import record

_SEPARATOR: Final = re.compile(r"\s{0,9}_{30,}\s*\Z")
_MARK: Final = "_" * 30
_NUMBER: Final = re.compile(r"Document \d{1,5} of \d{1,5}\Z")
#: Labels by the key of a record that has their value; the rest keep their names.
_LABELS_OF: Final = {
    "headline": "title",
    "authors": "author; author/byline; byline",
    "text": "full text",
    "abstract": "abstract; abstract (summary)",
    "publication": "publication title",
    "date": "publication date",
    "section": "section",
    "url": "document url",
    "language": "language of publication",
}
_OTHERS: Final = (
    "subject; business indexing term; location; people; company / organization; page; publisher;"
    " company/organization; classification; identifier / keyword; publication info; publication"
    " year; publication subject; year; volume; issue; pages; first page; number of pages; place of"
    " publication; country of publication; issn; eissn; source type; document type; proquest"
    " document id; accession number; copyright; last updated; database; dateline; column; edition;"
    " links; correspondence author; credit; caption; source attribution; source; document feature;"
    " illustration; notes; supplement; alternate title; translated title"
)
_LABEL: Final = re.compile(r"([A-Z][^:\r\n]{1,30}?)[ \t]{0,3}:(?:[ \t\u00a0]+|\Z)")
_LABELS: Final = Labels(_LABEL, _LABELS_OF, _OTHERS)
#: Labels that also begin paragraphs end a text only where another label follows so soon.
_SOON: Final = 4


def is_proquest(text: str) -> bool:
    """Whether a text is an export of ProQuest: its line of underscores, and labels of its own."""
    own = ("\nFull text:", "\nPublication title:", "\nProQuest document ID:")
    return _MARK in text and any(label in text for label in own)


def proquest_records(name: str, lines: Sequence[str]) -> Iterator[SourceFile]:
    """The documents of an export; what holds no document is set aside. A text of which nothing is
    one is no export, but a story with a line of underscores."""
    number = 0
    rest: list[str] = []
    for document in _parted(lines):
        blocks = blocks_of(document, _LABELS.of)
        known = sum(block.label in ("headline", "text", "publication", "date") for block in blocks)
        if known > 1:
            number += 1
            yield record(name, number, _values(blocks))
        else:
            rest += document
    if number:
        yield from cover(name, rest)
    else:
        yield SourceFile(name, "\n".join(lines).encode("utf-8", "replace"))


def _parted(lines: Sequence[str]) -> Iterator[list[str]]:
    held: list[str] = []
    for line in lines:
        if _SEPARATOR.match(line):
            yield held
            held = []
        else:
            held.append(line)
    yield held


def _values(blocks: list[Labelled]) -> dict[str, str]:
    """The fields of a document; blocks without a label go on with the one before them."""
    values: dict[str, str] = {}
    texts: list[Labelled] = []
    label = "headline"
    for at, block in enumerate(blocks):
        if label == "text" and not _ends_text(blocks, at):
            texts.append(block.unlabelled() if block.label else block)
            continue
        label = block.label or label
        if label == "text":
            texts.append(block)
        elif not _NUMBER.match(block.text) and block.text != values.get(label):
            # A title that stands above the labels and once more under its own counts once.
            add(values, label, block.text)
    values.update(paper(values.pop("publication", "")))
    values.update(section(values.pop("section", "")))
    return {**values, "text": paragraphs(texts)}


def _ends_text(blocks: list[Labelled], at: int) -> bool:
    """Whether a block below the text is a field: others follow soon."""
    following = islice(blocks, at + 1, at + _SOON)
    return bool(blocks[at].label) and any(block.label for block in following)


PROQUEST: Final = text_form("proquest", "ProQuest", is_proquest, proquest_records)
