"""Bytes kept small: zstd frames. Safe in threads."""

import threading

import zstandard

_own = threading.local()


def pack(data: bytes) -> bytes:
    """A zstd frame of the bytes, without checksum: the SHA-256 kept beside it serves."""
    compressor = getattr(_own, "compressor", None)
    if compressor is None:
        compressor = _own.compressor = zstandard.ZstdCompressor(level=6)
    packed: bytes = compressor.compress(data)
    return packed


def unpack(packed: bytes, size: int) -> bytes:
    """The bytes, `size` of them; raises zstandard.ZstdError where the frame is damaged."""
    data: bytes = zstandard.ZstdDecompressor().decompress(packed, max_output_size=max(1, size))
    return data
