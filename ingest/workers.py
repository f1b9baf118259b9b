"""Parse many files at once, in worker processes beside the one that writes.

A few files are parsed in this process; more go to workers in chunks. A file that kills its worker
(a fault in a C library) is found and rejected; the others are read.
"""

from __future__ import annotations

import hashlib
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain
from multiprocessing import get_context, parent_process
from multiprocessing.synchronize import Event
from typing import Any, Final, Generic, TypeVar

from archive.record.evidence import Fact, known_key
from archive.server import FOR_IMPORTS, collect_seldom
from ingest.read_file import ReadFile, read, rejected
from ingest.records import DateOrder, SourceFile

#: Seconds of parsing in this process before workers start: starting one takes as long.
HERE_SECONDS: Final = 0.8
#: Files or bytes per chunk, about a second's work: large enough to make handing over cheap, small
#: enough for memory and for the workers to end together.
CHUNK_FILES: Final = 100
CHUNK_BYTES: Final = 2 * 2**20
#: Chunks in flight per worker: one being read, one waiting.
IN_FLIGHT: Final = 2
#: The SHA-256 digest of a file, its name, and what is known of it besides (evidence.known_key).
Mark = tuple[bytes, str, int | None]
#: Returns those of the files that the archive has, read with the same knowledge.
KnownFiles = Callable[[list[Mark]], Collection[Mark]]
KILLED: Final = "The parser crashed on this file. Please report it."


def nothing_known(marks: list[Mark]) -> Collection[Mark]:
    """For callers that want every file read."""
    return ()


_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class Reader(Generic[_Read]):
    """What is read in a file, and how the result goes from process to process; the functions belong
    to modules, so that a worker finds them."""

    #: Must not raise.
    read: Callable[[SourceFile], _Read]
    #: The result for a file that cannot be read, by a sentence why.
    rejected: Callable[[SourceFile, str], _Read]
    as_row: Callable[[_Read], Any]
    from_row: Callable[[Any], _Read]


_ARTICLES: Final = Reader(read, rejected, ReadFile.as_row, ReadFile.from_row)


def read_all(
    files: Iterable[SourceFile], processes: int, known: KnownFiles = nothing_known
) -> Iterator[ReadFile]:
    """Every file read, in the order given; with 0 processes all in this one.

    Files that `known` returns are not parsed: they have no content.
    """
    return read_each(_ARTICLES, files, processes, partial(_already_known, known=known))


def _none_done(chunk: list[SourceFile]) -> dict[int, Any]:
    return {}


def read_each(
    reader: Reader[_Read],
    files: Iterable[SourceFile],
    processes: int,
    done_of: Callable[[list[SourceFile]], Mapping[int, _Read]] = _none_done,
) -> Generator[_Read, None, None]:
    """What the reader reads in each file, as `read_all`; `done_of` gives the files of a chunk that
    need no reading, by place."""
    chunks = in_chunks(iter(files))
    # Of the first file is not counted: it loads the model, which a worker would load as well.
    spent = None
    for chunk in chunks:
        done = done_of(chunk)
        for place, file in enumerate(chunk):
            if place in done:
                yield done[place]
                continue
            started = time.perf_counter()
            result = reader.read(file)
            spent = 0.0 if spent is None else spent + time.perf_counter() - started
            yield result
            if processes and spent > HERE_SECONDS:
                rest = chunk[place + 1 :]
                apart = chain([rest] if rest else [], chunks)
                yield from _read_apart(reader, apart, processes, done_of)
                return


def _already_known(chunk: list[SourceFile], known: KnownFiles) -> dict[int, ReadFile]:
    """The files that are known, by place in the chunk."""
    if known is nothing_known:
        return {}
    marks = [mark_of(file) for file in chunk]
    found = known([mark for mark, file in zip(marks, chunk, strict=True) if not file.problem])
    return {
        place: ReadFile(file.name, len(file.data), mark[0], known=mark[2])
        for place, (file, mark) in enumerate(zip(chunk, marks, strict=True))
        if mark in found and not file.problem
    }


def mark_of(file: SourceFile) -> Mark:
    """What tells whether the archive has a file."""
    known = known_key(file.facts, file.keys) if file.facts or file.keys else None
    return hashlib.sha256(file.data).digest(), file.name, known


@dataclass(slots=True)
class _Job(Generic[_Read]):
    """A chunk being read: the files already done, and the rest that a worker reads."""

    chunk: list[SourceFile]
    done: Mapping[int, _Read]
    rest: list[SourceFile]
    future: Future[list[Any]] | None = None

    def results(self, rest: Iterator[_Read]) -> Iterator[_Read]:
        for place in range(len(self.chunk)):
            yield self.done[place] if place in self.done else next(rest)


class _Processes:
    """A pool that starts on first use, and again after it broke."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool: ProcessPoolExecutor | None = None
        self._stopping = _SPAWN.Event()

    def submit(self, reader: Reader[Any], rest: list[SourceFile]) -> Future[list[Any]]:
        self._pool = self._pool or start_pool(self._count, self._stopping)
        with _interrupts_held():
            return self._pool.submit(read_chunk, reader, _flat(rest))

    def drop(self) -> None:
        """Forget a pool that broke; the next chunk starts another."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def stop(self) -> None:
        """Have the workers leave the rest of their chunks."""
        self._stopping.set()
        self.drop()


def _read_apart(
    reader: Reader[_Read],
    chunks: Iterator[list[SourceFile]],
    processes: int,
    done_of: Callable[[list[SourceFile]], Mapping[int, _Read]],
) -> Iterator[_Read]:
    in_flight: deque[_Job[_Read]] = deque()
    pool = _Processes(processes)

    def submit(job: _Job[_Read]) -> None:
        job.future = pool.submit(reader, job.rest) if job.rest else None

    try:
        while True:
            while len(in_flight) < processes * IN_FLIGHT and (chunk := next(chunks, None)):
                done = done_of(chunk)
                rest = [file for place, file in enumerate(chunk) if place not in done]
                in_flight.append(_Job(chunk, done, rest))
                submit(in_flight[-1])
            if not in_flight:
                return
            job = in_flight.popleft()
            try:
                rows = job.future.result() if job.future else []
            except BrokenProcessPool:
                pool.drop()
                yield from job.results(_read_singly(reader, job.rest))
                for waiting in in_flight:
                    submit(waiting)
                continue
            yield from job.results(map(reader.from_row, rows))
    finally:
        pool.stop()


def _read_singly(reader: Reader[_Read], chunk: list[SourceFile]) -> Iterator[_Read]:
    """Each file in a worker of its own, which may die of it."""
    pool = _Processes(1)
    try:
        for source in chunk:
            try:
                [row] = pool.submit(reader, [source]).result()
                yield reader.from_row(row)
            except BrokenProcessPool:
                yield reader.rejected(source, KILLED)
                pool.drop()
    finally:
        pool.stop()


#: Spawned, not forked: this process has threads and a database connection.
_SPAWN: Final = get_context("spawn")


def start_pool(processes: int, stopping: Event | None = None) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(processes, _SPAWN, initializer=_begin, initargs=(stopping,))


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Processes that start inside never see Ctrl-C, which a terminal sends to all: this process
    stops them."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


#: In a worker: set when nobody waits for its results any more.
_stopping: Event | None = None


def _begin(stopping: Event | None) -> None:
    global _stopping
    _stopping = stopping
    os.nice(5)
    collect_seldom(FOR_IMPORTS)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this worker when its parent was killed; it would wait forever otherwise."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def in_chunks(files: Iterator[SourceFile]) -> Iterator[list[SourceFile]]:
    """The files by hundreds, or fewer where they are large, to fit into memory."""
    chunk: list[SourceFile] = []
    size = 0
    for file in files:
        chunk.append(file)
        size += len(file.data)
        if len(chunk) >= CHUNK_FILES or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


#: A SourceFile as plain tuples: between processes they take a tenth of the time of dataclasses.
_Row = tuple[
    str, bytes, str, DateOrder, list[tuple[Any, ...]], str, tuple[str, ...],
    tuple[tuple[str, str], ...],
]  # fmt: skip


def _flat(chunk: list[SourceFile]) -> list[_Row]:
    return [
        (
            file.name,
            file.data,
            file.problem,
            file.order,
            [*map(tuple, file.facts)],
            file.aside,
            file.notes,
            file.keys,
        )
        for file in chunk
    ]


def read_chunk(reader: Reader[Any], rows: list[_Row]) -> list[Any]:
    """In a worker: a row for each file, or fewer once the results are no longer wanted."""
    done = []
    for name, data, problem, order, facts, aside, notes, keys in rows:
        if _stopping is not None and _stopping.is_set():
            break
        known = tuple(Fact(*fact) for fact in facts)
        source = SourceFile(name, data, problem, order, known, aside, notes, keys)
        done.append(reader.as_row(reader.read(source)))
    return done
