"""What a parser was unsure of in one source: the questions an editor is asked, worst first.

A reading (archive/reading.py) and the record it led to come in, Doubts to ask go out. Pure.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from archive.record.content import AuthorContent, Content, ImageContent, ParagraphContent
from archive.record.evidence import DOUBTFUL, FieldReading, SourceReading
from archive.text.dates import Days, NotADate


class QuestionKind(IntEnum):
    """What a question is about; the numbers are kept in the database."""

    NO_HEADLINE = 1
    HEADLINE = 2
    NO_DATE = 3
    DATE = 4
    AUTHOR = 5
    PUBLICATION = 6
    PICTURE = 7
    TEXT = 8
    OTHER = 9


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """One question: of which field ("headline", "authors.0", "images.1", "paragraphs.3"), how bad
    it would be to be wrong (`weight`, 1 to 1000), and a `key` that stays while the source says the
    same, so that nothing is asked twice."""

    field: str
    kind: QuestionKind
    weight: int
    key: int

    def as_row(self) -> tuple[str, int, int, int]:
        return (self.field, int(self.kind), self.weight, self.key)

    @classmethod
    def from_row(cls, row: tuple[str, int, int, int]) -> OpenQuestion:
        """The inverse of as_row."""
        field, kind, weight, key = row
        return cls(field, QuestionKind(kind), weight, key)


#: What an error in a field costs a reader, in thousandths: a wrong day puts an article into the
#: wrong paper and a wrong headline is what all lists show; a stray line in a text is read over.
COSTS: Final = {
    "headline": (QuestionKind.HEADLINE, 1000),
    "date": (QuestionKind.DATE, 950),
    "authors": (QuestionKind.AUTHOR, 700),
    "publication": (QuestionKind.PUBLICATION, 500),
    "images": (QuestionKind.PICTURE, 300),
    "paragraphs": (QuestionKind.TEXT, 200),
}
OTHER_COST: Final = 250
#: An undated article is in no paper at all; a headline is missing in half of all bare texts, most
#: often because there was none.
NO_DATE_WEIGHT: Final = 550
NO_HEADLINE_WEIGHT: Final = 350
#: A runner-up with this share of the winner's confidence is asked about, however sure that is.
CLOSE: Final = 0.8
#: Of a text's blocks only those are asked about that are more likely something else; and of one
#: article only the least sure, for in a doubtful layout all of them are.
TEXT_DOUBTFUL: Final = 0.45
#: Whoever settles the day has looked at what stands beside it.
_BESIDE_THE_DATE: Final = frozenset(("time", "utc_offset"))
#: Guessed from the words, not read: no editor can tell better from the source.
_NEVER_ASKED: Final = frozenset(("language",))


def questions_for(reading: SourceReading, content: Content) -> list[OpenQuestion]:
    """The questions that a source leaves open, worst first. `content` is what was read in it."""
    unsure = [reason for reason in _unsure(reading, content) if value_of(content, reason[0])]
    if any(name == "date" for name, *_ in unsure):
        unsure = [reason for reason in unsure if reason[0] not in _BESIDE_THE_DATE]
    asked = list(_worst_of_each_part(unsure, content))
    if not content.headline:
        asked.append(
            _question("headline", QuestionKind.NO_HEADLINE, NO_HEADLINE_WEIGHT, [content.opening])
        )
    if not content.date:
        asked.append(_question("date", QuestionKind.NO_DATE, NO_DATE_WEIGHT, [content.opening]))
    return sorted(asked, key=lambda question: -question.weight)


def root_of(field: str) -> str:
    """The field of Content that a field of a reading belongs to: "authors.0" to "authors"."""
    return field.partition(".")[0]


def part_of(field: str) -> str:
    """What is asked about as one: a picture ("images.0.credit" as "images.0"), an author."""
    return ".".join(field.split(".")[:2])


def value_of(content: Content, field: str) -> str:
    """What an article says in a field of a reading, as a line of text; "" where there is none."""
    root, _, rest = field.partition(".")
    value = getattr(content, root, None)
    if rest:
        place = rest.partition(".")[0]
        if not isinstance(value, tuple) or not place.isdecimal() or int(place) >= len(value):
            return ""
        value = value[int(place)]
    if isinstance(value, AuthorContent):
        return value.name
    if isinstance(value, ImageContent):
        return " · ".join(filter(None, (value.caption, value.credit)))
    if isinstance(value, ParagraphContent):
        return value.text
    return "" if value is None else str(value)


def _unsure(reading: SourceReading, content: Content) -> Iterator[tuple[str, FieldReading, float]]:
    """(field, how it was read, how unsure, 0 to 1) of every doubtful field."""
    for name, field in reading.fields.items():
        if field.confidence >= DOUBTFUL and not field.others:
            continue
        root = root_of(name)
        if root in _NEVER_ASKED:
            continue
        limit = TEXT_DOUBTFUL if root == "paragraphs" else DOUBTFUL
        second = max((other.confidence for other in field.others), default=0.0)
        if root == "date" and _other_date_given(content.date, field):
            yield name, field, max(1 - field.confidence, (1 - field.confidence + second) / 2)
        elif field.confidence < limit or second > CLOSE * field.confidence:
            yield name, field, 1 - field.confidence


def _worst_of_each_part(
    unsure: Iterable[tuple[str, FieldReading, float]], content: Content
) -> Iterator[OpenQuestion]:
    worst: dict[str, tuple[float, str, FieldReading]] = {}
    for name, field_reading, doubt in unsure:
        part = root_of(name) if root_of(name) == "paragraphs" else part_of(name)
        if part not in worst or doubt > worst[part][0]:
            worst[part] = (doubt, name, field_reading)
    for part, (doubt, name, field_reading) in worst.items():
        kind, cost = COSTS.get(root_of(name), (QuestionKind.OTHER, OTHER_COST))
        field = name if part == "paragraphs" else part
        said = [value_of(content, field), *(other.value for other in field_reading.others)]
        yield _question(field, kind, cost * doubt, said)


def _question(field: str, kind: QuestionKind, weight: float, said: Sequence[str]) -> OpenQuestion:
    """`said` is what the source and its reading say; while that stays, so does the key."""
    told = "\x1f".join((field, *said)).encode("utf-8", "surrogatepass")
    key = int.from_bytes(hashlib.blake2b(told, digest_size=8).digest(), "big", signed=True)
    return OpenQuestion(field, kind, max(1, min(1000, round(weight))), key)


def _other_date_given(date: str, one: FieldReading) -> bool:
    """Whether a source tells another date too that is not this one said more coarsely or finely."""
    taken = _days(date)
    others = [found for other in one.others if (found := _days(other.value))]
    return taken is not None and any(not _overlap(taken, other) for other in others)


def _days(text: str) -> Days | None:
    try:
        return Days.parse(text)
    except NotADate:
        return None


def _overlap(one: Days, other: Days) -> bool:
    return one.first <= other.last and other.first <= one.last
