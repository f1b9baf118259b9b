"""A record of a corpus (one JSON object) in, its article out, with the keys as evidence.

Spans are the raw contents of the JSON strings, between the quotes: beyond `normalise` a value
differs from its span by JSON escapes ("\\n", "\\u2019") and HTML tags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import urlsplit

from archive.record.content import AuthorContent, ParagraphContent
from archive.record.evidence import DOUBTFUL, FieldReading, OtherReading
from ingest.parsing.fields.found_dates import by_habit, days_apart
from ingest.parsing.fields.language import detect_language
from ingest.parsing.fields.markup import web_address
from ingest.parsing.fields.name_parts import name_parts
from ingest.parsing.fields.timestamps import Moment, read_moment
from ingest.parsing.fields.whitespace import normalise
from ingest.parsing.html.dates import day_in
from ingest.parsing.structured.body import read_paragraphs
from ingest.parsing.structured.further import with_further
from ingest.parsing.structured.images import read_pictures
from ingest.parsing.structured.keys import (
    CRAWL_KEYS,
    DATE_KEYS,
    NAME_KEYS,
    ROW_KEYS,
    SAVED_KEYS,
    SAVING_KEYS,
    VERSION_KEYS,
    plain_key,
)
from ingest.parsing.structured.record import (
    DEPTH,
    NO_KEYS,
    Fields,
    Record,
    coarse_date,
    last_key,
    names_in,
)
from ingest.parsing.structured.spans import Item, NotJson, Places, has_halves, scan_object
from ingest.records import DateOrder, Decoded, ParsedArticle

__all__ = ["parse_record"]

NO_TEXT: Final = "The record has no text under any key that is known."
HALVES: Final = "Escapes that are half a character (such as \\ud83d alone) are shown as \ufffd."
NOT_A_DATE: Final = "is not a date that can be read"

#: A whole number as tables with gaps keep it: "2019.0", "1565863200.5".
_DECIMAL: Final = re.compile(r"\d{4,13}\.\d{1,9}")
#: A date object that a program printed into a table: `{'$date': 1474934400000}`.
_PRINTED_DATE: Final = re.compile(
    r"""\{\s{0,3}['"]\$?(?:date|iso|value)['"]\s{0,3}:\s{0,3}['"]?([^'"{}]{4,40})['"]?\s{0,3}\}"""
)
_LANGUAGE: Final = re.compile(r"([A-Za-z]{2})(?:[-_].{2,8})?$")
_LANGUAGE_NAMES: Final = {
    "english": "en", "german": "de", "french": "fr", "spanish": "es", "italian": "it",
    "portuguese": "pt", "dutch": "nl", "deutsch": "de", "français": "fr", "español": "es",
}  # fmt: skip


def parse_record(
    name: str, decoded: Decoded, order: DateOrder = "", keys: Mapping[str, str] = NO_KEYS
) -> ParsedArticle:
    """The article of one JSON object, `order` being that of day and month in its file, `keys` the
    fields that a person said its keys stand for. Never raises; problems are sentences."""
    try:
        items, _ = scan_object(decoded.text)
    except NotJson as error:
        return ParsedArticle(problems=(*decoded.problems, str(error)))
    reader = _RecordReader(decoded.text, list(decoded.problems), order, keys)
    if has_halves(decoded.text):
        reader.problems.append(HALVES)
    return reader.read(items)


class _RecordReader(Record):
    """The fields of one record as they are found."""

    __slots__ = ()

    def read(self, items: list[Item]) -> ParsedArticle:
        fields = self.sort(items)
        self.drop_row_times(items, fields)
        url = self.address(fields)
        images = read_pictures(self, fields)
        paragraphs = read_paragraphs(self, fields.get("text", []))
        moment = self.date(fields.get("date", []), url, paragraphs)
        authors = self.authors(fields.get("authors", []))
        headline = self.single("headline", fields)
        publication = self.publication(fields, url)
        standfirst = self.standfirst(fields, paragraphs)
        section = self.single("section", fields)
        updated = self.updated(fields)
        count = self.count(fields)
        language = self.language(fields, paragraphs)
        if not paragraphs:
            self.problems.append(NO_TEXT)
        article = ParsedArticle(
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
            problems=tuple(self.problems),
        )
        return with_further(self, article)

    def date(
        self, items: list[Item], url: str, paragraphs: list[ParagraphContent]
    ) -> Moment | None:
        """The first readable date, with the time if another key has one for that day."""
        best: tuple[Moment, Item, Item] | None = None
        for item in list(items):
            stamped = _stamp(self, item)
            if stamped is None:
                continue
            moment = read_moment(stamped.value, self.order) or coarse_date(stamped.value)
            if moment is None:
                if best is None:
                    self.problems.append(f'The value of "{item.key}" {NOT_A_DATE}.')
            elif best is None or _says_more(moment, best[0]):
                best = (moment, item, stamped)
        if best is None:
            return None
        moment, item, stamped = best
        items.remove(item)
        if moment.exchanged:
            return self.either_order(moment, stamped, url, paragraphs)
        sure = min(0.99, moment.found.confidence + 0.04) if moment.found else 0.99
        for name in ("date", *(part for part in ("time", "utc_offset") if getattr(moment, part))):
            self.note(name, stamped, stamped.span, sure)
        if moment.found and self.order:
            self.evidence["date"] = self.evidence["date"]._replace(
                reason=f'key "{item.key}": {moment.found.reason}'
            )
        return moment

    def either_order(
        self, moment: Moment, item: Item, url: str, paragraphs: list[ParagraphContent]
    ) -> Moment:
        """The day of "06-04-2017": that of the address, else in doubt, for editors to confirm."""
        assert moment.found is not None
        named = day_in(url)
        if named in (moment.day, moment.exchanged):
            taken, why = (
                moment.found._replace(iso=named, confidence=0.95),
                ", as its address has it",
            )
        else:
            words = " ".join(paragraph.text for paragraph in paragraphs[:3])[:400]
            host = urlsplit(url).hostname or "" if url else ""
            taken = by_habit(moment.found, detect_language(words)[0], host)
            why = f": {taken.reason}"
        rest = moment.exchanged if taken.iso == moment.day else moment.day
        others = (OtherReading(rest, 0.45, "day and month exchanged"),)
        reading = FieldReading((item.span,), taken.confidence, f'key "{item.key}"{why}')
        doubtful = taken.confidence < DOUBTFUL
        self.evidence["date"] = reading._replace(others=others if doubtful else ())
        for name in (part for part in ("time", "utc_offset") if getattr(moment, part)):
            self.note(name, item, item.span)
        return Moment(taken.iso, moment.time, moment.utc_offset)

    def drop_row_times(self, items: list[Item], fields: Fields) -> None:
        """Take when a crawler's database last wrote the row for no update of the article, and when
        a reader saved a page for no day of it."""
        keys = {plain_key(item.key) for item in items}
        if not keys.isdisjoint(CRAWL_KEYS):
            _drop(fields, "updated", ROW_KEYS)
        if not keys.isdisjoint(SAVED_KEYS):
            _drop(fields, "updated", SAVING_KEYS)
            _drop(fields, "date", SAVING_KEYS)
        if not fields.get("date"):
            fields["date"] = _drop(fields, "updated", VERSION_KEYS)

    def updated(self, fields: Fields) -> str:
        items = fields.get("updated", [])
        for item in items:
            stamped = _stamp(self, item)
            moment = read_moment(stamped.value, self.order) if stamped else None
            if stamped and moment:
                self.note("updated", stamped, stamped.span)
                items.remove(item)
                return moment.stamp()
        return ""

    def authors(self, items: list[Item]) -> list[AuthorContent]:
        found: list[AuthorContent] = []
        seen: set[str] = set()
        for item in items:
            for name, parts in _people_in_parts(self, item):
                seen.add(name.casefold())
                spans = tuple(part.span for part in parts)
                reason = f'key "{item.key}"'
                self.evidence[f"authors.{len(found)}"] = FieldReading(spans, 0.98, reason)
                found.append(AuthorContent(name))
            for string in self.strings(item) if not found else ():
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

    def address(self, fields: Fields) -> str:
        for items in (fields.get("url", []), fields.get("publication", [])):
            for item in items:
                url = web_address(item.value) if isinstance(item.value, str) else ""
                if url and url.count("/") > 2 and len(url.split("/", 3)[-1]) > 0:
                    self.note("url", item, item.span)
                    items.remove(item)
                    return url
        return ""

    def publication(self, fields: Fields, url: str) -> str:
        # Names before addresses: a crawler keeps the page's own under "source".
        items = fields.get("publication", [])
        items.sort(key=lambda item: isinstance(item.value, str) and "://" in item.value)
        name = self.single("publication", fields, 120)
        if name.startswith(("http://", "https://")):
            name = name.split("/")[2]
        name = name.removeprefix("www.")
        if not name and url:
            name = url.split("/")[2].removeprefix("www.")
            whole = self.evidence["url"].spans
            at = self.text.find(name, *whole[0]) if whole else -1
            spans = ((at, at + len(name)),) if at >= 0 else ()
            self.evidence["publication"] = FieldReading(spans, 0.8, "domain of the address")
        return name

    def standfirst(self, fields: Fields, paragraphs: list[ParagraphContent]) -> str:
        """A summary, unless it is only the beginning of the text."""
        before = dict(self.evidence)
        opening = normalise(" ".join(paragraph.text for paragraph in paragraphs[:4]))
        value = self.single("standfirst", fields, 1_200)
        if value and opening.startswith(value.rstrip(". …")[:120]):
            self.evidence = before
            return ""
        return value

    def count(self, fields: Fields) -> int | None:
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

    def language(self, fields: Fields, paragraphs: list[ParagraphContent]) -> str:
        items = fields.get("language", [])
        for item in items:
            name = item.value.strip() if isinstance(item.value, str) else ""
            match = _LANGUAGE.match(name)
            code = match[1].lower() if match else _LANGUAGE_NAMES.get(name.casefold(), "")
            if code:
                self.note("language", item, item.span)
                items.remove(item)
                return code
        code, sure = detect_language(" ".join(p.text for p in paragraphs[:3])[:400])
        if code:
            self.evidence["language"] = FieldReading((), sure, "the words of the text")
        return code


def _drop(fields: Fields, name: str, keys: frozenset[str]) -> list[Item]:
    """Take the items of these keys out of a field; they are returned."""
    dropped = [item for item in fields.get(name, ()) if plain_key(item.key) in keys]
    for item in dropped:
        fields[name].remove(item)
    return dropped


def _says_more(moment: Moment, best: Moment) -> bool:
    """Whether a date has the time of the day of the best so far, or is the day that was printed
    when it was another day in the time zone of the best, a stamp in UTC."""
    if moment.day == best.day:
        return bool(moment.time) and not best.time
    if best.utc_offset != "+00:00" or moment.utc_offset or moment.exchanged:
        return False
    return len(moment.day) == 10 and days_apart(moment.day, best.day) == 1


def _stamp(record: Record, item: Item) -> Item | None:
    """The value of a date as a string: an epoch as whole seconds, the content of `{"$date": …}`, a
    year that a table keeps as "2019.0"."""
    value = item.value
    if isinstance(value, dict):
        members = {last_key(member): member for member in record.members(item)}
        inner = next((members[key] for key in DATE_KEYS if key in members), None)
        return None if inner is None or isinstance(inner.value, dict) else _stamp(record, inner)
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    if isinstance(value, str) and (printed := _PRINTED_DATE.fullmatch(value.strip())):
        value = printed[1]
        if value.isdecimal():
            value = int(value)
    if isinstance(value, float) or (isinstance(value, str) and _DECIMAL.fullmatch(value.strip())):
        value = str(value).strip().partition(".")[0]
    return Item(item.key, str(value), item.start, item.end)


def _people_in_parts(record: Record, item: Item) -> Iterator[tuple[str, list[Item]]]:
    """People with names in parts, in lists and lists of lists: `{"given": …, "family": …}`."""
    for member in _flat(record, item):
        if not isinstance(member.value, dict):
            continue
        members = {last_key(part): part for part in record.members(member)}
        if any(members.get(key) and members[key].value for key in NAME_KEYS[:5]):
            continue
        parts = [members[key] for key in name_parts({k: m.value for k, m in members.items()})]
        name = normalise(" ".join(part.value for part in parts))
        if name:
            yield name, parts


def _flat(record: Record, item: Item, depth: int = 0) -> Iterator[Item]:
    """The members of lists, however deep, in order; an item that is no list as it is."""
    if not isinstance(item.value, list) or depth >= DEPTH:
        yield item
        return
    for member in record.members(item):
        yield from _flat(record, member, depth + 1)
