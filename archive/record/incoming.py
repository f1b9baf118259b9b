"""What an import hands to the store: a record, its source, and what was computed on the way."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Self

from archive.record.codec import pack
from archive.record.content import Content
from archive.record.evidence import SourceReading
from archive.record.review import OpenQuestion

#: The keys of a text and its packed sample (text/shingles.py).
PackedSketch = tuple[tuple[int, ...], bytes]


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes that a content was read from (`size` of them, in zstd) and the packed reading."""

    name: str
    size: int
    sha256: bytes
    packed: bytes
    encoding: str
    reading: bytes
    #: The lowest of any field, 0 to 1.
    confidence: float
    parser_version: str
    #: What was known of it besides its bytes (evidence.known_key).
    known: int | None = None

    @classmethod
    def of(
        cls, name: str, data: bytes, encoding: str, reading: SourceReading, parser_version: str
    ) -> Self:
        return cls(
            name=name,
            size=len(data),
            sha256=hashlib.sha256(data).digest(),
            packed=pack(data),
            encoding=encoding,
            reading=reading.pack(),
            confidence=reading.confidence,
            parser_version=parser_version,
        )


@dataclass(frozen=True, slots=True)
class Incoming:
    """One record to store. `sketch` is computed where it is None; `alike` lists near-duplicates as
    (article id, share), `alike_beside` those stored in the same call as (their place, share),
    `doubts` what the parser was unsure of."""

    content: Content
    source: Source
    sketch: PackedSketch | None = None
    alike: tuple[tuple[int, float], ...] = ()
    alike_beside: tuple[tuple[int, float], ...] = ()
    doubts: tuple[OpenQuestion, ...] = ()
    chosen: tuple[Chosen, ...] = ()

    @property
    def source_content(self) -> Content:
        """The content as the source has it, before the editor's choices."""
        if not self.chosen:
            return self.content
        return Content.from_json(
            self.content.as_json() | {choice.field: choice.old for choice in self.chosen}
        )


@dataclass(frozen=True, slots=True)
class Chosen:
    """A field that an editor corrected in the preview; the content already has `new`."""

    field: str
    old: Any
    new: Any
    by_id: int | None
    why: str
