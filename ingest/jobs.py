"""Who works on an import, and when: the Import row is the job itself.

A job is claimed by a lease that is renewed with every batch, so that whatever dies, the lease runs
out and another goes on at the same position. Small imports are done in the request that asks for
them; the rest by `manage.py work`, which `serve` starts.
"""

from __future__ import annotations

import logging
import os
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, cast

from django.conf import settings
from django.db import DatabaseError, OperationalError
from django.utils import timezone

from archive import search, store
from archive.server import FOR_IMPORTS, collecting_seldom
from ingest import pipeline, sources
from ingest.models import Import
from ingest.records import SourceFile
from ingest.sources.archives import Limits

log = logging.getLogger(__name__)
State = Import.State

#: How long a request works on an import before it leaves the rest to the worker.
IN_REQUEST_SECONDS: Final = 0.5


def worker_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def is_gone(importing: Import) -> bool:
    """Whether nobody works on it any more: its lease has run out, or its worker was a process of
    this machine that is no longer there."""
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
        # It is there, and another person's.
        return False
    return False


def claim(importing_id: int | None = None) -> Import | None:
    """The next job that nobody works on, or the one named, leased to us; None if there is none."""
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
    """Work on an import for a moment, here; what is then left waits for the worker."""
    until = time.monotonic() + IN_REQUEST_SECONDS
    claimed = claim(importing.pk)
    if claimed is not None:
        work_on(claimed, lambda: time.monotonic() < until, processes=0)
    importing.refresh_from_db()


def work_on(importing: Import, go_on: pipeline.GoOn, *, processes: int | None = None) -> None:
    """Bring a claimed import to its end, or to where it is told to stop; `processes` as in
    pipeline.py. Never raises."""

    def heeding() -> bool:
        importing.refresh_from_db(fields=["wish"])
        return not importing.wish and go_on()

    try:
        if importing.state == State.READING:
            _preview(importing, heeding, processes)
        else:
            _run(importing, heeding, processes)
    except pipeline.LeaseLost:
        log.warning("Import %s is worked on by another process now", importing.pk)
    except OperationalError as error:
        log.exception("Import %s stopped", importing.pk)
        _stop(importing, in_words(error))
    except Exception:
        log.exception("Import %s stopped", importing.pk)
        _stop(importing, "A fault in Broadsheet stopped it; the log says where. Please report it.")


def _preview(importing: Import, go_on: pipeline.GoOn, processes: int | None) -> None:
    done = pipeline.preview(importing, files_of(importing), go_on, processes=processes)
    with store.writing():
        # Once more, with nobody beside: whoever dropped it meanwhile was told that it is dropped.
        importing.refresh_from_db(fields=["wish"])
        dropped = importing.wish == Import.Wish.CANCEL
        read = State.PREVIEW if done else State.READING
        _leave(importing, State.CANCELLED if dropped else read)
    if dropped:
        drop_uploads(importing)


def _run(importing: Import, go_on: pipeline.GoOn, processes: int | None) -> None:
    importing.state = State.RUNNING
    importing.running_since, importing.running_from = timezone.now(), importing.position
    # An archive from before an upgrade may hold one that was confirmed and not begun.
    importing.started_at = importing.started_at or importing.running_since
    importing.save(update_fields=["state", "started_at", "running_since", "running_from"])
    tally = pipeline.run(importing, files_of(importing), go_on=go_on, processes=processes)
    if tally.complete:
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
    """Let a previewed import begin. Counts start anew: everything is planned once more."""
    with changing(importing, State.PREVIEW):
        for outcome in pipeline.OUTCOMES:
            setattr(importing, outcome, 0)
        importing.position = importing.differing = 0
        importing.wish = ""
        importing.started_at = timezone.now()
        importing.save()
        _leave(importing, State.QUEUED)


def resume(importing: Import) -> None:
    """Let a paused or failed import go on where it stopped; what was stopped while it was being
    read is read on, and still waits to be confirmed."""
    with changing(importing, State.PAUSED, State.FAILED):
        importing.wish = importing.problem = ""
        importing.ended_at = None
        importing.save()
        _leave(importing, State.QUEUED if importing.is_confirmed else State.READING)


def pause(importing: Import) -> None:
    """Hold it, to be continued."""
    _bring(importing, (State.QUEUED, State.RUNNING), State.PAUSED, Import.Wish.PAUSE)


def cancel(importing: Import) -> None:
    """End it; what is in stays in."""
    running = (State.QUEUED, State.RUNNING, State.PAUSED)
    _bring(importing, running, State.CANCELLED, Import.Wish.CANCEL)


def drop(importing: Import) -> None:
    """Give a preview up, or what a fault stopped before it was one, with the files sent for it."""
    states = [State.READING, State.PREVIEW]
    if not importing.is_confirmed:
        states.append(State.FAILED)
    _bring(importing, states, State.CANCELLED, Import.Wish.CANCEL)
    if importing.state == State.CANCELLED:
        # What stopped it no longer asks for anything.
        importing.problem = ""
        importing.save(update_fields=["problem"])
        drop_uploads(importing)


def _bring(
    importing: Import, states: Iterable[Import.State], to: Import.State, wish: Import.Wish
) -> None:
    """From one of the states to another: at once where nobody works on it, else whoever does is
    told, and stops after the present batch. What is to be cancelled is not held instead."""
    with changing(importing, *states):
        if is_gone(importing):
            _leave(importing, to)
        elif importing.wish != Import.Wish.CANCEL:
            Import.objects.filter(pk=importing.pk).update(wish=wish)


def run_here(
    importing: Import, files: Iterator[SourceFile], progress: pipeline.Progress
) -> pipeline.ImportResult:
    """A whole import in this process, for commands; its faults are noted in its row and raised."""
    importing.state = State.RUNNING
    importing.started_at = importing.running_since = timezone.now()
    importing.worker = worker_name()
    importing.lease_until = timezone.now() + pipeline.LEASE
    importing.save()
    try:
        with collecting_seldom(FOR_IMPORTS):
            tally = pipeline.run(importing, files, progress)
    except BaseException as error:
        _stop(importing, in_words(error))
        raise
    _leave(importing, State.DONE)
    return tally


def close_dead() -> list[Import]:
    """Imports from the command line whose process died: closed, and given back to be told of."""
    begun = Import.objects.filter(
        origin=Import.Channel.COMMAND,
        state__in=(State.READING, State.RUNNING),
        lease_until__isnull=False,
    )
    closed = []
    for importing in filter(is_gone, begun):
        _stop(
            importing,
            f"The process ended before the import did; {importing.position:,} files are in. "
            f"The same command again takes the rest.",
        )
        closed.append(importing)
    return closed


def files_of(importing: Import) -> Iterator[SourceFile]:
    """The files of an import, in the same order each time; of a retry, the rejected ones."""
    origin = importing.retry_of or importing
    limits = Limits.of(settings)
    if importing.origin == Import.Channel.FOLDER:
        files = sources.read_paths(
            [Path(origin.folder)], limits=limits, within=settings.IMPORT_ROOT
        )
    else:
        files = _uploaded(origin, limits)
    if importing.retry_of is None:
        return files
    again = set(origin.files.filter(outcome="rejected").values_list("name", flat=True))
    return (file for file in files if file.name in again)


def _uploaded(importing: Import, limits: Limits) -> Iterator[SourceFile]:
    for upload in importing.uploads.all():
        try:
            stream = upload.file.open("rb")
        except OSError as error:
            yield SourceFile(upload.name, b"", f"It cannot be read: {error.strerror or error}.")
            continue
        with stream:
            yield from sources.read_stream(cast(BinaryIO, stream), upload.name, limits=limits)


def drop_uploads(importing: Import) -> None:
    """Delete the files an editor sent: the archive has what it took of them."""
    for upload in importing.uploads.all():
        upload.file.delete(save=False)
        upload.delete()


def work(go_on: Callable[[], bool], pause: Callable[[float], object] = time.sleep) -> None:
    """Take job after job until told to stop; looks for one twice a second."""
    while go_on():
        try:
            for dead in close_dead():
                log.warning("%s: %s", dead, dead.problem)
            importing = claim()
        except DatabaseError:
            log.exception("The database did not answer; trying again")
            pause(5.0)
            continue
        if importing is None:
            pause(0.5)
        else:
            with collecting_seldom(FOR_IMPORTS):
                work_on(importing, go_on)


def _leave(importing: Import, state: Import.State) -> None:
    """Give the job up in a state; the lease goes with it, and what an editor wishes stays."""
    importing.state = state
    importing.lease_until = None
    importing.worker = ""
    if state in (State.DONE, State.CANCELLED):
        importing.ended_at = timezone.now()
    importing.save(update_fields=["state", "lease_until", "worker", "ended_at", "problem"])


def _stop(importing: Import, problem: str) -> None:
    """Note a fault; when the database cannot take even that, the lease runs out by itself."""
    try:
        importing.refresh_from_db()
        importing.problem = problem
        importing.ended_at = timezone.now()
        _leave(importing, State.FAILED)
    except DatabaseError:
        log.exception("Import %s could not be closed", importing.pk)


def in_words(error: BaseException) -> str:
    """A fault of the database, for whoever has to do something about it."""
    text = str(error) or type(error).__name__
    if "full" in text or "No space" in text:
        return "The disk is full. Make room, then continue: what is in stays in."
    if "locked" in text:
        return "The database was locked by another program for too long. Continue when it is free."
    return f"The import stopped: {text}"
