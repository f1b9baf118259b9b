"""A page in, the pictures of its story with captions, credits and addresses out.

A caption belongs to the nearest element around it that also holds a picture. Its credit is found by
markup first (an element named so, what stands beside the element named caption), then by the words
(credits.py). Icons and pictures of other stories are skipped.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from typing import Final

from archive.record.content import ImageContent
from archive.record.evidence import Span
from ingest.parsing.fields.boilerplate import ON_PAGES
from ingest.parsing.fields.captions import ReadCaption, read_caption
from ingest.parsing.fields.markup import web_address
from ingest.parsing.fields.whitespace import normalise
from ingest.parsing.html.body import key
from ingest.parsing.html.credits import (
    credit_in,
    is_credit,
    is_label,
    set_credit,
    without_credit,
    without_label,
)
from ingest.parsing.html.metadata.values import Metadata
from ingest.parsing.html.page import HEADINGS, Context, Page, PageBlock, PagePicture
from ingest.parsing.html.zones import Zone

_ELSEWHERE: Final = Zone.NAVIGATION | Zone.COMMENTS | Zone.BIO
#: Elements that hold no figure of the story unless they are named as figure or caption.
_DOUBTFUL: Final = Zone.RELATED | Zone.SIGNUP | Zone.ADVERT | Zone.FORM | Zone.ASIDE | Zone.FOOTER
#: How many levels above a caption its picture may be.
_LEVELS: Final = 6
_FIGURE_LEVELS: Final = 3
_LONGEST_CAPTION: Final = 1_500
#: With more prose, an element around a picture is the story and no frame.
_STORY_PROSE: Final = 1_200
#: Prefixed to a known credit line, so that it is read as one.
_SIGN: Final = "© "
#: The most blocks, and characters of each, in a frame that is not named a figure.
_PLAIN_FRAME: Final = 3
_PLAIN_LENGTH: Final = 260


@dataclass(slots=True)
class Figure:
    """A picture, with the blocks and spans of its caption and credit."""

    image: ImageContent
    caption_block: PageBlock | None = None
    caption_span: Span = (0, 0)
    credit_block: PageBlock | None = None
    credit_span: Span = (0, 0)
    read: ReadCaption | None = None
    #: The spans of photographer and agency in the credit's block.
    credit_parts: dict[str, Span] = field(default_factory=dict)
    url_source: str = ""
    confidence: float = 0.9


def read_figures(
    page: Page, meta: Metadata, base: str, headline_at: int, signing: Container[int]
) -> tuple[list[Figure], set[int]]:
    """The figures of the article in page order, and the numbers of their blocks.

    `signing` are lines with authors and dates: a portrait beside one is no figure.
    """
    taken: set[int] = set()
    frames: dict[int, tuple[Context, list[PageBlock]]] = {}
    last_prose = max((b.number for b in page.blocks if _is_prose(b)), default=0)
    for block in page.blocks:
        inside = headline_at < block.number < last_prose
        frame = None if block.number in signing else _frame(block, page, inside)
        if frame is not None:
            frames.setdefault(frame.number, (frame, []))[1].append(block)
    figures: list[Figure] = []
    seen: set[str] = set()
    for frame, blocks in frames.values():
        figure = _figure(frame, blocks, page, base)
        if figure is None:
            continue
        taken.update(block.number for block in blocks)
        mark = key(figure.image.caption or figure.image.credit + figure.image.url)
        if mark not in seen:
            seen.add(mark)
            figures.append(figure)
    _add_stated(figures, meta)
    return figures, taken


def _is_prose(block: PageBlock) -> bool:
    return len(block.text) >= 80 and block.link_share < 0.34 and not block.zones & Zone.CAPTION


def _frame(block: PageBlock, page: Page, inside: bool) -> Context | None:
    """The element that a caption or credit block shares with its picture."""
    if len(block.text) > _LONGEST_CAPTION or block.zones & _ELSEWHERE or block.tag in HEADINGS:
        return None
    if block.link_share > 0.8 or block.zones & Zone.HIDDEN:
        return None
    named, figure = _named(block)
    named = named or _signed_caption(block)
    if figure and not named and _is_figures_text(block):
        return None
    if not named and not figure and (not inside or block.zones & _DOUBTFUL):
        return None
    if block.tag == "li" and not figure:
        return None
    for level, context in enumerate(block.context.chain()):
        if level > _LEVELS or context.prose > _STORY_PROSE:
            break
        if not _pictures(context, page) and context.tag != "figure":
            continue
        if named or figure or _plain_frame(block, context, page):
            return context if named else _whole_figure(context)
        return None
    return _caption_element(block) if named else None


def _is_figures_text(block: PageBlock) -> bool:
    """Whether a block is a cell of a table or part of a quotation that stands in a `<figure>`."""
    for context in block.context.chain():
        if context.tag in ("table", "blockquote"):
            return True
        if context.tag == "figure":
            return False
    return False


def _whole_figure(frame: Context) -> Context:
    """The `<figure>` around a frame: picture and caption may lie in elements of their own."""
    for level, context in enumerate(frame.chain()):
        if context.tag == "figure":
            return context
        if level >= _FIGURE_LEVELS:
            break
    return frame


def _named(block: PageBlock) -> tuple[bool, bool]:
    """Whether the block is named as caption or credit, and whether it lies in a `<figure>`."""
    named = figure = False
    for level, context in enumerate(block.context.chain()):
        if level < 4 and (context.own & Zone.CAPTION or context.tag == "figcaption"):
            named = True
        if context.tag == "figure":
            figure = True
            break
        if level > _LEVELS:
            break
    if block.context.own & Zone.CREDIT:
        named = True
    covered = sum(
        mark.end - mark.start
        for mark in block.marks
        if mark.zone & (Zone.CAPTION | Zone.CREDIT) and mark.tag != "a"
    )
    return named or covered > 0.7 * len(block.text), figure


def _signed_caption(block: PageBlock) -> bool:
    """Whether a block is a sentence with a credit in brackets, as below slides of a gallery: "The
    seal on the ramp. (AP Photo/Odile Renard)"."""
    text = block.text
    if text[-1] != ")" or block.links or not 30 < len(text) < _LONGEST_CAPTION:
        return False
    tail = text[-100:]
    if "/" not in tail and "hoto" not in tail:
        return False
    read = read_caption(text).evidence.get("credit")
    return read is not None and read.spans[0][1] >= len(text) - 2


def _plain_frame(block: PageBlock, context: Context, page: Page) -> bool:
    """Whether an element is a picture with a few short lines without links."""
    if len(_pictures(context, page)) > 3 or block.near & (Zone.BYLINE | Zone.DATE | Zone.SECTION):
        return False
    low = max(0, block.number - _PLAIN_FRAME)
    lines = [
        other
        for other in page.blocks[low : block.number + _PLAIN_FRAME + 1]
        if context.holds(other.context)
    ]
    if any(line.tag == "p" and _is_prose(line) and not _is_signed(line) for line in lines):
        return False  # a paragraph beside a picture
    return len(lines) <= _PLAIN_FRAME and all(
        len(line.text) <= _PLAIN_LENGTH and line.links == 0 and line.tag not in HEADINGS
        for line in lines
    )


def _is_signed(block: PageBlock) -> bool:
    """Whether a paragraph names who made a picture."""
    return bool(read_caption(block.text).image.credit)


def _caption_element(block: PageBlock) -> Context | None:
    """The element named caption, where the picture stands before it in the story."""
    for level, context in enumerate(block.context.chain()):
        if context.tag == "figcaption" or context.own & Zone.CAPTION:
            return context
        if level > 3:
            break
    return None


def _pictures(context: Context, page: Page) -> list[PagePicture]:
    """The pictures inside an element, a few levels down (indexed once a page)."""
    if page.picture_index is None:
        index: dict[int, list[PagePicture]] = {}
        for picture in page.pictures:
            for level, around in enumerate(picture.context.chain()):
                if level > _LEVELS + 2:
                    break
                index.setdefault(around.number, []).append(picture)
        page.picture_index = index
    return page.picture_index.get(context.number, [])


def _figure(frame: Context, blocks: list[PageBlock], page: Page, base: str) -> Figure | None:
    """One figure from the blocks in its frame: caption, credit, picture."""
    if frame.zones & Zone.RELATED and all(block.link_share > 0.5 for block in blocks):
        return None
    caption: PageBlock | None = None
    credit: PageBlock | None = None
    for block in blocks:
        boilerplate = (
            is_label(block.text) or ON_PAGES.of_block(block.text) or block.zones & Zone.SHARE
        )
        if boilerplate and block.text[:1] not in "©(":
            continue
        if is_credit(block, caption is not None):
            credit = credit or block
        elif caption is None:
            caption = block
        elif len(caption.text) < 25 < len(block.text):
            caption, credit = block, credit or caption
    if caption is None and credit is None:
        return None
    return _assemble(caption, credit, _address(frame, blocks, page, base))


def _address(frame: Context, blocks: list[PageBlock], page: Page, base: str) -> str:
    pictures = _pictures(frame, page)
    if not pictures:
        at = blocks[0].number
        pictures = [p for p in page.pictures if at - 2 <= p.before <= at][-1:]
    return next(filter(None, (web_address(p.url, base) for p in pictures)), "")


def _assemble(caption: PageBlock | None, credit: PageBlock | None, url: str) -> Figure:
    figure = Figure(ImageContent(url=url))
    if caption is not None:
        apart = set_credit(caption)
        start, end = without_credit(caption.text, apart) if apart else (0, len(caption.text))
        figure.read = read_caption(caption.text[start:end], start)
        figure.image = figure.read.image._replace(url=url)
        if figure.image.caption:
            figure.caption_block = caption
            figure.caption_span = figure.read.evidence["caption"].spans[0]
        span = apart or credit_in(caption.text, figure.read)
        if span is not None:
            _set_credit(figure, caption, span)
    if credit is not None:
        _set_credit(figure, credit, (0, len(credit.text)))
    return figure


def _set_credit(figure: Figure, block: PageBlock, span: Span) -> None:
    """Take a line without its label as credit, and photographer and agency from it."""
    start, end = without_label(block.text, span)
    text = normalise(block.text[start:end])
    if not text:
        return
    figure.credit_block, figure.credit_span = block, (start, end)
    read = read_caption(_SIGN + block.text[start:end])
    figure.image = figure.image._replace(
        credit=text, photographer=read.image.photographer, agency=read.image.agency
    )
    for part in ("photographer", "agency"):
        evidence = read.evidence.get(part)
        if evidence is not None and evidence.spans:
            a, b = (place + start - len(_SIGN) for place in evidence.spans[0])
            figure.credit_parts[part] = (a, b)


def _add_stated(figures: list[Figure], meta: Metadata) -> None:
    """Add the picture that metadata states, where the page shows none with a caption."""
    if figures:
        return
    for image in meta.images:
        if image.url:
            stated = ImageContent(caption=image.caption, credit=image.credit, url=image.url)
            figures.append(Figure(stated, url_source=image.source, confidence=0.6))
            return


def each_part(figure: Figure) -> Iterator[tuple[str, str]]:
    """The parts of an image that have a value."""
    for part in ("caption", "credit", "photographer", "agency", "place", "taken", "url"):
        value = getattr(figure.image, part)
        if value:
            yield part, value
