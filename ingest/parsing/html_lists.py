"""Boxes of other stories that no name tells from the story: those under a heading that does."""

from __future__ import annotations

from typing import Final

from ingest.parsing.fields.boilerplate import ON_PAGES
from ingest.parsing.html_blocks import HEADINGS, Page

#: Blocks behind such a heading that are looked at, and headings of one page.
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
        if before is not None and before.number in voted and around in before.context.chain():
            continue
        found.update(
            block.number
            for block in page.blocks[heading.number : heading.number + MAX_LISTED]
            if around in block.context.chain()
        )
    return found
