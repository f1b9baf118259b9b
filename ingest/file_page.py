"""One file of a preview: the article as it will stand, beside its source with every field marked.

The file is read again from the upload or folder: nothing of it is kept before it is imported.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from archive.labels import LABELS, in_words
from archive.record.content import Content
from archive.record.evidence import SourceReading
from archive.record.spans import marks_of, pages, segments, visible
from archive.views.source_fields import field_anchor, reason_anchors
from archive.views.source_markup import marked_up
from ingest import jobs
from ingest.models import Import
from ingest.read_file import ReadFile, read

#: The fields that are set as lines below the headline, in this order.
_BELOW: Final = ("authors", "date", "publication", "section", "url", "language")


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field of the article; `anchor` is what its passage in the source links to."""

    anchor: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class ShownParagraph:
    anchor: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class LeftOutGroup:
    """What was left out for one reason: how many passages, and the beginning of the first."""

    anchor: str
    reason: str
    count: int
    first: str


def file_of(importing: Import, number: int) -> ReadFile | None:
    """The file at this place of the import, read anew; None where it is gone."""
    source = next(islice(jobs.files_of(importing), number, number + 1), None)
    return read(source) if source is not None else None


def page_of(file: ReadFile) -> dict[str, Any]:
    """The context of the page of a file."""
    context: dict[str, Any] = {
        "name": visible(file.name),
        "rejected": file.rejected,
        "told": [visible(told) for told in (file.aside, *file.problems) if told],
    }
    content, reading = file.content, file.reading
    if content is None or reading is None:
        return context
    sheet, rest = _sheet(file.text, reading)
    return context | {
        "headline": ShownField(field_anchor("headline"), "", content.headline),
        "standfirst": ShownField(field_anchor("standfirst"), "", content.standfirst),
        "fields": list(_fields(content)),
        "paragraphs": [
            ShownParagraph(field_anchor(f"paragraphs.{place}"), paragraph.kind, paragraph.text)
            for place, paragraph in enumerate(content.paragraphs)
        ],
        "pictures": list(_pictures(content)),
        "left_out": list(_left_out(file.text, reading)),
        "sheet": sheet,
        "rest": rest,
    }


def _sheet(text: str, reading: SourceReading) -> tuple[SafeString, int]:
    """The beginning of the source with its fields marked, and how many characters follow it."""
    marks = marks_of(reading)
    window = pages(text, marks)[0]
    return marked_up(segments(text, marks, window), reading), len(text) - window[1]


def _fields(content: Content) -> Iterator[ShownField]:
    values = {
        "authors": [author.name for author in content.authors],
        "date": [_date_of(content)],
        "publication": [content.publication],
        "section": [content.section],
        "url": [content.url],
        "language": [content.language],
    }
    for name in _BELOW:
        for place, value in enumerate(values[name]):
            if value:
                own = f"{name}.{place}" if name == "authors" else name
                yield ShownField(field_anchor(own), str(LABELS[name]), value)
    for place, contact in enumerate(content.contacts):
        yield ShownField(field_anchor(f"contacts.{place}"), str(LABELS["contacts"]), contact)
    for place, field in enumerate(content.further):
        yield ShownField(field_anchor(f"further.{place}"), visible(field.name), field.value)


def _date_of(content: Content) -> str:
    parts = (in_words(content.days) if content.days else "", content.time, content.utc_offset)
    return " ".join(part for part in parts if part)


def _pictures(content: Content) -> Iterator[ShownField]:
    for place, image in enumerate(content.images):
        anchor = field_anchor(f"images.{place}.caption")
        said = (image.caption, image.credit)
        yield ShownField(anchor, _("Picture"), " · ".join(part for part in said if part))


def _left_out(text: str, reading: SourceReading) -> Iterator[LeftOutGroup]:
    anchors = reason_anchors(reading)
    for reason, anchor in anchors.items():
        spans = [left.span for left in reading.left_out if left.reason == reason]
        start, end = spans[0]
        yield LeftOutGroup(anchor, visible(reason), len(spans), visible(text[start:end][:160]))
