"""The structures of a zip archive: end record, central directory, local headers -> ZipEntry.

Format: APPNOTE.TXT 6.3 by PKWARE, sections 4.3 to 4.5 and 4.6.9.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from dataclasses import dataclass
from typing import Final

from ingest.sources.archives.limits import MB

LOCAL: Final = re.compile(rb"PK\x03\x04")
#: What may follow the data of an entry.
ANY_HEADER: Final = re.compile(rb"PK(?:\x03\x04|\x01\x02|\x07\x08)")

CENTRAL_MARK: Final = b"PK\x01\x02"
_LOCAL_MARK: Final = b"PK\x03\x04"
_END_MARK: Final = b"PK\x05\x06"
_LOCATOR_MARK: Final = b"PK\x06\x07"
_END_64_MARK: Final = b"PK\x06\x06"

_LOCAL: Final = struct.Struct("<4s5H3L2H")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_LOCATOR: Final = struct.Struct("<4sLQL")
_END_64: Final = struct.Struct("<4sQ2H2L4Q")

_FULL_16: Final = 0xFFFF
_FULL_32: Final = 0xFFFFFFFF
_SIZES_FOLLOW: Final = 0x8
_UTF8: Final = 0x800
_UNIX: Final = 3
_FOLDER: Final = 0x10

#: How far from the end the end record is searched: its comment has up to 64 kB; bytes appended by
#: accident may be more.
_TAIL: Final = MB
#: End records that are tried, since a comment may look like one.
_CANDIDATES: Final = 16

#: What reading a damaged structure raises.
UNSOUND: Final = (struct.error, ValueError, OverflowError, EOFError)


@dataclass(frozen=True, slots=True)
class Directory:
    """Where the central directory is; `shift` is added to every offset in it."""

    start: int
    count: int
    shift: int


@dataclass(frozen=True, slots=True)
class ZipEntry:
    """One entry as a header describes it; `packed`, `size`, `checksum` are None where unstated.

    `offset` is that of its local header; `mode` the Unix file mode, or 0.
    """

    name: str
    flags: int
    method: int
    checksum: int | None
    packed: int | None
    size: int | None
    offset: int
    mode: int = 0
    folder: bool = False


class BadDirectory(Exception):
    """The central directory cannot be read."""


def read_directory(stream: io.BufferedReader, length: int) -> Directory:
    """The central directory that the last valid end record names; raises BadDirectory."""
    begin = max(length - _TAIL, 0)
    stream.seek(begin)
    tail = stream.read(_TAIL)
    at = len(tail)
    for _ in range(_CANDIDATES):
        at = tail.rfind(_END_MARK, 0, at + 3)
        if at < 0:
            break
        if len(tail) - at >= _END.size:
            found = _directory_of(stream, tail, at, begin)
            if found is not None:
                return found
    raise BadDirectory


def _directory_of(stream: io.BufferedReader, tail: bytes, at: int, begin: int) -> Directory | None:
    _, disk, first_disk, _, count, size, offset, _ = _END.unpack_from(tail, at)
    end = begin + at
    if count == _FULL_16 or _FULL_32 in (size, offset):
        count, size, offset, end = _wide_end(stream, end) or (count, size, offset, end)
    if not (disk in (0, _FULL_16) and first_disk in (0, _FULL_16)):
        return None
    if count == 0 and size == 0:
        return Directory(end, 0, 0)
    # Behind a self-extracting program all offsets are shifted.
    for start in (end - size, offset):
        if 0 <= start < end:
            stream.seek(start)
            if stream.read(len(CENTRAL_MARK)) == CENTRAL_MARK:
                return Directory(start, count, start - offset)
    return None


def _wide_end(stream: io.BufferedReader, end: int) -> tuple[int, int, int, int] | None:
    """Zip64: count, size, offset and end of a directory too large for the end record."""
    last = end - _LOCATOR.size - _END_64.size
    if last < 0:
        return None
    stream.seek(end - _LOCATOR.size)
    mark, _, position, _ = _LOCATOR.unpack(stream.read(_LOCATOR.size))
    if mark != _LOCATOR_MARK:
        return None
    for place in (last, position):
        if 0 <= place <= last:
            stream.seek(place)
            values = _END_64.unpack(stream.read(_END_64.size))
            if values[0] == _END_64_MARK:
                return values[7], values[8], values[9], place
    return None


def read_central(stream: io.BufferedReader, shift: int) -> tuple[ZipEntry, int] | None:
    """The record of the directory that begins here, with its length, or None."""
    head = stream.read(_CENTRAL.size)
    if len(head) < _CENTRAL.size or not head.startswith(CENTRAL_MARK):
        return None
    (
        _, made_by, _, flags, method, _, _, checksum, packed, size,
        name_length, extra_length, comment_length, _, _, attributes, offset,
    ) = _CENTRAL.unpack(head)  # fmt: skip
    rest = stream.read(name_length + extra_length + comment_length)
    fields = _extra_fields(rest[name_length : name_length + extra_length])
    size, packed, offset = _wide((size, packed, offset), fields)
    entry = ZipEntry(
        name=_name(rest[:name_length], flags, fields),
        flags=flags,
        method=method,
        checksum=checksum,
        packed=packed,
        size=size,
        offset=offset + shift,
        mode=attributes >> 16 if made_by >> 8 == _UNIX else 0,
        folder=bool(attributes & _FOLDER) and size == 0,
    )
    return entry, len(head) + len(rest)


def read_local(stream: io.BufferedReader, offset: int) -> tuple[ZipEntry, int]:
    """The entry by its own header, and where its data begins; raises UNSOUND."""
    stream.seek(offset)
    head = stream.read(_LOCAL.size)
    if not head.startswith(_LOCAL_MARK):
        raise ValueError("no local header")
    _, _, flags, method, _, _, checksum, packed, size, name_length, extra_length = _LOCAL.unpack(
        head
    )
    rest = stream.read(name_length + extra_length)
    fields = _extra_fields(rest[name_length:])
    size, packed = _wide((size, packed), fields)
    later = bool(flags & _SIZES_FOLLOW)
    entry = ZipEntry(
        name=_name(rest[:name_length], flags, fields),
        flags=flags,
        method=method,
        checksum=None if later else checksum,
        packed=None if later else packed,
        size=None if later else size,
        offset=offset,
    )
    return entry, offset + len(head) + len(rest)


def find(
    stream: io.BufferedReader, pattern: re.Pattern[bytes], start: int, length: int
) -> int | None:
    """The next place of a mark of four bytes; reads little first, since most follow closely."""
    step = 256
    while start + 4 <= length:
        stream.seek(start)
        block = stream.read(step)
        if len(block) < 4:
            return None
        if found := pattern.search(block):
            return start + found.start()
        start += len(block) - 3
        step = min(step * 4, MB)
    return None


def _wide(numbers: tuple[int, ...], fields: dict[int, bytes]) -> tuple[int, ...]:
    """Zip64: numbers beyond 32 bits stand in extra field 1, in this order."""
    if _FULL_32 not in numbers:
        return numbers
    wide = fields.get(1, b"")
    values = iter(struct.unpack(f"<{len(wide) // 8}Q", wide[: len(wide) // 8 * 8]))
    return tuple(next(values, number) if number == _FULL_32 else number for number in numbers)


def _extra_fields(data: bytes) -> dict[int, bytes]:
    """The extra fields by number, as far as they are valid."""
    fields: dict[int, bytes] = {}
    at = 0
    while at + 4 <= len(data):
        number, length = struct.unpack_from("<HH", data, at)
        fields.setdefault(number, data[at + 4 : at + 4 + length])
        at += 4 + length
    return fields


def _name(raw: bytes, flags: int, fields: dict[int, bytes]) -> str:
    """The name: UTF-8 if valid, whatever the flag says; else cp437, the format's default."""
    path = fields.get(0x7075, b"")
    if len(path) > 5 and path[1:5] == struct.pack("<L", zlib.crc32(raw)):
        raw, flags = path[5:], flags | _UTF8
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace") if flags & _UTF8 else raw.decode("cp437")
