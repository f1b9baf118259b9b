"""The one normalisation between a span of the source and the value of a field."""

from __future__ import annotations

import sys
import unicodedata
from typing import Final

#: Invisible characters: controls that are not white space ("Port\x00 Alder"), the soft hyphen,
#: zero-width space and no-break space, the byte-order mark, and marks of direction. The joiners
#: U+200C and U+200D stay: Persian and Hindi spell with them.
_INVISIBLE: Final = {
    code: None
    for code in range(sys.maxunicode + 1)
    if unicodedata.category(chr(code)) == "Cc" and not chr(code).isspace()
} | dict.fromkeys((0x00AD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F)))


def normalise(text: str) -> str:
    """The text without invisible characters, each run of Unicode white space one plain space."""
    if is_plain(text):
        return text
    spaced = " ".join(text.split())
    if spaced.isprintable():
        return spaced
    return " ".join(spaced.translate(_INVISIBLE).split())


def is_plain(text: str) -> bool:
    """Whether a text is normalised already. Of white space only the plain space is printable."""
    if text.isascii():
        # Six times quicker than `isprintable`, which looks up every letter.
        prints = not text.encode("ascii").translate(None, _PRINTED)
    else:
        prints = text.isprintable()
    return prints and "  " not in text and text[:1] != " " and text[-1:] != " "


#: The characters of ASCII that print, the space among them.
_PRINTED: Final = bytes(range(32, 127))
