"""Headline, date, authors and the other single fields of a page: candidates, the best one kept.

Each reader takes the blocks and the metadata and gives back a `Found`: the value, where it stands
(a block and the characters in it, or a metadata statement), how sure it is, and the runners-up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from ingest.parsing.dates import find_dates
from ingest.parsing.html_blocks import HEADINGS, Block, Page
from ingest.parsing.html_body import key
from ingest.parsing.html_moments import Moment, read_moment
from ingest.parsing.html_zones import Zone
from ingest.parsing.metadata import Metadata, Value, web_address

#: A candidate: value, confidence, reason.
Option = tuple[str, float, str]


@dataclass(frozen=True, slots=True)
class Found:
    """A field's value; `block` and `span` (in that block's text) where the page shows it."""

    value: str
    confidence: float
    reason: str
    block: Block | None = None
    span: tuple[int, int] = (0, 0)
    others: tuple[Option, ...] = ()


#: Blocks with any of these around them hold no field of the article itself.
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


def _title(value: Value, sites: Sequence[str]) -> Value:
    """A `<title>` cut where the site's name and claim begin ("… - Alder Online - Daily news")."""
    head, *tails = re.split(r"\s+[|–—·•»-]\s+", without_site(value.text, sites))
    if len(tails) >= 2 and len(head.split()) >= 4:
        return Value(value.source, head)
    return value


def choose_headline(page: Page, meta: Metadata, sites: Sequence[str]) -> Found | None:
    """The headline: what the page shows as its first heading, checked against its metadata."""
    stated = [
        Value(value.source, without_site(value.text, sites))
        for value in [*meta.headlines, *(_title(value, sites) for value in meta.titles)]
    ]
    names = {key(site) for site in sites}
    # Some systems put the headline where the site's name belongs; two statements outweigh that.
    common = {key(value.text) for value in stated if sum(v.text == value.text for v in stated) > 1}
    stated = [
        value
        for value in stated
        if len(value.text) > 3 and (key(value.text) not in names or key(value.text) in common)
    ]
    best: Found | None = None
    for block in page.blocks:
        found = _shown_headline(block, stated)
        if found is not None and (best is None or found.confidence > best.confidence):
            best = found
    others = tuple((value.text, 0.5, value.source) for value in stated[:4])
    if best is not None and best.confidence >= 0.7:
        runners = tuple(option for option in others if key(option[0]) != key(best.value))
        return Found(best.value, best.confidence, best.reason, best.block, best.span, runners[:3])
    lone = _lone_h1(page, names)
    if stated:
        first = stated[0]
        return Found(first.text, 0.75, first.source, None, (0, 0), others[1:])
    if lone is not None:
        return Found(lone.text, 0.7, "the only h1", lone, (0, len(lone.text)))
    return None


def _shown_headline(block: Block, stated: Sequence[Value]) -> Found | None:
    """How well a block agrees with what metadata calls the headline."""
    if not 3 < len(block.text) < 400 or (block.link_share > 0.8 and block.tag != "h1"):
        return None
    heading = block.tag in HEADINGS
    if not heading and not block.near & Zone.HEADLINE and "headline" not in block.context.names:
        return None
    text = key(block.text)
    best, witness = 0.0, ""
    span = (0, len(block.text))
    for rank, value in enumerate(stated[:6]):
        said = key(value.text)
        if not said:
            continue
        if text == said:
            score = 0.95
        elif text.endswith(said) and len(said) > 0.5 * len(text):
            score = 0.9
            span = (_kicker_end(block), len(block.text))
        elif len(text) > 10 and (text in said or said in text) and min(len(text), len(said)) > 14:
            score = 0.8
        elif _words_shared(block.text, value.text) >= 0.6:
            score = 0.78
        else:
            continue
        if score - 0.01 * rank > best:
            best, witness = score - 0.01 * rank, value.source
    if not best:
        return None
    best += {"h1": 0.04, "h2": 0.02}.get(block.tag, 0.0)
    if block.zones & (ELSEWHERE | Zone.ASIDE):
        best -= 0.15
    start, end = span
    return Found(
        block.text[start:end].replace("\n", " "),
        min(best, 0.99),
        f"{block.tag}, and {witness}",
        block,
        span,
    )


def _kicker_end(block: Block) -> int:
    """Where the headline begins behind a kicker in an element of its own."""
    ends = [
        mark.end
        for mark in block.marks
        if mark.start == 0 and mark.zone & Zone.SECTION and mark.end < 0.6 * len(block.text)
    ]
    at = max(ends, default=0)
    while 0 < at < len(block.text) and block.text[at] in " \n:–—|-":
        at += 1
    return at


def _words_shared(a: str, b: str) -> float:
    first, second = set(a.casefold().split()), set(b.casefold().split())
    return len(first & second) / max(1, min(len(first), len(second)))


def _lone_h1(page: Page, site_names: set[str]) -> Block | None:
    shown = [
        block
        for block in page.blocks
        if block.tag == "h1"
        and not block.zones & (Zone.COMMENTS | Zone.RELATED | Zone.FOOTER)
        and len(block.text) > 8
        and key(block.text) not in site_names
    ]
    return shown[0] if len({key(block.text) for block in shown}) == 1 else None


# Dates

#: Blocks above the headline in which a date is looked for, and those around it that count
#: although the page's names put them elsewhere.
ABOVE: Final = 10
BESIDE: Final = 8
_URL_DAY: Final = re.compile(
    r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=\D|$)"
)


def choose_date(
    page: Page, meta: Metadata, headline_at: int, last: int, url: str
) -> tuple[Moment, Found] | None:
    """The day of publication: stated in metadata, else shown, else part of the address."""
    options: list[tuple[Moment, Found]] = []
    for value in meta.published[:12]:
        moment = read_moment(value.text)
        if moment:
            options.append((moment, Found(value.text, 0.97, value.source)))
    first = headline_at - ABOVE
    shown = _shown_date(page, first, last, headline_at)
    if shown is not None:
        options.append(shown)
    for value in meta.modified[:3]:
        moment = read_moment(value.text)
        if moment and not options:
            options.append((moment, Found(value.text, 0.6, value.source)))
    match = _URL_DAY.search(urlsplit(url).path) if url else None
    if match and not options:
        moment = Moment("-".join(match.groups()))
        options.append((moment, Found(url, 0.7, "day in the address")))
    if not options:
        return None
    moment, found = options[0]
    if any(other.day == moment.day for other, _ in options[1:]):
        found = Found(found.value, 0.99, found.reason, found.block, found.span)
    others = tuple(
        (other.day, 0.5, seen.reason) for other, seen in options[1:] if other.day != moment.day
    )
    return moment, Found(
        found.value, found.confidence, found.reason, found.block, found.span, others[:3]
    )


def _shown_date(page: Page, first: int, last: int, headline_at: int) -> tuple[Moment, Found] | None:
    """The likeliest date in a short block of a stretch of the page; named ones first."""
    best: tuple[float, Moment, Found] | None = None
    for block in page.blocks[max(0, first) : last + 1]:
        if len(block.text) > 250:
            continue
        if block.zones & ELSEWHERE and abs(block.number - headline_at) > BESIDE:
            continue
        dated = bool(block.near & (Zone.DATE | Zone.BYLINE))
        for mark in block.marks:
            if mark.tag == "time":
                dated = True
        if not dated and len(block.text) > 80:
            continue
        for found in find_dates(block.text)[:1]:
            if len(found.iso) != 10:
                continue
            sure = found.confidence * (0.95 if dated else 0.75)
            sure -= 0.005 * abs(block.number - headline_at)
            if best is None or sure > best[0]:
                moment = Moment(found.iso, found.time, found.utc_offset)
                seen = Found(found.iso, sure, "shown near the headline", block, found.span)
                best = (sure, moment, seen)
    return (best[1], best[2]) if best else None


# Address, publication, language, section


def choose_url(meta: Metadata) -> Found | None:
    for value in meta.urls:
        address = web_address(value.text)
        if address and len(urlsplit(address).path) > 1:
            return Found(address, 0.97, value.source)
    return None


def choose_publication(meta: Metadata, url: str) -> Found | None:
    """The site's name as it gives it; else the domain of the address."""
    for value in meta.sites:
        if 1 < len(value.text) <= 80 and not value.text.startswith(("http:", "https:", "@")):
            return Found(value.text, 0.95, value.source)
    host = (urlsplit(url).hostname or "").removeprefix("www.") if url else ""
    return Found(host, 0.8, "domain of the address") if host else None


_LANGUAGE: Final = re.compile(r"^([A-Za-z]{2})(?:[-_][A-Za-z0-9]{2,8}){0,2}$")


def choose_language(meta: Metadata) -> Found | None:
    """The language most of the page's statements agree on; `html lang` breaks ties."""
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
    return Found(code, 0.9 if len(seen) == 1 else 0.6, values[0].source)


def choose_section(meta: Metadata) -> Found | None:
    for value in meta.sections:
        if 1 < len(value.text) <= 60 and not value.text.startswith("http"):
            return Found(value.text, 0.9, value.source)
    return None
