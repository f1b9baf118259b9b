"""The story of an import on one screen: files -> read -> planned -> stored -> indexed.

    sources.read_paths / Import.uploads     which files
    reading.read                            bytes, text, record
    plan.Planner                            what each one would do
    store                                   what it did, a transaction a batch
    search.apply_changes                    findable

`preview` stops after the plan; `run` goes all the way; undo.py takes it back.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import BinaryIO, Final, cast

from django.conf import settings
from django.db import DataError, IntegrityError
from django.utils import timezone

from archive import search, store
from archive.models import User
from ingest import report, sources
from ingest.archives import Limits
from ingest.models import Import, ImportedFile

PARSER_VERSION = "1"  # TEMP
from ingest.plan import Outcome, PlannedFile, Planner
from ingest.reading import ReadFile, read
from ingest.records import SourceFile

log = logging.getLogger(__name__)

#: Files a transaction: long enough to be quick, short enough (50 ms) that no editor waits.
BATCH: Final = 200
OUTCOMES: Final[tuple[Outcome, ...]] = ("new", "changed", "same", "duplicate", "rejected")

#: Called with the planned files of each batch as it is done.
Progress = Callable[[list[PlannedFile]], None]


@dataclass(slots=True)
class Tally:
    """Files by outcome; `seconds` from the first file on."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(OUTCOMES, 0))
    seconds: float = 0.0

    def add(self, planned: Iterable[PlannedFile]) -> None:
        for one in planned:
            self.counts[one.outcome] += 1


def plan_only(files: Iterable[SourceFile], progress: Progress) -> Tally:
    """What an import of the files would do; nothing is written."""
    planner, tally = Planner(), Tally()
    started = time.perf_counter()
    for batch in _batches(map(read, files)):
        planned = planner.plan(batch)
        tally.add(planned)
        tally.seconds = time.perf_counter() - started
        progress(planned)
    return tally


def preview(importing: Import) -> None:
    """Read the uploads of an import and write down, per file, what would happen."""
    planner = Planner()
    for batch in _batches(map(read, uploaded(importing))):
        planned = planner.plan(batch)
        ImportedFile.objects.bulk_create(
            report.row_of(importing, one, applied=False) for one in planned
        )
        _count(importing, planned)
    importing.state = Import.State.PREVIEW
    importing.save()


def confirm(importing: Import) -> None:
    """Import what was previewed: planned again, since the archive may have changed meanwhile."""
    ImportedFile.objects.filter(of=importing).delete()
    for outcome in OUTCOMES:
        setattr(importing, outcome, 0)
    importing.position = 0
    run(importing, uploaded(importing))
    drop_uploads(importing)


def start(origin: Import.Origin, label: str, by: User | None) -> Import:
    return Import.objects.create(origin=origin, label=label[:500], by=by, created_at=timezone.now())


def run(
    importing: Import, files: Iterable[SourceFile], progress: Progress = lambda planned: None
) -> Tally:
    """Read, plan and store the files, batch by batch; then let the index follow.

    A fault of the database (disk full, server gone) stops the import, says so in its row, and is
    raised; what was stored before stays, and importing the same files again goes on from there.
    """
    importing.state = Import.State.RUNNING
    importing.started_at = timezone.now()
    importing.save()
    tally = Tally()
    started = time.perf_counter()
    try:
        for batch in _batches(map(read, files)):
            planned = _store(importing, batch)
            tally.add(planned)
            tally.seconds = time.perf_counter() - started
            progress(planned)
    except BaseException as error:
        importing.problem = f"The import stopped: {error or type(error).__name__}"
        _end(importing, Import.State.FAILED)
        raise
    _end(importing, Import.State.DONE)
    search.apply_changes()
    return tally


def uploaded(importing: Import) -> Iterator[SourceFile]:
    """The files that an editor sent, or the records inside them."""
    for upload in importing.uploads.all():
        try:
            stream = upload.file.open("rb")
        except OSError as error:
            yield SourceFile(upload.name, b"", f"It cannot be read: {error.strerror or error}.")
            continue
        with stream:
            yield from sources.read_stream(
                cast(BinaryIO, stream), upload.name, limits=Limits.of(settings)
            )


def drop_uploads(importing: Import) -> None:
    """Delete the files an editor sent: the archive has what it took of them."""
    for upload in importing.uploads.all():
        upload.file.delete(save=False)
        upload.delete()


# A batch ------------------------------------------------------------------------------------------


def _batches(files: Iterator[ReadFile]) -> Iterator[list[ReadFile]]:
    while batch := list(islice(files, BATCH)):
        yield batch


def _store(importing: Import, batch: list[ReadFile]) -> list[PlannedFile]:
    """Plan and store a batch in one transaction; a file the database will not take is found by
    halving and rejected, and the others go in."""
    try:
        with store.writing():
            planned = Planner().plan(batch)
            _apply(planned)
            ImportedFile.objects.bulk_create(
                (report.row_of(importing, one, applied=True) for one in planned), batch_size=BATCH
            )
            _count(importing, planned)
        return planned
    except (DataError, IntegrityError, ValueError) as error:
        importing.refresh_from_db()
        if len(batch) > 1:
            half = len(batch) // 2
            return _store(importing, batch[:half]) + _store(importing, batch[half:])
        log.exception("The database refused %s", batch[0].name)
        why = f"The database does not take this record: {error}."
        refused = ReadFile(batch[0].name, b"", batch[0].sha256, refused=why)
        return _store(importing, [refused])


def _apply(planned: list[PlannedFile]) -> None:
    """Write what was planned; new ones first, since later versions in the batch build on them."""
    new = [one for one in planned if one.outcome == "new"]
    for one, article_id in zip(new, store.add([_incoming(one) for one in new]), strict=True):
        assert one.target is not None
        one.target.article_id = article_id
    for one in planned:
        if one.outcome in ("changed", "duplicate"):
            assert one.target is not None
            assert one.target.article_id is not None
            if one.outcome == "changed":
                one.revision = store.change(one.target.article_id, _incoming(one))
            else:
                store.keep_duplicate(one.target.article_id, _incoming(one).source)


def _incoming(planned: PlannedFile) -> store.Incoming:
    file = planned.file
    assert planned.content is not None
    assert file.reading is not None
    return store.Incoming(
        planned.content,
        store.Source(
            file.name, file.data, file.sha256, file.encoding, file.reading, PARSER_VERSION
        ),
        tuple(
            (target.article_id, share)
            for target, share in planned.alike
            if target.article_id is not None
        ),
    )


def _count(importing: Import, planned: list[PlannedFile]) -> None:
    for one in planned:
        setattr(importing, one.outcome, getattr(importing, one.outcome) + 1)
    importing.position += len(planned)
    importing.save(update_fields=[*OUTCOMES, "position"])


def _end(importing: Import, state: Import.State) -> None:
    importing.state = state
    importing.ended_at = timezone.now()
    importing.save()
