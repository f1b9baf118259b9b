"""A block of a page in, its score as a byline and the names in it with their spans out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from archive.record.content import AuthorContent
from archive.record.evidence import Span
from ingest.parsing.fields.agencies import agency_name, author_kind
from ingest.parsing.fields.byline_words import JOINERS, NOT_NAMES
from ingest.parsing.fields.bylines import ReadByline, opener_end, read_byline
from ingest.parsing.fields.whitespace import normalise
from ingest.parsing.html.body import key
from ingest.parsing.html.headline import ELSEWHERE
from ingest.parsing.html.labelled_names import labelled_names, unspaced_name
from ingest.parsing.html.page import HEADINGS, InlineMark, Page, PageBlock
from ingest.parsing.html.zones import Zone


@dataclass(frozen=True, slots=True)
class Signed:
    """An author, and where the name stands: in a block, or in a metadata statement (`source`)."""

    author: AuthorContent
    confidence: float
    source: str
    block: PageBlock | None = None
    span: tuple[int, int] = (0, 0)

    @property
    def opened(self) -> bool:
        """Whether the name stands in a line that begins as bylines do: "By Una Marr"."""
        return self.block is not None and bool(opener_end(self.block.text))


#: Addresses of pages about a person: /author/una-marr, /people/una-marr, /autoren/…
_AUTHOR_LINK: Final = re.compile(
    r"/(?:authors?|people|profiles?|by|bios?|contributors?|staff|writers?|journalists?|reporters?"
    r"|team|meet-the-team|users?|autor(?:en|es|in)?|auteurs?|autori|firmas?|columnists?"
    r"|journalist(?:en|in)?|journalistes?|redaktion|redazione|editors?|person(?:en)?|correspondents?"
    r"|redakteure?|skribent(?:er)?|forfatter|kirjoittaja|toimittaja|yazar(?:lar)?|penulis|avtory?"
    r"|szerzo|autorzy)[/-][\w%.-]+|/@[\w%.-]+/?$",
    re.IGNORECASE,
)
#: "Una Marr, Port Alder", "Una Marr in Port Alder": where the author was.
_PLACE: Final = re.compile(r"(?:,| in) [^\W\d_][\w'’-]+(?: [^\W\d_][\w'’-]+)?$")
#: "Photograph by Odile Renard" signs the picture.
_PICTURE_WORDS: Final = (
    "photo", "foto", "image", "picture", "illustration", "video", "bild", "graphic", "grafik",
)  # fmt: skip
LONGEST_LABELLED: Final = 120
#: The most words of a name that signs below a text.
SIGNATURE_WORDS: Final = 4
NOT_A_NAME: Final = re.compile(r"https?:|www\.|@|[<>{}\[\]=#]|\d{3}|\.(?:com|net|org|de)\b")
LONGEST_NAME: Final = 70
#: The share of a line that byline words explain, behind "Posted by" or "Written by".
LEAST_SIGNED: Final = 0.3
#: Placeholder names of content systems.
PLACEHOLDERS: Final = frozenset(
    "admin administrator root user editor guest unknown none null undefined author webmaster test"
    " default anonymous superuser import feed".split()
)
#: What others than the author did to the page.
OTHERS: Final = re.compile(
    r"(?:(?:medically|clinically|expert|legally)[ -])?(?:reviewed|edited|checked|verified"
    r"|fact[ -]?checked|approved|updated|translated|illustrated|photographed|designed|produced"
    r"|photos?|photography|photographs?|pictures?|images?|illustrations?|graphics?|video|artwork)"
    r"(?:\s+and\s+[\w -]{1,20})?\s+(?:by|for [\w ]{1,20} by)\b[\s:]*",
    re.IGNORECASE,
)
#: Last words of accounts: "NOC Admin", "Alder Wire Feed".
_ACCOUNTS: Final = frozenset("admin administrator feed import importer bot webmaster".split())
#: The name of a setting or an account in place of one: "page.head.author", "una.marr".
_DOTTED: Final = re.compile(r"[\w-]+(?:\.[\w-]+)+")
#: Links beside a name that are none.
_LINK_WORDS: Final = frozenset(
    ("link", "website", "profile", "full bio", "read bio", "view bio", "see full bio", "read more",
     "view profile", "full profile", "more articles", "see more", "all posts", "view all posts",
     "learn more", "contact author", "read full bio", "show more")
)  # fmt: skip
#: A team that signs: "the Alder Coffee Team", "Gazette Staff".
TEAM: Final = re.compile(
    r"(?:[Tt]he )?(?:[A-Z][\w&'’.-]{0,30} ){1,4}"
    r"(?:Team|Staff|Desk|Newsroom|Editors|Editorial Board)\b"
)
_BY: Final = re.compile(r"(?:(?:written|posted|published|article|words) )?by:? ", re.IGNORECASE)
#: "Una Marr for The Alder Gazette", "Una Marr For Alder Online".
FOR_A_PAPER: Final = re.compile(r"\s+[Ff]or\s+[^\W\d_].{1,60}$")
#: Last words of roles behind a name: "Una Marr, Political Correspondent".
_ROLE_ENDS: Final = frozenset(
    "writer reporter correspondent editor columnist contributor producer journalist critic analyst"
    " photographer blogger intern fellow professor director commentator presenter anchor host"
    " coordinator manager specialist strategist"
    " redakteur redakteurin korrespondent korrespondentin reporterin journalistin volontär"
    " correspondant correspondante journaliste corresponsal redactor redactora periodista inviato"
    " giornalista verslaggever redacteur correspondente repórter jornalista".split()
)
_PARTICLES: Final = frozenset(
    "de da di do dos das del della der den du la le van von vom zu zum ter ten y e al el bin ibn af"
    " av and und et the of d' i".split()
)


def is_account(name: str) -> bool:
    """Whether a stated name is that of an account or a setting of the content system."""
    return (
        key(name) in PLACEHOLDERS
        or name.rpartition(" ")[2].casefold() in _ACCOUNTS
        or _DOTTED.fullmatch(name) is not None
    )


@lru_cache(maxsize=256)
def read_line(text: str) -> ReadByline | None:
    """The byline on a line. Those around a headline are asked for several times a page."""
    return read_byline(text)


def read_block(block: PageBlock, *, beside: bool) -> tuple[float, list[Signed]]:
    """The score of a block as a byline (0 to 1), and the names in it."""
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
        and like_a_name(text[mark.start : mark.end])
        and not _helped(text, mark.start)
    ]
    covered = sum(mark.end - mark.start for mark in linked)
    signs = named or covered > 0.8 * len(text) or opener_end(text) > len("by: ")
    if block.tag == "h1" or (block.tag in HEADINGS and not signs):
        return 0.0, []
    if linked and (named or opener or len(text) < 60):
        return 0.75 + 0.15 * named + 0.1 * opener, _linked(block, linked)
    marked = _marked(block)
    if marked:
        return 0.85, marked
    beside_each_other = _side_by_side(block) if named else []
    if beside_each_other:
        return 0.85, beside_each_other
    labelled = _labelled(block)
    if labelled:
        return 0.8, labelled
    return _worded(block, named=named, beside=beside)


def _helped(text: str, at: int) -> bool:
    """Whether the name at a place is that of a helper: "By Una Marr. Reviewed by Piers Hall"."""
    return any(match.end() == at for match in OTHERS.finditer(text, 0, at))


def _linked(block: PageBlock, links: Sequence[InlineMark]) -> list[Signed]:
    """The names that link to an author's page, and further names in words beside them."""
    text = block.text
    found = [
        signed
        for m in links
        for signed in _signed(block, text[m.start : m.end], (m.start, m.end), 0.92)
    ]
    read = read_byline(text)
    more = read is not None and len(read.authors) > len(found) and read.explained > 0.6
    if read is not None and more and not JOINERS.isdisjoint(text.casefold().split()):
        # "By Una Marr and Piers Hall", where only one has a page; not "By Una Marr, Port Alder".
        names = {key(author.name) for author in read.authors}
        if all(key(signed.author.name) in names for signed in found):
            return _as_signed(block, read.authors, read.author_spans, 0.9)
    return found


def _worded(block: PageBlock, *, named: bool, beside: bool) -> tuple[float, list[Signed]]:
    """Score and names by the words alone, as in plain text."""
    opened = _BY.match(block.text)
    team = TEAM.match(block.text, opened.end() if opened else 0)
    if team and (named or opened) and len(block.text) < LONGEST_LABELLED:
        return 0.85, [Signed(author_of(team[0], "desk"), 0.85, "byline", block, team.span())]
    if block.context.own & Zone.BYLINE and beside and one_word_name(block.text):
        whole = (0, len(block.text))
        return 0.7, [Signed(author_of(block.text, "person"), 0.7, "byline", block, whole)]
    helped = OTHERS.search(block.text, len("By "))
    read = read_line(block.text[: helped.start()].rstrip(" .,;|") if helped else block.text)
    if read is None or read.explained < (LEAST_SIGNED if opener_end(block.text) > 4 else 0.4):
        return 0.0, []
    by = read.opener and _BY.match(block.text)
    if by and len(read.authors) == 1 and " " not in read.authors[0].name:
        return _one_word(block, read.author_spans[0])
    if not all(like_a_name(author.name) for author in read.authors):
        return 0.0, []
    if not read.opener and not named:
        # "Dana Whitlow | 04.06.2017": a name and a date right under the headline.
        if not (beside and read.dates and len(block.text) < 90):
            return 0.0, []
        return 0.6, [
            Signed(a, 0.6, "beside the date", block, s)
            for a, s in zip(read.authors, read.author_spans, strict=True)
        ]
    score = 0.8 * read.confidence + (0.15 if named else 0.0) + (0.1 if read.opener else 0.0)
    return score, _as_signed(block, read.authors, read.author_spans, read.confidence)


def _one_word(block: PageBlock, span: Span) -> tuple[float, list[Signed]]:
    """Score and name of a byline with a single word: "By Kiersten", "By AlderSelect"."""
    start, end = span
    while end < len(block.text) and block.text[end].isalnum():
        end += 1
    name = block.text[start:end]
    if not one_word_name(name):
        return 0.0, []
    author = AuthorContent(name, author_kind(name))
    return 0.85, [Signed(author, 0.85, "byline", block, (start, end))]


def opens_byline(text: str) -> bool:
    """Whether a line begins as bylines do."""
    return bool(opener_end(text)) or _BY.match(text) is not None


def closes_story(block: PageBlock) -> bool:
    """Whether a line below a text signs it: "Written by Una Marr"."""
    if len(block.text) > LONGEST_NAME or opener_end(block.text) <= len("by: "):
        return False
    read = read_line(block.text)
    return read is not None and bool(read.authors) and read.opener and read.explained >= 0.9


def name_alone(block: PageBlock) -> tuple[float, list[Signed]]:
    """Score and names of a line that is only a name, beside the story's date."""
    text = block.text
    if len(text) > 40 or block.tag in HEADINGS or block.near & Zone.SECTION or block.links:
        return 0.0, []
    read = read_byline(f"By {text}")
    if read is None or read.explained < 0.95:
        text = _PLACE.sub("", text)
        read = read_byline(f"By {text}")
    if read is None or read.explained < 0.95 or not all(" " in a.name for a in read.authors):
        return 0.0, []
    if not like_a_name(text) or any(author.kind != "person" for author in read.authors):
        return 0.0, []
    spans = [(start - 3, end - 3) for start, end in read.author_spans]
    return 0.55, [
        Signed(author, 0.55, "a name beside the date", block, span)
        for author, span in zip(read.authors, spans, strict=True)
    ]


def signature_below(page: Page, last: int) -> list[Signed]:
    """The name on the last line of a text, set apart by its type: `<b>Una Marr</b>`."""
    if not 0 <= last < len(page.blocks):
        return []
    block = page.blocks[last]
    emphatic = block.bold or any(
        mark.tag in ("em", "i") and mark.end - mark.start == len(block.text) for mark in block.marks
    )
    if not emphatic or block.tag in HEADINGS or len(block.text.split()) > SIGNATURE_WORDS:
        return []
    score, found = name_alone(block)
    return [replace(signed, source="a name below the text") for signed in found] if score else []


def signs_a_picture(block: PageBlock) -> bool:
    """Whether names in the block belong to a picture."""
    if not block.zones & (Zone.CAPTION | Zone.FIGURE):
        return False
    inside = any(context.tag in ("figure", "figcaption") for context in block.context.chain())
    return inside or not block.near & Zone.BYLINE


def signs_the_post(block: PageBlock) -> bool:
    """Whether it is the footer of a post that names its author: "Posted by Una Marr at 6:00 AM"."""
    signed = any(mark.zone & Zone.BYLINE for mark in block.marks)
    return signed and block.zones & ELSEWHERE == Zone.FOOTER and bool(opener_end(block.text))


def _labelled(block: PageBlock) -> list[Signed]:
    """The names behind a label in a short line."""
    if len(block.text) > LONGEST_LABELLED or block.text.isascii():
        return []
    return [
        Signed(author_of(name, "person"), 0.8, "byline", block, span)
        for span in labelled_names(block.text)
        if unspaced_name(name := block.text[slice(*span)]) or like_a_name(name)
    ]


def _as_signed(
    block: PageBlock, authors: Sequence[AuthorContent], spans: Sequence[Span], sure: float
) -> list[Signed]:
    return [
        Signed(author, sure, "byline", block, span)
        for author, span in zip(authors, spans, strict=True)
    ]


def _marked(block: PageBlock) -> list[Signed]:
    """The names in inline elements named as author, where they are not the whole line."""
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


def _side_by_side(block: PageBlock) -> list[Signed]:
    """Several names separated only by their elements: `<b>Una Marr</b><b>Piers Hall</b>`."""
    found: list[Signed] = []
    at = 0
    for mark in sorted(block.marks, key=lambda mark: (mark.start, -mark.end)):
        text = block.text[mark.start : mark.end]
        if mark.start >= at and like_a_name(text) and mark.end - mark.start < len(block.text):
            found += _signed(block, text, (mark.start, mark.end), 0.85)
            at = mark.end
    covered = sum(signed.span[1] - signed.span[0] for signed in found)
    return found if len(found) > 1 and covered > 0.75 * len(block.text) else []


def _signed(block: PageBlock, text: str, span: Span, sure: float) -> list[Signed]:
    """The names in a part of the block: one, or several with commas."""
    lead = opener_end(text)
    if "," in text:
        read = read_byline(text if lead else f"By {text}", span[0] - (0 if lead else 3))
        if read is not None and read.authors and read.explained > 0.6:
            return _as_signed(block, read.authors, read.author_spans, sure)
    paper = FOR_A_PAPER.search(text, lead)
    end = paper.start() if paper else len(text)
    author = author_of(normalise(text[lead:end]), "person")
    return [Signed(author, sure, "linked in the byline", block, (span[0] + lead, span[0] + end))]


def is_role(text: str) -> bool:
    """Whether words behind a name are a role."""
    return text.rpartition(" ")[2].casefold() in _ROLE_ENDS


def one_word_name(text: str) -> bool:
    """Whether a single word may be the name that somebody signs with: "Kiersten", "Newsdesk"."""
    known = text.casefold() in NOT_NAMES or key(text) in PLACEHOLDERS or is_role(text)
    return text.isalpha() and text[0].isupper() and 2 < len(text) <= 20 and not known


def author_of(name: str, kind: str) -> AuthorContent:
    if TEAM.fullmatch(name):
        return AuthorContent(name, "desk")
    if kind == "desk" or author_kind(name) != "person":
        found = author_kind(name)
        return AuthorContent(name, found if found != "person" else "desk")
    read = read_byline(f"By {name}")
    if read is not None and len(read.authors) == 1:
        shown = read.authors[0]
        if key(shown.name) == key(name):
            return shown._replace(printed="" if shown.name == name else name)
    return AuthorContent(name)


def like_a_name(text: str) -> bool:
    """Whether words could be the name of a person or agency: short, without digits, capitalised
    where the script has capitals."""
    text = text[opener_end(text) :].strip()
    if not 2 < len(text) <= LONGEST_NAME or NOT_A_NAME.search(text) or is_account(text):
        return False
    if text.casefold() in _LINK_WORDS or OTHERS.match(text):
        return False
    if any(letter.isdigit() or letter in '!?:"„“”»«' for letter in text):
        return False
    words = text.split()
    if len(words) > 6 or words[-1].casefold() in _PARTICLES:
        return False
    small = [word for word in words if word[:1].islower() and word.casefold() not in _PARTICLES]
    caseless = not any(letter.isupper() or letter.islower() for letter in text)
    return not small and (len(words) > 1 or bool(agency_name(text)) or caseless)
