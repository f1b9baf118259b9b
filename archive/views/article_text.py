"""The text of one article as its page shows it, the hits of a search marked and numbered."""

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

#: A stretch of text and its number as a hit; 0 for plain text.
Stretch = tuple[str, int]
#: Each hit links to the next; past this many they are only marked, to keep the page small.
LINKED: Final = 500


@dataclass(frozen=True, slots=True)
class BodyBlock:
    """A paragraph, or a run of list items."""

    kind: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plate:
    """A picture with its texts as the page shows them."""

    image: Image
    caption: str
    photographer: str
    agency: str
    credit: str


@dataclass(frozen=True, slots=True)
class Text:
    """All texts of an article as the page shows them, and how many hits are among them."""

    headline: str
    standfirst: str
    plates: tuple[Plate, ...]
    body: SafeString
    hits: int
    #: How many of them have an address.
    linked: int


class Hits:
    """Marks one text after another, in the order of the page."""

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
        """Plain text, or a SafeString where there is a query; a template takes either."""
        return _set(list(self.stretches(text, part))) if self.query else text

    def caption(self, text: str) -> SafeString:
        """With its dateline and credit in elements of their own."""
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


# By hand: a template takes as long over this as over the rest of the page.
def _markup(kind: str, texts: Sequence[str]) -> str:
    if kind == "list_item":
        return f"<ul>{''.join(f'<li>{text}</li>' for text in texts)}</ul>"
    return _MARKUP.get(kind, "<p>{}</p>").format(texts[0])


_MARKUP: Final = {
    "subheading": "<h2>{}</h2>",
    "quote": "<blockquote><p>{}</p></blockquote>",
}


def blocks_of(paragraphs: list[list[str]]) -> list[BodyBlock]:
    """Stored paragraphs, runs of list items as one block."""
    blocks: list[BodyBlock] = []
    for kind, text in paragraphs:
        if kind == "list_item" and blocks and blocks[-1].kind == kind:
            blocks[-1] = BodyBlock(kind, (*blocks[-1].texts, text))
        else:
            blocks.append(BodyBlock(kind, (text,)))
    return blocks


def _plate(image: Image, hits: Hits) -> Plate:
    """The page shows photographer and agency, or the credit where neither is known."""
    caption = hits.caption(image.caption)
    photographer = hits.marked(image.photographer, "credit")
    agency = hits.marked(image.agency, "credit")
    named = image.photographer or image.agency
    credit = image.credit if named else hits.marked(image.credit, "credit")
    return Plate(image, caption, photographer, agency, credit)


def _set(stretches: Sequence[Stretch]) -> SafeString:
    return SafeString("".join(_hit(text, number) for text, number in stretches))


def _hit(text: str, number: int) -> str:
    """A hit links to the next, so that a reader can step through them without scripts."""
    if not number:
        return escape(text)
    if number > LINKED:
        return f"<mark>{escape(text)}</mark>"
    return f'<mark id="hit-{number}"><a href="#hit-{number + 1}">{escape(text)}</a></mark>'


def _cut(stretches: Sequence[Stretch], length: int) -> tuple[list[Stretch], list[Stretch]]:
    """The first `length` characters and the rest. A hit is a word, and never cut: the parts of a
    caption begin and end at spaces."""
    before: list[Stretch] = []
    for place, (text, number) in enumerate(stretches):
        if length < len(text):
            if length:
                before.append((text[:length], number))
            return before, [(text[length:], number), *stretches[place + 1 :]]
        before.append((text, number))
        length -= len(text)
    return before, []
