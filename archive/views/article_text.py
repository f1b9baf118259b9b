"""The words that a reader searched for, marked and numbered through one article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from archive import search
from archive.models import Article, Image
from archive.search.engine import Part
from archive.templatetags.paper import caption_parts

#: A stretch of text and the number of the hit that it is; 0 for none.
Stretch = tuple[str, int]
#: Hits are links to the next one: beyond so many they are only marked, or the page grows heavy.
LINKED: Final = 500


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the body of one kind: list items together, all else by itself."""

    kind: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plate:
    """A picture with its words as the page shows them."""

    image: Image
    caption: str
    photographer: str
    agency: str
    credit: str


@dataclass(frozen=True, slots=True)
class Text:
    """All words of an article as the page shows them, and how many hits are among them."""

    headline: str
    standfirst: str
    plates: tuple[Plate, ...]
    body: SafeString
    hits: int
    #: The first so many of them have an address.
    linked: int


class Hits:
    """Marks one text after another, in the order in which they stand on the page."""

    def __init__(self, query: str) -> None:
        self.query = query.strip()
        self.count = 0

    def stretches(self, text: str, part: Part = "") -> Iterator[Stretch]:
        if not self.query or not text:
            yield text, 0
            return
        for piece, is_hit in search.mark(self.query, text, part):
            self.count += is_hit
            yield piece, self.count if is_hit else 0

    def marked(self, text: str, part: Part = "") -> str:
        """Plain text, or with hits a SafeString; to be put into a template either way."""
        return _set(list(self.stretches(text, part))) if self.query else text

    def caption(self, text: str) -> SafeString:
        """With its dateline and its credit set apart, hits or not."""
        stretches = list(self.stretches(text, "caption"))
        dateline, middle, credit = caption_parts(text)
        first, rest = _cut(stretches, len(dateline))
        second, third = _cut(rest, len(middle))
        return SafeString(
            (f'<span class="caption-dateline">{_set(first)}</span>' if dateline else "")
            + _set(second)
            + (f'<span class="caption-credit">{_set(third)}</span>' if credit else "")
        )


def text_of(article: Article, images: Sequence[Image], query: str) -> Text:
    """The article with the hits of the query marked; the order is that of the page."""
    hits = Hits(query)
    headline = hits.marked(article.headline, "title")
    standfirst = hits.marked(article.standfirst)
    plates = [_plate(image, hits) for image in images[:1]]
    body = SafeString(
        "\n".join(
            _markup(block.kind, [conditional_escape(hits.marked(text)) for text in block.texts])
            for block in blocks_of(article.body.paragraphs)
        )
    )
    plates += [_plate(image, hits) for image in images[1:]]
    return Text(headline, standfirst, tuple(plates), body, hits.count, min(hits.count, LINKED))


# By hand and not in the template, which would take as long over it as over all else of the page.
def _markup(kind: str, texts: Sequence[str]) -> str:
    if kind == "list_item":
        return f"<ul>{''.join(f'<li>{text}</li>' for text in texts)}</ul>"
    return _MARKUP.get(kind, "<p>{}</p>").format(texts[0])


_MARKUP: Final = {
    "subheading": "<h2>{}</h2>",
    "quote": "<blockquote><p>{}</p></blockquote>",
}


def blocks_of(paragraphs: list[list[str]]) -> list[Block]:
    """Paragraphs as kept, runs of list items joined to lists."""
    found: list[Block] = []
    for kind, text in paragraphs:
        if kind == "list_item" and found and found[-1].kind == kind:
            found[-1] = Block(kind, (*found[-1].texts, text))
        else:
            found.append(Block(kind, (text,)))
    return found


def _plate(image: Image, hits: Hits) -> Plate:
    """Photographer and agency, or the credit that they were taken from: as the page shows them."""
    caption = hits.caption(image.caption)
    photographer = hits.marked(image.photographer, "credit")
    agency = hits.marked(image.agency, "credit")
    named = image.photographer or image.agency
    credit = image.credit if named else hits.marked(image.credit, "credit")
    return Plate(image, caption, photographer, agency, credit)


def _set(stretches: Sequence[Stretch]) -> SafeString:
    return SafeString("".join(_one(text, number) for text, number in stretches))


def _one(text: str, number: int) -> str:
    """A hit is a link to the next: so all can be gone through without scripts."""
    if not number:
        return escape(text)
    if number < 0 or number > LINKED:
        return f"<mark>{escape(text)}</mark>"
    return f'<mark id="hit-{number}"><a href="#hit-{number + 1}">{escape(text)}</a></mark>'


def _cut(stretches: Sequence[Stretch], length: int) -> tuple[list[Stretch], list[Stretch]]:
    """The first `length` characters and the rest; a hit that is cut keeps its number once."""
    before: list[Stretch] = []
    for place, (text, number) in enumerate(stretches):
        if length < len(text):
            after = (text[length:], -number if length else number)
            if length:
                before.append((text[:length], number))
            return before, [after, *stretches[place + 1 :]]
        before.append((text, number))
        length -= len(text)
    return before, []
