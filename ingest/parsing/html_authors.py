"""Who wrote the page: the names in metadata and in the byline shown, compared and joined."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ingest.parsing.agencies import agency_name, author_kind
from ingest.parsing.bylines import opener_end, read_byline
from ingest.parsing.html_blocks import HEADINGS, Block, Page
from ingest.parsing.html_body import key
from ingest.parsing.html_fields import ELSEWHERE
from ingest.parsing.html_zones import Zone
from ingest.parsing.metadata import Metadata, Signature
from ingest.records import ParsedAuthor


@dataclass(frozen=True, slots=True)
class Signed:
    """An author and where the name stands: in a block, or in a metadata statement (`source`)."""

    author: ParsedAuthor
    confidence: float
    source: str
    block: Block | None = None
    span: tuple[int, int] = (0, 0)


#: Addresses of pages about a person: /author/una-marr, /people/una-marr, /autoren/…
_AUTHOR_LINK: Final = re.compile(
    r"/(?:authors?|people|profiles?|by|contributors?|staff|writers?|journalists?|reporters?|team"
    r"|autor(?:en|es|in)?|auteurs?|autori|firmas?|columnists?|journalist(?:en|in)?|redaktion"
    r"|person|correspondents?|redakteure?)[/-][\w%.-]+",
    re.IGNORECASE,
)
_SPLIT: Final = re.compile(r"\s*(?:;|\||,\s+(?:and|und|et|y|e|en)\s|\s(?:and|und|&|et)\s|,\s)\s*")
_NOT_A_NAME: Final = re.compile(r"https?:|www\.|@|[<>{}\[\]=#]|\d{3}|\.(?:com|net|org|de)\b")
_LONGEST_NAME: Final = 70
_HANDLE_TAIL: Final = re.compile(r"\s*[(@].*$")
#: Names content systems put where nobody is named.
_PLACEHOLDERS: Final = frozenset(
    "admin administrator root user editor guest unknown none null undefined author webmaster test"
    " default anonymous superuser import feed".split()
)
#: Blocks below the headline (and a few above it) in which a byline is looked for.
REACH_BELOW: Final = 30
REACH_ABOVE: Final = 6


def choose_authors(
    page: Page, meta: Metadata, headline_at: int, body_at: int, sites: Sequence[str]
) -> list[Signed]:
    """The authors in printed order, each name once."""
    names = {key(site) for site in sites if site}
    stated = _stated(meta, names)
    shown = list(_shown(page, headline_at, body_at))
    if stated:
        return [_placed(signed, shown, page, headline_at) for signed in stated]
    return shown


def _stated(meta: Metadata, sites: set[str]) -> list[Signed]:
    """Authors by metadata: the most trusted family that names somebody."""
    families: dict[str, list[Signature]] = {}
    for signature in meta.authors:
        families.setdefault(signature.source.split(" ")[0], []).append(signature)
    spare: list[Signed] = []
    for family in ("JSON-LD", "meta", "itemprop"):
        seen: set[str] = set()
        found: list[Signed] = []
        sources = {signature.source for signature in families.get(family, [])}
        for signature in families.get(family, []):
            if family == "meta" and found and signature.source != found[0].source:
                continue
            for signed in _names_in(signature):
                name = key(signed.author.name)
                if name in seen:
                    continue
                seen.add(name)
                found.append(signed)
        own = [signed for signed in found if key(signed.author.name) not in sites]
        if own:
            return own
        if found and sources:
            spare = spare or found
    return spare


def _names_in(signature: Signature) -> Iterator[Signed]:
    text = signature.name.strip(" ,;|")
    text = text[opener_end(text) :].strip() if signature.kind != "Organization" else text
    if not text or key(text) in _PLACEHOLDERS or _NOT_A_NAME.search(text[:12]):
        return
    if signature.kind == "Organization":
        yield Signed(_author(text, "desk"), 0.85, signature.source)
        return
    for part in _SPLIT.split(text) if len(text) > 8 else [text]:
        name = _HANDLE_TAIL.sub("", part).strip(" .,;|-–")
        if not name or len(name) > _LONGEST_NAME or _NOT_A_NAME.search(name):
            continue
        if key(name) in _PLACEHOLDERS:
            continue
        if len(part) < len(text) and " " not in name and not agency_name(name):
            continue
        yield Signed(_author(name, "person"), 0.93, signature.source)


def _author(name: str, kind: str) -> ParsedAuthor:
    if kind == "desk" or author_kind(name) != "person":
        found = author_kind(name)
        return ParsedAuthor(name, found if found != "person" else "desk")
    read = read_byline(f"By {name}")
    if read is not None and len(read.authors) == 1:
        shown = read.authors[0]
        if key(shown.name) == key(name):
            return replace(shown, printed="" if shown.name == name else name)
    return ParsedAuthor(name)


def _shown(page: Page, headline_at: int, body_at: int) -> Iterator[Signed]:
    """Names in the byline that the page shows around its headline."""
    seen: set[str] = set()
    low, high = max(0, headline_at - REACH_ABOVE), headline_at + REACH_BELOW
    candidates = [
        block
        for block in page.blocks[low:high]
        if not block.zones & ELSEWHERE and block.tag not in HEADINGS and len(block.text) < 300
    ]
    for block in candidates:
        for signed in _in_block(block):
            name = key(signed.author.name)
            if name not in seen:
                seen.add(name)
                yield signed
        if seen and block.number > body_at >= 0:
            break


def _in_block(block: Block) -> Iterator[Signed]:
    linked = [
        mark
        for mark in block.marks
        if mark.tag == "a" and (_AUTHOR_LINK.search(mark.href) or mark.itemprop == "author")
    ]
    named = block.near & Zone.BYLINE or any(mark.zone & Zone.BYLINE for mark in block.marks)
    if linked and (named or opener_end(block.text) or len(block.text) < 120):
        for mark in linked:
            text = block.text[mark.start : mark.end]
            if 3 < len(text) <= _LONGEST_NAME and not _NOT_A_NAME.search(text):
                yield Signed(
                    _author(text, "person"), 0.9, "linked in the byline", block,
                    (mark.start, mark.end),
                )  # fmt: skip
        return
    read = read_byline(block.text)
    if read is None or read.explained < 0.4 or not (read.opener or named):
        return
    if read.confidence * (1.0 if named else 0.85) < 0.5:
        return
    for author, span in zip(read.authors, read.author_spans, strict=True):
        yield Signed(author, read.confidence, "byline", block, span)


def _placed(signed: Signed, shown: Sequence[Signed], page: Page, headline_at: int) -> Signed:
    """The same author where the page shows the name, if it does so near the headline."""
    name = key(signed.author.name)
    for other in shown:
        if key(other.author.name) == name:
            return replace(signed, block=other.block, span=other.span, confidence=0.98)
    low, high = max(0, headline_at - REACH_ABOVE), headline_at + REACH_BELOW
    for block in page.blocks[low:high]:
        if len(block.text) > 200 or block.zones & ELSEWHERE or block.tag in HEADINGS:
            continue
        at = block.text.find(signed.author.name)
        if at >= 0:
            end = at + len(signed.author.name)
            return replace(signed, block=block, span=(at, end), confidence=0.96)
    return signed
