"""Files that describe other files: headlines, sidecars and tables of metadata -> Facts.

A sidecar holds keys ("Author: …", JSON, XML) or a value a line. Such files are collected in a pass
of their own before the articles are read; one that fits no article comes back with a sentence.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from archive.record.evidence import Fact
from ingest.decode import decode
from ingest.parsing.structured.keys import NOTHING
from ingest.records import SourceFile
from ingest.sources.archives import Budget, Limits, Rejected, buffered
from ingest.sources.forms import HEAD, Head, form_of
from ingest.sources.forms.tables import Layout, table_records
from ingest.sources.shape.file_names import inner, stem_of
from ingest.sources.shape.value import Shape

#: Bytes of one headline or sidecar; a larger file is no such thing.
LONGEST: Final = 64 * 2**10
#: Bytes of all side files together, as they stay in memory until the import ends.
MOST: Final = 256 * 2**20
#: Characters of a headline that stands in a file of its own.
LONGEST_HEADLINE: Final = 400
#: The share of a sidecar's lines that begin with a key where it has keys.
_KEYED: Final = 0.6

NO_PARTNER: Final = "It describes “{}”, which is not among the files."
NO_FILE: Final = "It describes a file “{}”, which is not among the files."
NO_HEADLINE: Final = "It was to hold the headline of “{}”, but it is not one short line."
TOO_MANY: Final = (
    f"More than {MOST // 2**20} MB of files describe other files; this one was not looked at."
)

_KEY_LINE: Final = re.compile(r"\s{0,20}([^\W\d][\w .-]{0,40}?)\s{0,5}[:=]\s{0,20}(\S.*)?")
_NUMBER: Final = re.compile(r":\d+\Z")


def file_of(name: str) -> str:
    """The file that a record is in: "a.csv" of "a.csv:17"."""
    return _NUMBER.sub("", name) if ":" in name else name


def starred(pattern: str, path: str) -> str | None:
    """What stands for the `*` of a pattern in a path; None where it does not fit."""
    before, _, behind = pattern.partition("*")
    if len(path) <= len(before) + len(behind) or not path.startswith(before):
        return None
    return path[len(before) : len(path) - len(behind)] if path.endswith(behind) else None


@dataclass(slots=True)
class _Side:
    """A file or row that describes others: what it is, its bytes, and whether it was used."""

    name: str
    data: bytes
    #: "headline", "sidecar" or "row".
    kind: str
    partner: str
    used: bool = False


@dataclass(slots=True)
class Sides:
    """All that describes other files, by the file that it describes."""

    shape: Shape
    _by_partner: dict[str, list[_Side]] = field(default_factory=dict)
    #: Rows by the folder of their table, and the name or number in it; None where two have it.
    _rows: dict[tuple[str, str], _Side | None] = field(default_factory=dict)
    _left: list[SourceFile] = field(default_factory=list)
    _size: int = 0
    _taken: set[str] = field(default_factory=set)

    def wants(self, name: str) -> bool:
        """Whether a file describes others, by its name."""
        return self._kind_of(name)[0] != ""

    def _kind_of(self, name: str) -> tuple[str, str]:
        """What a file describes others as, and the file that it describes."""
        outer, path = inner(name)
        for kind, pairs in (("headline", self.shape.titles), ("sidecar", self.shape.sidecars)):
            for pattern, of in pairs.items():
                star = starred(pattern, path)
                if star is not None:
                    return kind, outer + of.replace("*", star)
        is_table = any(path in (table, path.rpartition("/")[2]) for table in self._tables(path))
        return ("table", "") if is_table else ("", "")

    def _tables(self, path: str) -> Iterator[str]:
        last = path.rpartition("/")[2]
        return (table for table in self.shape.metadata if table in (path, last))

    def add(self, source: SourceFile) -> None:
        """Take in a side file; it is no article then."""
        if source.problem:
            return
        kind, partner = self._kind_of(source.name)
        self._size += len(source.data)
        self._taken.add(source.name)
        if self._size > MOST:
            self._left.append(SourceFile(source.name, b"", TOO_MANY))
        elif kind == "table":
            self._add_rows(source)
        elif len(source.data) > LONGEST:
            self._taken.discard(source.name)
        else:
            side = _Side(source.name, source.data, kind, partner)
            self._by_partner.setdefault(partner, []).append(side)

    def _add_rows(self, source: SourceFile) -> None:
        outer, path = inner(source.name)
        column = next(self.shape.metadata[table] for table in self._tables(path))
        records = self.shape.records_of(path)
        layout = (records.layout if records else None) or Layout()
        for row in rows_of_table(source, layout):
            key = _key_in(row, column)
            if not key:
                problem = row.problem or f"It has nothing under “{column}”."
                self._left.append(replace(row, problem="", aside=problem) if row.data else row)
                continue
            side = _Side(row.name, row.data, "row", key)
            folder = (outer + path).rpartition("/")[0]
            for scope in {folder, outer.rstrip("/")}:
                place = (scope, _plain(key))
                # Of several rows for a file none is taken, for any may be the wrong one.
                self._rows[place] = None if place in self._rows else side
            self._by_partner.setdefault("", []).append(side)

    def is_taken(self, name: str) -> bool:
        """Whether a file, or the file of a record, was taken in as a side file."""
        return name in self._taken or file_of(name) in self._taken

    def facts_of(self, name: str) -> Iterator[Fact]:
        """What the side files say of a file."""
        for side in self._by_partner.get(name, ()) if name else ():
            facts = _facts_in(side, self.shape)
            side.used = bool(facts) or side.kind == "sidecar"
            yield from facts
        if self._rows:
            row = self._row_of(name)
            if row is not None:
                row.used = True
                yield from self._facts_of_row(row)

    def _row_of(self, name: str) -> _Side | None:
        outer, path = inner(name)
        keys = (path, path.rpartition("/")[2], stem_of(path))
        scope = name
        while scope:
            scope = scope.rpartition("/")[0]
            for key in keys:
                row = self._rows.get((scope, _plain(key)))
                if row is not None:
                    return row
            if scope == outer.rstrip("/"):
                return None
        return None

    def _facts_of_row(self, side: _Side) -> Iterator[Fact]:
        table, _, number = side.name.rpartition(":")
        _, path = inner(table)
        records = self.shape.records_of(path)
        keys = records.keys if records else {}
        column = next((self.shape.metadata[found] for found in self._tables(path)), "")
        for key, value in _values(json.loads(side.data)):
            if key != column:
                yield Fact(_renamed(key, keys), value, f"{path}, row {number}")

    def left(self) -> Iterator[SourceFile]:
        """The side files that describe nothing, each with a sentence; last of all."""
        yield from self._left
        for sides in self._by_partner.values():
            for side in sides:
                if side.used:
                    continue
                said = NO_FILE if side.kind == "row" else NO_PARTNER
                if side.kind == "headline" and not _headline_in(side.data):
                    said = NO_HEADLINE
                yield SourceFile(side.name, side.data, aside=said.format(inner(side.partner)[1]))


def rows_of_table(source: SourceFile, layout: Layout) -> Iterator[SourceFile]:
    """The rows of a table of any form, as records; its first row names the columns unless told
    otherwise."""
    form = form_of(Head(source.name, source.data[:HEAD]))
    if form is None or form.name in ("csv", "tsv", "tabs"):
        if layout.header is None and not layout.columns:
            layout = layout._replace(header=True)
        tabs = form is not None and form.name != "csv"
        yield from table_records(source.name, source.data, tabs=tabs, layout=layout)
        return
    try:
        yield from form.records(buffered(io.BytesIO(source.data)), source.name, Budget(Limits()))
    except Rejected as rejected:
        yield SourceFile(source.name, b"", str(rejected))


def _key_in(row: SourceFile, column: str) -> str:
    if not row.data:
        return ""
    try:
        value = json.loads(row.data).get(column, "")
    except (ValueError, AttributeError):
        return ""
    return str(value).strip() if isinstance(value, str | int) else ""


def _plain(key: str) -> str:
    return key.removeprefix("./").casefold()


def _renamed(key: str, keys: Any) -> str:
    """A key under the field that a person said it stands for."""
    name: str = keys.get(key, key)
    return key if name == "further" else name


def _values(record: Any) -> Iterator[tuple[str, str]]:
    """Keys and values of a record as texts; of a list each member."""
    for key, value in record.items() if isinstance(record, dict) else ():
        for member in value if isinstance(value, list) else (value,):
            text = "" if isinstance(member, dict | list) or member is None else str(member).strip()
            if text and text.casefold() not in NOTHING:
                yield str(key), text


# What a headline or a sidecar says ----------------------------------------------------------------


def _facts_in(side: _Side, shape: Shape) -> list[Fact]:
    _, path = inner(side.name)
    if side.kind == "headline":
        headline = _headline_in(side.data)
        return [Fact("headline", headline, path)] if headline else []
    records = shape.records_of(path)
    keys = records.keys if records else {}
    return [
        Fact(_renamed(key, keys), value, path)
        for key, value in values_of_sidecar(side.data, shape.sidecar_lines)
    ]


def _headline_in(data: bytes) -> str:
    """The one line of a file, or ""."""
    lines = [line.strip() for line in decode(data).text.splitlines() if line.strip()]
    return lines[0] if len(lines) == 1 and len(lines[0]) <= LONGEST_HEADLINE else ""


def values_of_sidecar(data: bytes, lines: tuple[str, ...]) -> list[tuple[str, str]]:
    """Keys and values of a sidecar: JSON, XML, "key: value", or a value a line named by `lines`."""
    text = decode(data).text.removeprefix("\ufeff").strip()
    if text[:1] == "{":
        try:
            return list(_values(json.loads(text)))
        except (ValueError, RecursionError):
            return []
    if text[:1] == "<":
        return list(_leaves(text))
    keyed = keyed_lines(text)
    if keyed and not lines:
        return keyed
    return list(_values({
        name or f"line {number}": line
        for number, (name, line) in enumerate(
            zip((*lines, *[""] * text.count("\n")), text.splitlines(), strict=False), 1
        )
    }))  # fmt: skip


def keyed_lines(text: str) -> list[tuple[str, str]]:
    """Keys and values of lines such as "Author: Una Marr", where most lines are such."""
    lines = [line for line in text.splitlines() if line.strip()]
    found = [match for line in lines if (match := _KEY_LINE.fullmatch(line))]
    # The address alone, "https://…", looks like a key and a value.
    found = [match for match in found if not (match[2] or "").startswith("//")]
    if len(found) < _KEYED * len(lines):
        return []
    pairs = ((match[1].strip(), (match[2] or "").strip()) for match in found)
    return [(key, value) for key, value in pairs if value and value.casefold() not in NOTHING]


def _leaves(text: str) -> Iterator[tuple[str, str]]:
    """The elements of a small XML file that hold text, and their attributes."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return
    for element in root.iter(etree.Element) if root is not None else ():
        said = (element.text or "").strip()
        if said and not len(element):
            yield etree.QName(element).localname, said
        for key, value in element.attrib.items():
            if isinstance(value, str) and value.strip():
                yield etree.QName(key).localname, value.strip()
