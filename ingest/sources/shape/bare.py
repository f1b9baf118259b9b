"""Files of records with headlines and no texts: they are set aside, with the question which key the
text has."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from ingest.parsing.structured.keys import KEY_FIELDS, WRAPPERS, plain_key
from ingest.parsing.structured.record import is_nothing
from ingest.records import SourceFile
from ingest.sources.shape.sides import file_of

#: Records of a file that are looked at.
_LOOKED_AT: Final = 20
#: Bytes of a record that is looked at; longer ones have a text.
_LONGEST: Final = 256 * 2**10
#: Characters of a value that may be a text.
_A_TEXT: Final = 80
#: Keys that a sentence names.
_NAMED: Final = 8

#: How both sentences begin.
OF_MOST: Final = "Most records of this file have a headline and no text"
ASK: Final = (
    "Most records of this file have a headline and no text under any key that is known. Name the "
    'key of the text by the option --map: {{"keys": {{"{}": "text"}}}}. Keys not used: {}.'
)
NONE_LEFT: Final = (
    "Most records of this file have a headline and no text. To take them in as they are, say "
    '{"without_text": true} by the option --map.'
)


@dataclass(slots=True)
class _HeldRecords:
    """The records of one file that are held back, and what they have."""

    name: str = ""
    held: list[SourceFile] = field(default_factory=list)
    bare: int = 0
    summaries: int = 0
    unused: dict[str, int] = field(default_factory=dict)
    #: What is said of its records without text; None while it is not known.
    said: str | None = None

    def hold(self, source: SourceFile) -> None:
        self.held.append(source)
        has = _look(source)
        self.bare += has.is_bare
        self.summaries += has.is_bare and has.is_summary
        for key, length in has.unused.items() if has.is_bare else ():
            self.unused[key] = self.unused.get(key, 0) + length

    def settle(self) -> Iterator[SourceFile]:
        """Judge the file, and release what was held."""
        read = sum(not source.problem for source in self.held)
        self.said = self._sentence() if self.bare * 2 > read else ""
        held, self.held = self.held, []
        return map(self.judged, held)

    def _sentence(self) -> str:
        keys = sorted(self.unused, key=lambda key: -self.unused[key])
        longest = self.unused[keys[0]] / self.bare if keys else 0
        if longest < _A_TEXT:
            # Where nothing else could be the text, a summary stands for it; and about a record
            # alone in its file an editor is asked once it is in.
            is_list = len(self.held) > 1 and self.summaries * 2 <= self.bare
            return NONE_LEFT if is_list else ""
        return ASK.format(keys[0], ", ".join(keys[:_NAMED]))

    def judged(self, source: SourceFile) -> SourceFile:
        if self.said and not source.aside and _look(source).is_bare:
            return replace(source, aside=self.said)
        return source


def set_aside_bare(files: Iterable[SourceFile]) -> Iterator[SourceFile]:
    """The files; of a file of which most records have a headline and no text, those are set aside.

    The first records of a file decide, so that no file is read ahead for long.
    """
    here = _HeldRecords()
    for source in files:
        # Texts and pages pass.
        if source.data[:1] != b"{":
            yield from here.settle() if here.held else ()
            yield source
            continue
        name = file_of(source.name)
        if name != here.name:
            yield from here.settle() if here.held else ()
            here = _HeldRecords(name)
        if here.said is not None:
            yield here.judged(source) if here.said else source
            continue
        here.hold(source)
        if len(here.held) >= _LOOKED_AT:
            yield from here.settle()
    yield from here.settle() if here.held else ()


@dataclass(frozen=True, slots=True)
class _Has:
    is_bare: bool = False
    is_summary: bool = False
    #: Keys that stand for no field, with the length of their texts.
    unused: dict[str, int] = field(default_factory=dict)


def _look(source: SourceFile) -> _Has:
    """Whether a record has a headline and no text, and its further keys."""
    if not 2 < len(source.data) <= _LONGEST or source.problem:
        return _Has()
    if any(_field(fact.key, {}) == "text" for fact in source.facts):
        return _Has()
    try:
        record = json.loads(source.data)
    except (ValueError, RecursionError):
        return _Has()
    fields: set[str] = set()
    unused: dict[str, int] = {}
    if isinstance(record, dict):
        _sort(record, dict(source.keys), "", fields, unused)
    is_bare = "headline" in fields and "text" not in fields
    return _Has(is_bare, "standfirst" in fields, unused)


def _sort(
    record: dict[str, Any],
    keys: dict[str, str],
    path: str,
    fields: set[str],
    unused: dict[str, int],
) -> None:
    for key, value in record.items():
        if is_nothing(value):
            continue
        whole = f"{path}{key}"
        found = _field(whole, keys) if whole in keys else _field(key, {})
        if isinstance(value, dict) and whole not in keys:
            inside = any(mapped.startswith(f"{whole}.") for mapped in keys)
            if (plain_key(key) in WRAPPERS or inside) and path.count(".") < 4:
                _sort(value, keys, f"{whole}.", fields, unused)
                continue
        if found:
            fields.add(found)
        else:
            unused[whole] = _length(value, 0)


def _field(key: str, keys: dict[str, str]) -> str:
    if key in keys:
        return keys[key]
    return KEY_FIELDS.get(plain_key(key), ("",))[0]


def _length(value: Any, depth: int) -> int:
    """Characters of the texts in a value."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, list | dict) and depth < 4:
        members = value.values() if isinstance(value, dict) else value
        return sum(_length(member, depth + 1) for member in members)
    return 0
