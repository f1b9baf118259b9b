"""Saved web pages -> their text: MHTML files, or HTML that declares its encoding. Other bytes are
decoded as they are. No Django.

Never raises; linear in the length. Pictures and styles in MHTML are skipped.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message
from email.parser import BytesHeaderParser
from typing import Final, NamedTuple

from ingest.decode import decode
from ingest.records import Decoded

NO_PAGE: Final = "It is an MHTML file without a page in it."

#: Headers and declarations are within the first bytes.
_HEAD: Final = 8_000
#: Most parts of one file, and levels of parts inside parts.
_MAX_PARTS: Final = 2_000
_MAX_DEPTH: Final = 3
_FIRST_HEADER: Final = re.compile(rb"\s{0,20}[A-Za-z][A-Za-z-]{1,40}:[ \t]")
_KINDS: Final = ("text/html", "application/xhtml+xml")
#: `<meta charset="windows-1251">`, `<meta … content="text/html; charset=koi8-r">`, `<?xml … ?>`.
_DECLARED: Final = re.compile(
    rb"""<meta\s[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})"""
    rb"""|<\?xml\s[^>]{0,100}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})""",
    re.IGNORECASE,
)


class _Part(NamedTuple):
    """The page in an MHTML file: its bytes, and charset and address from its headers."""

    data: bytes
    charset: str
    address: str


def decode_file(data: bytes, charset: str = "") -> Decoded:
    """The text of a file, or of the page in it if it is MHTML.

    `charset` is the encoding that came with the bytes: of a page it beats the one declared in it.
    """
    if not _is_mime(data):
        return decode(data, charset or declared_in(data))
    page = next((page for page in _pages(data, 0) if page.data.strip()), None)
    if page is None:
        return Decoded("", "utf-8", (NO_PAGE,))
    decoded = decode(page.data, page.charset or declared_in(page.data))
    return replace(decoded, address=page.address)


def declared_in(data: bytes) -> str:
    """The encoding that a page declares, or ""."""
    head = data[:_HEAD]
    match = _DECLARED.search(head) if b"<" in head else None
    return (match[1] or match[2]).decode("ascii", "replace") if match else ""


def _is_mime(data: bytes) -> bool:
    """Whether a file begins with the headers of MHTML."""
    head = data[:_HEAD]
    if not _FIRST_HEADER.match(head):
        return False
    lower = head.lower()
    return b"mime-version:" in lower and (
        b"multipart/" in lower or b"content-type: text/html" in lower
    )


def _pages(data: bytes, depth: int, around: str = "") -> Iterator[_Part]:
    """The HTML parts of a message in order, those inside other parts too."""
    headers, at = _headers(data)
    address = headers.get("Snapshot-Content-Location") or headers.get("Content-Location") or around
    kind = headers.get_content_type()
    if kind in _KINDS:
        body = _decoded(data[at:], str(headers.get("Content-Transfer-Encoding", "")))
        yield _Part(body, str(headers.get_content_charset() or ""), _web(str(address)))
    elif kind.startswith("multipart/") and depth < _MAX_DEPTH:
        boundary = headers.get_boundary()
        if boundary:
            for part in _parts(data, at, b"--" + boundary.encode("ascii", "replace")):
                yield from _pages(part, depth + 1, str(address))


def _headers(data: bytes) -> tuple[Message, int]:
    """The headers at the beginning and where the body begins."""
    start = len(data) - len(data.lstrip(b"\r\n")) if data[:2] in (b"\r\n", b"\n\n") else 0
    ends = [
        (place, len(mark))
        for mark in (b"\r\n\r\n", b"\n\n")
        if (place := data.find(mark, start, start + 4 * _HEAD)) >= 0
    ]
    place, length = min(ends, default=(min(len(data), 4 * _HEAD), 0))
    return BytesHeaderParser().parsebytes(data[start:place]), place + length


def _parts(data: bytes, at: int, mark: bytes) -> Iterator[bytes]:
    """The parts between the boundaries of a message."""
    start = data.find(mark, at)
    for _ in range(_MAX_PARTS):
        if start < 0 or data[start + len(mark) : start + len(mark) + 2] == b"--":
            return
        begin = data.find(b"\n", start) + 1
        end = data.find(b"\n" + mark, begin)
        if not begin:
            return
        yield data[begin : end if end >= 0 else len(data)]
        start = end + 1 if end >= 0 else -1


def _decoded(body: bytes, how: str) -> bytes:
    """The bytes of a part without their transfer encoding."""
    how = how.strip().casefold()
    if how == "quoted-printable":
        return quopri.decodestring(body)
    if how == "base64":
        try:
            return base64.b64decode(body)
        except (binascii.Error, ValueError):
            return body
    return body


def _web(address: str) -> str:
    address = "".join(address.split())
    return address if address.isprintable() and address.startswith(("http:", "https:")) else ""
