"""The text of a Word, RTF or PDF document -> its articles: an export of a database, or one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from ingest.records import SourceFile
from ingest.sources.forms.export_text import text_lines
from ingest.sources.forms.factiva import factiva_records, is_factiva
from ingest.sources.forms.newsbank import is_newsbank, newsbank_records
from ingest.sources.forms.nexis import is_nexis, nexis_records
from ingest.sources.forms.proquest import is_proquest, proquest_records

EMPTY: Final = "There is no text in this document."
_Records = Callable[[str, Sequence[str]], Iterator[SourceFile]]
_EXPORTS: Final[tuple[tuple[Callable[[str], bool], _Records], ...]] = (
    (is_proquest, proquest_records),
    (is_nexis, nexis_records),
    (is_factiva, factiva_records),
    (is_newsbank, newsbank_records),
)


def articles_in(name: str, text: str) -> Iterator[SourceFile]:
    """The articles of a document's text; one that is no export is read as a text file is."""
    if not text.strip():
        yield SourceFile(name, b"", EMPTY)
        return
    data = text.encode("utf-8", "replace")
    for recognises, records in _EXPORTS:
        if recognises(text):
            yield from records(name, text_lines(data))
            return
    yield SourceFile(name, data)
