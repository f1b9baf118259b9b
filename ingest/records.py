"""The frozen records that pass between the steps of an import.

bytes -> SourceFile -> Decoded -> ParsedArticle. All offsets count code points of the decoded text
before any clean-up of line ends, from 0, end excluded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from archive.record.content import Content
from archive.record.evidence import Fact, FieldReading, LeftOut, Span

BlockKind = Literal["paragraph", "subheading", "quote", "list_item"]
#: Which of day and month comes first in dates of figures; "" where nothing settles it.
DateOrder = Literal["day", "month", ""]

#: Most further fields of a record, and the longest value of one; the source has all of it.
FURTHER_MOST: Final = 200
FURTHER_LENGTH: Final = 10_000


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file, archive member or record of a larger file, unread.

    `problem` is a sentence why there are no bytes; `data` is empty then. `order` is what the other
    files of its folder, or records of its file, say of dates in figures. `facts` are what is known
    of it besides its own bytes. `aside` is a sentence why it is probably no article; an editor may
    take it in after all. `notes` are sentences about how its bytes came out of the file.
    """

    name: str
    data: bytes
    problem: str = ""
    order: DateOrder = ""
    facts: tuple[Fact, ...] = ()
    aside: str = ""
    notes: tuple[str, ...] = ()
    #: Fields that keys of its record stand for, as a person said: ("body-paragraphs", "text").
    keys: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file and how its bytes were decoded.

    `encoding` is a Python codec name ("utf-8", "windows-1252"); `problems` are sentences;
    `address` is the URL that a page was saved from, if the file names it.
    """

    text: str
    encoding: str
    problems: tuple[str, ...] = ()
    address: str = ""


#: Keys of a printed record, in order: others read them by line and by key.
KEYS: Final = (
    "name encoding headline date time utc_offset updated url authors publication section "
    "comment_count standfirst paragraphs kinds images contacts language further spans confidence "
    "reasons "
    "problems"
).split()


@dataclass(frozen=True, kw_only=True)
class ParsedArticle(Content):
    """What the parser read in one source: the article, and where each field stands in the source.

    Keys of `evidence` name the field: "headline", "date", "authors.0", "paragraphs.3",
    "images.0.caption", "contacts.0". A part (the publication inside an e-mail address, the
    photographer inside a caption) lies inside its whole; wholes do not overlap.
    """

    evidence: Mapping[str, FieldReading] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    problems: tuple[str, ...] = ()
    #: The text that all spans count in, when it is not the decoded text itself: of a saved page
    #: its visible text with the metadata listed above it.
    shown: str = ""
    #: How likely lines that were left out are the story's, where a model told; not stored.
    chances: Mapping[Span, float] = field(default_factory=dict)

    def as_record(self, name: str, encoding: str) -> dict[str, Any]:
        """The object that `parse --jsonl` prints: the public shape of a record."""
        values = self.as_json()
        record = {
            "name": name,
            "encoding": encoding,
            **_without_empty(values),
            "authors": [author.name for author in self.authors],
            "paragraphs": [paragraph.text for paragraph in self.paragraphs],
            "kinds": [paragraph.kind for paragraph in self.paragraphs],
            "images": [_without_empty(image) for image in values["images"]],
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
        return {key: record[key] for key in KEYS}


def _without_empty(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: None if value == "" else value for name, value in values.items()}
