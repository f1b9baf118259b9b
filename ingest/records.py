"""The frozen records that pass between the steps of an import. Standard library only.

bytes -> SourceFile -> Decoded -> ParsedArticle. All offsets count code points of the decoded text
before any clean-up of line ends, from 0, end excluded. What an article has many of is a named
tuple, which is made several times quicker than a frozen dataclass.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, NamedTuple

BlockKind = Literal["paragraph", "subheading", "quote", "list_item"]
Span = tuple[int, int]

#: A day, or a month or a year where only that is known: "2017-06-04", "2017-06", "2017".
ISO_DATE: Final = re.compile(r"\d{4}(-\d\d(-\d\d)?)?\Z")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file, archive member or line of a JSON-lines file, as it came.

    `problem` is a sentence why there are no bytes to read; then `data` is empty.
    """

    name: str
    data: bytes
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file and how its bytes were read.

    `encoding` is a Python codec name ("utf-8", "windows-1252"); `problems` are sentences;
    `address` is where a page was saved from, as the file around it says.
    """

    text: str
    encoding: str
    problems: tuple[str, ...] = ()
    address: str = ""


class Candidate(NamedTuple):
    """A reading that was considered for a field and not taken."""

    value: str
    confidence: float
    reason: str
    spans: tuple[Span, ...] = ()


class Evidence(NamedTuple):
    """Where a field came from: its spans, how sure we are (0 to 1) and why.

    A field read from something that is not in the text (a metadata element, a file name) has no
    spans; its reason names the place ("JSON-LD datePublished").
    """

    spans: tuple[Span, ...]
    confidence: float
    reason: str
    others: tuple[Candidate, ...] = ()


class LeftOut(NamedTuple):
    """A stretch of the source that became no field, and why ("navigation", "share bar")."""

    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class ParsedAuthor:
    """`name` as we file it, `printed` as the source prints it."""

    name: str
    kind: Literal["person", "agency", "desk"] = "person"
    printed: str = ""


class Paragraph(NamedTuple):
    text: str
    kind: BlockKind = "paragraph"


@dataclass(frozen=True, slots=True)
class ParsedImage:
    """A picture as its caption tells of it; the caption as printed, credit included."""

    caption: str = ""
    credit: str = ""
    photographer: str = ""
    agency: str = ""
    place: str = ""
    #: ISO_DATE or "".
    taken: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class ParsedArticle:
    """What the parser says of one source; every value is plain text, no markup.

    Keys of `evidence` name the field: "headline", "date", "time", "utc_offset", "updated", "url",
    "authors.0", "publication", "section", "comment_count", "standfirst", "paragraphs.3",
    "images.0.caption", "images.0.credit", "images.0.photographer", "images.0.agency",
    "images.0.place", "images.0.taken", "images.0.url", "contacts.0", "language".
    A part (the publication inside an e-mail address, the photographer inside a caption) lies
    inside its whole; wholes do not overlap.
    """

    headline: str = ""
    #: ISO_DATE, or "" when undated.
    date: str = ""
    #: "HH:MM", local as printed, or "".
    time: str = ""
    #: "+01:00", "-05:00", "Z" as "+00:00", or "".
    utc_offset: str = ""
    #: "2017-06-04", "2017-06-04T15:15" or with an offset "2017-06-04T15:15-05:00", or "".
    updated: str = ""
    url: str = ""
    authors: tuple[ParsedAuthor, ...] = ()
    publication: str = ""
    section: str = ""
    comment_count: int | None = None
    standfirst: str = ""
    paragraphs: tuple[Paragraph, ...] = ()
    images: tuple[ParsedImage, ...] = ()
    #: E-mail addresses, "@handles" and profile addresses of the authors.
    contacts: tuple[str, ...] = ()
    #: ISO 639-1 code, or "" when too short to tell.
    language: str = ""
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    problems: tuple[str, ...] = ()
    #: The text that all spans count in, when it is not the decoded text itself: of a saved page
    #: its visible text with the metadata listed above it.
    shown: str = ""

    def as_json(self, name: str, encoding: str) -> dict[str, Any]:
        """The object that `parse --jsonl` prints: the public shape of a record."""
        return {
            "name": name,
            "encoding": encoding,
            "headline": self.headline or None,
            "date": self.date or None,
            "time": self.time or None,
            "utc_offset": self.utc_offset or None,
            "updated": self.updated or None,
            "url": self.url or None,
            "authors": [author.name for author in self.authors],
            "publication": self.publication or None,
            "section": self.section or None,
            "comment_count": self.comment_count,
            "standfirst": self.standfirst or None,
            "paragraphs": [paragraph.text for paragraph in self.paragraphs],
            "kinds": [paragraph.kind for paragraph in self.paragraphs],
            "images": [
                {
                    "caption": image.caption or None,
                    "credit": image.credit or None,
                    "photographer": image.photographer or None,
                    "agency": image.agency or None,
                    "place": image.place or None,
                    "taken": image.taken or None,
                    "url": image.url or None,
                }
                for image in self.images
            ],
            "contacts": list(self.contacts),
            "language": self.language or None,
            "spans": {
                key: [list(span) for span in evidence.spans]
                for key, evidence in self.evidence.items()
                if evidence.spans
            },
            "confidence": {
                key: round(evidence.confidence, 3) for key, evidence in self.evidence.items()
            },
            "reasons": {key: evidence.reason for key, evidence in self.evidence.items()},
            "problems": list(self.problems),
        }
