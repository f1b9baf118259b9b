"""Coarse traits of a block and its neighbours in, groups of feature names out.

Each group is made once and cached, so that its weights are summed once (see model.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final


class FeatureGroup(tuple[str, ...]):
    """Names of features that go together. Cached, so identity serves as equality and hash."""

    __slots__ = ()
    __hash__ = object.__hash__
    __eq__ = object.__eq__


#: A cached group, or names put together for one block.
FeatureNames = tuple[str, ...]


@lru_cache(maxsize=1024)
def group_since_headline(far: str, kind: str, named: bool) -> FeatureGroup:
    found = ("since-headline=" + far, f"since-headline/kind={far}/{kind}")
    return FeatureGroup((*found, f"since-headline/named={far}") if named else found)


@lru_cache(maxsize=4096)
def group_tied(side: str, before: str, kind: str, after: str) -> FeatureGroup:
    """Features of a block that is tied to its neighbour above, below or to both."""
    features = [f"tied={side}", f"tied/kind={side}/{kind}"]
    if side != "below":
        features.append(f"tied-above={before}<{kind}")
    if side != "above":
        features.append(f"tied-below={kind}>{after}")
    return FeatureGroup(features)


def feature_names(groups: Iterable[FeatureNames]) -> list[str]:
    """The feature names of several groups."""
    return [name for group in groups for name in group]


#: Kinds of blocks that follow headlines.
AWAITED: Final = ("byline", "date", "prose")


@lru_cache(maxsize=1024)
def group_following(*coming: str) -> FeatureGroup:
    """Whether a byline, a date or prose follows soon, as below headlines; `coming` names no other
    kinds than these."""
    return FeatureGroup(
        f"soon={kind}/{coming.index(kind) + 1}" for kind in AWAITED if kind in coming
    )


#: A block's words, last mark, first sort, capitals, figures and kind, the level of its small words,
#: and whether it has a bullet and opens on a place.
Form = tuple[str, str, str, str, str, str, int, bool, bool]


# One tuple: a cache makes its key of nine keywords in four times the time.
@lru_cache(maxsize=16_384)
def group_form(form: Form) -> FeatureGroup:
    """Features of a block's form: length, first and last marks, capitals, figures."""
    words, end, start, capitals, digits, kind, small_words, bullet, place_opening = form
    features = [
        "words=" + words,
        "end=" + end,
        "words/end=" + words + end,
        "start=" + start,
        "capitals/words=" + capitals + words,
        "digits=" + digits,
        "kind=" + kind,
    ]
    if small_words == 0:
        features.append("small-words=none/" + words)
    elif small_words == 1:
        features.append("small-words=few")
    if bullet:
        features.append("bullet")
    if place_opening:
        features.append("place-opening")
    return FeatureGroup(features)


#: A block's marks; the boilerplate that it is, begins with and has inside; its dates, as a level;
#: the traits of its byline; the levels of its credit and of the credit that it ends on; whether it
#: has words of pictures, and more than 30 and 40 words.
Wording = tuple[
    str, str, str, str, int, tuple[bool, bool, bool, bool, bool] | None, int, int, bool, bool, bool
]


@lru_cache(maxsize=8192)
def group_wording(wording: Wording) -> FeatureGroup:
    """Features of a block's words: boilerplate, dates, bylines, credits."""
    marks, whole, begins, inside, dates, byline, *rest = wording
    credit, credit_tail, picture_words, over_30, over_40 = rest
    features = []
    if marks != "plain":
        features.append("mark=" + marks)
    if whole:
        features.append("is=" + whole)
    if begins:
        features.append("begins=" + begins)
        if over_30:
            features.append("begins-long=" + begins)
    if inside:
        features.append("inside=" + inside)
    if dates:
        features.append("date=" + ("most" if dates == 2 else "part"))
    if byline:
        opener, explained, dated, agency, known = byline
        share = "most" if explained else "part"
        features.append(f"byline={'opener' if opener else 'name'}/{share}")
        if dated:
            features.append("byline+date")
        if agency:
            features.append("byline-agency")
        elif not opener:
            features.append("byline-first-name=" + ("known" if known else "unknown"))
    if credit:
        features.append("credit")
    elif credit_tail:
        sure = "sure" if credit_tail == 2 else "maybe"
        features.append(f"ends-on-credit={sure}/" + ("long" if over_40 else "short"))
    if picture_words:
        features.append("picture-words/" + ("long" if over_40 else "short"))
    return FeatureGroup(features)


#: A block's words, last mark, kind, capitals and clean prose, as far as its place needs them.
FormInPlace = tuple[str, str, str, str, str]
#: The shape of a document and its size.
Layout = tuple[str, str]


# By position: a cache makes its key of keywords in twice the time.
@lru_cache(maxsize=16_384)
def group_zone(zone: str, form: FormInPlace) -> FeatureGroup:
    """Features of a block's form where it stands relative to the story."""
    coarse = zone[:5]
    words, end, kind, capitals, clean = form
    features = [
        "zone=" + zone,
        "zone/words=" + coarse + words,
        "zone/end=" + coarse + end,
        "zone/kind=" + coarse + kind,
    ]
    if clean:
        features.append(f"clean-prose={coarse}/{clean}")
    if capitals in ("most", "all"):
        features.append("zone/capitals=" + coarse + capitals)
    return FeatureGroup(features)


@lru_cache(maxsize=1024)
def group_layout(coarse: str, layout: Layout, gap: int) -> FeatureGroup:
    """Features of the document around a block, and of the line ends before it."""
    shape, size = layout
    return FeatureGroup(
        ("gap=" + str(gap), "shape/zone=" + shape + coarse, "size/zone=" + size + coarse)
    )


@lru_cache(maxsize=4096)
def group_opening(at: int, form: FormInPlace, shape: str) -> FeatureGroup:
    """Features of the first blocks of a text."""
    words, end, kind, _, _ = form
    return FeatureGroup((f"at={at}/{shape}", f"at={at}/{kind}", f"at={at}/words={words}{end}"))


@lru_cache(maxsize=8)
def group_ending(from_end: int) -> FeatureGroup:
    """The feature of the last blocks of a text."""
    return FeatureGroup((f"from-end={from_end}",))


@lru_cache(maxsize=4096)
def group_neighbours(before: str, kind: str, after: str) -> FeatureGroup:
    """Features of the kinds of the neighbouring blocks."""
    return FeatureGroup(
        (
            "before=" + before,
            "after=" + after,
            "kind/before=" + kind + "<" + before,
            "kind/after=" + kind + ">" + after,
            "between=" + before + "<" + kind + ">" + after,
        )
    )


@lru_cache(maxsize=256)
def group_beyond(before2: str, after2: str) -> FeatureGroup:
    """Features of the kinds of the blocks beyond the neighbouring ones."""
    return FeatureGroup(("before2=" + before2, "after2=" + after2))


@lru_cache(maxsize=8)
def group_repeated(again: bool, long: bool) -> FeatureGroup:
    which = "again" if again else "first"
    features = ("repeated=" + which, "repeated-long=" + which) if long else ("repeated=" + which,)
    return FeatureGroup(features)


@lru_cache(maxsize=4096)
def group_shared_words(shared: int, whole: int) -> FeatureGroup:
    """How many of a line's longer words occur in the story."""
    level = "none" if not shared else "low" if shared * 3 < whole else "some"
    if shared * 5 >= whole * 3:
        level = "high"
    size = "1" if whole == 1 else "2-3" if whole <= 3 else "4+"
    return FeatureGroup((f"shared-words={level}/{size}",))
