"""Text whose UTF-8 was once read as windows-1252 or Latin-1 (`â€™` for `’`), repaired.

A run of such characters is repaired where it stands oddly and its repair does not: `«` inside a
word (`RÄ«ga`), a capital after a small letter (`cafÃ©`). A text where that is found once is looked
through more boldly. Sound text stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

from ingest.decode.context import MARKS, standing


def _bytes_of_characters() -> dict[int, int]:
    """Character -> byte of windows-1252, or of Latin-1 where that has another."""
    codes = {code: code for code in range(0x80, 0x100)}
    for byte in range(0x80, 0xA0):
        letter = bytes([byte]).decode("cp1252", "ignore")
        if letter:
            codes[ord(letter)] = byte
    return codes


_BYTES: Final = _bytes_of_characters()
_CONTINUING: Final = "".join(
    re.escape(chr(code)) for code, byte in _BYTES.items() if 0x80 <= byte < 0xC0
)
#: The bytes of UTF-8 characters beyond ASCII, read one by one.
_RUN: Final = re.compile(
    f"(?:[Â-ß][{_CONTINUING}]|[à-ï][{_CONTINUING}]{{2}}|[ð-ô][{_CONTINUING}]{{3}})+"
)
#: How a run begins, in UTF-8, where it is found a hundred times quicker.
_START: Final = re.compile(rb"\xc3[\x82-\xb4][\xc2\xc5\xc6\xcb\xe2]")
_CONTROL: Final = re.compile("[\x80-\x9f]")
#: Text decoded so often was never met; more levels are no accident.
_MOST_LEVELS: Final = 4
#: These hardly are words of one letter; as first halves of a character they are frequent.
_STUBS: Final = frozenset("ÂÃâð")
#: Letters that no language has beside `Â` and `Ã`.
_NEVER_BESIDE: Final = frozenset("ŽžŠšŒœŸƒ")
_OPENING: Final = frozenset("“‘«„‚‹”»\"'(–")
_CLOSING: Final = frozenset("”’»“‘›«–")
#: Characters of one run that are looked at.
_LOOKED_AT: Final = 200
#: Longest text that is repaired; an article has far fewer characters.
_REPAIRED_UP_TO: Final = 5_000_000
#: What is left of `”` and `à` where a program dropped or changed their last byte.
_CUT_QUOTE: Final = re.compile(r"â€(?=[\s.,;:!?)]|\Z)")
_CUT_A: Final = re.compile(r"(?<![A-ZÀ-Þ])Ã  ?(?=[a-zà-ÿ])")
#: Such damage that is left after the repair is given to ftfy, which knows rarer kinds.
_LEFT: Final = re.compile("â€|Ã[\u00a0-\u00bf©]|ï»¿|ðŸ")
#: Longest line for ftfy, which is linear but slow.
_LONGEST_LINE: Final = 100_000


class Repaired(NamedTuple):
    """The text after the repair, at how many places it was repaired, and whether it is too long."""

    text: str
    places: int = 0
    too_long: bool = False


def repaired(text: str) -> Repaired:
    """The text without such damage; linear, and quick where there is none."""
    if text.isascii() or not _START.search(text.encode("utf-8", "surrogatepass")):
        return Repaired(text)
    if len(text) > _REPAIRED_UP_TO:
        damaged = any(_repair(match, bold=False) for match in _some_runs(text))
        return Repaired(text, too_long=damaged)
    better, places = _all_repaired(text, bold=False)
    if not places:
        return Repaired(text)
    better, more = _all_repaired(better, bold=True)
    better, quotes = _CUT_QUOTE.subn("”", better)
    better, letters = _CUT_A.subn("à ", better)
    better, others = _by_ftfy(better)
    return Repaired(better, places + more + quotes + letters + others)


def _some_runs(text: str) -> list[re.Match[str]]:
    return list(_RUN.finditer(text, 0, _LONGEST_LINE))


def _all_repaired(text: str, *, bold: bool) -> tuple[str, int]:
    pieces: list[str] = []
    last = places = 0
    for match in _RUN.finditer(text):
        better = _repair(match, bold=bold)
        if better:
            pieces += (text[last : match.start()], better)
            last = match.end()
            places += 1
    return ("".join((*pieces, text[last:])) if places else text), places


def _repair(match: re.Match[str], *, bold: bool) -> str:
    """What a run stands for, or "" where it should stay."""
    run, text, (start, end) = match[0], match.string, match.span()
    before, after = text[start - 1 : start] or " ", text[end : end + 1] or " "
    better = _decoded(run)
    if not better or not _makes_sense(better, before, after, bold=bold):
        return ""
    word = bold and all(map(_is_letter, better[:_LOOKED_AT]))
    if word and (before.isalpha() or after.isalpha() or not _is_latin(better)):
        return better
    return better if _is_damaged(run, before, after) else ""


def _decoded(run: str) -> str:
    """The run with its bytes read as UTF-8, as often as that goes."""
    better = ""
    for _ in range(_MOST_LEVELS):
        codes = [_BYTES.get(ord(letter), -1) for letter in better or run]
        if -1 in codes:
            break
        try:
            better = bytes(codes).decode("utf-8")
        except UnicodeDecodeError:
            break
    return better


def _is_damaged(run: str, before: str, after: str) -> bool:
    """Whether a run cannot stand where it stands."""
    if _CONTROL.search(run) or (run[0].isupper() and before.islower()):
        return True
    if run[0] in _STUBS and not before.isalpha():
        return not (before in _OPENING and run[1] in _CLOSING)
    if run[0] in "ÂÃ" and run[1] in _NEVER_BESIDE:
        return True
    around = before + run[:_LOOKED_AT] + after
    return any(
        letter in MARKS and standing(letter, around[at], around[at + 2]) < 0
        for at, letter in enumerate(around[1:-1])
    )


def _makes_sense(better: str, before: str, after: str, *, bold: bool) -> bool:
    """Whether a repair can stand there: whole words of one script, marks in their places."""
    around = before + better[:_LOOKED_AT] + after
    for at, letter in enumerate(around[1:-1]):
        previous, following = around[at], around[at + 2]
        if letter in MARKS:
            if standing(letter, previous, following) < 0:
                return False
        elif _is_letter(letter):
            small = _is_latin(letter) and (letter.islower() or letter == "À")
            alone = small or (bold and letter < _LAST_ALONE)
            if not _stands_in_word(letter, previous, following, alone=alone):
                return False
        elif unicodedata.category(letter) in ("Cc", "Cn", "Co", "Cs"):
            return False
    return True


#: Up to here stand scripts that have words of one letter.
_LAST_ALONE: Final = "\u0600"


def _stands_in_word(letter: str, before: str, after: str, *, alone: bool) -> bool:
    """Whether letters of one script stand side by side, or one that may be `alone`."""
    if letter.isupper() and before.islower():
        return False
    beside = [neighbour for neighbour in (before, after) if _is_letter(neighbour)]
    if any(_is_latin(neighbour) != _is_latin(letter) for neighbour in beside):
        return False
    return bool(beside) or alone


def _is_letter(character: str) -> bool:
    return character.isalpha() or unicodedata.category(character)[0] == "M"


def _is_latin(letter: str) -> bool:
    return letter < "\u0250" or "\u1e00" <= letter < "\u1f00"


def _by_ftfy(text: str) -> tuple[str, int]:
    """The lines that still look damaged, repaired by ftfy; and how many those are."""
    if not _LEFT.search(text):
        return text, 0
    lines = text.splitlines(keepends=True)
    places = 0
    for at, line in enumerate(lines):
        if len(line) <= _LONGEST_LINE and _LEFT.search(line):
            lines[at] = _fixed(line)
            places += lines[at] != line
    return "".join(lines), places


def _fixed(line: str) -> str:
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
    return fix_encoding(line, plain)
