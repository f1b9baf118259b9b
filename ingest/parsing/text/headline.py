"""Profiles and features of a document in, the choice of its headline (or of none) out.

The blocks before and at the beginning of the story are candidates, and "no headline" is one more.
A candidate's score is the sum of its features' weights; the best one wins.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Final

from archive.record.costs import COST_OF_LOSS
from ingest.parsing.text.blocks import Block
from ingest.parsing.text.characters import all_in_quotes
from ingest.parsing.text.feature_groups import FeatureGroup, FeatureNames
from ingest.parsing.text.lookalikes import is_lookalike, mark_at_end
from ingest.parsing.text.model import MOST_KEPT, Sums
from ingest.parsing.text.profile import Profile
from ingest.parsing.text.topic import Subject, group_of_subject

#: How far before the story a headline may stand, in blocks, and how far inside it.
_FARTHEST_BEFORE: Final = 70
_FARTHEST_INSIDE: Final = 6
#: These first blocks may hold it however far the story is.
_TOP: Final = 3
#: Without a story only so many first blocks are candidates.
_WITHOUT_STORY: Final = 12
_LONGEST: Final = 45
#: Lines are compared where they agree in so many first letters.
_ALIKE: Final = 10
_UNLIKELY_ENDS: Final = (".", ":", "…", ",")
#: Kinds of blocks that are never headlines.
_NEVER: Final = frozenset(("boilerplate", "date", "byline", "credit", "caption"))


@dataclass(frozen=True, slots=True)
class HeadlineChoice:
    """The chosen block (-1: no headline), its confidence, and the runners-up with their shares."""

    at: int
    confidence: float
    others: tuple[tuple[int, float], ...] = ()


#: Headline, standfirst, credit and byline stand within so many blocks.
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
        and not profiles[at].bullet
        and not _names_an_agency(profiles[at])
        and not (profiles[at].end == "." and profiles[at].words > 30)
    ]
    return [at for at in found if not is_lookalike(profiles, at)]


def _names_an_agency(profile: Profile) -> bool:
    """Whether a line is an agency's name or its staff: "Reuters Staff"."""
    byline = profile.byline
    return (
        byline is not None
        and byline.explained >= _ALL_OF_IT
        and all(author.kind != "person" for author in byline.authors)
    )


#: The share of a line that is the name.
_ALL_OF_IT: Final = 0.95
#: Lines that begin so are never headlines: "Please upgrade your browser", "Jump to content".
_NOTICES: Final = frozenset(("browser notice", "skip link", "code of the page"))


def candidate_features(
    blocks: Sequence[Block],
    profiles: Sequence[Profile],
    features: Sequence[Sequence[FeatureNames]],
    places: Sequence[int],
    first: int,
    about: Subject,
) -> list[list[FeatureNames]]:
    """The features of each candidate: those of its block, its rank among the candidates, and what
    it shares with the story's subject."""
    serious = [
        at
        for at in places
        if profiles[at].words >= 4
        and (profiles[at].end not in _UNLIKELY_ENDS or mark_at_end(profiles[at]) == "!")
    ]
    lead = _lead(first)
    rank = {at: number for number, at in enumerate(serious)}
    led_to = _led_to(profiles, places)
    begin_alike = _by_beginning(profiles[at].folded for at in places)
    rivals = [is_rival(profile) for profile in profiles[: places[-1] + 3]] if places else []
    signed = _first_signature(profiles, places)
    lines = {
        at: number for number, at in enumerate(at for at in places if _has_content(profiles[at]))
    }
    above = sum([at < signed for at in lines])
    found: list[list[FeatureNames]] = []
    for at in places:
        profile = profiles[at]
        alike = begin_alike[profile.folded[:_ALIKE]]
        two_sentences = _TWO_SENTENCES.search(blocks[at].text) is not None
        found.append(
            [
                *map(_FOR_HEADLINE.__getitem__, features[at]),
                _looks(profile, two_sentences),
                _among_others(profiles, at, lead, rank, _rivals(profiles, rivals, at), alike),
            ]
        )
        if at in lines:
            between = above - lines[at] - 1
            found[-1].append(_group_to_signature(lead, signed < 0, between, signed - at))
        if profile.vocabulary and about.has_words:
            found[-1].append(group_of_subject(profiles, rivals, at, about))
        if at in led_to:
            found[-1].append(_LED_TO[led_to[at]])
        if all_in_quotes(blocks[at].text):
            found[-1].append(_QUOTED)
    return found


def _among_others(
    profiles: Sequence[Profile],
    at: int,
    lead: str,
    rank: Mapping[int, int],
    rivals: tuple[str, ...],
    alike: Sequence[str],
) -> FeatureNames:
    """The features of a candidate's rank among the serious ones, and of the lines beside it."""
    profile = profiles[at]
    above = profiles[at - 1] if at else None
    return _group_rank(
        lead,
        profile.kind,
        top=min(rank[at], 6) if at in rank else -1,
        bottom=min(len(rank) - 1 - rank[at], 4) if at in rank else -1,
        alone=len(rank) == 1,
        opens=at == 0 or (at == 1 and bool(profiles[0].whole)),
        rivals=rivals,
        repeated_title=_repeated_title(profile.folded, alike)
        if len(alike) > 1 and profile.words >= 3
        else "",
        below_short=above is not None and above.words <= 3 and above.kind in _SHORT,
    )


def _led_to(profiles: Sequence[Profile], places: Sequence[int]) -> dict[int, str]:
    """The candidates that another one ends with, and those that end with another: "Home / Harbour /
    Gate stays shut" leads to "Gate stays shut"."""
    found: dict[int, str] = {}
    by_end: dict[str, list[int]] = {}
    for at in places:
        by_end.setdefault(profiles[at].folded[-_ALIKE:], []).append(at)
    for alike in by_end.values():
        if len(alike) == 1:
            continue
        alike = sorted(alike, key=lambda at: len(profiles[at].folded))[:_MOST_ALIKE]
        for number, short in enumerate(alike):
            for long in alike[number + 1 :]:
                if _ends_alike(profiles[long].folded, profiles[short].folded):
                    found.setdefault(short, "goal")
                    found[long] = "path"
    return found


def _ends_alike(long: str, short: str) -> bool:
    return len(long) > len(short) >= _ALIKE and long.endswith(short)


#: More lines that end alike are menus.
_MOST_ALIKE: Final = 6
_LED_TO: Final = {which: FeatureGroup(("led-to=" + which,)) for which in ("goal", "path")}


def _by_beginning(lines: Iterable[str]) -> dict[str, list[str]]:
    """Casefolded lines by their first letters."""
    found: dict[str, list[str]] = {}
    for line in lines:
        found.setdefault(line[:_ALIKE], []).append(line)
    return found


def _has_content(profile: Profile) -> bool:
    """Whether a line has content of its own, as what stands between headline and byline has."""
    return profile.words >= 2 and not profile.whole and not profile.begins and profile.end != ":"


def _first_signature(profiles: Sequence[Profile], places: Sequence[int]) -> int:
    """The first byline among the candidates or right behind them; -1 without one."""
    end = min(len(profiles), places[-1] + 1 + REACH) if places else 0
    for at in range(places[0], end) if places else ():
        profile = profiles[at]
        byline = profile.byline
        if profile.kind == "byline" or (byline is not None and byline.confidence >= _SIGNS):
            return at
    return -1


#: The confidence of bylines with an opener, or beside a date.
_SIGNS: Final = 0.7


@lru_cache(maxsize=256)
def _group_to_signature(lead: str, unsigned: bool, between: int, distance: int) -> FeatureGroup:
    """How many lines stand between a line and the byline below: of two, the headline is the upper
    one, the standfirst the lower."""
    if unsigned:
        return FeatureGroup(("signed-after=no", f"{lead}/signed-after=no"))
    if distance < 0:
        return FeatureGroup(("signed-after=above", f"{lead}/signed-after=above"))
    lines = min(between, 4)
    gap = str(distance) if distance < 4 else "4-6" if distance < 7 else "7+"
    return FeatureGroup(
        (f"signed-after={lines}", f"{lead}/signed-after={lines}", f"signed-below-by={gap}")
    )


#: A line wholly in quotation marks is mostly a pull quote.
_QUOTED: Final = FeatureGroup(("all-in-quotes",))
#: Kinds of short lines above a headline.
_SHORT: Final = ("tiny", "boilerplate")


@lru_cache(maxsize=8192)
def _group_rank(
    lead: str,
    kind: str,
    *,
    top: int,
    bottom: int,
    alone: bool,
    opens: bool,
    rivals: tuple[str, ...],
    repeated_title: str,
    below_short: bool,
) -> FeatureGroup:
    """A candidate's rank among the others, from the `top` and the `bottom`; -1 without a rank."""
    features: list[str] = []
    if top >= 0:
        features.append(f"rank-from-top={top}")
        features.append(f"{lead}/rank-from-top={min(top, 4)}")
        features.append(f"{lead}/rank-from-story={bottom}")
        if alone:
            features.append("the-only-candidate")
    else:
        features.append("no-rank/" + kind)
    if opens:
        features.append("opens-the-page/" + kind)
    for rival in rivals:
        features += [rival, f"{lead}/{rival}"]
    if repeated_title:
        features.append(repeated_title)
    if below_short:
        features.append("below-a-short-line")
    return FeatureGroup(features)


def _lead(first: int) -> str:
    """How much stands before the story: just headline and byline, or the menus of a page too."""
    if first < 0:
        return "no-story"
    return "short-lead" if first <= 8 else "lead" if first <= 25 else "long-lead"


def _rivals(profiles: Sequence[Profile], rivals: Sequence[bool], at: int) -> tuple[str, ...]:
    """Whether lines that might be headlines stand right above or below; mostly the upper one is."""
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


def is_rival(profile: Profile) -> bool:
    return (
        4 <= profile.words <= _LONGEST
        and profile.kind not in _NEVER
        and not profile.begins
        and not profile.credit_tail
        and profile.end not in (":", "…", ",")
    )


#: The block features that generalise to headlines. Those of its exact place among certain
#: neighbours were tried, and only overfitted the development pages.
_HEADLINE_FEATURES: Final = frozenset(
    ("words", "shared-words", "shares-most-words", "soon", "repeated", "start", "zone",
     "digits", "byline", "repeated-long", "after")
)  # fmt: skip


class _PickedNames(dict[FeatureNames, FeatureGroup]):
    """The names picked from each group, cached by group."""

    def __init__(self, pick: Callable[[FeatureNames], Iterable[str]]) -> None:
        super().__init__()
        self.pick = pick

    def __missing__(self, group: FeatureNames) -> FeatureGroup:
        if len(self) >= MOST_KEPT:
            self.clear()
        part = self[group] = FeatureGroup(self.pick(group))
        return part


_FOR_HEADLINE: Final = _PickedNames(
    lambda group: [name for name in group if name.partition("=")[0] in _HEADLINE_FEATURES]
)
#: Standfirsts often have several sentences, headlines hardly ever.
#: (The lookbehind stands after the mark, since marks are rarer than letters.)
_TWO_SENTENCES: Final = re.compile(r"[.!?](?<=[^\W\d_]{3}.)[\"”’“»]? [A-ZÀ-Þ\"“„«]")


def _looks(profile: Profile, two_sentences: bool) -> FeatureGroup:
    """How much a block looks like a headline by itself."""
    boilerplate = (
        "" if not (profile.begins or profile.inside) else "short" if profile.words < 8 else "long"
    )
    end = mark_at_end(profile) if profile.end == "." else profile.end
    return _group_looks(
        capitals=profile.capitals,
        kind=profile.kind,
        boilerplate=boilerplate,
        pictured=bool(profile.picture_words or profile.credit_tail),
        bullet=profile.bullet,
        marks=profile.marks if profile.marks in ("address", "at") else "",
        end=end if end in _KNOWN_ENDS else "",
        place_opening=profile.place_opening,
        no_small_words=profile.function_words == 0 and profile.words >= 3,
        two_sentences=two_sentences,
        dated=bool(profile.dates) or any(map(profile.folded.__contains__, _OF_TIME)),
        parted=next((mark for mark in _PARTING if mark in profile.text), ""),
    )


#: Marks that part the steps of a path or the fields of a line about the article: "Home / Harbour",
#: "Harbour · 4 min read".
_PARTING: Final = (" / ", " > ", "›", "»", " | ", "·", "•", " // ", " — ", " - ")
#: What a line says of when or how long: headlines seldom do.
_OF_TIME: Final = ("min read", "minute read", "updated", "published")


@lru_cache(maxsize=8192)
def _group_looks(
    *,
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
    dated: bool,
    parted: str,
) -> FeatureGroup:
    features = ["capitals=" + capitals, "kind=" + kind]
    if boilerplate:
        features.append("boilerplate-words/" + boilerplate)
    if pictured:
        features.append("of-a-picture")
    if bullet:
        features.append("bullet")
    if marks:
        features.append("marks=" + marks)
    features.append("ends=" + end)
    if place_opening:
        features.append("place-opening")
    if no_small_words:
        features.append("no-small-words")
    if two_sentences:
        features.append("two-sentences")
    if dated:
        features.append("tells-when")
    if parted:
        features.append("parted=" + parted.strip())
    return FeatureGroup(features)


_KNOWN_ENDS: Final = (".", "!", "?", ":", "…", ",", ")")


def _repeated_title(folded: str, others: Sequence[str]) -> str:
    """Whether another line repeats this one, as page titles do: "Gate shut - Alder News"."""
    for other in others:
        if len(other) > len(folded) and other.startswith(folded):
            return "another-line-begins-with-it"
        if len(other) > 15 and len(folded) > len(other) and folded.startswith(other):
            return "begins-with-another-line"
    return ""


def absence_features(
    profiles: Sequence[Profile], features: Sequence[Sequence[FeatureNames]], first: int, count: int
) -> list[FeatureNames]:
    """The features of "no headline": how the text begins."""
    if not profiles:
        return [_group_absence(count, "", "", first)]
    opening = profiles[0]
    absent = _group_absence(min(count, 8), opening.kind, opening.end, min(first, 6))
    return [absent, *map(_FOR_ABSENCE.__getitem__, features[0])]


@lru_cache(maxsize=1024)
def _group_absence(count: int, kind: str, end: str, first: int) -> FeatureGroup:
    features = ["none", f"none:candidates={count}"]
    if kind:
        features.append(f"none:begins/{kind}/{end}")
        features.append(f"none:story-at={'no' if first < 0 else first}")
    return FeatureGroup(features)


_ABSENCE_FEATURES: Final = ("words=", "end=", "kind=", "shape", "place-opening", "size", "after=")
_FOR_ABSENCE: Final = _PickedNames(
    lambda group: ["none:" + name for name in group if name.startswith(_ABSENCE_FEATURES)]
)


#: What speaks against "no headline": a line that is none is seen above the text, a lost one is not.
_LOST: Final = math.log(COST_OF_LOSS) / 3


def choose(
    weights: Sums[float],
    places: Sequence[int],
    features: Sequence[Sequence[FeatureNames]],
    absence: Sequence[FeatureNames],
) -> HeadlineChoice:
    """The best candidate by its share of all (a softmax of the scores)."""
    scores = [weights.of(groups) for groups in features]
    none = weights.of(absence) - _LOST
    top = max([*scores, none])
    shares = [math.exp(score - top) for score in scores]
    total = sum(shares) + math.exp(none - top)
    # Of equal shares the first line wins.
    ranked = sorted(zip(shares, places, strict=True), key=itemgetter(0), reverse=True)
    if not ranked or none >= top:
        others = tuple((at, share / total) for share, at in ranked[:3])
        return HeadlineChoice(-1, math.exp(none - top) / total, others)
    others = tuple((at, share / total) for share, at in ranked[1:4])
    return HeadlineChoice(ranked[0][1], min(0.99, ranked[0][0] / total), others)
