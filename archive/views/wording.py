"""Fields, values and deeds of an article's history, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive import deciding, picturing, store
from archive.record.content import Content
from archive.record.typed_text import MARKS
from archive.saying import in_words
from archive.text.dates import Days
from archive.versions import Version
from archive.views.source_index import name_of_field

#: Longest value that is said in a sentence; more is for the comparison.
SAID: Final = 160

#: Fields that hold several, as a heading over all of them.
_MANY: Final = {
    "authors": gettext_lazy("Authors"),
    "paragraphs": gettext_lazy("Text"),
    "images": gettext_lazy("Pictures"),
    "contacts": gettext_lazy("Contacts"),
    "comment_count": gettext_lazy("Comments"),
}
#: Of those, what is too much for a sentence.
_LONG: Final = ("paragraphs", "images")

_DEEDS: Final = {
    "": gettext_lazy("Came in"),
    store.IMPORTED_AGAIN: gettext_lazy("A later file came in"),
    store.CORRECTED: gettext_lazy("Corrected"),
    store.READ_AGAIN: gettext_lazy("Its file was read again by a later parser"),
    store.LAID_AGAIN: gettext_lazy("Its corrections were laid over it again"),
    deciding.FOLLOWED: gettext_lazy("Made to say what its source says now"),
    picturing.ATTACHED: gettext_lazy("A picture was attached"),
    picturing.REPLACED: gettext_lazy("A picture was replaced"),
    picturing.TAKEN_AWAY: gettext_lazy("A picture was taken away"),
    picturing.PUT_BACK: gettext_lazy("A picture was put back"),
    "import undone": gettext_lazy("An import was undone"),
    "answer taken back": gettext_lazy("An answer about a doubt was taken back"),
}

_PARTS_OF_IMAGES: Final = (
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
    """A value of a field as a sentence may quote it; "" where it is too long for one."""
    if field in _LONG:
        return ""
    text = ", ".join(lines_of(field, value)) or _("nothing")
    return text if len(text) <= SAID else ""


def deed_in_words(reason: str) -> str:
    """What was done, by the store's word for it."""
    if reason.startswith(f"{deciding.RETURNED} "):
        return _("Returned to version %(number)s") % {
            "number": reason.removeprefix(f"{deciding.RETURNED} ")
        }
    known = _DEEDS.get(reason)
    return str(known) if known else reason[:1].upper() + reason[1:]


def brought_in_words(version: Version) -> str:
    """Which import and which file a version goes back to; "" where that is not known."""
    if version.source is None:
        return ""
    # Only the file itself: in what folders an editor keeps it is nobody's business.
    name = version.source.name.replace("\\", "/").rpartition("/")[2]
    if version.origin is None:
        return name
    return _("%(file)s, by import %(number)s") % {"file": name, "number": version.origin.number}


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
        return [marks.get(one["kind"], "") + one["text"] for one in value]
    if field == "images":
        return [
            label % image[part]
            for image in value
            for part, label in _PARTS_OF_IMAGES
            if image[part]
        ]
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def differing_lines(old: Content, new: Content) -> list[tuple[str, list[str], list[str]]]:
    """(field, its lines before, its lines after) of all that differs, what is read first first."""
    found = [
        (field, lines_of(field, before), lines_of(field, after))
        for field, before, after in new.changes_from(old)
    ]
    return sorted(found, key=lambda one: _PLACES.get(one[0], len(_PLACES)))


_PLACES: Final = {
    field: place
    for place, field in enumerate(
        ("headline", "standfirst", "authors", "date", "time", "paragraphs", "images")
    )
}
