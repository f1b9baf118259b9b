"""The order of day and month in dates of figures, by all files of a folder or records of a file.

SourceFiles in, the same SourceFiles out, in the same order, with `order` set where one figure above
twelve settles it for all: "13/6/2017" in one row says that "4/6/2017" in another is in June.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Final

from archive.record.evidence import Fact
from ingest.records import DateOrder, SourceFile

#: Proofs after which no more files are waited for.
_ENOUGH: Final = 20
#: Files looked at where none has such a date.
_LOOKED_AT: Final = 200
#: Most files and bytes held back in search of a proof: a corpus in the order of its dates may have
#: thousands of records of the first twelve days of a month.
_MOST_FILES: Final = 20_000
_MOST_BYTES: Final = 32 * 2**20
#: Bytes of a text that are looked at, and of the longest line that is there for its date.
_BEGINNING: Final = 64_000
_LONGEST_LINE: Final = 120

_FIGURES: Final = rb"(\d{1,2})([/.-])(\d{1,2})\2(?:\d{4}|\d\d)(?![\d/-])"
_IN_TEXT: Final = re.compile(rb"(?<![\d./-])" + _FIGURES)
_FIRST: Final = re.compile(_FIGURES)
#: A value that begins with such a date and has little more than a time behind it.
_IN_RECORD: Final = re.compile(rb':\s{0,3}"\s{0,3}' + _FIGURES + rb'[^"]{0,30}"')
#: The number of a record in its file.
_NUMBER: Final = re.compile(r":\d+\Z")


@dataclass(slots=True)
class _Proofs:
    """What the dates of a folder or file say: days first, months first, and either."""

    day: int = 0
    month: int = 0
    either: int = 0

    def add(self, source: SourceFile) -> None:
        for match in chain(_dates(source.data), _dates_in(source.facts)):
            first, second, stopped = int(match[1]), int(match[3]), match[2] == b"."
            if first <= 12 and second <= 12:
                self.either += not stopped
            elif first > 12 >= second:
                self.day += not stopped
            elif second > 12 >= first:
                self.month += 1

    @property
    def order(self) -> DateOrder:
        """The order that all proofs agree on."""
        if bool(self.day) == bool(self.month):
            return ""
        return "day" if self.day else "month"


@dataclass(slots=True)
class _Group:
    """The files of a folder, or the records of a file, that are held back so far."""

    key: str
    held: list[SourceFile] = field(default_factory=list)
    size: int = 0
    proofs: _Proofs = field(default_factory=_Proofs)
    settled: bool = False

    def hold(self, source: SourceFile) -> None:
        self.held.append(source)
        self.size += len(source.data)
        self.proofs.add(source)
        count = self.proofs.day + self.proofs.month
        unasked = len(self.held) >= _LOOKED_AT and (count > 0 or not self.proofs.either)
        full = len(self.held) >= _MOST_FILES or self.size >= _MOST_BYTES
        self.settled = count >= _ENOUGH or unasked or full

    def release(self) -> Iterator[SourceFile]:
        held, self.held = self.held, []
        return map(self.ordered, held)

    def ordered(self, source: SourceFile) -> SourceFile:
        order = self.proofs.order
        return replace(source, order=order) if order else source


def with_order(files: Iterable[SourceFile]) -> Iterator[SourceFile]:
    """The files, each with the order that its neighbours settle; some are read ahead for it."""
    group = _Group("")
    for source in files:
        key = _group_of(source.name)
        if key != group.key:
            yield from group.release()
            group = _Group(key)
        if group.settled:
            yield group.ordered(source)
            continue
        group.hold(source)
        if group.settled:
            yield from group.release()
    yield from group.release()


def _group_of(name: str) -> str:
    """The file that a record is in, or the folder that a file is in."""
    file = _NUMBER.sub("", name)
    return file if file != name else name.rpartition("/")[0] + "/"


def _dates_in(facts: Iterable[Fact]) -> Iterator[re.Match[bytes]]:
    """The dates in figures that facts state, as a column of a table does."""
    for fact in facts:
        if len(fact.value) <= _LONGEST_LINE and fact.value[:1].isdigit():
            match = _FIRST.match(fact.value.encode("utf-8", "replace"))
            if match:
                yield match


def _dates(data: bytes) -> Iterator[re.Match[bytes]]:
    """The dates in figures that stand as a value of a record or in a short line of a text."""
    if data[:1] == b"{":
        yield from _IN_RECORD.finditer(data)
        return
    data = data[:_BEGINNING]
    for match in _IN_TEXT.finditer(data):
        start = data.rfind(b"\n", max(0, match.start() - _LONGEST_LINE), match.start())
        end = data.find(b"\n", match.end(), match.end() + _LONGEST_LINE)
        begins = start >= 0 or match.start() < _LONGEST_LINE
        ends = end >= 0 or len(data) - match.end() < _LONGEST_LINE
        if begins and ends and (end if end >= 0 else len(data)) - start <= _LONGEST_LINE:
            yield match
