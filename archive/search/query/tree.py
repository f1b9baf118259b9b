"""The tree of a query: made by syntax.py, looked up by engines, marked by highlight."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from archive.search.engine import Part

#: What ends a word.
_NEEDS_QUOTES: Final = re.compile(r"[\s()]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word in all its forms; with `prefix`, every word that begins with it."""

    text: str
    part: Part = ""
    prefix: bool = False
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words side by side, unstemmed; with `slop`, within so many moves of that."""

    text: str
    part: Part = ""
    slop: int = 0
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Dated:
    """Articles whose days touch `since` to `until`, inclusive; None is open."""

    since: dt.date | None
    until: dt.date | None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class HasImage:
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class HasField:
    """Articles with a further field of this name and value, whatever their case and accents; with
    `prefix`, any value that begins so. Without a value, articles with the field."""

    name: str
    value: str = ""
    prefix: bool = False
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Not:
    node: Node


@dataclass(frozen=True, slots=True)
class AllOf:
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    nodes: tuple[Node, ...]


Leaf = Word | Phrase | Dated | HasImage | HasField
Node = Leaf | Not | AllOf | AnyOf


def leaves(node: Node | None, *, wanted: bool = True) -> list[Leaf]:
    """The leaves an article must match, in order; with wanted=False, those it must not."""
    if node is None:
        return []
    if isinstance(node, Not):
        return leaves(node.node, wanted=not wanted)
    if isinstance(node, (AllOf, AnyOf)):
        return [leaf for child in node.nodes for leaf in leaves(child, wanted=wanted)]
    return [node] if wanted else []


def written(leaf: Leaf) -> str:
    """The leaf as a query of its own."""
    if isinstance(leaf, Dated):
        first = leaf.since.isoformat() if leaf.since else ""
        return f"date:{first}..{leaf.until.isoformat() if leaf.until else ''}"
    if isinstance(leaf, HasImage):
        return "has:image"
    if isinstance(leaf, HasField):
        return _written_field(leaf)
    field = f"{leaf.part}:" if leaf.part else ""
    if isinstance(leaf, Phrase):
        return f'{field}"{leaf.text}"' + (f"~{leaf.slop}" if leaf.slop else "")
    text = leaf.text.lower() if leaf.text in {"OR", "AND", "NOT"} else leaf.text
    return f"{field}{text}{'*' if leaf.prefix else ''}"


def _written_field(leaf: HasField) -> str:
    value = f"{leaf.value}{'*' if leaf.prefix else ''}"
    text = f"{leaf.name}={value}" if value else leaf.name
    return f'field:"{text}"' if _NEEDS_QUOTES.search(text) else f"field:{text}"
