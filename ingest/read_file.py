"""Read one file: bytes to text to record. Pure; no Django.

Same bytes, same result; whatever goes wrong with a file is a sentence in `rejected`.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from typing import Any, Final, NamedTuple

from archive.record.codec import pack, unpack
from archive.record.content import (
    AuthorContent,
    Content,
    FurtherField,
    ImageContent,
    ParagraphContent,
)
from archive.record.evidence import FieldReading, SourceReading, known_key
from archive.record.review import OpenQuestion, questions_for
from archive.text.dates import Days, NotADate
from archive.text.shingles import TextSketch
from ingest.decode.mhtml import decode_file
from ingest.parsing import parse
from ingest.parsing.facts import charset_among
from ingest.records import FURTHER_LENGTH, FURTHER_MOST, Decoded, ParsedArticle, SourceFile
from ingest.sources.no_article import by_content

log = logging.getLogger(__name__)

#: Magic bytes of files that are not text, and what those are.
NOT_TEXT: Final = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a database"),
    (b"{\\rtf", "a Rich Text document (RTF)"),
)
#: Longest name of a person, place or section that is kept; real ones are far shorter.
NAME_LENGTH: Final = 200

PARSER_FAILED: Final = "The parser failed on this file; see the log. Please report it."
NO_ARTICLE: Final = "It contains no article."

_TIME: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d\Z")
_OFFSET: Final = re.compile(r"[+-](0\d|1[0-4]):[0-5]\d\Z")
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")


class ReadFile(NamedTuple):
    """A file and what was read in it, ready to be stored: `rejected` is a sentence when there is
    nothing to import. Bytes and reading are packed, for they go from process to process."""

    name: str
    size: int
    sha256: bytes
    packed: bytes = b""
    encoding: str = ""
    content: Content | None = None
    #: The keys and the packed sample of its text (archive/text/shingles.py).
    sketch: tuple[int, ...] = ()
    sample: bytes = b""
    packed_reading: bytes = b""
    #: Of the least sure field, 0 to 1.
    confidence: float = 1.0
    problems: tuple[str, ...] = ()
    rejected: str = ""
    #: A sentence why it is probably no article.
    aside: str = ""
    #: What the parser was unsure of, worst first.
    doubts: tuple[OpenQuestion, ...] = ()
    #: What was known of it besides its bytes (evidence.known_key).
    known: int | None = None

    @property
    def reading(self) -> SourceReading | None:
        return SourceReading.unpack(self.packed_reading) if self.packed_reading else None

    @property
    def text(self) -> str:
        """The text that the spans of its reading count in."""
        reading = self.reading
        if reading is not None and reading.text:
            return reading.text
        return unpack(self.packed, self.size).decode(self.encoding or "utf-8", "replace")

    def as_row(self) -> tuple[Any, ...]:
        """Plain tuples throughout: 11 µs from process to process, where dataclasses take 105."""
        values = self._asdict()
        values["content"] = self.content and self.content.as_row()
        values["doubts"] = tuple(doubt.as_row() for doubt in self.doubts)
        return tuple(values.values())

    @classmethod
    def from_row(cls, row: tuple[Any, ...]) -> ReadFile:
        """The inverse of as_row."""
        values = dict(zip(cls._fields, row, strict=True))
        values["content"] = values["content"] and Content.from_row(values["content"])
        values["doubts"] = tuple(map(OpenQuestion.from_row, values["doubts"]))
        return cls(**values)


def read(source: SourceFile) -> ReadFile:
    """Decode and parse one file; never raises."""
    problem = source.problem or not_text(source.data)
    if problem:
        return rejected(source, problem)
    try:
        decoded = decode_file(source.data, charset_among(source.facts))
        problem = no_writing(decoded)
        if problem:
            return rejected(source, problem)
        source = judged(source, decoded)
        parsed = parse(source.name, decoded, source.order, source.facts, source.keys)
        content = content_of(parsed)
    except Exception:
        log.exception("The parser failed on %s", source.name)
        return rejected(source, PARSER_FAILED)
    problems = tuple(dict.fromkeys((*source.notes, *decoded.problems, *parsed.problems)))
    if not (content.headline or content.paragraphs or content.images):
        return rejected(source, problems[0] if problems else NO_ARTICLE)
    text = _text_apart(source.data, decoded, parsed)
    reading = reading_of(parsed, problems, text, source)
    sketched = TextSketch.of(content.text)
    return ReadFile(
        name=source.name,
        size=len(source.data),
        sha256=hashlib.sha256(source.data).digest(),
        packed=pack(source.data),
        encoding=decoded.encoding,
        content=content,
        sketch=sketched.keys,
        sample=sketched.sample.pack(),
        packed_reading=reading.pack(),
        confidence=reading.confidence,
        problems=problems,
        aside=source.aside,
        doubts=tuple(questions_for(reading, content)),
        known=known_key(source.facts, source.keys),
    )


def judged(source: SourceFile, decoded: Decoded) -> SourceFile:
    """The file, with a sentence why its text is probably no article."""
    aside = source.aside or by_content(source.name, decoded.text)
    return source if aside == source.aside else replace(source, aside=aside)


def rejected(source: SourceFile, problem: str) -> ReadFile:
    """The file, rejected for a reason given in a sentence."""
    return ReadFile(
        source.name,
        len(source.data),
        hashlib.sha256(source.data).digest(),
        rejected=problem,
        aside=source.aside,
    )


def not_text(data: bytes) -> str:
    """A sentence why bytes cannot be text, or ""."""
    if not data.strip():
        return "The file is empty."
    for magic, kind in NOT_TEXT:
        if data.startswith(magic):
            return f"It is {kind}, not text."
    return ""


def no_writing(decoded: Decoded) -> str:
    """A sentence why decoded text is not writing, or "". Zeros do not count: old systems pad texts
    with them."""
    if not decoded.problems:
        return ""
    text = decoded.text[:_JUDGED_ON]
    controls = len(_CONTROL.findall(text))
    if controls * _ONE_CONTROL_IN <= len(text):
        return ""
    return f"It is not text: {controls:,} of its {len(text):,} characters are control characters."


#: Characters on which a text is judged.
_JUDGED_ON: Final = 100_000
#: Text has fewer control characters, such as a stray form feed; binary data has one in nine.
_ONE_CONTROL_IN: Final = 30
_CONTROL: Final = re.compile("[\x01-\x08\x0e-\x1f\x7f]")


def content_of(parsed: ParsedArticle) -> Content:
    """The record as the archive can store it: what no database takes is dropped or cut."""
    return Content(
        **{name: storable(getattr(parsed, name)) for name, storable in _STORABLE.items()}
    )


def _text_apart(data: bytes, decoded: Decoded, parsed: ParsedArticle) -> str:
    """The text that spans count in, "" if it equals the decoded bytes."""
    if parsed.shown:
        return parsed.shown
    return "" if decoded.text == data.decode(decoded.encoding, "replace") else decoded.text


def reading_of(
    parsed: ParsedArticle, problems: Iterable[str], text: str, source: SourceFile
) -> SourceReading:
    return SourceReading(
        fields={name: _storable(evidence) for name, evidence in parsed.evidence.items()},
        left_out=parsed.left_out,
        problems=tuple(problems),
        text=text,
        order=source.order,
        facts=source.facts,
        notes=source.notes,
        keys=source.keys,
    )


def _storable(evidence: FieldReading) -> FieldReading:
    if not evidence.others:
        return evidence
    return evidence._replace(
        others=tuple(other._replace(value=_clean(other.value)[:1000]) for other in evidence.others)
    )


def _clean(text: str) -> str:
    """Without what no database takes: NUL and halves of surrogate pairs."""
    return _UNSTORABLE.sub("", text) if not text.isascii() or "\x00" in text else text


def _name(text: str) -> str:
    return " ".join(_clean(text).split())[:NAME_LENGTH].strip()


def _url(text: str) -> str:
    return _clean(text)[:2000]


def _count(number: int | None) -> int | None:
    return number if number is not None and 0 <= number < 2**31 else None


def _date(text: str) -> str:
    try:
        return text if text and Days.parse(text).iso == text else ""
    except NotADate:
        return ""


def _time(text: str) -> str:
    return text if _TIME.match(text) else ""


def _offset(text: str) -> str:
    return text if _OFFSET.match(text) else ""


def _timestamp(text: str) -> str:
    """A day, a day and a time, or these with an offset."""
    day, _, rest = text.partition("T")
    time, offset = rest[:5], rest[5:]
    sound = (
        len(day) == 10 and _date(day) == day and _time(time) == time and _offset(offset) == offset
    )
    return text if sound else ""


def _authors(authors: tuple[AuthorContent, ...]) -> tuple[AuthorContent, ...]:
    """Each author once, those without a letter in their name left out."""
    found: dict[str, AuthorContent] = {}
    for author in authors[:100]:
        name = _name(author.name)
        if any(letter.isalnum() for letter in name):
            found.setdefault(
                name.casefold(), AuthorContent(name, author.kind, _name(author.printed or name))
            )
    return tuple(found.values())


def _paragraphs(paragraphs: tuple[ParagraphContent, ...]) -> tuple[ParagraphContent, ...]:
    return tuple(
        ParagraphContent(_clean(paragraph.text), paragraph.kind)
        for paragraph in paragraphs
        if paragraph.text
    )


def _images(images: tuple[ImageContent, ...]) -> tuple[ImageContent, ...]:
    return tuple(
        ImageContent(
            caption=_clean(image.caption),
            credit=_clean(image.credit),
            photographer=_name(image.photographer),
            agency=_name(image.agency),
            place=_name(image.place),
            taken=_date(image.taken),
            url=_url(image.url),
        )
        for image in images[:1000]
    )


def _further(fields: tuple[FurtherField, ...]) -> tuple[FurtherField, ...]:
    return tuple(
        FurtherField(_name(field.name), _clean(field.value)[:FURTHER_LENGTH])
        for field in fields[:FURTHER_MOST]
        if _name(field.name) and field.value.strip()
    )


def _contacts(contacts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_clean(contact)[:500] for contact in contacts[:100])


def _language(code: str) -> str:
    return code[:8]


#: How the value of each field is made fit for the database.
_STORABLE: Final[dict[str, Callable[[Any], Any]]] = {
    **dict.fromkeys((field.name for field in fields(Content)), _clean),
    "date": _date,
    "time": _time,
    "utc_offset": _offset,
    "updated": _timestamp,
    "url": _url,
    "publication": _name,
    "section": _name,
    "language": _language,
    "comment_count": _count,
    "authors": _authors,
    "paragraphs": _paragraphs,
    "images": _images,
    "contacts": _contacts,
    "further": _further,
}
