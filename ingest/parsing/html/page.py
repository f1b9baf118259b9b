"""What a page is made of: blocks of visible text, pictures, the elements around them.

`html_walk` fills these from a tree; the readers of headline, byline, figures and body ask them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from ingest.parsing.html.zones import Zone

HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

#: Zones that say "not the story". A name of this kind on an element that holds the better part
#: of the page's prose is a layout name (`has-sidebar`, `with-comments`) and does not count.
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
#: What another extractor need not look at.
PRUNED: Final = Zone.NAVIGATION | Zone.COMMENTS | Zone.FOOTER
#: Zones that only say something of what lies directly in the element, not of all below it.
NEAR: Final = Zone.BYLINE | Zone.DATE | Zone.STANDFIRST | Zone.HEADLINE | Zone.SECTION | Zone.CREDIT
#: An element with more than this share of the page's prose is layout, not junk.
LAYOUT_SHARE: Final = 0.4
#: Ancestors that are asked for NEAR zones.
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

    def chain(self) -> Iterator[Context]:
        at: Context | None = self
        while at is not None:
            yield at
            at = at.parent


@dataclass(slots=True)
class InlineMark:
    """An inline element inside a block: where its text stands there, and what its names say."""

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

    @property
    def zones(self) -> int:
        return self.context.zones

    @property
    def near(self) -> int:
        return self.context.near

    @property
    def link_share(self) -> float:
        return self.links / len(self.text)


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
    #: The address that a browser noted in the page when it saved it, and where it stands.
    saved_from: tuple[str, str] | None = None
    #: Whether the page goes on behind the last block.
    cut: bool = False
    #: How many elements were seen.
    elements: int = 0
    #: Elements that are surely not the story unless their name proves to be void.
    prunable: list[tuple[Context, etree._Element]] = field(default_factory=list)
    #: Code points of prose on the page.
    prose: int = 0
    #: Pictures by the number of each element around them; filled when first asked for.
    picture_index: dict[int, list[PagePicture]] | None = None


def resolve_zones(page: Page) -> None:
    """Inherits zones downwards; junk names on elements that hold most of the prose are void."""
    for context in reversed(page.contexts):
        if context.parent is not None:
            context.parent.prose += context.prose
            context.parent.headings += context.headings
    page.prose = page.contexts[0].prose
    limit = LAYOUT_SHARE * page.prose
    for context in page.contexts:
        own = context.own
        if own & JUNK and context.prose > limit and page.prose:
            own &= ~JUNK
        context.own = own
        near = own
        at, level = context.parent, 1
        while at is not None and level < NEAR_LEVELS:
            near |= at.own
            at, level = at.parent, level + 1
        context.near = near & NEAR
        inherited = context.parent.zones if context.parent is not None else Zone.NONE
        context.zones = inherited | (own & ~NEAR)
