"""What a query costs before it runs, in entries of the index that are read; and what is left out of
one that costs too much, with a sentence for each.

The measure is what an engine reads, not the clock: it is the same on any machine, and a test can
hold every query to it. One unit is one article looked at for one word. Measured with the embedded
engine on one processor: some 2.5 ns, so that a query at its bound is found in 0.4 s.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Protocol

from django.utils.translation import gettext, gettext_noop

from archive.search.engine import Mistake, Part
from archive.search.highlight.marker import TermsOf, leaf_terms
from archive.search.query.tree import AllOf, AnyOf, Dated, HasImage, Leaf, Node, Not, Phrase, Word
from archive.text.tokens import is_paired, runs

#: Units that finding the articles of one query may take.
MOST: Final = 150_000_000
#: A phrase reads the places of its words in each article that may have it.
_PLACES: Final = 100
#: Words near one another are tried in more ways the more there are.
_NEAR_PLACES: Final = 65
#: Each further word of a phrase is one more list to look into.
_PHRASE_WORD: Final = 4
#: The words that begin so stand in each article so often, by how many letters are given.
_BEGINNINGS: Final = {1: 30, 2: 30, 3: 15, 4: 8}
_BEGINNING: Final = 5
#: Days are compared one by one, from and until.
_DAYS: Final = 12
#: Of a phrase that is read as its words, so many.
_WORDS_OF_PHRASE: Final = 12

AS_WORDS: Final = gettext_noop(
    "So frequent words side by side take too long to look up together with the rest: this was "
    "read as its words, wherever they stand."
)
LEFT_OUT: Final = gettext_noop(
    "This is so frequent that it takes too long to look up together with the rest; it was left out."
)


#: What a leaf becomes: itself, something else, or nothing.
Change = Callable[[Leaf], Node | None]


class Frequencies(Protocol):
    """How many articles an index has, and how many of them a term."""

    @property
    def articles(self) -> int: ...

    def of_term(self, part: Part, term: str, *, stemmed: bool) -> int: ...


@dataclass(frozen=True, slots=True)
class Bounded:
    """A tree that may run; `cut` says what was changed to make it so."""

    tree: Node | None
    units: int
    cut: tuple[Mistake, ...] = ()


class Costs:
    """Units of the parts of a query in one index."""

    def __init__(self, terms_of: TermsOf, frequencies: Frequencies) -> None:
        self._terms_of, self._frequencies = terms_of, frequencies

    def of(self, node: Node | None) -> int:
        """Never too low, but for what the figures above say on average."""
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
        least = min(self._frequencies.of_term(part, one, stemmed=False) for one in exact)
        if len(exact) == 1:
            return least
        places = _NEAR_PLACES * len(exact) if slop else _PLACES
        return least * (places + _PHRASE_WORD * len(exact))

    def _of_leaf(self, leaf: Leaf) -> int:
        articles = self._frequencies.articles
        if isinstance(leaf, Dated):
            return articles * _DAYS
        if isinstance(leaf, HasImage):
            return articles
        exact, stems = leaf_terms(leaf, self._terms_of)
        if not exact:
            return 0
        if isinstance(leaf, Phrase):
            return self.phrase(leaf.part, exact, leaf.slop)
        if leaf.prefix or (len(exact) == 1 and len(exact[0]) == 1 and is_paired(exact[0])):
            before = self.phrase(leaf.part, exact[:-1], 0) if len(exact) > 1 else 0
            return before + articles * _BEGINNINGS.get(len(exact[-1]), _BEGINNING)
        if len(exact) > 1:
            return self.phrase(leaf.part, exact, 0)
        return self._frequencies.of_term(leaf.part, (stems or exact)[0], stemmed=bool(stems))


def bounded(tree: Node | None, costs: Costs, most: int) -> Bounded:
    """The tree itself where it costs no more; else phrases as words, then without words, always
    the dearest first, until it does."""
    cut: list[Mistake] = []
    for cheaper, sentence in ((_as_words, AS_WORDS), (_nothing, LEFT_OUT)):
        tree, changed = _cheaper(tree, costs, most, cheaper)
        cut += [Mistake(leaf.start, leaf.end, gettext(sentence)) for leaf in changed]
    return Bounded(tree, costs.of(tree), tuple(dict.fromkeys(cut)))


def _cheaper(
    tree: Node | None, costs: Costs, most: int, change: Change
) -> tuple[Node | None, list[Leaf]]:
    """The tree with as many of its leaves changed as it takes, and which those are."""
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
    """All of them, wanted or not."""
    if node is None:
        return
    if isinstance(node, Not):
        yield from _leaves(node.node)
    elif isinstance(node, (AllOf, AnyOf)):
        for one in node.nodes:
            yield from _leaves(one)
    else:
        yield node


def _as_words(leaf: Leaf) -> Node | None:
    """A phrase, or a word with a hyphen, as words that may stand anywhere; still as written."""
    if not isinstance(leaf, (Word, Phrase)) or (isinstance(leaf, Word) and leaf.prefix):
        return leaf
    words = list(dict.fromkeys(word for _, _, word in runs(leaf.text)))[:_WORDS_OF_PHRASE]
    if len(words) < 2:
        return leaf
    return AllOf(tuple(Phrase(one, leaf.part, 0, leaf.start, leaf.end) for one in words))


def _nothing(leaf: Leaf) -> Node | None:
    return None


def _changed(node: Node, change: Change) -> Node | None:
    if isinstance(node, Not):
        inner = _changed(node.node, change)
        return None if inner is None else Not(inner)
    if isinstance(node, (AllOf, AnyOf)):
        kept = [one for one in (_changed(one, change) for one in node.nodes) if one is not None]
        if not kept:
            return None
        return kept[0] if len(kept) == 1 else replace(node, nodes=tuple(kept))
    return change(node)
