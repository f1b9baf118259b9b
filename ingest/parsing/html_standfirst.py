"""The standfirst: the summary between headline and text, told by its name, by the metadata that
repeats it, or by the head of the story that it shares with the headline.
"""

from __future__ import annotations

from collections.abc import Container
from typing import Final

from ingest.parsing.html_blocks import HEADINGS, Block, Context, Page
from ingest.parsing.html_body import key
from ingest.parsing.html_fields import ELSEWHERE, Found
from ingest.parsing.html_statements import Metadata
from ingest.parsing.html_zones import Zone

#: Code points of a standfirst.
LENGTH: Final = (30, 700)
#: Blocks below the headline among which it is looked for, and descriptions it is compared with.
REACH: Final = 12
DESCRIPTIONS: Final = 4
#: Levels above the headline among which the head of its story is looked for, and the most prose in
#: one, in standfirsts: a `<header>` around the whole story is no head.
HEAD_LEVELS: Final = 4
HEAD_PROSE: Final = 2 * LENGTH[1]


def choose_standfirst(
    page: Page,
    meta: Metadata,
    headline: Found | None,
    body: Container[int],
    taken: Container[int],
) -> Found | None:
    """The first block below the headline that is one. `body` are the blocks of the text, of which
    the first may prove to be the standfirst; `taken` those that are other fields."""
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
        said = described.get(key(block.text))
        named = _is_named(block, page, body)
        inside = head is not None and any(one is head for one in block.context.chain())
        if said is not None and (named or inside or block.number not in body):
            return _found(block, 0.95, f"shown, and {said.source}")
        if said is not None and block.tag in HEADINGS:
            return _found(block, 0.95, f"shown, and {said.source}")
        if named:
            return _found(block, 0.8, "named so under the headline")
        if inside and not block.near & (Zone.BYLINE | Zone.DATE):
            return _found(block, 0.75, "in the head of the story")
    return None


def _is_named(block: Block, page: Page, body: Container[int]) -> bool:
    """Whether a name says so: on the block itself, or on what no other paragraph lies in."""
    if block.context.own & Zone.STANDFIRST:
        return True
    if not block.near & Zone.STANDFIRST:
        return False
    after = block.number + 1
    if block.number not in body or after >= len(page.blocks) or after not in body:
        return True
    return page.blocks[after].context.parent is not block.context.parent


def _may_be(block: Block) -> bool:
    shortest, longest = LENGTH
    elsewhere = block.zones & (ELSEWHERE | Zone.FIGURE | Zone.CAPTION)
    return shortest <= len(block.text) <= longest and not elsewhere and block.link_share <= 0.5


def _head_of(headline: Block) -> Context | None:
    """The `<header>` of the story around its headline."""
    for level, context in enumerate(headline.context.chain()):
        if context.tag == "header":
            return context if context.prose <= HEAD_PROSE else None
        if level > HEAD_LEVELS:
            break
    return None


def _found(block: Block, sure: float, why: str) -> Found:
    return Found(block.text, sure, why, block, (0, len(block.text)))
