"""Exports of Factiva, as HTML and as text: fields under codes, or by their place.

HD headline, BY authors, PD day, ET time, SN paper, SE section, LA language, LP and TD the text; all
other codes are further fields under their names in `_CODES`. Without codes the head is a line each:
headline, author, "121 words", day, paper, code, page, language, copyright.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from ingest.records import SourceFile
from ingest.sources.archives import Rejected, whole
from ingest.sources.forms.export_pages import has_class, lines_of, page_of
from ingest.sources.forms.export_text import (
    Labelled,
    add,
    blocks_of,
    cover,
    is_date,
    paper,
    paragraphs,
    text_form,
    wrapped_text,
)
from ingest.sources.forms.form import Form, Head, record

if TYPE_CHECKING:
    from lxml.html import HtmlElement

NO_ARTICLE: Final = "There is no article in this export of Factiva."
#: For heads of which nothing is known by a class.
EMPTY: Final[Mapping[str, str]] = MappingProxyType({})
#: Factiva's codes of fields and the keys of a record.
_CODES: Final = {
    "HD": "headline", "BY": "authors", "PD": "date", "ET": "time", "SN": "publication",
    "SE": "section", "LA": "language", "LP": "lead", "TD": "text", "WC": "word count",
    "SC": "source code", "ED": "edition", "PG": "page", "VOL": "volume", "CY": "copyright",
    "CR": "credit line", "CLM": "column", "CT": "contact", "CX": "correction", "ART": "art",
    "RF": "reference", "CO": "companies", "IN": "industries", "NS": "subjects", "RE": "regions",
    "IPC": "information provider codes", "IPD": "information provider descriptors",
    "PUB": "publisher", "AN": "accession number", "DE": "descriptors", "NGC": "newsgroup codes",
    "RN": "report number", "PN": "product name", "SU": "supplement",
}  # fmt: skip
_CODE: Final = re.compile(r"(?P<code>[A-Z]{2,3})(?:[ \t\u00a0]+(?P<value>\S.*)|[ \t\u00a0]*)\Z")
_WORDS: Final = re.compile(
    r"[\d.,\u00a0 ]{1,9}(?:words|mots|Wörter|palabras|parole|palavras|woorden|слов|ord)\Z"
)
_DOCUMENT: Final = re.compile(r"Documento? (?P<code>[A-Z]{2,10}0{0,4}\d{8}[0-9a-zA-Z]{0,10})\Z")
_NUMBERED: Final = re.compile(r"Documento? [A-Z]{2,10}\d")
_COPYRIGHT: Final = re.compile(r"(?:copyright\b|©|\(c\)|\(copyright\))", re.IGNORECASE)
_TIME: Final = re.compile(r"\d{1,2}:\d{2}(?: ?[AaPp][Mm])?(?: [A-Z]{2,4})?\Z")
_FIRST_PAGES: Final = re.compile(r"[A-Z]{0,3}\d{1,4}[A-Za-z]?\Z")
_SOURCE_CODE: Final = re.compile(r"[A-Z][A-Z0-9]{2,9}\Z")


# Text ---------------------------------------------------------------------------------------------


def is_factiva(text: str) -> bool:
    """Whether a text is an export of Factiva: its codes on lines of their own, or its numbers."""
    if not all(code in text for code in ("HD", "PD", "SN")) and not _NUMBERED.search(text):
        return False
    lines = [line.strip() for line in text.splitlines()]
    codes = {line[:3].strip() for line in lines if _CODE.match(line)}
    if codes.issuperset(("HD", "PD", "SN")) and codes & {"LP", "TD"}:
        return True
    return any(_WORDS.match(line) for line in lines) and any(
        _DOCUMENT.match(line) for line in lines
    )


def factiva_records(name: str, lines: Sequence[str]) -> Iterator[SourceFile]:
    """The documents of an export as text; what holds no document is set aside."""
    coded = sum(bool(_label_of(line)) for line in lines) >= 4
    parted = _parted_by_codes(lines) if coded else _parted_by_numbers(lines)
    number = 0
    rest: list[str] = []
    for document in parted:
        values = _by_codes(document) if coded else _by_place(_paragraph_lines(document))
        if values.get("headline") or values.get("text"):
            number += 1
            yield record(name, number, values)
        else:
            rest += document
    yield from cover(name, rest)


def _label_of(line: str) -> tuple[str, str] | None:
    match = _CODE.match(line)
    if match is None or match["code"] not in _CODES:
        return None
    return _CODES[match["code"]], match["value"] or ""


def _parted_by_codes(lines: Sequence[str]) -> Iterator[Sequence[str]]:
    """A document begins at its first code of SE and HD."""
    start, begun = 0, False
    for at, line in enumerate(lines):
        label = _label_of(line)
        if label and label[0] in ("section", "headline"):
            if not begun:
                yield lines[start:at]
                start = at
            begun = True
        elif label:
            begun = False
    yield lines[start:]


def _parted_by_numbers(lines: Sequence[str]) -> Iterator[Sequence[str]]:
    start = 0
    for at, line in enumerate(lines):
        if _DOCUMENT.match(line.strip()):
            yield lines[start : at + 1]
            start = at + 1
    yield lines[start:]


def _by_codes(lines: Sequence[str]) -> dict[str, str]:
    """The fields of a document with codes; lines without one go on with the code before them."""
    found: dict[str, list[Labelled]] = {}
    label = ""
    for block in blocks_of(lines, _label_of):
        label = block.label or label
        if label:
            found.setdefault(label, []).append(block)
    texts = paragraphs([*found.pop("lead", []), *found.pop("text", [])])
    values = {key: "\n".join(b.text for b in blocks).strip() for key, blocks in found.items()}
    return _as_fields(values) | {"text": texts}


def _paragraph_lines(lines: Sequence[str]) -> list[str]:
    """The head a line each, and below it the paragraphs."""
    head = next((at for at, line in enumerate(lines) if _WORDS.match(line.strip())), 0)
    end = head
    while end < len(lines) and (end <= head or lines[end].strip()):
        end += 1
    return [line.strip() for line in lines[:end]] + wrapped_text(lines[end:]).split("\n\n")


# HTML ---------------------------------------------------------------------------------------------

_PAGE: Final = re.compile(
    rb"""<div[^>]{0,80}\bclass=["']article \w{2}Article["']|<p class=["']articleParagraph \w"""
    rb"""|<div[^>]{0,80}\bid=["']article-[A-Z]{2,10}0{0,4}\d{8}""",
    re.IGNORECASE,
)


def _is_page(head: Head) -> bool:
    """Whether a page is an export: an element of Factiva's class, or with an id of its own."""
    data = head.data
    marked = head.is_markup and (b"articleParagraph" in data or b'"article-' in data)
    return marked and bool(_PAGE.search(data))


def page_records(name: str, data: bytes) -> Iterator[SourceFile]:
    """The articles of an export as HTML."""
    number = 0
    for element in page_of(data).iter("div"):
        if _is_article(element) and not any(map(_is_article, element.iterancestors("div"))):
            number += 1
            yield record(name, number, _by_rows(element) or _by_classes(element))
    if not number:
        raise Rejected(NO_ARTICLE)


def _is_article(element: HtmlElement) -> bool:
    return has_class(element, "article") or element.get("id", "").startswith("article-")


def _by_rows(article: HtmlElement) -> dict[str, str]:
    """The fields of the older table: a code and its value in each row; none without such rows."""
    values: dict[str, str] = {}
    texts: list[str] = []
    for row in article.iter("tr"):
        if len(row) != _CELLS:
            add(values, "more", "\n".join(lines_of(row)))
            continue
        code = " ".join(lines_of(row[0]))
        lines = list(lines_of(row[1]))
        if code in ("LP", "TD"):
            texts += lines
        elif lines:
            add(values, _CODES.get(code, code or "more"), "\n".join(lines))
    if not texts and "headline" not in values:
        return {}
    return _as_fields(values) | {"text": "\n\n".join(texts)}


_CELLS: Final = 2


def _by_classes(article: HtmlElement) -> dict[str, str]:
    """The fields of the newer layout: classes name headline and author, the rest has its place."""
    known: dict[str, str] = {}
    for part in article.iter("span", "div"):
        classes = part.get("class", "")
        if classes.endswith("Headline"):
            known.setdefault("headline", " ".join(lines_of(part)))
        elif has_class(part, "author"):
            known.setdefault("authors", " ".join(lines_of(part)))
    return _by_place(list(lines_of(article)), known)


# Heads without codes ------------------------------------------------------------------------------


def _by_place(lines: Sequence[str], known: Mapping[str, str] = EMPTY) -> dict[str, str]:
    """The fields of a document by the place of its lines: the number of words stands below headline
    and author, day, paper and the rest below it up to the copyright."""
    lines = [line for line in lines if line]
    counted = next((at for at, line in enumerate(lines) if _WORDS.match(line)), -1)
    if counted < 0:
        return {"headline": "".join(lines[:1]), "text": "\n\n".join(lines[1:])}
    values: dict[str, str] = {"word count": lines[counted]}
    values |= known or _above(lines[:counted])
    if known:
        others = [line for line in lines[:counted] if line not in known.values()]
        values["section"] = "\n".join(others)
    at = counted + 1
    while at < len(lines) and at < counted + 10 and not _COPYRIGHT.match(lines[at - 1]):
        key = _key_of(lines[at], values)
        if not key:
            break
        add(values, key, lines[at])
        at += 1
    end = len(lines)
    if end > at and (match := _DOCUMENT.match(lines[end - 1])):
        values["accession number"] = match["code"]
        end -= 1
    return _as_fields(values) | {"text": "\n\n".join(lines[at:end])}


def _above(lines: Sequence[str]) -> dict[str, str]:
    """Section, headline and author above the number of words; without three lines, no section."""
    lines = list(lines)
    section = lines.pop(0) if len(lines) > 2 else ""
    return {"section": section, "headline": "".join(lines[:1]), "authors": "\n".join(lines[1:])}


def _key_of(line: str, values: dict[str, str]) -> str:
    """What a line between the number of words and the text says."""
    if "date" not in values and is_date(line):
        return "date"
    if _TIME.match(line):
        return "time"
    if _COPYRIGHT.match(line):
        return "copyright"
    if "language" in values:
        return ""
    if "date" in values and "publication" not in values:
        return "publication"
    if "publication" in values and "source code" not in values and _SOURCE_CODE.match(line):
        return "source code"
    if _FIRST_PAGES.match(line):
        return "page"
    if "language" not in values and line.casefold() in _LANGUAGES:
        return "language"
    may_be_edition = "source code" in values and "edition" not in values
    return "edition" if may_be_edition and len(line) < _LONGEST_EDITION else ""


_LONGEST_EDITION: Final = 40


_LANGUAGES: Final = frozenset(
    """english german french spanish italian portuguese dutch russian arabic chinese japanese
    anglais allemand français espagnol italien englisch deutsch französisch spanisch inglés alemán
    francés español""".split()
)


def _as_fields(values: dict[str, str]) -> dict[str, str]:
    fields = dict(values)
    if fields.get("date") and fields.get("time"):
        fields["date"] = f"{fields['date']} {fields.pop('time')}"
    fields.update(paper(fields.get("publication", "")))
    return fields


FACTIVA: Final = text_form("factiva", "Factiva (text)", is_factiva, factiva_records)
FACTIVA_PAGE: Final = Form(
    name="factiva-html",
    title="Factiva (HTML)",
    recognises=_is_page,
    records=lambda stream, name, budget: page_records(name, whole(stream, budget)),
)
