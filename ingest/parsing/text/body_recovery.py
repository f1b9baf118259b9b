"""A labelled draft in, the same out with paragraphs recovered that the model took for boilerplate.

It misses paragraphs behind links to other stories, and where it is unsure. Recovered is what reads
like the story and shares its words: a lost paragraph goes unnoticed, one kept wrongly is seen and
can be corrected.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Set
from typing import Final

from ingest.parsing.fields.language import FUNCTION_WORDS, speaks_to_readers
from ingest.parsing.text.characters import story_words
from ingest.parsing.text.draft import Draft
from ingest.parsing.text.profile import Profile

#: The story's words are those of its first so many paragraphs.
_MOST_PARAGRAPHS: Final = 40
#: A block belongs to the story if it shares at least so many of its longer words, and one in so
#: many of its own; teasers of other stories share some too.
_LEAST_SHARED: Final = 2
_SHARED_OF: Final = 5
_LONG_WORD: Final = 4
_LEAST_OF_TEXT: Final = 8


# Where the model was unsure ----------------------------------------------------------------------
#: Above this the model is trusted, unless a block inside the story shares very many words.
_SURE: Final = 0.95
#: Only long blocks are recovered in doubt; they must share one in so many of their words, very long
#: ones fewer.
_LEAST_DOUBTED: Final = 20
_SHARED_OF_DOUBTED: Final = 4
_VERY_LONG, _SHARED_OF_VERY_LONG = 60, 10
_SHARED_OF_SURE: Final = 3
#: A story resumes at most so many blocks behind its last paragraph.
_FARTHEST: Final = 6


def _doubted(draft: Draft) -> Iterator[int]:
    """Long blocks below the first paragraph that were left out in doubt, and those inside the story
    in any case; none that the page repeats, as it does its notices."""
    first, last = draft.story()
    repeated: frozenset[str] | None = None
    for at in range(first + 1, len(draft.labels)):
        if (
            draft.labels[at] == "boilerplate"
            and (draft.confidence[at] < _SURE or at < last)
            and draft.profiles[at].words >= _LEAST_DOUBTED
            and _is_text(draft, at)
        ):
            repeated = _repeated(draft) if repeated is None else repeated
            if draft.blocks[at].text not in repeated:
                yield at


def keep_doubted(draft: Draft) -> None:
    """Keep long blocks left out in doubt, inside the story and right behind it, that share its
    words."""
    first, last = draft.story()
    doubted = list(_doubted(draft)) if first >= 0 else []
    words = _words_of_story(draft) if doubted else frozenset()
    for at in doubted:
        if at > last + _FARTHEST:
            return
        if _shares(draft.blocks[at].text, words, _shared_of(draft, at)):
            draft.labels[at] = "paragraph"
            last = max(last, at)


def _shared_of(draft: Draft, at: int) -> int:
    """Of how many of its words a block has to share one."""
    if draft.confidence[at] >= _SURE:
        return _SHARED_OF_SURE
    return _SHARED_OF_VERY_LONG if draft.profiles[at].words >= _VERY_LONG else _SHARED_OF_DOUBTED


# Beside links ------------------------------------------------------------------------------------

#: Links matter up to so many blocks before and behind the story.
_FAR: Final = 12
_LEAST_OF_LINK: Final = 4


def _links(draft: Draft) -> Iterator[int]:
    """Lines in capitals that lead to other stories ("FERRIES FACE LONGEST WINTER SINCE 1998").

    Some papers set them between paragraphs, and the model takes what follows for a list of links.
    """
    first, last = draft.story()
    for at in range(max(1, first - _FAR), min(len(draft.labels) - 1, last + _FAR)):
        if (
            draft.labels[at] == "boilerplate"
            and draft.profiles[at].capitals == "all"
            and draft.profiles[at].words >= _LEAST_OF_LINK
        ):
            yield at


def keep_beside_links(draft: Draft) -> None:
    """Keep paragraphs beside links in capitals, where these stand at the story."""
    links = list(_links(draft)) if draft.story()[0] >= 0 else []
    words = _words_of_story(draft) if links else frozenset()
    for at in links:
        if draft.labels[at - 1] == "paragraph":
            _take(draft, at + 1, 1, words)
        if draft.labels[at + 1] == "paragraph":
            _take(draft, at - 1, -1, words)


def _take(draft: Draft, at: int, step: int, words: frozenset[str]) -> None:
    """Keep what reads like the story from a place on, upwards or downwards."""
    while 0 <= at < len(draft.labels) and _is_text(draft, at):
        if not _shares(draft.blocks[at].text, words, _SHARED_OF):
            return
        draft.labels[at] = "paragraph"
        at += step


# Behind inserts ----------------------------------------------------------------------------------

#: Inserts, found inside stories as often as below them: "Read More", "Mehr zum Thema".
_INSERTS: Final = frozenset(
    ("read-more link", "related stories", "newsletter notice", "advertisement marker",
     "player controls")
)  # fmt: skip
#: The most inserts in a row, titles of other stories included.
_MOST_INSERTS: Final = 10
_LONGEST_TITLE: Final = 20
_LONGEST_SUBHEADING: Final = 4
#: With so few blocks behind a story there are no teasers, and sentences as short as this count.
_FEW: Final = 16
_LEAST_OF_FEW: Final = 5


def continue_behind_inserts(draft: Draft) -> None:
    """Continue the story behind inserts below its last paragraph so far.

    For short stories, whose last paragraphs were lost below "Read More", "Lire aussi: …", the title
    of another story or the next question of an interview.
    """
    first, last = draft.story()
    if first < 0:
        return
    few = len(draft.labels) - last <= _FEW
    is_interview = "subheading" in draft.labels and any(
        map(_is_question, draft.labels, draft.profiles)
    )
    signers = tuple(author.printed or author.name for author in draft.values.get("authors", ()))
    repeated: frozenset[str] | None = None
    words: set[str] = set()
    start = last + 1
    while (found := _behind_inserts(draft, start, few, is_interview)) is not None:
        at, titles = found
        text = draft.blocks[at].text
        beside = at == last + 1
        if beside and draft.confidence[at] >= _SURE:
            return
        if text.startswith(signers) or speaks_to_readers(text):
            return
        repeated = _repeated(draft) if repeated is None else repeated
        if text in repeated:
            return
        if beside or titles or not few:
            words = words or set(_words_of_story(draft, _TELLING_LABELS))
            mine = _longer_words(text)
            shared = not mine.isdisjoint(words) if few else _shares(text, words, _SHARED_OF)
            if not shared or not mine.isdisjoint(titles):
                return
        for between in range(start, at):
            if draft.profiles[between].end == "?":
                draft.labels[between] = "subheading"
        draft.labels[at] = "paragraph"
        if words:
            words |= _longer_words(text)
        start = at + 1


def _is_question(label: str, profile: Profile) -> bool:
    """Whether a line is a question of an interview."""
    return label == "subheading" and profile.end == "?"


def _behind_inserts(
    draft: Draft, start: int, few: bool, is_interview: bool
) -> tuple[int, set[str]] | None:
    """The first text behind the inserts at a place, and the words of the titles among them; None
    without any. In an interview a question is no title."""
    titles: set[str] = set()
    for at in range(start, min(start + _MOST_INSERTS + 1, len(draft.labels))):
        if _is_text(draft, at, _LEAST_OF_FEW if few else _LEAST_OF_TEXT):
            return at, titles
        profile = draft.profiles[at]
        known = profile.whole or profile.begins
        if draft.labels[at] not in _NO_TEXT or (known and known not in _INSERTS):
            return None
        if known or (few and profile.capitals == "all") or (is_interview and profile.end == "?"):
            continue
        if (
            few
            and at == start
            and profile.end == ""
            and profile.words > _LONGEST_TITLE
            and _is_bare(draft, at)
        ):
            # Too long for a title; its full stop was lost.
            return at, titles
        if (at == start and not few) or profile.end in (".", "”") or profile.words > _LONGEST_TITLE:
            return None
        if (
            at == start
            and profile.words <= _LONGEST_SUBHEADING
            and profile.kind in ("tiny", "short")
        ):
            # "What happens next", and no title of another story.
            continue
        titles |= _longer_words(profile.text) or {profile.folded}
    return None


_NO_TEXT: Final = ("boilerplate", "date")


# Shared ------------------------------------------------------------------------------------------


def _is_text(draft: Draft, at: int, least: int = _LEAST_OF_TEXT) -> bool:
    """Whether a block that was left out is a sentence without any sign of boilerplate."""
    profile = draft.profiles[at]
    return (
        draft.labels[at] == "boilerplate"
        and (
            profile.kind in ("prose", "sentence")
            or (least < _LEAST_OF_TEXT and profile.kind == "short")
        )
        and profile.end in (".", "”")
        and profile.words >= least
        and _is_bare(draft, at)
    )


def _is_bare(draft: Draft, at: int) -> bool:
    """Whether a block has no sign of boilerplate, and no field yet."""
    profile = draft.profiles[at]
    return (
        profile.capitals != "all"
        and not (profile.begins or profile.inside or profile.whole or profile.byline)
        and not (profile.credit or profile.credit_tail or profile.picture_words)
        and draft.is_free(draft.blocks[at].span)
    )


def _repeated(draft: Draft) -> frozenset[str]:
    """The blocks that occur more than once, as notices of a page do."""
    often = Counter(block.text for block in draft.blocks)
    return frozenset(text for text, count in often.items() if count > 1)


def _shares(text: str, words: Set[str], one_in: int) -> bool:
    mine = _longer_words(text)
    shared = len(mine & words)
    return shared >= _LEAST_SHARED and shared * one_in >= len(mine)


def _words_of_story(draft: Draft, labels: Collection[str] = ("paragraph",)) -> frozenset[str]:
    found: set[str] = set()
    for at in [at for at, label in enumerate(draft.labels) if label in labels][:_MOST_PARAGRAPHS]:
        found |= _longer(draft.profiles[at].bare or story_words(draft.blocks[at].text.casefold()))
    return frozenset(found)


#: The labels whose words count for short stories.
_TELLING_LABELS: Final = ("paragraph", "headline", "standfirst", "caption", "subheading")


def _longer_words(text: str) -> set[str]:
    return _longer(story_words(text.casefold()))


def _longer(words: Iterable[str]) -> set[str]:
    return {word for word in words if len(word) >= _LONG_WORD} - FUNCTION_WORDS
