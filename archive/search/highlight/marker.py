"""Hits of a query in a text: the whole text with hits marked, or the best passage.

Uses the same words, folding and stems as search, so that what matches is what is marked. Returns
segments of text, never HTML.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from archive.search.engine import Marked, Part
from archive.search.highlight.scan import Skim, Span, joined_beginnings, needle_of, rarest
from archive.search.query.terms import TermsOf, is_initialism, lookup
from archive.search.query.tree import Node, Phrase, Word, leaves
from archive.text.compounds import INITIALISM, Compound, compounds
from archive.text.tokens import runs

ELLIPSIS: Final = "…"
#: Words of texts that a marker remembers; a page of snippets has a few thousand.
_REMEMBERED: Final = 20_000
#: Characters a word of a phrase may take with what follows it, generously.
_REACH: Final = 40
_SPACE: Final = re.compile(r"\s+")
_SENTENCE_END: Final = re.compile(r"[.!?]['\"’”»)]*\s+")


#: Parts of an article that are indexed once more with their compounds as one word each.
NAMES: Final = frozenset({"author", "credit", "publication", "section"})


class Hit(NamedTuple):
    """`leaf` numbers the leaf of the query, to tell many hits of one word from hits of many;
    `words` is how many hits make one occurrence."""

    start: int
    end: int
    leaf: int
    words: int = 1


@dataclass(frozen=True, slots=True)
class _Sequence:
    """The words of a phrase; `last_is_prefix` for covid-1*."""

    words: tuple[str, ...]
    slop: int
    leaf: int
    last_is_prefix: bool = False


class Marker:
    """Finds the leaves of a query in texts of one part of an article."""

    def __init__(self, tree: Node | None, terms_of: TermsOf, part: Part = "") -> None:
        self._terms_of = terms_of
        self._is_name = part in NAMES
        self._stems: dict[str, int] = {}
        self._exact: dict[str, int] = {}
        self._prefixes: list[tuple[str, int]] = []
        self._sequences: list[_Sequence] = []
        self._known: dict[str, int] = {}
        for number, leaf in enumerate(leaves(tree)):
            if isinstance(leaf, (Word, Phrase)) and leaf.part in {"", part}:
                self._take(leaf, number)
        self._in_sequences = frozenset(
            word for sequence in self._sequences for word in sequence.words
        )
        self._needles = self._all_needles()
        self._joined = self._all_joined()

    def _take(self, leaf: Word | Phrase, number: int) -> None:
        look = lookup(leaf, self._terms_of)
        slop = leaf.slop if isinstance(leaf, Phrase) else 0
        for sequence in look.sequences:
            self._sequences.append(_Sequence(sequence, slop, number, look.prefix))
        if look.prefix:
            self._prefixes += [(word, number) for word in look.words]
            return
        for stem in look.stems:
            self._stems.setdefault(stem, number)
        for word in () if look.stems else look.words:
            self._exact.setdefault(word, number)

    def _all_needles(self) -> tuple[bytes, ...] | None:
        """What words to be marked begin with; None where some are not ASCII."""
        whole = [*self._exact, *(prefix for prefix, _ in self._prefixes)]
        stems = [stem for stem in self._stems if not is_initialism(stem)]
        if not all(term.isascii() for term in (*stems, *whole, *self._in_sequences)):
            return None
        needles = {needle_of(stem) for stem in stems}
        needles |= {term.encode("ascii") for term in whole}
        return tuple(
            needle
            for needle in needles
            if not any(other != needle and needle.startswith(other) for other in needles)
        )

    def _all_joined(self) -> re.Pattern[bytes] | None:
        """What tells quickly that a text has no compound to be marked; None where nothing does."""
        if any(map(is_initialism, self._stems)) or (self._is_name and self._sequences):
            return None
        return joined_beginnings(self._needles) if self._needles else None

    @cached_property
    def size(self) -> int:
        """How many leaves can be found."""
        return len(
            {*self._stems.values(), *self._exact.values()}
            | {number for _, number in self._prefixes}
            | {sequence.leaf for sequence in self._sequences}
        )

    @property
    def is_empty(self) -> bool:
        return not self.size

    def hits(self, text: str) -> list[Hit]:
        """In order of their starts; they may overlap."""
        if self.is_empty or not text:
            return []
        skim = Skim(text) if self._needles is not None else None
        if skim is not None and not skim.is_worth_it:
            skim = None
        hits = self._plain_hits(text, skim)
        if skim is not None and self._joined is not None and not skim.may_have_joined(self._joined):
            return hits
        whole = self._compound_hits(text)
        if not whole:
            return hits
        covered = {(hit.leaf, place) for hit in whole for place in range(hit.start, hit.end)}
        return sorted({*(hit for hit in hits if (hit.leaf, hit.start) not in covered), *whole})

    def _plain_hits(self, text: str, skim: Skim | None) -> list[Hit]:
        if skim is not None and not self._phrase_has_wide_word(skim):
            return sorted(self._skimmed(skim, self._needles or ()))
        words = list(runs(text))
        hits = self._word_hits(words)
        for sequence in self._sequences:
            hits += self._sequence_hits(sequence, words)
        return sorted(set(hits)) if self._sequences else hits

    def _compound_hits(self, text: str) -> list[Hit]:
        """Words of the text in several parts that are looked for as one: co-operative, U.S."""
        if not (self._is_name or self._stems or self._exact or self._prefixes):
            return []
        found = list(compounds(text))
        hits = self._word_hits([(start, end, word) for start, end, word, _ in found])
        if found and self._is_name and self._sequences:
            words = _with_compounds(runs(text), found)
            for sequence in self._sequences:
                hits += self._sequence_hits(sequence, words)
        return hits

    def _word_hits(self, words: Iterable[Span]) -> list[Hit]:
        known, leaf_of, hits = self._known, self._leaf_of, []
        for start, end, word in words:
            leaf = known.get(word)
            if leaf is None:
                leaf = leaf_of(word)
            if leaf >= 0:
                hits.append(Hit(start, end, leaf))
        return hits

    def _skimmed(self, skim: Skim, needles: Sequence[bytes]) -> list[Hit]:
        """The same hits, read from only those words that may be one."""
        spans = dict.fromkeys(span for needle in needles for span in skim.beginning(needle))
        if needles:
            spans.update(dict.fromkeys(skim.wide_words))
        hits = self._word_hits(spans)
        for sequence in self._sequences:
            if not all(skim.count(word.encode("ascii")) for word in sequence.words):
                continue
            certain = sequence.words[:-1] if sequence.last_is_prefix else sequence.words
            reach = _REACH * (len(sequence.words) + sequence.slop)
            for words in skim.around(rarest(skim, certain), reach):
                hits += self._sequence_hits(sequence, words)
        return hits

    def _phrase_has_wide_word(self, skim: Skim) -> bool:
        return bool(self._sequences) and any(
            term in self._in_sequences
            for _, _, word in skim.wide_words
            for term in self._terms_of(word)[0]
        )

    def _leaf_of(self, word: str) -> int:
        """The leaf that a word of a text matches by itself, -1 for none."""
        exact, stems = self._terms_of(word)
        leaf = -1
        for term in stems:
            leaf = max(leaf, self._stems.get(term, -1))
        for term in exact:
            leaf = max(leaf, self._exact.get(term, -1))
            for prefix, number in self._prefixes:
                if term.startswith(prefix):
                    leaf = max(leaf, number)
        if len(self._known) < _REMEMBERED:
            self._known[word] = leaf
        return leaf

    def _sequence_hits(self, sequence: _Sequence, words: Iterable[Span]) -> Iterable[Hit]:
        """A word of the text may be several terms, each with its own position."""
        spans: list[tuple[int, int]] = []
        places: dict[str, list[int]] = {}
        for start, end, word in words:
            for term in self._terms_of(word)[0]:
                if term in self._in_sequences or sequence.last_is_prefix:
                    places.setdefault(term, []).append(len(spans))
                spans.append((start, end))
        lists = [places.get(word, []) for word in sequence.words]
        if sequence.last_is_prefix:
            last = sequence.words[-1]
            lists[-1] = sorted(
                place for term, at in places.items() if term.startswith(last) for place in at
            )
        if all(lists):
            for first in lists[0]:
                chain = _chain(lists, first, sequence.slop)
                for place in chain:
                    yield Hit(*spans[place], sequence.leaf, len(chain))


def _chain(lists: Sequence[Sequence[int]], first: int, slop: int) -> list[int]:
    """The places of a phrase that begins at `first`, each as near as possible to its position and
    at most `slop` away; [] where there are none."""
    chain, moved = [first], 0
    for number, places in enumerate(lists[1:], 1):
        wanted = first + number
        at = bisect_left(places, wanted)
        near = [place for place in places[max(0, at - 1) : at + 1] if place not in chain]
        if not near:
            return []
        best = min(near, key=lambda place: abs(place - wanted))
        moved = max(moved, abs(best - wanted))
        if moved > slop:
            return []
        chain.append(best)
    return chain


def _with_compounds(words: Iterable[Span], found: Sequence[Compound]) -> list[Span]:
    """The words of a text, those of a compound as one."""
    kept = [(start, end, word) for start, end, word, _ in found if INITIALISM not in word]
    inside = {place for start, end, _ in kept for place in range(start, end)}
    return sorted([*(span for span in words if span[0] not in inside), *kept])


def marked(text: str, hits: Sequence[Hit]) -> Marked:
    """The text cut at its hits; hits that overlap or touch become one."""
    parts: list[tuple[str, bool]] = []
    at = 0
    for start, end in _merged(hits):
        if start > at:
            parts.append((text[at:start], False))
        parts.append((text[start:end], True))
        at = end
    if at < len(text):
        parts.append((text[at:], False))
    return tuple(parts)


def _merged(hits: Sequence[Hit]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for hit in hits:
        if spans and hit.start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], hit.end))
        else:
            spans.append((hit.start, hit.end))
    return spans


def best_passage(hits: Sequence[Hit], length: int) -> tuple[int, int, int]:
    """(different leaves, first, last): hits[first:last] is what a passage of `length` characters
    should show: most leaves, then most hits, then the earliest."""
    best = (0, 0, 0)
    best_key = (0, 0)
    counts: dict[int, int] = {}
    low = 0
    for high, hit in enumerate(hits):
        counts[hit.leaf] = counts.get(hit.leaf, 0) + 1
        while hits[low].start < hit.end - length and low < high:
            leaf = hits[low].leaf
            counts[leaf] -= 1
            if not counts[leaf]:
                del counts[leaf]
            low += 1
        key = (len(counts), min(high + 1 - low, 6))
        if key > best_key:
            best_key, best = key, (len(counts), low, high + 1)
    return best


def passage(text: str, hits: Sequence[Hit], first: int, last: int, length: int) -> Marked:
    """About `length` characters around hits[first:last], cut at words, from the start of the
    sentence if that is near; … where text is omitted."""
    shown_start, shown_end = hits[first].start, hits[last - 1].end
    room = max(0, length - (shown_end - shown_start))
    start = _beginning(text, shown_start, room * 2 // 3)
    end = _ending(text, shown_end, max(0, length - (shown_end - start)))
    inside = [
        Hit(hit.start - start, hit.end - start, hit.leaf)
        for hit in hits
        if start <= hit.start and hit.end <= end
    ]
    parts = list(marked(text[start:end], inside))
    if start > 0:
        parts.insert(0, (f"{ELLIPSIS} ", False))
    if end < len(text.rstrip()):
        parts.append((f" {ELLIPSIS}", False))
    return tuple(_joined(parts))


def _beginning(text: str, shown: int, room: int) -> int:
    """Where the passage begins, at most `room` characters before `shown`."""
    earliest = max(0, shown - room)
    if earliest == 0:
        return 0
    sentences = [match.end() for match in _SENTENCE_END.finditer(text, earliest, shown)]
    if sentences:
        return sentences[0]
    near = text.find(" ", max(0, shown - room // 2), shown)
    return near + 1 if near >= 0 else shown


def _ending(text: str, shown: int, room: int) -> int:
    latest = shown + room
    if latest >= len(text):
        return len(text)
    space = text.rfind(" ", shown, latest)
    return space if space >= shown else shown


def _joined(parts: Iterable[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Merge neighbours of one kind, and turn runs of white space into a space."""
    joined: list[tuple[str, bool]] = []
    for text, is_hit in parts:
        text = _SPACE.sub(" ", text)
        if joined and joined[-1][1] == is_hit:
            joined[-1] = (joined[-1][0] + text, is_hit)
        elif text:
            joined.append((text, is_hit))
    return joined
