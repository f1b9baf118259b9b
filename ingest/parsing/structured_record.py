"""One JSON object with its keys sorted into fields, and the strings that its values stand for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from ingest.parsing.markup_text import plain
from ingest.parsing.plain import normalise
from ingest.parsing.structured_json import Item, scan_list, scan_object
from ingest.parsing.structured_keys import KEY_FIELDS, NAME_KEYS, NOTHING, WRAPPERS, plain_key
from ingest.parsing.structured_values import may_be_markup
from ingest.records import Evidence, LeftOut, Span

#: Levels of objects inside one another that are looked into.
DEPTH: Final = 4

Fields = dict[str, list[Item]]


@dataclass(slots=True)
class Record:
    """The text of a record, and what is found and said on the way."""

    text: str
    problems: list[str]
    evidence: dict[str, Evidence] = field(default_factory=dict)
    left: list[LeftOut] = field(default_factory=list)

    def sort(self, items: list[Item], depth: int = 0) -> Fields:
        """The items by field, best key first; unknown ones are left out with their key."""
        found: dict[str, list[tuple[int, Item]]] = {}
        inner: list[Item] = []
        for item in items:
            key = plain_key(item.key)
            known = KEY_FIELDS.get(key)
            if isinstance(item.value, dict) and key in WRAPPERS:
                inner.append(item)
            elif is_nothing(item.value):
                continue
            elif known is None:
                self.leave(item, f'key "{item.key[:80]}"')
            else:
                # "media" is a paper where it is a word, and pictures where it is a list.
                name = "images" if key == "media" and isinstance(item.value, list) else known[0]
                found.setdefault(name, []).append((known[1], item))
        fields = {
            name: [item for _, item in sorted(ranked, key=lambda pair: pair[0])]
            for name, ranked in found.items()
        }
        for item in inner if depth < DEPTH else ():
            for name, more in self.sort(scan_object(self.text, item.start)[0], depth + 1).items():
                fields.setdefault(name, []).extend(more)
        return fields

    def leave(self, item: Item, reason: str) -> None:
        if item.end > item.start:
            self.left.append(LeftOut(item.span, reason))

    def note(self, name: str, item: Item, span: Span | None, sure: float = 0.98) -> None:
        spans = () if span is None or span[0] >= span[1] else (span,)
        self.evidence[name] = Evidence(spans, sure, f'key "{item.key}"')

    def members(self, item: Item) -> list[Item]:
        """The members of an object or list, keys told from its own: "source.name"."""
        if isinstance(item.value, dict):
            return [
                Item(f"{item.key}.{one.key}", one.value, one.start, one.end)
                for one in scan_object(self.text, item.start)[0]
            ]
        if isinstance(item.value, list):
            return [
                Item(item.key, one.value, one.start, one.end)
                for one in scan_list(self.text, item.start)
            ]
        return []

    def strings(self, item: Item, depth: int = 0) -> Iterator[Item]:
        """The strings a value stands for: itself, a list's members, an object's name."""
        if isinstance(item.value, str):
            if not is_nothing(item.value):
                yield item
        elif depth >= DEPTH:
            return
        elif isinstance(item.value, list):
            for member in self.members(item):
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


def last_key(item: Item) -> str:
    """The key of a member without those of what it lies in."""
    return plain_key(item.key.rpartition(".")[2])


def is_nothing(value: Any) -> bool:
    """Whether a value says that there is none."""
    if isinstance(value, str):
        return not value.strip() or (len(value) < 8 and value.strip().casefold() in NOTHING)
    return value is None or value == [] or value == {}
