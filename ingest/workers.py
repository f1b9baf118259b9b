"""Parse many files at once, in worker processes beside the one that writes.

A few files are parsed in this process; more go to workers in chunks. A file that kills its worker
(a fault in a C library) is found and rejected; the others are read.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import chain
from multiprocessing import get_context, parent_process
from typing import Any, Final

from archive.server import FOR_IMPORTS, collect_seldom
from ingest.read_file import ReadFile, read, rejected
from ingest.records import DateOrder, SourceFile

#: Seconds of parsing in this process before workers start: starting them takes as long.
HERE_SECONDS: Final = 0.3
#: Files or bytes per chunk: large enough to make handing over cheap, small enough for memory.
CHUNK_FILES: Final = 100
CHUNK_BYTES: Final = 8 * 2**20
#: Chunks in flight per worker: one being read, one waiting.
IN_FLIGHT: Final = 2
#: Returns those of the SHA-256 digests that the archive has.
KnownDigests = Callable[[list[bytes]], Collection[bytes]]
KILLED: Final = "The parser crashed on this file. Please report it."


def nothing_known(digests: list[bytes]) -> Collection[bytes]:
    """For callers that want every file read."""
    return ()


def read_all(
    files: Iterable[SourceFile], processes: int, known: KnownDigests = nothing_known
) -> Iterator[ReadFile]:
    """Every file read, in the order given; with 0 processes all in this one.

    Files whose SHA-256 `known` returns are not parsed: they have no content.
    """
    chunks = in_chunks(iter(files))
    spent = 0.0
    for chunk in chunks:
        done = _already_known(chunk, known)
        for place, file in enumerate(chunk):
            started = time.perf_counter()
            yield done.get(place) or read(file)
            spent += time.perf_counter() - started if place not in done else 0.0
            if processes and spent > HERE_SECONDS:
                rest = chunk[place + 1 :]
                yield from _read_apart(chain([rest] if rest else [], chunks), processes, known)
                return


def _already_known(chunk: list[SourceFile], known: KnownDigests) -> dict[int, ReadFile]:
    """The files whose bytes are known, by place in the chunk."""
    if known is nothing_known:
        return {}
    digests = [b"" if file.problem else hashlib.sha256(file.data).digest() for file in chunk]
    found = known([digest for digest in digests if digest])
    return {
        place: ReadFile(file.name, len(file.data), digest)
        for place, (file, digest) in enumerate(zip(chunk, digests, strict=True))
        if digest in found
    }


@dataclass(slots=True)
class _Job:
    """A chunk being read: the files already known, and the rest that a worker parses."""

    chunk: list[SourceFile]
    known: dict[int, ReadFile]
    rest: list[SourceFile]
    future: Future[list[Any]] | None = None

    def results(self, rest: Iterator[ReadFile]) -> Iterator[ReadFile]:
        for place in range(len(self.chunk)):
            yield self.known.get(place) or next(rest)


class _Processes:
    """A pool that starts on first use, and again after it broke."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, job: _Job) -> None:
        if job.rest:
            self._pool = self._pool or start_pool(self._count)
            job.future = self._pool.submit(read_chunk, _flat(job.rest))

    def stop(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


def _read_apart(
    chunks: Iterator[list[SourceFile]], processes: int, known: KnownDigests
) -> Iterator[ReadFile]:
    in_flight: deque[_Job] = deque()
    pool = _Processes(processes)
    try:
        while True:
            while len(in_flight) < processes * IN_FLIGHT and (chunk := next(chunks, None)):
                done = _already_known(chunk, known)
                rest = [file for place, file in enumerate(chunk) if place not in done]
                in_flight.append(_Job(chunk, done, rest))
                pool.submit(in_flight[-1])
            if not in_flight:
                return
            job = in_flight.popleft()
            try:
                rows = job.future.result() if job.future else []
            except BrokenProcessPool:
                pool.stop()
                yield from job.results(_read_singly(job.rest))
                for waiting in in_flight:
                    pool.submit(waiting)
                continue
            yield from job.results(map(ReadFile.from_row, rows))
    finally:
        pool.stop()


def _read_singly(chunk: list[SourceFile]) -> Iterator[ReadFile]:
    """Each file in a worker of its own, which may die of it."""
    pool = start_pool(1)
    try:
        for source in chunk:
            try:
                [row] = pool.submit(read_chunk, _flat([source])).result()
                yield ReadFile.from_row(row)
            except BrokenProcessPool:
                yield rejected(source, KILLED)
                pool = start_pool(1)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def start_pool(processes: int) -> ProcessPoolExecutor:
    # Spawned, not forked: this process has threads and a database connection.
    return ProcessPoolExecutor(processes, get_context("spawn"), initializer=_be_nice)


def _be_nice() -> None:
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


def _flat(chunk: list[SourceFile]) -> list[tuple[str, bytes, str, DateOrder]]:
    """Tuples: between processes they take a tenth of the time that dataclasses take."""
    return [(file.name, file.data, file.problem, file.order) for file in chunk]


def read_chunk(rows: list[tuple[str, bytes, str, DateOrder]]) -> list[Any]:
    return [read(SourceFile(*row)).as_row() for row in rows]
