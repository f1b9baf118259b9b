"""The text of a record (a string, a list, or nested parts) in, its paragraphs out."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from archive.record.content import ParagraphContent
from archive.record.evidence import FieldReading
from ingest.parsing.fields.markup import without_entities
from ingest.parsing.fields.whitespace import normalise
from ingest.parsing.html.page import HEADINGS
from ingest.parsing.html.walk import read_page
from ingest.parsing.structured.record import DEPTH, Record, is_nothing, last_key, paragraph_spans
from ingest.parsing.structured.spans import Item, Places
from ingest.records import BlockKind

#: A value is HTML when it has a closing tag or one that needs none; `<ABCD>` is a share symbol.
_MARKUP: Final = re.compile(r"</[A-Za-z][A-Za-z0-9]{0,12}\s*>|<(?:br|p|hr|img|script|svg|BR|IMG)\b")
#: The same with its markup escaped once more: `&lt;p&gt;`.
_ESCAPED_PAGE: Final = re.compile(
    r"\s{0,99}&(?:amp;)?lt;(?:p|div|span|h[1-6]|b|i|em|strong|a|ul|ol|figure|img|br|section"
    r"|article|blockquote)\b(?=[^<]{0,2000}&(?:amp;)?gt;)",
    re.IGNORECASE,
)
#: A line end written out, in a value that has no other; `C:\\new` has only one.
_WRITTEN_END: Final = re.compile(r"(?<![\\:])(?:\\r)?\\n")
_LEAST_WRITTEN_ENDS: Final = 2
#: Keys of a part of a body that hold its text, in the order in which they are printed.
_HEADS: Final = frozenset(("headline", "heading", "title", "subtitle"))
_TEXTS: Final = ("paragraphs", "content", "text", "body", "html", "value", "sections", "blocks")
#: Types of parts that are text; others are pictures, kickers, bylines or dates.
_TEXT_TYPES: Final = frozenset(
    "paragraph p text sanitized_html html list quote blockquote section body markdown".split()
)
_HEAD_TYPES: Final = frozenset(("heading", "header", "subheading", "subheadline", "h2", "h3"))


def read_paragraphs(record: Record, items: list[Item]) -> list[ParagraphContent]:
    """The paragraphs of the first item that has any; it is removed from the items."""
    for item in items:
        found: list[ParagraphContent] = []
        if _is_in_sentences(item.value):
            _sentences(record, item, found)
            items.remove(item)
            return found
        for string, kind in _texts(record, item, 0):
            value = _with_line_ends(string.value)
            for _ in range(2):
                value = entities.unescape(value) if _ESCAPED_PAGE.match(value) else value
            if _MARKUP.search(value):
                _markup(record, string, value, found)
            else:
                _plain_text(record, replace(string, value=value), kind, found)
        if found:
            items.remove(item)
            return found
    return []


def _is_in_sentences(value: Any) -> bool:
    """Whether a body is a list of paragraphs that are lists of sentences: of lists of strings, one
    sentence a string and several in a list."""
    if not isinstance(value, list) or not value:
        return False
    if not all(isinstance(part, list) and part for part in value):
        return False
    strings = [string for part in value for string in part]
    return (
        all(isinstance(string, str) and string.strip() for string in strings)
        and len(strings) > len(value)
        and sum(bool(_SENTENCES.search(string)) for string in strings) * 5 <= len(strings)
        and not any("\n" in string or _MARKUP.search(string) for string in strings)
    )


#: The end of a sentence and the beginning of another.
_SENTENCES: Final = re.compile(r"[^\W\d_]{3}[.!?…][\"'”’»)]?\s+[\"'“‘«(]?[A-ZÀ-Þ]")


def _sentences(record: Record, item: Item, found: list[ParagraphContent]) -> None:
    """A paragraph for each list of sentences, with a span for each."""
    reason = f'key "{item.key}"'
    for part in record.members(item):
        strings = list(record.strings(part))
        text = " ".join(normalise(without_entities(string.value)) for string in strings)
        spans = tuple(string.span for string in strings)
        record.evidence[f"paragraphs.{len(found)}"] = FieldReading(spans, 0.98, reason)
        found.append(ParagraphContent(text))


def _with_line_ends(value: str) -> str:
    """The value with line ends where programs wrote them out as `\\n`, as long as before."""
    if "\n" in value or len(_WRITTEN_END.findall(value)) < _LEAST_WRITTEN_ENDS:
        return value
    return _WRITTEN_END.sub(lambda written: " " * (len(written[0]) - 1) + "\n", value)


def _texts(record: Record, item: Item, depth: int) -> Iterator[tuple[Item, BlockKind]]:
    """The strings of a body in order, and whether each is a heading."""
    if isinstance(item.value, str):
        if not is_nothing(item.value):
            yield item, "subheading" if depth and last_key(item) in _HEADS else "paragraph"
    elif isinstance(item.value, list) and depth <= 2 * DEPTH:
        for member in _main_body(record, record.members(item)):
            yield from _texts(record, member, depth + 1)
    elif isinstance(item.value, dict) and depth <= 2 * DEPTH:
        members = {last_key(member): member for member in record.members(item)}
        type_member = members.get("type")
        kind = (
            type_member.value.casefold()
            if type_member and isinstance(type_member.value, str)
            else ""
        )
        if kind and kind not in _TEXT_TYPES and kind not in _HEAD_TYPES:
            return
        heads = [members[key] for key in _HEADS if key in members][: len(item.value) > 1]
        bodies = [members[key] for key in _TEXTS if key in members][:1]
        for member in (*heads, *bodies):
            for string, inner in _texts(record, member, depth + 1):
                yield string, "subheading" if kind in _HEAD_TYPES else inner


def _main_body(record: Record, members: list[Item]) -> list[Item]:
    """Of bodies in several forms or roles (ninjs: `{"role": …, "contenttype": …, "value": …}`) the
    main one, as HTML where it is there; the others become further fields. Other lists as they
    are."""
    if not all(
        isinstance(member.value, dict) and {"contenttype", "value"} <= {*member.value}
        for member in members
    ):
        return members
    best = max(members, key=_preference, default=None)
    record.unknown += [member for member in members if member is not best]
    return [best] if best else []


def _preference(body: Item) -> tuple[bool, bool]:
    role, kind = body.value.get("role"), body.value["contenttype"]
    return role in (None, "", "main", "body"), "html" in str(kind)


def _plain_text(record: Record, item: Item, kind: BlockKind, found: list[ParagraphContent]) -> None:
    """Paragraphs on blank lines, or else on single ones."""
    places = Places(record.text, item)
    reason = f'key "{item.key}"'
    for start, end in paragraph_spans(item.value):
        text = normalise(without_entities(item.value[start:end]))
        if text:
            span = places.span(start, end)
            record.evidence[f"paragraphs.{len(found)}"] = FieldReading((span,), 0.98, reason)
            found.append(ParagraphContent(text, kind))


def _markup(record: Record, item: Item, markup: str, found: list[ParagraphContent]) -> None:
    """The blocks of an HTML value; with spans only where the words are contiguous in the item."""
    _, page, problems = read_page(markup)
    record.problems += problems
    places, at = Places(record.text, item), 0
    for block in page.blocks:
        text = normalise(without_entities(block.text))
        start = item.value.find(block.text, at)
        span = None
        if start >= 0:
            at = start + len(block.text)
            span = places.span(start, at)
        record.note(f"paragraphs.{len(found)}", item, span, 0.9)
        kind: BlockKind = "subheading" if block.tag in HEADINGS else "paragraph"
        found.append(ParagraphContent(text, "list_item" if block.tag == "li" else kind))
