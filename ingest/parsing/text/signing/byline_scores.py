"""A labelled draft in, the line of persons' names that most signs make its byline out.

For bylines without an opener, among the headings, menus and buttons that look like names.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ingest.parsing.fields.given_names import is_given_name
from ingest.parsing.text.draft import Draft
from ingest.parsing.text.signing.byline_lines import (
    BARE_NAME,
    UNCLAIMED,
    WELL_EXPLAINED,
    beside,
    is_paid,
    is_role_line,
    names_somebody,
    stands_by_date,
)

#: The least score that signs, of a line that begins with this one.
_ENOUGH: Final = 0.65
_BASE: Final = 0.25
#: How far above the story a byline is looked for: pictures, buttons and summaries stand between.
_ABOVE: Final = 30
#: A byline may stand among so many first blocks, however late the story begins.
TOP: Final = 8
_BELOW: Final = 4
_LONGEST: Final = 16
#: A name inside the story may still be its byline within so many blocks of the beginning.
_HEAD_OF_STORY: Final = 4


def best_person(draft: Draft) -> list[int]:
    """The line that is only persons' names with the most signs that they wrote the story."""
    best, best_score = -1, _ENOUGH
    for at in _around_story(draft):
        if _may_sign(draft, at):
            score = _BASE + sum(weight for weight, holds in _SIGNS if holds(draft, at))
            if score > best_score:
                best, best_score = at, score
    return [best] if best >= 0 else []


def _around_story(draft: Draft) -> list[int]:
    """The first blocks of the page, those from the headline or some way above the story, and a few
    below it."""
    first, last = draft.story()
    head = draft.headline.at
    start = head if 0 <= head < first else max(0, first - _ABOVE)
    top = range(min(TOP, start, len(draft.blocks)))
    return [*top, *range(start, min(len(draft.blocks), last + _BELOW))]


def _may_sign(draft: Draft, at: int) -> bool:
    """Whether a line is little else than names of persons."""
    profile, byline = draft.profiles[at], draft.profiles[at].byline
    return (
        byline is not None
        and not byline.opener
        and draft.labels[at] in (*UNCLAIMED, "byline", "credit", "caption", "subheading")
        and profile.words <= _LONGEST
        and byline.explained >= WELL_EXPLAINED
        and profile.credit < _SURE_CREDIT
        and not profile.picture_words
        and all(author.kind == "person" for author in byline.authors)
        and names_somebody(draft, at)
        and not is_paid(draft, at)
    )


_SURE_CREDIT: Final = 0.8


def _name(draft: Draft, at: int) -> str:
    byline = draft.profiles[at].byline
    return byline.authors[0].name.casefold() if byline else ""


def _has_first_name(draft: Draft, at: int) -> bool:
    return is_given_name(_name(draft, at))


def _dated(draft: Draft, at: int) -> bool:
    byline = draft.profiles[at].byline
    return (byline is not None and byline.confidence > BARE_NAME) or stands_by_date(draft, at)


def _near_a_date(draft: Draft, at: int) -> bool:
    return not _dated(draft, at) and stands_by_date(draft, at, 3)


def _below_headline(draft: Draft, at: int) -> bool:
    return 0 <= draft.headline.at < at <= draft.headline.at + 3


def _beside_a_role(draft: Draft, at: int) -> bool:
    byline = draft.profiles[at].byline
    own = byline is not None and draft.profiles[at].words > 3 * len(byline.authors)
    below = at + 1 < len(draft.blocks) and is_role_line(draft, at + 1)
    return below or (own and is_role_line(draft, at))


def _begins_a_line_below(draft: Draft, at: int) -> bool:
    name = _name(draft, at)
    return len(name) > _SHORT and any(
        profile.folded.startswith(name) for profile in draft.profiles[at + 1 :]
    )


def _is_told_of(draft: Draft, at: int) -> bool:
    """Whether the story speaks of the person, its last paragraphs apart."""
    name, (first, last) = _name(draft, at), draft.story()
    return len(name) > _SHORT and any(
        name in draft.blocks[place].text[:_READ].casefold()
        for place in range(max(first, at + 1), last - 1)
        if draft.labels[place] == "paragraph"
    )


def _is_subject(draft: Draft, at: int) -> bool:
    """Whether the headline speaks of the person; "Una Marr: Why the gate stays shut" does not."""
    name = _name(draft, at)
    title = draft.profiles[draft.headline.at].folded if draft.headline.at >= 0 else ""
    return len(name) > _SHORT and name in title and not title.startswith(f"{name}:")


def _is_inside(draft: Draft, at: int) -> bool:
    first, last = draft.story()
    return first + _HEAD_OF_STORY <= at <= last


def _is_below(draft: Draft, at: int) -> bool:
    return at > draft.story()[1] >= 0


def _is_in_list(draft: Draft, at: int) -> bool:
    """Whether other names stand right above and right below, as in menus and lists of staff."""
    name = _name(draft, at)
    others = [
        place
        for place in beside(draft, at)
        if draft.profiles[place].kind == "name"
        and not draft.profiles[place].folded.startswith(name)
    ]
    return len(others) == 2


#: Shorter names may begin any line.
_SHORT: Final = 5
#: So much of a paragraph is searched for the name.
_READ: Final = 2_000

#: What speaks for a line and against it, tried on labelled pages.
_SIGNS: Final[tuple[tuple[float, Callable[[Draft, int], bool]], ...]] = (
    (0.25, _has_first_name),
    (0.3, _dated),
    (0.15, _near_a_date),
    (0.2, _below_headline),
    (0.2, _beside_a_role),
    # The note about the author, or a portrait's text, repeats the name.
    (0.25, _begins_a_line_below),
    (-0.25, _is_told_of),
    (-0.4, _is_subject),
    (-0.35, _is_inside),
    (-0.2, _is_below),
    (-0.25, _is_in_list),
)
