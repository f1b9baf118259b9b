"""Texts exported from Nexis: "1 of 3 DOCUMENTS" above each article, or "End of Document" below it.

Of each document: headline, paper, day, edition and place by their position in the head; BYLINE,
SECTION, LENGTH, HIGHLIGHT and the other labels of the head; the body; GRAPHIC, LOAD-DATE, LANGUAGE
and all that follows; the lines of copyright. Labels may be English, German, French, Dutch or
Spanish. What has no field of its own is kept under its label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from ingest.records import SourceFile
from ingest.sources.forms.export_text import (
    Labelled,
    add,
    blocks_of,
    cover,
    is_date,
    paper,
    paragraphs,
    section,
    text_form,
)
from ingest.sources.forms.form import record

#: "1 of 3 DOCUMENTS", "Dokument 1 von 3", "FOCUS - 1 of 3 DOCUMENTS".
_NUMBER: Final = re.compile(
    r"[ \t]{0,90}(?:FOCUS - )?(?:\d{1,5} (?:of|von|de|van|sur) \d{1,5} "
    r"(?:DOCUMENT(?:S|EN|OS|E|O)?|DOKUMENTEN?)"
    r"|Do[ck]umento? \d{1,5} (?:von|de|van|sur) \d{1,5})[ \t]*\Z"
)
_END: Final = re.compile(
    r"[ \t]{0,90}(?:End of Document|Ende des Dokuments|Fin du document|Fin del documento"
    r"|Einde van (?:het )?document)[ \t]*\Z"
)
#: Words of these lines that a text without any seldom has.
_MARKS: Final = (
    "DOCUMENT", "DOKUMENT", "End of Document", "Ende des Dokuments", "Fin du document",
    "Fin del documento", "Einde van ",
)  # fmt: skip
_COUNTED: Final = re.compile(r"Do[ck]umento? \d")
#: Labels in five languages, by the key under which a record has their value.
_LABELS_OF: Final = {
    "headline": "headline titel überschrift schlagzeile titre kop titular titulo título",
    "authors": "byline autor autoren auteur auteurs autores verfasser",
    "section": "section rubrik rubrique sectie rubriek sección seccion",
    "length": "length länge longueur lengte longitud extensión",
    "highlight": "highlight highlights",
    "dateline": "dateline",
    "series": "series",
    "body": "body textkörper haupttext corps cuerpo hoofdtekst",
    "load-date": "load-date update date-chargement laaddatum laad-datum fecha-de-carga",
    "language": "language sprache langue taal idioma",
    "graphic": "graphic grafik graphique illustration afbeelding gráfico",
    "publication-type": "publication-type publikationstyp type-de-publication publicatietype "
    "tipo-de-publicación",
}
_LABELS: Final = {label: key for key, labels in _LABELS_OF.items() for label in labels.split()}
#: Labels that stand below a text only, and those that newer exports print without a colon.
_LAST: Final = frozenset(("load-date", "language", "graphic", "publication-type", "classification"))
_ALONE: Final = {
    **dict.fromkeys(_LABELS_OF["body"].split(), "body"),
    **dict.fromkeys(_LABELS_OF["graphic"].split(), "graphic"),
    **dict.fromkeys(
        ("classification", "klassifizierung", "clasificación", "classificatie"), "classification"
    ),
}
#: Index terms of newer exports; older ones print such labels in capitals.
_INDEX: Final = frozenset(
    "subject company organization industry geographic person ticker journal-code state city"
    " country notes correction-date acc-no url".split()
)
_LABEL: Final = re.compile(r"([A-ZÄÖÜÉ][^\W\d_]*(?:[ /-][^\W\d_]+){0,3}):(?:[ \t\u00a0]+|\Z)")
_COPYRIGHT: Final = re.compile(
    r"\s{0,90}(?:copyright\b|©|\(c\) ?\d{4}|all rights reserved|alle rechte|tous droits"
    r"|todos los derechos)",
    re.IGNORECASE,
)
#: A line so far from the margin is centred: paper, day or edition, never a headline.
_CENTRED: Final = " " * 8


def is_nexis(text: str) -> bool:
    """Whether a text is an export of Nexis, judged by lines that only these have."""
    if any(word in text for word in _MARKS) or _COUNTED.search(text):
        for line in text.splitlines():
            if _NUMBER.match(line) or _END.match(line):
                return True
    if "\nCopyright" not in text:
        return False
    labels = {found[0] for line in text.splitlines() if (found := _label_of(line))}
    return labels.issuperset(("body", "length"))


def nexis_records(name: str, lines: Sequence[str]) -> Iterator[SourceFile]:
    """The documents of an export, and what stands above them."""
    starts = [at for at, line in enumerate(lines) if _NUMBER.match(line)]
    if starts:
        yield from cover(name, lines[: starts[0]])
        ends = (*starts[1:], len(lines))
        documents = [lines[start + 1 : end] for start, end in zip(starts, ends, strict=True)]
    else:
        documents = list(_parted_by_ends(lines))
    number = 0
    for document in documents:
        if any(line.strip() for line in document):
            number += 1
            yield from _document(name, number, document, newer=not starts)


def _parted_by_ends(lines: Sequence[str]) -> Iterator[Sequence[str]]:
    start = 0
    for at, line in enumerate(lines):
        if _END.match(line):
            yield lines[start:at]
            start = at + 1
    yield lines[start:]


def _document(name: str, number: int, lines: Sequence[str], *, newer: bool) -> Iterator[SourceFile]:
    """The record of one document; before the first that of a cover above its headline."""
    head, body, tail = _parts(blocks_of(lines, _label_of))
    headed = any(block.label == "headline" for block in head)
    by_place = [block for block in head if not block.label]
    values, above = _newer_head(by_place) if newer else (_older_head(by_place, headed), [])
    if above and number == 1:
        yield from cover(name, above)
    else:
        add(values, "above the headline", "\n".join(above))
    for block in head:
        if block.label:
            add(values, block.label, block.text)
    _add_tail(values, tail)
    yield record(name, number, {**_as_fields(values), "text": paragraphs(body)})


# Parts of a document ------------------------------------------------------------------------------


def _label_of(line: str) -> tuple[str, str] | None:
    """The key and value of a line with a label; of a label without a key, its own name."""
    match = _LABEL.match(line)
    if match is None:
        alone = _ALONE.get(line.strip().casefold()) if len(line) < 20 else None
        return (alone, "") if alone and line[0].isupper() else None
    label = match[1].casefold()
    key = _LABELS.get(label.replace(" ", "-"))
    if key is None and not match[1].isupper() and label not in _INDEX:
        return None
    return key or label, line[match.end() :]


def _parts(blocks: list[Labelled]) -> tuple[list[Labelled], list[Labelled], list[Labelled]]:
    """Head, body and tail: the head ends at "Body", else behind the labels above the text; the tail
    begins at a label that stands below texts only."""
    start = next((at for at, block in enumerate(blocks) if block.label == "body"), -1)
    if start < 0:
        known = [block.label in _LABELS_OF and block.label not in _LAST for block in blocks]
        start = known.index(True) if True in known else _behind_day(blocks)
        while start < len(blocks) and known[start]:
            start += 1
    end = start
    while end < len(blocks) and blocks[end].label not in _LAST:
        end += 1
    while end > start and _COPYRIGHT.match(blocks[end - 1].text):
        end -= 1
    head = [b if b.label in _LABELS_OF else b.unlabelled() for b in blocks[:start]]
    body = [
        b.unlabelled() if at or b.label != "body" else b for at, b in enumerate(blocks[start:end])
    ]
    return head, body, blocks[end:]


def _behind_day(blocks: list[Labelled]) -> int:
    """Where the text begins of a document without labels: behind its day and headline."""
    dated = next((at for at, block in enumerate(blocks) if is_date(block.lines[0])), -1)
    return min(dated + 2, len(blocks))


def _older_head(blocks: Sequence[Labelled], headed: bool) -> dict[str, str]:
    """Centred: paper, day and edition; from the margin: the headline, unless it has a label, and
    what stands below it."""
    values: dict[str, str] = {}
    dated = next((at for at, block in enumerate(blocks) if is_date(block.lines[0])), -1)
    for at, block in enumerate(blocks):
        if _COPYRIGHT.match(block.text):
            add(values, "copyright", block.text)
        elif at == dated:
            add(values, "date", block.lines[0].strip())
            add(values, "edition", " ".join(line.strip() for line in block.lines[1:]))
        elif 0 <= at < dated:
            add(values, "publication", block.text)
        elif headed or (block.lines[0].startswith(_CENTRED) and "headline" not in values):
            add(values, "edition", block.text)
        else:
            add(values, "subtitle" if "headline" in values else "headline", block.text)
    return values


def _newer_head(blocks: Iterable[Labelled]) -> tuple[dict[str, str], list[str]]:
    """Headline, paper, day, edition and copyright, a line each; what stands above them apart."""
    lines = [line.strip() for block in blocks for line in block.lines]
    days = [at for at, line in enumerate(lines) if is_date(line) and not _COPYRIGHT.match(line)]
    if not days:
        return {"headline": "".join(lines[:1]), "subtitle": "\n".join(lines[1:])}, []
    at = days[-1]
    values = {"date": lines[at]}
    add(values, "publication", "".join(lines[at - 1 : at]) if at else "")
    add(values, "headline", "".join(lines[at - 2 : at - 1]) if at > 1 else "")
    for line in lines[at + 1 :]:
        add(values, "copyright" if _COPYRIGHT.match(line) else "edition", line)
    return values, lines[: max(0, at - 2)]


def _add_tail(values: dict[str, str], blocks: Iterable[Labelled]) -> None:
    """Add what stands below the text; a block without a label goes on with the one before it."""
    label = "copyright"
    for block in blocks:
        if not block.label and _COPYRIGHT.match(block.text):
            add(values, "copyright", block.text)
        else:
            label = block.label or label
            add(values, label, block.text)


def _as_fields(values: dict[str, str]) -> dict[str, str]:
    """The values under the keys of a record."""
    fields = dict(values)
    fields.update(paper(fields.pop("publication", "")))
    fields.update(section(fields.pop("section", "")))
    fields["headline"] = " ".join(fields.get("headline", "").split())
    below = (fields.pop("subtitle", ""), fields.pop("highlight", ""))
    fields["standfirst"] = "\n".join(filter(None, below))
    fields["language"] = fields.get("language", "").partition(";")[0].strip()
    return fields


NEXIS: Final = text_form("nexis", "Nexis", is_nexis, nexis_records)
