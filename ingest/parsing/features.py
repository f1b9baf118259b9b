"""From profiles to features: what the labelling model is told of each block and its neighbours.

In: the profiles of a document. Out: one list of feature names a block. The names are readable, and
stand in the weights file as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from ingest.parsing.blocks import Block
from ingest.parsing.profile import Profile, vocabulary

#: Upper bounds of the buckets for counts of words.
_WORD_BOUNDS: Final = (1, 2, 3, 5, 8, 12, 18, 30, 60)
_WORD_NAMES: Final = ("1", "2", "3", "4-5", "6-8", "9-12", "13-18", "19-30", "31-60", "61+")
_WORDS: Final = tuple(
    _WORD_NAMES[next((i for i, bound in enumerate(_WORD_BOUNDS) if n <= bound), 9)]
    for n in range(62)
)
_DISTANCES: Final = ("0", "1", "2", "3", "4", "5", "6-8", "6-8", "6-8", "9-14", "9-14", "9-14",
                     "9-14", "9-14", "9-14")  # fmt: skip


_DIGITS: Final = {much: "digits=" + much for much in ("no", "few", "many")}


def _distance(count: int) -> str:
    return _DISTANCES[count] if count < len(_DISTANCES) else "15+"


def main_run(profiles: Sequence[Profile]) -> tuple[int, int]:
    """First and last block (inclusive) of the densest stretch of prose; (-1, -1) without prose.

    Prose counts for its words, everything else against; the best sum is the story (Kadane).
    """
    best, best_range = 0, (-1, -1)
    total, start = 0, 0
    for at, one in enumerate(profiles):
        total += min(one.words, 60) if one.prose else -7 if one.kind != "sentence" else 4
        if total <= 0:
            total, start = 0, at + 1
        elif total > best and one.prose:
            best, best_range = total, (start, at)
    return best_range


def since_headline(features: list[list[str]], profiles: Sequence[Profile], at: int) -> None:
    """Add to every block how far it stands behind the headline (`at`; -1 where there is none)."""
    for place, one in enumerate(features):
        if at < 0:
            far = "no-headline"
        elif place < at:
            far = "before"
        else:
            far = _distance(place - at)
        one += _since(far, profiles[place].kind)
        if profiles[place].byline is not None:
            one.append(f"since-headline/named={far}")


@lru_cache(maxsize=1024)
def _since(far: str, kind: str) -> tuple[str, str]:
    return "since-headline=" + far, f"since-headline/kind={far}/{kind}"


def document_features(
    blocks: Sequence[Block],
    profiles: Sequence[Profile],
    dated: bool,
    run: tuple[int, int],
) -> list[list[str]]:
    """The features of every block of one document, in order; `run` is its main run of prose."""
    first, last = run
    known = _vocabulary(blocks, profiles, first, last)
    seen = Counter(one.folded for one in profiles if one.words <= 40)
    spaced = sum(1 for block in blocks if block.gap >= 2) * 2 > len(blocks)
    shape = ("dated" if dated else "undated") + ("-spaced" if spaced else "-tight")
    size = "tiny" if len(blocks) < 8 else "small" if len(blocks) < 60 else "big"
    signers = _signers(profiles, first)
    leading = _most_shared(profiles, known, first)
    kinds = ["start", "start", *(one.kind for one in profiles), "end", "end"]
    before: set[str] = set()
    found = []
    for at, one in enumerate(profiles):
        features = _alone(one)
        features += _placed(at, one, blocks[at], len(blocks), first, last, shape, size)
        features += _beside(kinds, at, one)
        if signers and one.words >= 5 and one.folded.startswith(signers):
            features.append("begins-with-a-signer")
        if at in leading:
            features.append("shares-most-words=" + leading[at])
        if not one.prose and one.words > 2:
            _followed(features, kinds, at)
        if one.words <= 40:
            _repeats(features, one, seen, before)
            if known and one.vocabulary and not one.prose:
                _overlap(features, one, known)
        found.append(features)
    return found


def _vocabulary(
    blocks: Sequence[Block], profiles: Sequence[Profile], first: int, last: int
) -> frozenset[str]:
    """The longer words of the story's beginning: headlines share them, menus do not."""
    if first < 0:
        return frozenset()
    words: set[str] = set()
    taken = 0
    for at in range(first, last + 1):
        if profiles[at].prose:
            folded = blocks[at].text[:800].casefold()
            words |= vocabulary(folded, folded.split())
            taken += 1
            if taken == 5:
                break
    return frozenset(words)


def _most_shared(
    profiles: Sequence[Profile], vocabulary: frozenset[str], first: int
) -> dict[int, str]:
    """The blocks before the story that share most words with it: its headline, its standfirst."""
    if first < 0:
        return {}
    marks = []
    for at in range(max(0, first - 60), min(len(profiles), first + 2)):
        one = profiles[at]
        if 3 <= one.words <= 36 and one.vocabulary and not one.whole:
            shared = len(one.vocabulary & vocabulary)
            if shared:
                marks.append((shared - 0.4 * (len(one.vocabulary) - shared), at))
    marks.sort(reverse=True)
    return {at: name for (_, at), name in zip(marks, ("1st", "2nd", "3rd"), strict=False)}


def _signers(profiles: Sequence[Profile], first: int) -> tuple[str, ...]:
    """The names that sign before the story, folded: lines about them end stories."""
    found = []
    for one in profiles[max(0, first - 12) : first + 4] if first >= 0 else profiles[:8]:
        if one.kind in ("byline", "name") and one.byline is not None:
            found += [
                author.name.casefold() for author in one.byline.authors if len(author.name) > 6
            ]
    return tuple(found[:8])


def _followed(features: list[str], kinds: Sequence[str], at: int) -> None:
    """Whether a byline or a date comes soon: they follow headlines."""
    coming = kinds[at + 3 : at + 8]
    for kind in ("byline", "date", "prose"):
        if kind in coming:
            features.append(f"soon={kind}/{coming.index(kind) + 1}")


@lru_cache(maxsize=8192)
def _shape(words: str, end: str, start: str, capitals: str) -> tuple[str, ...]:
    """Kept, as its names are made and hashed once only: most blocks look like ones before."""
    return (
        "words=" + words,
        "end=" + end,
        "words/end=" + words + end,
        "start=" + start,
        "capitals/words=" + capitals + words,
    )


def _alone(one: Profile) -> list[str]:
    """Features of the block by itself."""
    words = _WORDS[min(one.words, 61)]
    features = [
        *_shape(words, one.end, one.start, one.capitals),
        _DIGITS[one.digits],
        "kind=" + one.kind,
    ]
    if one.function_words == 0:
        features.append("small-words=none/" + words)
    elif one.function_words * 5 < one.words:
        features.append("small-words=few")
    if one.marks != "plain":
        features.append("mark=" + one.marks)
    if one.bullet:
        features.append("bullet")
    if one.place_opening:
        features.append("place-opening")
    if one.whole:
        features.append("is=" + one.whole)
    if one.begins:
        features.append("begins=" + one.begins)
        if one.words > 30:
            features.append("begins-long=" + one.begins)
    if one.inside:
        features.append("inside=" + one.inside)
    if one.dates:
        features.append("date=" + ("most" if one.date_share > 0.5 else "part"))
    if one.byline is not None:
        share = "most" if one.byline.explained > 0.6 else "part"
        features.append(f"byline={'opener' if one.byline.opener else 'name'}/{share}")
        if one.byline.dates:
            features.append("byline+date")
        if any(author.kind != "person" for author in one.byline.authors):
            features.append("byline-agency")
    if one.credit >= 0.8:
        features.append("credit")
    elif one.credit_tail:
        sure = "sure" if one.credit_tail > 0.84 else "maybe"
        features.append(f"ends-on-credit={sure}/" + ("long" if one.words > 40 else "short"))
    if one.picture_words:
        features.append("picture-words/" + ("long" if one.words > 40 else "short"))
    return features


@lru_cache(maxsize=8192)
def _zoned(coarse: str, words: str, end: str, kind: str) -> tuple[str, ...]:
    return (
        "zone/words=" + coarse + words,
        "zone/end=" + coarse + end,
        "zone/kind=" + coarse + kind,
    )


@lru_cache(maxsize=2048)
def _sized(gap: int, shape: str, size: str, coarse: str) -> tuple[str, ...]:
    return (
        "gap=" + str(gap),
        "shape/zone=" + shape + coarse,
        "size/zone=" + size + coarse,
    )


def _placed(
    at: int, one: Profile, block: Block, count: int, first: int, last: int, shape: str, size: str
) -> list[str]:
    """Features of where the block stands."""
    words = _WORDS[min(one.words, 61)]
    if first < 0:
        zone = "no-story"
    elif at < first:
        zone = "before" + _distance(first - at)
    elif at <= last:
        zone = "first" if at == first else "in"
    else:
        zone = "after" + _distance(at - last)
    coarse = zone[:5]
    features = [
        "zone=" + zone,
        *_zoned(coarse, words, one.end, one.kind),
        *_sized(min(block.gap, 4), shape, size, coarse),
    ]
    if one.prose and not one.begins and not one.inside:
        sure = "long" if one.words >= 25 and one.end in (".", "”") else "short"
        features.append(f"clean-prose={coarse}/{sure}")
    if at < 4:
        features.append(f"at={at}/{shape}")
        features.append(f"at={at}/{one.kind}")
        features.append(f"at={at}/words={words}{one.end}")
    if count - at <= 3:
        features.append(f"from-end={count - at}")
    if one.capitals in ("most", "all"):
        features.append("zone/capitals=" + coarse + one.capitals)
    return features


def _beside(kinds: Sequence[str], at: int, one: Profile) -> tuple[str, ...]:
    """Features of the neighbours: `kinds` has two more at each end."""
    return (
        *_between(kinds[at + 1], one.kind, kinds[at + 3]),
        "before2=" + kinds[at],
        "after2=" + kinds[at + 4],
    )


@lru_cache(maxsize=8192)
def _between(before: str, kind: str, after: str) -> tuple[str, ...]:
    return (
        "before=" + before,
        "after=" + after,
        "kind/before=" + kind + "<" + before,
        "kind/after=" + kind + ">" + after,
        "between=" + before + "<" + kind + ">" + after,
    )


def _repeats(features: list[str], one: Profile, seen: Counter[str], before: set[str]) -> None:
    if seen[one.folded] > 1:
        features.append("repeated=" + ("again" if one.folded in before else "first"))
        if one.words >= 5:
            features.append("repeated-long=" + ("again" if one.folded in before else "first"))
    before.add(one.folded)


def _overlap(features: list[str], one: Profile, vocabulary: frozenset[str]) -> None:
    shared = len(one.vocabulary & vocabulary)
    whole = len(one.vocabulary)
    level = "none" if not shared else "low" if shared * 3 < whole else "some"
    if shared * 5 >= whole * 3:
        level = "high"
    size = "1" if whole == 1 else "2-3" if whole <= 3 else "4+"
    features.append(f"shared-words={level}/{size}")
