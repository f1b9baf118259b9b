"""The doubtful lines of a source in, what an editor is told of them out: a sentence each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from archive.record.content import ParagraphContent
from archive.record.evidence import FieldReading, LeftOut
from archive.record.review import TEXT_DOUBTFUL
from ingest.parsing.fields.doubtful import TOLD_BY
from ingest.parsing.fields.sentences import begins_sentence, ends_sentence, longer_words

#: Characters of a line that a sentence quotes.
_QUOTED: Final = 80


def sentences_about(
    left_out: Sequence[LeftOut],
    evidence: Mapping[str, FieldReading],
    paragraphs: Sequence[ParagraphContent],
) -> tuple[str, ...]:
    """What an editor is told of the lines left out in doubt, and of those kept in doubt at either
    end of the story."""
    lines = [left.line.text for left in left_out if left.line is not None]
    told = []
    if len(lines) == 1:
        told.append(f"One line was left out that may belong to the story: “{_quoted(lines[0])}”")
    elif lines:
        number = _NUMBERS[len(lines)] if len(lines) < len(_NUMBERS) else f"{len(lines):,}"
        told.append(
            f"{number} lines were left out that may belong to the story, the first: "
            f"“{_quoted(lines[0])}”"
        )
    for end, place in (("first", 0), ("last", len(paragraphs) - 1)):
        if _is_kept_in_doubt(place, evidence, paragraphs):
            quoted = _quoted(paragraphs[place].text)
            told.append(f"The {end} paragraph may not belong to the story: “{quoted}”")
    return tuple(told)


def _is_kept_in_doubt(
    place: int, evidence: Mapping[str, FieldReading], paragraphs: Sequence[ParagraphContent]
) -> bool:
    """Whether a paragraph is more likely none, and does not read as the story's: at its end, where
    notices stand, only a sentence with a word of the story's does."""
    reading = evidence.get(f"paragraphs.{place}")
    if (
        reading is None
        or reading.confidence >= TEXT_DOUBTFUL
        or len(paragraphs) < _LEAST_PARAGRAPHS
    ):
        return False
    own = paragraphs[place].text
    if not (begins_sentence(own) and ends_sentence(own)):
        return True
    rest = " ".join([paragraph.text for paragraph in paragraphs[:-1]])
    return place > 0 and longer_words(own).isdisjoint(longer_words(rest[:TOLD_BY]))


#: Of fewer paragraphs the others tell nothing.
_LEAST_PARAGRAPHS: Final = 2


_NUMBERS: Final = (
    "No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten",
)  # fmt: skip


def _quoted(text: str) -> str:
    """The start of a line, cut at a word where there are words."""
    if len(text) <= _QUOTED:
        return text
    head = text[:_QUOTED]
    return f"{head.rpartition(' ')[0] or head} …"
