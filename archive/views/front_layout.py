"""What leads a day's front page: articles as the database weighs them in, stories out, each with
its neighbours: the articles of that day on the same story, which make it weigh more."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from archive.models import Article

#: A story that several papers tell is news: each further article counts as many words, up to MOST.
NEIGHBOUR_WEIGHT: Final = 250
MOST: Final = 5
#: Shorter words are mostly grammar; more letters are mostly endings.
LETTERS: Final = range(4, 8)
#: Two articles tell one story where their headlines share at least two words, half of the shorter
#: one, and their openings so much of what is unlike the rest of the day (cosine of rare words, 0 to
#: 1). Two papers on one council vote come to 0.2 and more, two votes of one council to 0.1. Much
#: the same text needs no headline.
SHARED_HEADLINE: Final = 2
SHARED_OF_HEADLINE: Final = 0.5
SHARED: Final = 0.2
SHARED_ALONE: Final = 0.45
#: Fewer words are too few to compare.
LEAST_WORDS: Final = 4
#: Characters of a standfirst; some are whole texts.
LOOKED_AT: Final = 310
#: How rare a word is says little on a day with fewer articles.
LEAST_DAY: Final = 20

_WORD: Final = re.compile(rf"\w{{{LETTERS[0]},}}")


@dataclass(frozen=True, slots=True)
class Story:
    """An article in its place, and headlines beside it that tell of the same."""

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


#: As much as fits a front page; the rest of a day is a list.
ROOM: Final = 44
#: Headlines beside the lead and beside a second.
BESIDE_LEAD: Final = 4
BESIDE_SECOND: Final = 2
#: Seconds and features by how many stories there are beside the lead: a row has no gaps.
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
    further = [*first[1 + BESIDE_LEAD :], *(one for story in others for one in story[1:])]
    rest = sorted([*others, *([one] for one in further)], key=_weight, reverse=True)
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
    """The first stories with their neighbours, and all articles that then stand nowhere yet."""
    seconds: list[Story] = []
    shown: set[int] = set()
    for story in rest:
        if len(seconds) < number and story[0].pk not in shown:
            seconds.append(Story(story[0], story[1 : 1 + BESIDE_SECOND]))
            shown.update(one.pk for one in story[: 1 + BESIDE_SECOND])
    return seconds, [story[0] for story in rest if story[0].pk not in shown]


def stories(articles: Sequence[Article]) -> list[list[Article]]:
    """Articles that tell one story together, the weightiest story first. `articles` come by their
    own weight (ArticleQuerySet.by_weight), and so do those of each story."""
    told = [_Told.by(article) for article in articles]
    rarity = _rarity(told)
    found: list[list[_Told]] = []
    for one in told:
        for story in found:
            if one.alike(story[0], rarity):
                story.append(one)
                break
        else:
            found.append([one])
    return sorted(([one.article for one in story] for story in found), key=_weight, reverse=True)


@dataclass(frozen=True, slots=True)
class _Told:
    """An article's headline, and all that it opens with, as sets of beginnings of words."""

    article: Article
    headline: frozenset[str]
    words: frozenset[str]

    @classmethod
    def by(cls, article: Article) -> _Told:
        text = f"{article.headline} {article.standfirst[:LOOKED_AT]} {article.opening}"
        return cls(article, _words(article.headline), _words(text))

    def alike(self, other: _Told, rarity: dict[str, float]) -> bool:
        named = len(self.headline & other.headline)
        shorter = min(len(self.headline), len(other.headline))
        likely = named >= max(SHARED_HEADLINE, SHARED_OF_HEADLINE * shorter)
        common = self.words & other.words
        if len(common) < LEAST_WORDS:
            return False
        both = math.sqrt(_sum(self.words, rarity) * _sum(other.words, rarity))
        return _sum(common, rarity) >= (SHARED if likely else SHARED_ALONE) * both > 0


def _sum(words: frozenset[str], rarity: dict[str, float]) -> float:
    return sum(rarity[word] for word in words)


def _weight(story: Sequence[Article]) -> int:
    # Not every list was weighed: those without full dates come newest first.
    own: int = vars(story[0]).get("weight", 0)
    return own + NEIGHBOUR_WEIGHT * min(len(story) - 1, MOST)


def _words(text: str) -> frozenset[str]:
    return frozenset(word[: LETTERS[-1]] for word in _WORD.findall(text.casefold()))


def _rarity(told: Sequence[_Told]) -> dict[str, float]:
    """Squared, as the cosine adds them up."""
    counts = Counter(word for one in told for word in one.words)
    day = max(LEAST_DAY, len(told))
    return {word: math.log(day / count) ** 2 for word, count in counts.items()}
