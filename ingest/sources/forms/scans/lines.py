"""What the forms of scanned pages share: lines joined to paragraphs, pages as records."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

#: A hyphen that only parts a word at the end of a line: soft, "not", double oblique.
_SOFT: Final = re.compile(r"[\u00ad\u00ac\u2e17]\Z")
#: One that may belong to the word: it goes where the word goes on in lower case.
_HARD: Final = re.compile(r"[^\W\d_][-\u2010=]\Z")

#: What a page says of itself where nothing tells its articles apart.
ONE_PAGE: Final = "a whole page: nothing tells its articles apart"
EMPTY_PAGE: Final = "It is a page without text."


def joined(lines: Iterable[str]) -> str:
    """The lines of a block as one paragraph, words broken at the end of a line whole again."""
    text = ""
    for line in lines:
        line = " ".join(line.split())
        if not line:
            continue
        if _SOFT.search(text) or (_HARD.search(text) and line[0].islower()):
            text = text[:-1] + line
        else:
            text = f"{text} {line}" if text else line
    return text
