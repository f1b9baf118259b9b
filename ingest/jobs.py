"""Job queue of imports: the Import row is the job itself.

A worker claims a job by a lease and renews it with every batch; when the worker dies, the lease
expires and another resumes at the same position. Small imports are done within the request that
starts them, others by `manage.py work`, which `serve` starts.
"""

from __future__ import annotations

import logging
import os
import socket
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from django.conf import settings
from django.db import DatabaseError, OperationalError
from django.db.models import Q
from django.utils import timezone

from archive import search, store
from archive.server import FOR_IMPORTS, collecting_seldom
from ingest import pipeline, sources
from ingest.models import Import, ImportedFile
from ingest.parsing import structured
from ingest.read_file import read
from ingest.records import SourceFile
from ingest.sources import no_article
from ingest.sources.archives import Limits
from ingest.sources.forms import tables
from ingest.sources.forms.scans.issues import with_issues
from ingest.sources.neighbours import with_neighbours
from ingest.sources.shape import (
    NO_LAYOUTS,
    BadShape,
    Only,
    RecordKind,
    Records,
    Shape,
    bare,
    file_of,
    guessed,
    kinds_of,
    shaped,
)

log = logging.getLogger(__name__)
State = Import.State

#: Seconds that a request works on an import before it leaves the rest to the worker.
IN_REQUEST_SECONDS: Final = 0.5


def worker_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def is_gone(importing: Import) -> bool:
    """Whether nobody works on it any more: the lease has expired, or the worker was a process of
    this machine that has ended."""
    if importing.lease_until is None or importing.lease_until < timezone.now():
        return True
    host, _, number = importing.worker.rpartition(":")
    if host != socket.gethostname() or not number.isdecimal():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except OSError:
        # It runs, under another user.
        return False
    return False


def claim(importing_id: int | None = None) -> Import | None:
    """Lease the next job that nobody works on, or the one given; None if there is none."""
    with store.writing():
        waiting = Import.objects.filter(
            state__in=(State.READING, State.QUEUED, State.RUNNING)
        ).exclude(origin=Import.Channel.COMMAND)
        if importing_id is not None:
            waiting = waiting.filter(pk=importing_id)
        importing = next(filter(is_gone, waiting.order_by("pk")), None)
        if importing is not None:
            importing.worker = worker_name()
            importing.lease_until = timezone.now() + pipeline.LEASE
            importing.save(update_fields=["worker", "lease_until"])
    return importing


def begin(importing: Import) -> None:
    """Work on an import for a moment in this process; the worker does the rest."""
    until = time.monotonic() + IN_REQUEST_SECONDS
    claimed = claim(importing.pk)
    if claimed is not None:
        work_on(claimed, lambda: time.monotonic() < until, processes=0)
    importing.refresh_from_db()


def work_on(importing: Import, go_on: pipeline.GoOn, *, processes: int | None = None) -> None:
    """Run a claimed import to its end, or until told to stop; `processes` as in pipeline.py. Never
    raises."""

    def may_continue() -> bool:
        importing.refresh_from_db(fields=["wish"])
        return not importing.wish and go_on()

    try:
        if importing.state == State.READING:
            _preview(importing, may_continue, processes)
        else:
            _run(importing, may_continue, processes)
    except pipeline.LeaseLost:
        log.warning("Another process has taken over import %s", importing.pk)
    except OperationalError as error:
        log.exception("Import %s failed", importing.pk)
        _stop(importing, in_words(error))
    except Exception:
        log.exception("Import %s failed", importing.pk)
        _stop(importing, "An error in Broadsheet stopped it; see the log. Please report it.")


def _preview(importing: Import, go_on: pipeline.GoOn, processes: int | None) -> None:
    _assume_shape(importing)
    done = pipeline.preview(importing, files_of(importing), go_on, processes=processes)
    with store.writing():
        # Read the wish again under the lock: an editor may have discarded the import meanwhile.
        pipeline.hold(importing)
        importing.refresh_from_db(fields=["wish"])
        discarded = importing.wish == Import.Wish.CANCEL
        read = State.PREVIEW if done else State.READING
        _leave(importing, State.CANCELLED if discarded else read)
    if discarded:
        drop_uploads(importing)


def _run(importing: Import, go_on: pipeline.GoOn, processes: int | None) -> None:
    importing.state = State.RUNNING
    importing.running_since, importing.running_from = timezone.now(), importing.position
    # Imports confirmed before an upgrade may have no start yet.
    importing.started_at = importing.started_at or importing.running_since
    importing.save(update_fields=["state", "started_at", "running_since", "running_from"])
    result = pipeline.run(importing, files_of(importing), go_on=go_on, processes=processes)
    if result.complete:
        _leave(importing, State.DONE)
        if not importing.rejected:
            drop_uploads(importing)
    elif importing.wish == Import.Wish.CANCEL:
        _leave(importing, State.CANCELLED)
        search.apply_changes()
    elif importing.wish == Import.Wish.PAUSE:
        _leave(importing, State.PAUSED)
        search.apply_changes()
    else:
        _leave(importing, State.RUNNING)


class WrongState(Exception):
    """The import is not in a state that allows this; somebody else was quicker."""


@contextmanager
def changing(importing: Import, *states: Import.State) -> Iterator[None]:
    """Lock a row that is in one of these states while it is changed, so that of two clicks on a
    button only the first counts; raises WrongState otherwise."""
    with store.writing():
        importing.refresh_from_db()
        if importing.state not in states:
            raise WrongState
        yield


def confirm(importing: Import) -> None:
    """Queue a previewed import. Counts start again: everything is planned anew."""
    with changing(importing, State.PREVIEW):
        for outcome in pipeline.OUTCOMES:
            setattr(importing, outcome, 0)
        importing.position = importing.differing = 0
        importing.wish = ""
        importing.started_at = timezone.now()
        importing.save()
        _leave(importing, State.QUEUED)


def resume(importing: Import) -> None:
    """Resume a paused or failed import where it stopped; an unconfirmed one is read on, and still
    has to be confirmed."""
    with changing(importing, State.PAUSED, State.FAILED):
        importing.wish = importing.problem = ""
        importing.ended_at = None
        importing.save()
        _leave(importing, State.QUEUED if importing.is_confirmed else State.READING)


def pause(importing: Import) -> None:
    """Pause it, to be resumed."""
    _move(importing, (State.QUEUED, State.RUNNING), State.PAUSED, Import.Wish.PAUSE)


def cancel(importing: Import) -> None:
    """End it; what was imported stays."""
    running = (State.QUEUED, State.RUNNING, State.PAUSED)
    _move(importing, running, State.CANCELLED, Import.Wish.CANCEL)


def drop(importing: Import) -> None:
    """Discard an unconfirmed import and its uploads."""
    states = [State.READING, State.PREVIEW]
    if not importing.is_confirmed:
        states.append(State.FAILED)
    _move(importing, states, State.CANCELLED, Import.Wish.CANCEL)
    if importing.state == State.CANCELLED:
        importing.problem = ""
        importing.save(update_fields=["problem"])
        drop_uploads(importing)


def read_again(importing: Import, shape: Shape) -> None:
    """Begin an unconfirmed import anew, by another shape. A worker that is on it finds that it lost
    the lease."""
    with changing(importing, State.READING, State.PREVIEW):
        if importing.wish:
            raise WrongState
        importing.files.all().delete()
        for outcome in pipeline.OUTCOMES:
            setattr(importing, outcome, 0)
        importing.position = importing.differing = 0
        importing.shape = shape.as_json()
        importing.save()
        _leave(importing, State.READING)


def _move(
    importing: Import, states: Iterable[Import.State], to: Import.State, wish: Import.Wish
) -> None:
    """Move it from one of the states to another: at once if nobody works on it, else by a wish that
    the worker follows after the current batch. A wish to cancel is never replaced by another."""
    with changing(importing, *states):
        if is_gone(importing):
            _leave(importing, to)
        elif importing.wish != Import.Wish.CANCEL:
            Import.objects.filter(pk=importing.pk).update(wish=wish)


def run_here(
    importing: Import,
    files: Iterator[SourceFile],
    progress: pipeline.Progress,
    *,
    take_aside: bool = False,
) -> pipeline.ImportResult:
    """Run a whole import in this process, for commands; errors are noted in its row and raised."""
    importing.state = State.RUNNING
    importing.started_at = importing.running_since = timezone.now()
    importing.worker = worker_name()
    importing.lease_until = timezone.now() + pipeline.LEASE
    importing.save()
    try:
        with collecting_seldom(FOR_IMPORTS):
            result = pipeline.run(importing, files, progress, take_aside=take_aside)
    except BaseException as error:
        _stop(importing, in_words(error))
        raise
    _leave(importing, State.DONE)
    return result


def close_dead() -> list[Import]:
    """Close imports from the command line whose process died, and return them."""
    begun = Import.objects.filter(
        origin=Import.Channel.COMMAND,
        state__in=(State.READING, State.RUNNING),
        lease_until__isnull=False,
    )
    closed = []
    for importing in filter(is_gone, begun):
        _stop(
            importing,
            f"The process ended before the import did, after {importing.position:,} files. "
            f"Run the same command again to import the rest.",
        )
        closed.append(importing)
    return closed


def report_dead(write: Callable[[str], object]) -> None:
    """Close the dead imports of the command line, writing a line about each."""
    for dead in close_dead():
        write(f"{dead}: {dead.problem}")


def files_of(importing: Import) -> Iterator[SourceFile]:
    """The files of an import, always in the same order; for a retry, the rejected ones."""
    if importing.retry_of is not None:
        by = importing if importing.shape else importing.retry_of
        return _rejected_of(importing.retry_of, shape_of(by))
    return _all_of(importing, shape_of(importing))


def _all_of(importing: Import, shape: Shape) -> Iterator[SourceFile]:
    limits = Limits.of(settings)
    if importing.origin == Import.Channel.FOLDER:
        folder, root = Path(importing.folder), settings.IMPORT_ROOT
        return sources.read_paths([folder], limits=limits, within=root, shape=shape)
    passes = partial(_uploaded, importing, limits, shape)
    return with_neighbours(with_issues(shaped(passes, shape, limits.file)))


def shape_of(importing: Import) -> Shape:
    """The shape that was assumed of an import's files, or that an editor gave."""
    return read_shape(importing.shape)


def read_shape(kept: Mapping[str, Any] | None) -> Shape:
    """A shape as it was kept; none where another version kept it and it is not understood."""
    try:
        return Shape.from_json(kept or {})
    except BadShape:
        log.warning("A shape is not understood: %.200s", kept)
        return Shape()


def record_kinds(
    importing: Import, shape: Shape, layouts: Mapping[str, Records] = NO_LAYOUTS
) -> list[RecordKind]:
    """The kinds of files of records in an import, cut by `layouts` or as the shape says."""
    limits, origin = Limits.of(settings), importing.retry_of or importing
    asking, _all = waiting(importing)
    if importing.origin == Import.Channel.FOLDER:
        folder, root = Path(origin.folder), settings.IMPORT_ROOT
        return sources.kinds_in_paths([folder], shape, asking, layouts, limits=limits, within=root)
    return kinds_of(partial(_uploaded, origin, limits, Shape()), shape, asking, layouts)


#: Rows of a preview by which the files are found that wait for a word about them.
_MOST_ASKING: Final = 1_000
#: How the sentences begin about files and records that wait for a word about their columns.
_ASKS: Final = tuple(
    said[:48] for said in (tables.NO_HEADER, bare.ASK, no_article.A_TABLE, structured.NO_TEXT)
)


def waiting(importing: Import) -> tuple[set[str], bool]:
    """The files of a preview that wait for somebody to say what their columns are, and whether
    these are all."""
    said = Q()
    for beginning in _ASKS:
        said |= Q(problems__0__startswith=beginning)
    unread = (ImportedFile.Outcome.REJECTED, ImportedFile.Outcome.ASIDE)
    rows = importing.files.filter(said, outcome__in=unread).order_by("number")
    names = list(rows.values_list("name", flat=True)[:_MOST_ASKING])
    return {file_of(name) for name in names}, len(names) < _MOST_ASKING


def guess_shape(importing: Import) -> Shape:
    """The shape that the files of an import suggest."""
    limits = Limits.of(settings)
    if importing.origin == Import.Channel.FOLDER:
        folder, root = Path(importing.folder), settings.IMPORT_ROOT
        return sources.guess_paths([folder], limits=limits, within=root)
    return guessed(partial(_uploaded, importing, limits, Shape()))


def _assume_shape(importing: Import) -> None:
    """Keep what the files of a new import suggest, so that every run reads them alike."""
    if importing.shape or importing.position or importing.retry_of is not None:
        return
    importing.shape = guess_shape(importing).as_json()
    importing.save(update_fields=["shape"])


def _rejected_of(importing: Import, shape: Shape) -> Iterator[SourceFile]:
    """The rejected files of an import, by a shape that may part them into records now."""
    rejected = _names_of_rejected(importing)
    return (file for file in _all_of(importing, shape) if _is_among(file, rejected))


def _names_of_rejected(importing: Import) -> set[str]:
    return set(importing.files.filter(outcome="rejected").values_list("name", flat=True))


def _is_among(file: SourceFile, names: set[str]) -> bool:
    return file.name in names or file_of(file.name) in names


def would_take_any(importing: Import) -> bool:
    """Whether a retry of the rejected files would read any of them now; where there are too many
    files to tell at once, perhaps."""
    until = time.monotonic() + IN_REQUEST_SECONDS
    rejected = _names_of_rejected(importing)
    for file in _all_of(importing, shape_of(importing)):
        if time.monotonic() > until or (_is_among(file, rejected) and not read(file).rejected):
            return True
    return False


def _uploaded(
    importing: Import, limits: Limits, shape: Shape, only: Only | None
) -> Iterator[SourceFile]:
    """One pass over the uploads."""
    for upload in importing.uploads.all():
        if only and not sources.may_hold(upload.name, only):
            continue
        try:
            stream = upload.file.open("rb")
        except OSError as error:
            yield SourceFile(upload.name, b"", f"It cannot be read: {error.strerror or error}.")
            continue
        with stream:
            yield from sources.read_stream(
                cast(BinaryIO, stream),
                upload.name,
                limits=limits,
                shape=shape,
                only=only,
                joins=False,
            )


def drop_uploads(importing: Import) -> None:
    """Delete uploaded files; the archive keeps the sources of its articles."""
    for upload in importing.uploads.all():
        upload.file.delete(save=False)
        upload.delete()


def work(go_on: Callable[[], bool], pause: Callable[[float], object] = time.sleep) -> None:
    """Run job after job until told to stop; polls twice a second."""
    while go_on():
        try:
            report_dead(log.warning)
            importing = claim()
        except DatabaseError:
            log.exception("The database did not answer; will try again")
            pause(5.0)
            continue
        if importing is None:
            pause(0.5)
        else:
            with collecting_seldom(FOR_IMPORTS):
                work_on(importing, go_on)


def _leave(importing: Import, state: Import.State) -> None:
    """Release the job in a state; what an editor wishes stays."""
    importing.state = state
    importing.lease_until = None
    importing.worker = ""
    if state in (State.DONE, State.CANCELLED):
        importing.ended_at = timezone.now()
    importing.save(update_fields=["state", "lease_until", "worker", "ended_at", "problem"])


def _stop(importing: Import, problem: str) -> None:
    """Record an error; when the database cannot even do that, the lease expires by itself."""
    try:
        importing.refresh_from_db()
        importing.problem = problem
        importing.ended_at = timezone.now()
        _leave(importing, State.FAILED)
    except DatabaseError:
        log.exception("Import %s could not be closed", importing.pk)


def in_words(error: BaseException) -> str:
    """A database error as a sentence that says what to do."""
    text = str(error) or type(error).__name__
    if "full" in text or "No space" in text:
        return "The disk is full. Free some space, then resume; what was imported stays."
    if "locked" in text:
        return "The database was locked by another program for too long. Resume when it is free."
    return f"The import failed: {text}"
