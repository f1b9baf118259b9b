"""From paths to files: a folder with all below it, a file, a file of records. No Django.

Whatever cannot be read becomes a SourceFile with a sentence; nothing raises.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from ingest.parsing.structured import iter_json_lines, split_records
from ingest.records import SourceFile

#: Files that hold many records, one a line, and may be of any size.
LINES: Final = (".jsonl", ".ndjson")
#: Files that may hold several records.
RECORDS: Final = (*LINES, ".json", ".csv", ".tsv")


class NoSuchPath(Exception):
    """A path that was given is not there; the message is a sentence."""


def read_paths(paths: Iterable[Path], *, limit: int) -> Iterator[SourceFile]:
    """Every file of the paths, sorted by name within a folder; `limit` is bytes a file.

    Raises NoSuchPath before anything is read when one of the paths does not exist.
    """
    paths = list(paths)
    for path in paths:
        if not path.exists():
            raise NoSuchPath(f"There is no file or folder {path}.")
    return _read(paths, limit)


def _read(paths: Iterable[Path], limit: int) -> Iterator[SourceFile]:
    for path in paths:
        if path.is_dir():
            for found in _files_below(path):
                yield from read_file(found, str(found.relative_to(path)), limit=limit)
        else:
            yield from read_file(path, path.name, limit=limit)


def read_file(path: Path, name: str, *, limit: int) -> Iterator[SourceFile]:
    """The file, or each record of it, under the name it shall have."""
    name = printable(name)
    try:
        if path.suffix.casefold() in LINES:
            with path.open("rb") as stream:
                yield from iter_json_lines(stream, name)
            return
        size = path.stat().st_size
        if size > limit:
            yield SourceFile(name, b"", too_large(size, limit))
            return
        data = path.read_bytes()
    except OSError as error:
        yield SourceFile(name, b"", f"It cannot be read: {error.strerror or error}.")
        return
    yield from records_of(name, data)


def records_of(name: str, data: bytes) -> Iterator[SourceFile]:
    """The file itself, or the records inside it, as its name says."""
    if os.path.splitext(name)[1].casefold() in RECORDS:  # noqa: PTH122 - a name, not a path
        yield from split_records(name, data)
    else:
        yield SourceFile(name, data)


def printable(name: str) -> str:
    """A file name that can be stored and shown: no control characters, no broken encoding."""
    shown = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in shown
    )


def too_large(size: int, limit: int) -> str:
    return (
        f"It is {size / 2**20:,.1f} MB; a file may have {limit // 2**20:,} MB "
        f"(setting IMPORT_FILE_LIMIT_MB)."
    )


def _files_below(folder: Path) -> Iterator[Path]:
    """Files in the order of their names; links to folders are not followed, hidden files left."""
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith("."):
                yield Path(parent) / name
