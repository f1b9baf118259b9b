"""Rich Text -> its text: the articles of an export of a press database, else one article.

Read is what is printed; pictures, fields of the program and tables of fonts and styles are not.
"""

from __future__ import annotations

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
    from striprtf.striprtf import rtf_to_text

    if len(data) > _LONGEST:
        raise Rejected(TOO_LONG)
    try:
        # Bytes beyond ASCII are written as escapes; some programs leave them raw.
        raw = data.decode("cp1252", "replace")
        text: str = rtf_to_text(raw, errors="replace")  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, TypeError, ArithmeticError, RecursionError):
        raise Rejected(DAMAGED) from None
    yield from articles_in(name, text.replace("\0", ""))


RTF: Final = Form(
    name="rtf",
    title="Rich Text (RTF)",
    recognises=lambda head: head.data.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"{\\rtf"),
    records=lambda stream, name, budget: rtf_articles(name, whole(stream, budget)),
)
