"""The text of a Word, RTF or PDF document -> its articles: an export of a database, or one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ingest.records import SourceFile
from ingest.sources.forms.export_text import text_lines
from ingest.sources.forms.nexis import is_nexis, nexis_records

EMPTY: Final = "There is no text in this document."


def articles_in(name: str, text: str) -> Iterator[SourceFile]:
    """The articles of a document's text; one that is no export is read as a text file is."""
    data = text.encode("utf-8", "replace")
    if not text.strip():
        yield SourceFile(name, b"", EMPTY)
    elif is_nexis(text):
        yield from nexis_records(name, text_lines(data))
    else:
        yield SourceFile(name, data)
