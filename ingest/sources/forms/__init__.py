"""The forms of files that hold articles, and which of them a file has."""

from __future__ import annotations

from typing import Final

from ingest.sources.forms.form import HEAD, Form, Head
from ingest.sources.forms.json_records import JSON, JSON_LINES
from ingest.sources.forms.markup_records import MARKUP
from ingest.sources.forms.news_sgml import REUTERS, TREC
from ingest.sources.forms.newsml import NEWSML
from ingest.sources.forms.nitf import NITF
from ingest.sources.forms.tables import CSV, TSV

__all__ = ["FORMS", "HEAD", "Form", "Head", "form_of", "is_of_any_size"]

#: The first that recognises a file reads it; a file that none does is one text or page.
FORMS: Final[tuple[Form, ...]] = (
    JSON_LINES,
    JSON,
    CSV,
    TSV,
    REUTERS,
    TREC,
    NITF,
    NEWSML,
    MARKUP,
)


def form_of(head: Head) -> Form | None:
    """The form of a file, None for a single text or page."""
    return next((form for form in FORMS if form.recognises(head)), None)


def is_of_any_size(ending: str) -> bool:
    """Whether files of this ending are read as streams."""
    return any(ending in form.of_any_size for form in FORMS)
