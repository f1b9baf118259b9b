"""Streams that unpack as they are read: gzip, bzip2, xz, Zstandard, the methods inside zip.

Memory holds one window of the method and one buffer. Damage raises Rejected, after all bytes before
it were returned; a limit of the whole archive raises Stopped.
"""

from __future__ import annotations

import bz2
import io
import lzma
import struct
import zlib
from collections.abc import Callable
from typing import Any, BinaryIO, Final, Protocol

import zstandard

from ingest.sources.archives.limits import MB, Budget, Rejected

CHUNK: Final = 64 * 2**10
#: Memory that an xz or lzma stream may use: `xz -9` needs 65 MB, a bomb asks for 4 GB.
XZ_MEMORY: Final = 128 * MB
#: The same of a Zstandard stream: what `zstd --long` needs.
_ZSTD_WINDOW: Final = 128 * MB
#: Bytes that it is given at a time: four may unpack to a block of 128 kB, and all is returned.
_ZSTD_STEP: Final = 512

#: Calls in which a codec may neither take nor return bytes before it counts as stuck.
_IDLE: Final = 8

#: What codecs raise on damaged input.
BROKEN: Final = (
    zlib.error, lzma.LZMAError, zstandard.ZstdError, struct.error, EOFError, OSError, ValueError,
)  # fmt: skip

CUT_SHORT: Final = "It is truncated: the end is missing. Send the whole file again."
DAMAGED: Final = "It is damaged and cannot be unpacked. Send an undamaged copy."


class Codec(Protocol):
    """The interface of bz2 and lzma, which `Inflate` and `Stored` share."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /, max_length: int) -> bytes: ...


class Inflate:
    """zlib's decompressor with the same interface; `wbits` is -15 for raw data, 31 for gzip."""

    def __init__(self, wbits: int) -> None:
        self._inner = zlib.decompressobj(wbits)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, /, max_length: int) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)


class Stored:
    """No compression."""

    eof = False
    unused_data = b""

    def __init__(self) -> None:
        self._kept = b""

    @property
    def needs_input(self) -> bool:
        return not self._kept

    def decompress(self, data: bytes, /, max_length: int) -> bytes:
        data = self._kept + data
        self._kept = data[max_length:]
        return data[:max_length]


class ZipLzma:
    """LZMA as zip writes it: two bytes of version, two of length, the properties, raw data."""

    unused_data = b""

    def __init__(self) -> None:
        self._head = b""
        self._inner: lzma.LZMADecompressor | None = None

    @property
    def eof(self) -> bool:
        return self._inner is not None and self._inner.eof

    @property
    def needs_input(self) -> bool:
        return self._inner is None or self._inner.needs_input

    def decompress(self, data: bytes, /, max_length: int) -> bytes:
        if self._inner is None:
            self._head += data
            if len(self._head) < 9:
                return b""
            self._inner = self._open()
            data, self._head = self._head[9:], b""
        return self._inner.decompress(data, max_length)

    def _open(self) -> lzma.LZMADecompressor:
        length, properties, dictionary = struct.unpack_from("<HBI", self._head, 2)
        if length != 5 or properties >= 225:
            raise Rejected(DAMAGED)
        if dictionary > XZ_MEMORY:
            raise Rejected(_too_much_memory())
        rest, lc = divmod(properties, 9)
        pb, lp = divmod(rest, 5)
        chain: list[dict[str, Any]] = [
            {"id": lzma.FILTER_LZMA1, "dict_size": dictionary, "lc": lc, "lp": lp, "pb": pb}
        ]
        return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=chain)


class Zstd:
    """zstandard's decompressor with the same interface; it has no limit of its own, so it is fed
    in small steps."""

    def __init__(self) -> None:
        self._inner = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()
        self._input = b""
        self._at = 0
        self._kept = b""

    @property
    def eof(self) -> bool:
        return bool(self._inner.eof) and not self._kept

    @property
    def needs_input(self) -> bool:
        return not self._kept and self._at >= len(self._input) and not self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return bytes(self._inner.unused_data) + self._input[self._at :]

    def decompress(self, data: bytes, /, max_length: int) -> bytes:
        if data:
            self._input, self._at = self._input[self._at :] + data, 0
        while not self._kept and self._at < len(self._input) and not self._inner.eof:
            step = self._input[self._at : self._at + _ZSTD_STEP]
            self._at += len(step)
            self._kept = self._inner.decompress(step)
        out, self._kept = self._kept[:max_length], self._kept[max_length:]
        return out


#: Formats of a single compressed stream: magic bytes and decompressor. Zstandard's may begin with a
#: frame to be skipped, as pzstd writes it (RFC 8878, 3.1.2).
ALONE: Final[dict[str, tuple[tuple[bytes, ...], Callable[[], Codec]]]] = {
    "gzip": ((b"\x1f\x8b\x08",), lambda: Inflate(31)),
    "bzip2": ((b"BZh",), bz2.BZ2Decompressor),
    "xz": (
        (b"\xfd7zXZ\x00",),
        lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=XZ_MEMORY),
    ),
    "zstd": (
        (b"\x28\xb5\x2f\xfd", *(bytes((first, 0x2A, 0x4D, 0x18)) for first in range(0x50, 0x60))),
        Zstd,
    ),
}


class RawStream(io.RawIOBase):
    """A raw stream from `pull`, which returns up to so many bytes and b"" at the end.

    Buffers are filled completely, so that one `peek` shows a whole header. When `pull` fails half
    way, the bytes before are returned first; the error is raised by every later call.
    """

    def __init__(self) -> None:
        super().__init__()
        self._fault: Exception | None = None

    def readable(self) -> bool:
        return True

    def pull(self, most: int) -> bytes:
        raise NotImplementedError

    def readinto(self, buffer: Any) -> int:
        if self._fault is not None:
            raise self._fault
        view = memoryview(buffer).cast("B")
        filled = 0
        while filled < len(view):
            try:
                data = self.pull(len(view) - filled)
            except Exception as fault:
                self._fault = fault
                if filled:
                    return filled
                raise
            if not data:
                break
            view[filled : filled + len(data)] = data
            filled += len(data)
        return filled


class UnpackedStream(RawStream):
    """What a codec unpacks from `source` (up to so many bytes a call, b"" at the end).

    `again` starts the next of several concatenated streams (`cat a.gz b.gz`). With None there is
    only one, which may end without the codec's end mark: zip knows size and checksum.
    """

    def __init__(
        self,
        source: Callable[[int], bytes],
        codec: Codec,
        budget: Budget,
        again: Callable[[bytes], Codec | None] | None = None,
    ) -> None:
        super().__init__()
        self._source = source
        self._codec = codec
        self._budget = budget
        self._again = again
        self.packed = 0
        self.unpacked = 0
        #: Where the last of several streams began; only empty ones count as entries, for a crawl
        #: has one stream a page.
        self._begun = 0
        #: A sentence about bytes that follow the end.
        self.note = ""

    def pull(self, most: int) -> bytes:
        idle = 0
        while idle < _IDLE:
            if self._codec.eof:
                if not self._next():
                    return b""
                idle = 0
            data = b""
            ended = False
            if self._codec.needs_input:
                data = self._take()
                ended = not data
            out = self._decompress(data, most)
            if out:
                self._count(len(out))
                return out
            if ended and not self._codec.eof:
                if self._again is None:
                    return b""
                raise Rejected(CUT_SHORT)
            idle = 0 if data else idle + 1
        raise Rejected(DAMAGED)

    def _take(self) -> bytes:
        data = self._source(CHUNK)
        self.packed += len(data)
        return data

    def _decompress(self, data: bytes, most: int) -> bytes:
        try:
            return self._codec.decompress(data, max_length=most)
        except MemoryError as error:
            raise Rejected(_too_much_memory()) from error
        except BROKEN as error:
            if "limit exceeded" in str(error) or "too much memory" in str(error):
                raise Rejected(_too_much_memory()) from error
            raise Rejected(DAMAGED) from error

    def _count(self, count: int) -> None:
        self.unpacked += count
        self._budget.unpack(count)
        if not self._budget.fair(self.packed, self.unpacked):
            raise Rejected(
                f"It unpacks to more than {self._budget.limits.ratio:,} times its size, like a zip "
                f"bomb. If it is genuine, send it unpacked, or raise IMPORT_RATIO_LIMIT."
            )

    def _next(self) -> bool:
        """Continue with the next concatenated stream, if there is one."""
        if self._again is None:
            return False
        rest = self._codec.unused_data
        while not (rest := rest.lstrip(b"\0")):
            rest = self._take()
            if not rest:
                return False
        rest += self._take() if len(rest) < 16 else b""
        codec = self._again(rest)
        if codec is None:
            self.note = (
                "Bytes after its end do not belong to it and were ignored; the rest was read."
            )
            self._again = None
            return False
        if self.unpacked == self._begun:
            self._budget.enter()
        self._begun = self.unpacked
        self._codec = _Primed(codec, rest)
        return True


class _Primed:
    """A codec with its first bytes of input at hand."""

    def __init__(self, inner: Codec, first: bytes) -> None:
        self._inner = inner
        self._first = first

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._first and self._inner.needs_input

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, /, max_length: int) -> bytes:
        data, self._first = self._first + data, b""
        return self._inner.decompress(data, max_length=max_length)


class Borrowed(RawStream):
    """Any object with `read`, and perhaps `seek`, as a raw stream."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream = stream

    def pull(self, most: int) -> bytes:
        return self._stream.read(most)

    def seekable(self) -> bool:
        return self._stream.seekable()

    def seek(self, offset: int, whence: int = 0, /) -> int:
        self._fault = None
        self._stream.seek(offset, whence)
        return self._stream.tell()

    def tell(self) -> int:
        return self._stream.tell()


def buffered(stream: BinaryIO) -> io.BufferedReader:
    """The stream with `peek`; one that is buffered stays as it is."""
    if isinstance(stream, io.BufferedReader):
        return stream
    return io.BufferedReader(Borrowed(stream), CHUNK)


def unpack(
    stream: io.BufferedReader, method: str, budget: Budget
) -> tuple[io.BufferedReader, UnpackedStream]:
    """The unpacked stream of a method (a key of ALONE), and the raw stream with its note."""
    magic, codec = ALONE[method]
    raw = UnpackedStream(
        stream.read1,
        codec(),
        budget,
        again=lambda rest: codec() if rest.startswith(magic) else None,
    )
    return io.BufferedReader(raw, CHUNK), raw


def whole(stream: io.BufferedReader, budget: Budget) -> bytes:
    """All bytes of a stream; raises Rejected beyond the limit of one file."""
    limit = budget.limits.file
    most = min(CHUNK, limit + 1)
    data = stream.read(most)
    if len(data) < most:  # a short read happens only at the end
        return data
    parts = [data]
    size = len(data)
    while size <= limit and (data := stream.read(min(MB, limit + 1 - size))):
        parts.append(data)
        size += len(data)
    if size > limit:
        raise budget.file_too_large()
    return b"".join(parts)


def _too_much_memory() -> str:
    return (
        f"Unpacking it needs more than {XZ_MEMORY // MB} MB of memory. Pack it again with the "
        f"default settings."
    )
