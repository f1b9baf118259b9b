"""Zip archives -> members, sorted by name.

The standard library's `zipfile` gives up a whole archive for one bad name, keeps some 700 bytes per
entry, and up to Python 3.11.7 opens overlapping entries. Here entries are read one by one. When the
central directory is missing or damaged, entries are found by their local headers.
"""

from __future__ import annotations

import bz2
import io
import stat
import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from typing import Final

from ingest.sources.archives.limits import DEVICE, ENCRYPTED, LINK, Budget, Member, Rejected
from ingest.sources.archives.names import shown
from ingest.sources.archives.streams import (
    CHUNK,
    CUT_SHORT,
    DAMAGED,
    Codec,
    Inflate,
    Stored,
    UnpackedStream,
    ZipLzma,
)
from ingest.sources.archives.zip_format import (
    ANY_HEADER,
    LOCAL,
    UNSOUND,
    BadDirectory,
    Directory,
    ZipEntry,
    find,
    read_central,
    read_directory,
    read_local,
)

#: Bits of the flags: encrypted, strongly encrypted, encrypted list.
_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000

_METHODS: Final[dict[int, Callable[[], Codec]]] = {
    0: Stored,
    8: lambda: Inflate(-zlib.MAX_WBITS),
    12: bz2.BZ2Decompressor,
    14: ZipLzma,
}
_NAMES_OF_METHODS: Final = {9: "Deflate64", 93: "Zstandard", 95: "XZ", 98: "PPMd", 99: "AES"}

OVERLAPS: Final = (
    "Its bytes overlap with those of another entry, like archives that are made to do harm."
)


def is_zip(stream: io.BufferedReader) -> bool:
    """Whether a seekable stream holds a zip, whatever it begins with."""
    length = stream.seek(0, io.SEEK_END)
    try:
        return read_directory(stream, length).count > 0
    except (BadDirectory, *UNSOUND):
        return find(stream, LOCAL, 0, length) is not None


def zip_members(stream: io.BufferedReader, budget: Budget) -> Iterator[Member]:
    """The members of a seekable stream; raises Stopped at a limit, never for a bad entry."""
    length = stream.seek(0, io.SEEK_END)
    before = budget.entries
    try:
        directory = read_directory(stream, length)
        listed, offsets, complete = _list(stream, directory, budget)
    except (BadDirectory, *UNSOUND):
        budget.entries = before
        yield from _salvaged(stream, length, budget)
        return
    if not listed and find(stream, LOCAL, 0, length) is not None:
        yield from _salvaged(stream, length, budget)
        return
    taken: set[int] = set()
    for _, position in listed:
        member = _listed_member(stream, position, directory, offsets, taken, budget)
        if member is not None:
            yield member
    if not complete:
        budget.enter()


def zip_names(stream: io.BufferedReader, budget: Budget) -> list[str]:
    """The names in the central directory of a seekable stream, sorted; none where it is damaged."""
    try:
        directory = read_directory(stream, stream.seek(0, io.SEEK_END))
        listed, _, _ = _list(stream, directory, budget)
    except (BadDirectory, *UNSOUND):
        return []
    return [name for name, _ in listed if not name.endswith("/")]


def _list(
    stream: io.BufferedReader, directory: Directory, budget: Budget
) -> tuple[list[tuple[str, int]], array[int], bool]:
    """(name as shown, position of the record), sorted; the sorted offsets of all entries; whether
    that is all of them. Raises BadDirectory.

    Nothing else is kept: 200,000 entries take some 40 MB, and each record is read again later.
    """
    listed: list[tuple[str, int]] = []
    offsets = array("Q")
    position = directory.start
    stream.seek(position)
    while record := read_central(stream, directory.shift):
        if budget.entries >= budget.limits.entries:
            break
        budget.enter()
        entry, length = record
        listed.append((shown(entry.name), position))
        offsets.append(max(entry.offset, 0))
        position += length
    # The count has 16 bits; writers without zip64 let it overflow.
    if record is None and len(listed) % 2**16 != directory.count % 2**16:
        raise BadDirectory
    listed.sort()
    return listed, array("Q", sorted(offsets)), record is None


def _listed_member(
    stream: io.BufferedReader,
    position: int,
    directory: Directory,
    offsets: array[int],
    taken: set[int],
    budget: Budget,
) -> Member | None:
    stream.seek(position)
    record = read_central(stream, directory.shift)
    if record is None:  # the file changed while it was read
        return Member("", problem=DAMAGED)
    entry, _ = record
    if _is_folder(entry):
        return None
    try:
        _reject_kind(entry)
        end = _end_of(entry, offsets, directory.start, taken)
        local, start = read_local(stream, entry.offset)
        _reject_kind(local)
        if start + (entry.packed or 0) > end:
            raise Rejected(OVERLAPS)
        return Member(
            entry.name, _unpacked(stream, entry, start, start + (entry.packed or 0), budget)
        )
    except Rejected as rejected:
        return Member(entry.name, problem=str(rejected))
    except UNSOUND:
        return Member(entry.name, problem=DAMAGED)


def _end_of(entry: ZipEntry, offsets: array[int], directory: int, taken: set[int]) -> int:
    """Where the entry must end: at the next one, or at the central directory.

    Raises Rejected for a second entry of the same bytes. In a bomb every entry overlaps the
    next, so that a few bytes are unpacked many times.
    """
    first, behind = bisect_left(offsets, entry.offset), bisect_right(offsets, entry.offset)
    if behind - first > 1:
        if entry.offset in taken:
            raise Rejected(OVERLAPS)
        taken.add(entry.offset)
    return offsets[behind] if behind < len(offsets) else directory


def _is_folder(entry: ZipEntry) -> bool:
    return entry.name.endswith(("/", "\\")) or entry.folder or stat.S_ISDIR(entry.mode)


def _reject_kind(entry: ZipEntry) -> None:
    """Raise Rejected for what is not a file, or compressed by an unsupported method."""
    if stat.S_ISLNK(entry.mode):
        raise Rejected(LINK)
    if stat.S_IFMT(entry.mode) not in (0, stat.S_IFREG):
        raise Rejected(DEVICE)
    if entry.flags & _ENCRYPTED:
        raise Rejected(ENCRYPTED)
    if entry.method not in _METHODS:
        name = _NAMES_OF_METHODS.get(entry.method, f"number {entry.method}")
        raise Rejected(
            f"It is compressed by the method {name}, which is not supported. Pack it again with "
            f"the default one (Deflate)."
        )


# The bytes of a member ----------------------------------------------------------------------------


class _Checked(UnpackedStream):
    """The bytes of an entry, checked against the size and checksum of its header."""

    def __init__(
        self, stream: io.BufferedReader, entry: ZipEntry, start: int, end: int, budget: Budget
    ) -> None:
        left = end - start
        stream.seek(start)

        # A method would make a reference cycle that keeps the buffer alive.
        def packed_bytes(most: int) -> bytes:
            nonlocal left
            data = stream.read(min(most, left))
            left -= len(data)
            return data

        super().__init__(packed_bytes, _METHODS[entry.method](), budget)
        self._entry = entry
        self._checksum = 0

    def pull(self, most: int) -> bytes:
        data = super().pull(most)
        if data:
            self._checksum = zlib.crc32(data, self._checksum)
        else:
            self._compare()
        return data

    def _compare(self) -> None:
        size, checksum = self._entry.size, self._entry.checksum
        if size is None or checksum is None:
            if self._entry.method and not self._codec.eof:
                raise Rejected(CUT_SHORT)
        elif self.unpacked < size:
            raise Rejected(CUT_SHORT)
        elif self.unpacked != size or self._checksum != checksum:
            raise Rejected(DAMAGED)


def _unpacked(
    stream: io.BufferedReader, entry: ZipEntry, start: int, end: int, budget: Budget
) -> io.BufferedReader:
    return io.BufferedReader(_Checked(stream, entry, start, end, budget), CHUNK)


# Without a central directory ----------------------------------------------------------------------


def _salvaged(stream: io.BufferedReader, length: int, budget: Budget) -> Iterator[Member]:
    """The members in their order, found by their local headers."""
    found = 0
    behind = 0
    while (at := find(stream, LOCAL, behind, length)) is not None:
        budget.enter()
        behind = at + 4
        try:
            entry, start = read_local(stream, at)
        except UNSOUND:
            continue
        end = start + (entry.packed or 0)
        if entry.packed is None or end > length:
            end = find(stream, ANY_HEADER, start, length) or length
        behind = max(end, behind)
        if _is_folder(entry):
            continue
        found += 1
        try:
            _reject_kind(entry)
            member = Member(entry.name, _unpacked(stream, entry, start, end, budget))
        except Rejected as rejected:
            member = Member(entry.name, problem=str(rejected))
        yield member
    files = "1 file" if found == 1 else f"{found:,} files"
    yield Member(
        "",
        problem=(
            f"It is truncated or damaged: its directory cannot be read. {files} could still be "
            f"found in it. Send the whole archive again."
        ),
    )
