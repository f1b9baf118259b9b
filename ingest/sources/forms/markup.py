"""The elements of XML or SGML, whole and one by one, from a stream: for every form of markup.

    for found in elements(stream, named("page"), notes := MarkupNotes()):
        found.text_of("title"), found.first("revision").attributes

Memory holds one element. Nothing outside the file is opened (see `markup_tokens.py`). What never
raises: damage leaves elements out, and `notes` and `Element.problem` say so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from ingest.sources.forms.markup_tokens import (
    Characters,
    MarkupNotes,
    Readable,
    Tag,
    attributes_of,
    clean,
    plain_text,
    tokens,
)

__all__ = ["Element", "MarkupNotes", "Readable", "elements", "local", "named"]

#: Characters of one element that is asked for; no article is longer.
LONGEST: Final = 32 * 2**20
#: Parts of one element that is asked for, as a page of a scanned newspaper has them.
_MOST_PARTS: Final = 300_000
#: Levels of elements; deeper tags are left out, their text stays.
_DEEPEST: Final = 100
#: Elements without an end tag in SGML and HTML.
_EMPTY: Final = frozenset(("br", "hr", "img"))
#: Elements that end where the next of their name begins, or what they are in ends.
_OPEN_ENDED: Final = frozenset(("p",))
#: Of what stands around an element: children kept of one parent, and characters of one.
_AROUND_PARTS: Final = 40
_AROUND_LENGTH: Final = 500

TOO_LONG: Final = f"It is longer than {LONGEST // 2**20} MB."
CUT_SHORT: Final = "The file ends inside this record; the rest is missing."

#: Whether the element at a path, names from the root in lower case, is asked for.
Wanted = Callable[[Sequence[str]], bool]


@dataclass(slots=True)
class Element:
    """An element: its name as written, its attributes, its texts and elements in order."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    parts: list[Element | str] = field(default_factory=list)
    #: Of one that was asked for: those it lies in, outermost first, with their short fields.
    around: tuple[Element, ...] = ()
    #: A sentence why it is not whole, "" when it is.
    problem: str = ""

    @property
    def key(self) -> str:
        """The name in lower case without its namespace."""
        return local(self.name)

    @property
    def children(self) -> list[Element]:
        return [part for part in self.parts if isinstance(part, Element)]

    def attribute(self, key: str) -> str:
        """An attribute by its name in any case, its namespace put aside; "" without one."""
        return next((value for name, value in self.attributes.items() if local(name) == key), "")

    def all(self, *keys: str) -> Iterator[Element]:
        """The elements of these names below, at any depth, in order; not those within them."""
        for child in self.children:
            if child.key in keys:
                yield child
            else:
                yield from child.all(*keys)

    def first(self, *keys: str) -> Element | None:
        """The first element of one of these names below, at any depth."""
        return next(self.all(*keys), None)

    def text_of(self, *keys: str) -> str:
        """The text of the first element of one of these names, or ""."""
        found = self.first(*keys)
        return found.text if found is not None else ""

    @property
    def text(self) -> str:
        """All text within, in order, runs of white space as one space."""
        return " ".join("".join(self.strings()).split())

    @property
    def is_mixed(self) -> bool:
        """Whether it has text of its own beside elements."""
        kinds = {isinstance(part, str) for part in self.parts if part and not _is_blank(part)}
        return len(kinds) > 1

    def strings(self) -> Iterator[str]:
        """The strings within, in order, a space between elements that stand in no text."""
        between = "" if self.is_mixed else " "
        for part in self.parts:
            if isinstance(part, str):
                yield part
            else:
                yield from part.strings()
                yield between


def _is_blank(part: Element | str) -> bool:
    return isinstance(part, str) and part.isspace()


def local(name: str) -> str:
    """ "dc:Creator" as "creator"."""
    return name.rpartition(":")[2].casefold()


def named(*names: str) -> Wanted:
    """Asks for the elements of these names (lower case, no namespace), wherever they lie."""
    return lambda path: path[-1] in names


def elements(stream: Readable, wanted: Wanted, notes: MarkupNotes) -> Iterator[Element]:
    """The elements that are asked for, each whole, in order; one within another belongs to it.

    An end tag also ends what is still open inside its element; an end tag of nothing is left out.
    """
    builder = _Builder(wanted, notes)
    for token in tokens(stream, notes):
        if isinstance(token, Characters):
            builder.add(token)
            continue
        if token.opens and (found := builder.open(token)) is not None:
            yield found
        if token.closes and (found := builder.close(token.name)) is not None:
            yield found
    if (found := builder.end()) is not None:
        yield found


class _Builder:
    """The open elements, and the one among them that was asked for."""

    def __init__(self, wanted: Wanted, notes: MarkupNotes) -> None:
        self._wanted = wanted
        self._notes = notes
        self._open: list[Element] = []
        self._path: list[str] = []
        #: How many elements lie around the one that was asked for; -1 outside of any.
        self._outer = -1
        self._size = self._count = 0
        #: How many elements that are too deep to be kept are open, by name.
        self._too_deep: Counter[str] = Counter()
        self._raw: list[str] = []

    def add(self, text: Characters) -> None:
        if not self._open:
            self._notes.outside += len(text.value.strip())
            return
        self._size += len(text.value)
        if self._size > LONGEST:
            self._drop()
        elif text.raw:
            self._raw.append(text.value)
        else:
            self._flush()
            self._put(clean(text.value))

    def open(self, tag: Tag) -> Element | None:
        """Open an element; returns the one that ends by it."""
        self._flush()
        key = local(tag.name)
        ended = None
        if self._path and self._path[-1] == key and key in _OPEN_ENDED:
            ended = self._pop()
        if self._open and len(self._open) - 1 == self._outer and self._path[-1] == key:
            # A record without an end tag, as SGML may leave it out.
            ended = self._pop()
        if len(self._open) >= _DEEPEST:
            self._too_deep[key] += key not in _EMPTY
            return ended
        self._count += 1
        if self._count > _MOST_PARTS:
            self._drop()
        element = Element(tag.name, attributes_of(tag.raw, self._notes) if tag.raw else {})
        self._open.append(element)
        self._path.append(key)
        if self._outer < 0 and self._wanted(self._path):
            self._outer = len(self._open) - 1
            self._size = self._count = 0
            element.around = tuple(self._open[:-1])
        if key in _EMPTY:
            ended = self._pop() or ended
        return ended

    def close(self, name: str) -> Element | None:
        """Close an element and what is open inside it; returns the one that was asked for."""
        self._flush()
        key = local(name)
        if self._too_deep[key] > 0:
            self._too_deep[key] -= 1
            return None
        if key in _EMPTY or key not in self._path:
            return None
        self._too_deep.clear()
        at = len(self._path) - 1 - self._path[::-1].index(key)
        ended = None
        while len(self._open) > at + 1:
            ended = self._pop(unclosed=True) or ended
        return self._pop() or ended

    def end(self) -> Element | None:
        """The element that the file ends in, if it was asked for. One that lacks only its own end
        tag, and those of open-ended elements, is whole."""
        self._flush()
        self._notes.cut = bool(self._open or self._notes.cut_tag)
        if self._outer < 0:
            return None
        at = self._outer
        inner, element = self._path[at + 1 :], self._open[at]
        while len(self._open) > at:
            self._pop()
        last = element.parts[-1] if element.parts else ""
        in_text = isinstance(last, str) and bool(last.strip())
        in_tag = bool(self._notes.cut_tag) and not self._notes.cut_tag.startswith("</")
        if in_text or in_tag or any(key not in _OPEN_ENDED for key in inner):
            element.problem = CUT_SHORT
        return element

    def _pop(self, *, unclosed: bool = False) -> Element | None:
        element = self._open.pop()
        self._path.pop()
        if len(self._open) == self._outer:
            self._outer = -1
            self._size = self._count = 0
            if element.problem:
                element.parts.clear()
            return element
        if self._open:
            parent = self._open[-1]
            if unclosed and _is_word(element, parent):
                parent.parts += [f"<{element.name}>", *element.parts]
            elif self._outer >= 0 or len(parent.parts) < _AROUND_PARTS:
                parent.parts.append(element)
        return None

    def _flush(self) -> None:
        if self._raw:
            raw = "".join(self._raw)
            self._raw.clear()
            self._put(plain_text(raw, self._notes))

    def _put(self, text: str) -> None:
        if not text or not self._open:
            return
        if self._outer < 0:
            self._notes.outside += len(text) - text.count(" ") - text.count("\n")
            if len(text) > _AROUND_LENGTH or not text.strip():
                return
            if len(self._open[-1].parts) >= _AROUND_PARTS:
                return
        self._open[-1].parts.append(text)

    def _drop(self) -> None:
        """Empty an element that is too long, and go on to its end."""
        self._raw.clear()
        self._size = self._count = 0
        if self._outer >= 0:
            for element in self._open[self._outer :]:
                element.parts.clear()
            self._open[self._outer].problem = TOO_LONG


def _is_word(element: Element, parent: Element) -> bool:
    """Whether what has no end tag is a word of a line, as the share symbol in "Alder Steel <ALDS>
    rose"."""
    before = parent.parts[-1] if parent.parts else ""
    return (
        not element.attributes
        and element.name.isupper()
        and isinstance(before, str)
        and bool(before.rpartition("\n")[2].strip())
    )
