"""The body of an HTTP answer as a crawl keeps it -> its bytes, without chunks and compression.

RFC 9112, 7.1 (chunks); RFC 9110, 8.4 (gzip, deflate); RFC 7932 (br); RFC 8878 (zstd).
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Final

import brotli

from ingest.sources.archives import Budget, Limits, Rejected
from ingest.sources.archives.streams import Codec, Inflate, UnpackedStream, Zstd

_STEP: Final = 256 * 2**10

CUT_CHUNKS: Final = "Its chunks are cut short or damaged; what there is of it was read."
CUT_CODING: Final = "Its {} coding is cut short or damaged; what there is of it was read."
UNKNOWN_CODING: Final = "It is compressed for the web by “{}”, which cannot be unpacked."


def without_coding(
    data: bytes, headers: Mapping[str, str], limits: Limits
) -> tuple[bytes, tuple[str, ...]]:
    """The body of an answer without chunks and compression, and sentences about what is missing.

    Crawlers that store a body unpacked may leave the headers as they were: what does not look
    coded is taken as it is. Raises Rejected.
    """
    notes: tuple[str, ...] = ()
    if "chunked" in headers.get("transfer-encoding", "").casefold():
        data, whole = _without_chunks(data)
        notes = () if whole else (CUT_CHUNKS,)
    names = headers.get("content-encoding", "").casefold().split(",")
    for name in reversed([name.strip() for name in names[:4]]):
        if name in ("", "identity", "utf-8", "none") or data.lstrip()[:1] == b"<":
            continue
        codec = _codec_of(name, data)
        if codec is None:
            raise Rejected(UNKNOWN_CODING.format(name[:40]))
        data, whole = _unpacked(data, codec, limits)
        if not whole:
            notes = (*notes, CUT_CODING.format(name))
    return data, notes


def _without_chunks(data: bytes) -> tuple[bytes, bool]:
    """A body without its chunks' sizes, and whether its last chunk is there; one without sizes as
    it is."""
    parts: list[bytes] = []
    at = 0
    while (end := data.find(b"\n", at, at + 1000)) >= 0:
        size = data[at:end].partition(b";")[0].strip()
        if not size or len(size) > 8 or not _HEX.fullmatch(size):
            break
        length = int(size, 16)
        if not length:
            return b"".join(parts), True
        parts.append(data[end + 1 : end + 1 + length])
        at = end + 1 + length
        at += 2 if data[at : at + 2] == b"\r\n" else 1
    return (b"".join(parts), False) if parts else (data, True)


_HEX: Final = re.compile(rb"[0-9A-Fa-f]+")


def _unpacked(data: bytes, codec: Codec, limits: Limits) -> tuple[bytes, bool]:
    """What a codec makes of a body, and whether it came to its end; raises Rejected where it gives
    nothing, or more than one file may have."""
    source = io.BytesIO(data)
    budget = Budget(limits)  # its own, for a crawl has any size
    unpacked = UnpackedStream(source.read, codec, budget)
    parts: list[bytes] = []
    size = 0
    try:
        while part := unpacked.read(_STEP):
            parts.append(part)
            size += len(part)
            if size > limits.file:
                raise budget.file_too_large()
    except Rejected:
        is_bomb = not budget.fair(unpacked.packed, unpacked.unpacked)
        if not parts or size > limits.file or is_bomb:
            raise
        return b"".join(parts), False
    return b"".join(parts), codec.eof


def _codec_of(name: str, data: bytes) -> Codec | None:
    """The codec of a Content-Encoding; "deflate" is sent with and without zlib's two bytes."""
    if name in ("gzip", "x-gzip"):
        return Inflate(31)
    if name == "deflate":
        has_head = data[:1] == b"x" and int.from_bytes(data[:2]) % 31 == 0
        return Inflate(15 if has_head else -15)
    if name == "br":
        return _Brotli()
    return Zstd() if name == "zstd" else None


class _Brotli:
    """brotli's decompressor with the interface of the others."""

    unused_data = b""

    def __init__(self) -> None:
        self._inner = brotli.Decompressor()
        self._kept = b""

    @property
    def eof(self) -> bool:
        return bool(self._inner.is_finished()) and not self._kept

    @property
    def needs_input(self) -> bool:
        return not self._kept and bool(self._inner.can_accept_more_data())

    def decompress(self, data: bytes, /, max_length: int) -> bytes:
        try:
            # Its limit is a hint: a little more may come.
            out = self._kept or self._inner.process(data, output_buffer_limit=max_length)
        except brotli.error as error:
            raise ValueError(str(error)) from error
        self._kept = out[max_length:]
        return bytes(out[:max_length])
