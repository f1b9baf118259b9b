"""A stream as a file that can be read at any place, for forms with their directory at the end."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from ingest.sources.archives.limits import MB, Budget

_STEP: Final = MB


@contextmanager
def seekable(stream: io.BufferedReader, budget: Budget) -> Iterator[IO[bytes]]:
    """The stream itself where it can be read at any place, else a temporary file of its bytes."""
    if stream.seekable():
        stream.seek(0)
        yield stream
        return
    with tempfile.TemporaryFile() as file:
        _copy(stream, file, budget)
        yield file


@contextmanager
def on_disk(stream: io.BufferedReader, budget: Budget) -> Iterator[Path]:
    """The path of the file that is read, or of a temporary file of its bytes."""
    name = getattr(getattr(stream, "raw", None), "name", None)
    if isinstance(stream.raw, io.FileIO) and isinstance(name, str):
        yield Path(name).absolute()
        return
    with tempfile.NamedTemporaryFile() as file:
        _copy(stream, file, budget)
        yield Path(file.name)


def _copy(stream: io.BufferedReader, file: IO[bytes], budget: Budget) -> None:
    """Raises Stopped beyond the limit of what may be unpacked."""
    count = Budget(budget.limits)
    while data := stream.read(_STEP):
        count.unpack(len(data))
        file.write(data)
    file.flush()
    file.seek(0)
