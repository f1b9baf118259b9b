"""Reading many files at once: parsing in processes of their own, beside the one that writes.

What takes a moment is read right here; the rest in chunks by worker processes. A file that kills
its process (a fault in a C library) is found and refused; the others are read.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any, Final

from ingest.reading import ReadFile, read, refused
from ingest.records import SourceFile

#: Reading that takes no longer than this starts no processes: they take as long to start.
HERE_SECONDS: Final = 0.3
#: Files or bytes a chunk: enough that handing over costs little, few enough to stay in memory.
CHUNK_FILES: Final = 100
CHUNK_BYTES: Final = 8 * 2**20
#: Chunks under way a process: one being read, one waiting.
IN_FLIGHT: Final = 2
KILLED: Final = (
    "The parser's process ended while it read this file; it was left out. Please report it."
)


def read_all(files: Iterable[SourceFile], processes: int) -> Iterator[ReadFile]:
    """Every file read, in the order given: the first ones, or with 0 processes all, right here."""
    files = iter(files)
    spent = 0.0
    for file in files:
        started = time.perf_counter()
        done = read(file)
        spent += time.perf_counter() - started
        yield done
        if processes and spent > HERE_SECONDS:
            yield from _read_apart(files, processes)
            return


def _read_apart(files: Iterator[SourceFile], processes: int) -> Iterator[ReadFile]:
    chunks = _chunks(files)
    under_way: deque[tuple[list[SourceFile], Future[list[Any]]]] = deque()
    pool = _pool(processes)
    try:
        while True:
            while len(under_way) < processes * IN_FLIGHT and (chunk := next(chunks, None)):
                under_way.append((chunk, pool.submit(_read_chunk, _flat(chunk))))
            if not under_way:
                return
            chunk, future = under_way.popleft()
            try:
                rows = future.result()
            except BrokenProcessPool:
                pool.shutdown(wait=False, cancel_futures=True)
                yield from _read_singly(chunk)
                pool = _pool(processes)
                waiting = [one for one, _ in under_way]
                under_way = deque((one, pool.submit(_read_chunk, _flat(one))) for one in waiting)
                continue
            yield from map(ReadFile.from_row, rows)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _read_singly(chunk: list[SourceFile]) -> Iterator[ReadFile]:
    """Each file in a process that may die of it."""
    pool = _pool(1)
    try:
        for source in chunk:
            try:
                [row] = pool.submit(_read_chunk, _flat([source])).result()
                yield ReadFile.from_row(row)
            except BrokenProcessPool:
                yield refused(source, KILLED)
                pool = _pool(1)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _pool(processes: int) -> ProcessPoolExecutor:
    # Spawned, not forked: the writing process has threads, and a database connection.
    return ProcessPoolExecutor(processes, get_context("spawn"), initializer=_be_nice)


def _be_nice() -> None:
    os.nice(5)


def _chunks(files: Iterator[SourceFile]) -> Iterator[list[SourceFile]]:
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
