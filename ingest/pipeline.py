"""The story of an import on one screen: files -> read -> planned -> stored -> indexed.

    sources          which files
    workers          bytes to text to record, in worker processes
    plan.Planner     what each file would do
    archive.store    write it, one transaction a batch
    archive.search   index it

`preview` stops after the plan; `run` goes all the way; both resume where they were stopped. jobs.py
decides who runs them and when; undo.py undoes an import.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from typing import Final

from django.conf import settings
from django.db import DataError, IntegrityError, connection, connections
from django.utils import timezone

from archive import search, store
from archive.db import locks, statements
from archive.models import User
from archive.record.incoming import Incoming, Source
from ingest import choices, report
from ingest.lookup import known_files
from ingest.models import Import, ImportedFile
from ingest.parsing import PARSER_VERSION
from ingest.plan import Crowds, Outcome, PlannedFile, Planner, Target
from ingest.read_file import ReadFile
from ingest.records import SourceFile
from ingest.workers import read_all

log = logging.getLogger(__name__)

#: Most files per transaction: 200 new ones take 50 ms together.
BATCH: Final = 200
#: New versions of known articles take longer, and so does a busy machine. After a batch that took
#: longer than this the next is smaller: an editor who saves has to wait for it.
BATCH_SECONDS: Final = 0.3
#: Files of the first batch, small so that a preview shows something at once; each next doubles.
FIRST_BATCH: Final = 20
#: Imports longer than this are indexed while they run.
FOLLOW_AFTER_SECONDS: Final = 3.0
#: The worker renews its lease with each batch; when it expires, another may take over.
LEASE: Final = timedelta(seconds=40)
OUTCOMES: Final[tuple[Outcome, ...]] = (
    "new", "changed", "same", "duplicate", "rejected", "skipped", "aside",
)  # fmt: skip

#: Called with the planned files after each batch.
Progress = Callable[[list[PlannedFile]], None]
#: Called between two batches; False stops there.
GoOn = Callable[[], bool]


@dataclass(slots=True)
class ImportResult:
    """Files by outcome; `seconds` since the first file; `complete` unless stopped early."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(OUTCOMES, 0))
    seconds: float = 0.0
    complete: bool = False

    def add(self, planned: Iterable[PlannedFile]) -> None:
        for file in planned:
            self.counts[file.outcome] += 1


def always() -> bool:
    return True


def silent(planned: list[PlannedFile]) -> None:
    """For callers that show no progress."""


def start(origin: Import.Channel, label: str, by: User | None, **fields: object) -> Import:
    return Import.objects.create(
        origin=origin, label=label[:500], by=by, created_at=timezone.now(), **fields
    )


def plan_only(
    files: Iterable[SourceFile], progress: Progress, *, take_aside: bool = False
) -> ImportResult:
    """What an import of the files would do, without writing anything."""
    planner, result = Planner(), ImportResult()
    started = time.perf_counter()
    for batch in _Pace().batches(files):
        planned = planner.plan(_none_aside(batch) if take_aside else batch)
        result.add(planned)
        result.seconds = time.perf_counter() - started
        progress(planned)
    return result


def preview(
    importing: Import,
    files: Iterable[SourceFile],
    go_on: GoOn = always,
    *,
    processes: int | None = None,
) -> bool:
    """Write a row per file saying what would happen; returns whether all were read. `processes` is
    the number of workers (None: as set); 0 in a request, since they take too long to start.

    When resumed it reads from the first file, since plans depend on the files before, and writes
    from where it was stopped.
    """
    planner, written, number, pace = Planner(), importing.position, 0, _Pace()
    for batch in pace.batches(files, processes):
        planned = planner.plan(batch)
        rows = [
            report.row_of(importing, file, number=number + place, applied=False)
            for place, file in enumerate(planned)
        ]
        number += len(batch)
        known = max(0, min(len(batch), written - (number - len(batch))))
        if known < len(batch):
            with pace.writing(importing):
                statements.insert(ImportedFile, report.COLUMNS, rows[known:])
                _count(importing, planned[known:])
        else:
            _keep_lease(importing)
        if not go_on():
            return False
    return True


def run(
    importing: Import,
    files: Iterable[SourceFile],
    progress: Progress = silent,
    go_on: GoOn = always,
    *,
    processes: int | None = None,
    take_aside: bool = False,
) -> ImportResult:
    """Read, plan and store the files, batch by batch, from where it was stopped; `take_aside` takes
    in what is probably no article.

    Database errors (disk full, server gone) are raised; what was stored stays.
    """
    result, pace, crowds = ImportResult(), _Pace(), Crowds()
    started = time.perf_counter()
    with _index_following():
        for batch in pace.batches(islice(files, importing.position, None), processes):
            batch = _none_aside(batch) if take_aside else batch
            planned = store_batch(importing, batch, pace, crowds)
            result.add(planned)
            result.seconds = time.perf_counter() - started
            progress(planned)
            if not go_on():
                return result
    result.complete = True
    search.apply_changes()
    result.seconds = time.perf_counter() - started
    return result


@contextmanager
def _index_following() -> Iterator[None]:
    """Update the index from a thread while a long import writes.

    A short import ends before the thread starts, and is indexed at its end. Inside a transaction of
    the caller the thread would see nothing and wait for our locks.
    """
    if connection.in_atomic_block:
        yield
        return
    stop = threading.Event()

    def follow() -> None:
        if not stop.wait(FOLLOW_AFTER_SECONDS):
            try:
                search.keep_up(stop)
            finally:
                connections.close_all()

    thread = threading.Thread(target=follow, name="index", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


class LeaseLost(Exception):
    """Another worker has taken over the import, since this one was silent for too long."""


# A batch ------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Pace:
    """Batch sizes, by how long the last batch kept others from writing."""

    seconds: float = 0.0

    def batches(
        self, files: Iterable[SourceFile], processes: int | None = None
    ) -> Iterator[list[ReadFile]]:
        apart = settings.IMPORT_PROCESSES if processes is None else processes
        read = read_all(files, apart, known_files)
        size = FIRST_BATCH
        while batch := list(islice(read, size)):
            self.seconds = 0.0
            yield batch
            size = next_size(size, self.seconds)

    @contextmanager
    def writing(self, importing: Import) -> Iterator[None]:
        """A transaction in which the import is still ours, once nobody else waits to write."""
        locks.yield_to_writers()
        with store.writing():
            began = time.perf_counter()
            hold(importing)
            yield
        self.seconds += time.perf_counter() - began


def next_size(size: int, seconds: float) -> int:
    """The size of the batch after one of `size` that took so long."""
    if seconds > BATCH_SECONDS:
        return max(1, int(size * BATCH_SECONDS / seconds))
    return min(2 * size, BATCH)


def store_batch(
    importing: Import,
    batch: list[ReadFile],
    pace: _Pace | None = None,
    crowds: Crowds | None = None,
) -> list[PlannedFile]:
    """Plan and store a batch in one transaction; a file that the database rejects is found by
    halving, and the others are stored."""
    pace = pace or _Pace()
    try:
        with pace.writing(importing):
            previewed = _previewed(importing, len(batch))
            planned = Planner(crowds).plan(_with_taken(importing, batch, previewed))
            _apply_choices(importing, planned, previewed)
            _apply(planned)
            statements.insert(
                ImportedFile,
                report.COLUMNS,
                [
                    report.row_of(importing, file, number=importing.position + place, applied=True)
                    for place, file in enumerate(planned)
                ],
            )
            _count(importing, planned)
        return planned
    except (DataError, IntegrityError, ValueError) as error:
        importing.refresh_from_db()
        if len(batch) > 1:
            half = len(batch) // 2
            first = store_batch(importing, batch[:half], pace, crowds)
            return first + store_batch(importing, batch[half:], pace, crowds)
        if batch[0].rejected:
            raise
        log.exception("The database rejected %s", batch[0].name)
        why = f"The database rejects this record: {error}."
        refused = batch[0]._replace(content=None, rejected=why)
        return store_batch(importing, [refused], pace, crowds)


def hold(importing: Import) -> None:
    """Check inside the transaction that the import is still ours, at our position."""
    ours = (importing.worker, importing.position)
    if Import.objects.values_list("worker", "position").get(pk=importing.pk) != ours:
        raise LeaseLost


def _keep_lease(importing: Import) -> None:
    """Renew the lease of an import that writes nothing for long, once half of it is over; raises
    LeaseLost."""
    if importing.lease_until is None or importing.lease_until - timezone.now() > LEASE / 2:
        return
    with store.writing():
        hold(importing)
        importing.lease_until = timezone.now() + LEASE
        importing.save(update_fields=["lease_until"])


def _previewed(importing: Import, count: int) -> dict[int, ImportedFile]:
    """The preview's rows of the next files, by number. They are deleted; those of the outcome
    replace them."""
    first = importing.position
    rows = ImportedFile.objects.filter(
        of=importing, applied=False, number__gte=first, number__lt=first + count
    )
    previewed = {row.number: row for row in rows}
    ImportedFile.objects.filter(pk__in=[row.pk for row in previewed.values()]).delete()
    return previewed


def _none_aside(batch: Iterable[ReadFile]) -> list[ReadFile]:
    return [file._replace(aside="") for file in batch]


def _with_taken(
    importing: Import, batch: list[ReadFile], previewed: dict[int, ImportedFile]
) -> list[ReadFile]:
    """The files; those that the preview set aside and an editor takes in after all as any other."""
    if not any(file.aside for file in batch):
        return batch
    return [
        file._replace(aside="") if _is_taken(previewed.get(number)) else file
        for number, file in enumerate(batch, start=importing.position)
    ]


def _is_taken(row: ImportedFile | None) -> bool:
    """Whether an editor takes in what was set aside."""
    taken = ImportedFile.Choice.TAKE
    return row is not None and row.outcome == ImportedFile.Outcome.ASIDE and row.choice == taken


def _apply_choices(
    importing: Import, planned: list[PlannedFile], previewed: dict[int, ImportedFile]
) -> None:
    """Apply the choices of the preview, and the import's defaults, to the plan."""
    defaults = {outcome: importing.default_for(outcome) for outcome in OUTCOMES}
    for number, file in enumerate(planned, start=importing.position):
        row = previewed.get(number)
        if row is not None and row.outcome != file.outcome and not _is_taken(row):
            file.previewed = row.outcome
        choice = (row.choice if row is not None else "") or defaults[file.outcome]
        if choice == "skip" and file.outcome in ("new", "changed", "duplicate"):
            file.outcome = "skipped"
        elif choice == "new" and file.outcome in ("changed", "duplicate") and not file.again:
            file.outcome, file.target, file.changes = "new", Target(), ()
        if row is not None:
            choices.apply_choices(row, file)


def _apply(planned: list[PlannedFile]) -> None:
    """Write what was planned; new articles first, since versions in the batch build on them."""
    new = [file for file in planned if file.outcome == "new"]
    places = {id(file.target): place for place, file in enumerate(new)}
    incoming = [_incoming(file, places) for file in new]
    for file, article_id in zip(new, store.add(incoming), strict=True):
        assert file.target is not None
        file.target.article_id = article_id
    for file in planned:
        if file.outcome in ("changed", "duplicate"):
            assert file.target is not None
            if file.target.article_id is None:
                # The article that it is a version of was skipped by choice.
                [file.target.article_id] = store.add([_incoming(file)])
                file.outcome = "new"
            elif file.outcome == "changed":
                file.revision = store.change(file.target.article_id, _incoming(file))
            else:
                store.keep_duplicate(file.target.article_id, _incoming(file))
        elif file.outcome == "same" and file.content is not None:
            store.keep_reading(_incoming(file).source)


def _incoming(planned: PlannedFile, places: Mapping[int, int] | None = None) -> Incoming:
    """What is stored of a file; `places` are those of the targets that are stored with it."""
    file, content = planned.file, planned.content
    assert content is not None
    return Incoming(
        content,
        Source(
            name=file.name,
            size=file.size,
            sha256=file.sha256,
            packed=file.packed,
            encoding=file.encoding,
            reading=file.packed_reading,
            confidence=file.confidence,
            parser_version=PARSER_VERSION,
            known=file.known,
        ),
        sketch=(file.sketch, file.sample),
        alike=tuple(
            (target.article_id, share)
            for target, share in planned.alike
            if target.article_id is not None
        ),
        alike_beside=tuple(
            (places[id(target)], share)
            for target, share in planned.alike
            if places and target.article_id is None and id(target) in places
        ),
        doubts=file.doubts,
        chosen=planned.chosen,
    )


def _count(importing: Import, planned: list[PlannedFile]) -> None:
    """Update counts, position and lease in the transaction of the batch."""
    for outcome, count in Counter(file.outcome for file in planned).items():
        setattr(importing, outcome, getattr(importing, outcome) + count)
    importing.differing += sum(bool(file.previewed) for file in planned)
    importing.position += len(planned)
    importing.lease_until = timezone.now() + LEASE
    importing.save(update_fields=[*OUTCOMES, "differing", "position", "lease_until"])
