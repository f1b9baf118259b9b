"""Paragraphs of a story that were taken for the page's: by a link that parts them from the others,
or because the model was in two minds.

In: a labelled draft. Out: the same, with what reads as the story's and shares its words labelled
paragraph. Of what is lost here nobody would know; what is kept wrongly is seen, and can be put
right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from ingest.parsing.draft import Draft
from ingest.parsing.language import FUNCTION_WORDS
from ingest.parsing.letters import story_words

#: So many paragraphs say what a story is about.
_TELLING: Final = 40
#: Teasers of other stories share words, too: a sentence of this one shares so many of the story's
#: longer words, and one in so many of its own.
_LEAST_SHARED: Final = 2
_SHARED_OF: Final = 5
_LONG_WORD: Final = 4
_LEAST_OF_TEXT: Final = 8


def keep_parted(draft: Draft) -> None:
    """Label them paragraphs."""
    if draft.story()[0] < 0:
        return
    doubted = list(_doubted(draft))
    links = list(_links(draft))
    if doubted or links:
        words = _words_of_story(draft)
        _keep_doubted(draft, doubted, words)
        _keep_beside_links(draft, links, words)


# In two minds ------------------------------------------------------------------------------------

#: Surer than this, the model is believed.
_SURE: Final = 0.95
#: In two minds, only of long blocks; and they share one in so many of their words.
_LEAST_DOUBTED: Final = 20
_SHARED_OF_DOUBTED: Final = 4
#: Behind its last paragraph a story goes on at most so many blocks later.
_FARTHEST: Final = 6


def _doubted(draft: Draft) -> Iterator[int]:
    """Long blocks that were left out in doubt, from the story's first paragraph on; none that a
    page repeats, as it does its notices."""
    first, _ = draft.story()
    often: Counter[str] | None = None
    for at in range(first + 1, len(draft.labels)):
        if (
            draft.confidence[at] < _SURE
            and draft.profiles[at].words >= _LEAST_DOUBTED
            and _is_text(draft, at)
        ):
            often = often or Counter(block.text for block in draft.blocks)
            if often[draft.blocks[at].text] == 1:
                yield at


def _keep_doubted(draft: Draft, doubted: list[int], words: frozenset[str]) -> None:
    """Of these what shares the story's words, inside the story and right behind it."""
    _, last = draft.story()
    for at in doubted:
        if at > last + _FARTHEST:
            return
        if _shares(draft.blocks[at].text, words, _SHARED_OF_DOUBTED):
            draft.labels[at] = "paragraph"
            last = max(last, at)


# Beside links ------------------------------------------------------------------------------------

#: Links are looked for as far as this before and behind the story, in blocks.
_FAR: Final = 12
_LEAST_OF_LINK: Final = 4


def _links(draft: Draft) -> Iterator[int]:
    """Lines in capitals that lead to other stories ("FERRIES FACE LONGEST WINTER SINCE 1998"): some
    papers set them between two paragraphs, and who learns from lists of links takes what follows
    for one."""
    first, last = draft.story()
    for at in range(max(1, first - _FAR), min(len(draft.labels) - 1, last + _FAR)):
        one = draft.profiles[at]
        capitals = one.capitals == "all" and one.words >= _LEAST_OF_LINK
        if capitals and draft.labels[at] == "furniture":
            yield at


def _keep_beside_links(draft: Draft, links: list[int], words: frozenset[str]) -> None:
    for at in links:
        if draft.labels[at - 1] == "paragraph":
            _take(draft, at + 1, 1, words)
        if draft.labels[at + 1] == "paragraph":
            _take(draft, at - 1, -1, words)


def _take(draft: Draft, at: int, step: int, words: frozenset[str]) -> None:
    """Take what reads as the story's, from a place on upwards or downwards."""
    while 0 <= at < len(draft.labels) and _is_text(draft, at):
        if not _shares(draft.blocks[at].text, words, _SHARED_OF):
            return
        draft.labels[at] = "paragraph"
        at += step


# Either ------------------------------------------------------------------------------------------


def _is_text(draft: Draft, at: int) -> bool:
    """Whether a block that was left out is a sentence with nothing of the page about it."""
    one = draft.profiles[at]
    return (
        draft.labels[at] == "furniture"
        and one.kind in ("prose", "sentence")
        and one.end in (".", "”")
        and one.words >= _LEAST_OF_TEXT
        and one.capitals != "all"
        and not (one.begins or one.inside or one.whole or one.byline)
        and not (one.credit or one.credit_tail or one.picture_words)
        and draft.is_free(draft.blocks[at].span)
    )


def _shares(text: str, words: frozenset[str], one_in: int) -> bool:
    mine = _longer_words(text)
    shared = len(mine & words)
    return shared >= _LEAST_SHARED and shared * one_in >= len(mine)


def _words_of_story(draft: Draft) -> frozenset[str]:
    found: set[str] = set()
    for at in draft.labelled("paragraph")[:_TELLING]:
        found |= _longer_words(draft.blocks[at].text)
    return frozenset(found)


def _longer_words(text: str) -> set[str]:
    told = set(story_words(text.casefold())) - FUNCTION_WORDS
    return {word for word in told if len(word) >= _LONG_WORD}
