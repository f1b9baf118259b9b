"""Tar archives -> members in their order: the stream is read once, forwards.

The standard library's `tarfile` seeks by the sizes in headers; up to Python 3.11.7 a negative size
sends it into an endless loop. Here blocks of 512 bytes are read in sequence, so that every step
gets closer to the end; after damage reading resumes at the next valid header. Format:
POSIX.1-2017, pax, "ustar Interchange Format"; GNU tar manual, "Basic Tar Format".
"""

from __future__ import annotations

import io
import re
import tarfile
from collections.abc import Iterator
from typing import Final

from ingest.sources.archives.limits import DEVICE, LINK, MB, SPARSE, Budget, Member, Rejected
from ingest.sources.archives.names import shown
from ingest.sources.archives.streams import CHUNK, CUT_SHORT, RawStream

BLOCK: Final = 512
_ZEROS: Final = bytes(BLOCK)
#: Bytes of a long name or of extended attributes; genuine ones have some hundred.
_LONGEST_HEADER: Final = MB

_PAX_RECORD: Final = re.compile(rb"(\d{1,8}) ([^=]{1,200})=")

_LONG_NAME: Final = tarfile.GNUTYPE_LONGNAME
_LONG_LINK: Final = tarfile.GNUTYPE_LONGLINK
_PAX: Final = (tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE)
_SPARSE: Final = tarfile.GNUTYPE_SPARSE
#: Kinds without data of their own, and their sentences.
_NO_FILES: Final = {
    tarfile.LNKTYPE: LINK,
    tarfile.SYMTYPE: LINK,
    tarfile.CHRTYPE: DEVICE,
    tarfile.BLKTYPE: DEVICE,
    tarfile.FIFOTYPE: DEVICE,
}
#: Skipped silently with their data: attributes of the whole archive, lists of folders, labels,
#: access rights.
_BESIDE: Final = (tarfile.XGLTYPE, b"D", b"V", b"A", b"N")

NEGATIVE: Final = "Its header gives a negative size, like archives that are made to do harm."
CONTINUED: Final = "It continues from another archive of a multi-volume set. Join the set first."


def is_tar(head: bytes) -> bool:
    """Whether bytes begin with a valid header of a member."""
    return len(head) >= BLOCK and _header(head[:BLOCK]) is not None


def tar_members(stream: io.BufferedReader, budget: Budget) -> Iterator[Member]:
    """The members of a stream; raises Stopped at a limit, Rejected on a broken stream."""
    headers = _Headers(stream, budget)
    for header, attributes in headers:
        data = _Data(stream, _size(header, attributes))
        member = _member(header, attributes, data)
        if member is not None:
            yield member
            if data.broken:
                return
        data.drain()
    if headers.damage:
        yield Member("", problem=headers.damage)


def _member(header: tarfile.TarInfo, attributes: dict[str, str], data: _Data) -> Member | None:
    """The member with its bytes or a sentence; None for what is skipped silently."""
    name = attributes.get("GNU.sparse.name") or attributes.get("path") or header.name
    if header.type in _NO_FILES:
        data.size = data.left = 0
        return Member(name, problem=_NO_FILES[header.type])
    if data.size < 0:
        data.size = data.left = 0
        return Member(name, problem=NEGATIVE)
    if header.type in _BESIDE or header.isdir() or name.endswith("/"):
        return None
    if header.type == _SPARSE or any(key.startswith("GNU.sparse.") for key in attributes):
        return Member(name, problem=SPARSE)
    if header.type == b"M":
        return Member(name, problem=CONTINUED)
    return Member(name, io.BufferedReader(data, min(CHUNK, max(data.size, BLOCK))))


class _Headers:
    """The headers of a stream, each with the attributes before it.

    The caller must read or drain the data of a header before it asks for the next.
    """

    def __init__(self, stream: io.BufferedReader, budget: Budget) -> None:
        self._stream = stream
        self._budget = budget
        self._found = 0
        self._last = ""
        #: A sentence about damage in between, "" when there was none.
        self.damage = ""

    def __iter__(self) -> Iterator[tuple[tarfile.TarInfo, dict[str, str]]]:
        attributes: dict[str, str] = {}
        for header in self._valid():
            self._budget.enter()
            if header.type in (_LONG_NAME, _LONG_LINK, *_PAX):
                attributes |= self._attributes(header)
                continue
            if header.type == _SPARSE:
                self._skip_sparse_map(header)
            yield header, attributes
            attributes = {}

    def _valid(self) -> Iterator[tarfile.TarInfo]:
        """Every valid header. Two blocks of zeros end an archive, but another may follow, as `cat`
        leaves them; after damage the next header is searched."""
        lost = ended = False
        while len(block := self._stream.read(BLOCK)) == BLOCK:
            if block == _ZEROS:
                ended = True
                continue
            marked = block[257:262] == b"ustar"
            header = _header(block) if marked or not (lost or ended) else None
            if header is None:
                if not (lost or ended):
                    self._note_damage()
                lost = True
                continue
            lost = ended = False
            self._found += 1
            if header.type not in (_LONG_NAME, _LONG_LINK, *_PAX, *_BESIDE):
                self._last = header.name
            self.block = block
            yield header
        cut = bool(block.strip(b"\0")) and not (ended or lost)
        if cut and self._found:
            raise Rejected(CUT_SHORT)
        if (cut or lost) and not self._found:
            self.damage = "It is damaged or not a tar archive: no file was found in it."

    def _note_damage(self) -> None:
        where = f"after {shown(self._last)}" if self._last else "at its beginning"
        self.damage = self.damage or (
            f"It is damaged {where}: files there could not be read, later ones were. Send an "
            f"undamaged copy."
        )

    def _attributes(self, header: tarfile.TarInfo) -> dict[str, str]:
        """What a header says about the next member: a long name, or pax records."""
        data = _Data(self._stream, header.size)
        if not 0 <= header.size <= _LONGEST_HEADER:
            self._note_damage()
            data.drain()
            return {}
        raw = io.BufferedReader(data, CHUNK).read(header.size)
        data.drain()
        if header.type == _LONG_NAME:
            return {"path": raw.partition(b"\0")[0].decode("utf-8", "surrogateescape")}
        return _pax_records(raw) if header.type in _PAX else {}

    def _skip_sparse_map(self, header: tarfile.TarInfo) -> None:
        """GNU: a map of holes that does not fit the header continues in the blocks after it."""
        extended = self.block[482]
        while extended and len(block := self._stream.read(BLOCK)) == BLOCK:
            self._budget.enter()
            extended = block[504]


class _Data(RawStream):
    """The bytes of one member; `drain` moves the stream past them."""

    def __init__(self, stream: io.BufferedReader, size: int) -> None:
        super().__init__()
        self._stream = stream
        self.size = size
        self.left = size

    @property
    def broken(self) -> bool:
        """Whether the stream broke inside this member, whose reader was told."""
        return self._fault is not None

    def pull(self, most: int) -> bytes:
        if self.left <= 0:
            return b""
        data = self._stream.read1(min(most, self.left))
        if not data:
            raise Rejected(CUT_SHORT)
        self.left -= len(data)
        return data

    def drain(self) -> None:
        """Skip what was not read, and the padding to a full block."""
        while self.left > 0:
            self.pull(CHUNK)
        self._stream.read(-self.size % BLOCK if self.size > 0 else 0)


def _header(block: bytes) -> tarfile.TarInfo | None:
    """A header with a valid checksum, else None."""
    try:
        return tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except (tarfile.TarError, ValueError, OverflowError):
        return None


def _size(header: tarfile.TarInfo, attributes: dict[str, str]) -> int:
    size = attributes.get("size", "")
    return int(size) if size.isdecimal() and len(size) < 20 else header.size


def _pax_records(data: bytes) -> dict[str, str]:
    """Records of the form "30 path=some name\\n", the length counting the whole record."""
    records: dict[str, str] = {}
    at = 0
    while match := _PAX_RECORD.match(data, at):
        end = at + int(match[1])
        if end <= match.end():
            break
        key = match[2].decode("utf-8", "replace")
        records[key] = data[match.end() : end - 1].decode("utf-8", "surrogateescape")
        at = end
    return records
