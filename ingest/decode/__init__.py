"""From the bytes of a file to its text, and how the bytes were read.

UTF-8 is tried first and kept when nearly all of it is valid; then what a byte-order mark, the
zeros of UTF-16 or the source itself say; a detector comes last. Line ends stay as they were; what
was mended or could not be read is said in `problems`. Never raises; linear in the length.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from ingest.decode.detect import detect
from ingest.records import Decoded

#: A file is UTF-8 with damage, not something else, up to this share of invalid sequences among the
#: sequences that are not ASCII: a text cut in the middle of a letter, a stray byte from an editor.
_MOST_INVALID: Final = 0.1
#: Names that stand for windows-1252 on the web, where Latin-1 and ASCII are labels of convenience.
_WEB_LATIN: Final = frozenset(("iso8859-1", "ascii", "latin-1", "cp1252"))

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: What UTF-8 read as Windows-1252 looks like: `â€™`, `Ã©`, `Â£`, `â€œ`.
_MOJIBAKE: Final = re.compile(
    "â€[\u0090-\u009d™œ\u009d˜¦“”\u0094\u0093¢\u0080]|Ã[\u00a0-\u00bf\u0080-\u009f©¨¼¶¤Ÿ±³]|Â[\u00a0-\u00bf]"
    "|ï»¿|ðŸ"
)
#: One of these stands in every such text: a search for them, first letter first, costs next to
#: nothing.
_MOJIBAKE_STARTS: Final = ("â€", "Ã", "Â", "ï»¿", "ðŸ")
#: Control characters that text does not hold, NUL and white space apart.
_UNPRINTED: Final = bytes([0, *range(1, 9), *range(14, 28), 127])
#: Mending is tried line by line on lines up to this length; ftfy is linear but slow.
_MENDED_UP_TO: Final = 100_000


def decode(data: bytes, declared: str = "") -> Decoded:
    """The text of these bytes, the codec that read them, and what a reader should know of it.

    `declared` is an encoding that the source itself names (an HTTP header, a `<meta>` element);
    it is believed only where the bytes are not UTF-8.
    """
    problems: list[str] = []
    text, encoding = _read(data, declared, problems)
    text = _mended(text, problems)
    _note_unprinted(text, problems)
    return Decoded(text, encoding, tuple(problems))


def _read(data: bytes, declared: str, problems: list[str]) -> tuple[str, str]:
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _with_bom(data, name, problems)
    wide = _wide_without_bom(data)
    if wide:
        problems.append(
            f"Read as {wide.upper()}, which the zero bytes show; there is no byte-order mark."
        )
        return data.decode(wide, "replace"), wide
    if b"\x1b" in data and _ESCAPES.search(data[:_JUDGED_ON]):
        problems.append("Read as ISO-2022-JP, which its escape sequences show.")
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


#: Whether a file is UTF-8 with damage is judged on so many bytes.
_JUDGED_ON: Final = 500_000
_ASCII: Final = bytes(range(128))
#: Japanese in seven bits: an escape into its characters, and one back.
_ESCAPES: Final = re.compile(rb"\x1b\$[@B][\x21-\x7e]{2,2000}\x1b\([BJ]")


def _nearly_utf8(data: bytes) -> bool:
    """Few invalid sequences among many valid ones; each valid one has two high bytes or more."""
    invalid = data.decode("utf-8", "replace").count("\ufffd") - data.count(b"\xef\xbf\xbd")
    valid = (len(data.translate(None, _ASCII)) - invalid) // 2
    return valid > 2 * invalid and invalid <= max(1, _MOST_INVALID * valid)


def _with_bom(data: bytes, name: str, problems: list[str]) -> tuple[str, str]:
    try:
        return data.decode(name), name.removesuffix("-sig")
    except UnicodeDecodeError:
        problems.append(
            "Some bytes are not what the byte-order mark says; they are shown as \ufffd."
        )
        return data.decode(name, "replace"), name.removesuffix("-sig")


def _wide_without_bom(data: bytes) -> str:
    """UTF-16 betrays itself by zeros in every other byte; text in one byte a letter has none."""
    head = data[:2_000]
    if len(head) < 4 or head.count(0) * 5 < len(head):
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 10 * even and odd * 5 > len(head) // 2:
        return "utf-16-le"
    if even > 10 * odd and even * 5 > len(head) // 2:
        return "utf-16-be"
    return ""


def _not_utf8(data: bytes, declared: str, problems: list[str]) -> tuple[str, str]:
    """Declared, else detected; each is said, since each may be wrong."""
    name = _codec(declared)
    if name and name != "utf-8":
        try:
            text = data.decode(name)
        except (UnicodeDecodeError, ValueError):
            problems.append(f"Declared as {declared}, but the bytes are not.")
        else:
            return text, name
    elif declared and not name:
        problems.append(f"Declared as {declared!r:.60}, which is no known encoding.")
    name = detect(data)
    text = data.decode(name, "replace")
    problems.append(f"Not UTF-8; read as {name}, as the bytes suggest.")
    return text, name


def _codec(name: str) -> str:
    """Python's name for a declared encoding, Latin-1 meaning windows-1252; "" where unknown."""
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


_LINE_AND_END: Final = re.compile("[^\n\r\x85\u2028\u2029]+|[\n\r\x85\u2028\u2029]+")


def _mended(text: str, problems: list[str]) -> str:
    """Mojibake undone line by line, so that a long sound text is not paid for."""
    if text.isascii() or not any(start[0] in text and start in text for start in _MOJIBAKE_STARTS):
        return text
    if not _MOJIBAKE.search(text):
        return text
    mended, seen, skipped = [], 0, False
    for piece in _LINE_AND_END.findall(text):
        if len(piece) > _MENDED_UP_TO:
            skipped = True
        elif not piece.isascii() and _MOJIBAKE.search(piece):
            better = _decoded_once_less(piece) or _mended_in_parts(piece)
            seen += better != piece
            piece = better
        mended.append(piece)
    if seen:
        problems.append(
            f"Text that had been decoded twice (like “â€™” for “’”) was mended in {seen} "
            f"line{'s' * (seen != 1)}."
        )
    if skipped:
        problems.append(
            f"Text looks decoded twice; lines over {_MENDED_UP_TO:,} characters were left as is."
        )
    return "".join(mended)


def _decoded_once_less(piece: str) -> str:
    """A line all of which was decoded twice, as it was meant; "" where that is not so.

    The commonest damage, and a hundred times quicker than looking for its parts.
    """
    try:
        better = piece.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return ""
    return "" if _MOJIBAKE.search(better) else better


def _mended_in_parts(piece: str) -> str:
    from ftfy import TextFixerConfig, fix_encoding

    plain = TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_line_breaks=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        fix_c1_controls=False,
        uncurl_quotes=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
        restore_byte_a0=True,
        replace_lossy_sequences=True,
        decode_inconsistent_utf8=True,
    )
    return fix_encoding(piece, plain)


def _note_unprinted(text: str, problems: list[str]) -> None:
    if text.isprintable():
        return
    # In UTF-8 these bytes are never part of another character.
    data = text.encode("utf-8", "surrogatepass")
    found = len(data) - len(data.translate(None, _UNPRINTED))
    if found:
        zeros = data.count(0)
        what = "NUL" if zeros == found else "control"
        problems.append(
            f"{found} {what} character{'s' * (found != 1)} in the text: left out of what is shown."
        )
