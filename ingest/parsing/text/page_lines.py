"""Lines of the page that the model took for the story's: of its paragraphs those that say so.

In: a labelled draft. Out: the same, with such lines labelled boilerplate.
On the labelled pages hardly a paragraph is such a line; each rule was counted on pages of sites
that the model had not seen.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from ingest.parsing.fields.boilerplate import IN_TEXT
from ingest.parsing.text.draft import Draft

#: Short lines that begin so are the page's, wherever they stand: "Click here to …", "Dieser
#: Artikel erschien zuerst bei …", "Get breaking news alerts …", "Please log out, then …".
_BEGINNINGS: Final = frozenset(
    ("read-more link", "editor's note", "newsletter notice", "topic list", "comment count")
)
_LONGEST: Final = 30
#: "FERRIES FACE LONGEST WINTER SINCE THE YEAR OF THE FLOOD": so long a line in capitals leads to
#: another story. Shorter ones are subheadings as often.
_LEAST_OF_LINK: Final = 8
#: A line that stands in a page twice, is so short and ends as no sentence does is a caption of its
#: player, or a link: "Weather stops ferries".
_LONGEST_REPEATED: Final = 9
_STORY: Final = ("paragraph", "subheading")


def cut_page_lines(draft: Draft) -> None:
    """Label them boilerplate."""
    twice: list[int] = []
    names = [author.name for author in draft.values.get("authors", ())]
    bios = tuple(name + is_a for name in names for is_a in (" is a ", " is an "))
    for at, profile in enumerate(draft.profiles):
        if profile.clear or draft.labels[at] not in _STORY:
            continue
        if (
            profile.whole
            or profile.inside == _ON_COMMENTS
            or IN_TEXT.pattern(profile.folded)
            or _is_of_film(draft, at)
            or (profile.text.startswith(bios) and at > draft.story()[0])
            or (profile.begins in _BEGINNINGS and profile.words <= _LONGEST)
            or (
                profile.capitals == "all"
                and profile.words >= _LEAST_OF_LINK
                and _is_cased(profile.text)
            )
        ):
            draft.labels[at] = "boilerplate"
        elif profile.words <= _LONGEST_REPEATED and profile.end == "" and profile.capitals != "all":
            twice.append(at)
    if twice:
        often = Counter([profile.folded for profile in draft.profiles])
        for at in twice:
            if often[draft.profiles[at].folded] > 1:
                draft.labels[at] = "boilerplate"


#: What papers ask of those who comment.
_ON_COMMENTS: Final = "comment count"


def _is_of_film(draft: Draft, at: int) -> bool:
    """Whether a line is the title of a player's film, or below the title says what it shows."""
    for button in (at - 1, at - 2):
        if button > 0 and draft.profiles[button].folded == "video":
            title = button == at - 1 or draft.profiles[at - 1].end == ""
            return title and draft.profiles[button - 1].folded == "close"
    return False


def _is_cased(text: str) -> bool:
    """Whether a text is written in letters that have capitals, and so told it is in capitals."""
    return sum(map(str.isupper, text)) * 2 > len(text)
