"""Which block is the headline, or that there is none: one choice for the whole document.

Every block before or at the beginning of the story is a candidate, and "no headline" is one more.
Each has a score, the sum of the weights of its features; the best one is taken.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Final

from ingest.parsing.text.blocks import Block
from ingest.parsing.text.characters import all_in_quotes
from ingest.parsing.text.feature_groups import Group, Names
from ingest.parsing.text.lookalikes import is_lookalike, mark_at_end
from ingest.parsing.text.model import MOST_KEPT, Sums
from ingest.parsing.text.profile import Profile
from ingest.parsing.text.topic import Subject, group_of_subject

#: How far before the story a headline may stand, in blocks, and how far inside it.
_FARTHEST_BEFORE: Final = 70
_FARTHEST_INSIDE: Final = 6
#: These first blocks may hold it however far the story is.
_TOP: Final = 3
#: Without a story a headline is looked for among so many first blocks.
_WITHOUT_STORY: Final = 12
_LONGEST: Final = 45
#: Lines are compared where so many first letters are the same.
_ALIKE: Final = 10
_UNLIKELY_ENDS: Final = (".", ":", "…", ",")
#: Kinds of blocks that no headline is of.
_NEVER: Final = frozenset(("boilerplate", "date", "byline", "credit", "caption"))


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen block (-1: no headline), how surely, and the next best with their shares."""

    at: int
    confidence: float
    others: tuple[tuple[int, float], ...] = ()


#: Headline, standfirst, a credit and the byline stand within so many blocks.
REACH: Final = 4


def candidates(profiles: Sequence[Profile], first: int) -> list[int]:
    """Places of the blocks that may be the headline."""
    if first < 0:
        places = [*range(min(len(profiles), _WITHOUT_STORY))]
    else:
        start = max(0, first - _FARTHEST_BEFORE)
        top = range(min(start, _TOP))
        places = [*top, *range(start, min(len(profiles), first + _FARTHEST_INSIDE + 1))]
    found = [
        at
        for at in places
        if profiles[at].words <= _LONGEST
        and profiles[at].kind not in _NEVER
        and profiles[at].begins not in _NOTICES
        and not (profiles[at].end == "." and profiles[at].words > 30)
    ]
    return [at for at in found if not is_lookalike(profiles, at)]


#: Of lines that begin so none is a headline: "Please upgrade your browser", "Jump to content".
_NOTICES: Final = frozenset(("browser notice", "skip link", "code of the page"))


def candidate_features(
    blocks: Sequence[Block],
    profiles: Sequence[Profile],
    features: Sequence[Sequence[Names]],
    places: Sequence[int],
    first: int,
    about: Subject,
) -> list[list[Names]]:
    """The features of each candidate: those of its block, its rank among the candidates, and how
    much it tells of what the story is about."""
    serious = [
        at
        for at in places
        if profiles[at].words >= 4
        and (profiles[at].end not in _UNLIKELY_ENDS or mark_at_end(profiles[at]) == "!")
    ]
    lead = _lead(first)
    rank = {at: number for number, at in enumerate(serious)}
    begin_alike = _by_beginning(profiles[at].folded for at in places)
    rivals = [is_rival(one) for one in profiles[: places[-1] + 3]] if places else []
    signed = _first_signature(profiles, places)
    lines = {at: number for number, at in enumerate(at for at in places if _says(profiles[at]))}
    above = sum([at < signed for at in lines])
    found: list[list[Names]] = []
    for at in places:
        one = profiles[at]
        alike = begin_alike[one.folded[:_ALIKE]]
        looks = _looks(one, _TWO_SENTENCES.search(blocks[at].text) is not None)
        found.append(
            [
                *map(_TOLD_OF.__getitem__, features[at]),
                _of_itself(*looks),
                _among(
                    lead,
                    one.kind,
                    min(rank[at], 6) if at in rank else -1,
                    min(len(serious) - 1 - rank[at], 4) if at in rank else -1,
                    len(serious) == 1,
                    at == 0 or (at == 1 and bool(profiles[0].whole)),
                    _rivals(profiles, rivals, at),
                    _titled(one.folded, alike) if len(alike) > 1 and one.words >= 3 else "",
                    at > 0 and profiles[at - 1].words <= 3 and profiles[at - 1].kind in _SHORT,
                ),
            ]
        )
        if at in lines:
            between = above - lines[at] - 1
            found[-1].append(_to_signature(lead, signed < 0, between, signed - at))
        if one.vocabulary and about.told:
            found[-1].append(group_of_subject(profiles, rivals, at, about))
        if all_in_quotes(blocks[at].text):
            found[-1].append(_QUOTED)
    return found


def _by_beginning(lines: Iterable[str]) -> dict[str, list[str]]:
    """Folded lines by their first letters."""
    found: dict[str, list[str]] = {}
    for line in lines:
        found.setdefault(line[:_ALIKE], []).append(line)
    return found


def _says(one: Profile) -> bool:
    """Whether a line says something of its own: what stands between a headline and its byline."""
    return one.words >= 2 and not one.whole and not one.begins and one.end != ":"


def _first_signature(profiles: Sequence[Profile], places: Sequence[int]) -> int:
    """The first line among the candidates, or right behind them, that signs; -1 without one."""
    end = min(len(profiles), places[-1] + 1 + REACH) if places else 0
    for at in range(places[0], end) if places else ():
        one = profiles[at]
        byline = one.byline
        if one.kind == "byline" or (byline is not None and byline.confidence >= _SIGNS):
            return at
    return -1


#: As sure are bylines with an opener, or beside a date.
_SIGNS: Final = 0.7


@lru_cache(maxsize=256)
def _to_signature(lead: str, unsigned: bool, between: int, distance: int) -> Group:
    """How many lines stand between a line and the signature below it: the headline is the upper
    of two, the standfirst the lower."""
    if unsigned:
        return Group(("signed-after=no", f"{lead}/signed-after=no"))
    if distance < 0:
        return Group(("signed-after=above", f"{lead}/signed-after=above"))
    lines = min(between, 4)
    gap = str(distance) if distance < 4 else "4-6" if distance < 7 else "7+"
    return Group(
        (f"signed-after={lines}", f"{lead}/signed-after={lines}", f"signed-below-by={gap}")
    )


#: Of what is wholly in quotation marks: a pulled quotation mostly.
_QUOTED: Final = Group(("all-in-quotes",))


#: What stands as a short line above a headline.
_SHORT: Final = ("tiny", "boilerplate")


@lru_cache(maxsize=8192)
def _among(
    lead: str,
    kind: str,
    top: int,
    bottom: int,
    alone: bool,
    opens: bool,
    rivals: tuple[str, ...],
    titled: str,
    below_short: bool,
) -> Group:
    """How a candidate stands among the others; `top` and `bottom` are its rank, -1 without one."""
    mine: list[str] = []
    if top >= 0:
        mine.append(f"rank-from-top={top}")
        mine.append(f"{lead}/rank-from-top={min(top, 4)}")
        mine.append(f"{lead}/rank-from-story={bottom}")
        if alone:
            mine.append("the-only-candidate")
    else:
        mine.append("no-rank/" + kind)
    if opens:
        mine.append("opens-the-page/" + kind)
    for rival in rivals:
        mine += [rival, f"{lead}/{rival}"]
    if titled:
        mine.append(titled)
    if below_short:
        mine.append("below-a-short-line")
    return Group(mine)


def _lead(first: int) -> str:
    """How much stands before the story: a headline and a byline, or the menus of a page."""
    if first < 0:
        return "no-story"
    return "short-lead" if first <= 8 else "lead" if first <= 25 else "long-lead"


def _rivals(profiles: Sequence[Profile], rivals: Sequence[bool], at: int) -> tuple[str, ...]:
    """Whether lines that might be headlines stand right above or below: the upper one mostly is."""
    features: tuple[str, ...] = ()
    above = at - 1
    if above >= 0 and not rivals[above]:
        above -= 1
    if above >= 0 and rivals[above]:
        features += ("below-a-rival",)
        if profiles[above].words < profiles[at].words:
            features += ("below-a-shorter-rival",)
    count = len(rivals)
    below = at + 1
    if below < count and not rivals[below]:
        below += 1
    if below < count and rivals[below]:
        features += ("above-a-rival",)
        if profiles[below].words > profiles[at].words:
            features += ("above-a-longer-rival",)
    return features


def is_rival(one: Profile) -> bool:
    return (
        4 <= one.words <= _LONGEST
        and one.kind not in _NEVER
        and not one.begins
        and not one.credit_tail
        and one.end not in (":", "…", ",")
    )


#: The features of a block that tell of headlines wherever they stand; those of its exact place
#: among certain neighbours were tried, and only learned the development pages by heart.
_TOLD: Final = frozenset(
    ("words", "shared-words", "shares-most-words", "soon", "repeated", "start", "zone",
     "digits", "byline", "repeated-long", "after")
)  # fmt: skip


class _Parts(dict[Names, Group]):
    """Of each group the names that tell of something, picked when first asked for."""

    def __init__(self, pick: Callable[[Names], Iterable[str]]) -> None:
        super().__init__()
        self.pick = pick

    def __missing__(self, group: Names) -> Group:
        if len(self) >= MOST_KEPT:
            self.clear()
        part = self[group] = Group(self.pick(group))
        return part


_TOLD_OF: Final = _Parts(lambda group: [name for name in group if name.partition("=")[0] in _TOLD])


#: Standfirsts are of several sentences, headlines hardly ever.
#: (The letters are looked for behind the mark, which is found sooner.)
_TWO_SENTENCES: Final = re.compile(r"[.!?](?<=[^\W\d_]{3}.)[\"”’“»]? [A-ZÀ-Þ\"“„«]")


def _looks(
    one: Profile, two_sentences: bool
) -> tuple[str, str, str, bool, bool, str, str, bool, bool, bool]:
    """What `_of_itself` looks at."""
    boilerplate = "" if not (one.begins or one.inside) else "short" if one.words < 8 else "long"
    end = mark_at_end(one) if one.end == "." else one.end
    return (
        one.capitals,
        one.kind,
        boilerplate,
        bool(one.picture_words or one.credit_tail),
        one.bullet,
        one.marks if one.marks in ("address", "at") else "",
        end if end in _TOLD_ENDS else "",
        one.place_opening,
        one.function_words == 0 and one.words >= 3,
        two_sentences,
    )


@lru_cache(maxsize=8192)
def _of_itself(
    capitals: str,
    kind: str,
    boilerplate: str,
    pictured: bool,
    bullet: bool,
    marks: str,
    end: str,
    place_opening: bool,
    no_small_words: bool,
    two_sentences: bool,
) -> Group:
    """How much a block looks like a headline by itself."""
    mine = ["capitals=" + capitals, "kind=" + kind]
    if boilerplate:
        mine.append("boilerplate-words/" + boilerplate)
    if pictured:
        mine.append("of-a-picture")
    if bullet:
        mine.append("bullet")
    if marks:
        mine.append("marks=" + marks)
    mine.append("ends=" + end)
    if place_opening:
        mine.append("place-opening")
    if no_small_words:
        mine.append("no-small-words")
    if two_sentences:
        mine.append("two-sentences")
    return Group(mine)


_TOLD_ENDS: Final = (".", "!", "?", ":", "…", ",", ")")


def _titled(folded: str, others: Sequence[str]) -> str:
    """The page's own title repeats the headline and adds the paper: "Gate shut - Alder News"."""
    for other in others:
        if len(other) > len(folded) and other.startswith(folded):
            return "another-line-begins-with-it"
        if len(other) > 15 and len(folded) > len(other) and folded.startswith(other):
            return "begins-with-another-line"
    return ""


def absence_features(
    profiles: Sequence[Profile], features: Sequence[Sequence[Names]], first: int, count: int
) -> list[Names]:
    """What speaks for a text without headline: how it begins."""
    if not profiles:
        return [_absent(count, "", "", first)]
    opening = profiles[0]
    absent = _absent(min(count, 8), opening.kind, opening.end, min(first, 6))
    return [absent, *map(_TOLD_OF_ABSENCE.__getitem__, features[0])]


@lru_cache(maxsize=1024)
def _absent(count: int, kind: str, end: str, first: int) -> Group:
    found = ["none", f"none:candidates={count}"]
    if kind:
        found.append(f"none:begins/{kind}/{end}")
        found.append(f"none:story-at={'no' if first < 0 else first}")
    return Group(found)


_TELLING: Final = ("words=", "end=", "kind=", "shape", "place-opening", "size", "after=")
_TOLD_OF_ABSENCE: Final = _Parts(
    lambda group: ["none:" + name for name in group if name.startswith(_TELLING)]
)


def choose(
    weights: Sums[float],
    places: Sequence[int],
    features: Sequence[Sequence[Names]],
    absence: Sequence[Names],
) -> Choice:
    """The best candidate by its share of all (a softmax of the scores)."""
    scores = [weights.of(one) for one in features]
    none = weights.of(absence)
    top = max([*scores, none])
    shares = [math.exp(score - top) for score in scores]
    total = sum(shares) + math.exp(none - top)
    # Of equal shares the first line is taken.
    ranked = sorted(zip(shares, places, strict=True), key=itemgetter(0), reverse=True)
    if not ranked or none >= top:
        others = tuple((at, share / total) for share, at in ranked[:3])
        return Choice(-1, math.exp(none - top) / total, others)
    others = tuple((at, share / total) for share, at in ranked[1:4])
    return Choice(ranked[0][1], min(0.99, ranked[0][0] / total), others)
