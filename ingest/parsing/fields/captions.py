"""A caption in, the picture's credit, photographer, agency, place and day out.

Each part has its span and a reason. The forms are those of agencies and sites.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from archive.record.content import ImageContent
from archive.record.evidence import FieldReading, Span
from ingest.parsing.fields.caption_parts import trimmed, where_and_when, who_is_credited
from ingest.parsing.fields.credits import BBC, NAMED_CAPTION, find_credit, is_only_credit
from ingest.parsing.fields.whitespace import normalise


@dataclass(frozen=True, slots=True)
class ReadCaption:
    """A picture and the evidence of its parts: "caption", "credit", "photographer", "agency",
    "place", "taken", as far as the caption has them. Spans are shifted by the offset given."""

    image: ImageContent
    evidence: Mapping[str, FieldReading]


#: Only so much of a caption is read.
_LONGEST: Final = 3_000


def read_caption(text: str, offset: int = 0) -> ReadCaption:
    """The parts of a caption; the caption itself is the whole text, credit included, normalised.

    A mere credit line gives a credit and no caption.
    """
    looked = text[:_LONGEST]
    evidence: dict[str, FieldReading] = {}
    caption = normalise(text)
    credit_span, sure, why = find_credit(looked)
    values = {"credit": "", "photographer": "", "agency": "", "place": "", "taken": ""}

    def note(part: str, value: str, span: Span, confidence: float, reason: str) -> None:
        values[part] = value
        evidence[part] = FieldReading(((span[0] + offset, span[1] + offset),), confidence, reason)

    bbc = BBC.match(looked) or NAMED_CAPTION.match(looked)
    caption_span = trimmed(text, (0, len(text)))
    if bbc and looked[bbc.end() :].strip():
        caption_span = trimmed(text, (bbc.end(), len(text)))
        caption = normalise(text[slice(*caption_span)])
    if credit_span is not None:
        note("credit", normalise(looked[slice(*credit_span)]), credit_span, sure, why)
        for part, name, span in who_is_credited(looked, credit_span):
            note(part, name, span, sure, f"the {part} in the credit line")
        if credit_span[1] - credit_span[0] >= 0.8 * max(1, len(looked)) or is_only_credit(
            looked, credit_span
        ):
            caption = ""
    for part, value, span in where_and_when(looked, credit_span) if caption else ():
        note(part, value, span, 0.85, "said in the caption")
    if caption:
        evidence["caption"] = FieldReading(
            ((caption_span[0] + offset, caption_span[1] + offset),), 0.8, "the words of a caption"
        )
    return ReadCaption(ImageContent(caption=caption, **values), evidence)
