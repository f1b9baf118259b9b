"""What the store is given to keep: a record, the source it was read from, and what was found out
about both on the way. Values only; store.py writes them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Self

from archive.record.codec import pack
from archive.record.content import Content
from archive.record.evidence import SourceReading
from archive.record.review import OpenQuestion

#: The keys of a text, and its sample packed (likeness.py).
PackedSketch = tuple[tuple[int, ...], bytes]


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes a content was read from (`size` of them, zstd), and how (SourceReading, packed)."""

    name: str
    size: int
    sha256: bytes
    packed: bytes
    encoding: str
    reading: bytes
    #: Of the least sure field, 0 to 1.
    confidence: float
    parser_version: str

    @classmethod
    def of(
        cls, name: str, data: bytes, encoding: str, reading: SourceReading, parser_version: str
    ) -> Self:
        return cls(
            name,
            len(data),
            hashlib.sha256(data).digest(),
            pack(data),
            encoding,
            reading.pack(),
            reading.confidence,
            parser_version,
        )


@dataclass(frozen=True, slots=True)
class Incoming:
    """One record to be stored. `sketch` are the keys of its text and its sample, packed
    (likeness.py; None has them worked out), `alike` are (article id, share) of texts that are much
    alike, `doubts` what its parser was unsure of."""

    content: Content
    source: Source
    sketch: PackedSketch | None = None
    alike: tuple[tuple[int, float], ...] = ()
    doubts: tuple[OpenQuestion, ...] = ()
    chosen: tuple[Chosen, ...] = ()

    @property
    def source_content(self) -> Content:
        """The content as the source says it, before an editor chose."""
        if not self.chosen:
            return self.content
        return Content.from_json(
            self.content.as_json() | {choice.field: choice.old for choice in self.chosen}
        )


@dataclass(frozen=True, slots=True)
class Chosen:
    """What an editor put right before a record was stored, whose content has `new` already."""

    field: str
    old: Any
    new: Any
    by_id: int | None
    why: str
