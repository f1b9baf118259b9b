"""An element that holds a text in, its paragraphs out, as a record of JSON has them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from ingest.parsing.text.blocks import split_blocks
from ingest.sources.forms.markup import Element

#: Paragraphs by the names that HTML, TEI, DocBook, NITF and the makers of corpora give them.
PARAGRAPHS: Final = frozenset(
    "p para paragraph par absatz alinea parrafo paragraphe ab l line li h1 h2 h3 h4 h5 h6"
    " hl1 hl2 blockquote bq pre".split()
)
_HEADINGS: Final = frozenset(
    "h1 h2 h3 h4 h5 h6 hl1 hl2 head title heading subheading subtitle subhead intertitle"
    " zwischentitel".split()
)
_QUOTES: Final = frozenset(("blockquote", "bq", "quote"))
#: What may lie inside a line, whatever it lies beside.
INLINE: Final = frozenset(
    "a abbr acronym b big c cite classifier code chron copyrite del dfn em emphasis entity event"
    " font function hi highlight i ins kbd link location mark money name num org ent enamex timex"
    " numex person pc postaddr q ref rs s samp seg sentence small span strike strong sub sup time"
    " tok token tt u ulink virtloc w word xref".split()
)
#: What parts the words of a line.
_CELLS: Final = frozenset(("td", "th", "entry", "cell"))
_PICTURES: Final = frozenset(("image", "photo", "picture", "graphic", "figure", "media"))
_BREAKS: Final = frozenset(("br", "lb"))
#: What is no text in an XHTML body.
_UNSEEN: Final = frozenset(("script", "style"))
#: Elements of so few words each are words or marks of a line, not lines.
_WORDS_OF_TOKEN: Final = 2
_FEWEST_TOKENS: Final = 4
#: Lines of a wire are no longer, and the first of a paragraph is set in.
_WIRE_LINE: Final = 100
_SET_IN: Final = re.compile(r"(?:\t| {2,})(?=\S)")

#: HTML inside a value, which stays as it is for the parser of records.
_ESCAPED_PAGE: Final = re.compile(r"</[a-zA-Z]|<(?:p|br|BR|P)\b")

Paragraph = str | dict[str, Any]


def words_in(paragraph: Paragraph) -> str:
    """The text of a paragraph, whatever its kind."""
    return paragraph if isinstance(paragraph, str) else str(paragraph["text"])


def without_headline(paragraphs: list[Paragraph], headline: str) -> list[Paragraph]:
    """The paragraphs without a first one that only repeats the headline."""
    repeats = bool(paragraphs and headline) and words_in(paragraphs[0]) == headline
    return paragraphs[1:] if repeats else paragraphs


def paragraphs_of(
    element: Element, skip: Callable[[Element], bool] = lambda element: False
) -> list[Paragraph]:
    """The paragraphs of an element, headings and quotations told apart; `skip` names elements that
    are no text."""
    found: list[Paragraph] = []
    for kind, text in _blocks(element, skip, "" if element.key in PARAGRAPHS else "plain", 0):
        lines = text.strip("\n").split("\n")
        if kind == "plain" or _is_set_in(lines):
            texts = plain_paragraphs(text)
        else:
            texts = [" ".join(text.split())]
        for each in texts:
            if each and kind in ("heading", "quote"):
                found.append({"type": kind, "text": each})
            elif each:
                found.append(each)
    return found


def _blocks(
    element: Element, skip: Callable[[Element], bool], kind: str, depth: int
) -> Iterator[tuple[str, str]]:
    """The stretches of text of an element, and what each is: "heading", "quote", "" for a
    paragraph that is marked as one, "plain" for text with line ends of its own."""
    line: list[str] = []
    inline = element.is_mixed or _is_of_tokens(element)
    for part in element.parts:
        if isinstance(part, str):
            line.append(part)
        elif part.key in _UNSEEN or skip(part):
            continue
        elif part.key in _BREAKS:
            yield kind, "".join(line)
            line.clear()
        elif part.key in _CELLS:
            line.append(f" {part.text} ")
        elif part.key in INLINE or (
            inline and part.key not in PARAGRAPHS | _HEADINGS | _PICTURES
            and not any(part.all(*PARAGRAPHS))
        ):  # fmt: skip
            line += _line_of(part, skip)
            if not element.is_mixed:
                line.append(" ")
        else:
            yield kind, "".join(line)
            line.clear()
            yield from _blocks(part, skip, _kind_of(part, kind), depth + 1)
    yield kind, "".join(line)


def _kind_of(element: Element, around: str) -> str:
    if element.key in _HEADINGS:
        return "heading"
    if element.key in _QUOTES or around == "quote":
        return "quote"
    return "" if element.key in PARAGRAPHS or around == "" else "plain"


def _line_of(element: Element, skip: Callable[[Element], bool]) -> Iterator[str]:
    """The strings of an element inside a line."""
    spaced = not element.is_mixed
    for part in element.parts:
        if isinstance(part, str):
            yield part
        elif part.key in _BREAKS:
            yield "\n"
        elif part.key not in _UNSEEN and not skip(part):
            yield from _line_of(part, skip)
            if spaced:
                yield " "


def _is_of_tokens(element: Element) -> bool:
    """Whether the elements within are the words of one line."""
    children = element.children
    if len(children) < _FEWEST_TOKENS or any(child.key in PARAGRAPHS for child in children):
        return False
    return sum(len(child.text.split()) for child in children) <= _WORDS_OF_TOKEN * len(children)


def plain_paragraphs(text: str) -> list[str]:
    """The paragraphs of a text in lines: where the first line of each is set in, as on the wires,
    by that; else by empty lines and by where lines are full. A page of HTML is one."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if _ESCAPED_PAGE.search(text):
        return [text.strip()]
    if "\n" not in text:
        return [" ".join(text.split())] if text.strip() else []
    lines = text.split("\n")
    if _is_set_in(lines):
        return list(_joined(lines))
    read = split_blocks(text)
    found = [block.text for block in read.blocks]
    if read.date_span is not None:
        found.insert(0, text[slice(*read.line_span or (0, 0))])
    if read.unread is not None:
        found += [" ".join(line.split()) for line in text[slice(*read.unread)].split("\n")]
    return [paragraph for paragraph in found if paragraph]


def _is_set_in(lines: list[str]) -> bool:
    """Whether indents begin paragraphs: some lines have one, and those that go on have none."""
    filled = [line for line in lines if line.strip()]
    set_in = [bool(_SET_IN.match(line)) for line in filled]
    going_on = [line for line, one in zip(filled[1:], set_in[1:], strict=True) if not one]
    return (
        any(set_in[1:])
        and bool(going_on)
        and max(map(len, filled)) <= _WIRE_LINE
        and all(line[:1] not in " \t" or not line[1:2].isspace() for line in going_on)
    )


def _joined(lines: list[str]) -> Iterator[str]:
    paragraph: list[str] = []
    for line in lines:
        if paragraph and (not line.strip() or _SET_IN.match(line)):
            yield " ".join(paragraph)
            paragraph = []
        if line.strip():
            paragraph.append(" ".join(line.split()))
    if paragraph:
        yield " ".join(paragraph)
