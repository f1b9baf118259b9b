"""The cost of a query before it runs, and what is cut from one that costs too much.

The unit is one index entry read, that is one article for one word. Unlike time it is the same on
any machine, and a test can hold every query to it. The embedded engine takes some 2.5 ns a unit on
one processor, so that a query at the bound takes 0.4 s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, Protocol

from django.utils.translation import gettext, gettext_noop

from archive.search.engine import Mistake, Part
from archive.search.query.terms import TermsOf, lookup
from archive.search.query.tree import (
    AllOf,
    AnyOf,
    Dated,
    HasField,
    HasImage,
    Leaf,
    Node,
    Not,
    Phrase,
    Word,
)
from archive.text.tokens import runs

#: Units that one query may take to find its articles.
MOST: Final = 150_000_000
#: A phrase reads the positions of its words in each article that may have it.
_POSITIONS: Final = 100
#: Times the number of words: more words near one another are tried in more ways.
_NEAR_POSITIONS: Final = 65
#: Each word of a phrase is one more list to read.
_PHRASE_WORD: Final = 4
#: Occurrences in each article of the words with a prefix, by its length.
_BEGINNINGS: Final = {1: 30, 2: 30, 3: 15, 4: 8}
_BEGINNING: Final = 5
#: Days are compared one by one, from both ends.
_DAYS: Final = 12
#: Words kept of a phrase that is searched as words.
_WORDS_OF_PHRASE: Final = 12

AS_WORDS: Final = gettext_noop(
    "These words are too common to be searched side by side with the rest; they were searched "
    "wherever they stand."
)
LEFT_OUT: Final = gettext_noop(
    "This is too common to be searched together with the rest; it was ignored."
)

#: What a leaf becomes: itself, another node, or nothing.
Change = Callable[[Leaf], Node | None]


class Frequencies(Protocol):
    """The number of articles in an index, and of those with a term."""

    @property
    def articles(self) -> int: ...

    def of_term(self, part: Part, term: str, *, stemmed: bool) -> int: ...


@dataclass(frozen=True, slots=True)
class Bounded:
    """A tree within its bounds; `cut` says what was changed for that."""

    tree: Node | None
    units: int
    cut: tuple[Mistake, ...] = ()


class Costs:
    """Units of nodes in one index."""

    def __init__(self, terms_of: TermsOf, frequencies: Frequencies) -> None:
        self._terms_of, self._frequencies = terms_of, frequencies

    def of(self, node: Node | None) -> int:
        """An upper bound, as far as the averages above hold."""
        if node is None:
            return 0
        if isinstance(node, Not):
            return self._frequencies.articles + self.of(node.node)
        if isinstance(node, (AllOf, AnyOf)):
            return sum(map(self.of, node.nodes))
        return self._of_leaf(node)

    def term(self, part: Part, term: str, *, stemmed: bool) -> int:
        return self._frequencies.of_term(part, term, stemmed=stemmed)

    def phrase(self, part: Part, exact: tuple[str, ...], slop: int) -> int:
        least = min(self._frequencies.of_term(part, term, stemmed=False) for term in exact)
        if len(exact) == 1:
            return least
        positions = _NEAR_POSITIONS * len(exact) if slop else _POSITIONS
        return least * (positions + _PHRASE_WORD * len(exact))

    def _of_leaf(self, leaf: Leaf) -> int:
        articles = self._frequencies.articles
        if isinstance(leaf, Dated):
            return articles * _DAYS
        if isinstance(leaf, (HasImage, HasField)):
            return articles
        look = lookup(leaf, self._terms_of)
        slop = leaf.slop if isinstance(leaf, Phrase) else 0
        if look.prefix:
            return sum(map(partial(self._of_prefix, leaf.part), look.alternatives))
        of_term = partial(self._frequencies.of_term, leaf.part)
        units = sum(self.phrase(leaf.part, sequence, slop) for sequence in look.sequences)
        if look.stems:
            return units + sum(of_term(stem, stemmed=True) for stem in look.stems)
        return units + sum(of_term(word, stemmed=False) for word in look.words)

    def _of_prefix(self, part: Part, exact: tuple[str, ...]) -> int:
        before = self.phrase(part, exact[:-1], 0) if len(exact) > 1 else 0
        return before + self._frequencies.articles * _BEGINNINGS.get(len(exact[-1]), _BEGINNING)


def bounded(tree: Node | None, costs: Costs, most: int) -> Bounded:
    """The tree, with its dearest phrases turned into words, and then its dearest leaves dropped,
    until it costs no more than `most`."""
    cut: list[Mistake] = []
    for cheaper, sentence in ((_as_words, AS_WORDS), (_nothing, LEFT_OUT)):
        tree, changed = _cheaper(tree, costs, most, cheaper)
        cut += [Mistake(leaf.start, leaf.end, gettext(sentence)) for leaf in changed]
    return Bounded(tree, costs.of(tree), tuple(dict.fromkeys(cut)))


def _cheaper(
    tree: Node | None, costs: Costs, most: int, change: Change
) -> tuple[Node | None, list[Leaf]]:
    """The tree with as many leaves changed as necessary, and those leaves."""
    units, instead, changed = costs.of(tree), dict[int, Node | None](), []
    for leaf in sorted(_leaves(tree), key=costs.of, reverse=True):
        if units <= most:
            break
        other = change(leaf)
        if other is not leaf:
            instead[id(leaf)] = other
            changed.append(leaf)
            units += costs.of(other) - costs.of(leaf)
    if tree is None or not changed:
        return tree, changed
    return _changed(tree, lambda leaf: instead.get(id(leaf), leaf)), changed


def _leaves(node: Node | None) -> Iterator[Leaf]:
    """All leaves, wanted or not."""
    if node is None:
        return
    if isinstance(node, Not):
        yield from _leaves(node.node)
    elif isinstance(node, (AllOf, AnyOf)):
        for child in node.nodes:
            yield from _leaves(child)
    else:
        yield node


def _as_words(leaf: Leaf) -> Node | None:
    """A phrase, or a word with a hyphen, as unstemmed words that may stand anywhere."""
    if not isinstance(leaf, (Word, Phrase)) or (isinstance(leaf, Word) and leaf.prefix):
        return leaf
    words = list(dict.fromkeys(word for _, _, word in runs(leaf.text)))[:_WORDS_OF_PHRASE]
    if len(words) < 2:
        return leaf
    return AllOf(tuple(Phrase(word, leaf.part, 0, leaf.start, leaf.end) for word in words))


def _nothing(leaf: Leaf) -> Node | None:
    return None


def _changed(node: Node, change: Change) -> Node | None:
    if isinstance(node, Not):
        inner = _changed(node.node, change)
        return None if inner is None else Not(inner)
    if isinstance(node, (AllOf, AnyOf)):
        changed = (_changed(child, change) for child in node.nodes)
        kept = [child for child in changed if child is not None]
        if not kept:
            return None
        return kept[0] if len(kept) == 1 else replace(node, nodes=tuple(kept))
    return change(node)
