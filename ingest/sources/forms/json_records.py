"""JSON lines and JSON files -> one SourceFile a record, with the bytes that it has in the file.

Nothing raises: what cannot be read becomes a SourceFile with a sentence.
"""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO, Final, cast

from archive.record.evidence import Fact
from ingest.parsing.structured.keys import KEY_FIELDS, WRAPPERS, plain_key
from ingest.parsing.structured.spans import DECODER, Item, NotJson, scan_object
from ingest.records import SourceFile
from ingest.sources.archives import Budget, whole
from ingest.sources.forms.form import Form
from ingest.sources.forms.tables import rows_of

#: Bytes of one line of JSON lines; a longer one is no article.
MAX_LINE: Final = 32 * 2**20
#: Levels of an API's envelope around its list of records.
_AROUND: Final = 2
#: Known keys that make an object a record.
_ENOUGH: Final = 2

#: Keys under which a JSON file keeps its list of records.
_LIST_KEYS: Final = frozenset(
    "articles items data results docs documents records news posts stories entries hits rows"
    " response feed rss channel item entry".split()
)
#: Objects that stand around or beside the items of a feed, and what JSON Feed calls its versions.
_FEEDS: Final = ("rss", "channel", "feed")
_JSON_FEED: Final = "jsonfeed.org/version/"
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def iter_json_lines(stream: BinaryIO, name: str) -> Iterator[SourceFile]:
    """The records of a binary stream of JSON lines, named `name:17` by line, blank lines skipped.

    Memory holds one line at a time; a line longer than MAX_LINE is rejected with a sentence.
    """
    number = 0
    while True:
        line = stream.readline(MAX_LINE)
        if not line:
            return
        number += 1
        if number == 1:
            if line.startswith(_UTF16):
                yield from _utf16_lines(line + stream.read(), name)
                return
            line = line.removeprefix(codecs.BOM_UTF8)
        if len(line) == MAX_LINE and not line.endswith(b"\n"):
            while len(line) == MAX_LINE and not line.endswith(b"\n"):
                line = stream.readline(MAX_LINE)
            yield SourceFile(f"{name}:{number}", b"", _too_long())
            continue
        yield from _line(line, f"{name}:{number}")


def _too_long() -> str:
    return f"The line is longer than {MAX_LINE // 2**20} MB."


def _line(line: bytes, name: str) -> Iterator[SourceFile]:
    line = line.strip(b" \t\r\n")
    if not line:
        return
    problem = _why_no_object(line)
    yield SourceFile(name, b"" if problem else line, problem)


def _why_no_object(line: bytes) -> str:
    """A sentence why the line is not a JSON object, or "". Encodings other than UTF-8 pass; the
    bytes are decoded later."""
    if line[:1] != b"{":
        return "The line is not a JSON object."
    try:
        DECODER.decode(line.decode("utf-8", "surrogateescape"))
    except json.JSONDecodeError as error:
        return f"The line is not JSON: {error.msg} at character {error.pos + 1}."
    except RecursionError:
        return "The line is nested too deeply."
    return ""


def _utf16_lines(data: bytes, name: str) -> Iterator[SourceFile]:
    for number, line in enumerate(data.decode("utf-16", "replace").split("\n"), 1):
        yield from _line(line.encode("utf-8", "replace"), f"{name}:{number}")


# JSON ---------------------------------------------------------------------------------------------


def json_records(name: str, data: bytes) -> Iterator[SourceFile]:
    """The objects of a JSON file, cut verbatim from its text."""
    if data.startswith(_UTF16):
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogateescape")
    start = _skip(text, 0)
    if text[start : start + 1] == "[":
        yield from _members(name, text, start)
        return
    try:
        items, end = scan_object(text, start)
    except NotJson as error:
        yield from _perhaps_lines(name, data, str(error))
        return
    if text[end:].strip():
        yield from _perhaps_lines(name, data, "It holds more than one JSON object.")
        return
    listed = _list_in(text, items, 0)
    if listed is not None:
        yield from _members(name, text, listed, _said_of_all(items))
    elif (columns := _columns(items)) is not None:
        yield from rows_of(name, columns)
    elif _are_records(items):
        for number, item in enumerate(items, 1):
            raw = text[item.start : item.end].encode("utf-8", "surrogateescape")
            yield SourceFile(f"{name}:{number}", raw)
    else:
        yield SourceFile(name, text[start:end].encode("utf-8", "surrogateescape"))


def _list_in(text: str, items: list[Item], depth: int) -> int | None:
    """Where the list of records begins, also inside the envelope of an API."""
    for item in items:
        if item.key.casefold() not in _LIST_KEYS:
            continue
        if isinstance(item.value, list) and item.value and isinstance(item.value[0], dict):
            return item.start
        if isinstance(item.value, dict) and depth < _AROUND:
            found = _list_in(text, scan_object(text, item.start)[0], depth + 1)
            if found is not None:
                return found
    return None


def _said_of_all(items: list[Item], depth: int = 0) -> tuple[Fact, ...]:
    """What a feed says of all its items: its title is their paper, its authors those of items that
    name none. A feed is JSON Feed, or RSS as JSON."""
    said = {item.key.casefold(): item.value for item in items}
    for key in _FEEDS if depth < _AROUND else ():
        if isinstance(said.get(key), dict):
            inner = [Item(name, value, 0, 0) for name, value in said[key].items()]
            return _said_of_all(inner, depth + 1)
    if not depth and _JSON_FEED not in str(said.get("version", ""))[:100]:
        return ()
    facts = [("publication", said.get("title"), False), ("language", said.get("language"), True)]
    authors = said.get("authors")
    for author in authors[:20] if isinstance(authors, list) else [said.get("author")]:
        facts.append(("authors", author.get("name") if isinstance(author, dict) else "", True))
    return tuple(
        Fact(key, value.strip(), "the feed around the items", fallback)
        for key, value, fallback in facts
        if isinstance(value, str) and value.strip()
    )


def _columns(items: list[Item]) -> dict[str, dict[str, Any]] | None:
    """A table stored by columns: `{"title": {"0": …, "1": …}, "text": {"0": …, "1": …}}`."""
    columns = {item.key: item.value for item in items if isinstance(item.value, dict)}
    known = [value for key, value in columns.items() if plain_key(key) in KEY_FIELDS]
    if len(known) < _ENOUGH or len(columns) < len(items):
        return None
    rows = set(known[0])
    same = all(set(value) == rows for value in known)
    return columns if same and rows and all(row.isdecimal() for row in rows) else None


def _are_records(items: list[Item]) -> bool:
    """Whether every value is a record, under its name as key."""
    return bool(items) and all(
        isinstance(item.value, dict)
        and plain_key(item.key) not in WRAPPERS
        and sum(plain_key(key) in KEY_FIELDS for key in list(item.value)[:40]) >= _ENOUGH
        for item in items
    )


def _perhaps_lines(name: str, data: bytes, problem: str) -> Iterator[SourceFile]:
    """JSON lines are often named `.json`: several lines that are all objects are read as lines."""
    lines = [line for line in data.split(b"\n") if line.strip()]
    if len(lines) > 1 and all(
        line.strip()[:1] == b"{" and line.strip()[-1:] == b"}" for line in lines[:20]
    ):
        yield from iter_json_lines(io.BytesIO(data), name)
    else:
        yield SourceFile(name, b"", problem)


def _members(name: str, text: str, at: int, facts: tuple[Fact, ...] = ()) -> Iterator[SourceFile]:
    """The members of the array that begins at `at`, named `name:1`, `name:2`, …"""
    number = 0
    at = _skip(text, at + 1)
    while at < len(text) and text[at] != "]":
        number += 1
        try:
            value, end = DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            yield SourceFile(
                f"{name}:{number}", b"", f"The file is not valid JSON from character {at + 1} on."
            )
            return
        if isinstance(value, dict):
            raw = text[at:end].encode("utf-8", "surrogateescape")
            yield SourceFile(f"{name}:{number}", raw, facts=facts)
        else:
            yield SourceFile(f"{name}:{number}", b"", "The record is not a JSON object.")
        at = _skip(text, end)
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


# Forms --------------------------------------------------------------------------------------------


def _lines(stream: io.BufferedReader, name: str, budget: Budget) -> Iterator[SourceFile]:
    return iter_json_lines(cast(BinaryIO, _Bounded(stream, budget)), name)


class _Bounded:
    """A stream of lines of which never more is read at once than one file may have."""

    def __init__(self, stream: io.BufferedReader, budget: Budget) -> None:
        self._stream = stream
        self._budget = budget
        self.readline = stream.readline

    def read(self, size: int = -1) -> bytes:
        return self._stream.read(size) if size >= 0 else whole(self._stream, self._budget)


JSON_LINES: Final = Form(
    name="json-lines",
    title="JSON lines",
    recognises=lambda head: head.ending in (".jsonl", ".ndjson"),
    records=_lines,
    of_any_size=(".jsonl", ".ndjson"),
)
JSON: Final = Form(
    name="json",
    title="JSON",
    recognises=lambda head: head.ending == ".json",
    records=lambda stream, name, budget: json_records(name, whole(stream, budget)),
)
