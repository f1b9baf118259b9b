"""The headline alone, where the page's own title, a path to it, or nothing was chosen.

In: the profiles of a document and the choice of its headline. Out: the same choice, or a better one
known by the lines beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ingest.parsing.text.headline import REACH, HeadlineChoice, is_rival
from ingest.parsing.text.lookalikes import mark_at_end
from ingest.parsing.text.profile import Profile

#: Between a headline and the paper's name in a page's own title: "Gate shut - Alder News".
_TITLE_MARKS: Final = ("-", "–", "—", "|", "·")
_LONGEST_PAPER: Final = 7
#: Between the steps of a path before the headline: "Front Page » Harbour » Gate shut".
_STEPS: Final = ("»", "›", ">", "|")


def without_paper(
    profiles: Sequence[Profile], places: Sequence[int], choice: HeadlineChoice
) -> HeadlineChoice:
    """The line that is the headline alone, where the page's own title or nothing was chosen."""
    if choice.at < 0:
        at = _repeated_line(profiles, places)
        if at < 0:
            at = _above_signature(profiles, places)
        return choice if at < 0 else HeadlineChoice(at, _SIGNED_BELOW, choice.others[:2])
    at = _above_introduction(profiles, places, choice.at)
    if at >= 0:
        others = tuple(other for other in choice.others if other[0] != at)
        return HeadlineChoice(at, _SIGNED_BELOW, ((choice.at, 1 - _SIGNED_BELOW), *others))
    title = profiles[choice.at].folded
    for at in places:
        folded = profiles[at].folded
        if profiles[at].words < 4 or at == choice.at:
            continue
        if _is_path_to(title, folded):
            others = tuple(other for other in choice.others if other[0] != at)
            return HeadlineChoice(at, choice.confidence, ((choice.at, 0.1), *others))
        if not title.startswith(folded):
            continue
        paper = title[len(folded) :].lstrip()
        if paper.startswith(_TITLE_MARKS) and len(paper.split()) <= _LONGEST_PAPER:
            others = tuple(other for other in choice.others if other[0] != at)
            return HeadlineChoice(at, choice.confidence, ((choice.at, 0.1), *others))
    return choice


def _above_introduction(profiles: Sequence[Profile], places: Sequence[int], at: int) -> int:
    """The line right above a full sentence that a signature follows; -1 without any.

    Of two such lines the lower one introduces: "Gate shut", "The council has promised a motor,
    and that was that.", "By Una Marr".
    """
    above = at - 1
    if profiles[at].end != "." or above not in places or mark_at_end(profiles[at]) == "!":
        return -1
    if not _is_signed(profiles, at):
        return -1
    profile = profiles[above]
    plain = profile.kind in _LINES and not (
        profile.begins
        or profile.inside
        or profile.credit_tail
        or profile.picture_words
        or profile.dates
    )
    title = 2 <= profile.words <= _LONGEST_SIGNED and mark_at_end(profile) in _ENDS_OF_TITLES
    return above if plain and title else -1


#: Kinds of blocks that a headline is of.
_LINES: Final = frozenset(("tiny", "short", "name", "line", "sentence", "prose"))
_ENDS_OF_TITLES: Final = ("", "?", "!", "”")


def _is_signed(profiles: Sequence[Profile], at: int) -> bool:
    """Whether a signature stands below a line, with at most dates and pictures between them."""
    for profile in profiles[at + 1 : at + 1 + REACH]:
        byline = profile.byline
        if byline is not None and (byline.opener or byline.confidence >= _SIGNS):
            return True
        if profile.kind not in ("date", "credit", "caption"):
            return False
    return False


#: As sure are bylines with an opener, or beside a date.
_SIGNS: Final = 0.7


def _is_path_to(title: str, folded: str) -> bool:
    """Whether a line only leads to the other: "Front Page » Harbour » Gate shut", "3. Gate shut",
    "Harbour|Gate shut", "Home Harbour Gate shut" beside "Gate shut"; marks between kicker and
    headline may differ."""
    if title.endswith(folded) and len(title) > len(folded):
        before = title[: -len(folded)]
        steps = before.rstrip()
        return steps.endswith(_STEPS) or (
            before[-1:] == " "
            and len(folded) >= _LEAST_OF_PATH * len(title)
            and (not steps.strip("0123456789.)•*- ") or steps.split(" ", 1)[0] in _HOME)
        )
    bare = _LIST_MARK.sub("", title)
    return bare != title and bare.replace(":", "") == folded.replace(":", "")


#: A path takes less room than the headline it leads to.
_LEAST_OF_PATH: Final = 0.5
#: The first step of paths.
_HOME: Final = frozenset(
    ("home", "start", "startseite", "front", "accueil", "inicio", "portada", "início", "homepage")
)
_LIST_MARK: Final = re.compile(r"\A(?:\d{1,2}[.)]|[•*-])\s+")


def _repeated_line(profiles: Sequence[Profile], places: Sequence[int]) -> int:
    """The first line that a page says twice above its story as headlines are said; -1 without.

    Captions are repeated too, but end as sentences do or tell of a picture.
    """
    seen: set[str] = set()
    for at in places:
        profile = profiles[at]
        if profile.folded in seen:
            return next(place for place in places if profiles[place].folded == profile.folded)
        if (
            4 <= profile.words <= _LONGEST_SIGNED
            and is_rival(profile)
            and not (
                profile.end == "." or profile.picture_words or profile.inside or profile.bullet
            )
        ):
            seen.add(profile.folded)
    return -1


#: The confidence of a headline known only by the signature below it.
_SIGNED_BELOW: Final = 0.5


def _above_signature(profiles: Sequence[Profile], places: Sequence[int]) -> int:
    """The upper of the one or two lines right above the first "By Una Marr"; -1 without any.

    A text that is signed at its head has one: what stands above the signature is the headline,
    or the headline and a standfirst.
    """
    known = frozenset(places)
    for at in range(places[0] + 1, places[-1] + 1) if places else ():
        byline = profiles[at].byline
        if byline is None or not byline.opener or byline.explained < _WELL_EXPLAINED:
            continue
        lines: list[int] = []
        for above in range(at - 1, max(-1, at - 1 - REACH), -1):
            profile = profiles[above]
            if profile.kind == "credit" or (not lines and profiles[above + 1].kind == "credit"):
                # The lead's picture: its caption stands above the credit.
                continue
            if above not in known or not is_rival(profile) or profile.picture_words:
                break
            lines.append(above)
        lines = [above for above in lines[:2] if profiles[above].words <= _LONGEST_SIGNED]
        return lines[-1] if lines else -1
    return -1


_WELL_EXPLAINED: Final = 0.6
_LONGEST_SIGNED: Final = 30
