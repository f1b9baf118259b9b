"""How a source was read: where each field was found, how sure the parser was, and why.

Stored as one compact value per source (about 500 bytes for a text file), not a row per span.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import zstandard

from archive.record.codec import as_json, pack
from archive.record.content import ParagraphContent

#: Below this confidence a field is shown as doubtful.
DOUBTFUL: Final = 0.6

#: Start and end in code points of the decoded source (of a saved page: of its visible text).
Span = tuple[int, int]


class OtherReading(NamedTuple):
    """A runner-up considered for a field."""

    value: str
    confidence: float
    reason: str
    spans: tuple[Span, ...] = ()


class FieldReading(NamedTuple):
    """Confidence is 0 to 1; no spans where the value is not in the text."""

    spans: tuple[Span, ...]
    confidence: float
    reason: str
    others: tuple[OtherReading, ...] = ()


class LeftOut(NamedTuple):
    """A span of the source that became no field, and why ("navigation", "share bar").

    `line` is the paragraph that it would be, where it may belong to the story.
    """

    span: Span
    reason: str
    line: ParagraphContent | None = None


#: The key of a fact that is about the bytes of a source: the encoding that came with them.
CHARSET: Final = "charset"


class Fact(NamedTuple):
    """What is known of a source besides its own text: the address in the header of a response, a
    row of a table beside it, the name of its folder.

    `key` is any key that a record may have. A `fallback` counts where the source says nothing.
    """

    key: str
    value: str
    #: Where it was found, in words: "metadata.csv, row 3", "folder".
    origin: str
    fallback: bool = False


#: In place of a known_key where it was undone; none is negative.
NEVER_KNOWN: Final = -1


def known_key(facts: Iterable[Fact], keys: Iterable[tuple[str, str]]) -> int | None:
    """A number for what was known of a source besides its bytes, wherever it was found; None where
    that was nothing. Read again with another, the same bytes may say something else."""
    known = [[fact.key, fact.value, fact.fallback] for fact in facts]
    named = [list(pair) for pair in keys]
    if not known and not named:
        return None
    text = json.dumps([known, named]).encode("utf-8")
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big") >> 1


@dataclass(frozen=True, slots=True)
class SourceReading:
    """The fields by name ("headline", "authors.0", "images.0.caption"), and what was left out."""

    fields: Mapping[str, FieldReading] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    problems: tuple[str, ...] = ()
    #: The text that spans count in, where it is not just the decoded bytes: the visible text of a
    #: saved page, or a repaired text.
    text: str = ""
    #: Which of "day" and "month" came first in dates of the source's file or folder, or "": the
    #: source is read again without them.
    order: str = ""
    #: What was known besides its text, and the fields that its keys stand for, kept for the same
    #: reason.
    facts: tuple[Fact, ...] = ()
    #: How its bytes came out of a larger file, in sentences; kept for the same reason.
    notes: tuple[str, ...] = ()
    keys: tuple[tuple[str, str], ...] = ()

    @property
    def confidence(self) -> float:
        """The lowest confidence of any field."""
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
                for (start, end), why, _ in self.left_out
            ],
        }
        lines = [
            [place, *left.line] for place, left in enumerate(self.left_out) if left.line is not None
        ]
        if lines:
            packed["l"] = lines
        others = {
            name: [row(*other) for other in reading.others]
            for name, reading in self.fields.items()
            if reading.others
        }
        if others:
            packed["o"] = others
        if self.text:
            packed["t"] = self.text
        if self.order:
            packed["d"] = self.order
        if self.facts:
            packed["k"] = [list(fact) for fact in self.facts]
        if self.notes:
            packed["n"] = list(self.notes)
        if self.keys:
            packed["m"] = dict(self.keys)
        if self.problems:
            packed["p"] = list(self.problems)
        packed["r"] = list(reasons)
        return pack(as_json(packed))

    @classmethod
    def unpack(cls, data: bytes) -> SourceReading:
        """The inverse of pack; confidences keep three decimals."""
        packed = json.loads(zstandard.decompress(bytes(data)).decode("utf-8", "surrogatepass"))
        reasons = packed["r"]
        others = {
            name: tuple(
                OtherReading(value, sure / 1000, reasons[why], _spans(flat))
                for value, sure, why, *flat in rows
            )
            for name, rows in packed.get("o", {}).items()
        }
        lines = {place: ParagraphContent(*line) for place, *line in packed.get("l", ())}
        return cls(
            fields={
                name: FieldReading(_spans(flat), sure / 1000, reasons[why], others.get(name, ()))
                for name, sure, why, *flat in packed["f"]
            },
            left_out=tuple(
                LeftOut((start, start + length), reasons[why], lines.get(place))
                for place, (start, length, why) in enumerate(packed["x"])
            ),
            problems=tuple(packed.get("p", ())),
            text=packed.get("t", ""),
            order=packed.get("d", ""),
            facts=tuple(Fact(*fact) for fact in packed.get("k", ())),
            notes=tuple(packed.get("n", ())),
            keys=tuple(packed.get("m", {}).items()),
        )


def _spans(flat: list[int]) -> tuple[Span, ...]:
    return tuple((flat[i], flat[i] + flat[i + 1]) for i in range(0, len(flat), 2))
