"""A record of a corpus (one JSON object) -> an article, its keys mapped and the mapping shown.

Spans are the raw contents of the JSON strings, between the quotes: beyond `normalise` a value
differs from its span by JSON escapes ("\\n", "\\u2019") and, where a value holds HTML, by its tags.
Splitting files into records: `structured_split`; the key names: `structured_keys`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from ingest.parsing.captions import read_caption
from ingest.parsing.html_blocks import HEADINGS
from ingest.parsing.html_moments import Moment, read_moment
from ingest.parsing.html_walk import read_page
from ingest.parsing.language import detect_language
from ingest.parsing.markup_text import plain, web_address
from ingest.parsing.plain import normalise
from ingest.parsing.structured_json import Item, NotJson, Places, scan_list, scan_object
from ingest.parsing.structured_keys import KEY_FIELDS, NAME_KEYS, WRAPPERS, plain_key
from ingest.parsing.structured_split import iter_json_lines, split_records
from ingest.parsing.structured_values import (
    coarse_date,
    may_be_markup,
    names_in,
    paragraph_spans,
)
from ingest.records import (
    Decoded,
    Evidence,
    LeftOut,
    Paragraph,
    ParsedArticle,
    ParsedAuthor,
    ParsedImage,
    Span,
)

__all__ = ["iter_json_lines", "parse_record", "split_records"]

NO_TEXT: Final = "The record has no text under any key that is known."
NOT_A_DATE: Final = "is not a date that can be read"

#: A value is HTML when it has a closing tag or one that needs none; `<ABCD>` is a share symbol.
_MARKUP: Final = re.compile(r"</[A-Za-z][A-Za-z0-9]{0,12}\s*>|<(?:br|p|hr|img|script|svg|BR|IMG)\b")
_LANGUAGE: Final = re.compile(r"([A-Za-z]{2})(?:[-_].{2,8})?$")
_LANGUAGE_NAMES: Final = {
    "english": "en", "german": "de", "french": "fr", "spanish": "es", "italian": "it",
    "portuguese": "pt", "dutch": "nl", "deutsch": "de", "français": "fr", "español": "es",
}  # fmt: skip
#: Levels of objects inside one another that are looked into.
_DEPTH: Final = 4


def parse_record(name: str, decoded: Decoded) -> ParsedArticle:
    """The article of one JSON object. Never raises; a record without text has a sentence."""
    try:
        items, _ = scan_object(decoded.text)
    except NotJson as error:
        return ParsedArticle(problems=(*decoded.problems, str(error)))
    reader = _Reader(decoded.text, list(decoded.problems))
    return reader.read(items)


@dataclass(slots=True)
class _Reader:
    """The fields of one record as they are found."""

    text: str
    problems: list[str]
    evidence: dict[str, Evidence] = field(default_factory=dict)
    left: list[LeftOut] = field(default_factory=list)

    def read(self, items: list[Item]) -> ParsedArticle:
        fields = self.sort(items, 0)
        paragraphs = self.paragraphs(fields.get("text", []))
        moment = self.date(fields.get("date", []))
        authors = self.authors(fields.get("authors", []))
        images = self.images(fields)
        headline = self.single("headline", fields)
        url = self.address(fields)
        publication = self.publication(fields, url)
        standfirst = self.standfirst(fields, paragraphs)
        section = self.single("section", fields)
        updated = self.updated(fields)
        count = self.count(fields)
        language = self.language(fields, paragraphs)
        for spare in fields.values():
            for item in spare:
                self.leave(item, f'key "{item.key}", said already or not usable')
        if not paragraphs:
            self.problems.append(NO_TEXT)
        return ParsedArticle(
            headline=headline,
            date=moment.day if moment else "",
            time=moment.time if moment else "",
            utc_offset=moment.utc_offset if moment else "",
            updated=updated,
            url=url,
            authors=tuple(authors),
            publication=publication,
            section=section,
            comment_count=count,
            standfirst=standfirst,
            paragraphs=tuple(paragraphs),
            images=tuple(images),
            language=language,
            evidence=self.evidence,
            left_out=tuple(sorted(self.left, key=lambda left: left.span)),
            problems=tuple(self.problems),
        )

    def sort(self, items: list[Item], depth: int) -> dict[str, list[Item]]:
        """The items by field, best key first; unknown ones are left out with their key."""
        found: dict[str, list[tuple[int, Item]]] = {}
        inner: list[Item] = []
        for item in items:
            known = KEY_FIELDS.get(plain_key(item.key))
            if isinstance(item.value, dict) and plain_key(item.key) in WRAPPERS:
                inner.append(item)
            elif item.value is None or item.value == "" or item.value == []:
                continue
            elif known is None:
                self.leave(item, f'key "{item.key[:80]}"')
            else:
                found.setdefault(known[0], []).append((known[1], item))
        fields = {
            name: [item for _, item in sorted(ranked, key=lambda pair: pair[0])]
            for name, ranked in found.items()
        }
        for item in inner if depth < _DEPTH else ():
            for name, more in self.sort(scan_object(self.text, item.start)[0], depth + 1).items():
                fields.setdefault(name, []).extend(more)
        return fields

    def leave(self, item: Item, reason: str) -> None:
        if item.end > item.start:
            self.left.append(LeftOut(item.span, reason))

    def note(self, name: str, item: Item, span: Span | None, sure: float = 0.98) -> None:
        spans = () if span is None or span[0] >= span[1] else (span,)
        self.evidence[name] = Evidence(spans, sure, f'key "{item.key}"')

    # Strings

    def strings(self, item: Item, depth: int = 0) -> Iterator[Item]:
        """The strings a value stands for: itself, a list's members, an object's name."""
        if isinstance(item.value, str):
            if item.value.strip():
                yield item
        elif isinstance(item.value, list) and depth < _DEPTH:
            for member in scan_list(self.text, item.start):
                named = Item(item.key, member.value, member.start, member.end)
                yield from self.strings(named, depth + 1)
        elif isinstance(item.value, dict) and depth < _DEPTH:
            members = {plain_key(m.key): m for m in scan_object(self.text, item.start)[0]}
            for key in NAME_KEYS:
                if key in members and isinstance(members[key].value, str):
                    inner = members[key]
                    yield Item(f"{item.key}.{inner.key}", inner.value, inner.start, inner.end)
                    return

    def single(self, name: str, fields: dict[str, list[Item]], longest: int = 600) -> str:
        """The first usable string of a field, as plain text."""
        items = fields.get(name, [])
        for item in items:
            for string in self.strings(item):
                value = plain(string.value) if may_be_markup(string.value) else ""
                value = value or normalise(string.value)
                if value and len(value) <= longest:
                    self.note(name, string, string.span)
                    items.remove(item)
                    return value
        return ""

    # Fields

    def date(self, items: list[Item]) -> Moment | None:
        for item in items:
            value = item.value
            if isinstance(value, int) and not isinstance(value, bool):
                value = str(value)
            if not isinstance(value, str):
                continue
            moment = read_moment(value) or coarse_date(value)
            if moment is None:
                self.problems.append(f'The value of "{item.key}" {NOT_A_DATE}.')
                continue
            self.note("date", item, item.span, 0.99)
            for part in ("time", "utc_offset"):
                if getattr(moment, part):
                    self.note(part, item, item.span, 0.99)
            items.remove(item)
            return moment
        return None

    def updated(self, fields: dict[str, list[Item]]) -> str:
        items = fields.get("updated", [])
        for item in items:
            moment = read_moment(item.value) if isinstance(item.value, str) else None
            if moment:
                self.note("updated", item, item.span)
                items.remove(item)
                return moment.stamp()
        return ""

    def authors(self, items: list[Item]) -> list[ParsedAuthor]:
        found: list[ParsedAuthor] = []
        seen: set[str] = set()
        for item in items:
            for string in self.strings(item):
                places = Places(self.text, string)
                for author, span in names_in(string.value):
                    if author.name.casefold() in seen:
                        continue
                    seen.add(author.name.casefold())
                    placed = places.span(*span) if span else None
                    self.note(f"authors.{len(found)}", string, placed, 0.95)
                    found.append(author)
            if found:
                items.remove(item)
                break
        return found

    def address(self, fields: dict[str, list[Item]]) -> str:
        for items in (fields.get("url", []), fields.get("publication", [])):
            for item in items:
                url = web_address(item.value) if isinstance(item.value, str) else ""
                if url and url.count("/") > 2 and len(url.split("/", 3)[-1]) > 0:
                    self.note("url", item, item.span)
                    items.remove(item)
                    return url
        return ""

    def publication(self, fields: dict[str, list[Item]], url: str) -> str:
        name = self.single("publication", fields, 120)
        if name.startswith(("http://", "https://")):
            name = name.split("/")[2]
        name = name.removeprefix("www.")
        if not name and url:
            name = url.split("/")[2].removeprefix("www.")
            whole = self.evidence["url"].spans
            at = self.text.find(name, *whole[0]) if whole else -1
            spans = ((at, at + len(name)),) if at >= 0 else ()
            self.evidence["publication"] = Evidence(spans, 0.8, "domain of the address")
        return name

    def standfirst(self, fields: dict[str, list[Item]], paragraphs: list[Paragraph]) -> str:
        """A summary, unless it is only the beginning of the text."""
        before = dict(self.evidence)
        opening = normalise(" ".join(paragraph.text for paragraph in paragraphs[:4]))
        value = self.single("standfirst", fields, 1_200)
        if value and opening.startswith(value.rstrip(". …")[:120]):
            self.evidence = before
            return ""
        return value

    def count(self, fields: dict[str, list[Item]]) -> int | None:
        items = fields.get("comment_count", [])
        for item in items:
            value = item.value
            if isinstance(value, list):
                continue
            digits = str(value).replace(",", "") if not isinstance(value, bool) else ""
            if digits.isdecimal() and len(digits) < 9:
                self.note("comment_count", item, item.span)
                items.remove(item)
                return int(digits)
        return None

    def language(self, fields: dict[str, list[Item]], paragraphs: list[Paragraph]) -> str:
        items = fields.get("language", [])
        for item in items:
            said = item.value.strip() if isinstance(item.value, str) else ""
            match = _LANGUAGE.match(said)
            code = match[1].lower() if match else _LANGUAGE_NAMES.get(said.casefold(), "")
            if code:
                self.note("language", item, item.span)
                items.remove(item)
                return code
        code, sure = detect_language(" ".join(p.text for p in paragraphs[:3])[:400])
        if code:
            self.evidence["language"] = Evidence((), sure, "the words of the text")
        return code

    # Text

    def paragraphs(self, items: list[Item]) -> list[Paragraph]:
        for item in items:
            found: list[Paragraph] = []
            for string in self.strings(item):
                if _MARKUP.search(string.value):
                    self.markup(string, found)
                else:
                    self.plain_text(string, found)
            if found:
                items.remove(item)
                return found
        return []

    def plain_text(self, item: Item, found: list[Paragraph]) -> None:
        """Paragraphs on blank lines, or else on single ones."""
        places = Places(self.text, item)
        reason = f'key "{item.key}"'
        for start, end in paragraph_spans(item.value):
            text = normalise(item.value[start:end])
            if text:
                span = places.span(start, end)
                self.evidence[f"paragraphs.{len(found)}"] = Evidence((span,), 0.98, reason)
                found.append(Paragraph(text))

    def markup(self, item: Item, found: list[Paragraph]) -> None:
        """The blocks of an HTML value; a span only where the words stand together."""
        _, page, problems = read_page(item.value)
        self.problems += problems
        places, at = Places(self.text, item), 0
        for block in page.blocks:
            text = normalise(block.text)
            start = item.value.find(block.text, at)
            span = None
            if start >= 0:
                at = start + len(block.text)
                span = places.span(start, at)
            self.note(f"paragraphs.{len(found)}", item, span, 0.9)
            kind = "subheading" if block.tag in HEADINGS else "paragraph"
            if block.tag == "li":
                kind = "list_item"
            found.append(Paragraph(text, kind))  # type: ignore[arg-type]

    # Images

    def images(self, fields: dict[str, list[Item]]) -> list[ParsedImage]:
        found: list[ParsedImage] = []
        for item in list(fields.get("images", [])):
            if isinstance(item.value, list):
                for member in scan_list(self.text, item.start)[:50]:
                    self.image_member(member, item, found)
                if found:
                    fields["images"].remove(item)
        if found:
            return found
        captions = self.all_strings(fields, "caption")
        credits = self.all_strings(fields, "credit")
        addresses = [
            string for string in self.all_strings(fields, "image_url") if web_address(string.value)
        ]
        for number in range(max(len(captions), len(credits), len(addresses))):
            caption, credit, address = (
                strings[number] if number < len(strings) else None
                for strings in (captions, credits, addresses)
            )
            self.image(caption, credit, address, found)
        return found

    def all_strings(self, fields: dict[str, list[Item]], name: str) -> list[Item]:
        items = fields.pop(name, [])
        return [string for item in items[:1] for string in self.strings(item)]

    def image_member(self, member: Item, item: Item, found: list[ParsedImage]) -> None:
        if isinstance(member.value, str):
            named = Item(item.key, member.value, member.start, member.end)
            if web_address(member.value):
                self.image(None, None, named, found)
        elif isinstance(member.value, dict):
            parts: dict[str, Item] = {}
            for inner in scan_object(self.text, member.start)[0]:
                if not isinstance(inner.value, str) or not inner.value.strip():
                    continue
                key = plain_key(inner.key)
                name = {"url": "url", "src": "url", "href": "url"}.get(key, "")
                name = name or {"title": "", "alt": ""}.get(key, KEY_FIELDS.get(key, ("",))[0])
                parts.setdefault(
                    "url" if name == "image_url" else name,
                    Item(f"{item.key}.{inner.key}", inner.value, inner.start, inner.end),
                )
            if parts.get("caption") or parts.get("url"):
                self.image(parts.get("caption"), parts.get("credit"), parts.get("url"), found)

    def image(
        self,
        caption: Item | None,
        credit: Item | None,
        address: Item | None,
        found: list[ParsedImage],
    ) -> None:
        """One picture: what its caption says of it, its credit line, its address."""
        key = f"images.{len(found)}"
        values: dict[str, Any] = {}
        for item in (credit, caption):
            if item is None:
                continue
            shown = plain(item.value) if may_be_markup(item.value) else item.value
            read = read_caption(shown)
            places = Places(self.text, item) if shown == item.value else None
            for part, evidence in read.evidence.items():
                if (part == "credit" and "credit" in values) or (
                    item is credit and part in ("caption", "place", "taken")
                ):
                    continue
                spans = tuple(places.span(*span) for span in evidence.spans) if places else ()
                values[part] = getattr(read.image, part)
                reason = f'key "{item.key}": {evidence.reason}'
                self.evidence[f"{key}.{part}"] = Evidence(spans, evidence.confidence, reason)
            name = "credit" if item is credit else "caption"
            if name not in values and (name == "credit" or not read.image.credit):
                values[name] = normalise(shown)
                self.note(f"{key}.{name}", item, item.span)
        if address is not None:
            values["url"] = web_address(address.value)
            self.note(f"{key}.url", address, address.span)
        if any(values.values()):
            found.append(ParsedImage(**values))
