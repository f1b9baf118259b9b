"""What an article says, apart from where it is kept: the value the store writes and versions hold.

A parsed file becomes a Content, an earlier text is a Content, a correction changes one. Standard
library only; the database's side of it is in store.py.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from archive.days import Days


@dataclass(frozen=True, slots=True)
class AuthorContent:
    """`printed` is the name as the byline has it, `kind` person, agency or desk."""

    name: str
    kind: str = "person"
    printed: str = ""


@dataclass(frozen=True, slots=True)
class ImageContent:
    caption: str = ""
    credit: str = ""
    photographer: str = ""
    agency: str = ""
    place: str = ""
    #: ISO date, as precise as known, or "".
    taken: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class ParagraphContent:
    """`kind` is paragraph, subheading, quote or list_item."""

    text: str
    kind: str = "paragraph"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Every field of an article that a source states or an editor may correct; "" is missing."""

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

    @property
    def days(self) -> Days | None:
        return Days.parse(self.date) if self.date else None

    @property
    def text(self) -> str:
        return "\n\n".join(paragraph.text for paragraph in self.paragraphs)

    @property
    def word_count(self) -> int:
        """Words of the body, parted at white space; in scripts without spaces, characters."""
        count = 0
        for paragraph in self.paragraphs:
            for word in paragraph.text.split():
                wide = sum(1 for letter in word if "\u3040" <= letter <= "\u9fff")
                count += max(1, wide)
        return count

    @property
    def opening(self) -> str:
        """The first words of the text, at most 300 characters, cut at a word."""
        text = " ".join(paragraph.text for paragraph in self.paragraphs[:4])
        if len(text) <= 300:
            return text
        return text[:300].rsplit(" ", 1)[0] + " …"

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """The inverse of as_json; keys it does not know are passed over."""
        known = {field.name: data[field.name] for field in fields(cls) if field.name in data}
        for name, kind in _PARTS.items():
            if name in known:
                known[name] = tuple(kind(**part) for part in known[name])
        if "contacts" in known:
            known["contacts"] = tuple(known["contacts"])
        return cls(**known)

    def digest(self) -> bytes:
        """SHA-256 of the record: equal records, equal digests."""
        packed = json.dumps(self.as_json(), ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(packed.encode("utf-8", "surrogatepass")).digest()

    def changes_from(self, earlier: Content) -> Iterator[tuple[str, Any, Any]]:
        """(field, earlier value, this value) of every field that differs, as JSON values."""
        old, new = earlier.as_json(), self.as_json()
        for field in fields(self):
            if old[field.name] != new[field.name]:
                yield field.name, old[field.name], new[field.name]


_PARTS = {"authors": AuthorContent, "paragraphs": ParagraphContent, "images": ImageContent}


def parse_time(text: str) -> dt.time | None:
    return dt.time.fromisoformat(text) if text else None


def offset_minutes(text: str) -> int | None:
    """Minutes east of UTC from "+01:00"; None when not stated."""
    if not text:
        return None
    sign = -1 if text.startswith("-") else 1
    hours, minutes = text.lstrip("+-").split(":")
    return sign * (int(hours) * 60 + int(minutes))
