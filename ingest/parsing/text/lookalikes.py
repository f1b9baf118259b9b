"""Profiles of a document in, whether a line only looks like a headline out.

Such lines are titles of films, beginnings of captions, quotations with their speaker, counters,
glued menus and datelines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ingest.parsing.fields.boilerplate import IN_TEXT
from ingest.parsing.text.characters import QUOTES
from ingest.parsing.text.profile import Profile

#: "03:29 - Source: CNN", "Video Ad Feedback": lines of a player, whose film's title stands above or
#: below, depending on how the page was saved.
_RUNNING_TIME: Final = re.compile(r"\d{1,2}:\d\d - source: ")
_PLAYER: Final = "video ad feedback"
#: The buttons of another player, above the title of its film.
_BUTTONS: Final = ("close", "video")
_DASHES: Final = ("—", "–")
_LONGEST_PLACE: Final = 6
#: Lines that say something of their neighbour have at most so many words.
_LONGEST_BESIDE: Final = 6
#: Captions are looked for within so many blocks.
_CAPTIONS: Final = 3
#: Shorter lines, such as names, may begin any caption.
_LEAST_WORDS: Final = 4


def is_lookalike(profiles: Sequence[Profile], at: int) -> bool:
    """Whether a line that the model may take for a headline cannot be one."""
    return _is_lookalike_by_itself(profiles[at]) or _is_lookalike_by_neighbours(profiles, at)


def _is_lookalike_by_itself(profile: Profile) -> bool:
    """Whether a line cannot be a headline by its own words."""
    first = profile.folded[0]
    return (
        (profile.end in _DASHES and _is_place(profile))
        or (first in _FIRST_LETTERS and profile.folded.startswith(_BEGINNINGS))
        or (first == "t" and _PAPER.fullmatch(profile.text) is not None)
        or (profile.digits != "no" and _PORTRAIT.fullmatch(profile.text) is not None)
        or (profile.start == "lower" and profile.words <= _LONGEST_NAMED and profile.text.islower())
        or (first.isdigit() and _COUNTER.match(profile.folded) is not None)
        or (profile.credit_tail >= _SURE_CREDIT and "/" in profile.text)
        or ("(" in profile.text and _DATELINE.match(profile.text) is not None)
        or (profile.capitals != "few" and profile.words <= _LONGEST_MENU and _is_menu(profile))
    )


def _is_lookalike_by_neighbours(profiles: Sequence[Profile], at: int) -> bool:
    """Whether a line cannot be a headline because of its neighbours."""
    above = profiles[at - 1] if at else None
    below = profiles[at + 1] if at + 1 < len(profiles) else None
    if above is not None and above.words <= _LONGEST_BESIDE:
        if (profiles[at].prose and _is_place(above)) or _is_player_line(above):
            return True
        if at > 1 and (
            (profiles[at - 2].folded, above.folded) == _BUTTONS or _is_publication(profiles, at)
        ):
            return True
    if above is not None and above.kind == "credit" and mark_at_end(profiles[at]) == ".":
        # "Photo: Dana Whitlow", "The gate at noon.": the caption below its credit.
        return True
    if below is not None and (
        (below.words <= _LONGEST_BESIDE and _is_player_line(below))
        or (below.folded.startswith(_ATTRIBUTIONS) and profiles[at].text[0] in QUOTES)
        or (below.kind == "credit" and profiles[at].words >= _LEAST_OF_DESCRIPTION)
    ):
        return True
    return _begins_caption(profiles, at)


def mark_at_end(profile: Profile) -> str:
    """The mark that a line ends on, "!" told from a full stop, which headlines rarely have."""
    return "!" if profile.end == "." and profile.text.rstrip(_CLOSING)[-1:] == "!" else profile.end


_CLOSING: Final = "\"”’'»)"
#: A line above a credit with so many words is the picture's alternative text.
_LEAST_OF_DESCRIPTION: Final = 24
#: "— Una Marr on Monday" attributes the quotation above.
_ATTRIBUTIONS: Final = ("— ", "– ")
#: "Click here for more on …" is a link, "From left: Una Marr, …" a caption.
_BEGINNINGS: Final = (*_ATTRIBUTIONS, "click here", "tap here", "more on ", "(l-r)", "l-r",
                      "(l to r)", "from left", "(from left", "clockwise from")  # fmt: skip
_FIRST_LETTERS: Final = frozenset(beginning[0] for beginning in _BEGINNINGS)
#: A line that ends so surely on a credit with a stroke is a caption.
_SURE_CREDIT: Final = 0.87
#: Between name and paper: "By" / "Una Marr" / "-" / "The Alder Times" / "June 4, 2017".
_PARTING: Final = frozenset("-–—|")


def _is_publication(profiles: Sequence[Profile], at: int) -> bool:
    """Whether a line is the author's paper: behind the name and a dash, above the date."""
    return (
        profiles[at - 1].text in _PARTING
        and profiles[at - 2].byline is not None
        and at + 1 < len(profiles)
        and profiles[at + 1].date_share > 0
    )


#: "The Alder Valley Times", above everything that a paper prints.
_PAPER: Final = re.compile(
    r"The (?:[A-ZÀ-Þ][\w’'.-]* ){1,3}(?:Times|Post|Journal|Herald|Tribune|Guardian|Telegraph|"
    r"Gazette|Chronicle|Observer|Globe|Courier|Dispatch|Examiner|Inquirer|Sentinel)"
)
#: `Dec 1 (Reuters) - Harrow Lifts Plc`: a story's first line, however short.
_DATELINE: Final = re.compile(
    r"[^()]{0,60}\((?:Reuters|AP|AFP|UPI|dpa|Xinhua|EFE|ANSA|TASS|IANS|PTI|ANI|CNN)\)\s?[-–—]"
)
#: "Una M. Marr in 1987": a picture's caption.
_PORTRAIT: Final = re.compile(r"(?:[A-ZÀ-Þ][\w.’'-]*\s){2,4}in (?:18|19|20)\d\d\.?")
#: "marr whitlow brink": the name of a picture file.
_LONGEST_NAMED: Final = 5
#: "3 of 12 |", "1/5": the number of a picture.
_COUNTER: Final = re.compile(r"\d{1,3}\s?(?:of|von|de|sur|di|van|/)\s?\d{1,3}(?:\s?\||\Z)")
#: "BeautyFoodHealthTravel": glued menu items; names have one such seam.
_SEAM: Final = re.compile(r"[a-zß-ÿ]{3}[A-ZÀ-Þ][a-zß-ÿ]{2}")
_SEAMS_OF_MENU: Final = 3
_LONGEST_MENU: Final = 30
#: "Bildschirme Treiber Grafik Linux …": so many words without a function word are menu items.
_LEAST_OF_MENU: Final = 14


def _is_menu(profile: Profile) -> bool:
    """Whether a line is a menu: `BeautyFoodHealthTravel`, `Toggle navigation Home News Sport
    Weather Listen Live`, or many capitalised words and no function word."""
    if len(_SEAM.findall(profile.text)) >= _SEAMS_OF_MENU:
        return True
    if profile.capitals != "most" or profile.end or profile.words < _LEAST_OF_KNOWN:
        return False
    if profile.words > _LEAST_OF_MENU and not profile.function_words and _only_words(profile.text):
        return True
    known = sum([IN_TEXT.whole(word) == "site navigation" for word in profile.folded.split()])
    return known >= _KNOWN_OF_MENU


def _only_words(text: str) -> bool:
    """Whether a line has words only; headlines in capitals have marks and figures."""
    return text.replace(" ", "").isalpha()


_LEAST_OF_KNOWN: Final = 5
_KNOWN_OF_MENU: Final = 4


def _is_place(profile: Profile) -> bool:
    """Whether a line is a dateline alone: `Kinsale (AP) —`; `Tech —` looks the same."""
    return profile.end in _DASHES and profile.words <= _LONGEST_PLACE


def _is_player_line(profile: Profile) -> bool:
    """Whether a line is a player's, with the film's title beside it."""
    return profile.folded == _PLAYER or _RUNNING_TIME.match(profile.folded) is not None


def _begins_caption(profiles: Sequence[Profile], at: int) -> bool:
    """Whether a caption with its credit repeats a line, which is then the alternative text."""
    profile = profiles[at]
    if profile.words < _LEAST_WORDS:
        return False
    if _is_repeated_above_credit(profiles, at):
        return True
    captions = [other for other in profiles[at + 1 : at + 1 + _CAPTIONS] if other.kind == "caption"]
    return any(
        len(other.folded) > len(profile.folded) and other.folded.startswith(profile.folded)
        for other in captions
    )


def _is_repeated_above_credit(profiles: Sequence[Profile], at: int) -> bool:
    """Whether a line is repeated above a credit, as alternative text and caption."""
    profile = profiles[at]
    for first in (at, at - 1):
        three = profiles[max(0, first) : first + 3]
        if (
            len(three) == 3
            and three[2].kind == "credit"
            and three[0].folded == three[1].folded == profile.folded
        ):
            return True
    return False
