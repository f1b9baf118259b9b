"""Decoded text in, the record of its article out: one extractor a field, each with evidence.

`parse` is the entry point. A field's value equals the text at its span up to `normalise`
(invisible characters dropped, each run of white space one plain space), except that dates, times,
offsets and counts are in ISO form or numbers; authors and places printed in capitals are in mixed
case (`printed` keeps an author's capitals); list items lose their bullet; and where lines of a
hard-wrapped text are joined, a line end that broke a word, or stood in Chinese or Japanese, goes
without a space, and the hyphen with it that only broke the word.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ingest.parsing.facts import address_among, with_facts
from ingest.parsing.fields.doubt_notes import sentences_about
from ingest.parsing.fields.doubtful import mark_doubtful
from ingest.parsing.fields.found_dates import tomorrow
from ingest.parsing.fields.whitespace import normalise

if TYPE_CHECKING:
    from archive.record.evidence import Fact
    from ingest.records import DateOrder, Decoded, ParsedArticle

#: Stored with every reading; raised whenever the same bytes may be parsed differently.
PARSER_VERSION: Final = "14"

__all__ = ["PARSER_VERSION", "is_html", "normalise", "parse"]

#: A record inside a file: `corpus.jsonl:17`, `reut2-000.sgm:17`.
_NUMBERED: Final = re.compile(r":\d+\Z")
#: A file of one record.
_RECORD_NAME: Final = re.compile(
    r"\.(?:jsonl|ndjson|json|csv|tsv)(?:\.(?:gz|xz|bz2|zst))?\Z", re.IGNORECASE
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
#: The confidence of a date that lies in the future.
_TO_COME: Final = 0.4
#: Longer texts that begin with "{" are not tried as JSON.
_LONGEST_JSON: Final = 20_000_000


def parse(
    name: str,
    decoded: Decoded,
    order: DateOrder = "",
    facts: tuple[Fact, ...] = (),
    keys: tuple[tuple[str, str], ...] = (),
) -> ParsedArticle:
    """The record of an HTML page, a JSON or CSV record, or plain text. Never raises.

    `name` decides which it is where it can, else the content does. `order` is that of day and month
    in dates of figures, where its file or folder settles it; `facts` are what is known of it
    besides its text, `keys` the fields that keys of a record stand for. What was left out in doubt
    is marked, and told of in a sentence.
    """
    if facts and not decoded.address:
        decoded = replace(decoded, address=address_among(facts))
    article = _parsed(name, decoded, order, keys)
    if facts:
        article = with_facts(article, facts, order)
    article = _doubting_days_to_come(article)
    return _with_doubts(article, decoded.text)


def _doubting_days_to_come(article: ParsedArticle) -> ParsedArticle:
    """The record with a date later than tomorrow in doubt: it is an event's, or misread."""
    read = article.evidence.get("date")
    if read is None or article.date <= tomorrow()[: len(article.date)]:
        return article
    doubted = read._replace(
        confidence=min(read.confidence, _TO_COME), reason=f"{read.reason}; a day to come"
    )
    return replace(article, evidence={**article.evidence, "date": doubted})


def _parsed(
    name: str, decoded: Decoded, order: DateOrder, keys: tuple[tuple[str, str], ...]
) -> ParsedArticle:
    if _is_record(name, decoded.text):
        from ingest.parsing.structured import parse_record

        return parse_record(name, decoded, order, dict(keys))
    if is_html(name, decoded.text):
        from ingest.parsing.html import parse_html

        return parse_html(name, decoded)
    from ingest.parsing.text import parse_text

    return parse_text(decoded, order=order)


def _with_doubts(article: ParsedArticle, text: str) -> ParsedArticle:
    left_out = mark_doubtful(
        article.shown or text, article.evidence, article.left_out, article.chances
    )
    told = sentences_about(left_out, article.evidence, article.paragraphs)
    return replace(article, left_out=left_out, chances={}, problems=(*article.problems, *told))


def is_html(name: str, text: str) -> bool:
    if _HTML_HEAD.match(text, 0):
        return True
    return bool(_HTML_NAME.search(name)) and "<" in text[:5_000]


def _is_record(name: str, text: str) -> bool:
    """Whether it is a JSON object with an article's keys, or a record of a file of records."""
    head = text[:200].lstrip("\ufeff \t\r\n")
    if not head.startswith("{"):
        return False
    if _NUMBERED.search(name):
        return True
    if len(text) > _LONGEST_JSON:
        return False
    named = bool(_RECORD_NAME.search(name))
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return named
    return isinstance(found, dict) and (
        named or any(isinstance(key, str) and key.casefold() in _ARTICLE_KEYS for key in found)
    )
