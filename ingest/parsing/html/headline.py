"""Blocks and metadata of a page in, headline, standfirst and other single fields out.

Each function returns a `FoundField`: the value, its place (a stretch of a block, or a metadata
statement), the confidence, and the runners-up.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from ingest.parsing.fields.markup import web_address
from ingest.parsing.fields.whitespace import normalise
from ingest.parsing.html.body import key
from ingest.parsing.html.metadata.values import Metadata, Value
from ingest.parsing.html.page import HEADINGS, Context, Page, PageBlock
from ingest.parsing.html.zones import Zone

#: A candidate: value, confidence, reason.
Option = tuple[str, float, str]


@dataclass(frozen=True, slots=True)
class FoundField:
    """A field's value; `block` and `span` (in that block's text) where the page shows it."""

    value: str
    confidence: float
    reason: str
    block: PageBlock | None = None
    span: tuple[int, int] = (0, 0)
    others: tuple[Option, ...] = ()


#: Blocks in any of these zones hold no field of the article itself.
ELSEWHERE: Final = (
    Zone.NAVIGATION
    | Zone.COMMENTS
    | Zone.RELATED
    | Zone.FOOTER
    | Zone.SIGNUP
    | Zone.FORM
    | Zone.HIDDEN
    | Zone.ADVERT
)

#: What sites put behind a title: " | The Alder Gazette", " - Alder Online".
_SITE_TAIL: Final = re.compile(r"\s+(?:[|–—·•»]|-|::)\s+([^|–—·•»]{2,50})$")


def without_site(title: str, sites: Sequence[str]) -> str:
    """A page title without the name of the site behind it."""
    names = {key(site) for site in sites}
    while True:
        match = _SITE_TAIL.search(title)
        if match is None or len(match[1].split()) > 8:
            return title
        tail = key(match[1])
        known = any(tail and (tail in name or name in tail) for name in names if name)
        if not known and title[match.start() :].strip()[0] not in "|»":
            return title
        title = title[: match.start()].rstrip()


#: Words of the shortest part of a title that may be the headline by itself.
_TITLE_WORDS: Final = 4
_TITLE_PARTS: Final = re.compile(r"\s+(?:[|–—·•»-]|::)\s+|\s*[|｜]\s*")

#: The same for scripts without spaces, in letters.
_TITLE_LETTERS: Final = 10


def _titles(value: Value, sites: Sequence[str]) -> list[Value]:
    """The possible headlines in a `<title>`: cut where the site's name and slogan begin ("… - Alder
    Online - Daily news"); the whole; its longest part ("The Gazette | News | Seal delays ferry").
    """
    whole = without_site(value.text, sites)
    parts = _TITLE_PARTS.split(whole)
    if len(parts) > 2 and len(parts[0].split()) >= _TITLE_WORDS:
        return [Value(value.source, parts[0])]
    longest = max(_TITLE_PARTS.split(value.text), key=len)
    if not longest.isascii() and len(longest) >= _TITLE_LETTERS and " " not in longest:
        return [Value(value.source, longest)]
    if longest == whole or len(longest.split()) < _TITLE_WORDS:
        return [Value(value.source, whole)]
    return [Value(value.source, text) for text in (whole, longest)]


def choose_headline(
    page: Page, meta: Metadata, sites: Sequence[str], prose: int
) -> FoundField | None:
    """The headline that the page shows, checked against its metadata.

    `prose` is the number of the first paragraph: a plain line above it may be the headline too,
    where the metadata agrees.
    """
    stated = [
        Value(value.source, without_site(value.text, sites))
        for value in [*meta.headlines, *(title for t in meta.titles for title in _titles(t, sites))]
    ]
    names = {key(site) for site in sites}
    # Some systems put the headline where the site's name belongs; two statements outweigh that.
    common = {key(value.text) for value in stated if sum(v.text == value.text for v in stated) > 1}
    stated = [
        value
        for value in stated
        if len(value.text) > 3 and (key(value.text) not in names or key(value.text) in common)
    ]
    best: FoundField | None = None
    for block in page.blocks:
        found = _shown_headline(block, stated, above=block.number < prose)
        if found is not None and (best is None or found.confidence > best.confidence):
            best = found
    others = tuple((value.text, 0.5, value.source) for value in stated[:4])
    lone = _lone_h1(page, names)
    if best is not None and best.confidence < _ALIKE and lone is not None:
        # A subheading that is like the title, below the only h1.
        below = best.block is not None and best.block.tag != "h1"
        best = None if below and _is_headline(lone, prose) else best
    if best is not None and best.confidence >= 0.7:
        runners = tuple(option for option in others if key(option[0]) != key(best.value))
        return FoundField(
            best.value, best.confidence, best.reason, best.block, best.span, runners[:3]
        )
    if lone is not None and stated and _is_headline(lone, prose):
        # Metadata may have a title for search engines; the headline is what readers saw.
        return FoundField(
            normalise(lone.text), 0.75, "the only h1", lone, (0, len(lone.text)), others[:3]
        )
    if stated:
        first = stated[0]
        return FoundField(first.text, 0.75, first.source, None, (0, 0), others[1:])
    if lone is not None:
        return FoundField(lone.text, 0.7, "the only h1", lone, (0, len(lone.text)))
    return None


#: Banners have the names of offers and forms, and hold headlines too.
_ELSEWHERE_H1: Final = ELSEWHERE & ~(Zone.SIGNUP | Zone.ADVERT | Zone.FORM)
#: The confidence in a heading that is the same as a stated headline.
_ALIKE: Final = 0.88
#: A lone h1 of a story stands at most so many blocks above its first paragraph, and has at least so
#: many characters, fewer in scripts without spaces.
_H1_REACH: Final = 25
_H1_LENGTH: Final = (20, 10)


def _is_headline(lone: PageBlock, prose: int) -> bool:
    """Whether the only h1 is the story's: long enough for one, linked nowhere, above the text."""
    shortest = _H1_LENGTH[not lone.text.isascii() and len(lone.text.split()) < 3]
    return (
        0 < prose - lone.number <= _H1_REACH
        and len(lone.text) >= shortest
        and lone.link_share < 0.8
        and not lone.zones & _ELSEWHERE_H1
    )


def _shown_headline(block: PageBlock, stated: Sequence[Value], *, above: bool) -> FoundField | None:
    """A block that agrees with a headline that metadata states, scored by how well."""
    if not 3 < len(block.text) < 400 or (block.link_share > 0.8 and block.tag != "h1"):
        return None
    heading = block.tag in HEADINGS
    named = heading or block.near & Zone.HEADLINE or "headline" in block.context.names
    if not named and not (above and len(block.text) > 12 and not block.zones & ELSEWHERE):
        return None
    text = key(block.text)
    best, witness = 0.0, ""
    for rank, value in enumerate(stated[:6]):
        stated_key = key(value.text)
        if not stated_key:
            continue
        if text == stated_key:
            score = 0.95
        elif text.endswith(stated_key) and len(stated_key) > 0.5 * len(text):
            score = 0.9
        elif not named and not (stated_key.endswith(text) and len(text) > 0.5 * len(stated_key)):
            continue
        elif (
            len(text) > 10
            and (text in stated_key or stated_key in text)
            and min(len(text), len(stated_key)) > 14
        ):
            score = 0.8
        elif _words_shared(block.text, value.text) >= 0.6:
            score = 0.78
        else:
            continue
        if score - 0.01 * rank > best:
            best, witness = score - 0.01 * rank, value.source
    if not best:
        return None
    best += {"h1": 0.04, "h2": 0.02}.get(block.tag, 0.0 if named else -0.05)
    if block.zones & (ELSEWHERE | Zone.ASIDE):
        best -= 0.15
    start = _kicker_end(block, [key(value.text) for value in stated[:6]])
    return FoundField(
        block.text[start:].replace("\n", " "),
        min(best, 0.99),
        f"{block.tag}, and {witness}",
        block,
        (start, len(block.text)),
    )


def _kicker_end(block: PageBlock, stated_keys: Sequence[str]) -> int:
    """Where the headline begins behind a kicker in an element of its own, named so or set apart
    only by its type ("FairsCounty fair opens").

    `stated_keys` are the stated headlines as keys; a kicker in the first belongs to the headline.
    """
    text = block.text
    whole = key(text)
    if not stated_keys or stated_keys[0] == whole:
        return 0
    for mark in block.marks:
        at = mark.end
        named = mark.zone & Zone.SECTION and mark.start == 0
        while named and at < len(text) and text[at] in " \n:–—|-":
            at += 1
        glued = 0 < at < len(text) and text[at - 1].isalnum() and whole not in stated_keys
        if (named or glued) and 2 * at < len(text) and key(text[at:]) in stated_keys:
            return at
    return 0


def _words_shared(a: str, b: str) -> float:
    first, second = set(a.casefold().split()), set(b.casefold().split())
    return len(first & second) / max(1, min(len(first), len(second)))


def _lone_h1(page: Page, site_names: set[str]) -> PageBlock | None:
    shown = [
        block
        for block in page.blocks
        if block.tag == "h1"
        and not block.zones & (Zone.COMMENTS | Zone.RELATED | Zone.FOOTER)
        and len(block.text) > 8
        and key(block.text) not in site_names
    ]
    return shown[0] if len({key(block.text) for block in shown}) == 1 else None


# Address, publication, language, section
def choose_url(meta: Metadata) -> FoundField | None:
    for value in meta.urls:
        address = web_address(value.text)
        if address and len(urlsplit(address).path) > 1:
            return FoundField(address, 0.97, value.source)
    return None


#: Before a slogan behind the site's name: " - News from the coast", " | Weather | Sport".
_CLAIM: Final = re.compile(r"\s+[|–—-]\s+|\s+::\s+")


def choose_publication(meta: Metadata, url: str) -> FoundField | None:
    """The site's name in its metadata; else the domain of the address."""
    names = [
        value
        for value in meta.sites
        if 1 < len(value.text) <= 80 and not value.text.startswith(("http:", "https:", "@"))
    ]
    # The stated publisher of wire copy is the agency; Open Graph has the site's own name.
    for value in sorted(names, key=lambda value: value.source != "meta og:site_name"):
        name = _CLAIM.split(value.text, 1)[0].strip()
        if len(name) > 2:
            return FoundField(value.text if name == value.text else name, 0.95, value.source)
    host = (urlsplit(url).hostname or "").removeprefix("www.") if url else ""
    return FoundField(host, 0.8, "domain of the address") if host else None


_LANGUAGE: Final = re.compile(r"^([A-Za-z]{2})(?:[-_][A-Za-z0-9]{2,8}){0,2}$")


def choose_language(meta: Metadata) -> FoundField | None:
    """The language that most statements agree on; `html lang` breaks ties."""
    seen: dict[str, list[Value]] = {}
    for value in meta.languages[:12]:
        match = _LANGUAGE.match(value.text.strip())
        if match:
            seen.setdefault(match[1].lower(), []).append(value)
    if not seen:
        return None
    code, values = max(
        seen.items(),
        key=lambda item: (len(item[1]), any(v.source == "html lang" for v in item[1])),
    )
    return FoundField(code, 0.9 if len(seen) == 1 else 0.6, values[0].source)


def choose_section(meta: Metadata) -> FoundField | None:
    for value in meta.sections:
        if 1 < len(value.text) <= 60 and not value.text.startswith("http"):
            return FoundField(value.text, 0.9, value.source)
    return None


#: The least and most code points of a standfirst.
LENGTH: Final = (30, 700)

#: Blocks below the headline that may be one, and descriptions it is compared with.
REACH: Final = 12
DESCRIPTIONS: Final = 4

#: How many levels above the headline the story's `<header>` may be, and the most prose in it: one
#: around the whole story does not count.
HEAD_LEVELS: Final = 4
HEAD_PROSE: Final = 2 * LENGTH[1]


def choose_standfirst(
    page: Page,
    meta: Metadata,
    headline: FoundField | None,
    body: Container[int],
    taken: Container[int],
) -> FoundField | None:
    """The first block below the headline that is a standfirst. The first block of the `body` may
    be it; `taken` blocks are other fields."""
    if headline is None or headline.block is None:
        return None
    at = headline.block.number
    described = {key(value.text): value for value in meta.descriptions[:DESCRIPTIONS]}
    opening = next((n for n in range(at + 1, len(page.blocks)) if n in body), at)
    head = _head_of(headline.block)
    for block in page.blocks[at + 1 : max(opening, at + REACH) + 1]:
        if block.number > opening:
            break
        if block.number in taken or not _may_be(block):
            continue
        description = described.get(key(block.text))
        named = _is_named(block, page, body)
        inside = head is not None and any(around is head for around in block.context.chain())
        if description is not None and (named or inside or block.number not in body):
            return _found(block, 0.95, f"shown, and {description.source}")
        if description is not None and block.tag in HEADINGS:
            return _found(block, 0.95, f"shown, and {description.source}")
        if named:
            return _found(block, 0.8, "named so under the headline")
        if inside and not block.near & (Zone.BYLINE | Zone.DATE):
            return _found(block, 0.75, "in the head of the story")
    return None


def _is_named(block: PageBlock, page: Page, body: Container[int]) -> bool:
    """Whether markup names a block standfirst: itself, or an element without other paragraphs."""
    if block.context.own & Zone.STANDFIRST:
        return True
    if not block.near & Zone.STANDFIRST:
        return False
    after = block.number + 1
    if block.number not in body or after >= len(page.blocks) or after not in body:
        return True
    return page.blocks[after].context.parent is not block.context.parent


def _may_be(block: PageBlock) -> bool:
    shortest, longest = LENGTH
    elsewhere = block.zones & (ELSEWHERE | Zone.FIGURE | Zone.CAPTION)
    return shortest <= len(block.text) <= longest and not elsewhere and block.link_share <= 0.5


def _head_of(headline: PageBlock) -> Context | None:
    """The `<header>` of the story around its headline."""
    for level, context in enumerate(headline.context.chain()):
        if context.tag == "header":
            return context if context.prose <= HEAD_PROSE else None
        if level > HEAD_LEVELS:
            break
    return None


def _found(block: PageBlock, sure: float, why: str) -> FoundField:
    return FoundField(block.text, sure, why, block, (0, len(block.text)))
