"""Texts exported from NewsBank (Access World News): documents that end in "Copyright:".

"Title:" or the first line is the headline; paper and day stand on the line "Alder Courier, The
(MA) - January 11, 2010" or under "Paper:" and "Date:"; "Author/Byline:" and "Section:" are fields,
every other label ("Edition:", "Page:", "Record Number:", "Index Terms:") is kept under its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ingest.records import SourceFile
from ingest.sources.forms.export_text import (
    Labelled,
    Labels,
    add,
    blocks_of,
    is_date,
    paper,
    paragraphs,
    section,
    text_form,
)
from ingest.sources.forms.form import record

#: Labels by the key of a record that has their value; the rest keep their names.
_LABELS_OF: Final = {
    "headline": "title; headline",
    "authors": "author; author/byline; byline",
    "publication": "paper; publication; source",
    "date": "date",
    "section": "section",
}
_OTHERS: Final = (
    "column; edition; page; readability; dateline; memo; caption; correction; index terms; series;"
    " record number; record; article id; product; openurl link; document id; word count; copyright"
)
_LABEL: Final = re.compile(r"[ \t]{0,9}([A-Z][A-Za-z/ ]{2,16}):(?:[ \t\u00a0]+|\Z)")
_LABELS: Final = Labels(_LABEL, _LABELS_OF, _OTHERS)
#: Labels below a text.
_LAST: Final = frozenset(
    ("caption", "memo", "correction", "index terms", "record number", "record", "copyright",
     "article id", "document id", "openurl link", "product")
)  # fmt: skip
#: The last of these ends a document.
_ENDS: Final = frozenset(("copyright", "record number", "record", "article id", "document id"))
_COPYRIGHT: Final = ("Copyright (c)", "Copyright ©", "(c) ", "© ")
_RULE: Final = re.compile(r"\s{0,9}[-_=*]{10,}\s*\Z")
_CITED: Final = re.compile(
    r"(?P<paper>[^\r\n]{2,80}?)\s+[-\u2013\u2014|]\s+(?P<date>[^\r\n]{6,60})\Z"
)


def is_newsbank(text: str) -> bool:
    """Whether a text is an export of NewsBank: a number of the record, and labels only it has."""
    if "Record Number:" not in text and "Record:" not in text:
        return False
    own = ("Author/Byline:", "Readability:", "OpenURL Link:", "NewsBank", "\nPaper:")
    return "Copyright" in text and any(label in text for label in own)


def newsbank_records(name: str, lines: Sequence[str]) -> Iterator[SourceFile]:
    """The documents of an export."""
    written = (line for line in lines if not _RULE.match(line))
    for number, blocks in enumerate(_parted(blocks_of(written, _label_of)), 1):
        yield record(name, number, _values(blocks))


def _parted(blocks: list[Labelled]) -> Iterator[list[Labelled]]:
    """A document ends with its copyright or number, below its text; what follows is the next."""
    held: list[Labelled] = []
    labelled, told = False, False
    for block in blocks:
        if told and held[-1].label in _ENDS and block.label not in _LAST:
            yield held
            held, labelled, told = [], False, False
        held.append(block)
        told = told or (labelled and not block.label)
        labelled = labelled or bool(block.label)
    if held:
        yield held


def _label_of(line: str) -> tuple[str, str] | None:
    if line.lstrip().startswith(_COPYRIGHT):
        return "copyright", line
    return _LABELS.of(line)


def _values(blocks: list[Labelled]) -> dict[str, str]:
    """The fields of a document: labels above the text, the text, labels below it."""
    above = [at for at, block in enumerate(blocks) if block.label and block.label not in _LAST]
    below = next((at for at, block in enumerate(blocks) if block.label in _LAST), len(blocks))
    start = 0
    while start < below and (blocks[start].label or (above and start < above[0])):
        start += 1
    values = _by_place([block for block in blocks[:start] if not block.label])
    label = ""
    for block in (*blocks[:start], *blocks[below:]):
        label = block.label or label
        if label and (block.label or label in _LAST):
            add(values, label, block.text)
    values.update(paper(values.pop("publication", "")))
    values.update(section(values.pop("section", "")))
    return {**values, "text": paragraphs(block.unlabelled() for block in blocks[start:below])}


def _by_place(blocks: list[Labelled]) -> dict[str, str]:
    """Headline, paper and day of the lines above the labels."""
    values: dict[str, str] = {}
    for line in (line.strip() for block in blocks for line in block.lines):
        cited = _CITED.match(line)
        if cited and is_date(cited["date"]):
            values |= {"publication": cited["paper"], "date": cited["date"]}
        else:
            add(values, "headline" if "headline" not in values else "subtitle", line)
    return values


NEWSBANK: Final = text_form("newsbank", "NewsBank", is_newsbank, newsbank_records)
