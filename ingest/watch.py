"""A folder that is watched: what comes into it is imported once nobody writes to it any more.

Looked through again and again with the standard library alone, not by the kernel's notices
(inotify): those never come for folders of other machines or of a container's host, get lost when
many come at once, need a package of their own, and do not tell that a writer is done either.
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
from ingest.lookup import known_digests
from ingest.models import Import
from ingest.records import SourceFile
from ingest.shutdown import Stop
from ingest.sources.archives import Limits
from ingest.workers import in_chunks

#: A file is read when its size and time of writing have stayed as they are for so many seconds:
#: copying over a bad network pauses that long.
SETTLE: Final = 5.0
#: Seconds between two looks; and looking takes at most one second in so many, however many files
#: there are.
PAUSE: Final = 1.0
SHARE: Final = 10
#: Seconds until the database is asked again after it failed.
AFTER_FAILURE: Final = 10.0
#: How programs call what they are still writing (downloads, rsync, sftp clients, editors).
UNFINISHED: Final = (".part", ".partial", ".filepart", ".crdownload", ".download", ".tmp", "~")
#: Bytes of the mark that a file leaves when it was read.
_MARK: Final = 8

#: Called with a sentence for the person who watches.
Tell = Callable[[str], None]
#: Called with the outcome of an import that a look led to.
Done = Callable[[pipeline.ImportResult], None]


class AlreadyWatched(Exception):
    """Another process watches the folder; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A file that may be read; `mark` stands for its name, size and time of writing."""

    path: str
    name: str
    mark: bytes


class Memory:
    """The marks of all files that were read, also by earlier processes: eight bytes a file.

    So a restart reads only what is new, and what an editor took back does not come again.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        data = path.read_bytes() if path.exists() else b""
        # A process that died while writing leaves a piece of a mark at the end.
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
    """What is in a folder, and for how long it has been as it is."""

    def __init__(self, path: Path, memory: Memory, settle: float) -> None:
        self.path = path
        self._memory = memory
        self._settle = settle
        #: By name: the mark it had at the last look, and since when.
        self._waiting: dict[str, tuple[bytes, float]] = {}

    def look(self, now: float) -> list[Settled]:
        """The files that have settled and were not read as they are, by name.

        `now` in seconds of a clock that never goes back. A folder that is not there has none.
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
        """Note that files were read as they were when they had settled."""
        self._memory.add([one.mark for one in read])


def _mark(path: str, name: str) -> bytes:
    """b"" for what is not to be read: no ordinary file, unfinished by its name, still empty."""
    if name.casefold().endswith(UNFINISHED):
        return b""
    try:
        status = os.stat(path)  # noqa: PTH116 - strings are twice as quick
    except OSError:
        return b""
    # Writers make a file before they have anything to write.
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
) -> None:
    """Import what comes into a folder until told to stop; each lot is an Import of its own.

    Outlives a folder that vanishes, files that cannot be read and a database that does not answer.
    Raises AlreadyWatched.
    """
    kept = settings.DATA_DIR / "watched" / _name_of(path)
    with locks.try_lock(kept.with_suffix(".lock")) as ours:
        if not ours:
            raise AlreadyWatched(f"Another process watches {path} already.")
        folder = Folder(path, Memory(kept), settle)
        there = True
        while not stop.is_set():
            began = time.monotonic()
            if path.is_dir() != there:
                there = not there
                tell(f"{path} is back." if there else f"{path} is gone; waiting for it.")
            try:
                found = folder.look(began) if there else []
                pause = max(PAUSE, (time.monotonic() - began) * SHARE)
                if found:
                    take(folder, found, stop=stop, done=done, progress=progress)
            except DatabaseError as error:
                tell(f"The database did not answer, the files wait: {error}")
                pause = AFTER_FAILURE
                # What a server that was started again left of a connection cannot be used.
                close_old_connections()
            stop.wait(pause)


def take(
    folder: Folder,
    found: list[Settled],
    *,
    stop: Stop,
    done: Done,
    progress: pipeline.Progress = pipeline.silent,
) -> None:
    """Import settled files, up to the one at which it is told to stop; where the archive has the
    bytes of all of them there is nothing to import, and no Import is noted."""
    opened: list[Settled] = []
    files = _new(_files(found, opened, stop))
    first = next(files, None)
    if first is not None:
        importing = pipeline.start(Import.Channel.COMMAND, f"watched: {folder.path}", None)
        done(jobs.run_here(importing, chain([first], files), progress))
    folder.keep(opened)


def _files(found: list[Settled], opened: list[Settled], stop: Stop) -> Iterator[SourceFile]:
    limits = Limits.of(settings)
    for one in found:
        if stop.is_set():
            return
        # Moved away since the look: not ours to complain of.
        if os.path.exists(one.path):  # noqa: PTH110 - Path.exists raises below a closed folder
            yield from sources.read_file(one.path, one.name, limits=limits)
            opened.append(one)


def _new(files: Iterator[SourceFile]) -> Iterator[SourceFile]:
    """Those whose bytes the archive does not have, and those that cannot be read."""
    for some in in_chunks(files):
        digests = [hashlib.sha256(one.data).digest() for one in some]
        known = known_digests(digests)
        for one, digest in zip(some, digests, strict=True):
            if one.problem or digest not in known:
                yield one


def _name_of(path: Path) -> str:
    """Of the memory's file: another archive or another folder has another."""
    what = f"{changelog.state().archive} {path.resolve()}"
    return hashlib.blake2b(what.encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
