"""An index on disk, and whether its files are sound.

    SEARCH_INDEX_DIR/
        current.json     the live folder, its archive, the change reached, schema and language, and
                         the size and time of each of its files
        lock             held by the one writer with flock, so that it ends with its process
        rebuilding.json  progress of a rebuild
        <folder>/        an index; several only during a rebuild or after a crash

current.json is replaced atomically after the engine's commit. A crash between the two leaves a
number that is too low, and the changes after it are applied again.
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

#: Each file of the engine ends with a footer: JSON with the CRC-32 of what comes before, the length
#: of that JSON and this number.
_FOOTER_MAGIC: Final = 1337
_SEGMENT_FILE: Final = re.compile(r"[0-9a-f]{32}\.")
#: Nanoseconds between reading the list of segments and opening them, with a wide margin.
_READERS_NEED: Final = 60_000_000_000
_CHUNK: Final = 2**20

#: Size and time in nanoseconds of each file, by name.
Files = dict[str, tuple[int, int]]


class IndexDamaged(Exception):
    """The files are not those that were written; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class IndexMarker:
    """The contents of current.json."""

    folder: str
    archive: str
    number: int
    mark: str
    language: str
    files: Files = field(default_factory=dict)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Raises KeyError, TypeError or ValueError for anything else."""
        folder = str(data["folder"])
        if Path(folder).name != folder or folder in {"", ".", ".."}:
            raise ValueError(folder)
        files = {str(name): (int(size), int(at)) for name, (size, at) in data["files"].items()}
        return cls(
            folder=folder,
            archive=str(data["archive"]),
            number=int(data["number"]),
            mark=str(data["mark"]),
            language=str(data["language"]),
            files=files,
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
        """Changes with the marker; None without one. One system call."""
        try:
            stat = self._current.stat()
        except OSError:
            return None
        return stat.st_mtime_ns, stat.st_ino, stat.st_size

    def marker(self) -> IndexMarker | None:
        """None where it is missing, cut or overwritten."""
        try:
            return IndexMarker.from_json(json.loads(self._current.read_bytes()))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def put(self, marker: IndexMarker) -> None:
        """Make this the current marker, with its files as they are now. Files of a merge under way
        still grow and are left out; segments listed before the files are read are complete."""
        live = self._segments(marker.folder)
        files = {
            name: written
            for name, written in self._files(marker.folder).items()
            if not _SEGMENT_FILE.match(name) or name[:32] in live
        }
        record = asdict(marker) | {"files": files}
        self._replace(self._current, json.dumps(record))

    def drop(self) -> None:
        """From now on no index is live."""
        self._current.unlink(missing_ok=True)

    def new_folder(self) -> str:
        folder = f"index-{secrets.token_hex(6)}"
        self.path(folder).mkdir(parents=True)
        return folder

    def sweep(self, keep: str | None) -> None:
        """Remove every index but `keep`. For the holder of the lock only."""
        for path in self.root.glob("index-*"):
            if path.name != keep:
                shutil.rmtree(path, ignore_errors=True)

    def tidy(self, folder: str) -> None:
        """Remove segments that the engine no longer lists: leftovers of broken-off merges. Those of
        the last minute stay, since a reader may be about to open them. For the holder of the lock
        only."""
        try:
            live = self._segments(folder)
        except IndexDamaged:
            return
        before = time.time_ns() - _READERS_NEED
        for name, (_, at) in self._files(folder).items():
            if _SEGMENT_FILE.match(name) and name[:32] not in live and at < before:
                (self.path(folder) / name).unlink(missing_ok=True)

    def bytes(self) -> int:
        """Of every index on disk; 0 before the first is begun."""
        folders = self.root.glob("index-*")
        return sum(size for path in folders for size, _ in self._files(path.name).values())

    def _files(self, folder: str) -> Files:
        files = {}
        with contextlib.suppress(OSError):
            for entry in os.scandir(self.path(folder)):
                if not entry.name.startswith("."):
                    with contextlib.suppress(OSError):  # merged away since
                        stat = entry.stat()
                        files[entry.name] = (stat.st_size, stat.st_mtime_ns)
        return files

    def verify(self, marker: IndexMarker, *, thorough: bool = False) -> None:
        """Raise IndexDamaged unless the files are those that were written: by size and time, or
        where the time differs (a copy, a restored backup) by the checksum in each file. A file that
        is gone is missing only if the engine lists its segment: others were merged."""
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
                raise IndexDamaged(f"{name} has {size:,} bytes instead of {written[0]:,}.")
            if (thorough or at != written[1]) and not _sound(self.path(marker.folder) / name):
                raise IndexDamaged(f"{name} has changed since it was written.")

    def watched(self, marker: IndexMarker, known: Files) -> Files:
        """The files as they are now, verified where they differ from `known`."""
        now = self._files(marker.folder)
        if now != known:
            self.verify(marker)
        return now

    def _segments(self, folder: str) -> set[str]:
        try:
            segments = json.loads((self.path(folder) / "meta.json").read_bytes())["segments"]
            return {str(segment["segment_id"]).replace("-", "") for segment in segments}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexDamaged("The list of the index's segments cannot be read.") from error

    @contextlib.contextmanager
    def locked(self) -> Iterator[bool]:
        """Whether this process got the writer's lock, which is held to the end of the block."""
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

    def record(self, progress: Progress | None) -> None:
        """Record the progress of a rebuild; None when it has ended."""
        if progress is None:
            self._progress.unlink(missing_ok=True)
        else:
            self._replace(self._progress, json.dumps(asdict(progress)), durably=False)

    def progress(self) -> Progress | None:
        """Of the rebuild under way; None for what a killed one left behind."""
        try:
            data = json.loads(self._progress.read_bytes())
            progress = Progress(int(data["done"]), int(data["total"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return progress if self._is_locked() else None

    def _replace(self, path: Path, text: str, *, durably: bool = True) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(".new")
        with new.open("w", encoding="utf-8") as file:
            file.write(text)
            if durably:
                file.flush()
                os.fsync(file.fileno())
        new.replace(path)


def _sound(path: Path) -> bool:
    """Whether a file has the checksum in its footer."""
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
