"""What the other records of a file, or files of a folder, say of one.

SourceFiles in, the same out, in the same order: with the order of day and month in dates
(date_order.py), and with the language of a file's records as a fallback for those whose own words
do not tell it: of a column in Turkish no row is without a language by chance.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from archive.record.evidence import Fact
from ingest.parsing.fields.language import LOOKED_AT, detect_language
from ingest.records import SourceFile
from ingest.sources.date_order import with_order

#: Records on which the language of a file is judged, and most bytes held back for it.
_RECORDS: Final = 40
_BYTES: Final = 8 * 2**20
#: So many records tell their language, and nearly all the same one.
_FEWEST: Final = 8
_NEARLY: Final = 0.95
#: A record is sure of its own language from this confidence on.
_SURE: Final = 0.75
#: A larger record is not looked into.
_LONGEST: Final = 200_000

_RECORD: Final = re.compile(r"(.+):\d+\Z", re.DOTALL)


def with_neighbours(files: Iterable[SourceFile]) -> Iterator[SourceFile]:
    """The files, each with what its neighbours settle; some are read ahead for it."""
    return _with_language(with_order(files))


@dataclass(slots=True)
class _Column:
    """The records of a file: those held back, and the language of nearly all."""

    file: str
    held: list[SourceFile] = field(default_factory=list)
    size: int = 0
    settled: bool = False
    language: str = ""

    def release(self) -> Iterator[SourceFile]:
        """The records held back, once the language is settled by them."""
        if not self.settled and self.held:
            self.settled = True
            told = [_language_of(source) for source in self.held]
            sure = Counter(code for code, confidence in told if code and confidence >= _SURE)
            [(language, count)] = sure.most_common(1) or [("", 0)]
            if count >= max(_FEWEST, _NEARLY * sure.total()):
                self.language = language
        held, self.held = self.held, []
        return map(self.told, held)

    def told(self, source: SourceFile) -> SourceFile:
        if not self.language or source.problem or _language_of(source)[1] >= _SURE:
            return source
        fact = Fact("language", self.language, f"the other records of {self.file}", fallback=True)
        return replace(source, facts=(*source.facts, fact))


def _with_language(files: Iterable[SourceFile]) -> Iterator[SourceFile]:
    column = _Column("")
    for source in files:
        match = _RECORD.match(source.name)
        file = match[1] if match else ""
        if file != column.file:
            yield from column.release()
            column = _Column(file)
        if not file or column.settled:
            yield column.told(source)
            continue
        column.held.append(source)
        column.size += len(source.data)
        if len(column.held) >= _RECORDS or column.size >= _BYTES:
            yield from column.release()
    yield from column.release()


def _language_of(source: SourceFile) -> tuple[str, float]:
    """The language of a record by its longest value."""
    if not source.data.startswith(b"{") or len(source.data) > _LONGEST:
        return "", 0.0
    try:
        values = json.loads(source.data).values()
    except (ValueError, RecursionError):
        return "", 0.0
    text = max(map(_text_of, values), key=len, default="")
    return detect_language(text[:LOOKED_AT])


def _text_of(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(part for part in value[:20] if isinstance(part, str))
    return value if isinstance(value, str) else ""
