"""An article as a value, independent of the database: what parsers make and the store writes.

A parsed file becomes a Content, a revision holds one, a correction changes one. Its parts are named
tuples, which are several times cheaper to make than frozen dataclasses. No Django: `store/load.py`
and `store/rows.py` convert from and to rows.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from operator import attrgetter
from typing import Any, Final, NamedTuple, Self

from archive.record.codec import as_json
from archive.text.dates import Days

#: Letters of scripts that set no spaces between words; each counts as one.
_WIDE: Final = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
#: First bytes of such letters in UTF-8: a quick test whether a text may have any.
_WIDE_STARTS: Final = b"\xe3\xe4\xe5\xe6\xe7\xe8\xe9\xef"
#: White space beyond ASCII.
_SPACES: Final = (
    "\x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"
)
#: Maps each byte to a space or to "w", a part of a word.
_LETTERS_AND_SPACES: Final = bytes(
    32 if code < 128 and chr(code).isspace() else 119 for code in range(256)
)


class AuthorContent(NamedTuple):
    """`printed` is the name as the byline prints it; `kind` is person, agency or desk."""

    name: str
    kind: str = "person"
    printed: str = ""


class ImageContent(NamedTuple):
    caption: str = ""
    credit: str = ""
    photographer: str = ""
    agency: str = ""
    place: str = ""
    #: ISO date, as precise as known, or "".
    taken: str = ""
    url: str = ""


class ParagraphContent(NamedTuple):
    """`kind` is paragraph, subheading, quote or list_item."""

    text: str
    kind: str = "paragraph"


class FurtherField(NamedTuple):
    """A value that no other field has a place for, under its name in the source: "bias", "LEFT"."""

    name: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Content:
    """Every field of an article that a source states or an editor may correct; "" where missing."""

    headline: str = ""
    standfirst: str = ""
    #: ISO date, as precise as known ("2017-06-04", "2017-06", "2017"), or "".
    date: str = ""
    #: "HH:MM", local as printed.
    time: str = ""
    #: "+01:00".
    utc_offset: str = ""
    #: "2017-06-04", "2017-06-04T15:15" or "2017-06-04T15:15-05:00".
    updated: str = ""
    url: str = ""
    publication: str = ""
    section: str = ""
    language: str = ""
    comment_count: int | None = None
    authors: tuple[AuthorContent, ...] = ()
    paragraphs: tuple[ParagraphContent, ...] = ()
    images: tuple[ImageContent, ...] = ()
    contacts: tuple[str, ...] = ()
    #: In the order of the source.
    further: tuple[FurtherField, ...] = ()

    @property
    def days(self) -> Days | None:
        return Days.parse(self.date) if self.date else None

    @cached_property
    def text(self) -> str:
        return "\n\n".join(paragraph.text for paragraph in self.paragraphs)

    @cached_property
    def word_count(self) -> int:
        """Words of the body, split at white space; in scripts without spaces, characters."""
        text = self.text
        if has_wide(text):
            text = _WIDE.sub(" w ", text)
        return _count_words(text)

    @cached_property
    def opening(self) -> str:
        """The start of the text, at most 300 characters, cut at a word."""
        text = " ".join(paragraph.text for paragraph in self.paragraphs[:4])
        if len(text) <= 300:
            return text
        return text[:300].rsplit(" ", 1)[0] + " …"

    def as_json(self) -> dict[str, Any]:
        """The fields as JSON values: asdict without its deep copies."""
        values = {name: getattr(self, name) for name in _FIELDS}
        for name in _PARTS:
            values[name] = [value._asdict() for value in values[name]]
        values["contacts"] = list(self.contacts)
        return values

    def as_row(self) -> tuple[Any, ...]:
        """The fields in order as plain tuples, then digest and word count."""
        values: list[Any] = list(_values_of(self))
        for place, _ in _PLACES:
            values[place] = [*map(tuple, values[place])]
        return (*values, self.digest, self.word_count)

    @classmethod
    def from_row(cls, row: tuple[Any, ...]) -> Self:
        """The inverse of as_row."""
        *values, digest, words = row
        for place, kind in _PLACES:
            values[place] = tuple(map(kind._make, values[place]))
        content = cls(**dict(zip(_FIELDS, values, strict=True)))
        content.__dict__.update(digest=digest, word_count=words)
        return content

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The inverse of as_json; unknown keys are ignored."""
        known = {name: data[name] for name in _FIELDS if name in data}
        for name, kind in _PARTS.items():
            if name in known:
                known[name] = tuple(kind(**part) for part in known[name])
        if "contacts" in known:
            known["contacts"] = tuple(known["contacts"])
        return cls(**known)

    @cached_property
    def digest(self) -> bytes:
        """SHA-256 of the record, by which its next copy is recognised. Authors count by their
        printed names: the names that the archive files them under may change. Further fields do not
        count: a copy of a story has another row number."""
        values: list[Any] = list(_values_of(self))
        values[_AUTHORS] = [author.printed or author.name for author in self.authors]
        del values[_FURTHER]
        return hashlib.sha256(as_json(values)).digest()

    def changes_from(self, earlier: Content) -> Iterator[tuple[str, Any, Any]]:
        """(field, old value, new value) of every field that differs, as JSON values."""
        old, new = earlier.as_json(), self.as_json()
        for name in _FIELDS:
            if old[name] != new[name]:
                yield name, old[name], new[name]


_FIELDS = tuple(field.name for field in fields(Content))
_AUTHORS: Final = _FIELDS.index("authors")
_FURTHER: Final = _FIELDS.index("further")
_PARTS: dict[str, Any] = {
    "authors": AuthorContent,
    "paragraphs": ParagraphContent,
    "images": ImageContent,
    "further": FurtherField,
}
#: All fields' values at once, and the indexes of the parts among them.
_values_of = attrgetter(*_FIELDS)
_PLACES = [(_FIELDS.index(name), kind) for name, kind in _PARTS.items()]


def _count_words(text: str) -> int:
    """len(text.split()) in a third of the time: counts the letters before a space."""
    if not text.isascii():
        for space in _SPACES:
            text = text.replace(space, " ")
    data = f"{text} ".encode("utf-8", "surrogatepass")
    return data.translate(_LETTERS_AND_SPACES).count(b"w ")


def has_wide(text: str) -> bool:
    """Whether there may be a letter of a script without spaces; quick, with false positives."""
    if text.isascii():
        return False
    data = text.encode("utf-8", "surrogatepass")
    return len(data.translate(None, _WIDE_STARTS)) != len(data)


def parse_time(text: str) -> dt.time | None:
    return dt.time.fromisoformat(text) if text else None


def offset_minutes(text: str) -> int | None:
    """Minutes east of UTC from "+01:00"; None for ""."""
    if not text:
        return None
    sign = -1 if text.startswith("-") else 1
    hours, minutes = text.lstrip("+-").split(":")
    return sign * (int(hours) * 60 + int(minutes))
