"""Stored sources read again with today's parser: what would change, and then the change itself.

The present source of each article is read, editors' corrections are laid over the record again, and
the result is held against what the archive has. What today's parser has read already is passed
over, so that a run that was stopped goes on where it was; what it cannot read stays as it is.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

import zstandard
from django.conf import settings
from django.db import DataError, IntegrityError
from django.db.models import Q, QuerySet

from archive import search, store
from archive.models import Reading, SourceText
from archive.record.content import Content
from archive.record.evidence import SourceReading
from archive.store import corrections, load, names
from archive.text.dates import Days, NotADate
from ingest.parsing import PARSER_VERSION
from ingest.read_file import ReadFile
from ingest.records import SourceFile
from ingest.workers import read_all

#: Sources a transaction, as in an import.
BATCH: Final = 200
#: Sources fetched at once; the readers take them as they have time.
AT_ONCE: Final = 20
#: Examples of a change that are shown for each field, and of files that could not be read.
EXAMPLES: Final = 3
FAILURES: Final = 100
#: Longest piece of a value in an example.
SHOWN: Final = 200

DAMAGED: Final = "The stored file is damaged and cannot be unpacked."
FOREIGN: Final = "The stored bytes are not those that came in: their SHA-256 differs."

#: Called with the number of sources as each batch is done.
Progress = Callable[[int], None]


class NotSince(ValueError):
    """What was given is neither a parser version nor a date; the message says what is."""


@dataclass(frozen=True, slots=True)
class Since:
    """Which sources to read again: those read by a parser before `version`, or received from
    `day` (UTC) on. All, where neither is given."""

    version: tuple[int, ...] | None = None
    day: dt.date | None = None

    @classmethod
    def parse(cls, text: str) -> Since:
        """ "2" and "1.4" are parser versions; "2026-03-01", "2026-03" a day, the first of a month.

        Raises NotSince for anything else. A bare year is a version: parsers are numbered.
        """
        text = text.strip()
        if re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6}){0,3}", text):
            return cls(version=_version(text))
        try:
            return cls(day=Days.parse(text).first)
        except NotADate as error:
            raise NotSince(
                f"--since takes a parser version such as {PARSER_VERSION}, or a date such as "
                f"2026-03-01; “{text}” is neither."
            ) from error


@dataclass(slots=True)
class Changed:
    """In how many articles a field changes, and some of them: (article, source, old, new)."""

    articles: int = 0
    examples: list[tuple[int, str, str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Report:
    """What came of it, or would come. `read` is the sum of the four counts after it."""

    read: int = 0
    changed: int = 0
    evidence: int = 0
    unchanged: int = 0
    failed: int = 0
    fields: dict[str, Changed] = field(default_factory=dict)
    #: (article, source, sentence), the first FAILURES of them.
    failures: list[tuple[int, str, str]] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, compared: Iterable[_Compared]) -> None:
        for one in compared:
            self.read += 1
            if one.changes:
                self.changed += 1
                self._add_changes(one)
            elif one.evidence:
                self.evidence += 1
            else:
                self.unchanged += 1

    def fail(self, one: _Again, why: str) -> None:
        self.read += 1
        self.failed += 1
        if len(self.failures) < FAILURES:
            self.failures.append((one.article_id, one.file.name, why))

    def _add_changes(self, one: _Compared) -> None:
        for name, old, new in one.changes:
            changed = self.fields.setdefault(name, Changed())
            changed.articles += 1
            if len(changed.examples) < EXAMPLES:
                again = one.again
                changed.examples.append((again.article_id, again.file.name, *difference(old, new)))

    def as_json(self, *, dry_run: bool) -> dict[str, Any]:
        """The object that `reparse --json` prints."""
        return {
            "parser_version": PARSER_VERSION,
            "dry_run": dry_run,
            "read": self.read,
            "changed": self.changed,
            "evidence": self.evidence,
            "unchanged": self.unchanged,
            "failed": self.failed,
            "seconds": round(self.seconds, 3),
            "fields": {
                name: {
                    "articles": one.articles,
                    "examples": [
                        dict(zip(("article", "source", "old", "new"), example, strict=True))
                        for example in one.examples
                    ],
                }
                for name, one in sorted(self.fields.items(), key=_most_first)
            },
            "failures": [
                dict(zip(("article", "source", "problem"), one, strict=True))
                for one in self.failures
            ],
        }


@dataclass(frozen=True, slots=True)
class _Again:
    """A stored source, read again."""

    source_id: int
    article_id: int
    file: ReadFile


@dataclass(frozen=True, slots=True)
class _Compared:
    """What differs from the archive: fields as (field, old, new), and whether the evidence does.
    `said` is the record as the source has it, `content` with corrections laid over it."""

    again: _Again
    said: Content
    content: Content
    changes: tuple[tuple[str, Any, Any], ...]
    evidence: bool


def reparse(
    since: Since | None = None, *, apply: bool, progress: Progress = lambda done: None
) -> Report:
    """Read stored sources again, in the order they came; write what differs when `apply`.

    A fault of the database is raised; what was written before it stays.
    """
    report, started = Report(), time.perf_counter()
    again = _read_again(waiting_for(since or Since()))
    while batch := list(islice(again, BATCH)):
        for one in batch:
            if one.file.rejected:
                report.fail(one, one.file.rejected)
        readable = [one for one in batch if not one.file.rejected]
        if apply:
            _store(readable, report)
        else:
            report.add(_compare(readable))
        report.seconds = time.perf_counter() - started
        progress(len(batch))
    if apply and report.changed:
        search.apply_changes()
    return report


def waiting_for(since: Since) -> QuerySet[SourceText]:
    """Present sources that another parser than today's has read, by number."""
    sources = SourceText.objects.filter(current=True).order_by("pk")
    sources = sources.exclude(reading__parser_version=PARSER_VERSION)
    if since.version is not None:
        read_by = Reading.objects.order_by().values_list("parser_version", flat=True).distinct()
        older = [one for one in read_by if _version(one) < since.version]
        sources = sources.filter(Q(reading=None) | Q(reading__parser_version__in=older))
    if since.day is not None:
        midnight = dt.datetime.combine(since.day, dt.time(), dt.UTC)
        sources = sources.filter(received_at__gte=midnight)
    return sources


def difference(old: Any, new: Any) -> tuple[str, str]:
    """Two values of a field as text; of lists only what differs, between equal ends."""
    if isinstance(old, list | tuple) and isinstance(new, list | tuple):
        start, end = 0, 0
        shorter = min(len(old), len(new))
        while start < shorter and old[start] == new[start]:
            start += 1
        while end < shorter - start and old[-1 - end] == new[-1 - end]:
            end += 1
        old, new = old[start : len(old) - end], new[start : len(new) - end]
    return _in_words(old), _in_words(new)


# A batch ------------------------------------------------------------------------------------------


def _read_again(sources: QuerySet[SourceText]) -> Iterator[_Again]:
    """The sources decoded and parsed, in their order, in processes of their own if there are many.

    What is read ahead of the batch that is written is not marked: a later run reads it again.
    """
    under_way: deque[tuple[int, int]] = deque()

    def files() -> Iterator[SourceFile]:
        last = 0
        while rows := list(sources.filter(pk__gt=last)[:AT_ONCE]):
            for source in rows:
                last = source.pk
                under_way.append((source.pk, source.article_id))
                yield _file_of(source)

    for file in read_all(files(), settings.IMPORT_PROCESSES):
        yield _Again(*under_way.popleft(), file)


def _file_of(source: SourceText) -> SourceFile:
    """The stored bytes, or a sentence why they are not to be had."""
    try:
        data = source.data
    except (zstandard.ZstdError, MemoryError):
        return SourceFile(source.name, b"", DAMAGED)
    if hashlib.sha256(data).digest() != bytes(source.sha256):
        return SourceFile(source.name, b"", FOREIGN)
    return SourceFile(source.name, data)


def _compare(again: Sequence[_Again]) -> list[_Compared]:
    """Each record, corrected, against its article as the archive has it now; a handful of queries.

    Articles that were deleted and sources that were replaced since the list was made are left out.
    """
    ids = [one.source_id for one in again]
    rows = SourceText.objects.filter(pk__in=ids, current=True)
    stored = {
        pk: (encoding, bytes(packed) if packed else b"")
        for pk, encoding, packed in rows.values_list("pk", "encoding", "reading__packed")
    }
    still = {one.article_id: one for one in again if one.source_id in stored}
    contents = names.canonical([one.file.content for one in still.values() if one.file.content])
    said = dict(zip(still, contents, strict=True))
    corrected = load.corrected(said)
    present = load.contents_of(still)
    return [
        _Compared(
            one,
            said[article_id],
            corrected[article_id],
            tuple(corrected[article_id].changes_from(present[article_id])),
            not _same_evidence(one, stored[one.source_id]),
        )
        for article_id, one in still.items()
        if article_id in present
    ]


def _same_evidence(one: _Again, stored: tuple[str, bytes]) -> bool:
    """Whether a source is kept with this encoding and reading."""
    encoding, packed = stored
    ours = one.file.packed_reading
    if not packed or encoding != one.file.encoding:
        return False
    if ours == packed:
        return True
    try:
        # Another release of the compressor packs the same reading otherwise.
        return SourceReading.unpack(ours) == SourceReading.unpack(packed)
    except (zstandard.ZstdError, ValueError, LookupError, TypeError):
        return False


def _store(again: Sequence[_Again], report: Report) -> None:
    """Write a batch in one transaction; a record that the database refuses is found by halving."""
    if not again:
        return
    try:
        with store.writing():
            compared = _compare(again)
            _write(compared)
    except (DataError, IntegrityError, ValueError) as error:
        if len(again) == 1:
            why = f"The database does not take this record: {error}."
            report.fail(again[0], why)
            return
        half = len(again) // 2
        _store(again[:half], report)
        _store(again[half:], report)
    else:
        report.add(compared)


def _write(compared: Sequence[_Compared]) -> None:
    for one in compared:
        if one.changes or one.evidence:
            store.reread(
                one.again.article_id,
                one.again.source_id,
                content=one.content if one.changes else None,
                encoding=one.again.file.encoding,
                reading=one.again.file.packed_reading,
                confidence=one.again.file.confidence,
                parser_version=PARSER_VERSION,
                doubts=one.again.file.doubts,
            )
    corrections.update_conflicts(
        {one.again.article_id: one.said for one in compared},
        {one.again.article_id: one.again.source_id for one in compared},
    )
    same = [one.again.source_id for one in compared if not (one.changes or one.evidence)]
    store.confirm_readings(same, PARSER_VERSION)


# Small parts --------------------------------------------------------------------------------------


def _version(text: str) -> tuple[int, ...]:
    """ "1.10" as (1, 10), after (1, 9); a version without figures comes before all."""
    return tuple(int(figures) for figures in re.findall(r"[0-9]{1,9}", text))


def _most_first(item: tuple[str, Changed]) -> tuple[int, str]:
    return -item[1].articles, item[0]


def _in_words(value: Any) -> str:
    """A value as a line of text: names of authors, words of paragraphs, parts of a picture."""
    if isinstance(value, list | tuple):
        text = " ¶ ".join(map(_in_words, value[:20]))
    elif isinstance(value, dict):
        text = " | ".join(str(part) for part in value.values() if part)
    else:
        text = "" if value is None else str(value)
    return text if len(text) <= SHOWN else text[:SHOWN] + " …"
