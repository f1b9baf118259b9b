"""A saved HTML page in, the record of its article out. Nothing is fetched; values have no tags.

Spans count code points of `visible_text(decoded)`: the page's metadata, a statement a line, then
its blocks. A field that only metadata states has its span in the metadata.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urlsplit

from lxml import etree

from archive.record.content import ParagraphContent
from archive.record.evidence import FieldReading, OtherReading, Span
from ingest.parsing.fields.bylines import read_byline
from ingest.parsing.fields.language import detect_language
from ingest.parsing.fields.timestamps import Moment, read_moment
from ingest.parsing.fields.whitespace import normalise
from ingest.parsing.html.authors import choose_authors
from ingest.parsing.html.body import BodyChoice, choose_body, key
from ingest.parsing.html.bylines import Signed, closes_story
from ingest.parsing.html.dates import Habits, choose_date, habits_of, shown_change
from ingest.parsing.html.headline import (
    FoundField,
    choose_headline,
    choose_language,
    choose_publication,
    choose_section,
    choose_standfirst,
    choose_url,
)
from ingest.parsing.html.images import Figure, each_part, read_figures
from ingest.parsing.html.metadata import read_metadata
from ingest.parsing.html.metadata.values import Metadata
from ingest.parsing.html.page import HEADINGS, Page, PageBlock
from ingest.parsing.html.story_start import DATE_LINE, find_start, first_prose, signing_lines
from ingest.parsing.html.visible_text import VisibleText, lay_out
from ingest.parsing.html.walk import read_page
from ingest.parsing.html.zones import Zone
from ingest.records import BlockKind, Decoded, ParsedArticle

NO_BODY: Final = "No body text was found on the page."
#: A block of several lines is several paragraphs when its lines are at least this long on average.
LINE_PARAGRAPH: Final = 80
#: A byline below the text is among so many last blocks of the body.
CLOSING_REACH: Final = 8
#: A date may stand so many blocks below the headline.
DATE_REACH: Final = 25
_MAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}")
#: Why the rest of a field's block was left out.
_AROUND: Final = {
    "headline": "kicker or mark beside the headline",
    "caption": "picture line that repeats or only labels",
    "byline": "around the names of the byline",
}


def visible_text(decoded: Decoded) -> str:
    """The text that spans of `parse_html` refer to; deterministic."""
    root, page, _ = _page_of(decoded)
    return lay_out(page, read_metadata(root, page.saved_from)).text


def parse_html(name: str, decoded: Decoded) -> ParsedArticle:
    """The record of a page. Never raises; missing fields stay empty."""
    root, page, problems = _page_of(decoded)
    meta = read_metadata(root, page.saved_from)
    reader = _PageReader(page, meta, lay_out(page, meta))
    record = reader.read(root)
    return _with_problems(record, (*decoded.problems, *problems))


def _page_of(decoded: Decoded) -> tuple[etree._Element, Page, tuple[str, ...]]:
    root, page, problems = read_page(decoded.text)
    if decoded.address:
        page.saved_from = ("address of the saved page", decoded.address)
    return root, page, problems


def _with_problems(record: ParsedArticle, problems: tuple[str, ...]) -> ParsedArticle:
    own = () if record.paragraphs else (NO_BODY,)
    return replace(record, problems=(*problems, *own))


@dataclass(slots=True)
class _PageReader:
    """The fields of a page, found in the order in which one rules out another."""

    page: Page
    meta: Metadata
    source: VisibleText
    evidence: dict[str, FieldReading] = field(default_factory=dict)
    #: Block number -> field, for blocks that cannot be body.
    taken: dict[int, str] = field(default_factory=dict)
    #: Block number -> what it is, for lines of names and dates around the headline.
    signing: dict[int, str] = field(default_factory=dict)

    def read(self, root: etree._Element) -> ParsedArticle:
        meta, page = self.meta, self.page
        url = choose_url(meta)
        address = url.value if url else ""
        sites = [value.text for value in meta.sites]
        owners = [*sites, *_site_names(address)]
        headline = self.headline(owners)
        habits = habits_of(page, meta, address)
        start = find_start(page, headline.block if headline else None)
        headline_at = start.headline
        self.signing = signing_lines(page, start, habits)
        figures = self.figures(headline_at, meta.base or address)
        body = self.body(root, key(headline.value) if headline else "")
        standfirst = self.standfirst(headline, body)
        authors = self.authors(headline_at, body, owners)
        date = self.date(headline_at, body, address, habits)
        moment = date[0] if date else None
        self.note("headline", headline)
        if date:
            self.note_date(*date)
        for number, signed in enumerate(authors):
            self.note_author(number, signed)
        for number, figure in enumerate(figures):
            self.note_figure(number, figure)
        self.note("standfirst", standfirst)
        paragraphs = list(self.paragraphs(body))
        self.note("url", url)
        values = self.singles(address, paragraphs)
        return ParsedArticle(
            headline=normalise(headline.value) if headline else "",
            date=moment.day if moment else "",
            time=moment.time if moment else "",
            utc_offset=moment.utc_offset if moment else "",
            updated=self.updated(headline_at, habits),
            url=address,
            authors=tuple(signed.author for signed in authors),
            publication=values["publication"],
            section=values["section"],
            comment_count=self.comment_count(),
            standfirst=normalise(standfirst.value) if standfirst else "",
            paragraphs=tuple(paragraphs),
            images=tuple(figure.image for figure in figures),
            contacts=tuple(self.contacts(headline_at)),
            language=values["language"],
            evidence=self.evidence,
            left_out=tuple(self.source.left_out({**body.left, **self.reasons()})),
            shown=self.source.text,
        )

    def headline(self, owners: list[str]) -> FoundField | None:
        found = choose_headline(self.page, self.meta, owners, first_prose(self.page))
        if found and found.block:
            self.taken[found.block.number] = "headline"
        return found

    def figures(self, headline_at: int, base: str) -> list[Figure]:
        found, blocks = read_figures(self.page, self.meta, base, headline_at, self.signing)
        self.taken.update(dict.fromkeys(blocks - self.taken.keys(), "caption"))
        return found

    def body(self, root: etree._Element, title: str) -> BodyChoice:
        not_body = {*self.taken, *self.signing}
        return choose_body(self.page, root, self.meta.article_body, not_body, title)

    def standfirst(self, headline: FoundField | None, body: BodyChoice) -> FoundField | None:
        found = choose_standfirst(
            self.page, self.meta, headline, body.kept, {*self.taken, *self.signing}
        )
        if found and found.block:
            self.taken[found.block.number] = "standfirst"
            body.kept.pop(found.block.number, None)
        return found

    def authors(self, headline_at: int, body: BodyChoice, owners: list[str]) -> list[Signed]:
        behind = max(body.kept, default=-1)
        last = sorted(body.kept)[-CLOSING_REACH:]
        closing = {number for number in last if closes_story(self.page.blocks[number])}
        not_bylines = {*self.taken, *body.kept} - closing
        dated = {number for number, what in self.signing.items() if what == DATE_LINE}
        return choose_authors(
            self.page,
            self.meta,
            headline_at=headline_at,
            behind=behind,
            sites=owners,
            taken=not_bylines,
            dated=dated,
        )

    def date(
        self, headline_at: int, body: BodyChoice, address: str, habits: Habits
    ) -> tuple[Moment, FoundField] | None:
        """The day of publication, shown no further down than where the story begins."""
        last = max(headline_at + DATE_REACH, min(body.kept, default=-1))
        last = min(last, len(self.page.blocks) - 1)
        return choose_date(self.page, self.meta, headline_at, last, address, habits)

    def singles(self, address: str, paragraphs: Sequence[ParagraphContent]) -> dict[str, str]:
        """Single fields that only metadata states, or that the text itself tells."""
        found = {
            "publication": choose_publication(self.meta, address),
            "section": choose_section(self.meta),
            "language": choose_language(self.meta) or _detected_language(paragraphs),
        }
        for name, value in found.items():
            self.note(name, value)
        return {name: value.value if value else "" for name, value in found.items()}

    def reasons(self) -> dict[int, str]:
        """Why the rest of fields' blocks was left out."""
        around = {number: _AROUND.get(name, name) for number, name in self.taken.items()}
        return {**self.signing, **around}

    # Evidence

    def note(self, name: str, found: FoundField | None) -> None:
        """Note evidence: a field's span in a block, else in the metadata, else none."""
        if found is None:
            return
        span: Span | None
        if found.block is not None:
            start = found.block.start
            span = (start + found.span[0], start + found.span[1])
        else:
            span = self.source.value_span(found.reason, found.value)
        spans = (span,) if span is not None and self.source.claim(span) else ()
        others = tuple(OtherReading(value, sure, why) for value, sure, why in found.others)
        self.evidence[name] = FieldReading(spans, round(found.confidence, 3), found.reason, others)

    def note_date(self, moment: object, found: FoundField) -> None:
        self.note("date", found)
        evidence = self.evidence["date"]
        for name in ("time", "utc_offset"):
            if getattr(moment, name, ""):
                self.evidence[name] = FieldReading(
                    evidence.spans, evidence.confidence, evidence.reason
                )

    def note_author(self, number: int, signed: Signed) -> None:
        name = signed.author.printed or signed.author.name
        found = FoundField(name, signed.confidence, signed.source, signed.block, signed.span)
        self.note(f"authors.{number}", found)
        if signed.block is not None:
            self.taken.setdefault(signed.block.number, "byline")

    def note_figure(self, number: int, figure: Figure) -> None:
        """Note evidence of a picture. The credit may be part of the caption; photographer and
        agency are parts of the credit, place and day of the caption."""
        caption = self._note_caption(number, figure)
        credit = self._note_credit(number, figure, caption)
        read = figure.read.evidence if figure.read else {}
        for part, value in each_part(figure):
            name = f"images.{number}.{part}"
            if name in self.evidence:
                continue
            spans: tuple[Span, ...] = ()
            why = figure.url_source or "img src" if part == "url" else "the figure's credit line"
            if part in figure.credit_parts and credit and figure.credit_block:
                spans = _inside(credit, figure.credit_parts[part], figure.credit_block.start)
            elif part in read and not figure.credit_parts and caption and figure.caption_block:
                why = read[part].reason
                spans = _inside(caption, read[part].spans[0], figure.caption_block.start)
            sure = figure.confidence if part == "url" else 0.85
            if part == "url" and figure.url_source:
                self.note(name, FoundField(value, sure, why))
            else:
                self.evidence[name] = FieldReading(spans, sure, why)

    def _note_caption(self, number: int, figure: Figure) -> Span | None:
        block, span = figure.caption_block, figure.caption_span
        if block is None:
            return None
        found = FoundField(figure.image.caption, 0.9, "caption of the figure", block, span)
        self.note(f"images.{number}.caption", found)
        return block.start + span[0], block.start + span[1]

    def _note_credit(self, number: int, figure: Figure, caption: Span | None) -> Span | None:
        block, span = figure.credit_block, figure.credit_span
        if block is None:
            return None
        name = f"images.{number}.credit"
        placed = (block.start + span[0], block.start + span[1])
        if caption is not None and caption[0] <= placed[0] and placed[1] <= caption[1]:
            self.evidence[name] = FieldReading((placed,), 0.9, "credit in the caption")
        else:
            found = FoundField(figure.image.credit, 0.9, "credit of the figure", block, span)
            self.note(name, found)
        return placed

    # Fields that lean on the others

    def paragraphs(self, body: BodyChoice) -> Iterator[ParagraphContent]:
        number = 0
        for block in self.page.blocks:
            if block.number not in body.kept or block.number in self.taken:
                continue
            sure, reason = body.kept[block.number]
            for start, end in _paragraph_spans(block):
                span = (block.start + start, block.start + end)
                if not self.source.claim(span):
                    continue
                text = normalise(block.text[start:end])
                yield ParagraphContent(text, _kind(block))
                self.evidence[f"paragraphs.{number}"] = FieldReading(
                    (span,), round(sure, 3), reason
                )
                number += 1

    def updated(self, headline_at: int, habits: Habits) -> str:
        """When the page says that it changed last."""
        for value in self.meta.modified:
            moment = read_moment(value.text)
            if moment:
                self.note("updated", FoundField(value.text, 0.95, value.source))
                return moment.stamp()
        reach = min(headline_at + DATE_REACH, len(self.page.blocks) - 1)
        shown = shown_change(self.page, headline_at, reach, habits)
        if shown is None:
            return ""
        block, change = shown
        self.note("updated", FoundField(change.iso, 0.8, "near the headline", block, change.span))
        return Moment(change.iso, change.time, change.utc_offset).stamp()

    def comment_count(self) -> int | None:
        for value in self.meta.comment_counts:
            if value.text.isdecimal() and len(value.text) < 9:
                self.note("comment_count", FoundField(value.text, 0.95, value.source))
                return int(value.text)
        return None

    def contacts(self, headline_at: int) -> Iterator[str]:
        """The handles and mail addresses in the byline, each once."""
        seen: list[str] = []
        for block in self.page.blocks[headline_at : headline_at + 25]:
            if "@" not in block.text or len(block.text) > 300 or not block.near & Zone.BYLINE:
                continue
            read = read_byline(block.text)
            mails = [(match[0], match.span()) for match in _MAIL.finditer(block.text)]
            handles = [
                (handle, span)
                for handle, span in (read.handles if read else ())
                if not any(start <= span[0] < end for _, (start, end) in mails)
            ]
            for handle, span in sorted([*handles, *mails], key=lambda contact: contact[1]):
                if handle not in seen:
                    name = f"contacts.{len(seen)}"
                    self.note(name, FoundField(handle, 0.9, "byline", block, span))
                    seen.append(handle)
                    yield handle


def _detected_language(paragraphs: Sequence[ParagraphContent]) -> FoundField | None:
    """The language of the text, where the page does not state it."""
    text = " ".join(paragraph.text for paragraph in paragraphs[:4])
    code, sure = detect_language(text[:1_000])
    return FoundField(code, sure, "the words of the text") if code else None


def _inside(whole: Span, part: Span, start: int) -> tuple[Span, ...]:
    """The span of a part in the visible text, if it lies inside its whole."""
    placed = (part[0] + start, part[1] + start)
    return (placed,) if whole[0] <= placed[0] < placed[1] <= whole[1] else ()


def _site_names(url: str) -> list[str]:
    """The names that an address implies: "alder.example" and "alder"."""
    host = (urlsplit(url).hostname or "").removeprefix("www.") if url else ""
    return [host, host.split(".")[0]] if host else []


def _paragraph_spans(block: PageBlock) -> list[Span]:
    """The spans of a block's paragraphs: the block, or its lines where these are long."""
    text = block.text
    lines = text.count("\n") + 1
    if lines == 1 or len(text) / lines < LINE_PARAGRAPH:
        return [(0, len(text))]
    spans, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            spans.append((at + len(line) - len(line.lstrip()), at + len(line.rstrip())))
        at += len(line) + 1
    return spans


def _kind(block: PageBlock) -> BlockKind:
    if block.tag in HEADINGS:
        return "subheading"
    if block.tag == "li":
        return "list_item"
    if block.zones & Zone.QUOTE:
        return "quote"
    if block.bold and len(block.text) < 100 and block.text[-1] not in '.!…"”«»,;':
        return "subheading"
    return "paragraph"
