"""How a source was read: for every field where it stood, how sure the parser was, and why.

Kept as one compact value an article (about 500 bytes for a text file), never a row a span.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import zstandard

from archive.record.codec import as_json, pack

#: A field the parser is less sure of than this is shown as doubtful.
DOUBTFUL: Final = 0.6

#: Offsets in code points of the decoded source (for a saved page: of its visible text).
Span = tuple[int, int]


class OtherReading(NamedTuple):
    """A runner-up that was considered for a field."""

    value: str
    confidence: float
    reason: str
    spans: tuple[Span, ...] = ()


class FieldReading(NamedTuple):
    """Confidence from 0 to 1; no spans when the value does not stand in the text."""

    spans: tuple[Span, ...]
    confidence: float
    reason: str
    others: tuple[OtherReading, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceReading:
    """Fields by name ("headline", "authors.0", "images.0.caption"); what was left out, and why."""

    fields: Mapping[str, FieldReading] = field(default_factory=dict)
    left_out: tuple[tuple[Span, str], ...] = ()
    problems: tuple[str, ...] = ()
    #: The text that spans count in, where it is not simply the bytes in their encoding: the visible
    #: text of a saved page, or a text that was mended.
    text: str = ""

    @property
    def confidence(self) -> float:
        """That of the least sure field."""
        return min([reading.confidence for reading in self.fields.values()], default=1.0)

    def pack(self) -> bytes:
        reasons: dict[str, int] = {}

        def row(first: str | int, sure: float, why: str, spans: tuple[Span, ...]) -> list[Any]:
            flat = [first, round(sure * 1000), reasons.setdefault(why, len(reasons))]
            for start, end in spans:
                # Starts and lengths: shorter numbers than ends.
                flat += (start, end - start)
            return flat

        packed: dict[str, Any] = {
            "f": [
                row(name, sure, why, spans) for name, (spans, sure, why, _) in self.fields.items()
            ],
            "x": [
                [start, end - start, reasons.setdefault(why, len(reasons))]
                for (start, end), why in self.left_out
            ],
        }
        others = {
            name: [row(*other) for other in reading.others]
            for name, reading in self.fields.items()
            if reading.others
        }
        if others:
            packed["o"] = others
        if self.text:
            packed["t"] = self.text
        if self.problems:
            packed["p"] = list(self.problems)
        packed["r"] = list(reasons)
        return pack(as_json(packed))

    @classmethod
    def unpack(cls, data: bytes) -> SourceReading:
        """The inverse of pack; confidences come back to three places."""
        packed = json.loads(zstandard.decompress(bytes(data)).decode("utf-8", "surrogatepass"))
        reasons = packed["r"]
        others = {
            name: tuple(
                OtherReading(value, sure / 1000, reasons[why], _spans(flat))
                for value, sure, why, *flat in rows
            )
            for name, rows in packed.get("o", {}).items()
        }
        return cls(
            fields={
                name: FieldReading(_spans(flat), sure / 1000, reasons[why], others.get(name, ()))
                for name, sure, why, *flat in packed["f"]
            },
            left_out=tuple(
                ((start, start + length), reasons[why]) for start, length, why in packed["x"]
            ),
            problems=tuple(packed.get("p", ())),
            text=packed.get("t", ""),
        )


def _spans(flat: list[int]) -> tuple[Span, ...]:
    return tuple((flat[i], flat[i] + flat[i + 1]) for i in range(0, len(flat), 2))
