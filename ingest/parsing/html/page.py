"""The parts of a page: blocks of visible text, pictures, the elements around them.

walk.py fills them from a tree; the extractors read them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from ingest.parsing.html.zones import Zone

HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

#: Zones outside the story. On an element that holds much of the page's prose such a name is about
#: layout (`has-sidebar`, `with-comments`) and does not count.
JUNK: Final = (
    Zone.NAVIGATION
    | Zone.COMMENTS
    | Zone.RELATED
    | Zone.SHARE
    | Zone.SIGNUP
    | Zone.ADVERT
    | Zone.FOOTER
    | Zone.ASIDE
    | Zone.FORM
    | Zone.BIO
    | Zone.TAGS
    | Zone.HIDDEN
    | Zone.EMBED
    | Zone.NOTE
    | Zone.FIGURE
    | Zone.CAPTION
    | Zone.CREDIT
    | Zone.HEADER
)
#: Zones pruned from the tree before trafilatura reads it.
PRUNED: Final = Zone.NAVIGATION | Zone.COMMENTS | Zone.FOOTER
#: Zones that apply to what lies directly in the element, not to all below it.
NEAR: Final = Zone.BYLINE | Zone.DATE | Zone.STANDFIRST | Zone.HEADLINE | Zone.SECTION | Zone.CREDIT
#: An element with more than this share of the page's prose is layout, not junk.
LAYOUT_SHARE: Final = 0.4
#: Names that also stand for how a part of the story is shown or listed ("w-embed", "toc-section"):
#: they do not count on elements with so many code points of prose, nor on headings and paragraphs.
OF_PARTS: Final = Zone.EMBED | Zone.NAVIGATION
PART_PROSE: Final = 500
_PART_TAGS: Final = HEADINGS | {"p"}
#: Elements of a question whose answer unfolds below: a button in another of them is no form's.
UNFOLDING: Final = HEADINGS | {"button", "dt", "summary", "details"}
#: How many elements around a block NEAR zones are taken from.
NEAR_LEVELS: Final = 3


@dataclass(slots=True, eq=False)
class Context:
    """A block-level element on the way from the root to a block."""

    parent: Context | None
    tag: str
    own: int
    names: str
    number: int
    depth: int = 0
    prose: int = 0
    zones: int = Zone.NONE
    near: int = Zone.NONE
    headings: int = 0
    #: The number of the last element inside; numbers follow the page.
    last: int = 0

    def holds(self, context: Context) -> bool:
        """Whether an element is this one or lies inside it."""
        return self.number <= context.number <= self.last

    def chain(self) -> Iterator[Context]:
        at: Context | None = self
        while at is not None:
            yield at
            at = at.parent


@dataclass(slots=True)
class InlineMark:
    """An inline element inside a block: the stretch of its text, its zones and attributes."""

    start: int
    end: int
    zone: int
    tag: str
    href: str = ""
    itemprop: str = ""
    datetime: str = ""

    def at(self, start: int, end: int) -> InlineMark:
        """The same element around another stretch of text."""
        return InlineMark(
            start,
            end,
            self.zone,
            self.tag,
            href=self.href,
            itemprop=self.itemprop,
            datetime=self.datetime,
        )


@dataclass(slots=True, eq=False)
class PageBlock:
    text: str
    tag: str
    context: Context
    number: int
    links: int
    bold: bool
    marks: list[InlineMark]
    #: Where the block stands in the visible text.
    start: int = 0
    #: Those of the element; `resolve_zones` fills them in.
    zones: int = Zone.NONE
    near: int = Zone.NONE
    link_share: float = 0.0


@dataclass(slots=True, eq=False)
class PagePicture:
    """An image element: its address as written, and the number of the block that follows it."""

    url: str
    alt: str
    context: Context
    before: int
    width: int


@dataclass(slots=True)
class Page:
    blocks: list[PageBlock] = field(default_factory=list)
    pictures: list[PagePicture] = field(default_factory=list)
    contexts: list[Context] = field(default_factory=list)
    #: Where a browser noted the address when it saved the page, and the address.
    saved_from: tuple[str, str] | None = None
    #: Whether blocks were cut off at the limit.
    cut: bool = False
    #: The number of elements.
    elements: int = 0
    #: Elements that are not the story unless their zone turns out to be about layout.
    prunable: list[tuple[Context, etree._Element]] = field(default_factory=list)
    #: Code points of prose on the page.
    prose: int = 0
    #: Pictures by the number of each element around them; filled when first asked for.
    picture_index: dict[int, list[PagePicture]] | None = None


def resolve_zones(page: Page) -> None:
    """Inherit zones downwards; drop junk zones of elements that hold much of the prose."""
    for context in reversed(page.contexts):
        context.last = max(context.last, context.number)
        if context.parent is not None:
            context.parent.prose += context.prose
            context.parent.headings += context.headings
            context.parent.last = max(context.parent.last, context.last)
    page.prose = page.contexts[0].prose
    limit = LAYOUT_SHARE * page.prose
    for context in page.contexts:
        own = context.own
        if own & JUNK:
            if context.prose > limit and page.prose:
                own &= ~JUNK
            elif own & OF_PARTS and _is_part(context):
                own &= ~OF_PARTS
            elif context.tag == "button" and context.parent and context.parent.tag in UNFOLDING:
                own &= ~Zone.FORM
        context.own = own
        near = own
        at, level = context.parent, 1
        while at is not None and level < NEAR_LEVELS:
            near |= at.own
            at, level = at.parent, level + 1
        context.near = near & NEAR
        inherited = context.parent.zones if context.parent is not None else Zone.NONE
        context.zones = inherited | (own & ~NEAR)
    for block in page.blocks:
        block.zones, block.near = block.context.zones, block.context.near
        block.link_share = block.links / len(block.text)


def _is_part(context: Context) -> bool:
    """Whether an element named as a menu or player is a part of the story: a heading, a paragraph,
    or an element with prose of its own."""
    if context.tag in _PART_TAGS:
        return True
    return context.tag not in ("nav", "blockquote") and context.prose >= PART_PROSE
