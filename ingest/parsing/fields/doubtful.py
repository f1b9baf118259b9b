"""The fields of a source and what it leaves out in, the same with the doubtful lines marked out.

A line that was left out is doubtful where it could be the story's: a sentence, an item of a list, a
verse, beside the story's paragraphs or among them, with nothing but its place against it. Where a
model read the source, how likely it holds the line for the story's decides, by COST_OF_LOSS; else
the line's form. What pages are known to print around their stories is certain.

Measured on labelled news of sites that the model had not seen: of clean texts one in nine has a
doubtful line, two in five of these a lost one; nearly half of all lost lines are named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from operator import attrgetter
from types import MappingProxyType
from typing import Final, NamedTuple

from archive.record.content import ParagraphContent
from archive.record.costs import COST_OF_LOSS
from archive.record.evidence import FieldReading, LeftOut, Span
from ingest.parsing.fields.boilerplate import IN_TEXT, ON_PAGES
from ingest.parsing.fields.credits import is_credit
from ingest.parsing.fields.language import speaks_to_readers
from ingest.parsing.fields.sentences import (
    BULLETS,
    CLOSERS,
    COLONS,
    QUOTES,
    SENTENCE_ENDS,
    begins_sentence,
    ends_sentence,
    is_in_capitals,
    longer_words,
    may_be_line,
    words_in,
)
from ingest.parsing.fields.whitespace import normalise

# Reasons that say no more than where a line stood; all others are certain.
BETWEEN: Final = "page matter between paragraphs"
BEFORE: Final = "stands before the story"
BEHIND: Final = "stands after the story"
BESIDE_A_FIELD: Final = "around a field"
ON_A_FIELDS_LINE: Final = "around a field on the same line"
NO_PART: Final = "not part of the story"
OUTSIDE: Final = "outside the story"
BY_PLACE: Final = frozenset(
    (BETWEEN, BEFORE, BEHIND, BESIDE_A_FIELD, ON_A_FIELDS_LINE, NO_PART, OUTSIDE)
)

#: Words of a line of verse, and of an item of a list, at most; and how many make one.
_LONGEST_VERSE: Final = 12
_LONGEST_ITEM: Final = 60
_LEAST_VERSES: Final = 3
_LEAST_ITEMS: Final = 2
#: Sentences in a row before the story, or behind it; more of them are teasers of other stories.
_MOST_BESIDE: Final = 3
#: Of fewer longer words a story tells too little to miss one of them in its next sentence.
_FEW_WORDS: Final = 60
#: Characters that a line which separates sentences stays below.
_SEPARATOR: Final = 24
#: Longer stretches are no line, and a story's words are told by so many characters of it.
_LONGEST: Final = 2_000
TOLD_BY: Final = 20_000
#: More likely a credit than not: datelines name agencies, too, and end on brackets.
_CREDIT: Final = 0.5
#: A line that is the story's with this chance is worth the question; right beside such a line a
#: third of it is, since lines of one ending stand and fall together.
LIKELY: Final = 1 / (COST_OF_LOSS + 1)
_LIKELY_BESIDE: Final = LIKELY / 3
#: Words of a likely line that is not spoken, at least: menus have fewer.
_LEAST_LIKELY: Final = 5
#: Behind so many lines of the page a likely line is no part of the story; a sentence may stand
#: behind the titles and links of an insert.
_FARTHEST: Final = 3
_FARTHEST_SENTENCE: Final = 6
_UNTOLD: Final[Mapping[Span, float]] = MappingProxyType({})


@dataclass
class _Stretch:
    """A stretch of the source. `left` is its place among what was left out, -1 for a field; `open`
    whether it could be the story's as far as its reason goes; `chance` how likely it is, if a model
    told."""

    source: str
    span: Span
    left: int
    open: bool
    story: bool
    chance: float | None = None

    @cached_property
    def text(self) -> str:
        """What it says; "" where it is neither a line nor the story's."""
        start, end = self.span
        read = (self.open or self.story) and end - start <= _LONGEST
        return normalise(self.source[start:end]) if read else ""


def mark_doubtful(
    text: str,
    evidence: Mapping[str, FieldReading],
    left_out: Sequence[LeftOut],
    chances: Mapping[Span, float] = _UNTOLD,
) -> tuple[LeftOut, ...]:
    """The same stretches, those with their `line` that could be the story's. `chances` are those of
    lines left out to be the story's, as far as a model told. Takes linear time in the number of
    stretches but for sorting them."""
    if "paragraphs.0" not in evidence or not any(left.reason in BY_PLACE for left in left_out):
        return tuple(left_out)
    stretches = _in_order(text, evidence, left_out, chances)
    known = _Known(text, evidence, stretches)
    found = {at for gap in _gaps(stretches) for at in _of_gap(stretches, gap, known)}
    if chances:
        order = range(len(stretches))
        found |= _likely_lines(stretches, order, known)
        found |= _likely_lines(stretches, order[::-1], known)
    marked = list(left_out)
    for stretch in map(stretches.__getitem__, found):
        marked[stretch.left] = marked[stretch.left]._replace(line=_line_of(stretch.text))
    return tuple(marked)


def _in_order(
    text: str,
    evidence: Mapping[str, FieldReading],
    left_out: Sequence[LeftOut],
    chances: Mapping[Span, float],
) -> list[_Stretch]:
    """Fields and what was left out, as they follow each other."""
    found: list[_Stretch] = []
    for name, reading in evidence.items():
        story = name.startswith("paragraphs.")
        found += [_Stretch(text, span, -1, open=False, story=story) for span in reading.spans]
    found += [
        _Stretch(
            text,
            left.span,
            place,
            open=left.reason in BY_PLACE,
            story=False,
            chance=chances.get(left.span),
        )
        for place, left in enumerate(left_out)
    ]
    found.sort(key=attrgetter("span"))
    return found


class _Gap(NamedTuple):
    """The stretches from `first` up to `last` between two of the story's; -1 stands for a gap that
    is open at that end: above the story's first line, or below its last."""

    first: int
    last: int
    above: bool
    below: bool

    @property
    def inside(self) -> bool:
        return self.above and self.below


def _gaps(stretches: Sequence[_Stretch]) -> Iterator[_Gap]:
    story = [at for at, stretch in enumerate(stretches) if stretch.story]
    yield _Gap(0, story[0], above=False, below=True)
    for before, behind in pairwise(story):
        if behind > before + 1:
            yield _Gap(before + 1, behind, above=True, below=True)
    yield _Gap(story[-1] + 1, len(stretches), above=True, below=False)


@dataclass(frozen=True)
class _Known:
    """What tells the page's own lines and the story's, each found when it is asked for: in most
    sources no line needs it."""

    source: str
    evidence: Mapping[str, FieldReading]
    stretches: Sequence[_Stretch]

    @cached_property
    def repeated(self) -> frozenset[str]:
        """Repeated and kept texts."""
        often = Counter(stretch.text for stretch in self.stretches if stretch.text)
        return frozenset(line for line, count in often.items() if count > 1)

    @cached_property
    def authors(self) -> tuple[str, ...]:
        """The authors' names."""
        names = [
            normalise(self.source[slice(*span)])
            for name, reading in self.evidence.items()
            if name.startswith("authors.")
            for span in reading.spans[:1]
        ]
        return tuple(filter(None, names))

    @cached_property
    def words(self) -> frozenset[str]:
        """The story's longer words."""
        told = [
            self.source[slice(*span)]
            for name, reading in self.evidence.items()
            if name.startswith(("headline", "standfirst", "paragraphs."))
            for span in reading.spans[:4]
        ]
        return longer_words(" ".join(told)[:TOLD_BY])


# A gap --------------------------------------------------------------------------------------------


def _of_gap(stretches: Sequence[_Stretch], gap: _Gap, known: _Known) -> list[int]:
    """The places of the lines in a gap that could be the story's."""
    if not gap.inside:
        return _of_end(stretches, gap, known)
    found = _upwards(stretches, gap, known).union(_downwards(stretches, gap, known))
    if not found and _is_verse(stretches[gap.first : gap.last], known):
        found = set(range(gap.first, gap.last))
    return sorted(found)


def _of_end(stretches: Sequence[_Stretch], gap: _Gap, known: _Known) -> list[int]:
    """The lines right above the story or right below it, as far as one that shares a longer word
    with it, speaks, or is announced; or all, where nothing else stands there."""
    if gap.below:
        found = dict.fromkeys(sorted(_upwards(stretches, gap, known), reverse=True), False)
    else:
        found = _downwards(stretches, gap, known)
    places = list(found)
    if len(places) == gap.last - gap.first <= _MOST_BESIDE:
        return places
    while places and not found[places[-1]]:
        if len(places) <= _MOST_BESIDE and _is_vouched_for(stretches[places[-1]].text, known):
            break
        places.pop()
    return places


def _is_vouched_for(text: str, known: _Known) -> bool:
    """Whether a sentence shares a word with the story; one of few words shares none by chance."""
    few = len(known.words) < _FEW_WORDS
    return few or text[0] in QUOTES or not known.words.isdisjoint(longer_words(text))


def _downwards(stretches: Sequence[_Stretch], gap: _Gap, known: _Known) -> dict[int, bool]:
    """The sentences right below a line of the story, in order, and the lists that one of them
    announces: place -> whether it is announced."""
    found: dict[int, bool] = {}
    at = gap.first
    while at < gap.last:
        announced = stretches[at - 1].text.endswith(COLONS)
        items = _items(stretches[at : gap.last], known) if announced else 0
        if items:
            found |= dict.fromkeys(range(at, at + items), True)
        elif _is_sentence(stretches[at], known):
            found[at] = announced
        elif not _separates(stretches, at, gap):
            break
        at += items or 1
    return found


def _upwards(stretches: Sequence[_Stretch], gap: _Gap, known: _Known) -> set[int]:
    """The sentences right above a line of the story."""
    found: set[int] = set()
    for at in range(gap.last - 1, gap.first - 1, -1):
        if _is_sentence(stretches[at], known):
            found.add(at)
        elif not _separates(stretches, at, gap):
            break
    return found


def _separates(stretches: Sequence[_Stretch], at: int, gap: _Gap) -> bool:
    """Whether a stretch inside the story is a word or two between longer ones, such as
    "Advertisement" or the name of a town. Never two in a row: those are a menu."""
    if not (gap.inside and gap.first < at < gap.last - 1):
        return False
    before, own, behind = (stretch.span for stretch in stretches[at - 1 : at + 2])
    return own[1] - own[0] < min(_SEPARATOR, before[1] - before[0], behind[1] - behind[0])


def _is_sentence(stretch: _Stretch, known: _Known) -> bool:
    """Whether a stretch is a sentence that could be the story's; what a model holds for less likely
    is none."""
    # What nothing else is known of is asked first: most lines end as no sentence does.
    return (
        stretch.open
        and (stretch.chance is None or stretch.chance >= LIKELY)
        and stretch.text != ""
        and ends_sentence(stretch.text)
        and begins_sentence(stretch.text)
        and _is_open(stretch, known)
    )


def _is_open(stretch: _Stretch, known: _Known) -> bool:
    """Whether nothing but its place speaks against a stretch."""
    text = stretch.text
    if not (stretch.open and text) or text in known.repeated or text.startswith(known.authors):
        return False
    folded = text.casefold()
    if any(table.whole(folded) or table.start(folded) for table in (IN_TEXT, ON_PAGES)):
        return False
    return not (is_credit(text) > _CREDIT or is_in_capitals(text) or speaks_to_readers(text))


def _items(run: Sequence[_Stretch], known: _Known) -> int:
    """How many items of an announced list a run begins with."""
    count = marked = 0
    for stretch in run:
        text = stretch.text
        if not (_is_open(stretch, known) and 1 < words_in(text) <= _LONGEST_ITEM):
            break
        count += 1
        marked += bool(BULLETS.match(text)) or text.endswith((";", ",", "；", "; and", "; or"))
        if text.rstrip(CLOSERS)[-1:] in SENTENCE_ENDS and not BULLETS.match(text):
            break
    return count if count >= _LEAST_ITEMS and 2 * marked >= count else 0


def _is_verse(run: Sequence[_Stretch], known: _Known) -> bool:
    """Whether a run reads as the lines of a poem or a song: all short, most with a mark at their
    ends, as menus never have."""
    marked = [stretch.text.rstrip(CLOSERS)[-1:] in _VERSE_ENDS for stretch in run]
    return (
        len(run) >= _LEAST_VERSES
        and 2 * sum(marked) >= len(run)
        and all(_is_open(stretch, known) for stretch in run)
        and all(1 < words_in(stretch.text) <= _LONGEST_VERSE for stretch in run)
    )


_VERSE_ENDS: Final = SENTENCE_ENDS | frozenset(",;:—–，；、")


# Likely lines -------------------------------------------------------------------------------------


def _likely_lines(stretches: Sequence[_Stretch], order: Sequence[int], known: _Known) -> set[int]:
    """The lines that a model holds likely enough, from the story outwards in the order given, and
    those that stand and fall with them."""
    found: set[int] = set()
    away, beside = -1, ""
    for at in order:
        stretch = stretches[at]
        if stretch.story:
            away, beside = 0, ""
        elif away >= 0:
            away += 1
            if _is_likely(stretch, away, known) or _goes_with(stretch, beside, known):
                found.add(at)
                away, beside = 0, stretch.text
            else:
                beside = ""
    return found


def _is_likely(stretch: _Stretch, away: int, known: _Known) -> bool:
    """Whether a line is likely enough and reads as one of the story's, so many stretches `away`
    from the last of them."""
    text = stretch.text
    if stretch.chance is None or stretch.chance < LIKELY or not may_be_line(text):
        return False
    spoken, announces = text[0] in QUOTES, text.endswith(COLONS)
    if not (spoken or announces or words_in(text) >= _LEAST_LIKELY):
        return False
    ended = ends_sentence(text)
    return (
        away <= (_FARTHEST_SENTENCE if ended else _FARTHEST)
        and (ended or _is_vouched_for(text, known))
        and _is_open(stretch, known)
    )


def _goes_with(stretch: _Stretch, beside: str, known: _Known) -> bool:
    """Whether a line goes with the likely one `beside` it: it is not much less likely, or of the
    same list, since a model is the surer of each the more there are."""
    if not (beside and stretch.chance is not None and may_be_line(stretch.text)):
        return False
    marks = _marks(stretch.text)
    alike = bool(marks) and marks == _marks(beside)
    return (stretch.chance >= _LIKELY_BESIDE or alike) and _is_open(stretch, known)


def _marks(text: str) -> str:
    """The marks between the words of a text, by which items of one list are alike."""
    return "".join(mark for mark in text if not (mark.isalnum() or mark.isspace()))


def _line_of(text: str) -> ParagraphContent:
    """The paragraph that a stretch would be; an item of a list loses its bullet, speech keeps its
    dash and an item its number."""
    bullet = BULLETS.match(text)
    if bullet is None or bullet[0][0] in QUOTES or bullet[0][0].isdigit():
        return ParagraphContent(text)
    return ParagraphContent(text[bullet.end() :], "list_item")
