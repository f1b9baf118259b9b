"""Parse stored sources again with the present parser, and update the articles that change.

The current source of each article is parsed, corrections are reapplied, and the result is compared
with the archive. Sources that this parser version has read are skipped, so a stopped run resumes;
articles whose source cannot be read stay as they are.
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
from archive.models.sources import DAMAGE
from archive.record.content import Content
from archive.record.evidence import NEVER_KNOWN, SourceReading
from archive.store import corrections, load, names
from archive.text.dates import Days, NotADate
from ingest.parsing import PARSER_VERSION
from ingest.read_file import ReadFile
from ingest.records import DateOrder, SourceFile
from ingest.workers import read_all

#: Sources a transaction, as in an import.
BATCH: Final = 200
#: Sources fetched at a time.
AT_ONCE: Final = 20
#: Examples shown of each field's changes, and of files that could not be read.
EXAMPLES: Final = 3
FAILURES: Final = 100
#: Longest piece of a value in an example.
SHOWN: Final = 200

DAMAGED: Final = "The stored file is damaged and cannot be unpacked."
ALTERED: Final = "The stored file was altered: its SHA-256 no longer matches."

#: Called with the number of sources after each batch.
Progress = Callable[[int], None]


class NotSince(ValueError):
    """Neither a parser version nor a date; the message is a sentence."""


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
class FieldChanges:
    """How many articles change in a field, with examples: (article, source, old, new)."""

    articles: int = 0
    examples: list[tuple[int, str, str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Report:
    """Counts of a run, or of a dry run; `read` is the sum of the four after it."""

    read: int = 0
    changed: int = 0
    evidence: int = 0
    unchanged: int = 0
    failed: int = 0
    fields: dict[str, FieldChanges] = field(default_factory=dict)
    #: (article, source, sentence), the first FAILURES of them.
    failures: list[tuple[int, str, str]] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, comparisons: Iterable[_Comparison]) -> None:
        for comparison in comparisons:
            self.read += 1
            if comparison.changes:
                self.changed += 1
                self._add_changes(comparison)
            elif comparison.evidence_differs:
                self.evidence += 1
            else:
                self.unchanged += 1

    def fail(self, source: _Reread, why: str) -> None:
        self.read += 1
        self.failed += 1
        if len(self.failures) < FAILURES:
            self.failures.append((source.article_id, source.file.name, why))

    def _add_changes(self, comparison: _Comparison) -> None:
        source = comparison.source
        for name, old, new in comparison.changes:
            changes = self.fields.setdefault(name, FieldChanges())
            changes.articles += 1
            if len(changes.examples) < EXAMPLES:
                changes.examples.append(
                    (source.article_id, source.file.name, *difference(old, new))
                )

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
                    "articles": changes.articles,
                    "examples": [
                        dict(zip(("article", "source", "old", "new"), example, strict=True))
                        for example in changes.examples
                    ],
                }
                for name, changes in sorted(self.fields.items(), key=_most_first)
            },
            "failures": [
                dict(zip(("article", "source", "problem"), failure, strict=True))
                for failure in self.failures
            ],
        }


@dataclass(frozen=True, slots=True)
class _Reread:
    """A stored source, parsed again."""

    source_id: int
    article_id: int
    file: ReadFile


@dataclass(frozen=True, slots=True)
class _Comparison:
    """A reparsed source against the archive: `as_read` is what the source says, `content` the same
    with corrections applied, `changes` are (field, old, new)."""

    source: _Reread
    as_read: Content
    content: Content
    changes: tuple[tuple[str, Any, Any], ...]
    evidence_differs: bool


def reparse(
    since: Since | None = None, *, apply: bool, progress: Progress = lambda done: None
) -> Report:
    """Parse stored sources again, in the order they came; write the differences when `apply`.

    Database errors are raised; batches written before stay.
    """
    report, started = Report(), time.perf_counter()
    sources = _parsed(outdated(since or Since()))
    while batch := list(islice(sources, BATCH)):
        for source in batch:
            if source.file.rejected:
                report.fail(source, source.file.rejected)
        readable = [source for source in batch if not source.file.rejected]
        if apply:
            _store(readable, report)
        else:
            report.add(_compare(readable))
        report.seconds = time.perf_counter() - started
        progress(len(batch))
    if apply and report.changed:
        search.apply_changes()
    return report


def outdated(since: Since) -> QuerySet[SourceText]:
    """Current sources that another parser version has read, by id; without those of which what was
    known is undone, since their readings have it still."""
    sources = SourceText.objects.filter(current=True).exclude(known=NEVER_KNOWN).order_by("pk")
    sources = sources.select_related("reading").exclude(reading__parser_version=PARSER_VERSION)
    if since.version is not None:
        read_by = Reading.objects.order_by().values_list("parser_version", flat=True).distinct()
        older = [version for version in read_by if _version(version) < since.version]
        sources = sources.filter(Q(reading=None) | Q(reading__parser_version__in=older))
    if since.day is not None:
        midnight = dt.datetime.combine(since.day, dt.time(), dt.UTC)
        sources = sources.filter(received_at__gte=midnight)
    return sources


def difference(old: Any, new: Any) -> tuple[str, str]:
    """Two values of a field as text; of lists only the part that differs."""
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


def _parsed(sources: QuerySet[SourceText]) -> Iterator[_Reread]:
    """The sources parsed in their order, in worker processes when there are many."""
    under_way: deque[tuple[int, int]] = deque()

    def files() -> Iterator[SourceFile]:
        last = 0
        while rows := list(sources.filter(pk__gt=last)[:AT_ONCE]):
            for source in rows:
                last = source.pk
                under_way.append((source.pk, source.article_id))
                yield _file_of(source)

    for file in read_all(files(), settings.IMPORT_PROCESSES):
        yield _Reread(*under_way.popleft(), file)


def _file_of(source: SourceText) -> SourceFile:
    """The stored bytes, or a sentence why there are none."""
    try:
        data = source.data
    except (zstandard.ZstdError, MemoryError):
        return SourceFile(source.name, b"", DAMAGED)
    if hashlib.sha256(data).digest() != bytes(source.sha256):
        return SourceFile(source.name, b"", ALTERED)
    reading = _reading_of(source)
    order: DateOrder = "day" if reading.order == "day" else "month" if reading.order else ""
    return SourceFile(
        source.name, data, order=order, facts=reading.facts, notes=reading.notes, keys=reading.keys
    )


def _reading_of(source: SourceText) -> SourceReading:
    """How the source was read when it was imported: with which order of day and month, facts
    and keys, and how it came out of its file."""
    stored: Reading | None = getattr(source, "reading", None)
    try:
        return stored.unpacked() if stored else SourceReading()
    except DAMAGE:
        return SourceReading()


def _compare(sources: Sequence[_Reread]) -> list[_Comparison]:
    """Each record, corrected, against its article as it is now; a handful of queries.

    Articles deleted and sources replaced in the meantime are skipped.
    """
    ids = [source.source_id for source in sources]
    rows = SourceText.objects.filter(pk__in=ids, current=True)
    stored = {
        pk: (encoding, bytes(packed) if packed else b"")
        for pk, encoding, packed in rows.values_list("pk", "encoding", "reading__packed")
    }
    current = {source.article_id: source for source in sources if source.source_id in stored}
    contents = names.canonical(
        [source.file.content for source in current.values() if source.file.content]
    )
    as_read = dict(zip(current, contents, strict=True))
    corrected = load.corrected(as_read)
    present = load.contents_of(current)
    return [
        _Comparison(
            source,
            as_read[article_id],
            corrected[article_id],
            tuple(corrected[article_id].changes_from(present[article_id])),
            not _same_evidence(source, stored[source.source_id]),
        )
        for article_id, source in current.items()
        if article_id in present
    ]


def _same_evidence(source: _Reread, stored: tuple[str, bytes]) -> bool:
    """Whether the source is stored with this encoding and reading."""
    encoding, packed = stored
    ours = source.file.packed_reading
    if not packed or encoding != source.file.encoding:
        return False
    if ours == packed:
        return True
    try:
        # Another release of the compressor packs the same reading into other bytes.
        return SourceReading.unpack(ours) == SourceReading.unpack(packed)
    except (zstandard.ZstdError, ValueError, LookupError, TypeError):
        return False


def _store(sources: Sequence[_Reread], report: Report) -> None:
    """Write a batch in one transaction; a record that the database rejects is found by halving."""
    if not sources:
        return
    try:
        with store.writing():
            comparisons = _compare(sources)
            _write(comparisons)
    except (DataError, IntegrityError, ValueError) as error:
        if len(sources) == 1:
            report.fail(sources[0], f"The database rejects this record: {error}.")
            return
        half = len(sources) // 2
        _store(sources[:half], report)
        _store(sources[half:], report)
    else:
        report.add(comparisons)


def _write(comparisons: Sequence[_Comparison]) -> None:
    same = []
    for comparison in comparisons:
        source = comparison.source
        if not (comparison.changes or comparison.evidence_differs):
            same.append(source.source_id)
            continue
        store.reread(
            source.article_id,
            source.source_id,
            content=comparison.content if comparison.changes else None,
            encoding=source.file.encoding,
            reading=source.file.packed_reading,
            confidence=source.file.confidence,
            parser_version=PARSER_VERSION,
            doubts=source.file.doubts,
        )
    corrections.update_conflicts(
        {comparison.source.article_id: comparison.as_read for comparison in comparisons},
        {comparison.source.article_id: comparison.source.source_id for comparison in comparisons},
    )
    store.confirm_readings(same, PARSER_VERSION)


# Small parts --------------------------------------------------------------------------------------


def _version(text: str) -> tuple[int, ...]:
    """ "1.10" as (1, 10), after (1, 9); a version without digits comes first."""
    return tuple(int(figures) for figures in re.findall(r"[0-9]{1,9}", text))


def _most_first(item: tuple[str, FieldChanges]) -> tuple[int, str]:
    return -item[1].articles, item[0]


def _in_words(value: Any) -> str:
    """A value as a line of text: authors' names, paragraphs, parts of a picture."""
    if isinstance(value, list | tuple):
        text = " ¶ ".join(map(_in_words, value[:20]))
    elif isinstance(value, dict):
        text = " | ".join(str(part) for part in value.values() if part)
    else:
        text = "" if value is None else str(value)
    return text if len(text) <= SHOWN else text[:SHOWN] + " …"
