"""From the bytes of a file to its text, and how the bytes were decoded.

A byte-order mark, the zeros of UTF-16 and ISO-2022 escapes decide first; then UTF-8 if nearly all
of it is valid, the declared encoding, and last a detector. Line ends stay as they are; repairs and
losses are listed in `problems`. Never raises; linear in the length.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from ingest.decode.detect import detect
from ingest.decode.mojibake import repaired
from ingest.records import Decoded

#: Up to this share of invalid sequences among those beyond ASCII, a file is damaged UTF-8, not
#: another encoding: a text cut inside a character, a stray byte from an editor.
_MOST_INVALID: Final = 0.1
#: Labels that mean windows-1252 on the web.
_WEB_LATIN: Final = frozenset(("iso8859-1", "ascii", "latin-1", "cp1252"))

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Control characters that text does not have, NUL included, white space not.
_UNPRINTED: Final = bytes([0, *range(1, 9), *range(14, 28), 127])


def decode(data: bytes, declared: str = "") -> Decoded:
    """The text of these bytes, their codec, and problems.

    `declared` is an encoding that the source names (an HTTP header, a `<meta>` element); it counts
    only if the bytes are not UTF-8.
    """
    problems: list[str] = []
    text, encoding = _read(data, declared, problems)
    text = _repaired(text, problems)
    _note_unprinted(text, problems)
    return Decoded(text, encoding, tuple(problems))


def _read(data: bytes, declared: str, problems: list[str]) -> tuple[str, str]:
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _with_bom(data, name, problems)
    wide = _wide_without_bom(data)
    if wide:
        problems.append(
            f"Read as {wide.upper()} because of its zero bytes; it has no byte-order mark."
        )
        return data.decode(wide, "replace"), wide
    if b"\x1b" in data and _ESCAPES.search(data[:_JUDGED_ON]):
        problems.append("Read as ISO-2022-JP because of its escape sequences.")
        return data.decode("iso2022_jp", "replace"), "iso2022_jp"
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    if _nearly_utf8(data[:_JUDGED_ON]):
        damaged = data.decode("utf-8", "replace")
        invalid = damaged.count("\ufffd") - data.count(b"\xef\xbf\xbd")
        problems.append(
            f"UTF-8 with {invalid} invalid sequence{'s' * (invalid != 1)}, shown as \ufffd."
        )
        return damaged, "utf-8"
    return _not_utf8(data, declared, problems)


#: Bytes on which damaged UTF-8 is judged.
_JUDGED_ON: Final = 500_000
_ASCII: Final = bytes(range(128))
#: Japanese in seven bits: an escape into its characters, and one back.
_ESCAPES: Final = re.compile(rb"\x1b\$[@B][\x21-\x7e]{2,2000}\x1b\([BJ]")


def _nearly_utf8(data: bytes) -> bool:
    """Few invalid sequences among many valid ones, which have at least two high bytes each."""
    invalid = data.decode("utf-8", "replace").count("\ufffd") - data.count(b"\xef\xbf\xbd")
    valid = (len(data.translate(None, _ASCII)) - invalid) // 2
    return valid > 2 * invalid and invalid <= max(1, _MOST_INVALID * valid)


def _with_bom(data: bytes, name: str, problems: list[str]) -> tuple[str, str]:
    try:
        return data.decode(name), name.removesuffix("-sig")
    except UnicodeDecodeError:
        problems.append("Some bytes contradict the byte-order mark; they are shown as \ufffd.")
        return data.decode(name, "replace"), name.removesuffix("-sig")


def _wide_without_bom(data: bytes) -> str:
    """UTF-16 or UTF-32 by its zeros, or ""; text in bytes has none but for padding."""
    head = data[:2_000]
    zeros = head.count(0)
    if len(head) < 4 or not zeros:
        return ""
    if zeros * 5 > len(head) * 3:
        quarters = [head[at::4].count(0) for at in range(4)]
        if quarters[0] * 10 < quarters[2] and not len(data) % 4:
            return "utf-32-le"
        if quarters[3] * 10 < quarters[1] and not len(data) % 4:
            return "utf-32-be"
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 10 * even and odd * 5 > len(head) // 2:
        return "utf-16-le"
    if even > 10 * odd and even * 5 > len(head) // 2:
        return "utf-16-be"
    return _wide_by_spaces(head) if not len(data) % 2 else ""


#: Between the words or sentences of any script.
_BETWEEN_WORDS: Final = re.compile("[ \n、。，]")
#: Least share of them, in a script that has no spaces.
_ONE_SPACE_IN: Final = 60


def _wide_by_spaces(head: bytes) -> str:
    """UTF-16 in another script than Latin: its zeros are those of spaces and line ends, which
    become something else where the bytes are exchanged."""
    found = []
    for name in ("utf-16-le", "utf-16-be"):
        text = head.decode(name, "replace")
        if "\0" not in text and sum(map(str.isalpha, text)) * 2 > len(text):
            found.append((len(_BETWEEN_WORDS.findall(text)), name))
    most = max(found, default=(0, ""))
    return most[1] if most[0] * _ONE_SPACE_IN > len(head) // 2 else ""


def _not_utf8(data: bytes, declared: str, problems: list[str]) -> tuple[str, str]:
    """Declared, else detected; problems say which, since either may be wrong."""
    name = _codec(declared)
    if name and name != "utf-8":
        try:
            text = data.decode(name)
        except (UnicodeDecodeError, ValueError):
            problems.append(f"Declared as {declared}, but its bytes are not valid in it.")
        else:
            return text, name
    elif declared and not name:
        problems.append(f"Declared as {declared!r:.60}, which is not a known encoding.")
    name, rival = detect(data)
    doubt = f"; {rival} would also fit" if rival else ""
    problems.append(f"Not UTF-8; read as {name}, the most likely encoding{doubt}.")
    return data.decode(name, "replace"), name


def _codec(name: str) -> str:
    """Python's name for a declared encoding, windows-1252 for Latin-1; "" if unknown."""
    try:
        known = codecs.lookup(name.strip().strip("\"'")).name if name.strip() else ""
    except (LookupError, ValueError, UnicodeError):
        return ""
    if known in _WEB_LATIN:
        return "windows-1252"
    try:
        "".encode(known)
    except (LookupError, TypeError, ValueError):
        return ""
    return known


def _repaired(text: str, problems: list[str]) -> str:
    better, places, too_long = repaired(text)
    if places:
        problems.append(
            f"Text that had been decoded twice (“â€™” for “’”) was repaired in {places} "
            f"place{'s' * (places != 1)}."
        )
    if too_long:
        problems.append("Text looks decoded twice; it is too long to be repaired.")
    return better


def _note_unprinted(text: str, problems: list[str]) -> None:
    if text.isprintable():
        return
    # In UTF-8 these bytes are never part of another character.
    data = text.encode("utf-8", "surrogatepass")
    found = len(data) - len(data.translate(None, _UNPRINTED))
    if found:
        zeros = data.count(0)
        what = "NUL" if zeros == found else "control"
        problems.append(f"{found} {what} character{'s' * (found != 1)} in the text; not shown.")
