"""Crawls (WARC 1.0 and 1.1, WACZ) -> their pages, as a stream of any size.

Pages are responses of HTML with status 200 or 203, and HTML in records of the types resource,
conversion and metadata. A page comes with the bytes of its response, unpacked, and these facts:
`url` (WARC-Target-URI), `captured` (WARC-Date: when it was fetched, never its day of publication)
and the charset of its HTTP header. What else is in a crawl is counted in one sentence.

ISO 28500; RFC 9112, 7.1 (chunks). The records are walked here and not by a library, for those
unpack a body without limits, and read lines of any length.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from archive.record.evidence import CHARSET, Fact
from ingest.records import SourceFile
from ingest.sources import archives
from ingest.sources.archives import Budget, Rejected
from ingest.sources.forms.crawls.http_body import without_coding
from ingest.sources.forms.form import Form, Head, left_out

#: Longest line of headers, and most bytes of them; a cookie has some thousands.
_LONGEST_LINE: Final = 64 * 2**10
_MOST_HEADERS: Final = 512 * 2**10
_STEP: Final = 256 * 2**10
_HTML: Final = ("text/html", "application/xhtml+xml")
#: Types of records that hold a page without the headers of HTTP.
_BARE: Final = ("resource", "conversion", "metadata")
_READ: Final = ("200", "203")
_BEGINS: Final = b"WARC/"
_NAMES: Final = re.compile(r".*\.warc(?:\.gz)?\Z", re.IGNORECASE)

CUT_SHORT: Final = "The crawl ends within this page; what there is of it was read."
MARKED: Final = "The crawler cut this page short ({}); what there is of it was read."
BROKEN: Final = "The crawl is damaged here; what follows was skipped up to the next record."
CRAWL_CUT: Final = "The crawl is truncated: the end is missing. Its other pages were read."
NO_CRAWL: Final = "There is no crawl (archive/*.warc or *.warc.gz) in this WACZ file."


class _Cut(Exception):
    """The file ends within the headers of a record."""


class _Broken(Exception):
    """There is no record where one must begin."""


def warc_records(stream: io.BufferedReader, name: str, budget: Budget) -> Iterator[SourceFile]:
    """The pages of a crawl, named by the number of their record."""
    skipped: Counter[str] = Counter()
    number = 0
    while True:
        number += 1
        place = f"{name}:{number}"
        try:
            headers = _begin(stream)
            if headers is None:
                break
            page = _page_in(stream, headers, place, budget, skipped)
        except _Cut:
            yield SourceFile(place, b"", CRAWL_CUT)
            break
        except Rejected as rejected:  # the archive around it is cut short or damaged
            yield SourceFile(place, b"", str(rejected))
            break
        except _Broken:
            yield SourceFile(place, b"", BROKEN)
            if not _resume(stream):
                break
            continue
        if page is not None:
            yield page
    if said := left_out("pages", skipped):
        yield SourceFile(name, b"", said)


def _page_in(
    stream: io.BufferedReader,
    headers: Mapping[str, str],
    place: str,
    budget: Budget,
    skipped: Counter[str],
) -> SourceFile | None:
    """The page in the record that the stream stands in, None where it has none; the stream stands
    behind the record then."""
    length = _length_of(headers)
    kind = headers.get("warc-type", "").casefold()
    if kind in _BARE and _media(headers.get("content-type", "")) in _HTML:
        declared, what, left = headers, "", length
    elif kind == "response" and headers.get("content-type", "").startswith("application/http"):
        declared, what, left = _http(stream, length)
    else:
        declared, what, left = {}, _WHAT.get(kind, "records of other kinds"), length
    if what:
        skipped[what] += 1
        _skip(stream, left)
        return None
    facts = tuple(_facts(headers, declared))
    notes: tuple[str, ...] = ()
    try:
        data, missing = _body(stream, left, budget)
        if declared is not headers:
            data, notes = without_coding(data, declared, budget.limits)
    except Rejected as rejected:
        return SourceFile(place, b"", str(rejected), facts=facts)
    if missing:
        notes = (CUT_SHORT,)
    elif marked := headers.get("warc-truncated"):
        notes = (*notes, MARKED.format(marked[:40]))
    return SourceFile(place, data, facts=facts, notes=notes)


_WHAT: Final = {
    "warcinfo": "descriptions of the crawl",
    "request": "requests",
    "revisit": "pages fetched before (revisits)",
    "metadata": "notes of the crawler",
    "resource": "files of other kinds",
    "conversion": "files of other kinds",
    "response": "answers that are not HTTP",
}


def _facts(headers: Mapping[str, str], declared: Mapping[str, str]) -> Iterator[Fact]:
    if address := headers.get("warc-target-uri", "").strip("<> "):
        yield Fact("url", address, "WARC-Target-URI")
    if fetched := headers.get("warc-date", ""):
        yield Fact("captured", fetched, "WARC-Date")
    if charset := _charset(declared.get("content-type", "")):
        yield Fact(CHARSET, charset, "HTTP header Content-Type")


# Records ------------------------------------------------------------------------------------------


def _begin(stream: io.BufferedReader) -> Mapping[str, str] | None:
    """The headers of the next record, None at the end; the stream stands at its content then."""
    line = b"\n"
    while line and not line.strip():
        line = stream.readline(_LONGEST_LINE)
    if not line:
        return None
    if not line.startswith(_BEGINS):
        raise _Broken
    headers, _, ended = _headers(stream, _MOST_HEADERS)
    if not ended:
        raise _Cut
    return headers


def _headers(stream: io.BufferedReader, most: int) -> tuple[dict[str, str], int, bool]:
    """Headers up to the empty line, the bytes taken, and whether that line was there; names in
    lower case, the first of a name counts. Raises _Broken where they are too long."""
    headers: dict[str, str] = {}
    last, taken = "", 0
    while taken < most:
        line = stream.readline(min(_LONGEST_LINE, most - taken))
        taken += len(line)
        if not line.strip():
            return headers, taken, bool(line)
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        if text[:1] in " \t" and last:
            headers[last] = f"{headers[last]} {text.strip()}"
            continue
        key, _, value = text.partition(":")
        last = key.strip().casefold()
        headers.setdefault(last, value.strip())
    if most < _MOST_HEADERS:
        return headers, taken, False
    raise _Broken


def _length_of(headers: Mapping[str, str]) -> int:
    length = headers.get("content-length", "")
    if not length.isdecimal() or len(length) > 15:
        raise _Broken
    return int(length)


def _resume(stream: io.BufferedReader) -> bool:
    """Skip to the next line that begins a record; whether there is one."""
    at_start = True
    while True:
        if at_start and stream.peek(len(_BEGINS))[: len(_BEGINS)] == _BEGINS:
            return True
        line = stream.readline(_LONGEST_LINE)
        if not line:
            return False
        at_start = line.endswith(b"\n")


def _skip(stream: io.BufferedReader, length: int) -> None:
    while length > 0 and (data := stream.read(min(length, _STEP))):
        length -= len(data)
    if length > 0:
        raise _Cut


def _body(stream: io.BufferedReader, length: int, budget: Budget) -> tuple[bytes, bool]:
    """The rest of a record, and whether the file ends within it; raises Rejected for one that is
    too large, behind it."""
    if length > budget.limits.file:
        _skip(stream, length)
        raise budget.file_too_large()
    parts = []
    while length > 0:
        try:
            data = stream.read1(min(length, _STEP))
        except Rejected:  # the archive around it is cut short or damaged
            data = b""
        if not data:
            break
        parts.append(data)
        length -= len(data)
    return b"".join(parts), length > 0


# HTTP ---------------------------------------------------------------------------------------------


def _http(stream: io.BufferedReader, length: int) -> tuple[Mapping[str, str], str, int]:
    """The headers of an answer, what it is where it is no page, and the bytes that follow."""
    status = stream.readline(min(_LONGEST_LINE, length))
    left = length - len(status)
    headers, taken, _ = _headers(stream, min(left, _MOST_HEADERS))
    left -= taken
    words = status.split(None, 2)
    if not status.startswith(b"HTTP/") or len(words) < 2:
        return headers, "answers that are not HTTP", left
    code = words[1].decode("ascii", "replace")
    if code not in _READ:
        what = "redirects" if code.startswith("3") else "answers of an error or without a page"
        return headers, what, left
    media = _media(headers.get("content-type", ""))
    return headers, "" if media in _HTML else _what_media(media), left


def _what_media(media: str) -> str:
    if media.startswith(("image/", "video/", "audio/", "font/")):
        return "pictures, films and fonts"
    return "files of other kinds"


def _media(header: str) -> str:
    return header.partition(";")[0].strip().casefold()


_CHARSET: Final = re.compile(r";\s{0,9}charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{1,40})", re.IGNORECASE)


def _charset(header: str) -> str:
    found = _CHARSET.search(header)
    return found[1] if found else ""


# Forms --------------------------------------------------------------------------------------------


def _wacz_records(stream: io.BufferedReader, name: str, budget: Budget) -> Iterator[SourceFile]:
    """The pages of the crawls in a WACZ file; its indexes and logs are not read."""
    found = False
    for member in archives.members(stream, "zip", name, budget):
        inner = archives.shortened(f"{name}/{member.name}", archives.LONGEST_PATH)
        if not member.name or not _NAMES.match(member.name):
            continue
        found = True
        if member.stream is None:
            yield SourceFile(inner, b"", member.problem)
            continue
        try:
            crawl = member.stream
            if crawl.peek(2)[:2] == b"\x1f\x8b":
                crawl = archives.unpack(crawl, "gzip", budget)[0]
            yield from warc_records(crawl, inner, budget)
        except Rejected as rejected:
            yield SourceFile(inner, b"", str(rejected))
    if not found:
        raise Rejected(NO_CRAWL)


def _is_wacz(head: Head) -> bool:
    return head.ending == ".wacz" and head.is_zip


WARC: Final = Form(
    name="warc",
    title="Crawl (WARC)",
    recognises=lambda head: head.data.startswith(_BEGINS),
    records=warc_records,
    of_any_size=(".warc",),
)
WACZ: Final = Form(
    name="wacz", title="Crawl (WACZ)", recognises=_is_wacz, records=_wacz_records, is_zip=True,
    of_any_size=(".wacz",),
)  # fmt: skip
