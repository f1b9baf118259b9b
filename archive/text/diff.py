"""Compare two texts paragraph by paragraph, then word by word; merge three.

A patience diff (Bram Cohen): items that occur once in both texts are anchors, which reads better
than the fewest edits and takes n log n. Between anchors difflib compares what is small until a
budget is spent; beyond it a stretch counts as replaced, so hostile input stays cheap.
Standard library only.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal, TypeVar

Kind = Literal["same", "gone", "new"]
T = TypeVar("T", bound=Hashable)
#: A run of equal items: (start in the first, start in the second, length).
Block = tuple[int, int, int]

#: Pairs of items that difflib may compare in all, and in one stretch between anchors.
BUDGET: Final = 500_000
STRETCH: Final = 40_000
#: Two paragraphs that share this part of their words count as one, changed.
SHARED: Final = 0.4
#: How many of the new paragraphs are tried as the successor of an old one.
NEAR: Final = 6
#: Fewer equal words than this between two changes only fragment them.
ISLAND: Final = 2

#: Words, single characters of scripts without spaces, punctuation, and white space.
_TOKEN: Final = re.compile(
    "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|\\w+|\\s+|[^\\w\\s]"
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of words in both texts, or in one of them."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph that is in both texts, in one of them, or changed between them."""

    kind: Literal["same", "gone", "new", "changed"]
    stretches: tuple[Stretch, ...]


class Effort:
    """What one comparison may still cost, in pairs of items."""

    def __init__(self, pairs: int = BUDGET) -> None:
        self.left = pairs

    def spend(self, pairs: int) -> bool:
        """Take `pairs` from the budget; False where they exceed it or one stretch's share."""
        if pairs > min(self.left, STRETCH):
            return False
        self.left -= pairs
        return True


def passages(old: Sequence[str], new: Sequence[str]) -> list[Passage]:
    """The paragraphs of both texts in reading order, each with what became of it."""
    budget = Effort()
    found: list[Passage] = []
    i = j = 0
    for start, other, length in [*blocks(old, new, budget), (len(old), len(new), 0)]:
        found += _replaced(old[i:start], new[j:other], budget)
        found += [_whole("same", text) for text in old[start : start + length]]
        i, j = start + length, other + length
    return found


def words(old: str, new: str, budget: Effort | None = None) -> list[Stretch]:
    """The words of both texts in reading order."""
    budget = budget or Effort()
    ours, theirs = _TOKEN.findall(old), _TOKEN.findall(new)
    found: list[Stretch] = []
    i = j = 0
    equal = _without_islands(blocks(ours, theirs, budget), ours, theirs)
    for start, other, length in [*equal, (len(ours), len(theirs), 0)]:
        found += _stretch("gone", ours[i:start])
        found += _stretch("new", theirs[j:other])
        found += _stretch("same", ours[start : start + length])
        i, j = start + length, other + length
    return found


def three_way_merge(base: Sequence[T], mine: Sequence[T], theirs: Sequence[T]) -> list[T] | None:
    """`base` with the changes of both sides; None where they conflict."""
    budget = Effort()
    ours = _changes(base, mine, budget)
    others = _changes(base, theirs, budget)
    every = sorted({*ours, *others}, key=lambda block: (block[0], block[1]))
    found: list[T] = []
    reached = -1
    for start, end, items in every:
        # Changes that touch, and two insertions at one place, have no certain order.
        if start <= reached:
            return None
        found += [*base[max(reached, 0) : start], *items]
        reached = end
    return found + list(base[max(reached, 0) :])


def blocks(old: Sequence[T], new: Sequence[T], budget: Effort) -> list[Block]:
    """The equal runs in order, adjacent ones joined."""
    found: list[Block] = []
    for block in _equal(old, new, budget):
        if found and _follows(found[-1], block):
            start, other, length = found[-1]
            found[-1] = (start, other, length + block[2])
        else:
            found.append(block)
    return found


# Parts --------------------------------------------------------------------------------------------


def _equal(old: Sequence[T], new: Sequence[T], budget: Effort) -> Iterator[Block]:
    """Common head and tail, anchors, and what difflib finds between them."""
    shorter = min(len(old), len(new))
    head = next((n for n in range(shorter) if old[n] != new[n]), shorter)
    rest = shorter - head
    tail = next((n for n in range(rest) if old[-1 - n] != new[-1 - n]), rest)
    if head:
        yield 0, 0, head
    ours, theirs = old[head : len(old) - tail], new[head : len(new) - tail]
    i = j = 0
    for start, other in [*_anchors(ours, theirs), (len(ours), len(theirs))]:
        for a, b, length in _small(ours[i:start], theirs[j:other], budget):
            yield head + i + a, head + j + b, length
        if start < len(ours):
            yield head + start, head + other, 1
        i, j = start + 1, other + 1
    if tail:
        yield len(old) - tail, len(new) - tail, tail


def _anchors(old: Sequence[T], new: Sequence[T]) -> list[tuple[int, int]]:
    """Places of items that occur once in both texts: the longest increasing subsequence."""
    once, other = Counter(old), Counter(new)
    places = {item: place for place, item in enumerate(new) if other[item] == 1}
    pairs = [
        (place, places[item])
        for place, item in enumerate(old)
        if once[item] == 1 and item in places
    ]
    tops: list[int] = []
    piles: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        pile = bisect_left(tops, place)
        before.append(piles[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(place)
            piles.append(number)
        else:
            tops[pile], piles[pile] = place, number
    found = []
    number = piles[-1] if piles else -1
    while number >= 0:
        found.append(pairs[number])
        number = before[number]
    return found[::-1]


def _small(old: Sequence[T], new: Sequence[T], budget: Effort) -> Iterator[Block]:
    if not old or not new or not budget.spend(len(old) * len(new)):
        return
    for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        if block.size:
            yield block.a, block.b, block.size


def _follows(earlier: Block, other: Block) -> bool:
    return (earlier[0] + earlier[2], earlier[1] + earlier[2]) == other[:2]


def _without_islands(
    equal: Sequence[Block], old: Sequence[str], new: Sequence[str]
) -> Iterator[Block]:
    """Drop single equal words between changes: they would cut the changes to pieces."""
    for start, other, length in equal:
        count = sum(token[0].isalnum() for token in old[start : start + length])
        at_an_end = not start or not other
        at_an_end = at_an_end or start + length == len(old) or other + length == len(new)
        if count >= ISLAND or at_an_end:
            yield start, other, length


def _stretch(kind: Kind, tokens: Sequence[str]) -> list[Stretch]:
    return [Stretch(kind, "".join(tokens))] if tokens else []


def _whole(kind: Kind, text: str) -> Passage:
    return Passage(kind, (Stretch(kind, text),))


def _replaced(old: Sequence[str], new: Sequence[str], budget: Effort) -> Iterator[Passage]:
    """Replaced paragraphs, similar ones paired as one changed paragraph."""
    theirs = [_words_of(text) for text in new] if old else []
    at = 0
    for text in old:
        ours = _words_of(text)
        near = range(at, min(at + NEAR, len(new)))
        shares = [(_shared(ours, theirs[place]), -place) for place in near]
        share, place = max(shares, default=(0.0, 0))
        if share < SHARED:
            yield _whole("gone", text)
            continue
        yield from (_whole("new", paragraph) for paragraph in new[at:-place])
        yield Passage("changed", tuple(words(text, new[-place], budget)))
        at = 1 - place
    yield from (_whole("new", paragraph) for paragraph in new[at:])


def _words_of(text: str) -> set[str]:
    """The words of a text, without white space and punctuation."""
    return {token for token in _TOKEN.findall(text) if token[0].isalnum()}


def _shared(first: set[str], second: set[str]) -> float:
    """Shared words over the words of the text with more."""
    return len(first & second) / max(len(first), len(second), 1)


def _changes(
    base: Sequence[T], changed: Sequence[T], budget: Effort
) -> list[tuple[int, int, tuple[T, ...]]]:
    """(start, end, replacement) of every stretch of `base` that was changed."""
    found = []
    i = j = 0
    for start, other, length in [*blocks(base, changed, budget), (len(base), len(changed), 0)]:
        if (i, j) != (start, other):
            found.append((i, start, tuple(changed[j:other])))
        i, j = start + length, other + length
    return found
