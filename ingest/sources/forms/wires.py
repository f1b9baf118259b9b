"""Wires of agencies: IPTC 7901 and ANPA 1312, one transmission or many in a file.

SOH, header, STX, text, ETX, time, EOT. Of the header: agency, number, priority, category, words and
keyword; of the text: keywords, headline (the line that ends with "=", or begins with "^"), authors,
paragraphs, and the initials of who signed off. The time of sending is the date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ingest.decode import decode
from ingest.parsing.fields.bylines import opener_end
from ingest.records import SourceFile
from ingest.sources.archives import whole
from ingest.sources.forms.export_text import add
from ingest.sources.forms.form import Form, Head, record

_SOH, _STX, _ETX, _EOT = "\x01", "\x02", "\x03", "\x04"
NO_TEXT: Final = "The transmission has no text."
#: What lines of the wire begin with: synchronisation, and padding.
_PADDING: Final = b"\x16\x18\x00\x0f\r\n \x7f"
#: SOH, and the service and number of the transmission.
_BEGUN: Final = re.compile(rb"\x01[ \r\n]{0,9}[A-Za-z]{1,12}\d{1,6}")
#: "ALD0042 4 pl 123 ALD /ALD 0042": agency and number, priority, category, words, keyword.
_IPTC: Final = re.compile(
    r"\s{0,9}(?P<agency>[A-Za-z]{1,12})(?P<number>\d{1,6})\s{1,4}(?P<priority>\d)\s{1,4}"
    r"(?P<category>\w{1,4})\s{1,4}(?P<words>\d{1,5})\s{0,4}(?P<keyword>.{0,200})"
)
#: "a0042\x1f": service and number.
_ANPA: Final = re.compile(r"\s{0,9}(?P<service>[a-z])(?P<number>\d{4})\x1f?")
#: "r i \x13bc-Quay 04-11 0121": priority, category, keyword, month and day, words.
_ANPA_LINE: Final = re.compile(
    r"\s{0,9}(?P<priority>[a-z])\s{1,4}(?P<category>[a-z])[\s\x12-\x15]{1,9}(?P<keyword>[^\s]{1,60})"
)
#: "111205 apr 16": day, hour, minute, month, year; "AP-WF-04-11-16 1205GMT": month, day, year.
_SENT: Final = re.compile(
    r"(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)(?P<zone>[A-Z]{1,4})?\s{1,3}(?P<month>[^\W\d_]{3,9})\.?"
    r"\s{1,3}(?P<year>\d{2,4})"
)
_SENT_ANPA: Final = re.compile(r"(\d\d)-(\d\d)-(\d\d)\s{1,3}(\d\d)(\d\d)(?:GMT|UTC|Z)?")
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        ("jan", "feb", "mar mär mrz", "apr avr abr", "may mai mei maj", "jun juin", "jul juil",
         "aug aoû ago", "sep set", "oct okt out", "nov", "dec dez déc dic"), 1)
    for name in names.split()
}  # fmt: skip
_SIGNED_OFF: Final = re.compile(r"\s{0,9}(?:[a-z]{2,5}[ /]){1,5}[a-z]{2,5}\s*\Z")
_PARAGRAPH: Final = re.compile(r"(?:\t| {2,12})(?=\S)")
_IN_BRACKETS: Final = re.compile(r"\(.{1,200}\)\Z")
_UNPRINTED: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
#: Lines between keywords and the text.
_HEAD: Final = 12
_CENTURY: Final = 70


def _is_wire(head: Head) -> bool:
    """Whether a file begins as a transmission does."""
    return bool(_BEGUN.match(head.data[:200].lstrip(_PADDING))) and b"\x02" in head.data[:4000]


def wire_records(name: str, data: bytes) -> Iterator[SourceFile]:
    """The stories of a file of transmissions."""
    for number, sent in enumerate(decode(data).text.split(_SOH)[1:], 1):
        header, _, rest = sent.partition(_STX)
        text, _, end = rest.partition(_ETX)
        values = _values(header, text, end.partition(_EOT)[0])
        if values.get("headline") or values["text"]:
            yield record(name, number, values)
        else:
            yield SourceFile(f"{name}:{number}", b"", NO_TEXT)


def _values(header: str, text: str, end: str) -> dict[str, str]:
    iptc = _IPTC.match(header)
    if iptc:
        values = {
            "publication": iptc["agency"].upper(),
            "number": iptc["number"],
            "priority": iptc["priority"],
            "category code": iptc["category"],
            "word count": iptc["words"],
            "keyword": iptc["keyword"].strip(),
        }
    else:
        values = _of_anpa(header)
    lines = [_UNPRINTED.sub("", line).rstrip() for line in re.split(r"\r\n?|\n", text)]
    marked = [line for line in header.split("\n") if line.startswith("^")]
    values |= _of_text(marked, lines)
    values["date"] = _sent(end) or _sent(header)
    values["sent"] = " ".join(end.split())
    return values


def _of_anpa(header: str) -> dict[str, str]:
    """Number, priority, category and keyword of a header by ANPA; all of another one."""
    first = _ANPA.match(header)
    if first is None:
        return {"header": " ".join(header.split())}
    rest = header[first.end() :]
    second = _ANPA_LINE.match(rest)
    values = {"number": first["number"], "service": first["service"]}
    if second:
        values |= {"priority": second["priority"], "category code": second["category"]}
        values["keyword"] = second["keyword"]
    unmarked = (line for line in rest.split("\n") if not line.startswith("^"))
    return values | {"header": re.sub(r"[\x00-\x1f]+", " ", " ".join(unmarked)).strip()}


def _sent(text: str) -> str:
    """When it was sent, as a stamp: "" where that is not said."""
    found = _SENT.search(text)
    name = found["month"].casefold() if found else ""
    month = _MONTHS.get(name[:4]) or _MONTHS.get(name[:3])
    if found and month:
        zone = "Z" if found["zone"] in ("GMT", "UTC", "Z") else ""
        day = f"{_year(found['year'])}-{month:02}-{found['day']}"
        return f"{day}T{found['hour']}:{found['minute']}{zone}"
    anpa = _SENT_ANPA.search(text)
    if anpa:
        return f"{_year(anpa[3])}-{anpa[1]}-{anpa[2]}T{anpa[4]}:{anpa[5]}Z"
    return ""


def _year(digits: str) -> str:
    if len(digits) == len("2016"):
        return digits
    return f"{'19' if int(digits) > _CENTURY else '20'}{digits:>02}"


# Text ---------------------------------------------------------------------------------------------


def _of_text(marked: Sequence[str], lines: Sequence[str]) -> dict[str, str]:
    """The fields of a text; `marked` are the lines with "^" that stand in its header."""
    start = _behind_head(lines)
    head = [*marked, *(line.strip() for line in lines[:start] if line.strip())]
    body = list(lines[start:])
    while body and not body[-1].strip():
        body.pop()
    signed = body.pop().strip() if len(body) > 1 and _SIGNED_OFF.match(body[-1]) else ""
    return {**_of_head(head), "signed off": signed, "text": _paragraphs(body)}


def _behind_head(lines: Sequence[str]) -> int:
    """Where the text begins: below the lines marked as headline, keywords or byline."""
    blank = next((at for at, line in enumerate(lines) if at and not line.strip()), -1)
    ended = [at for at, line in enumerate(lines[:_HEAD]) if line.endswith("=") or line[:1] == "^"]
    if ended:
        return ended[-1] + 1
    opened = [at for at, line in enumerate(lines[:_HEAD]) if _PARAGRAPH.match(line)]
    if 0 < blank < _HEAD and (not opened or blank < opened[0]):
        return blank
    return opened[0] if opened else 0


def _of_head(lines: Sequence[str]) -> dict[str, str]:
    """Headline, authors and keywords of the lines above a text."""
    values: dict[str, str] = {}
    told = [line.strip("^<= \t") for line in lines if line.endswith("=") or line[:1] == "^"]
    others = [line for line in lines if not (line.endswith("=") or line[:1] == "^")]
    if not told and others:
        told = [others.pop()]
    for line in filter(None, told):
        if opener_end(line):
            key = "authors"
        elif line.endswith(",") or ("headline" in values and line[:3].casefold() == "eds"):
            key = "keywords"
        else:
            key = "subtitle" if "headline" in values else "headline"
        add(values, key, line)
    _add_others(values, others)
    return values


def _add_others(values: dict[str, str], lines: Sequence[str]) -> None:
    for line in lines:
        key = "note" if _IN_BRACKETS.match(line) else "keywords"
        if opener_end(line) and "authors" not in values:
            key = "authors"
        add(values, key, line)


def _paragraphs(lines: Sequence[str]) -> str:
    """The paragraphs of a text: each begins with a tab or spaces, or behind an empty line."""
    found: list[list[str]] = [[]]
    for line in lines:
        line = line.rstrip("<")
        if not line.strip() or _PARAGRAPH.match(line):
            found.append([])
        if line.strip():
            found[-1].append(line.strip())
    return "\n\n".join(" ".join(part) for part in found if part)


WIRES: Final = Form(
    name="wires",
    title="Wires (IPTC 7901, ANPA 1312)",
    recognises=_is_wire,
    records=lambda stream, name, budget: wire_records(name, whole(stream, budget)),
)
