"""Metadata and byline of a page in, its authors out."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from typing import Final

from ingest.parsing.fields.agencies import agency_name
from ingest.parsing.fields.byline_words import ROLES
from ingest.parsing.fields.bylines import opener_end, read_byline
from ingest.parsing.fields.whitespace import normalise
from ingest.parsing.html.body import key
from ingest.parsing.html.byline_labels import announced, announces, names_others, noted_authors
from ingest.parsing.html.bylines import (
    FOR_A_PAPER,
    LONGEST_NAME,
    NOT_A_NAME,
    TEAM,
    Signed,
    author_of,
    is_account,
    is_role,
    like_a_name,
    name_alone,
    opens_byline,
    read_block,
    signature_below,
    signs_a_picture,
    signs_the_post,
)
from ingest.parsing.html.headline import ELSEWHERE
from ingest.parsing.html.metadata.values import Metadata, Signature
from ingest.parsing.html.page import HEADINGS, Page
from ingest.parsing.html.zones import Zone

_SPLIT: Final = re.compile(r"\s*(?:;|\||,\s+(?:and|und|et|y|e|en)\s|\s(?:and|und|&|et)\s|,\s)\s*")
#: A name with a domain is the site's own.
_SITE_NAME: Final = re.compile(r"www\.|\.(?:com|net|org|de|at|ch|co\.uk|fr|es|it)\b", re.IGNORECASE)
_HANDLE_TAIL: Final = re.compile(r"\s*[(@].*$")
#: As feeds write it: "marr@alder.example (Una Marr)".
_MAIL_FIRST: Final = re.compile(r"\S{1,80}@\S{1,80} \(([^()]{3,80})\)$")
#: What an author is and where: "Una Marr, Professor of Law, University of Alder".
_OFFICE: Final = re.compile(
    r"(?:(?:[^\W\d_]+ ){0,3}(?:University|College|Institute?|School|Academy|Universit[äéà]t?"
    r"|Universidad|Hochschule)|(?:(?:Senior|Associate|Assistant|Emeritus|Visiting) )?"
    r"(?:Professor|Lecturer|Reader|Fellow|Dean|Director|Head|Chair|Research\w*))\b"
)
#: Catalogues turn a name round: "Marr, Una".
_CATALOGUES: Final = ("meta DC", "meta dc", "meta citation_author", "itemprop dc")
_TURNED: Final = re.compile(r"([^\W\d_][^\s,;]+), ([^\W\d_][^\s,;]*(?: [^\W\d_][^\s,;]*)?)$")
#: A byline stands so many blocks below and above the headline; some stand below the text.
REACH_BELOW: Final = 45
REACH_ABOVE: Final = 4
#: So near the headline a byline counts whatever zone it is in.
BESIDE: Final = 6
#: The least score of a byline; others near the best one join it within the margin.
ENOUGH: Final = 0.5
MARGIN: Final = 0.25
COMPANY: Final = 3
#: The score of a name behind "Written by".
ANNOUNCED: Final = 0.88
#: With this score and a word such as "by", the byline shown outweighs a stated name that the page
#: shows nowhere: content systems state who uploaded a text.
OPEN_BYLINE: Final = 0.8
#: The penalty above the headline, where other stories stand too.
BEFORE: Final = 0.03


def choose_authors(
    page: Page,
    meta: Metadata,
    *,
    headline_at: int,
    behind: int,
    sites: Sequence[str],
    taken: Container[int],
    dated: Container[int],
) -> list[Signed]:
    """The authors in printed order, each once; the site itself only where nobody else signs.

    `behind` is the last body block (bylines stand below the text too), `taken` are blocks of other
    fields, `dated` the story's date lines.
    """
    names = {key(site) for site in sites if site}
    stated, spare = _stated(meta, names, ("JSON-LD", "meta"))
    signatures = _shown(page, headline_at, behind, taken, dated)
    shown = [signed for signed in signatures if key(signed.author.name) not in names]
    if not stated and not shown:
        # Microdata comes last: pages mark up the authors of teasers too.
        stated, more = _stated(meta, names, ("itemprop",))
        spare = spare or more
    if shown and _overrule(shown, stated, page):
        return shown
    if stated and (not shown or any(signed.author.kind == "person" for signed in stated)):
        return [_placed(signed, shown, page, headline_at) for signed in stated]
    below = signature_below(page, behind)
    noted = [] if shown or stated or below else noted_authors(page, headline_at, taken)
    return shown or stated or below or noted or spare[:1] or signatures[:1]


def _overrule(shown: Sequence[Signed], stated: Sequence[Signed], page: Page) -> bool:
    """Whether the byline shown is right and the names stated, which no reader sees, are not."""
    if not all(
        signed.opened and signed.confidence >= OPEN_BYLINE and " " in signed.author.name
        for signed in shown
    ):
        return False
    names = [signed.author.name.casefold() for signed in stated]
    shown_text = (b.text.casefold() for b in page.blocks if not b.zones & Zone.COMMENTS)
    return not any(name in text for text in shown_text for name in names)


def _stated(
    meta: Metadata, sites: set[str], families: Sequence[str]
) -> tuple[list[Signed], list[Signed]]:
    """The authors by the most trusted family that has any, and names that are the site's."""
    spare: list[Signed] = []
    for family in families:
        by_source: dict[str, list[Signed]] = {}
        for signature in meta.authors:
            if not signature.source.startswith(family):
                continue
            for signed in _names_in(signature):
                if _is_site(signed.author.name, sites) or _SITE_NAME.search(signature.name):
                    spare.append(signed)
                else:
                    by_source.setdefault(signature.source, []).append(signed)
        for found in by_source.values():
            once = {key(signed.author.name): signed for signed in reversed(found)}
            return list(reversed(once.values())), spare
    return [], spare


def _is_site(name: str, sites: set[str]) -> bool:
    """Whether a name is the site's: "Alder Gazette" of "Port Alder | Alder Gazette"."""
    name_key = key(name)
    return name_key in sites or (
        len(name_key) > 5 and any(site.endswith(name_key) for site in sites)
    )


def _names_in(signature: Signature) -> Iterator[Signed]:
    text = _without_role(_MAIL_FIRST.sub(r"\1", signature.name.strip(" ,;|")))
    text = text[opener_end(text) :].strip() if signature.kind != "Organization" else text
    if not text or is_account(text) or NOT_A_NAME.search(text[:12]):
        return
    if signature.source.startswith(_CATALOGUES):
        text = _TURNED.sub(r"\2 \1", text)
    if signature.kind == "Organization":
        yield Signed(author_of(text, "desk"), 0.85, signature.source)
        return
    for part in _SPLIT.split(text) if len(text) > 8 else [text]:
        name = _HANDLE_TAIL.sub("", FOR_A_PAPER.sub("", part)).strip(" .,;|-–")
        if not name or len(name) > LONGEST_NAME or NOT_A_NAME.search(name):
            continue
        if is_account(name) or (part != text and (is_role(name) or _OFFICE.match(name))):
            continue
        if len(part) < len(text) and " " not in name and not agency_name(name):
            continue
        yield Signed(author_of(name, "person"), 0.93, signature.source)


def _without_role(text: str) -> str:
    """A stated name without the role that an invisible character, or its first word, sets off."""
    if TEAM.fullmatch(text):
        return text
    name, mark, _ = text.partition("\u200b")
    if mark and like_a_name(name.strip()):
        return name.strip()
    read = read_byline(f"By {text}")
    if read is None or len(read.authors) != 1 or not text.startswith(read.authors[0].name):
        return text
    name = read.authors[0].name
    rest = text[len(name) :].split()
    return name if rest and " " in name and rest[0].casefold() in ROLES else text


def _shown(
    page: Page, headline_at: int, behind: int, taken: Container[int], dated: Container[int]
) -> list[Signed]:
    """The names in the byline shown: the best block and its neighbours."""
    places = set(range(max(0, headline_at - REACH_ABOVE), headline_at + REACH_BELOW))
    places |= set(range(behind - 1, behind + 6)) if behind >= 0 else set()
    scored: list[tuple[float, int, list[Signed]]] = []
    for number in sorted(places):
        if not 0 <= number < len(page.blocks) or number in taken:
            continue
        block = page.blocks[number]
        if len(block.text) > 300 or block.zones & Zone.COMMENTS or signs_a_picture(block):
            continue
        away = abs(number - headline_at)
        before = page.blocks[number - 1].text if number else ""
        if names_others(before):
            continue
        score, found = read_block(block, beside=away <= BESIDE)
        if announces(before):
            found = announced(block) or found
            score = max(score, ANNOUNCED) if found else score
        if not found and headline_at < number and (number - 1 in dated or number + 1 in dated):
            score, found = name_alone(block)
        if number < headline_at:
            score -= BEFORE
        if block.zones & (ELSEWHERE | Zone.BIO | Zone.ASIDE):
            machinery = block.zones & (Zone.SIGNUP | Zone.FORM | Zone.NAVIGATION)
            opens = opens_byline(block.text) or announces(before)
            unnamed = machinery and not block.near & Zone.BYLINE and not opens
            closes = opens and behind <= number <= behind + COMPANY
            beside = (away <= BESIDE and not unnamed) or closes
            score -= 0.1 if beside or signs_the_post(block) else 0.35
        score -= 0.004 * away
        if found and score >= ENOUGH:
            scored.append((score, number, found))
    if not scored:
        return []
    best, at, _ = max(scored, key=lambda item: (item[0], -item[1]))
    once: dict[str, Signed] = {}
    for score, number, found in scored:
        if abs(number - at) <= COMPANY and score >= best - MARGIN:
            for signed in found:
                once.setdefault(key(signed.author.name), signed)
    return list(once.values())


def _placed(signed: Signed, shown: Sequence[Signed], page: Page, headline_at: int) -> Signed:
    """The author with the place where the page shows the name near the headline, if it does."""
    name = key(signed.author.name)
    for other in shown:
        if key(other.author.name) == name:
            printed = _printed(other, signed.author.name)
            author = signed.author._replace(printed=printed)
            return replace(
                signed, author=author, block=other.block, span=other.span, confidence=0.98
            )
    low, high = max(0, headline_at - REACH_ABOVE), headline_at + REACH_BELOW
    for block in page.blocks[low:high]:
        if len(block.text) > 200 or block.zones & ELSEWHERE or block.tag in HEADINGS:
            continue
        at = block.text.find(signed.author.name)
        if at >= 0:
            end = at + len(signed.author.name)
            return replace(signed, block=block, span=(at, end), confidence=0.96)
    return signed


def _printed(shown: Signed, name: str) -> str:
    """The name as shown, where that differs from the name as filed."""
    if shown.block is None:
        return ""
    text = normalise(shown.block.text[slice(*shown.span)])
    return "" if text == name else text
