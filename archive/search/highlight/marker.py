"""Hits of a query in a text: the whole text with hits marked, or the best passage.

Uses the same words, folding and stems as search, so that what matches is what is marked. Returns
segments of text, never HTML.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from archive.search.engine import Marked, Part
from archive.search.highlight.scan import Skim, Span, needle_of, rarest
from archive.search.query.tree import Node, Phrase, Word, leaves
from archive.text.tokens import is_paired, runs

#: A word's terms, unstemmed and stemmed: nearly always one of each; stop words have no stem.
Terms = tuple[tuple[str, ...], tuple[str, ...]]
TermsOf = Callable[[str], Terms]

ELLIPSIS: Final = "…"
#: Words of texts that a marker remembers; a page of snippets has a few thousand.
_REMEMBERED: Final = 20_000
#: Characters a word of a phrase may take with what follows it, generously.
_REACH: Final = 40
_SPACE: Final = re.compile(r"\s+")
_SENTENCE_END: Final = re.compile(r"[.!?]['\"’”»)]*\s+")


class Hit(NamedTuple):
    """`leaf` numbers the leaf of the query, to tell many hits of one word from hits of many."""

    start: int
    end: int
    leaf: int


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

    def _take(self, leaf: Word | Phrase, number: int) -> None:
        exact, stems = leaf_terms(leaf, self._terms_of)
        if not exact:
            return
        prefix = isinstance(leaf, Word) and (leaf.prefix or _is_lone_pair(exact))
        slop = leaf.slop if isinstance(leaf, Phrase) else 0
        if len(exact) > 1:
            self._sequences.append(_Sequence(exact, slop, number, prefix))
        elif prefix:
            self._prefixes.append((exact[0], number))
        elif isinstance(leaf, Word) and stems:
            self._stems.setdefault(stems[0], number)
        else:
            self._exact.setdefault(exact[0], number)

    def _all_needles(self) -> tuple[bytes, ...] | None:
        """What words to be marked begin with; None where some are not ASCII."""
        whole = [*self._exact, *(prefix for prefix, _ in self._prefixes)]
        if not all(term.isascii() for term in (*self._stems, *whole, *self._in_sequences)):
            return None
        needles = {needle_of(stem) for stem in self._stems}
        needles |= {term.encode("ascii") for term in whole}
        return tuple(
            needle
            for needle in needles
            if not any(other != needle and needle.startswith(other) for other in needles)
        )

    @cached_property
    def size(self) -> int:
        """How many leaves can be found."""
        return (
            len(set(self._stems.values()) | set(self._exact.values()))
            + len(self._prefixes)
            + len(self._sequences)
        )

    @property
    def is_empty(self) -> bool:
        return not (self._stems or self._exact or self._prefixes or self._sequences)

    def hits(self, text: str) -> list[Hit]:
        """In order of their starts; they may overlap."""
        if self.is_empty or not text:
            return []
        if self._needles is not None:
            skim = Skim(text)
            if skim.is_worth_it and not self._phrase_has_wide_word(skim):
                return sorted(self._skimmed(skim, self._needles))
        words = list(runs(text))
        hits = self._word_hits(words)
        for sequence in self._sequences:
            hits += self._sequence_hits(sequence, words)
        return sorted(hits) if self._sequences else hits

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
                    yield Hit(*spans[place], sequence.leaf)


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


def _is_lone_pair(exact: Sequence[str]) -> bool:
    """A single character of the paired scripts matches every pair it begins."""
    return len(exact) == 1 and len(exact[0]) == 1 and is_paired(exact[0])


def leaf_terms(leaf: Word | Phrase, terms_of: TermsOf) -> Terms:
    """The terms of a leaf in order, unstemmed and stemmed. A run of the paired scripts gives its
    pairs without the last single character, which stands only at the end of a text's run; of
    "Trump's" only the name counts."""
    exact: list[str] = []
    stems: list[str] = []
    words = list(runs(leaf.text))
    for place, (start, end, word) in enumerate(words):
        if end - start == 1 and is_paired(word) and place and words[place - 1][1] == end:
            continue
        word_exact, word_stems = terms_of(word)
        exact += word_exact
        stems += word_stems
    if isinstance(leaf, Word) and len(exact) == 2 and exact[1] == "s" and _possessive(leaf.text):
        return terms_of(words[0][2])
    return tuple(exact), tuple(stems)


def _possessive(text: str) -> bool:
    return text.rstrip("*.,;:!?").lower().endswith(("'s", "’s"))


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
