"""Profiles and the main run of prose in, the story's subject out: words that headlines share.

The subject is the words of the story's beginning, and those that recur in it, as far as other lines
of the document have them. A line with several of them may be the headline; menus have none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ingest.parsing.text.characters import story_words
from ingest.parsing.text.feature_groups import FeatureGroup
from ingest.parsing.text.profile import Profile

#: How many characters of a paragraph are read.
_LOOKED_AT: Final = 800
#: How many paragraphs give the opening words, and how many the recurring ones.
_OPENING: Final = 5
_MOST_PARAGRAPHS: Final = 12


@dataclass(frozen=True, slots=True)
class Subject:
    """Casefolded words of a story's beginning, and those in more than one paragraph.

    `has_words` is False where there is no story.
    """

    has_words: bool = False
    words: frozenset[str] = frozenset()
    returning: frozenset[str] = frozenset()


def subject(profiles: Sequence[Profile], run: tuple[int, int]) -> Subject:
    """The subject of the story that stands from the first to the last block of `run`."""
    first, last = run
    if first < 0:
        return Subject()
    vocabulary = frozenset().union(*[profile.vocabulary for profile in profiles])
    has_words = False
    words: frozenset[str] | None = None
    seen: set[str] = set()
    returning: set[str] = set()
    taken = 0
    for profile in profiles[first : last + 1]:
        if not profile.prose:
            continue
        bare = profile.bare or story_words(profile.text[:_LOOKED_AT].casefold())
        has_words = has_words or bool(bare)
        found = vocabulary.intersection(bare)
        returning |= seen & found
        seen |= found
        taken += 1
        if taken == _OPENING and has_words:
            words = frozenset(seen)
        if taken == _MOST_PARAGRAPHS:
            break
    return Subject(has_words, frozenset(seen) if words is None else words, frozenset(returning))


def group_of_subject(
    profiles: Sequence[Profile], rivals: Sequence[bool], at: int, about: Subject
) -> FeatureGroup:
    """How many recurring words of the story a line has, and whether it shares more or less with
    the story than the nearest lines that might be headlines."""
    mine = profiles[at].vocabulary
    share = _shared(mine, about)
    above = _nearest(profiles, rivals, range(at - 1, max(at - 4, -1), -1))
    below = _nearest(profiles, rivals, range(at + 1, min(at + 4, len(rivals))))
    return _of_subject(
        min(len(mine & about.returning), 5),
        _compared(share, _shared(above, about)) if above else "",
        _compared(share, _shared(below, about)) if below else "",
    )


def _nearest(
    profiles: Sequence[Profile], rivals: Sequence[bool], places: range
) -> frozenset[str] | None:
    """The words of the first of these lines that might be a headline; None without any."""
    for at in places:
        if rivals[at]:
            return profiles[at].vocabulary
    return None


def _shared(vocabulary: frozenset[str], about: Subject) -> float:
    return len(vocabulary & about.words) / len(vocabulary)


def _compared(share: float, other: float) -> str:
    return "less" if share < other - _AS_MUCH else "more" if share > other + _AS_MUCH else "as-much"


#: Shares that differ by less count as equal.
_AS_MUCH: Final = 0.15


@lru_cache(maxsize=256)
def _of_subject(returning: int, above: str, below: str) -> FeatureGroup:
    found = [f"returning-words={returning}"]
    if above:
        found.append(f"shares-than-above={above}")
    if below:
        found.append(f"shares-than-below={below}")
    return FeatureGroup(found)
