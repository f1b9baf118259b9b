"""A record whose fields were read in, its further fields out: what stands under keys that no field
of an article has a place for, and second values of fields that say something else than the first.

Numbers and words are kept as they are printed. A list of them is a field for each; objects are
flattened ("source.id"), deeper ones kept as JSON. What is data rather than a value (embeddings,
encoded files) or a copy of the text is left out and named.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from archive.record.content import FurtherField
from archive.record.evidence import FieldReading, Span
from ingest.parsing.fields.markup import plain, web_address
from ingest.parsing.fields.timestamps import read_moment
from ingest.parsing.fields.whitespace import normalise
from ingest.parsing.structured.record import Record, is_nothing, may_be_markup, names_in
from ingest.parsing.structured.spans import Item
from ingest.records import FURTHER_LENGTH, FURTHER_MOST, ParsedArticle

#: Levels of objects that are flattened; what lies deeper is kept as JSON.
_FLAT: Final = 3
#: Members of a list that are a field each; a longer one is kept as JSON, in one.
_LISTED: Final = 100
#: Objects in a list that are flattened one by one.
_OBJECTS: Final = 20
#: So many numbers and nothing else are an embedding or a row of measurements.
_NUMBERS: Final = 20
#: So many characters without a space, and no address: an encoded file.
_UNBROKEN: Final = 500
#: A shorter value is never taken for a copy of the text, though the text may have the same words.
_COPIED: Final = 200
#: Fields whose items have many parts that are no values: sizes, types and ids of blocks.
_OF_PARTS: Final = frozenset(("text", "images"))

#: The name of a value under an empty key, such as the row numbers of some tables.
_UNNAMED: Final = "unnamed"

_SAID: Final = "said already"
_COPY: Final = "a copy of the text"
_TOO_LONG: Final = "too long for a further field"
_NO_WORDS: Final = "data without words"
_TOO_MANY: Final = "beyond the most further fields of a record"


def with_further(record: Record, article: ParsedArticle) -> ParsedArticle:
    """The article with its further fields, in the order of the record; what is not kept is named
    among what was left out."""
    further = _Further(record, article)
    values: dict[FurtherField, Item] = {}
    for item, known in further.unread():
        why = further.why_not(item, known)
        field = FurtherField(normalise(item.key) or _UNNAMED, "" if why else further.printed(item))
        if not why and field not in values and len(values) >= FURTHER_MOST:
            why = _TOO_MANY
        if why:
            record.leave(item, f'key "{item.key[:80]}", {why}')
        elif field.value:
            values.setdefault(field, item)
    ordered = sorted(values.items(), key=lambda pair: pair[1].start)
    for number, (_, item) in enumerate(ordered):
        reading = FieldReading((item.span,), 0.98, f'key "{item.key[:80]}"')
        record.evidence[f"further.{number}"] = reading
    left = tuple(sorted(record.left, key=lambda left: left.span))
    return replace(article, further=tuple(field for field, _ in ordered), left_out=left)


@dataclass(frozen=True)
class _Further:
    """What a record says besides the fields that were read in it."""

    record: Record
    article: ParsedArticle

    def unread(self) -> Iterator[tuple[Item, str]]:
        """The values that became no field, and the field that their key stands for, if any."""
        for item in self.record.unknown:
            yield from ((leaf, "") for leaf in self.leaves(item))
        whole = set(self.spans)
        for field, item in self.record.known:
            if item.span in whole:
                continue
            if field not in _OF_PARTS:
                leaves = (leaf for leaf in self.leaves(item) if not self.is_read(leaf))
                yield from ((leaf, field) for leaf in leaves)
            elif not self.is_read(item):
                yield from ((leaf, field) for leaf in self.leaves(item))

    def leaves(self, item: Item, depth: int = 0) -> Iterator[Item]:
        """The values of an item, each under its qualified key; empty ones not."""
        if is_nothing(item.value):
            return
        members = self.record.members(item) if self.is_opened(item, depth) else None
        if members is None:
            yield item
            return
        inner = depth + isinstance(item.value, dict)
        for member in members:
            yield from self.leaves(member, inner)

    def is_opened(self, item: Item, depth: int) -> bool:
        """Whether the members of an item are values of their own."""
        value = item.value
        if isinstance(value, dict):
            return depth < _FLAT
        if not isinstance(value, list) or is_numbers(value):
            return False
        if any(isinstance(member, dict) for member in value):
            return depth < _FLAT and len(value) <= _OBJECTS
        return len(value) <= _LISTED and not any(isinstance(member, list) for member in value)

    def printed(self, item: Item) -> str:
        """A value as the record prints it; an object or list as compact JSON."""
        if isinstance(item.value, str):
            return item.value.replace("\r\n", "\n").strip()
        if isinstance(item.value, (dict, list)):
            return json.dumps(item.value, ensure_ascii=False, separators=(",", ":"))
        return self.record.text[item.start : item.end]

    def why_not(self, item: Item, known: str) -> str:
        """Why a value is no further field, "" where it is one; `known` is the field of its key."""
        if is_numbers(item.value):
            return _NO_WORDS
        value = self.printed(item)
        if known and self.is_said(known, value):
            return _SAID
        if isinstance(item.value, str):
            if len(value) >= _COPIED and self.is_copy(value):
                return _COPY
            if _is_encoded(value):
                return _NO_WORDS
        return _TOO_LONG if len(value) > FURTHER_LENGTH else ""

    # What was read

    @cached_property
    def spans(self) -> list[Span]:
        return [span for reading in self.record.evidence.values() for span in reading.spans]

    @cached_property
    def keys_read(self) -> tuple[str, ...]:
        """The reasons of fields whose place in the record is not known: they begin with a key."""
        readings = self.record.evidence.values()
        return tuple(reading.reason for reading in readings if not reading.spans)

    def is_read(self, item: Item) -> bool:
        """Whether a field was read in an item."""
        start, end = item.span
        if any(first < end and start < last for first, last in self.spans):
            return True
        keys = (f'key "{item.key}"', f'key "{item.key}.')
        return any(reason.startswith(keys) for reason in self.keys_read)

    @cached_property
    def said(self) -> frozenset[str]:
        """The values of the article, folded."""
        article = self.article
        values = (
            article.headline, article.standfirst, article.publication, article.section,
            article.language, article.url,
        )  # fmt: skip
        names = (name for author in article.authors for name in (author.name, author.printed))
        parts = (part for image in article.images for part in image)
        return frozenset(_folded(value) for value in (*values, *names, *parts) if value)

    @cached_property
    def text(self) -> str:
        return _folded(" ".join(paragraph.text for paragraph in self.article.paragraphs))

    def is_said(self, field: str, value: str) -> bool:
        """Whether a second value of a field says what the article has already."""
        if field in ("date", "updated"):
            return self._is_said_day(value)
        folded = _folded(plain(value) if may_be_markup(value) else value)
        if folded in self.said:
            return True
        if field in ("text", "standfirst"):
            return folded.rstrip(". …") in self.text
        if field in ("url", "publication"):
            return "." in folded and _bare(folded) in _bare(self.article.url.casefold())
        if field == "authors":
            names = [author.name for author, _ in names_in(value)]
            return bool(names) and all(_folded(name) in self.said for name in names)
        return False

    def _is_said_day(self, value: str) -> bool:
        article = self.article
        if article.date and article.date.startswith(value):
            return True
        moment = read_moment(value, self.record.order)
        if moment is None:
            return False
        said = {article.date: article.time, article.updated[:10]: article.updated[11:16]}
        return moment.day in said and moment.time in ("", said[moment.day])

    def is_copy(self, value: str) -> bool:
        """Whether a long value has the article's text, from its first paragraph to its last, or is
        a part of it."""
        paragraphs = self.article.paragraphs
        if not paragraphs:
            return False
        folded = _folded(plain(value) if may_be_markup(value) else value)
        ends = (_folded(paragraphs[0].text), _folded(paragraphs[-1].text))
        return all(end in folded for end in ends) or folded in self.text


def is_numbers(value: Any) -> bool:
    """Whether a value is a long list of numbers alone."""
    if not isinstance(value, list) or len(value) <= _NUMBERS:
        return False
    return all(isinstance(member, (int, float)) for member in value)


def _folded(value: str) -> str:
    return normalise(value).casefold()


def _is_encoded(value: str) -> bool:
    """Whether a value begins with a run of characters that no words have."""
    start = value[:_UNBROKEN]
    if len(start) < _UNBROKEN or not start.isascii() or len(start.split()) > 1:
        return False
    return not web_address(value)


def _bare(address: str) -> str:
    """An address without what all have: scheme, www and the last slash."""
    return address.partition("://")[2 if "://" in address else 0].removeprefix("www.").rstrip("/")
