"""Rich Text -> its text: the articles of an export of a press database, else one article.

Read is what is printed; pictures, fields of the program and tables of fonts and styles are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ingest.records import SourceFile
from ingest.sources.archives import Rejected, whole
from ingest.sources.forms.form import Form
from ingest.sources.forms.texts import articles_in

#: Bytes of one document without its pictures; a book has a tenth of it, and reading takes some two
#: seconds a megabyte.
_LONGEST: Final = 8 * 2**20
TOO_LONG: Final = (
    f"It is a Rich Text document of more than {_LONGEST // 2**20} MB, which is not read. Save it"
    " as plain text and send that."
)
DAMAGED: Final = "It is a Rich Text document that is damaged. Save it as plain text and send that."


def rtf_articles(name: str, data: bytes) -> Iterator[SourceFile]:
    """The articles of a Rich Text document; raises Rejected with a sentence."""
    from striprtf.striprtf import remove_pict_groups, rtf_to_text

    if len(data) > _LONGEST:
        raise Rejected(TOO_LONG)
    try:
        # Bytes beyond ASCII are written as escapes; some programs leave them raw.
        raw: str = remove_pict_groups(data.decode("cp1252", "replace"))  # type: ignore[no-untyped-call]
        text: str = rtf_to_text(_in_short_lines(raw), errors="replace")  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, TypeError, ArithmeticError, RecursionError):
        raise Rejected(DAMAGED) from None
    yield from articles_in(name, text.replace("\0", ""))


#: A group, unless its brace is printed.
_GROUP: Final = re.compile(r"(?<!\\)\{")
_BRACE: Final = re.compile(r"[{}]")
_FONT: Final = re.compile(r"\\f(\d{1,5})[^;{}]{0,200}?\\fcharset(\d{1,3})(?!\d)")
_FONTS: Final = "{\\fonttbl"


def _in_short_lines(text: str) -> str:
    """The same document with a line end before each group, which means nothing, and a plain table
    of fonts: striprtf searches lines and that table in quadratic time."""
    start = text.find(_FONTS)
    if start >= 0:
        depth, end = 0, len(text)
        for brace in _BRACE.finditer(text, start):
            depth += 1 if brace[0] == "{" else -1
            if depth == 0:
                end = brace.end()
                break
        fonts = dict(_FONT.findall(text, start, end))
        table = "".join(f"{{\\f{font}\\fcharset{charset} x;}}" for font, charset in fonts.items())
        text = f"{text[:start]}{_FONTS}{table}}}{text[end:]}"
    return _GROUP.sub("\n{", text)


RTF: Final = Form(
    name="rtf",
    title="Rich Text (RTF)",
    recognises=lambda head: head.data.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"{\\rtf"),
    records=lambda stream, name, budget: rtf_articles(name, whole(stream, budget)),
)
