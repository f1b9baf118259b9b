"""Profiles of a document's blocks in, the labelling model's features of each block out.

Features come in groups: tuples of names that go together ("zone=before1", "zone/kind=befortiny").
Blocks look alike, so a few hundred groups recur; each is made once and has its weights summed once
(see model.py). The names are those of the weights file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from typing import Final

from ingest.parsing.fields.bylines import ReadByline
from ingest.parsing.fields.given_names import is_given_name
from ingest.parsing.text.blocks import Block
from ingest.parsing.text.feature_groups import (
    AWAITED,
    FeatureGroup,
    Layout,
    group_beyond,
    group_ending,
    group_following,
    group_form,
    group_layout,
    group_neighbours,
    group_opening,
    group_repeated,
    group_shared_words,
    group_since_headline,
    group_tied,
    group_wording,
    group_zone,
)
from ingest.parsing.text.profile import Profile
from ingest.parsing.text.topic import Subject

#: Upper bounds of the buckets for counts of words.
_WORD_BOUNDS: Final = (1, 2, 3, 5, 8, 12, 18, 30, 60)
_WORD_NAMES: Final = ("1", "2", "3", "4-5", "6-8", "9-12", "13-18", "19-30", "31-60", "61+")
_WORDS: Final = tuple(
    _WORD_NAMES[next((i for i, bound in enumerate(_WORD_BOUNDS) if n <= bound), 9)]
    for n in range(62)
)
_DISTANCES: Final = ("0", "1", "2", "3", "4", "5", "6-8", "6-8", "6-8", "9-14", "9-14", "9-14",
                     "9-14", "9-14", "9-14")  # fmt: skip


def _distance(count: int) -> str:
    return _DISTANCES[count] if count < len(_DISTANCES) else "15+"


def main_run(profiles: Sequence[Profile]) -> tuple[int, int]:
    """First and last block (inclusive) of the densest stretch of prose; (-1, -1) without prose.

    Words of prose count for, all else against; the stretch with the best sum is the story (Kadane).
    Without prose, sentences count instead: the shortest notices have nothing else.
    """
    run = _best_run(profiles, [profile.prose for profile in profiles])
    if run is None or (run[0] == run[1] and profiles[run[0]].inside == _OF_RIGHTS):
        sentences = [profile.kind == "sentence" and profile.end in _ENDED for profile in profiles]
        run = _best_run(profiles, sentences) or run
    return run or (-1, -1)


_OF_RIGHTS: Final = "copyright line"
_ENDED: Final = (".", "”")


def _best_run(profiles: Sequence[Profile], counts: Sequence[bool]) -> tuple[int, int] | None:
    best, best_range = 0, None
    total, start = 0, 0
    for at, (profile, counted) in enumerate(zip(profiles, counts, strict=True)):
        total += min(profile.words, 60) if counted else -7 if profile.kind != "sentence" else 4
        if total <= 0:
            total, start = 0, at + 1
        elif total > best and counted:
            best, best_range = total, (start, at)
    return best_range


def since_headline(
    features: list[list[FeatureGroup]], profiles: Sequence[Profile], at: int
) -> None:
    """Add to every block its distance from the headline (`at`; -1 where there is none)."""
    for place, groups in enumerate(features):
        if groups[0] is _SETTLED:
            continue
        if at < 0:
            far = "no-headline"
        elif place < at:
            far = "before"
        else:
            far = _distance(place - at)
        groups.append(
            group_since_headline(far, profiles[place].kind, profiles[place].byline is not None)
        )


#: Of lines among the paragraphs of a story: in a text that a scraper dated, which is the story and
#: little else, and in a page with its menus. Their weights are not learned but follow from what a
#: lost line costs (see model.py).
KEPT_OF_STORY: Final = FeatureGroup(("among-paragraphs",))
KEPT_OF_PAGE: Final = FeatureGroup(("among-paragraphs-of-a-page",))


def left_out_inside(labels: Sequence[str], profiles: Sequence[Profile]) -> list[int]:
    """The blocks between the first and the last paragraph that are labelled boilerplate, and the
    sentences right behind it, but for those whose words are a page's."""
    if "paragraph" not in labels:
        return []
    first = labels.index("paragraph")
    last = end = len(labels) - 1 - labels[::-1].index("paragraph")
    while last + 1 < len(labels) and last < end + _BEHIND and _is_sentence(profiles[last + 1]):
        last += 1
    return [
        at
        for at in range(first, last + 1)
        if labels[at] == "boilerplate"
        and not (profiles[at].whole or profiles[at].begins or profiles[at].inside)
    ]


#: So many sentences behind the last paragraph may be the story's.
_BEHIND: Final = 3


def _is_sentence(profile: Profile) -> bool:
    return (
        profile.kind in ("prose", "sentence")
        and profile.end in _ENDED
        and not (profile.dates or profile.byline or profile.credit or profile.credit_tail)
    )


def document_features(
    blocks: Sequence[Block],
    profiles: Sequence[Profile],
    dated: bool,
    run: tuple[int, int],
    about: Subject,
) -> list[list[FeatureGroup]]:
    """The features of every block, in order, given the main run of prose and its subject."""
    first, last = run
    repeated = _repeated_lines(profiles)
    layout = _layout(blocks, dated)
    signers = _signers(profiles, first)
    leading = _most_shared(profiles, about.words, first)
    kinds = ["start", "start", *[profile.kind for profile in profiles], "end", "end"]
    awaited = [kind if kind in AWAITED else "" for kind in kinds]
    before: set[str] = set()
    found = []
    ties = _ties(blocks, profiles) if layout[0].endswith("-spaced") else {}
    settled = _settled(profiles, first, last)
    for at, profile in enumerate(profiles):
        words = profile.words
        if settled[at] and profile.folded not in repeated and at not in ties:
            found.append([_SETTLED])
            continue
        zone = _zone(at, first, last)
        own = profile.groups or _own_groups(profile)
        form = profile.in_place  # noted with its groups
        groups: list[FeatureGroup] = [
            *own,
            group_zone(zone, form),
            group_layout(zone[:5], layout, min(blocks[at].gap, 4)),
            group_neighbours(kinds[at + 1], profile.kind, kinds[at + 3]),
            group_beyond(kinds[at], kinds[at + 4]),
        ]
        if at < _FIRST:
            groups.append(group_opening(at, form, layout[0]))
        if len(blocks) - at <= _LAST:
            groups.append(group_ending(len(blocks) - at))
        if at in ties:
            groups.append(group_tied(ties[at], kinds[at + 1], profile.kind, kinds[at + 3]))
        if signers and words >= 5 and profile.folded.startswith(signers):
            groups.append(_SIGNED)
        if at in leading:
            groups.append(_LEADING[leading[at]])
        if words > 2 and not profile.prose:
            groups.append(group_following(*awaited[at + 3 : at + 8]))
        if words <= _LONGEST_LINE:
            groups += _of_words(profile, about, repeated, before)
        found.append(groups)
    return found


def _of_words(
    profile: Profile, about: Subject, repeated: Set[str], before: set[str]
) -> Iterator[FeatureGroup]:
    """What the words of a line say: whether it stands elsewhere too, and what it shares with the
    subject. `before` takes the repeated lines that have stood already."""
    if profile.folded in repeated:
        yield group_repeated(profile.folded in before, profile.words >= 5)
        before.add(profile.folded)
    if about.has_words and profile.vocabulary and not profile.prose:
        shared = len(profile.vocabulary & about.words)
        yield group_shared_words(shared, len(profile.vocabulary))


#: The place of a block counts among so many first and last ones.
_FIRST: Final = 4
_LAST: Final = 3


def _layout(blocks: Sequence[Block], dated: bool) -> Layout:
    """The shape of a document (dated or not, spaced or tight) and its size."""
    spaced = sum([block.gap >= 2 for block in blocks]) * 2 > len(blocks)
    shape = ("dated" if dated else "undated") + ("-spaced" if spaced else "-tight")
    return shape, "tiny" if len(blocks) < 8 else "small" if len(blocks) < 60 else "big"


def _repeated_lines(profiles: Sequence[Profile]) -> Set[str]:
    """The lines that occur more than once in a document."""
    lines = [profile.folded for profile in profiles if profile.words <= _LONGEST_LINE]
    if len(set(lines)) == len(lines):
        return frozenset()
    return {line for line, count in Counter(lines).items() if count > 1}


#: Blocks with more words are not lines that pages repeat.
_LONGEST_LINE: Final = 40


def _ties(blocks: Sequence[Block], profiles: Sequence[Profile]) -> dict[int, str]:
    """Blocks set without an empty line beside a neighbour, as captions and credits are, and on
    which side. Empty where paragraphs are set so too.
    """
    tied = [at for at, block in enumerate(blocks) if at and block.gap <= 1]
    if sum([profiles[at].prose and profiles[at - 1].prose for at in tied]) >= _PROSE_TIED:
        return {}
    found: dict[int, str] = {}
    for at in tied:
        found[at - 1] = "both" if at - 1 in found else "below"
        found[at] = "above"
    return found


#: From so many paragraphs on, a text sets its paragraphs on single line ends.
_PROSE_TIED: Final = 2
#: Plain prose between plain prose inside the story, as most blocks of a story are, needs no other
#: feature.
_SETTLED: Final = FeatureGroup(("prose-between-prose",))


def _settled(profiles: Sequence[Profile], first: int, last: int) -> list[bool]:
    """Whether each block is such prose; the first two and last two of the story never are."""
    clear = [profile.clear for profile in profiles]
    found = [False] * len(profiles)
    for at in range(first + 2, last - 1):
        found[at] = clear[at - 1] and clear[at] and clear[at + 1]
    return found


_SIGNED: Final = FeatureGroup(("begins-with-a-signer",))
_LEADING: Final[dict[str, FeatureGroup]] = {
    place: FeatureGroup(("shares-most-words=" + place,)) for place in ("1st", "2nd", "3rd")
}


def _most_shared(
    profiles: Sequence[Profile], vocabulary: frozenset[str], first: int
) -> dict[int, str]:
    """The blocks before the story that share most words with it: often headline and standfirst."""
    if first < 0:
        return {}
    marks = []
    for at in range(max(0, first - 60), min(len(profiles), first + 2)):
        profile = profiles[at]
        if 3 <= profile.words <= 36 and profile.vocabulary and not profile.whole:
            shared = len(profile.vocabulary & vocabulary)
            if shared:
                marks.append((shared - 0.4 * (len(profile.vocabulary) - shared), at))
    marks.sort(reverse=True)
    return {at: name for (_, at), name in zip(marks, ("1st", "2nd", "3rd"), strict=False)}


def _signers(profiles: Sequence[Profile], first: int) -> tuple[str, ...]:
    """Names that sign above the story, casefolded: lines about them end stories."""
    found = []
    for profile in profiles[max(0, first - 12) : first + 4] if first >= 0 else profiles[:8]:
        if profile.kind in ("byline", "name") and profile.byline is not None:
            found += [
                author.name.casefold() for author in profile.byline.authors if len(author.name) > 6
            ]
    return tuple(found[:8])


def _own_groups(profile: Profile) -> tuple[FeatureGroup, ...]:
    """Features of the block alone: its form, and its wording where that is worth a feature. Notes
    them in the profile, and what of the form matters where the block stands."""
    words, end, kind, capitals = profile.words, profile.end, profile.kind, profile.capitals
    small = profile.function_words
    few = 0 if small == 0 else 1 if small * 5 < words else 2
    count = _WORDS[words] if words < 61 else "61+"
    plain = profile.prose and not (profile.begins or profile.inside)
    profile.in_place = (count, end, kind, capitals, _clean(profile) if plain else "")
    form = group_form(
        (count, end, profile.start, capitals, profile.digits, kind, few, profile.bullet,
         profile.place_opening)
    )  # fmt: skip
    if profile.clear and not profile.dates:
        profile.groups = (form,)
        return profile.groups
    wording = group_wording(
        (
            profile.marks,
            profile.whole,
            profile.begins,
            profile.inside,
            0 if not profile.dates else 2 if profile.date_share > 0.5 else 1,
            None if profile.byline is None else _byline_traits(profile.byline),
            2 if profile.credit >= 0.8 else 0,
            0 if not profile.credit_tail else 2 if profile.credit_tail > 0.84 else 1,
            profile.picture_words,
            words > 30,
            words > 40,
        )
    )
    profile.groups = (form, wording) if wording else (form,)
    return profile.groups


def _byline_traits(byline: ReadByline) -> tuple[bool, bool, bool, bool, bool]:
    """Whether a byline has an opener, is most of its line, has a date, names an agency, and begins
    with a first name that is known."""
    named = any(author.kind != "person" for author in byline.authors)
    known = bool(byline.authors) and is_given_name(byline.authors[0].name)
    return (byline.opener, byline.explained > 0.6, bool(byline.dates), named, known)


def _zone(at: int, first: int, last: int) -> str:
    """Where a block stands relative to the main run of prose."""
    if first < 0:
        return "no-story"
    if at < first:
        return "before" + _distance(first - at)
    if at <= last:
        return "first" if at == first else "in"
    return "after" + _distance(at - last)


def _clean(profile: Profile) -> str:
    """The length of clean prose, for the feature: "short" or "long"."""
    return "long" if profile.words >= 25 and profile.end in (".", "”") else "short"
