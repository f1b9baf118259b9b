"""Mail and newsgroups: `.eml`, mailboxes of any size, and posts without an ending.

Subject is the headline, Date the day, From the author or, where it is no person, the paper (else
that of List-Id); Archived-At is the address, Summary the standfirst. The text is the plain part,
else the HTML. A signature, names of attachments and all other headers are further fields, but for
`_TRANSPORT` and "X-…", which say how a message travelled. (RFC 5322, 2045-2047, 4155, 5536.)
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from typing import Final

from ingest.decode import decode
from ingest.parsing.fields.agencies import author_kind
from ingest.parsing.fields.given_names import is_given_name
from ingest.records import SourceFile
from ingest.sources.archives import Budget, whole
from ingest.sources.forms.export_text import wrapped_text
from ingest.sources.forms.form import Form, Head, record

#: Headers that say how a message travelled and is packed, not what is in it.
_TRANSPORT: Final = frozenset(
    """received return-path delivered-to path mime-version content-type content-transfer-encoding
    content-disposition content-language content-id content-length dkim-signature
    domainkey-signature authentication-results received-spf arc-seal arc-message-signature
    arc-authentication-results envelope-to delivery-date precedence auto-submitted user-agent status
    feedback-id nntp-posting-host nntp-posting-date xref injection-info cancel-lock mail-followup-to
    errors-to sender list-unsubscribe list-unsubscribe-post list-post list-help list-subscribe
    list-owner thread-topic thread-index importance msip_labels""".split()
)
#: Headers under the keys of a record.
_KEYS: Final = {
    "subject": "headline",
    "date": "date",
    "archived-at": "url",
    "summary": "standfirst",
}
_NAME: Final = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,40}:[ \t\r\n]")
_NAMES: Final = re.compile(rb"^([A-Za-z][A-Za-z0-9-]{1,40}):", re.MULTILINE)
_SEPARATOR: Final = re.compile(rb"From \S{0,200}.{0,80}\d{2}:\d{2}.{0,40}\d{4}")
_ESCAPED: Final = re.compile(rb">{1,20}From ")
#: Posts and mails have a sender, a subject, and one of these.
_NEEDED: Final = {b"from", b"subject"}
_ONE_OF: Final = {b"date", b"message-id", b"newsgroups", b"received"}
_SIGNATURE: Final = re.compile(r"^-- ?$", re.MULTILINE)
_TAGS: Final = re.compile(r"<[^<>]{1,2000}>")
#: A plain part that has so little of the text says "Your program cannot show HTML".
_STUB: Final = 4
_MOST_PARTS: Final = 500
#: Words of papers and desks in the name of a sender; people have others.
_OF_PAPERS: Final = frozenset(
    """the news newsletter letter daily weekly times post press gazette courier herald tribune
    journal editor editors editorial desk team service services online today report bulletin
    digest alert alerts update updates info office mail magazine radio tv media der die das le la
    les el il nachrichten zeitung redaktion rédaction redacción periódico journaux""".split()
)

_OF_AGENCIES: Final = frozenset(("agency", "agence", "agentur", "agencia", "agenzia"))


# Recognised ---------------------------------------------------------------------------------------


def _is_mail(head: Head) -> bool:
    """Whether a file begins with the headers of a message, and is no saved web page."""
    data = head.data.lstrip(b"\xef\xbb\xbf\r\n")
    if data.startswith(b"From "):
        data = data.partition(b"\n")[2]
        if not _SEPARATOR.match(head.data.lstrip(b"\xef\xbb\xbf\r\n")):
            return False
    if not _NAME.match(data) or head.ending in (".mht", ".mhtml"):
        return False
    headers = _headers_in(data)
    names = {name.lower() for name in _NAMES.findall(headers)}
    if b"snapshot-content-location" in names or b"from: <saved by" in headers.lower():
        return False
    return names.issuperset(_NEEDED) and bool(names & _ONE_OF)


def _headers_in(data: bytes) -> bytes:
    ends = [at for mark in (b"\n\n", b"\r\n\r\n") if (at := data.find(mark)) >= 0]
    return data[: min(ends, default=len(data))]


# A mailbox ----------------------------------------------------------------------------------------


def _records(stream: io.BufferedReader, name: str, budget: Budget) -> Iterator[SourceFile]:
    if not stream.peek(8).lstrip(b"\xef\xbb\xbf\r\n").startswith(b"From "):
        yield _message(name, 1, whole(stream, budget))
        return
    limit = budget.limits.file
    for number, message in enumerate(_messages(stream, limit), 1):
        if len(message) > limit:
            yield SourceFile(f"{name}:{number}", b"", str(budget.file_too_large()))
        else:
            yield _message(name, number, message)


def _messages(stream: io.BufferedReader, limit: int) -> Iterator[bytes]:
    """The messages of a mailbox, one at a time; of one over the limit hardly more than that."""
    held: list[bytes] = []
    size, blank = 0, True
    while line := stream.readline(limit):
        if blank and line.startswith(b"From ") and _SEPARATOR.match(line):
            if held:
                yield b"".join(held)
            held, size, blank = [], 0, False
            continue
        blank = line in (b"\n", b"\r\n")
        if size <= limit:
            # A line of text that begins with "From " has ">" before it in a mailbox.
            held.append(line[1:] if _ESCAPED.match(line) else line)
            size += len(line)
    if held and any(line.strip() for line in held):
        yield b"".join(held)


# A message ----------------------------------------------------------------------------------------


def _message(name: str, number: int, data: bytes) -> SourceFile:
    try:
        message = message_from_bytes(data.lstrip(b"\xef\xbb\xbf\r\n"))
        return record(name, number, _values(message))
    except _BROKEN as error:
        return SourceFile(f"{name}:{number}", b"", f"The message cannot be read: {error}.")


#: What the standard library raises for headers that are no headers.
_BROKEN: Final = (
    MessageError, RecursionError, ValueError, LookupError, TypeError, AttributeError,
)  # fmt: skip


def _values(message: Message) -> dict[str, str | list[str]]:
    values: dict[str, str | list[str]] = {}
    raw: dict[str, str] = {}
    for key, value in message.raw_items():
        raw.setdefault(key.lower(), value)
        low = key.lower()
        if low not in _TRANSPORT and not low.startswith("x-") and low != "from":
            said = _words(value)
            known = _KEYS.get(low, low)
            values[known] = f"{values[known]}\n{said}" if known in values else said
    if "date" in values:
        values["date"] = _moment(str(values["date"]))
    if "url" in values:
        values["url"] = str(values["url"]).strip("<> ")
    values |= _sender(_words(raw.get("from", "")))
    if "publication" not in values:
        values["publication"] = _words(raw.get("list-id", "")).partition("<")[0].strip(' "')
    return values | _texts(message)


def _words(value: str) -> str:
    """A header as it is shown: encoded words decoded, lines unfolded."""
    parts: list[str] = []
    try:
        for piece, charset in decode_header(value):
            if isinstance(piece, str):
                parts.append(piece)
            else:
                parts.append(decode(piece, charset or "").text)
    except (MessageError, ValueError, LookupError):
        parts = [value]
    raw = "".join(parts)
    if any("\udc80" <= letter <= "\udcff" for letter in raw):
        raw = decode(raw.encode("utf-8", "surrogateescape")).text
    return " ".join(raw.split())


def _moment(value: str) -> str:
    """A day and time as mail writes them, "20 Apr 93 14:02:58 GMT", as a stamp; others as is."""
    try:
        return parsedate_to_datetime(value).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return value


_IN_BRACKETS: Final = re.compile(r"\(([^()]{2,80})\)\s*\Z")


def _sender(value: str) -> dict[str, str | list[str]]:
    """The author, or the paper, that a sender names, and the sender as it stands."""
    commented = _IN_BRACKETS.search(value)
    pairs = [(commented[1], "")] if commented else getaddresses([value])
    names = [name.strip(" \"'") for name, _ in pairs if name and "@" not in name]
    people = [name for name in names if _signs(name)]
    papers = [name for name in names if not _signs(name)]
    found: dict[str, str | list[str]] = {"from": value, "authors": people}
    if papers and not people:
        found["publication"] = papers[0]
    return found


def _signs(name: str) -> bool:
    """Whether a sender's name signs an article: an agency, or several words, none of a paper."""
    words = name.replace(".", " ").replace(",", " ").casefold().split()
    if author_kind(name) == "agency" or not _OF_AGENCIES.isdisjoint(words):
        return True
    if not _OF_PAPERS.isdisjoint(words):
        return False
    return 1 < len(words) <= 5 or (bool(words) and is_given_name(name.split()[0]))


def _texts(message: Message) -> dict[str, str | list[str]]:
    """The text of a message, its signature, and the names of what is attached."""
    plain: list[str] = []
    pages: list[str] = []
    attached: list[str] = []
    for part, _ in zip(message.walk(), range(_MOST_PARTS), strict=False):
        kind = part.get_content_type()
        if part.is_multipart():
            continue
        filename = part.get_filename()
        if filename or part.get_content_disposition() == "attachment":
            attached.append(_words(filename or kind))
        elif kind in ("text/plain", "text/html"):
            (plain if kind == "text/plain" else pages).append(_decoded(part))
        else:
            attached.append(kind)
    text, page = "\n\n".join(plain), "\n".join(pages)
    if page and len(text.strip()) * _STUB < len(_TAGS.sub("", page).strip()):
        rest = {"plain text": text.strip()} if text.strip() else {}
        return {"text": page, "attachments": attached, **rest}
    signature = ""
    if cuts := list(_SIGNATURE.finditer(text)):
        text, signature = text[: cuts[-1].start()], text[cuts[-1].end() :].strip()
    shown = wrapped_text(_quoted(text.splitlines()))
    return {"text": shown, "signature": signature, "attachments": attached}


_QUOTE: Final = re.compile(r"[> ]{0,20}>")


def _quoted(lines: list[str]) -> Iterator[str]:
    """The lines with one mark for a quoted paragraph, in paragraphs of their own."""
    before = ""
    for line in lines:
        match = _QUOTE.match(line)
        mark = match[0].replace(" ", "") if match else ""
        rest = line[match.end() :] if match else line
        if mark != before:
            yield ""
        begins = mark and (mark != before or not rest.strip())
        yield f"{mark} {rest.strip()}" if begins and rest.strip() else rest
        before = mark if rest.strip() or not mark else ""


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    return decode(data, str(part.get_content_charset() or "")).text.replace("\0", "")


MAIL: Final = Form(
    name="mail",
    title="Mail and newsgroups",
    recognises=_is_mail,
    records=_records,
    of_any_size=(".mbox", ".mbx"),
)
