"""Watch a folder and import each file once its writer has finished.

The folder is polled. inotify never fires for network folders or a container's host, loses events
under load, needs a package, and cannot tell when a writer has finished either.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import DatabaseError, close_old_connections

from archive.db import locks
from archive.store import changelog
from ingest import jobs, pipeline, sources
from ingest.lookup import known_files
from ingest.models import Import
from ingest.records import SourceFile
from ingest.shutdown import Stop
from ingest.sources.archives import Limits
from ingest.sources.neighbours import with_neighbours
from ingest.sources.shape import Only, Shape, shaped
from ingest.workers import in_chunks, mark_of

#: Seconds for which size and mtime must stay the same: copying over a bad network pauses that long.
SETTLE: Final = 5.0
#: Seconds between two scans; and scanning takes at most one second in SHARE, however many files
#: there are.
PAUSE: Final = 1.0
SHARE: Final = 10
#: Seconds to wait after the database failed.
AFTER_FAILURE: Final = 10.0
#: Suffixes of files still being written (downloads, rsync, sftp clients, editors).
UNFINISHED: Final = (".part", ".partial", ".filepart", ".crdownload", ".download", ".tmp", "~")
#: Bytes of a file's mark.
_MARK: Final = 8

#: Called with a sentence for the user.
Tell = Callable[[str], None]
#: Called with the result of each import.
Done = Callable[[pipeline.ImportResult], None]


class AlreadyWatched(Exception):
    """Another process watches the folder; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A file ready to be read; `mark` is a hash of its name, size and mtime."""

    path: str
    name: str
    mark: bytes


class Memory:
    """The marks of all files read so far, kept on disk: eight bytes a file.

    A restart reads only new files, and an import that was undone does not come back.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        data = path.read_bytes() if path.exists() else b""
        # A process that died while writing leaves part of a mark at the end.
        whole = len(data) - len(data) % _MARK
        if whole < len(data):
            os.truncate(path, whole)
        self._marks = {data[start : start + _MARK] for start in range(0, whole, _MARK)}

    def __contains__(self, mark: bytes) -> bool:
        return mark in self._marks

    def add(self, marks: list[bytes]) -> None:
        self._marks.update(marks)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("ab") as stream:
            stream.write(b"".join(marks))


class Folder:
    """The files of a folder, and since when each has not changed."""

    def __init__(
        self, path: Path, memory: Memory, settle: float, shape: Shape = sources.NO_SHAPE
    ) -> None:
        self.path = path
        self.shape = shape
        self._memory = memory
        self._settle = settle
        #: By name: the mark at the last scan, and since when it has been the same.
        self._waiting: dict[str, tuple[bytes, float]] = {}

    def scan(self, now: float) -> list[Settled]:
        """The files that have settled and were not read in this state, by name.

        `now` is in seconds of a monotonic clock. A missing folder has none.
        """
        waiting: dict[str, tuple[bytes, float]] = {}
        settled = []
        for path, name in sources.files_below(self.path):
            mark = _mark(path, name)
            if not mark or mark in self._memory:
                continue
            before, since = self._waiting.get(name, (b"", now))
            if before != mark:
                since = now
            waiting[name] = mark, since
            if now - since >= self._settle:
                settled.append(Settled(path, name, mark))
        self._waiting = waiting
        return settled

    def keep(self, read: list[Settled]) -> None:
        """Remember that files were read in the state in which they had settled."""
        self._memory.add([file.mark for file in read])


def _mark(path: str, name: str) -> bytes:
    """b"" for what is not to be read: not a regular file, unfinished by its name, or empty."""
    if name.casefold().endswith(UNFINISHED):
        return b""
    try:
        status = os.stat(path)  # noqa: PTH116 - strings are twice as quick
    except OSError:
        return b""
    # Writers create a file before they write to it.
    if not stat.S_ISREG(status.st_mode) or not status.st_size:
        return b""
    what = f"{status.st_size} {status.st_mtime_ns} {name}"
    return hashlib.blake2b(what.encode("utf-8", "surrogateescape"), digest_size=_MARK).digest()


def watch(
    path: Path,
    *,
    stop: Stop,
    tell: Tell,
    done: Done,
    progress: pipeline.Progress = pipeline.silent,
    settle: float = SETTLE,
    take_aside: bool = False,
    shape: Shape = sources.NO_SHAPE,
) -> None:
    """Import what arrives in a folder until told to stop; each batch is an Import of its own.

    Survives a folder that vanishes, unreadable files and a database that does not answer.
    Raises AlreadyWatched.
    """
    kept = settings.DATA_DIR / "watched" / _name_of(path)
    with locks.try_lock(kept.with_suffix(".lock")) as ours:
        if not ours:
            raise AlreadyWatched(f"Another process is already watching {path}.")
        folder = Folder(path, Memory(kept), settle, shape)
        there = True
        while not stop.is_set():
            began = time.monotonic()
            if path.is_dir() != there:
                there = not there
                tell(f"{path} is back." if there else f"{path} is gone; waiting for it.")
            try:
                found = folder.scan(began) if there else []
                pause = max(PAUSE, (time.monotonic() - began) * SHARE)
                if found:
                    import_settled(
                        folder,
                        found,
                        stop=stop,
                        done=done,
                        progress=progress,
                        take_aside=take_aside,
                    )
            except DatabaseError as error:
                tell(f"The database did not answer; the files will wait: {error}")
                pause = AFTER_FAILURE
                # A connection to a server that was restarted cannot be used.
                close_old_connections()
            stop.wait(pause)


def import_settled(
    folder: Folder,
    found: list[Settled],
    *,
    stop: Stop,
    done: Done,
    progress: pipeline.Progress = pipeline.silent,
    take_aside: bool = False,
) -> None:
    """Import settled files until told to stop. When the archive has the bytes of all of them, no
    Import is created."""
    opened: list[Settled] = []
    shape = folder.shape

    def passes(only: Only | None) -> Iterator[SourceFile]:
        # Files that describe others may come later than these, so none are read first.
        return iter(()) if only else _files(found, opened, stop, shape)

    files = _new(with_neighbours(shaped(passes, shape, Limits.of(settings).file)))
    first = next(files, None)
    if first is not None:
        importing = pipeline.start(
            Import.Channel.COMMAND, f"watched: {folder.path}", None, shape=shape.as_json()
        )
        done(jobs.run_here(importing, chain([first], files), progress, take_aside=take_aside))
    folder.keep(opened)


def _files(
    found: list[Settled], opened: list[Settled], stop: Stop, shape: Shape
) -> Iterator[SourceFile]:
    limits = Limits.of(settings)
    for file in found:
        if stop.is_set():
            return
        # Files moved away since the scan are no problem.
        if os.path.exists(file.path):  # noqa: PTH110 - Path.exists raises below a closed folder
            yield from sources.read_file(file.path, file.name, limits=limits, shape=shape)
            opened.append(file)


def _new(files: Iterator[SourceFile]) -> Iterator[SourceFile]:
    """Those whose bytes the archive does not have, and those that cannot be read."""
    for chunk in in_chunks(files):
        marks = [mark_of(file) for file in chunk]
        known = known_files(marks)
        for file, mark in zip(chunk, marks, strict=True):
            if file.problem or mark not in known:
                yield file


def _name_of(path: Path) -> str:
    """The name of the memory's file, one for each archive and folder."""
    what = f"{changelog.state().archive} {path.resolve()}"
    return hashlib.blake2b(what.encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
