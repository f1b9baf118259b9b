"""Profiles of a document and the model's choice of headline in, the same or a better choice out.

Better is the headline alone, where the model chose the page title, a path to it, a standfirst or
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ingest.parsing.text.headline import REACH, HeadlineChoice, is_rival
from ingest.parsing.text.lookalikes import mark_at_end
from ingest.parsing.text.profile import Profile

#: Between headline and paper in a page title: "Gate shut - Alder News".
_TITLE_MARKS: Final = ("-", "–", "—", "|", "·")
_LONGEST_PAPER: Final = 7
#: Between the steps of a path before the headline: "Front Page » Harbour » Gate shut".
_STEPS: Final = ("»", "›", ">", "|")


def without_paper(
    profiles: Sequence[Profile], places: Sequence[int], choice: HeadlineChoice
) -> HeadlineChoice:
    """The choice corrected to the line that is the headline alone."""
    if choice.at < 0:
        at = _repeated_line(profiles, places)
        if at < 0:
            at = _above_signature(profiles, places)
        return choice if at < 0 else HeadlineChoice(at, _SIGNED_BELOW, choice.others[:2])
    at = _above_introduction(profiles, places, choice.at)
    if at >= 0:
        return _instead(choice, at, _SIGNED_BELOW, 1 - _SIGNED_BELOW)
    title = profiles[choice.at].folded
    for at in places:
        folded = profiles[at].folded
        if profiles[at].words < 4 or at == choice.at:
            continue
        if _is_path_to(title, folded) or _adds_paper(title, folded):
            return _instead(choice, at, choice.confidence, 0.1)
    return choice


def _instead(choice: HeadlineChoice, at: int, confidence: float, share: float) -> HeadlineChoice:
    """Another block as the choice; the one chosen before becomes a runner-up with that share."""
    others = tuple(other for other in choice.others if other[0] != at)
    return HeadlineChoice(at, confidence, ((choice.at, share), *others))


def _adds_paper(title: str, folded: str) -> bool:
    """Whether a page title is that line and the name of the paper."""
    paper = title[len(folded) :].lstrip() if title.startswith(folded) else ""
    return paper.startswith(_TITLE_MARKS) and len(paper.split()) <= _LONGEST_PAPER


def _above_introduction(profiles: Sequence[Profile], places: Sequence[int], at: int) -> int:
    """The line right above a full sentence with a byline below; -1 without any.

    The sentence is then a standfirst: "Gate shut", "The council has promised a motor, and that was
    that.", "By Una Marr".
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


#: Kinds of blocks that can be headlines.
_LINES: Final = frozenset(("tiny", "short", "name", "line", "sentence", "prose"))
_ENDS_OF_TITLES: Final = ("", "?", "!", "”")


def _is_signed(profiles: Sequence[Profile], at: int) -> bool:
    """Whether a byline stands below a line, with at most dates and pictures between them."""
    for profile in profiles[at + 1 : at + 1 + REACH]:
        byline = profile.byline
        if byline is not None and (byline.opener or byline.confidence >= _SIGNS):
            return True
        if profile.kind not in ("date", "credit", "caption"):
            return False
    return False


#: The confidence of bylines with an opener, or beside a date.
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
    """The first line above the story that is repeated and reads like a headline; -1 without any.

    Captions are repeated too, but end like sentences or mention a picture.
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


#: The confidence of a headline known only by the byline below it.
_SIGNED_BELOW: Final = 0.5


def _above_signature(profiles: Sequence[Profile], places: Sequence[int]) -> int:
    """The upper of the one or two lines right above the first "By Una Marr"; -1 without any.

    A text with a byline at its head has a headline above it, or headline and standfirst.
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
