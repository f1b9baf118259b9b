"""Blocks of a page in, those of the body out, with a reason for each other one.

Every block is scored by three witnesses: the body that JSON-LD states, trafilatura, and the markup
around the block. Weights are data; a block with a score above 0 is body.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from ingest.parsing.fields.boilerplate import ON_PAGES
from ingest.parsing.fields.doubtful import NO_PART, OUTSIDE
from ingest.parsing.fields.markup import plain
from ingest.parsing.html.body_scores import STRONG, WEAK, Witnesses, score_blocks, unfolded, within
from ingest.parsing.html.page import HEADINGS, PRUNED, Context, Page, PageBlock
from ingest.parsing.html.witness import main_lines
from ingest.parsing.html.zones import Zone

#: Larger pages are read without trafilatura, which takes more than linear time.
MAX_VOTED_BLOCKS: Final = 6_000
MAX_VOTED_CHARACTERS: Final = 1_500_000
MAX_VOTED_ELEMENTS: Final = 40_000

#: The stated body counts as a witness when the page shows at least this share of it.
STATED_SHARE: Final = 0.7
STATED_LENGTH: Final = 400

#: With more other prose than this share beside it, the stated body is only the story's beginning.
UNSTATED_SHARE: Final = 0.35

#: The story's element: the lowest one with this share of all prose that a witness named.
CONTAINER_SHARE: Final = 0.85

#: The page's densest element holds this share of its prose; a witness that names less than the
#: second share of it has passed over the story.
DENSE_SHARE: Final = 0.7
NAMED_SHARE: Final = 0.5
#: Paragraphs of a story in one element, at least.
SIDE_BY_SIDE: Final = 4

#: A menu with more of the page's prose than this is not pruned.
PRUNED_SHARE: Final = 0.1

#: Why a block was left out, by its zone.
ZONE_REASONS: Final[tuple[tuple[int, str], ...]] = (
    (Zone.HIDDEN, "hidden on the page"),
    (Zone.NAVIGATION, "navigation"),
    (Zone.COMMENTS, "reader comments"),
    (Zone.CAPTION, "caption of another story"),
    (Zone.RELATED, "related stories"),
    (Zone.SHARE, "share bar"),
    (Zone.SIGNUP, "newsletter, subscription or cookie notice"),
    (Zone.ADVERT, "advertisement"),
    (Zone.FOOTER, "page footer"),
    (Zone.BIO, "about the author"),
    (Zone.TAGS, "keywords"),
    (Zone.FORM, "form or button"),
    (Zone.EMBED, "embedded post or player"),
    (Zone.ASIDE, "beside the story"),
)
_KEY_WORD: Final = re.compile(r"[^\W_]+")
#: What else stands in ASCII text, which takes a tenth of the time.
_ASCII_NOISE: Final = bytes(code for code in range(128) if not chr(code).isalnum())


@dataclass(slots=True)
class BodyChoice:
    """`kept`: block number -> (confidence, reason); `left`: block number -> reason."""

    kept: dict[int, tuple[float, str]] = field(default_factory=dict)
    left: dict[int, str] = field(default_factory=dict)


def key(text: str) -> str:
    """Letters and digits, casefolded: to compare texts across extractors."""
    if text.isascii():
        return text.lower().encode().translate(None, _ASCII_NOISE).decode()
    return "".join(_KEY_WORD.findall(text.casefold()))


def choose_body(
    page: Page, root: etree._Element, stated_body: str, taken: Iterable[int], headline: str
) -> BodyChoice:
    """Choose the blocks of the body; `taken` are numbers of blocks that are other fields."""
    other = set(taken)
    keys = {block.number: key(block.text) for block in page.blocks if block.number not in other}
    stated = _stated(keys, key(plain(stated_body))) if len(stated_body) > 200 else set()
    container = _container(page, stated, keys)
    sure = bool(stated) and _explains(page, stated, container)
    voted = stated if sure else stated | _votes(page, root, keys)
    if not sure:
        voted |= _passed_over(page, voted, keys)
        container = _container(page, voted, keys)
    known = Witnesses(
        voted=voted,
        sure=sure,
        container=container,
        headline=headline,
        keys=keys,
        void=_void_zones(page, voted),
        listed=under_list_headings(page, voted),
        unfolded=unfolded(page),
    )
    scores = score_blocks(page, known)
    choice = BodyChoice()
    for block in page.blocks:
        score = scores.get(block.number)
        if score is None:
            continue
        if score > 0:
            by = "JSON-LD articleBody" if sure and block.number in voted else "main content"
            choice.kept[block.number] = (min(0.99, 0.6 + 0.08 * score), by)
        else:
            choice.left[block.number] = _why_left(block, container)
    return choice


def _stated(keys: dict[int, str], body: str) -> set[int]:
    """Blocks that stand in the stated body, if the page shows most of it; else none."""
    if len(body) < STATED_LENGTH:
        return set()
    found = {number for number, text in keys.items() if len(text) > 24 and text in body}
    shown = sum(len(text) for text in {keys[number] for number in found})
    if shown < STATED_SHARE * len(body):
        return set()
    return found


def _explains(page: Page, stated: set[int], container: Context | None) -> bool:
    """Whether the stated body is all of its element, not just the beginning."""
    stated_length = other_length = 0
    for block in page.blocks:
        if len(block.text) < 80 or block.link_share > 0.34 or block.zones & (STRONG | WEAK):
            continue
        if block.number in stated:
            stated_length += len(block.text)
        elif within(block, container):
            other_length += len(block.text)
    return other_length <= UNSTATED_SHARE * (stated_length + other_length)


def _passed_over(page: Page, voted: set[int], keys: dict[int, str]) -> set[int]:
    """Prose that the witness missed, where it is most of the page's densest element."""
    prose = {
        block.number
        for block in page.blocks
        if block.number in keys
        and block.tag == "p"
        and len(block.text) >= 80
        and block.link_share < 0.34
        and not block.zones & STRONG
    }
    # Paragraphs of a story stand side by side; summaries of other stories each in a box.
    company: dict[int, int] = {}
    for number in prose:
        parent = page.blocks[number].context.parent
        if parent is not None:
            company[parent.number] = company.get(parent.number, 0) + 1
    prose = {
        number
        for number in prose
        if (parent := page.blocks[number].context.parent) is not None
        and company[parent.number] >= SIDE_BY_SIDE
    }
    dense = _container(page, prose, keys, share=DENSE_SHARE)
    inside = {n for n in prose if within(page.blocks[n], dense)}
    held = sum(len(page.blocks[n].text) for n in inside)
    named = sum(len(page.blocks[n].text) for n in inside & voted)
    return inside if named < NAMED_SHARE * held else set()


def _void_zones(page: Page, voted: set[int]) -> int:
    """Zones around half of what the witness named: on this page they are layout."""
    total = 0
    inside: dict[int, int] = {}
    for block in page.blocks:
        if block.number not in voted or len(block.text) < 80 or block.link_share > 0.34:
            continue
        total += len(block.text)
        zones = block.zones & (STRONG | WEAK)
        while zones:
            bit = zones & -zones
            inside[bit] = inside.get(bit, 0) + len(block.text)
            zones ^= bit
    return sum(bit for bit, length in inside.items() if length > 0.5 * total)


def _votes(page: Page, root: etree._Element, keys: dict[int, str]) -> set[int]:
    """Blocks that trafilatura keeps; where it keeps none, those of plain prose."""
    total = sum(len(block.text) for block in page.blocks)
    lines: list[str] = []
    few = len(page.blocks) <= MAX_VOTED_BLOCKS and page.elements <= MAX_VOTED_ELEMENTS
    if few and total <= MAX_VOTED_CHARACTERS:
        _prune(page)
        lines = main_lines(root)
    line_keys = [key(line) for line in lines]
    kept = set(line_keys)
    joined = "\n".join(line_keys)
    found = {
        number
        for number, text in keys.items()
        if text in kept
        or (len(text) > 40 and len(joined) < 400_000 and text in joined)
        or _has_lines(page.blocks[number], kept)
    }
    if found:
        return found
    return {
        block.number
        for block in page.blocks
        if block.number in keys
        and len(block.text) > 80
        and block.link_share < 0.3
        and not block.zones & (STRONG | WEAK)
    }


def _has_lines(block: PageBlock, kept: set[str]) -> bool:
    """Whether the witness keeps every line of a block that has several."""
    return "\n" in block.text and all(key(line) in kept for line in block.text.split("\n"))


def _prune(page: Page) -> None:
    """Remove menus, footers and comments from the tree, which halves trafilatura's time."""
    for context, element in page.prunable:
        parent = element.getparent()
        if parent is None or not context.own & PRUNED or context.headings:
            continue
        if context.prose > PRUNED_SHARE * page.prose:
            continue
        tail = element.tail
        if tail:
            before = element.getprevious()
            if before is not None:
                before.tail = (before.tail or "") + tail
            else:
                parent.text = (parent.text or "") + tail
        parent.remove(element)


def _container(
    page: Page, voted: set[int], keys: dict[int, str], share: float = CONTAINER_SHARE
) -> Context | None:
    """The lowest element that holds that share of the prose the witness named."""
    weight: dict[int, int] = {}
    total = 0
    for block in page.blocks:
        if block.number in voted and not block.zones & STRONG and block.tag not in HEADINGS:
            length = len(keys[block.number])
            if length < 60 or block.link_share > 0.5:
                continue
            total += length
            weight[block.context.number] = weight.get(block.context.number, 0) + length
    if not total:
        return None
    sums = [0] * len(page.contexts)
    for context in reversed(page.contexts):
        sums[context.number] += weight.get(context.number, 0)
        if context.parent is not None:
            sums[context.parent.number] += sums[context.number]
    lowest = page.contexts[0]
    for context in page.contexts:
        if sums[context.number] >= share * total:
            lowest = context
    return lowest if lowest.tag != "p" else lowest.parent


def _why_left(block: PageBlock, container: Context | None) -> str:
    for zone, reason in ZONE_REASONS:
        if block.zones & zone:
            return reason
    if ON_PAGES.of_block(block.text):
        return "a notice of the site"
    if block.link_share > 0.8:
        return "link"
    if not within(block, container):
        return OUTSIDE
    return NO_PART


#: Blocks examined behind such a heading, and headings of one page.
MAX_LISTED: Final = 200
MAX_HEADINGS: Final = 40


def under_list_headings(page: Page, voted: set[int]) -> set[int]:
    """Numbers of the blocks behind a heading such as "Most read" in the same element, where the
    story (`voted`) does not stand before it there."""
    found: set[int] = set()
    headings = [
        b for b in page.blocks if b.tag in HEADINGS and ON_PAGES.heads_other_stories(b.text)
    ]
    for heading in headings[:MAX_HEADINGS]:
        around = heading.context.parent
        before = page.blocks[heading.number - 1] if heading.number else None
        if around is None:
            continue
        if before is not None and before.number in voted and around.holds(before.context):
            continue
        found.update(
            block.number
            for block in page.blocks[heading.number : heading.number + MAX_LISTED]
            if around.holds(block.context)
        )
    return found
