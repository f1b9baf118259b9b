"""Reading many files at once: parsing in processes of their own, beside the one that writes.

What takes a moment is read right here; the rest in chunks by worker processes. A file that kills
its process (a fault in a C library) is found and refused; the others are read.
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
from ingest.records import SourceFile

#: Reading that takes no longer than this starts no processes: they take as long to start.
HERE_SECONDS: Final = 0.3
#: Files or bytes a chunk: enough that handing over costs little, few enough to stay in memory.
CHUNK_FILES: Final = 100
CHUNK_BYTES: Final = 8 * 2**20
#: Chunks under way a process: one being read, one waiting.
IN_FLIGHT: Final = 2
#: Which of some SHA-256 digests the archive has.
Known = Callable[[list[bytes]], Collection[bytes]]
KILLED: Final = (
    "The parser's process ended while it read this file; it was left out. Please report it."
)


def nothing_known(digests: list[bytes]) -> Collection[bytes]:
    """For whoever wants every file read."""
    return ()


def read_all(
    files: Iterable[SourceFile], processes: int, known: Known = nothing_known
) -> Iterator[ReadFile]:
    """Every file read, in the order given: the first ones, or with 0 processes all, right here.

    Of files whose SHA-256 `known` gives back, nothing is read: they have no content.
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


def _already_known(chunk: list[SourceFile], known: Known) -> dict[int, ReadFile]:
    """By place in the chunk, the files whose bytes are known."""
    if known is nothing_known:
        return {}
    digests = [b"" if one.problem else hashlib.sha256(one.data).digest() for one in chunk]
    found = known([digest for digest in digests if digest])
    return {
        place: ReadFile(one.name, len(one.data), digest)
        for place, (one, digest) in enumerate(zip(chunk, digests, strict=True))
        if digest in found
    }


@dataclass(slots=True)
class _Job:
    """A chunk that is being read: what was known of it, and the reading of the rest."""

    chunk: list[SourceFile]
    known: dict[int, ReadFile]
    rest: list[SourceFile]
    future: Future[list[Any]] | None = None

    def results(self, rest: Iterator[ReadFile]) -> Iterator[ReadFile]:
        for place in range(len(self.chunk)):
            yield self.known.get(place) or next(rest)


class _Processes:
    """A pool that starts when it is first needed, and again when it broke."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, job: _Job) -> None:
        if job.rest:
            self._pool = self._pool or _pool(self._count)
            job.future = self._pool.submit(_read_chunk, _flat(job.rest))

    def stop(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


def _read_apart(
    chunks: Iterator[list[SourceFile]], processes: int, known: Known
) -> Iterator[ReadFile]:
    under_way: deque[_Job] = deque()
    pool = _Processes(processes)
    try:
        while True:
            while len(under_way) < processes * IN_FLIGHT and (chunk := next(chunks, None)):
                done = _already_known(chunk, known)
                rest = [one for place, one in enumerate(chunk) if place not in done]
                under_way.append(_Job(chunk, done, rest))
                pool.submit(under_way[-1])
            if not under_way:
                return
            job = under_way.popleft()
            try:
                rows = job.future.result() if job.future else []
            except BrokenProcessPool:
                pool.stop()
                yield from job.results(_read_singly(job.rest))
                for waiting in under_way:
                    pool.submit(waiting)
                continue
            yield from job.results(map(ReadFile.from_row, rows))
    finally:
        pool.stop()


def _read_singly(chunk: list[SourceFile]) -> Iterator[ReadFile]:
    """Each file in a process that may die of it."""
    pool = _pool(1)
    try:
        for source in chunk:
            try:
                [row] = pool.submit(_read_chunk, _flat([source])).result()
                yield ReadFile.from_row(row)
            except BrokenProcessPool:
                yield rejected(source, KILLED)
                pool = _pool(1)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _pool(processes: int) -> ProcessPoolExecutor:
    # Spawned, not forked: the writing process has threads, and a database connection.
    return ProcessPoolExecutor(processes, get_context("spawn"), initializer=_be_nice)


def _be_nice() -> None:
    os.nice(5)
    collect_seldom(FOR_IMPORTS)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Where the writing process was killed nobody else tells this one, and it would wait for
    ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def in_chunks(files: Iterator[SourceFile]) -> Iterator[list[SourceFile]]:
    """The files by hundreds, or fewer where they are large, so that they fit into memory."""
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


def _flat(chunk: list[SourceFile]) -> list[tuple[str, bytes, str]]:
    """Tuples: a tenth of the time that dataclasses take between processes."""
    return [(one.name, one.data, one.problem) for one in chunk]


def _read_chunk(rows: list[tuple[str, bytes, str]]) -> list[Any]:
    return [read(SourceFile(*row)).as_row() for row in rows]
