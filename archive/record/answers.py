"""The answers offered to a review question: the runners-up, or leaving the value out.

Each is an Edit of a Content, small enough to be kept in a preview and applied later. Pure.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from archive.record.content import AuthorContent, Content, ImageContent, ParagraphContent
from archive.record.evidence import FieldReading, LeftOut, SourceReading, Span
from archive.record.review import LEFT_OUT, left_out_line, root_of, value_of
from archive.text.dates import Days, NotADate

#: set: a field becomes `new` ("" empties it). drop: an author, picture or block goes. headline: a
#: block becomes the headline. opening: a standfirst becomes the first paragraph. kind: a block
#: becomes `new`. uncredited: a picture keeps its caption alone. name: an author is called `new`.
#: put_back: a line that was left out becomes a paragraph; `new` is its kind and place.
Action = Literal["set", "drop", "headline", "opening", "kind", "uncredited", "name", "put_back"]

#: One for each digit key.
ANSWERS_MOST: Final = 9
#: How many lines are offered as a missing headline, from how many at the start of the text.
LINES_OFFERED: Final = 4
LINES_LOOKED_AT: Final = 40
#: One word is a section or a button; more than these is a sentence of the story.
HEADLINE_WORDS: Final = range(2, 26)
HEADLINE_LENGTH: Final = 200
#: Single-line fields, which an editor can also type.
TYPED: Final = frozenset(("headline", "standfirst", "date", "publication", "section", "authors"))
_LINE: Final = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
_TEXT_FIELDS: Final = frozenset(
    ("headline", "standfirst", "date", "time", "utc_offset", "updated", "url", "publication",
     "section")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edit:
    """An action on `field`, which said `now` when the editor chose it."""

    action: Action
    field: str
    now: str
    new: str = ""

    def as_json(self) -> list[str]:
        return [self.action, self.field, self.now, self.new]

    @classmethod
    def from_json(cls, row: Sequence[Any]) -> Edit:
        action, field, now, new = row
        return cls(action, field, now, new)


@dataclass(frozen=True, slots=True)
class Answer:
    """An edit and its evidence; `value` is what the field would say ("" for nothing)."""

    edit: Edit
    value: str = ""
    #: From 0 to 1; None where no parser considered it.
    confidence: float | None = None
    reason: str = ""
    spans: tuple[Span, ...] = ()


def answers_to(field: str, content: Content, reading: SourceReading, text: str) -> list[Answer]:
    """The answers to a question about a field ("authors.0"), likeliest first.

    `content` is the record now, `text` what the reading's spans count in.
    """
    if root_of(field) == LEFT_OUT:
        left = left_out_line(reading, field)
        return [] if left is None else [_put_back(field, left, reading, text)]
    now = value_of(content, field)
    found: list[Answer] = []
    read = reading.fields.get(field)
    if root_of(field) in _TEXT_FIELDS:
        found += _runners_up(field, now, read)
    if field == "headline" and not now:
        found += _lines(content, reading, text)
    first: dict[str, Answer] = {now: Answer(Edit("set", field, now, now))}
    for answer in found:
        first.setdefault(answer.value, answer)
    different = list(first.values())[1:]
    instead = list(_alternatives(field, now, content)) if now else []
    return different[: ANSWERS_MOST - len(instead)] + instead


def apply(content: Content, edit: Edit) -> Content | None:
    """The record after the edit; None where it no longer says what the editor saw."""
    if edit.action == "put_back":
        return _with_line(content, edit)
    place = _place(content, edit)
    root = root_of(edit.field)
    if edit.action == "set":
        return _set(content, edit) if value_of(content, edit.field) == edit.now else None
    if edit.action == "opening":
        first = ParagraphContent(content.standfirst)
        fits = content.standfirst == edit.now != ""
        paragraphs = (first, *content.paragraphs)
        return replace(content, standfirst="", paragraphs=paragraphs) if fits else None
    if place is None:
        return None
    parts = list(getattr(content, root))
    part = parts[place]
    if edit.action in ("drop", "headline"):
        del parts[place]
    elif edit.action == "kind" and isinstance(part, ParagraphContent):
        parts[place] = part._replace(kind=edit.new)
    elif edit.action == "uncredited" and isinstance(part, ImageContent):
        parts[place] = part._replace(credit="", photographer="", agency="")
    elif edit.action == "name" and isinstance(part, AuthorContent):
        parts[place] = part._replace(name=edit.new)
    changed = replace(content, **{root: tuple(parts)})  # type: ignore[arg-type]
    return replace(changed, headline=edit.now) if edit.action == "headline" else changed


def typed_edit(field: str, content: Content, words: str) -> Edit:
    """The edit for a value that an editor typed; raises ValueError with a sentence."""
    words = " ".join(words.split())
    now = value_of(content, field)
    if root_of(field) == "authors":
        return Edit("name" if words else "drop", field, now, words[:200])
    if field == "date" and words:
        words = Days.parse(words).iso
    return Edit("set", field, now, words)


def _runners_up(field: str, now: str, read: FieldReading | None) -> Iterator[Answer]:
    for other in sorted(read.others if read else (), key=lambda reading: -reading.confidence):
        value = other.value
        if field == "date":
            try:
                value = Days.parse(value).iso
            except NotADate:
                continue
        edit = Edit("set", field, now, value)
        yield Answer(edit, value, other.confidence, other.reason, other.spans)


def _lines(content: Content, reading: SourceReading, text: str) -> Iterator[Answer]:
    """The first lines of a text that could be its headline: short, and no sentence of the story."""
    blocks = {paragraph.text: place for place, paragraph in enumerate(content.paragraphs)}
    elsewhere = [
        span
        for name, field in reading.fields.items()
        for span in field.spans
        if root_of(name) not in ("paragraphs", "headline", "standfirst")
    ]
    offered = 0
    for number, line in enumerate(_LINE.finditer(text)):
        if number == LINES_LOOKED_AT or offered == LINES_OFFERED:
            return
        start, end = line.span()
        if end - start > 4 * HEADLINE_LENGTH:
            continue
        words = " ".join(line[0].split())
        if not _reads_like_a_headline(words) or any(a < end and start < b for a, b in elsewhere):
            continue
        offered += 1
        if words in blocks:
            edit = Edit("headline", f"paragraphs.{blocks[words]}", words)
        else:
            edit = Edit("set", "headline", "", words)
        yield Answer(edit, words, spans=((start, end),))


def _reads_like_a_headline(words: str) -> bool:
    return (
        len(words) <= HEADLINE_LENGTH
        and len(words.split()) in HEADLINE_WORDS
        and words[-1] not in ".,;:…"
        and sum(letter.isalpha() for letter in words) > len(words) / 2
    )


def _alternatives(field: str, now: str, content: Content) -> Iterator[Answer]:
    """What can be done with a value other than replacing it by a runner-up."""
    root = root_of(field)
    if root == "paragraphs":
        place = int(field.partition(".")[2])
        if not content.headline:
            yield Answer(Edit("headline", field, now))
        kind = content.paragraphs[place].kind
        yield Answer(Edit("kind", field, now, _OTHER_KIND.get(kind, "paragraph")))
    if root == "images" and content.images[int(field.split(".")[1])].credit:
        yield Answer(Edit("uncredited", field, now))
    if field == "standfirst":
        yield Answer(Edit("opening", field, now))
    if root in ("paragraphs", "images", "authors"):
        yield Answer(Edit("drop", field, now))
    elif root in _TEXT_FIELDS:
        yield Answer(Edit("set", field, now, ""))


_OTHER_KIND: Final = {"paragraph": "subheading"}


def _place(content: Content, edit: Edit) -> int | None:
    """Where the part is now; it may have moved since the question was asked."""
    root, _, number = edit.field.partition(".")
    parts: Iterable[Any] = getattr(content, root, ())
    if not isinstance(parts, tuple) or not number.isdecimal():
        return None
    places = [at for at in range(len(parts)) if value_of(content, f"{root}.{at}") == edit.now]
    return int(number) if int(number) in places else next(iter(places), None)


def _set(content: Content, edit: Edit) -> Content:
    changed = replace(content, **{edit.field: edit.new})  # type: ignore[arg-type]
    if edit.field != "headline" or not edit.new:
        return changed
    # A line that becomes the headline is no longer a paragraph.
    kept = tuple(paragraph for paragraph in content.paragraphs if paragraph.text != edit.new)
    return replace(changed, paragraphs=kept or content.paragraphs)


# Lines that were left out -------------------------------------------------------------------------

#: So many lines of the source before a line, and behind it, tell its place in a corrected text.
_NEIGHBOURS: Final = 12
_LETTERS: Final = re.compile(r"[^\W_]+")


def _put_back(field: str, left: LeftOut, reading: SourceReading, text: str) -> Answer:
    """The answer that puts a line back; its edit names the lines around it in the source."""
    assert left.line is not None
    lines = sorted(_lines_of_text(reading))
    before = [_mark(text[slice(*span)]) for span in lines if span < left.span]
    behind = [_mark(text[slice(*span)]) for span in lines if span > left.span]
    place = [",".join(before[::-1][:_NEIGHBOURS]), ",".join(behind[:_NEIGHBOURS])]
    edit = Edit("put_back", field, left.line.text, "/".join([left.line.kind, *place]))
    return Answer(edit, left.line.text, reason=left.reason, spans=(left.span,))


def _lines_of_text(reading: SourceReading) -> Iterator[Span]:
    """The spans of the paragraphs, and of the lines left out in doubt, which may be put back."""
    for name, field in reading.fields.items():
        if root_of(name) == "paragraphs":
            yield from field.spans
    for left in reading.left_out:
        if left.line is not None:
            yield left.span


def _mark(text: str) -> str:
    """What a line is recognised by: its letters and figures, digested."""
    letters = "".join(_LETTERS.findall(text)).casefold()
    return hashlib.blake2b(letters.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


def _with_line(content: Content, edit: Edit) -> Content | None:
    """The record with a line behind its nearest neighbour in the source, else before it."""
    kind, before, behind = (*edit.new.split("/"), "", "")[:3]
    if not edit.now or any(paragraph.text == edit.now for paragraph in content.paragraphs):
        return None
    marks = [_mark(paragraph.text) for paragraph in content.paragraphs]
    places = [
        len(marks) - 1 - marks[::-1].index(near) + 1 for near in before.split(",") if near in marks
    ]
    places += [marks.index(near) for near in behind.split(",") if near in marks]
    place = next(iter(places), len(marks))
    paragraphs = list(content.paragraphs)
    paragraphs.insert(place, ParagraphContent(edit.now, kind or "paragraph"))
    return replace(content, paragraphs=tuple(paragraphs))
