"""Fields, values, dates and events in the reader's language."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from archive.models import Revision
from archive.record.content import Content
from archive.record.typed_text import MARKS
from archive.text.dates import Days, NotADate

_FORMATS: Final = {"day": "DATE_FORMAT", "month": "YEAR_MONTH_FORMAT", "year": "Y"}


def in_words(days: Days | None, language: str = "") -> str:
    """ "4 June 2017", "June 2017", "2017" or "Undated". Lists pass the reader's language: to look
    it up takes longer than the rest."""
    return _("Undated") if days is None else _date(days, language or get_language())


def why_not_a_date(problem: NotADate) -> str:
    """The problem with a date that somebody typed."""
    if problem.missing:
        return _("There is no %(given)s in the calendar.") % {"given": problem.given}
    return _("“%(given)s” is not a date: write 2017, 2017-06 or 2017-06-04.") % {
        "given": problem.given[:40]
    }


@functools.lru_cache(maxsize=4096)
def _date(days: Days, language: str | None) -> str:
    return date_format(days.first, _FORMATS[days.precision])


LABELS: Final = {
    "headline": gettext_lazy("Headline"),
    "standfirst": gettext_lazy("Standfirst"),
    "authors": gettext_lazy("Author"),
    "date": gettext_lazy("Date"),
    "time": gettext_lazy("Time"),
    "utc_offset": gettext_lazy("Offset from UTC"),
    "updated": gettext_lazy("Updated"),
    "publication": gettext_lazy("Publication"),
    "section": gettext_lazy("Section"),
    "url": gettext_lazy("Address"),
    "comment_count": gettext_lazy("Comments"),
    "paragraphs": gettext_lazy("Paragraph"),
    "images": gettext_lazy("Picture"),
    "contacts": gettext_lazy("Contact"),
    "language": gettext_lazy("Language"),
    "further": gettext_lazy("Further field"),
    "left_out": gettext_lazy("Left out"),
}
PARTS: Final = {
    "caption": gettext_lazy("caption"),
    "credit": gettext_lazy("credit"),
    "photographer": gettext_lazy("photographer"),
    "agency": gettext_lazy("agency"),
    "place": gettext_lazy("place"),
    "taken": gettext_lazy("date taken"),
    "url": gettext_lazy("address"),
}
_KINDS: Final = {
    "subheading": gettext_lazy("subheading"),
    "quote": gettext_lazy("quotation"),
    "list_item": gettext_lazy("list item"),
}


def name_of_field(field: str) -> str:
    """The label of a field of Content."""
    return str(LABELS.get(field, field))


def label_of(name: str, numbered: Collection[str], kind: str = "") -> str:
    """A field's name for readers: "Author", "Paragraph 3, quotation", "Picture 2, caption"; "Text"
    for all paragraphs."""
    if name == "paragraphs":
        return field_in_words(name)
    field, _dot, rest = name.partition(".")
    number, _dot, part = rest.partition(".")
    label = name_of_field(field)
    if field in numbered and number.isdecimal():
        label = f"{label} {int(number) + 1}"
    if part or kind in _KINDS:
        return f"{label}, {PARTS.get(part, part) if part else _KINDS[kind]}"
    return label


#: Longest value quoted in a sentence; the comparison of versions shows longer ones.
QUOTED: Final = 160

#: Headings of fields with several values.
_MANY: Final = {
    "authors": gettext_lazy("Authors"),
    "paragraphs": gettext_lazy("Text"),
    "images": gettext_lazy("Pictures"),
    "contacts": gettext_lazy("Contacts"),
    "further": gettext_lazy("Further fields"),
    "comment_count": gettext_lazy("Comments"),
}

#: Too long for a sentence.
_LONG: Final = ("paragraphs", "images")
_IMAGE_LINES: Final = (
    ("caption", gettext_lazy("Caption: %s")),
    ("credit", gettext_lazy("Credit: %s")),
    ("photographer", gettext_lazy("Photographer: %s")),
    ("agency", gettext_lazy("Agency: %s")),
    ("place", gettext_lazy("Place: %s")),
    ("taken", gettext_lazy("Date taken: %s")),
    ("url", gettext_lazy("Address: %s")),
)


def field_in_words(field: str) -> str:
    """ "Headline", "Text", "Pictures": a field of Content, whole."""
    return str(_MANY.get(field) or name_of_field(field))


def fields_in_words(fields: Iterable[str]) -> str:
    """ "headline, text"."""
    return ", ".join(field_in_words(field).lower() for field in fields)


def value_in_words(field: str, value: Any) -> str:
    """A value as a sentence quotes it; "" where it is too long for one."""
    if field in _LONG:
        return ""
    text = ", ".join(lines_of(field, value)) or _("nothing")
    return text if len(text) <= QUOTED else ""


def reason_in_words(reason: str) -> str:
    """Why a version was made, from `Revision.reason`; "" is the first version."""
    if not reason:
        return _("Imported")
    returned = f"{Revision.Reason.RETURNED} "
    if reason.startswith(returned):
        return _("Version %(number)s restored") % {"number": reason.removeprefix(returned)}
    if reason in Revision.Reason.values:
        return str(Revision.Reason(reason).label)
    return reason[:1].upper() + reason[1:]


def lines_of(field: str, value: Any) -> list[str]:
    """A field's JSON value as the lines that a reader compares; [] where it is missing."""
    if value in (None, "", []):
        return []
    if field == "date":
        return [in_words(Days.parse(value))]
    if field == "authors":
        return [author["printed"] or author["name"] for author in value]
    if field == "paragraphs":
        marks = dict(MARKS)
        return [marks.get(block["kind"], "") + block["text"] for block in value]
    if field == "images":
        return [
            label % image[part] for image in value for part, label in _IMAGE_LINES if image[part]
        ]
    if field == "further":
        return [f"{item['name']}={item['value']}" for item in value]
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


def differing_lines(old: Content, new: Content) -> list[tuple[str, list[str], list[str]]]:
    """(field, lines before, lines after) of every difference, in the order of reading."""
    differences = [
        (field, lines_of(field, before), lines_of(field, after))
        for field, before, after in new.changes_from(old)
    ]
    return sorted(differences, key=lambda item: _PLACES.get(item[0], len(_PLACES)))


_PLACES: Final = {
    field: place
    for place, field in enumerate(
        ("headline", "standfirst", "authors", "date", "time", "paragraphs", "images")
    )
}
