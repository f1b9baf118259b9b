"""A JSON object in, its items by field and the strings of its values out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from archive.record.content import AuthorContent
from archive.record.evidence import FieldReading, LeftOut, Span
from ingest.parsing.fields.agencies import author_kind, is_account
from ingest.parsing.fields.byline_names import turned_names
from ingest.parsing.fields.byline_words import ROLES
from ingest.parsing.fields.bylines import opener_end, read_byline
from ingest.parsing.fields.dates import find_dates
from ingest.parsing.fields.given_names import is_given_name
from ingest.parsing.fields.markup import plain, web_address
from ingest.parsing.fields.timestamps import Moment
from ingest.parsing.fields.whitespace import normalise
from ingest.parsing.structured.author_lists import listed_names
from ingest.parsing.structured.keys import (
    KEY_FIELDS,
    LIST_FIELDS,
    NAME_KEYS,
    NOTHING,
    WRAPPERS,
    plain_key,
)
from ingest.parsing.structured.spans import Item, scan_list, scan_object
from ingest.records import DateOrder

#: Levels of nested objects that are read.
DEPTH: Final = 4
Fields = dict[str, list[Item]]
#: Of a record of which nobody said what its keys stand for.
NO_KEYS: Final[Mapping[str, str]] = {}
#: Before the ranks of keys that are known: a person said so.
_SAID: Final = -1


@dataclass(slots=True)
class Record:
    """The text of a record, with evidence, leftovers and problems so far."""

    text: str
    problems: list[str]
    #: Of day and month in the file's other dates.
    order: DateOrder = ""
    #: The fields that keys stand for, as a person said; "a.b" is a key in an object.
    keys: Mapping[str, str] = field(default_factory=dict)
    evidence: dict[str, FieldReading] = field(default_factory=dict)
    left: list[LeftOut] = field(default_factory=list)
    #: All items with a key that stands for a field, and that field; and those with any other key.
    known: list[tuple[str, Item]] = field(default_factory=list)
    unknown: list[Item] = field(default_factory=list)
    #: Where the items begin whose keys a person named.
    said: set[int] = field(default_factory=set)

    def sort(self, items: list[Item], depth: int = 0, path: str = "") -> Fields:
        """The items by field, best key first; those of no field are noted as unknown."""
        found: dict[str, list[tuple[int, Item]]] = {}
        inner: list[Item] = []
        for item in items:
            key = plain_key(item.key)
            known = KEY_FIELDS.get(key)
            if key in LIST_FIELDS and _holds_objects(item.value):
                known = LIST_FIELDS[key], len(KEY_FIELDS)
            if self.keys and (said := self.keys.get(f"{path}{item.key}")):
                known = None if said == "further" else (said, _SAID)
                self.said.add(item.start)
            if self.is_around(item, path, depth):
                inner.append(item)
            elif is_nothing(item.value):
                continue
            elif known is None:
                self.unknown.append(item)
            else:
                found.setdefault(known[0], []).append((known[1], item))
                self.known.append((known[0], item))
        fields = {
            name: [item for _, item in sorted(ranked, key=lambda pair: pair[0])]
            for name, ranked in found.items()
        }
        for item in inner:
            members = scan_object(self.text, item.start)[0]
            for name, more in self.sort(members, depth + 1, f"{path}{item.key}.").items():
                before = [one for one in more if one.start in self.said]
                behind = [one for one in more if one.start not in self.said]
                fields[name] = [*before, *fields.get(name, []), *behind]
        return fields

    def is_around(self, item: Item, path: str, depth: int) -> bool:
        """Whether an object wraps the record, or holds a key that a person named."""
        if not isinstance(item.value, dict) or depth >= DEPTH:
            return False
        inside = f"{path}{item.key}."
        return plain_key(item.key) in WRAPPERS or any(key.startswith(inside) for key in self.keys)

    def leave(self, item: Item, reason: str) -> None:
        if item.end > item.start:
            self.left.append(LeftOut(item.span, reason))

    def note(self, name: str, item: Item, span: Span | None, sure: float = 0.98) -> None:
        spans = () if span is None or span[0] >= span[1] else (span,)
        self.evidence[name] = FieldReading(spans, sure, f'key "{item.key}"')

    def members(self, item: Item) -> list[Item]:
        """The members of an object or list, under qualified keys: "source.name"."""
        if isinstance(item.value, dict):
            return [
                Item(f"{item.key}.{inner.key}", inner.value, inner.start, inner.end)
                for inner in scan_object(self.text, item.start)[0]
            ]
        if isinstance(item.value, list):
            return [
                Item(item.key, inner.value, inner.start, inner.end)
                for inner in scan_list(self.text, item.start)
            ]
        return []

    def strings(self, item: Item, depth: int = 0) -> Iterator[Item]:
        """The strings of a value: itself, a list's members, an object's name."""
        if isinstance(item.value, str):
            if not is_nothing(item.value):
                yield item
        elif depth >= DEPTH:
            return
        elif isinstance(item.value, list):
            for member in sorted(self.members(item), key=_is_beside):
                yield from self.strings(member, depth + 1)
        elif isinstance(item.value, dict):
            members = {last_key(member): member for member in self.members(item)}
            for key in NAME_KEYS:
                if key in members and isinstance(members[key].value, str):
                    yield members[key]
                    return

    def single(self, name: str, fields: Fields, longest: int = 600) -> str:
        """The first usable string of a field, as plain text."""
        items = fields.get(name, [])
        for item in items:
            for string in self.strings(item):
                value = plain(string.value) if may_be_markup(string.value) else ""
                value = value or normalise(string.value)
                if value and len(value) <= longest:
                    self.note(name, string, string.span)
                    items.remove(item)
                    return value
        return ""

    def all_strings(self, fields: Fields, name: str) -> list[Item]:
        items = fields.pop(name, [])
        return [string for item in items[:1] for string in self.strings(item)]


def _holds_objects(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(member, dict) for member in value)


def _is_beside(member: Item) -> bool:
    """Whether a member of a list has another role than the main one (ninjs: headlines, bodies)."""
    return isinstance(member.value, dict) and member.value.get("role", "main") != "main"


def last_key(item: Item) -> str:
    """The key of a member without those around it."""
    return plain_key(item.key.rpartition(".")[2])


def is_nothing(value: Any) -> bool:
    """Whether a value means that there is none."""
    if isinstance(value, str):
        return not value.strip() or (len(value) < 8 and value.strip().casefold() in NOTHING)
    return value is None or value == [] or value == {}


_BLANK_LINE: Final = re.compile(r"\n[ \t\r\u00a0]*\n\s*")
_LIST_OF_NAMES: Final = re.compile(r"""^\[\s*['"](.*)['"]\s*\]$""", re.S)
_NAME_BREAK: Final = re.compile(r"""['"]\s*,\s*['"]""")

#: A string that names one author has none of these.
_SEVERAL: Final = re.compile(r"[,;|&/@()]|\s(?:and|AND|und|UND|et|y|e|en|with)\s")


def may_be_markup(value: str) -> bool:
    return "<" in value or "&" in value


def coarse_date(value: str) -> Moment | None:
    found = find_dates(value[:200])
    if found:
        return Moment(found[0].iso)
    year = value.strip()
    return Moment(year) if re.fullmatch(r"(?:1[5-9]|20)\d\d(?:-(?:0[1-9]|1[0-2]))?", year) else None


def paragraph_spans(value: str) -> Iterator[Span]:
    """Where the paragraphs of a plain text stand in it, trimmed."""
    cuts = [match.span() for match in _BLANK_LINE.finditer(value)] or [
        (at, at + 1) for at, letter in enumerate(value) if letter == "\n"
    ]
    start = 0
    for cut in (*cuts, (len(value), len(value))):
        a, b = start, cut[0]
        while a < b and value[a].isspace():
            a += 1
        while b > a and value[b - 1].isspace():
            b -= 1
        if a < b:
            yield a, b
        start = cut[1]


def names_in(value: str) -> Iterator[tuple[AuthorContent, Span | None]]:
    """The authors a string names, with their places in it: "By A and B", "['A', 'B']", "A; B", and
    as catalogues have them, "Marr, Una; Quill, Joss"."""
    listed = _LIST_OF_NAMES.match(value.strip())
    if listed:
        for name in _NAME_BREAK.split(listed[1]):
            at = value.find(name)
            yield AuthorContent(normalise(name)), (at, at + len(name))
        return
    if listed_members := listed_names(value):
        for name, span in listed_members:
            yield AuthorContent(normalise(name), author_kind(name)), span
        return
    if len(value) > 400:
        return
    shown = plain(value) if may_be_markup(value) else value
    turned = turned_names(shown)
    if turned:
        for name, span in turned:
            yield _turned(name, shown[slice(*span)]), span if shown == value else None
        return
    opened = opener_end(shown)
    if not opened and not _SEVERAL.search(shown):
        name = _without_role(normalise(shown))
        if name and len(name) < 80 and not web_address(name) and not is_account(name):
            yield AuthorContent(name, author_kind(name)), (0, len(value))
        return
    read = read_byline(shown if opened else f"By {shown}")
    if read is None:
        return
    shift = 0 if opened else 3
    for author, span in zip(read.authors, read.author_spans, strict=True):
        placed = (span[0] - shift, span[1] - shift) if shown == value else None
        yield author, placed


def _without_role(name: str) -> str:
    """ "Una Marr Corresponsal en Alder" as "Una Marr"; other names as they are."""
    first, *rest = name.split(" ")
    if len(rest) < 2 or not is_given_name(first):
        return name
    if not any(word.casefold() in ROLES for word in rest[1:]):
        return name
    read = read_byline(f"By {name}")
    return read.authors[0].name if read else name


def _turned(name: str, printed: str) -> AuthorContent:
    return AuthorContent(name, "person", normalise(printed))
