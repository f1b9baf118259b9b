"""A labelled draft with a keyed head in, the fields that the keys name out.

They replace what was read in other lines: who wrote the key knew.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from archive.record.content import FurtherField
from archive.record.evidence import Span
from ingest.parsing.fields.dates import find_dates
from ingest.parsing.fields.markup import web_address
from ingest.parsing.fields.whitespace import normalise
from ingest.parsing.text.draft import Draft
from ingest.parsing.text.keyed_head import (
    KEYED,
    authors_at,
    count_articles,
    paper_at,
    section_at,
)

_SURE: Final = 0.95
_REASON: Final = "the key before it"
_BY_PLACE: Final = "its place in a head with keys"


def take_keyed(draft: Draft) -> None:
    """Take the fields of a keyed head, and say where a file holds several articles."""
    count = count_articles(draft.blocks)
    if count > 1:
        draft.problems.append(
            f"This file seems to hold several articles ({count}), which were read as one: split it "
            "into one file for each."
        )
    if draft.head is None:
        return
    for at in draft.head.lines:
        if draft.labels[at] == KEYED:
            draft.reasons.setdefault(at, "key of a field")
    fields = draft.head.fields
    for name, reading in (("publication", paper_at), ("section", section_at), ("url", None)):
        if name in fields:
            at, span = fields[name]
            if name == "publication" and web_address(draft.text[slice(*span)]):
                # Clippers of the web name the page itself as the source.
                name, reading = "url", None
            _take(draft, name, at, reading(draft.text, span) if reading else span)
    if "headline" in fields:
        _take(draft, "headline", *fields["headline"])
    if "authors" in fields:
        _take_authors(draft, fields["authors"][1])
    if "date" in fields and not draft.cut.date:
        _take_date(draft, fields["date"][1])
    _take_further(draft, draft.head.further)


def _take(draft: Draft, name: str, at: int, span: Span) -> None:
    value = normalise(draft.text[slice(*span)])
    if not value:
        return
    by_place = span[0] == draft.blocks[at].span[0]
    draft.values[name] = draft.blocks[at].text if span == draft.blocks[at].span else value
    draft.note(name, [span], _SURE, _BY_PLACE if by_place else _REASON)


def _take_authors(draft: Draft, span: Span) -> None:
    found = authors_at(draft.text, span)
    if not found:
        return
    for key in [key for key in draft.evidence if key.startswith("authors.")]:
        del draft.evidence[key]
    draft.values["authors"] = tuple(author for author, _ in found)
    for number, (_, place) in enumerate(found):
        draft.note(f"authors.{number}", [place], _SURE, _REASON)


def _take_further(draft: Draft, further: Sequence[tuple[str, Span]]) -> None:
    """Keep the values of keys that no field has a place for, but for what another field took."""
    taken = [span for reading in draft.evidence.values() for span in reading.spans]
    found = [
        (FurtherField(key, normalise(draft.text[slice(*span)])), span)
        for key, span in further
        if not any(start < span[1] and span[0] < end for start, end in taken)
    ]
    draft.values["further"] = tuple(field for field, _ in found)
    for number, (_, span) in enumerate(found):
        draft.note(f"further.{number}", [span], _SURE, _REASON)


def _take_date(draft: Draft, span: Span) -> None:
    dates = find_dates(draft.text[slice(*span)])
    if not dates:
        return
    for name in ("time", "utc_offset"):
        draft.values.pop(name, None)
        draft.evidence.pop(name, None)
    date = dates[0]
    place = (span[0] + date.span[0], span[0] + date.span[1])
    draft.values["date"] = date.iso
    draft.note("date", [place], min(_SURE, date.confidence), _REASON)
    for name, value in (("time", date.time), ("utc_offset", date.utc_offset)):
        if value:
            draft.values[name] = value
            draft.note(name, [place], min(_SURE, date.confidence), _REASON)
