"""The layout of a day's front page: articles by weight in, stories in their places out. Articles of
one day on the same story stand together and make it weigh more."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from archive.models import Article

#: A story in several papers is news: each further article counts as so many words, up to MOST.
NEIGHBOUR_WEIGHT: Final = 250
MOST: Final = 5
#: Shorter words are mostly grammar, further letters mostly endings.
LETTERS: Final = range(4, 8)
#: Two articles are on one story where their headlines share at least two words and half of the
#: shorter one, and their openings are alike by SHARED (cosine over words rare that day, 0 to 1).
#: Two papers on one council vote reach 0.2 and more, two votes of one council 0.1. SHARED_ALONE,
#: nearly the same text, is enough without the headlines.
SHARED_HEADLINE: Final = 2
SHARED_OF_HEADLINE: Final = 0.5
SHARED: Final = 0.2
SHARED_ALONE: Final = 0.45
#: Fewer words are too few to compare.
LEAST_WORDS: Final = 4
#: Characters of a standfirst that are compared; some are whole texts.
LOOKED_AT: Final = 310
#: On a day with fewer articles rarity says little.
LEAST_DAY: Final = 20

_WORD: Final = re.compile(rf"\w{{{LETTERS[0]},}}")


@dataclass(frozen=True, slots=True)
class Story:
    """An article in its place, and others on the same story, whose headlines stand beside it."""

    article: Article
    also: Sequence[Article] = ()


@dataclass(frozen=True, slots=True)
class Front:
    """A day's stories in their places, weightiest first."""

    lead: Story | None
    seconds: Sequence[Story]
    features: Sequence[Article]
    briefs: Sequence[Article]

    @property
    def pictured(self) -> list[Article]:
        """The articles that have room for a picture."""
        stories = [*([self.lead] if self.lead else ()), *self.seconds]
        return [*(story.article for story in stories), *self.features]


#: Articles on a front page; the rest of the day is a list.
ROOM: Final = 44
#: Headlines beside the lead and beside a second.
BESIDE_LEAD: Final = 4
BESIDE_SECOND: Final = 2
#: Seconds and features by the number of stories beside the lead, so that no row has gaps.
_SHAPES: Final = {4: (2, 2), 5: (2, 3), 6: (3, 3), 7: (3, 4), 8: (3, 3)}
_FEW: Final = (3, 0)
_MANY: Final = (3, 4)
_FULL: Final = (3, 8)
_FULL_FROM: Final = 19


def lay_out(articles: Sequence[Article]) -> Front:
    """One lead, two or three seconds, then features, then briefs; ROOM articles at most."""
    if not articles:
        return Front(None, (), (), ())
    first, *others = stories(articles)
    lead = Story(first[0], first[1 : 1 + BESIDE_LEAD])
    further = [*first[1 + BESIDE_LEAD :], *(article for story in others for article in story[1:])]
    rest = sorted([*others, *([article] for article in further)], key=_weight, reverse=True)
    wide, narrow = _shape(len(rest))
    seconds, left = _seconds(rest, wide)
    if len(left) == 1:
        seconds, left = [*seconds, Story(left[0])], []
    placed = 1 + len(lead.also) + sum(1 + len(second.also) for second in seconds)
    left = left[: ROOM - placed]
    return Front(lead, seconds, left[:narrow], left[narrow:])


def _shape(stories: int) -> tuple[int, int]:
    if stories in _SHAPES:
        return _SHAPES[stories]
    if stories < min(_SHAPES):
        return _FEW
    return _FULL if stories >= _FULL_FROM else _MANY


def _seconds(rest: Sequence[list[Article]], number: int) -> tuple[list[Story], list[Article]]:
    """The first stories with their other articles, and all articles not placed by then."""
    seconds: list[Story] = []
    shown: set[int] = set()
    for story in rest:
        if len(seconds) < number and story[0].pk not in shown:
            seconds.append(Story(story[0], story[1 : 1 + BESIDE_SECOND]))
            shown.update(article.pk for article in story[: 1 + BESIDE_SECOND])
    return seconds, [story[0] for story in rest if story[0].pk not in shown]


def stories(articles: Sequence[Article]) -> list[list[Article]]:
    """Articles grouped by story, the weightiest story first. `articles` come by weight
    (ArticleQuerySet.by_weight), and so do those of each story."""
    every = [_StoryWords.of(article) for article in articles]
    rarity = _rarity(every)
    groups: list[list[_StoryWords]] = []
    for words in every:
        for group in groups:
            if words.alike(group[0], rarity):
                group.append(words)
                break
        else:
            groups.append([words])
    return sorted(
        ([words.article for words in group] for group in groups), key=_weight, reverse=True
    )


@dataclass(frozen=True, slots=True)
class _StoryWords:
    """An article's headline, and headline with opening, as sets of shortened words."""

    article: Article
    headline: frozenset[str]
    words: frozenset[str]

    @classmethod
    def of(cls, article: Article) -> _StoryWords:
        text = f"{article.headline} {article.standfirst[:LOOKED_AT]} {article.opening}"
        return cls(article, _words(article.headline), _words(text))

    def alike(self, other: _StoryWords, rarity: dict[str, float]) -> bool:
        shared = len(self.headline & other.headline)
        shorter = min(len(self.headline), len(other.headline))
        likely = shared >= max(SHARED_HEADLINE, SHARED_OF_HEADLINE * shorter)
        common = self.words & other.words
        if len(common) < LEAST_WORDS:
            return False
        both = math.sqrt(_sum(self.words, rarity) * _sum(other.words, rarity))
        return _sum(common, rarity) >= (SHARED if likely else SHARED_ALONE) * both > 0


def _sum(words: frozenset[str], rarity: dict[str, float]) -> float:
    return sum(rarity[word] for word in words)


def _weight(story: Sequence[Article]) -> int:
    # Articles without full dates have no weight: they come newest first.
    own: int = vars(story[0]).get("weight", 0)
    return own + NEIGHBOUR_WEIGHT * min(len(story) - 1, MOST)


def _words(text: str) -> frozenset[str]:
    return frozenset(word[: LETTERS[-1]] for word in _WORD.findall(text.casefold()))


def _rarity(every: Sequence[_StoryWords]) -> dict[str, float]:
    """By word, squared as the cosine needs it."""
    counts = Counter(word for words in every for word in words.words)
    day = max(LEAST_DAY, len(every))
    return {word: math.log(day / count) ** 2 for word, count in counts.items()}
