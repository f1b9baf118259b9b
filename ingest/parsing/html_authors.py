"""Who wrote the page: the names in metadata and in the byline shown, compared and joined."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ingest.parsing.agencies import agency_name, author_kind
from ingest.parsing.bylines import opener_end, read_byline
from ingest.parsing.html_blocks import HEADINGS, Block, Page
from ingest.parsing.html_body import key
from ingest.parsing.html_fields import ELSEWHERE
from ingest.parsing.html_statements import Metadata, Signature
from ingest.parsing.html_zones import Zone
from ingest.parsing.plain import normalise
from ingest.records import ParsedAuthor, Span


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
    r"/(?:authors?|people|profiles?|by|bios?|contributors?|staff|writers?|journalists?|reporters?"
    r"|team|meet-the-team|users?|autor(?:en|es|in)?|auteurs?|autori|firmas?|columnists?"
    r"|journalist(?:en|in)?|journalistes?|redaktion|redazione|editors?|person(?:en)?|correspondents?"
    r"|redakteure?|skribent(?:er)?|forfatter|kirjoittaja|toimittaja|yazar(?:lar)?|penulis|avtory?"
    r"|szerzo|autorzy)[/-][\w%.-]+|/@[\w%.-]+/?$",
    re.IGNORECASE,
)
_SPLIT: Final = re.compile(r"\s*(?:;|\||,\s+(?:and|und|et|y|e|en)\s|\s(?:and|und|&|et)\s|,\s)\s*")
_NOT_A_NAME: Final = re.compile(r"https?:|www\.|@|[<>{}\[\]=#]|\d{3}|\.(?:com|net|org|de)\b")
_LONGEST_NAME: Final = 70
#: "Photograph by Odile Renard" signs the picture.
_PICTURE_WORDS: Final = (
    "photo", "foto", "image", "picture", "illustration", "video", "bild", "graphic", "grafik",
)  # fmt: skip
#: A name that holds an address is the site's own.
_SITE_NAME: Final = re.compile(r"www\.|\.(?:com|net|org|de|at|ch|co\.uk|fr|es|it)\b", re.IGNORECASE)
_HANDLE_TAIL: Final = re.compile(r"\s*[(@].*$")
#: Catalogues turn a name round: "Marr, Una".
_CATALOGUES: Final = ("meta DC", "meta dc", "meta citation_author", "itemprop dc")
_TURNED: Final = re.compile(r"([^\W\d_][^\s,;]+), ([^\W\d_][^\s,;]*(?: [^\W\d_][^\s,;]*)?)$")
#: Names content systems put where nobody is named.
_PLACEHOLDERS: Final = frozenset(
    "admin administrator root user editor guest unknown none null undefined author webmaster test"
    " default anonymous superuser import feed".split()
)
#: Blocks around the headline in which a byline is looked for; some stand behind the text.
REACH_BELOW: Final = 45
REACH_ABOVE: Final = 4
#: So near the headline a byline counts although the page's names put it elsewhere.
BESIDE: Final = 6
#: A block is a byline from this score on; others near the best join it within the margin.
ENOUGH: Final = 0.5
MARGIN: Final = 0.25
COMPANY: Final = 3
#: Above the headline stand other stories too.
BEFORE: Final = 0.03

_PARTICLES: Final = frozenset(
    "de da di do dos das del della der den du la le van von vom zu zum ter ten y e al el bin ibn af"
    " av and und et the of d' i".split()
)


def choose_authors(
    page: Page,
    meta: Metadata,
    headline_at: int,
    behind: int,
    sites: Sequence[str],
    taken: Container[int],
    dated: Container[int],
) -> list[Signed]:
    """The authors in printed order, each name once; a site that signs for itself comes last.

    `behind` is the number of the last body block: bylines also stand under the text. `taken` are
    blocks that are other fields, `dated` those that are the date line of the story.
    """
    names = {key(site) for site in sites if site}
    stated, spare = _stated(meta, names, ("JSON-LD", "meta"))
    signatures = _shown(page, headline_at, behind, taken, dated)
    shown = [signed for signed in signatures if key(signed.author.name) not in names]
    if not stated and not shown:
        # Microdata comes last: pages mark up the authors of their teasers too.
        stated, more = _stated(meta, names, ("itemprop",))
        spare = spare or more
    if stated and (not shown or any(signed.author.kind == "person" for signed in stated)):
        return [_placed(signed, shown, page, headline_at) for signed in stated]
    return shown or stated or spare[:1] or signatures[:1]


def _stated(
    meta: Metadata, sites: set[str], families: Sequence[str]
) -> tuple[list[Signed], list[Signed]]:
    """Authors by the most trusted family that names somebody, and those that are the site."""
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
    """Whether a name is one the site has: "Alder Gazette" of "Port Alder | Alder Gazette"."""
    said = key(name)
    return said in sites or (len(said) > 5 and any(site.endswith(said) for site in sites))


def _names_in(signature: Signature) -> Iterator[Signed]:
    text = signature.name.strip(" ,;|")
    text = text[opener_end(text) :].strip() if signature.kind != "Organization" else text
    if not text or key(text) in _PLACEHOLDERS or _NOT_A_NAME.search(text[:12]):
        return
    if signature.source.startswith(_CATALOGUES):
        text = _TURNED.sub(r"\2 \1", text)
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


def _signs_a_picture(block: Block) -> bool:
    """Whether names in the block are those of a picture's frame."""
    if not block.zones & (Zone.CAPTION | Zone.FIGURE):
        return False
    inside = any(context.tag in ("figure", "figcaption") for context in block.context.chain())
    return inside or not block.near & Zone.BYLINE


def _name_alone(block: Block) -> tuple[float, list[Signed]]:
    """A line beside the date of the story that is a name and nothing else."""
    text = block.text
    if len(text) > 40 or block.tag in HEADINGS or block.near & Zone.SECTION or block.links:
        return 0.0, []
    read = read_byline(f"By {text}")
    if read is None or read.explained < 0.95 or not all(" " in a.name for a in read.authors):
        return 0.0, []
    if not _like_a_name(text) or any(author.kind != "person" for author in read.authors):
        return 0.0, []
    spans = [(start - 3, end - 3) for start, end in read.author_spans]
    return 0.55, [
        Signed(author, 0.55, "a name beside the date", block, span)
        for author, span in zip(read.authors, spans, strict=True)
    ]


def _shown(
    page: Page, headline_at: int, behind: int, taken: Container[int], dated: Container[int]
) -> list[Signed]:
    """The names in the byline that the page shows: the best block and its company."""
    places = set(range(max(0, headline_at - REACH_ABOVE), headline_at + REACH_BELOW))
    places |= set(range(behind - 1, behind + 6)) if behind >= 0 else set()
    scored: list[tuple[float, int, list[Signed]]] = []
    for number in sorted(places):
        if number >= len(page.blocks) or number in taken:
            continue
        block = page.blocks[number]
        if len(block.text) > 300 or block.zones & Zone.COMMENTS or _signs_a_picture(block):
            continue
        away = abs(number - headline_at)
        score, found = _in_block(block, beside=away <= BESIDE)
        if not found and headline_at < number and (number - 1 in dated or number + 1 in dated):
            score, found = _name_alone(block)
        if number < headline_at:
            score -= BEFORE
        if block.zones & (ELSEWHERE | Zone.BIO | Zone.ASIDE):
            machinery = block.zones & (Zone.SIGNUP | Zone.FORM | Zone.NAVIGATION)
            unnamed = machinery and not block.near & Zone.BYLINE
            score -= 0.1 if away <= BESIDE and not unnamed else 0.35
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


def _in_block(block: Block, *, beside: bool) -> tuple[float, list[Signed]]:
    """How much a block looks like a byline (0 to 1), and the names in it."""
    text = block.text
    named = bool(block.near & Zone.BYLINE) or any(
        mark.zone & Zone.BYLINE and mark.end - mark.start >= 0.9 * len(text) for mark in block.marks
    )
    opener = bool(opener_end(text))
    if text.casefold().startswith(_PICTURE_WORDS) or (block.zones & Zone.TAGS and not named):
        return 0.0, []
    linked = [
        mark
        for mark in block.marks
        if mark.tag == "a"
        and (_AUTHOR_LINK.search(mark.href) or "author" in (mark.itemprop + mark.href)[:200])
        and _like_a_name(text[mark.start : mark.end])
    ]
    covered = sum(mark.end - mark.start for mark in linked)
    if block.tag in HEADINGS and (block.tag == "h1" or not (named or covered > 0.8 * len(text))):
        return 0.0, []
    if linked and (named or opener or len(text) < 60):
        found = [
            signed
            for m in linked
            for signed in _signed(block, text[m.start : m.end], (m.start, m.end), 0.92)
        ]
        read = read_byline(text)
        if read is not None and len(read.authors) > len(found) and read.explained > 0.8:
            # "By Una Marr and Piers Hall", of whom only one has a page.
            names = {key(author.name) for author in read.authors}
            if all(key(signed.author.name) in names for signed in found):
                found = _as_signed(block, read.authors, read.author_spans, 0.9)
        return 0.75 + 0.15 * named + 0.1 * opener, found
    marked = _marked(block)
    if marked:
        return 0.85, marked
    beside_each_other = _side_by_side(block) if named else []
    if beside_each_other:
        return 0.85, beside_each_other
    read = read_byline(text)
    if read is None or read.explained < 0.4:
        return 0.0, []
    if not all(_like_a_name(author.name) for author in read.authors):
        return 0.0, []
    if not read.opener and not named:
        # "Dana Whitlow | 04.06.2017": a name and a date right under the headline.
        if not (beside and read.dates and len(text) < 90):
            return 0.0, []
        return 0.6, [
            Signed(a, 0.6, "beside the date", block, s)
            for a, s in zip(read.authors, read.author_spans, strict=True)
        ]
    score = 0.8 * read.confidence + (0.15 if named else 0.0) + (0.1 if read.opener else 0.0)
    return score, _as_signed(block, read.authors, read.author_spans, read.confidence)


def _as_signed(
    block: Block, authors: Sequence[ParsedAuthor], spans: Sequence[Span], sure: float
) -> list[Signed]:
    return [
        Signed(author, sure, "byline", block, span)
        for author, span in zip(authors, spans, strict=True)
    ]


def _marked(block: Block) -> list[Signed]:
    """The names in inline elements that are named as author, where they are not the whole line."""
    text = block.text
    found: list[Signed] = []
    at = 0
    for mark in sorted(block.marks, key=lambda mark: (mark.start, -mark.end)):
        if (
            not mark.zone & Zone.BYLINE
            or mark.start < at
            or mark.end - mark.start >= 0.9 * len(text)
        ):
            continue
        read = read_byline(text[mark.start : mark.end], mark.start)
        if read is not None and read.authors and read.explained > 0.5:
            found += _as_signed(block, read.authors, read.author_spans, 0.85)
            at = mark.end
    return found


def _side_by_side(block: Block) -> list[Signed]:
    """Several names that only their elements tell apart: `<b>Una Marr</b><b>Piers Hall</b>`."""
    found: list[Signed] = []
    at = 0
    for mark in sorted(block.marks, key=lambda mark: (mark.start, -mark.end)):
        text = block.text[mark.start : mark.end]
        if mark.start >= at and _like_a_name(text) and mark.end - mark.start < len(block.text):
            found += _signed(block, text, (mark.start, mark.end), 0.85)
            at = mark.end
    covered = sum(signed.span[1] - signed.span[0] for signed in found)
    return found if len(found) > 1 and covered > 0.75 * len(block.text) else []


def _signed(block: Block, text: str, span: Span, sure: float) -> list[Signed]:
    """Who is named in a part of the block: one name, or several with commas."""
    lead = opener_end(text)
    if "," in text:
        read = read_byline(text if lead else f"By {text}", span[0] - (0 if lead else 3))
        if read is not None and read.authors and read.explained > 0.6:
            return _as_signed(block, read.authors, read.author_spans, sure)
    author = _author(normalise(text[lead:]), "person")
    return [Signed(author, sure, "linked in the byline", block, (span[0] + lead, span[1]))]


def _like_a_name(text: str) -> bool:
    """Whether words could be a person's or an agency's name: short, no digits, capitals where the
    script has them."""
    text = text[opener_end(text) :].strip()
    if not 2 < len(text) <= _LONGEST_NAME or _NOT_A_NAME.search(text) or key(text) in _PLACEHOLDERS:
        return False
    if any(letter.isdigit() or letter in '!?:"„“”»«' for letter in text):
        return False
    words = text.split()
    if len(words) > 6 or words[-1].casefold() in _PARTICLES:
        return False
    small = [word for word in words if word[:1].islower() and word.casefold() not in _PARTICLES]
    caseless = not any(letter.isupper() or letter.islower() for letter in text)
    return not small and (len(words) > 1 or bool(agency_name(text)) or caseless)


def _placed(signed: Signed, shown: Sequence[Signed], page: Page, headline_at: int) -> Signed:
    """The same author where the page shows the name, if it does so near the headline."""
    name = key(signed.author.name)
    for other in shown:
        if key(other.author.name) == name:
            printed = _printed(other, signed.author.name)
            author = replace(signed.author, printed=printed)
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
    """The name as the page shows it, where that differs from how it is filed."""
    if shown.block is None:
        return ""
    text = normalise(shown.block.text[slice(*shown.span)])
    return "" if text == name else text
