"""Where an index lies on disk, and how far it may be trusted.

    SEARCH_INDEX_DIR/
        current.json     which folder is live, whose archive it follows, the change it has reached,
                         schema and language, and the size and time of each of its files
        lock             held by the one writer, with flock: it dies with its process
        rebuilding.json  how far a rebuild is
        <folder>/        an index; more than one only while a rebuild is under way or after a crash

current.json is replaced in one step after the engine's commit. So a crash between the two leaves
a number that is too low, and the changes after it are applied once more.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import secrets
import shutil
import struct
import time
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Self

#: The engine closes each of its files with a footer: JSON with the CRC-32 of what stands before,
#: the length of that JSON and this number.
_FOOTER_MAGIC: Final = 1337
_SEGMENT_FILE: Final = re.compile(r"[0-9a-f]{32}\.")
#: Nanoseconds between reading the list of parts and opening them, with a wide margin.
_READERS_NEED: Final = 60_000_000_000
_CHUNK: Final = 2**20


#: Size and time in nanoseconds of each file, by name.
Files = dict[str, tuple[int, int]]


class IndexDamaged(Exception):
    """The files are not what was written; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Marker:
    """What current.json says."""

    folder: str
    archive: str
    number: int
    mark: str
    language: str
    files: Files = field(default_factory=dict)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Raises KeyError, TypeError or ValueError for what is no marker."""
        folder = str(data["folder"])
        if Path(folder).name != folder or folder in {"", ".", ".."}:
            raise ValueError(folder)
        files = {str(name): (int(size), int(at)) for name, (size, at) in data["files"].items()}
        return cls(
            folder,
            str(data["archive"]),
            int(data["number"]),
            str(data["mark"]),
            str(data["language"]),
            files,
        )


@dataclass(frozen=True, slots=True)
class Progress:
    done: int
    total: int


class IndexFolder:
    def __init__(self, root: Path) -> None:
        self.root = root
        self._current = root / "current.json"
        self._lock = root / "lock"
        self._progress = root / "rebuilding.json"

    def path(self, folder: str) -> Path:
        return self.root / folder

    def stamp(self) -> tuple[int, int, int] | None:
        """Changes whenever the marker does; None where there is none. One system call."""
        try:
            found = self._current.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino, found.st_size

    def marker(self) -> Marker | None:
        """None where it is missing, cut or overwritten."""
        try:
            data = json.loads(self._current.read_bytes())
            return Marker.from_json(data)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def put(self, marker: Marker) -> None:
        """Make the marker the current one, with its files as they are now; not those of a merge
        that is under way, which grow. The list is read first: what stands in it is written."""
        live = self._segments(marker.folder)
        files = {
            name: found
            for name, found in self._files(marker.folder).items()
            if not _SEGMENT_FILE.match(name) or name[:32] in live
        }
        record = asdict(marker) | {"files": files}
        self._replace(self._current, json.dumps(record))

    def drop(self) -> None:
        """No index is live any more."""
        self._current.unlink(missing_ok=True)

    def new_folder(self) -> str:
        folder = f"index-{secrets.token_hex(6)}"
        self.path(folder).mkdir(parents=True)
        return folder

    def sweep(self, keep: str | None) -> None:
        """Remove every index but one. Only the holder of the lock may."""
        for path in self.root.glob("index-*"):
            if path.name != keep:
                shutil.rmtree(path, ignore_errors=True)

    def tidy(self, folder: str) -> None:
        """Remove what the engine no longer knows of: parts of merges that were broken off. Those
        of the last minute stay, since a reader may be about to open them. Only the holder of the
        lock may."""
        try:
            live = self._segments(folder)
        except IndexDamaged:
            return
        before = time.time_ns() - _READERS_NEED
        for name, (_, at) in self._files(folder).items():
            if _SEGMENT_FILE.match(name) and name[:32] not in live and at < before:
                (self.path(folder) / name).unlink(missing_ok=True)

    def bytes(self) -> int:
        marker = self.marker()
        return sum(size for size, _ in self._files(marker.folder).values()) if marker else 0

    def _files(self, folder: str) -> Files:
        files = {}
        with contextlib.suppress(OSError):
            for entry in os.scandir(self.path(folder)):
                if not entry.name.startswith("."):
                    with contextlib.suppress(OSError):  # merged away meanwhile
                        found = entry.stat()
                        files[entry.name] = (found.st_size, found.st_mtime_ns)
        return files

    def verify(self, marker: Marker, *, thorough: bool = False) -> None:
        """Raise IndexDamaged unless the files are those that were written: by size and time, and
        where the time differs (a copy, a restored backup) by the checksum each file carries.
        Files that are gone are missed only where the engine's own list names their segment: of
        the rest some were merged into others."""
        now = self._files(marker.folder)
        live = self._segments(marker.folder)
        for name in marker.files.keys() - now.keys():
            if name[:32] in live and not name.endswith(".del"):
                raise IndexDamaged(f"{name} is missing.")
        for name, (size, at) in now.items():
            written = marker.files.get(name)
            if written is None or name == "meta.json":
                continue
            if size != written[0]:
                raise IndexDamaged(f"{name} has {size:,} bytes in place of {written[0]:,}.")
            if (thorough or at != written[1]) and not _sound(self.path(marker.folder) / name):
                raise IndexDamaged(f"{name} is not what was written.")

    def watched(self, marker: Marker, known: Files) -> Files:
        """The files as they are now, verified where they are not as they were `known`."""
        now = self._files(marker.folder)
        if now != known:
            self.verify(marker)
        return now

    def _segments(self, folder: str) -> set[str]:
        try:
            listed = json.loads((self.path(folder) / "meta.json").read_bytes())["segments"]
            return {str(one["segment_id"]).replace("-", "") for one in listed}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexDamaged("The index has no list of its parts that can be read.") from error

    @contextlib.contextmanager
    def locked(self) -> Iterator[bool]:
        """Whether this process got the writer's lock; held to the end of the block."""
        self.root.mkdir(parents=True, exist_ok=True)
        with self._lock.open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            try:
                yield True
            finally:
                fcntl.flock(file, fcntl.LOCK_UN)

    def _is_locked(self) -> bool:
        try:
            with self._lock.open("a") as file:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return False

    def tell(self, progress: Progress | None) -> None:
        """How far a rebuild is; None when it has ended."""
        if progress is None:
            self._progress.unlink(missing_ok=True)
        else:
            self._replace(self._progress, json.dumps(asdict(progress)), durably=False)

    def progress(self) -> Progress | None:
        """Of the rebuild that is under way; what a dead one left behind does not count."""
        try:
            data = json.loads(self._progress.read_bytes())
            progress = Progress(int(data["done"]), int(data["total"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return progress if self._is_locked() else None

    def _replace(self, path: Path, text: str, *, durably: bool = True) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".new")
        with beside.open("w", encoding="utf-8") as file:
            file.write(text)
            if durably:
                file.flush()
                os.fsync(file.fileno())
        beside.replace(path)


def _sound(path: Path) -> bool:
    """Whether a file of the engine has the checksum that its footer states."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - 8))
            length, magic = struct.unpack("<II", file.read(8))
            if magic != _FOOTER_MAGIC or length > size - 8:
                return False
            file.seek(size - 8 - length)
            stated = json.loads(file.read(length))["crc"]
            return bool(stated == _checksum(file, size - 8 - length))
    except (OSError, ValueError, KeyError, TypeError, struct.error):
        return False


def _checksum(file: Any, length: int) -> int:
    file.seek(0)
    checksum = 0
    while length > 0 and (chunk := file.read(min(_CHUNK, length))):
        checksum = zlib.crc32(chunk, checksum)
        length -= len(chunk)
    return checksum
