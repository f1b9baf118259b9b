"""Review questions: what a parser was unsure of in one source, worst first.

In: a reading and the record made from it. Out: the questions to put to an editor. Pure.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from archive.record.content import AuthorContent, Content, ImageContent, ParagraphContent
from archive.record.costs import COST_OF_LOSS
from archive.record.evidence import DOUBTFUL, FieldReading, LeftOut, SourceReading
from archive.text.dates import Days, NotADate


class QuestionKind(IntEnum):
    """What a question is about; the numbers are stored."""

    NO_HEADLINE = 1
    HEADLINE = 2
    NO_DATE = 3
    DATE = 4
    AUTHOR = 5
    PUBLICATION = 6
    PICTURE = 7
    TEXT = 8
    OTHER = 9
    LEFT_OUT = 10
    NO_TEXT = 11


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question about a field ("headline", "authors.0", "images.1", "paragraphs.3"), or a line
    that was left out ("left_out.1f8b…"). `weight`, 1 to 1000, is the expected cost of being wrong;
    `key` stays the same while the source does, so that nothing is asked twice."""

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
#: wrong paper and every list shows a wrong headline; a stray line in a text is overlooked.
COSTS: Final = {
    "headline": (QuestionKind.HEADLINE, 1000),
    "date": (QuestionKind.DATE, 950),
    "authors": (QuestionKind.AUTHOR, 700),
    "publication": (QuestionKind.PUBLICATION, 500),
    "images": (QuestionKind.PICTURE, 300),
    "paragraphs": (QuestionKind.TEXT, 200),
}
OTHER_COST: Final = 250
#: A line left out in doubt: lost if it is the story's, and about every second one is.
LEFT_OUT_WEIGHT: Final = COST_OF_LOSS * COSTS["paragraphs"][1] // 2
#: Lines of one article that are asked about: where a whole page was misread, its form and its
#: source page are the place to put it right.
LEFT_OUT_MOST: Final = 20
LEFT_OUT: Final = "left_out"
#: An undated article is in no paper at all; half of all bare texts lack a headline, mostly because
#: there was none.
NO_DATE_WEIGHT: Final = 550
NO_HEADLINE_WEIGHT: Final = 350
#: Of an article without a text a reader has nothing, and mostly its source was misread; with a
#: standfirst or a picture it may be meant so.
NO_TEXT_WEIGHT: Final = 800
NO_TEXT_BUT_MORE_WEIGHT: Final = 300
#: A runner-up with this share of the winner's confidence raises a question, however sure that is.
CLOSE: Final = 0.8
#: Only blocks that are more likely something else raise a question, and of one article only the
#: least sure: in a doubtful layout all of them are.
TEXT_DOUBTFUL: Final = 0.45
#: Settling the date settles what is printed beside it.
_BESIDE_THE_DATE: Final = frozenset(("time", "utc_offset"))
#: Guessed from the words: the source tells an editor nothing more.
_NEVER_ASKED: Final = frozenset(("language",))


def questions_for(reading: SourceReading, content: Content) -> list[OpenQuestion]:
    """The open questions of a source, worst first. `content` is the record made from it."""
    unsure = [reason for reason in _unsure(reading, content) if value_of(content, reason[0])]
    if any(name == "date" for name, *_ in unsure):
        unsure = [reason for reason in unsure if reason[0] not in _BESIDE_THE_DATE]
    questions = list(_worst_of_each_part(unsure, content))
    if not content.headline:
        questions.append(
            _question("headline", QuestionKind.NO_HEADLINE, NO_HEADLINE_WEIGHT, [content.opening])
        )
    if not content.date:
        questions.append(_question("date", QuestionKind.NO_DATE, NO_DATE_WEIGHT, [content.opening]))
    if not content.paragraphs:
        more = bool(content.standfirst or content.images)
        weight = NO_TEXT_BUT_MORE_WEIGHT if more else NO_TEXT_WEIGHT
        questions.append(_question("paragraphs", QuestionKind.NO_TEXT, weight, [content.headline]))
    questions += _left_out(reading)
    return sorted(questions, key=lambda question: -question.weight)


def left_out_field(line: ParagraphContent) -> str:
    """The name of a line that was left out; the same wherever a later parser finds it."""
    digest = hashlib.blake2b(line.text.encode("utf-8", "surrogatepass"), digest_size=8)
    return f"{LEFT_OUT}.{digest.hexdigest()}"


def lines_of(content: Content) -> frozenset[str]:
    """The names of its paragraphs, were they left out: what the text has is asked about no more."""
    return frozenset(map(left_out_field, content.paragraphs))


def left_out_line(reading: SourceReading, field: str) -> LeftOut | None:
    """The stretch that a name stands for, None where it is not left out in doubt."""
    for left in reading.left_out:
        if left.line is not None and left_out_field(left.line) == field:
            return left
    return None


def _left_out(reading: SourceReading) -> Iterator[OpenQuestion]:
    lines = {left_out_field(left.line): left.line for left in reading.left_out if left.line}
    for field, line in list(lines.items())[:LEFT_OUT_MOST]:
        yield _question(field, QuestionKind.LEFT_OUT, LEFT_OUT_WEIGHT, [line.text])


def root_of(field: str) -> str:
    """The field of Content that a field of a reading belongs to: "authors.0" to "authors"."""
    return field.partition(".")[0]


def part_of(field: str) -> str:
    """The part that a question is about: "images.0.credit" to "images.0"."""
    return ".".join(field.split(".")[:2])


def value_of(content: Content, field: str) -> str:
    """What an article says in a field of a reading, on one line; "" for nothing."""
    root, _, rest = field.partition(".")
    value = getattr(content, root, None)
    if value == ():
        return ""
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
    """(field, its reading, doubt from 0 to 1) of every doubtful field."""
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
        values = [value_of(content, field), *(other.value for other in field_reading.others)]
        yield _question(field, kind, cost * doubt, values)


def _question(field: str, kind: QuestionKind, weight: float, values: Sequence[str]) -> OpenQuestion:
    """The key is a hash of `values`, what the source and its reading say."""
    joined = "\x1f".join((field, *values)).encode("utf-8", "surrogatepass")
    key = int.from_bytes(hashlib.blake2b(joined, digest_size=8).digest(), "big", signed=True)
    return OpenQuestion(field, kind, max(1, min(1000, round(weight))), key)


def _other_date_given(date: str, reading: FieldReading) -> bool:
    """Whether the source also gives a date that is not this one, more or less precise."""
    taken = _days(date)
    others = [found for other in reading.others if (found := _days(other.value))]
    return taken is not None and any(not _overlap(taken, other) for other in others)


def _days(text: str) -> Days | None:
    try:
        return Days.parse(text)
    except NotADate:
        return None


def _overlap(days: Days, other: Days) -> bool:
    return days.first <= other.last and other.first <= days.last
