"""Pictures of a page with their captions, credits and addresses.

A caption belongs to the nearest element around it that also holds a picture: `<figure>`, or an
element named as one. Pictures of other stories, icons and portraits of authors are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ingest.parsing.captions import ReadCaption, read_caption
from ingest.parsing.html_blocks import HEADINGS, Block, Context, Page, Picture
from ingest.parsing.html_body import key
from ingest.parsing.html_phrases import is_site_phrase
from ingest.parsing.html_zones import Zone
from ingest.parsing.metadata import Metadata, web_address
from ingest.records import ParsedImage

_ELSEWHERE: Final = (
    Zone.NAVIGATION | Zone.COMMENTS | Zone.FOOTER | Zone.SIGNUP | Zone.ADVERT | Zone.BIO
)
#: Levels above a caption among which its picture is looked for.
_LEVELS: Final = 6
_LONGEST_CAPTION: Final = 1_500
#: Pictures narrower than this, where the page says how wide they are, are icons.
_ICON_WIDTH: Final = 120


@dataclass(slots=True)
class Figure:
    """A picture; `caption` and `credit` with the blocks and spans they stand in."""

    image: ParsedImage
    caption_block: Block | None = None
    caption_span: tuple[int, int] = (0, 0)
    credit_block: Block | None = None
    credit_span: tuple[int, int] = (0, 0)
    read: ReadCaption | None = None
    url_source: str = ""
    confidence: float = 0.9


def read_figures(page: Page, meta: Metadata, base: str) -> tuple[list[Figure], set[int]]:
    """The figures of the article in page order, and the numbers of the blocks they take."""
    taken: set[int] = set()
    groups: dict[int, tuple[Context, list[Block]]] = {}
    for block in page.blocks:
        frame = _frame(block, page)
        if frame is not None:
            groups.setdefault(frame.number, (frame, []))[1].append(block)
    figures: list[Figure] = []
    seen: set[str] = set()
    for frame, blocks in groups.values():
        figure = _figure(frame, blocks, page, base)
        if figure is None:
            continue
        taken.update(block.number for block in blocks)
        mark = key(figure.image.caption + figure.image.credit + figure.image.url)
        if mark in seen:
            continue
        seen.add(mark)
        figures.append(figure)
    _add_stated(figures, meta)
    return figures, taken


def _frame(block: Block, page: Page) -> Context | None:
    """The element that a caption or credit block shares with its picture."""
    if len(block.text) > _LONGEST_CAPTION or block.zones & _ELSEWHERE or block.tag in HEADINGS:
        return None
    inside_figure = False
    captioned = bool(block.near & Zone.CREDIT)
    for level, context in enumerate(block.context.chain()):
        if level < 4 and context.own & Zone.CAPTION:
            captioned = True
        if context.tag == "figure":
            inside_figure = True
            if _list_of_pictures(context, page):
                return None
            return context
        if level > _LEVELS:
            break
    if not captioned or inside_figure:
        return None
    if block.link_share > 0.8 or block.tag == "li":
        return None
    for level, context in enumerate(block.context.chain()):
        if level > _LEVELS or context.prose > 1_500:
            return None
        if _pictures(context, page):
            return context
    return None


def _pictures(context: Context, page: Page) -> list[Picture]:
    index = page_pictures(page)
    return index.get(context.number, [])


def page_pictures(page: Page) -> dict[int, list[Picture]]:
    """Pictures by the number of every element around them, a few levels up (made once a page)."""
    if page.picture_index is None:
        index: dict[int, list[Picture]] = {}
        for picture in page.pictures:
            for level, context in enumerate(picture.context.chain()):
                if level > _LEVELS + 2:
                    break
                index.setdefault(context.number, []).append(picture)
        page.picture_index = index
    return page.picture_index


def _list_of_pictures(context: Context, page: Page) -> bool:
    return len(_pictures(context, page)) > 12


def _figure(frame: Context, blocks: list[Block], page: Page, base: str) -> Figure | None:
    """One figure from the blocks in its frame: caption, credit, picture."""
    if frame.zones & Zone.RELATED and all(block.link_share > 0.5 for block in blocks):
        return None
    caption: Block | None = None
    credit: tuple[Block, tuple[int, int]] | None = None
    for block in blocks:
        if is_site_phrase(block.text) or block.zones & (Zone.SHARE | Zone.FORM):
            continue
        marked = _marked_credit(block)
        if _is_credit(block):
            credit = credit or (block, (0, len(block.text)))
        elif caption is None or (len(caption.text) < 25 < len(block.text)):
            caption = block
            credit = marked or credit
        else:
            credit = credit or marked
    if caption is None and credit is None:
        return None
    url = next((web_address(p.url, base) for p in _pictures(frame, page) if p.url), "")
    return _assemble(caption, credit, url)


def _is_credit(block: Block) -> bool:
    own = block.context.own | (block.context.parent.own if block.context.parent else 0)
    if own & Zone.CREDIT and not block.context.own & Zone.CAPTION:
        return len(block.text) < 160
    for mark in block.marks:
        if mark.zone & Zone.CREDIT and mark.end - mark.start >= 0.95 * len(block.text):
            return True
    if len(block.text) > 120:
        return False
    read = read_caption(block.text)
    return bool(read.image.credit and not read.image.caption)


def _marked_credit(block: Block) -> tuple[Block, tuple[int, int]] | None:
    """The inline element of a caption that is named as credit."""
    for mark in block.marks:
        if mark.zone & Zone.CREDIT and 1 < mark.end - mark.start < 0.95 * len(block.text):
            return block, (mark.start, mark.end)
    return None


def _assemble(
    caption: Block | None, credit: tuple[Block, tuple[int, int]] | None, url: str
) -> Figure:
    figure = Figure(ParsedImage(url=url))
    if caption is not None:
        figure.caption_block, figure.caption_span = caption, (0, len(caption.text))
        figure.read = read_caption(caption.text)
        figure.image = _with_url(figure.read.image, url)
        if not figure.image.caption and figure.read.image.credit:
            figure.caption_block = None
            figure.credit_block = caption
            figure.credit_span = figure.read.evidence["credit"].spans[0]
    if credit is not None:
        block, span = credit
        read = read_caption(block.text[span[0] : span[1]])
        said = read.image.credit
        text = said or block.text[span[0] : span[1]].strip(" ()").replace("\n", " ")
        figure.credit_block, figure.credit_span = block, span
        if said and "credit" in read.evidence:
            a, b = read.evidence["credit"].spans[0]
            figure.credit_span = (span[0] + a, span[0] + b)
        else:
            figure.credit_span = _inner(block.text, span)
            text = block.text[slice(*figure.credit_span)].replace("\n", " ")
        image = figure.image
        figure.image = ParsedImage(
            image.caption,
            text,
            read.image.photographer or image.photographer,
            read.image.agency or image.agency,
            image.place,
            image.taken,
            url,
        )
    return figure


def _inner(text: str, span: tuple[int, int]) -> tuple[int, int]:
    start, end = span
    while start < end and text[start] in " ([\n|-–":
        start += 1
    while end > start and text[end - 1] in " )]\n|-–":
        end -= 1
    return start, end


def _with_url(image: ParsedImage, url: str) -> ParsedImage:
    return ParsedImage(
        image.caption,
        image.credit,
        image.photographer,
        image.agency,
        image.place,
        image.taken,
        url,
    )


def _add_stated(figures: list[Figure], meta: Metadata) -> None:
    """The picture metadata names, when the page shows none of its own."""
    if figures:
        return
    for image in meta.images:
        if image.url:
            figures.append(
                Figure(ParsedImage(url=image.url), url_source=image.source, confidence=0.6)
            )
            return


def each_part(figure: Figure) -> Iterator[tuple[str, str]]:
    """The named values of an image that are filled."""
    for part in ("caption", "credit", "photographer", "agency", "place", "taken", "url"):
        value = getattr(figure.image, part)
        if value:
            yield part, value
