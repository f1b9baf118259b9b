"""The forms of files that hold articles, and which of them a file has."""

from __future__ import annotations

from typing import Final

from ingest.sources.forms.crawls.warc import WACZ, WARC
from ingest.sources.forms.docx import DOCX
from ingest.sources.forms.epub import EPUB
from ingest.sources.forms.europresse import EUROPRESSE
from ingest.sources.forms.factiva import FACTIVA, FACTIVA_PAGE
from ingest.sources.forms.form import HEAD, Form, Head
from ingest.sources.forms.json_records import JSON, JSON_LINES
from ingest.sources.forms.mail import MAIL
from ingest.sources.forms.markdown import MARKDOWN
from ingest.sources.forms.markup_records import MARKUP
from ingest.sources.forms.news_sgml import REUTERS, TREC
from ingest.sources.forms.newsbank import NEWSBANK
from ingest.sources.forms.newsml import NEWSML
from ingest.sources.forms.nexis import NEXIS
from ingest.sources.forms.nitf import NITF
from ingest.sources.forms.pdf import PDF
from ingest.sources.forms.proquest import PROQUEST
from ingest.sources.forms.rtf import RTF
from ingest.sources.forms.scans.alto import ALTO
from ingest.sources.forms.scans.hocr import HOCR
from ingest.sources.forms.scans.mets import METS
from ingest.sources.forms.scans.page_xml import PAGE_XML
from ingest.sources.forms.stories import DASHES, STORY
from ingest.sources.forms.tables import CSV, TABS, TSV
from ingest.sources.forms.tabular.parquet import FEATHER, PARQUET
from ingest.sources.forms.tabular.sqlite import SQLITE
from ingest.sources.forms.tabular.workbooks import XLS, XLSX
from ingest.sources.forms.web.feeds import FEED
from ingest.sources.forms.web.read_later import READ_LATER
from ingest.sources.forms.web.wordpress import WORDPRESS
from ingest.sources.forms.wiki.mediawiki import MEDIAWIKI
from ingest.sources.forms.wires import WIRES

__all__ = ["FORMS", "HEAD", "Form", "Head", "form_of", "is_of_any_size"]

#: The first that recognises a file reads it; a file that none does is one text or page.
FORMS: Final[tuple[Form, ...]] = (
    JSON_LINES,
    JSON,
    READ_LATER,
    CSV,
    TSV,
    WARC,
    WACZ,
    XLSX,
    XLS,
    PARQUET,
    FEATHER,
    SQLITE,
    DOCX,
    EPUB,
    PDF,
    RTF,
    EUROPRESSE,
    FACTIVA_PAGE,
    REUTERS,
    TREC,
    NITF,
    NEWSML,
    WORDPRESS,
    FEED,
    MEDIAWIKI,
    METS,
    ALTO,
    PAGE_XML,
    HOCR,
    MARKUP,
    WIRES,
    MAIL,
    STORY,
    DASHES,
    MARKDOWN,
    PROQUEST,
    NEXIS,
    FACTIVA,
    NEWSBANK,
    TABS,
)


def form_of(head: Head) -> Form | None:
    """The form of a file, None for a single text or page."""
    return next((form for form in FORMS if form.recognises(head)), None)


def is_of_any_size(ending: str) -> bool:
    """Whether files of this ending are read as streams."""
    return any(ending in form.of_any_size for form in FORMS)
