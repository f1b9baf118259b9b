"""From decoded text to a record of the article: one extractor a field, every field with evidence.

`parse` is the door. Text at a span equals the field's value up to `normalise`: invisible
characters gone, every run of white space (no-break spaces included) one plain space. Beyond that
a value differs from its span in these ways only: dates, times, offsets and counts are written in
ISO form or as numbers; an author printed in capitals is filed in mixed case (`printed` keeps the
capitals); a list item loses its bullet; a place printed in capitals is written in mixed case.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from ingest.parsing.fields.whitespace import normalise

if TYPE_CHECKING:
    from ingest.records import Decoded, ParsedArticle

#: Kept with every reading; raised whenever the same bytes may be read differently.
PARSER_VERSION: Final = "12"

__all__ = ["PARSER_VERSION", "normalise", "parse"]

#: A record inside a file: `corpus.jsonl:17`, `corpus.csv:17`.
_RECORD_NAME: Final = re.compile(
    r"\.(?:jsonl|ndjson|json|csv|tsv)(?:\.(?:gz|xz|bz2|zst))?(?::\d+)?\Z", re.IGNORECASE
)
_HTML_NAME: Final = re.compile(r"\.(?:x?html?|mhtml|shtml|php|aspx?)\Z", re.IGNORECASE)
#: How a page begins when its name does not say so.
_HTML_HEAD: Final = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*){0,5}<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
#: Keys of an article in JSON: the usual names of published corpora.
_ARTICLE_KEYS: Final = frozenset(
    ("title", "headline", "text", "body", "content", "article", "articlebody", "maintext")
)
#: A text of this length that begins with "{" is not tried as one JSON object.
_LONGEST_JSON: Final = 20_000_000


def parse(name: str, decoded: Decoded) -> ParsedArticle:
    """The record of one source: an HTML page, a JSON or CSV record, or plain text.

    `name` decides where it can, else the content does. Never raises.
    """
    if _is_record(name, decoded.text):
        from ingest.parsing.structured import parse_record

        return parse_record(name, decoded)
    if _is_html(name, decoded.text):
        from ingest.parsing.html import parse_html

        return parse_html(name, decoded)
    from ingest.parsing.text import parse_text

    return parse_text(decoded)


def _is_html(name: str, text: str) -> bool:
    if _HTML_HEAD.match(text, 0):
        return True
    return bool(_HTML_NAME.search(name)) and "<" in text[:5_000]


def _is_record(name: str, text: str) -> bool:
    """One JSON object with an article's keys, or a line of a file of records."""
    named = bool(_RECORD_NAME.search(name))
    if named and ":" in name.rpartition(".")[2]:
        return True
    head = text[:200].lstrip("\ufeff \t\r\n")
    if not head.startswith("{") or len(text) > _LONGEST_JSON:
        return False
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return named
    return isinstance(found, dict) and (
        named or any(isinstance(key, str) and key.casefold() in _ARTICLE_KEYS for key in found)
    )
