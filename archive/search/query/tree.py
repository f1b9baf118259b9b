"""The tree of a query: what syntax.py reads, what engines look up and marking marks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from archive.search.engine import Part


@dataclass(frozen=True, slots=True)
class Word:
    """A word, found in all its forms; with `prefix`, every word that begins so."""

    text: str
    part: Part = ""
    prefix: bool = False
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words side by side, as written; with `slop`, moved by as many places in all."""

    text: str
    part: Part = ""
    slop: int = 0
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Dated:
    """Articles whose days touch `since` to `until`, both included; None is open."""

    since: dt.date | None
    until: dt.date | None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class HasImage:
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


Leaf = Word | Phrase | Dated | HasImage
Node = Leaf | Not | AllOf | AnyOf


def leaves(node: Node | None, *, wanted: bool = True) -> list[Leaf]:
    """The leaves that an article has to show, in order; with wanted=False those it must not."""
    if node is None:
        return []
    if isinstance(node, Not):
        return leaves(node.node, wanted=not wanted)
    if isinstance(node, (AllOf, AnyOf)):
        return [leaf for one in node.nodes for leaf in leaves(one, wanted=wanted)]
    return [node] if wanted else []


def written(leaf: Leaf) -> str:
    """The leaf as a query of its own."""
    if isinstance(leaf, Dated):
        first = leaf.since.isoformat() if leaf.since else ""
        return f"date:{first}..{leaf.until.isoformat() if leaf.until else ''}"
    if isinstance(leaf, HasImage):
        return "has:image"
    field = f"{leaf.part}:" if leaf.part else ""
    if isinstance(leaf, Phrase):
        return f'{field}"{leaf.text}"' + (f"~{leaf.slop}" if leaf.slop else "")
    text = leaf.text.lower() if leaf.text in {"OR", "AND", "NOT"} else leaf.text
    return f"{field}{text}{'*' if leaf.prefix else ''}"
