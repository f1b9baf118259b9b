"""Paragraphs that a link to another story parts from theirs.

In: a labelled draft. Out: the same, with sentences taken for the story's that only a line in
capitals parts from it ("FERRIES FACE LONGEST WINTER SINCE 1998"), as some papers set between two
paragraphs; whoever learns from lists of links takes what follows for one.
"""

from __future__ import annotations

from typing import Final

from ingest.parsing.draft import Draft
from ingest.parsing.language import FUNCTION_WORDS
from ingest.parsing.letters import story_words

#: Links are looked for as far as this before and behind the story, in blocks.
_FAR: Final = 12
_LEAST_OF_LINK: Final = 4
_LEAST_OF_TEXT: Final = 8
#: So many paragraphs say what a story is about.
_TELLING: Final = 40
#: Behind links other stories are told of as well: a sentence of this one shares so many of the
#: story's longer words, and one in so many of its own.
_LEAST_SHARED: Final = 2
_SHARED_OF: Final = 5
_LONG_WORD: Final = 4


def keep_parted(draft: Draft) -> None:
    """Label them paragraphs."""
    first, last = draft.story()
    if first < 0:
        return
    places = range(max(1, first - _FAR), min(len(draft.labels) - 1, last + _FAR))
    links = [at for at in places if _is_link(draft, at)]
    if not links:
        return
    words = _words_of_story(draft)
    for at in links:
        if draft.labels[at - 1] == "paragraph":
            _take(draft, at + 1, 1, words)
        if draft.labels[at + 1] == "paragraph":
            _take(draft, at - 1, -1, words)


def _is_link(draft: Draft, at: int) -> bool:
    one = draft.profiles[at]
    return draft.labels[at] == "furniture" and one.words >= _LEAST_OF_LINK and one.capitals == "all"


def _take(draft: Draft, at: int, step: int, words: frozenset[str]) -> None:
    """Take what reads as the story's, from a place on upwards or downwards."""
    while 0 <= at < len(draft.labels) and _is_text(draft, at):
        if not _shares(draft.blocks[at].text, words):
            return
        draft.labels[at] = "paragraph"
        at += step


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


def _shares(text: str, words: frozenset[str]) -> bool:
    mine = _longer_words(text)
    shared = len(mine & words)
    return shared >= _LEAST_SHARED and shared * _SHARED_OF >= len(mine)


def _words_of_story(draft: Draft) -> frozenset[str]:
    found: set[str] = set()
    for at in draft.labelled("paragraph")[:_TELLING]:
        found |= _longer_words(draft.blocks[at].text)
    return frozenset(found)


def _longer_words(text: str) -> set[str]:
    told = set(story_words(text.casefold())) - FUNCTION_WORDS
    return {word for word in told if len(word) >= _LONG_WORD}
