"""A page in, the beginning of its story out: headline, lines that sign it, first paragraph."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from ingest.parsing.fields.sentences import SENTENCE_ENDS
from ingest.parsing.html.byline_labels import announced, announces
from ingest.parsing.html.bylines import opens_byline, read_block, read_line
from ingest.parsing.html.dates import Habits, month_line, page_dates
from ingest.parsing.html.page import HEADINGS, Page, PageBlock
from ingest.parsing.html.zones import Zone

#: Prose has at least so many characters, and a smaller share of links than menus.
PROSE: Final = 80
MOST_LINKS: Final = 0.34
#: The story begins with prose that is followed by so many such blocks among the next ones.
COMPANY: Final = 2
WITHIN: Final = 12
#: A heading may be the headline so many blocks above the first paragraph.
HEADING_REACH: Final = 16
#: Where a page has no heading, the headline's place is so far above the first paragraph.
NO_HEADING: Final = 3
#: Lines above the headline, and under the first paragraph (a standfirst), that may sign.
ABOVE: Final = 4
BELOW: Final = 6
LONGEST_LINE: Final = 140
#: Date lines stand so far below the first paragraph, where that is a standfirst.
DATE_BELOW: Final = 2
#: Letters of a byline of which few words are a name's: "By Una Marr • 4 mins read".
SHORT: Final = 60
#: Letters of a name or place beside a date line ("Una Marr, Port Alder").
BARE: Final = 40
#: Letters of a line beside its date ("3 min read · Jun 4, 2017", "Posted on June 4, 2017 in News").
BESIDE_DATE: Final = 30
_ENDS: Final = SENTENCE_ENDS | frozenset(":：")
DATE_LINE: Final = "date line"

#: A letter of these scripts says as much as two or three of an alphabet.
_SYLLABLES: Final = re.compile("[\u3040-\u30ff\uac00-\ud7a3]")
_EAST: Final = re.compile("[\u3040-\U0010ffff]")
_IDEOGRAPHS: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")

_NOT_STORY: Final = (
    Zone.NAVIGATION | Zone.COMMENTS | Zone.FOOTER | Zone.FORM | Zone.HIDDEN | Zone.SIGNUP
    | Zone.RELATED | Zone.ADVERT | Zone.CAPTION | Zone.BIO | Zone.ASIDE
)  # fmt: skip
_OF_A_PICTURE: Final = Zone.CAPTION | Zone.FIGURE


class Start(NamedTuple):
    """The block numbers of the headline, or of its place, and of the first paragraph."""

    headline: int
    prose: int


def extent(text: str) -> int:
    """The length of a text, an ideograph counted as three letters, a syllable as two: a sentence
    of 80 letters in English has 30 in Chinese."""
    if text.isascii() or not _EAST.search(text):
        return len(text)
    return len(text) + 2 * len(_IDEOGRAPHS.findall(text)) + len(_SYLLABLES.findall(text))


def first_prose(page: Page, after: int = -1) -> int:
    """The first paragraph followed by others; the page's end without any."""
    prose = [
        block.number
        for block in page.blocks
        if block.number > after
        and block.link_share < MOST_LINKS
        and block.tag not in HEADINGS
        and not block.zones & _NOT_STORY
        and extent(block.text) >= PROSE
    ]
    for place, number in enumerate(prose):
        company = prose[place + 1 : place + 1 + COMPANY]
        if len(company) == COMPANY and company[-1] - number <= WITHIN:
            return number
    return prose[0] if prose else max(0, len(page.blocks) - 1)


def find_start(page: Page, headline: PageBlock | None) -> Start:
    if headline is not None:
        return Start(headline.number, first_prose(page, headline.number))
    prose = first_prose(page)
    best = -1
    for block in page.blocks[max(0, prose - HEADING_REACH) : prose]:
        if block.tag not in ("h1", "h2", "h3") or block.zones & _NOT_STORY:
            continue
        if best < 0 or block.tag <= page.blocks[best].tag:
            best = block.number
    return Start(best if best >= 0 else max(0, prose - NO_HEADING), prose)


def signing_lines(page: Page, start: Start, habits: Habits) -> dict[int, str]:
    """Lines around the beginning that only name author and date: block number -> kind."""
    found: dict[int, str] = {}
    first = max(0, start.headline - ABOVE)
    for block in page.blocks[first : max(start.headline, start.prose) + BELOW]:
        if block.number == start.headline or len(block.text) > LONGEST_LINE:
            continue
        if block.tag in ("h1", "h2") or block.zones & (Zone.COMMENTS | Zone.CAPTION):
            continue
        if _is_byline(block):
            found[block.number] = "byline"
        elif start.headline < block.number < start.prose and announces(block.text):
            after = page.blocks[block.number + 1]
            found |= {block.number: "byline"} if announced(after) else {}
            found |= {after.number: "byline"} if announced(after) else {}
        elif block.number <= start.prose + DATE_BELOW and _is_date_line(block, habits):
            found[block.number] = DATE_LINE
        elif start.headline < block.number < start.prose and _is_beside_byline(block):
            found[block.number] = "beside the byline"
    for number in [number for number, what in found.items() if what == DATE_LINE]:
        for beside in (number - 1, number + 1):
            if start.headline < beside < start.prose and _is_bare(page.blocks[beside]):
                found.setdefault(beside, "beside the date")
    return found


def _is_bare(block: PageBlock) -> bool:
    """Whether a line is a few words without a full stop, as beside a date."""
    named = block.near & Zone.STANDFIRST or block.zones & _OF_A_PICTURE
    plain = block.tag not in HEADINGS and not named
    return plain and extent(block.text) <= BARE and block.text[-1] not in _ENDS


def _is_byline(block: PageBlock) -> bool:
    read = read_line(block.text)
    if read is not None and read.authors and read.opener and read.explained >= 0.75:
        return True
    short = len(block.text) <= SHORT and block.text[-1] not in SENTENCE_ENDS
    return short and opens_byline(block.text) and bool(read_block(block, beside=True)[1])


def _is_beside_byline(block: PageBlock) -> bool:
    """Whether a line is the author's role ("Harbour correspondent"), or only figures."""
    if not any(map(str.isalpha, block.text)):
        return True
    named = block.near & Zone.BYLINE and not block.near & Zone.STANDFIRST
    return bool(named) and len(block.text) < 60 and block.text[-1] not in _ENDS


def _is_date_line(block: PageBlock, habits: Habits) -> bool:
    if month_line(block, habits) is not None:
        return True
    dates = [date for date in page_dates(block.text, habits) if len(date.iso) == 10]
    if not dates or block.text[-1] in SENTENCE_ENDS:
        return bool(dates) and len(block.text) < 40
    covered = sum(date.span[1] - date.span[0] for date in dates)
    rest = sum(map(str.isalpha, block.text)) - covered // 2
    return covered >= 0.6 * len(block.text) or rest <= BESIDE_DATE
