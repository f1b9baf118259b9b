"""Blocks of a page and what the witnesses say of them in, a score for each out: above 0 is body.

Weights are data. A block is scored by itself first, then by its company: the paragraphs of a story
stand side by side, and what stands between them belongs to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ingest.parsing.fields.boilerplate import ON_PAGES
from ingest.parsing.fields.sentences import SENTENCE_ENDS
from ingest.parsing.html.page import HEADINGS, UNFOLDING, Context, Page, PageBlock
from ingest.parsing.html.zones import Zone

#: Prose has so many code points at least, and a smaller share of links.
PROSE: Final = 80
MOST_LINKS: Final = 0.34
#: The largest share of links of a line between the story's paragraphs.
BETWEEN_LINKS: Final = 0.5
#: Paragraphs behind the story's element that are a part of the story, at least.
COMPANY: Final = 3

#: What each sign is worth. Witnesses speak for; zones and phrases against.
WEIGHTS: Final[dict[str, float]] = {
    "stated": 3.0,  # stands in JSON-LD articleBody
    "unstated": -1.2,  # does not, though the page shows most of articleBody
    "voted": 2.0,  # trafilatura keeps it
    "unvoted": -1.0,
    "inside": 0.5,  # in the story's element
    "outside": -2.0,
    "prose": 0.7,
    "neighbour": 1.2,  # the blocks before and behind it in the same element are body
    "sibling": 1.5,  # prose among at least three body paragraphs of the same element
    "zone": -1.6,  # an element around it is named as something else
    "strong_zone": -2.6,
    "all_link": -4.5,
    "heading_link": -1.0,
    "phrase": -6.0,
    "listed": -4.0,  # behind "Most read" in the same element
    "bare": -0.5,  # a few words without a full stop
    "article": 2.5,  # prose outside the story's element, in the <article> around headline and story
    "between": 2.2,  # plain text of the story's element between its paragraphs
}
#: With such a score no later sign raises a block above 0, and none is looked for.
_LOST: Final = -5.0
STRONG: Final = (
    Zone.NAVIGATION
    | Zone.COMMENTS
    | Zone.FOOTER
    | Zone.FORM
    | Zone.BIO
    | Zone.CAPTION
    | Zone.HIDDEN
)
WEAK: Final = (
    Zone.RELATED
    | Zone.SHARE
    | Zone.SIGNUP
    | Zone.ADVERT
    | Zone.ASIDE
    | Zone.TAGS
    | Zone.EMBED
    | Zone.FIGURE
)

_TERMINAL: Final = SENTENCE_ENDS | frozenset(":;\"'”“’»«)]」』")
#: The time above an entry of a live page.
_CLOCK: Final = re.compile(r"\d{1,2}[:.h]\d\d(?: ?[ap]\.?m\.?)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Witnesses:
    """What is known of the story before its blocks are scored."""

    #: Numbers of the blocks that a witness named.
    voted: set[int]
    #: Whether the witness is the stated body, which has all of the story.
    sure: bool
    #: The story's element.
    container: Context | None
    #: The headline as a key.
    headline: str
    #: Block number -> its text as a key, for all blocks that may be body.
    keys: dict[int, str]
    #: Zones that are layout on this page.
    void: int
    #: Blocks under a heading such as "Most read".
    listed: set[int]
    #: Blocks that unfold below a question.
    unfolded: set[int]


def unfolded(page: Page) -> set[int]:
    """Numbers of hidden blocks that a reader unfolds: prose below a heading or a button that stands
    in the same part of the page, as answers below questions do."""
    found: set[int] = set()
    opens: dict[int, bool] = {}
    for block in page.blocks:
        if not block.zones & Zone.HIDDEN or not block.number:
            continue
        hidden = [context for context in block.context.chain() if context.own & Zone.HIDDEN][-1]
        if hidden.number not in opens:
            opens[hidden.number] = _opens(page.blocks[block.number - 1], hidden)
        if opens[hidden.number]:
            found.add(block.number)
    return found


def _opens(before: PageBlock, hidden: Context) -> bool:
    """Whether a block is the question or button that unfolds the hidden element behind it."""
    part = hidden.parent
    if not hidden.prose or part is None:
        return False
    beside = part.holds(before.context) or bool(part.parent and part.parent.holds(before.context))
    around = before.context.parent
    return beside and (before.tag in UNFOLDING or bool(around and around.tag in UNFOLDING))


def score_blocks(page: Page, known: Witnesses) -> dict[int, float]:
    """The score of every block that may be body, by its number."""
    scores = {
        block.number: _score(block, known) for block in page.blocks if block.number in known.keys
    }
    _in_article(page, scores, known)
    _siblings(page, scores)
    _neighbours(page, scores)
    _between(page, scores, known)
    return scores


def within(block: PageBlock, container: Context | None) -> bool:
    """Whether a block lies in an element; in no element means anywhere."""
    return container is None or container.holds(block.context)


def _score(block: PageBlock, known: Witnesses) -> float:
    text, zones = block.text, _against(block, known)
    own_key = known.keys[block.number]
    if not own_key or (known.headline and own_key == known.headline):
        return -9.0
    is_voted = block.number in known.voted
    if known.sure:
        score = WEIGHTS["stated"] if is_voted else WEIGHTS["unstated"]
    else:
        score = WEIGHTS["voted"] if is_voted else WEIGHTS["unvoted"]
    score += WEIGHTS["inside" if within(block, known.container) else "outside"]
    if zones & STRONG:
        score += WEIGHTS["strong_zone"]
    score += WEIGHTS["zone"] * min(2, (zones & WEAK).bit_count())
    link_share = block.link_share
    if len(text) >= PROSE and link_share < MOST_LINKS:
        score += WEIGHTS["prose"]
    if link_share > 0.8:
        score += WEIGHTS["heading_link" if block.tag in HEADINGS else "all_link"]
    if score <= _LOST:
        return score
    if len(text) < 40 and text[-1] not in _TERMINAL and block.tag not in HEADINGS:
        score += WEIGHTS["bare"]
    if _dates(block):
        score += WEIGHTS["zone"]
    if ON_PAGES.of_block(text):
        score += WEIGHTS["phrase"]
    if block.number in known.listed:
        score += WEIGHTS["listed"]
    return score


def _dates(block: PageBlock) -> bool:
    """Whether a block is a short line named as a byline or a date, or the time of an entry."""
    if not block.zones & (Zone.TABLE | Zone.LIST) and _CLOCK.fullmatch(block.text):
        return True
    named = block.near & (Zone.BYLINE | Zone.DATE)
    return bool(named) and len(block.text) < 120 and block.text[-1] not in _TERMINAL


def _against(block: PageBlock, known: Witnesses) -> int:
    """The zones of a block that speak against it. A table is no player's and no picture's, though
    the element around it is named so to be sized or scrolled; a quotation is no picture's."""
    zones = block.zones & ~known.void & (STRONG | WEAK)
    if block.number in known.unfolded:
        zones &= ~Zone.HIDDEN
    if block.zones & Zone.TABLE:
        return zones & ~(Zone.EMBED | Zone.FIGURE)
    return zones & ~Zone.FIGURE if block.zones & Zone.QUOTE else zones


def _siblings(page: Page, scores: dict[int, float]) -> None:
    """Raise prose among body paragraphs of the same element, whatever the witness says."""
    company: dict[int, int] = {}
    for block in page.blocks:
        if scores.get(block.number, -1) > 0 and len(block.text) >= 80:
            parent = block.context.parent
            if parent is not None:
                company[parent.number] = company.get(parent.number, 0) + 1
    for block in page.blocks:
        score = scores.get(block.number)
        parent = block.context.parent
        if score is None or not -2.2 < score <= 0 or parent is None or block.tag != "p":
            continue
        if company.get(parent.number, 0) >= 3 and len(block.text) >= 80 > 100 * block.link_share:
            scores[block.number] = score + WEIGHTS["sibling"]


def _neighbours(page: Page, scores: dict[int, float]) -> None:
    """Raise blocks between body blocks of the same element; drop headings with no body behind."""
    blocks = [block for block in page.blocks if block.number in scores]
    for at in range(1, len(blocks) - 1):
        before, block, behind = blocks[at - 1 : at + 2]
        if scores[block.number] > 0 or scores[block.number] < -2:
            continue
        parent = block.context.parent
        same = before.context.parent is parent is behind.context.parent
        opens = block.tag in HEADINGS and behind.context.parent is parent and not block.links
        if scores[behind.number] > 0 and (opens or (same and scores[before.number] > 0)):
            scores[block.number] += WEIGHTS["neighbour"]
    for at in range(len(blocks) - 1, -1, -1):
        if blocks[at].tag not in HEADINGS or scores[blocks[at].number] <= 0:
            continue
        if not any(scores[b.number] > 0 for b in blocks[at + 1 : at + 4]):
            scores[blocks[at].number] = -1.0


def _in_article(page: Page, scores: dict[int, float], known: Witnesses) -> None:
    """Raise prose beside the story's element in the `<article>` that also holds the headline.

    Introductions stand before it by themselves; notes of the site stand so behind it.
    """
    container = known.container
    around = container.chain() if container else ()
    article = next((c for c in around if c.tag in ("article", "main")), None)
    if container is None or article is None or article is container or not article.headings:
        return
    beside = [
        block
        for block in page.blocks
        if len(block.text) >= PROSE
        and scores.get(block.number, 1.0) <= 0
        and block.link_share < MOST_LINKS
        and not _against(block, known)
        and within(block, article)
        and not within(block, container)
    ]
    before = [block for block in beside if block.context.number < container.number]
    for block in beside if len(beside) - len(before) >= COMPANY else before:
        scores[block.number] += WEIGHTS["article"]


def _between(page: Page, scores: dict[int, float], known: Witnesses) -> None:
    """Raise cells, list items, code and short lines that stand between the story's paragraphs, and
    short paragraphs beside the first and the last one."""
    story = known.container
    kept = [n for n, score in scores.items() if score > 0 and within(page.blocks[n], story)]
    if not kept:
        return
    first, last = min(kept), max(kept)
    for number in range(first, last):
        block, score = page.blocks[number], scores.get(number, 1.0)
        if not -WEIGHTS["between"] < score <= 0 or _against(block, known):
            continue
        if block.link_share <= BETWEEN_LINKS and within(block, story) and not _dates(block):
            scores[number] = score + WEIGHTS["between"]
    for edge, step in ((first, -1), (last, 1)):
        number = edge + step
        while _ends_story(page, number, edge, scores) and not _against(page.blocks[number], known):
            scores[number] += WEIGHTS["between"]
            number += step


def _ends_story(page: Page, number: int, edge: int, scores: dict[int, float]) -> bool:
    """Whether a block is a short paragraph beside the first or last one of the story."""
    if not -1 < scores.get(number, 1.0) <= 0:
        return False
    block, beside = page.blocks[number], page.blocks[edge].context
    plain = block.tag == beside.tag == "p" and block.context.parent is beside.parent
    return plain and not block.links and block.text[-1] in _TERMINAL
