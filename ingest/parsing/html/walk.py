"""A tree in, the page's visible text as blocks with their zones out, in one walk.

The text of a block is what a reader sees: white space collapsed, invisible characters dropped,
`<br>` kept as "\\n".
"""

from __future__ import annotations

import re
from typing import Any, Final

from lxml import etree

from ingest.parsing.html.image_address import image_address, picture_inside
from ingest.parsing.html.page import (
    HEADINGS,
    PRUNED,
    Context,
    InlineMark,
    Page,
    PageBlock,
    PagePicture,
    resolve_zones,
)
from ingest.parsing.html.tree import MAX_DEPTH, flatten, parse_tree, saved_from
from ingest.parsing.html.zones import TAG_ZONES, Zone, zone_of_role, zones_of_names

#: Elements whose text no reader sees.
UNSEEN_TAGS: Final = frozenset(
    "script style noscript template svg math iframe object embed applet canvas map select option"
    " textarea datalist head title audio meter progress".split()
)
BLOCK_TAGS: Final = frozenset(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt"
    " fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main"
    " menu nav ol p pre section summary table tbody td tfoot th thead tr ul video html".split()
)
#: Soft hyphen, zero-width space, word joiner, direction marks: invisible, and they break search.
_INVISIBLE: Final = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff\u202a-\u202e]")

#: Prose: a block of at least this many code points, at most a third of them links.
PROSE_LENGTH: Final = 80

#: Blocks of one page that are read; the longest real ones have 6,000.
MAX_BLOCKS: Final = 50_000
#: Attributes beside `class` whose values name an element's content.
_NAMING: Final = (
    "id", "itemprop", "property", "data-testid", "data-test-id", "data-component", "data-hook",
    "data-qa", "data-type",
)  # fmt: skip
_NAMING_SET: Final = frozenset(_NAMING)
#: Hidden inline text of up to so many characters is for screen readers ("Image source, "); longer
#: text waits for a click.
HIDDEN_WORDS: Final = 40
_BLANK_LINE: Final = re.compile(r"\n[ \t\r]*\n\s*")
_BOUNDARY: Final = Zone.BYLINE | Zone.DATE | Zone.CAPTION | Zone.CREDIT | Zone.SECTION
#: A line before a `<br>` that is one such element is a block of its own:
#: `<span class=headline>…</span><br><span class=byline>…</span><br>`, `<b>A subheading</b><br>`.
_LINE_OF_ITS_OWN: Final = Zone.BYLINE | Zone.DATE | Zone.HEADLINE | Zone.STANDFIRST
_LOUD: Final = ("b", "strong", "big")
TOO_MANY: Final = f"The page has more than {MAX_BLOCKS:,} blocks; only these were read."


class _Full(Exception):
    """The limit of blocks is reached."""


class TooDeep(Exception):
    """Elements lie more than MAX_DEPTH deep inside one another."""


def read_page(text: str) -> tuple[etree._Element, Page, tuple[str, ...]]:
    """The tree of a page, its blocks, and sentences about what had to be cut. Never raises."""
    root, problems, too_deep = parse_tree(text)
    if not too_deep:
        try:
            page = read_blocks(root)
            page.saved_from = saved_from(text)
            return root, page, (*problems, TOO_MANY) if page.cut else problems
        except TooDeep:
            pass
    root, more, _ = parse_tree(flatten(text))
    problem = f"Elements are nested more than {MAX_DEPTH} deep; the deeper tags were ignored."
    try:
        return root, read_blocks(root), (*problems, problem)
    except TooDeep:
        empty, *_ = parse_tree("")
        return empty, Page(), (*problems, *more, "The elements are nested too deeply to be read.")


def read_blocks(root: etree._Element) -> Page:
    """All visible blocks and pictures of the page, in document order."""
    walker = _Walker()
    try:
        walker.walk(root)
    except _Full:
        walker.page.cut = True
    resolve_zones(walker.page)
    return walker.page


class _Walker:
    """The state of the walk: the block being filled and the open elements."""

    def __init__(self) -> None:
        self.page = Page()
        self.context = Context(None, "html", Zone.NONE, "", 0)
        self.page.contexts.append(self.context)
        self.pieces: list[str] = []
        self.length = 0
        #: Where the current line begins.
        self.line = 0
        self.blank = False
        self.in_link = 0
        self.links = 0
        self.in_bold = 0
        self.bold = 0
        self.in_pre = 0
        self.open_marks: list[InlineMark] = []
        self.marks: list[InlineMark] = []

    def walk(self, root: etree._Element) -> None:
        steps = etree.iterwalk(root, events=("start", "end"))
        for event, element in steps:
            tag = element.tag
            if not isinstance(tag, str):
                continue
            if tag in UNSEEN_TAGS or (tag in ("span", "b") and _read_aloud(element)):
                if event == "start":
                    steps.skip_subtree()
                    if tag == "noscript":
                        self.unscripted(element)
                else:
                    self.add(element.tail)
            elif event == "start":
                self.page.elements += 1
                self.open(element, tag)
                if element.text:
                    self.add(element.text)
            else:
                self.close(tag)
                if element.tail:
                    self.add(element.tail)
        self.flush()

    def open(self, element: etree._Element, tag: str) -> None:
        if tag in BLOCK_TAGS:
            self.flush()
            names, zone = _describe(element, tag)
            depth = self.context.depth + 1
            if depth > MAX_DEPTH:
                raise TooDeep
            self.context = Context(self.context, tag, zone, names, len(self.page.contexts), depth)
            self.page.contexts.append(self.context)
            if zone & PRUNED and tag not in ("html", "body"):
                self.page.prunable.append((self.context, element))
            self.in_pre += tag == "pre"
        elif tag == "br":
            self.line_break()
        elif tag in ("img", "amp-img"):
            self.picture(element)
        elif tag == "picture":
            self.framed(element)
        else:
            zone = _describe(element, tag)[1]
            if zone & _BOUNDARY and self.context.tag not in HEADINGS:
                self.blank = True
            get = element.get
            mark = InlineMark(self.length, self.length, zone, tag)
            if tag == "a":
                self.in_link += 1
                mark.href, mark.itemprop = get("href", ""), get("itemprop", "")
            elif tag == "time":
                mark.datetime = get("datetime", "")
            elif tag in ("b", "strong"):
                self.in_bold += 1
            self.open_marks.append(mark)
            if len(self.open_marks) > MAX_DEPTH:
                raise TooDeep

    def close(self, tag: str) -> None:
        if tag in BLOCK_TAGS:
            self.flush()
            self.in_pre -= tag == "pre"
            if self.context.parent is not None:
                self.context = self.context.parent
        elif tag not in ("br", "img", "amp-img", "picture") and self.open_marks:
            mark = self.open_marks.pop()
            self.in_link -= tag == "a"
            self.in_bold -= tag in ("b", "strong")
            mark.end = self.length
            if mark.end > mark.start:
                self.marks.append(mark)
                if mark.zone & _BOUNDARY and self.context.tag not in HEADINGS:
                    self.blank = True

    def add(self, text: str | None) -> None:
        """Add text, white space collapsed across elements."""
        if not text:
            return
        if self.in_pre and "\n" in text:
            self.typewritten(text)
        else:
            self.words(text)

    def typewritten(self, text: str) -> None:
        """Add preformatted text, whose lines and blank lines count."""
        for number, part in enumerate(_BLANK_LINE.split(text)):
            if number:
                self.flush()
            for at, line in enumerate(part.split("\n")):
                if at and self.length and self.pieces[-1] != "\n":
                    self.pieces.append("\n")
                    self.length += 1
                self.words(line)

    def words(self, text: str) -> None:
        if text.isspace():
            self.blank = True
            return
        if not text.isascii():
            text = _INVISIBLE.sub("", text)
            if not text:
                return
        words = text.split()
        if not words:
            self.blank = True
            return
        joined = " ".join(words)
        if self.length and (self.blank or text[0].isspace()) and self.pieces[-1] != "\n":
            joined = " " + joined
        self.pieces.append(joined)
        self.length += len(joined)
        self.blank = text[-1].isspace()
        if self.in_link:
            self.links += len(joined)
        if self.in_bold:
            self.bold += len(joined)

    def line_break(self) -> None:
        if self.pieces and (self.pieces[-1] == "\n" or self._line_of_its_own()):
            self.flush()
        elif self.length:
            self.pieces.append("\n")
            self.length += 1
            self.line = self.length
        self.blank = False

    def _line_of_its_own(self) -> bool:
        set_apart = self.context.own & (Zone.CAPTION | Zone.CREDIT | Zone.FIGURE)
        if set_apart or self.context.tag in HEADINGS:
            return False
        return any(
            mark.start <= self.line < mark.end == self.length
            and (mark.zone & _LINE_OF_ITS_OWN or mark.tag in _LOUD)
            for mark in self.marks
        )

    def unscripted(self, element: etree._Element) -> None:
        """Take the picture in a `<noscript>`, unless its script-loaded twin has an address."""
        image = picture_inside(element)
        if image is not None and not self.address_here():
            self.picture(image)

    def framed(self, element: etree._Element) -> None:
        """Take a `<picture>` of which only the sources have the address."""
        image = element.find(".//img")
        if image is None or not image_address(image):
            source = picture_inside(element)
            if source is not None:
                self.picture(source)

    def address_here(self) -> bool:
        """Whether the last picture lies in the element that is open, and has an address."""
        last = self.page.pictures[-1] if self.page.pictures else None
        return last is not None and last.context is self.context and bool(last.url)

    def picture(self, element: etree._Element) -> None:
        width = element.get("width", "")
        self.page.pictures.append(
            PagePicture(
                image_address(element),
                " ".join(element.get("alt", "").split()),
                self.context,
                len(self.page.blocks),
                int(width) if width.isdecimal() and len(width) < 6 else 0,
            )
        )

    def flush(self) -> None:
        """End the current block; open inline elements go on in the next."""
        self.blank = False
        if not self.pieces and not self.marks:
            return
        text = "".join(self.pieces).rstrip("\n")
        if text:
            marks = [*self.marks, *self.open_marks] if self.open_marks else self.marks
            for mark in self.open_marks:
                mark.end = self.length
            own = self.context.own | (self.context.parent.own if self.context.parent else 0)
            fine = own & (Zone.FIGURE | Zone.CAPTION | Zone.BYLINE) or self.context.tag in HEADINGS
            block = PageBlock(
                text,
                tag=self.context.tag,
                context=self.context,
                number=len(self.page.blocks),
                links=min(self.links, len(text)),
                bold=self.bold >= 0.9 * len(text),
                marks=[
                    _trim(mark, text)
                    for mark in marks
                    if mark.zone or mark.href or mark.datetime or fine
                ],
            )
            self.page.blocks.append(block)
            self._count_prose(block)
            if len(self.page.blocks) >= MAX_BLOCKS:
                raise _Full
        self.pieces, self.marks = [], []
        self.length = self.line = self.links = self.bold = 0
        self.open_marks = [mark.at(0, 0) for mark in self.open_marks]

    def _count_prose(self, block: PageBlock) -> None:
        if block.tag == "h1":
            block.context.headings += 1
        length = len(block.text)
        if length >= PROSE_LENGTH and 3 * block.links <= length:
            block.context.prose += length


def _trim(mark: InlineMark, text: str) -> InlineMark:
    start, end = mark.start, min(mark.end, len(text))
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return mark if (start, end) == (mark.start, mark.end) else mark.at(start, end)


def _describe(element: etree._Element, tag: str) -> tuple[str, int]:
    """The names on an element, and the zones of names and tag."""
    zone = TAG_ZONES.get(tag, Zone.NONE)
    items: Any = element.items()
    attributes: dict[str, str] = dict(items)
    if not attributes or tag in ("html", "body"):
        return "", zone
    get = attributes.get
    names = get("class", "")
    if not _NAMING_SET.isdisjoint(attributes):
        for name in _NAMING:
            value = get(name)
            if value:
                names = f"{names} {value}"
    if tag == "a" and "rel" in attributes:
        names = f"{names} {attributes['rel']}"
    if names:
        zone |= zones_of_names(names)
    if names and len(attributes) == 1:
        return names, zone
    role = get("role")
    if role:
        zone |= zone_of_role(role)
    if "hidden" in attributes:
        zone |= Zone.HIDDEN
    style = get("style")
    if style and "none" in style and "display:none" in style.replace(" ", "").lower():
        zone |= Zone.HIDDEN
    return names, zone


def _read_aloud(element: etree._Element) -> bool:
    """Whether an inline element is a hidden label for screen readers."""
    names = element.get("class")
    if not names or not any(mark in names for mark in ("hid", "sr-only", "reader", "toggle")):
        return False
    if len(element) > 1 or any(len(inner) for inner in element):
        return False
    text = "".join(inner.text or "" for inner in (element, *element))
    return len(text) <= HIDDEN_WORDS and bool(zones_of_names(names) & Zone.HIDDEN)
