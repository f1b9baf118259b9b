"""A labelled draft in, the same out without paragraphs that are boilerplate by their own words.

Each rule was counted on labelled pages of sites that the model had not seen: hardly a paragraph is
such a line.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from ingest.parsing.fields.boilerplate import IN_TEXT
from ingest.parsing.text.draft import Draft

#: Short lines that begin so are boilerplate wherever they stand: "Click here to …", "Dieser
#: Artikel erschien zuerst bei …", "Get breaking news alerts …", "Please log out, then …".
_BEGINNINGS: Final = frozenset(
    ("read-more link", "editor's note", "newsletter notice", "topic list", "comment count")
)
_LONGEST: Final = 30
#: "FERRIES FACE LONGEST WINTER SINCE THE YEAR OF THE FLOOD": so long a line in capitals leads to
#: another story. Shorter ones are subheadings as often.
_LEAST_OF_LINK: Final = 8
#: A repeated line that is so short and ends without a mark is a caption of a player or a link:
#: "Weather stops ferries".
_LONGEST_REPEATED: Final = 9
_STORY: Final = ("paragraph", "subheading")


def cut_page_lines(draft: Draft) -> None:
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
    """Whether a line is the title of a player's film, or its description below the title."""
    for button in (at - 1, at - 2):
        if button > 0 and draft.profiles[button].folded == "video":
            title = button == at - 1 or draft.profiles[at - 1].end == ""
            return title and draft.profiles[button - 1].folded == "close"
    return False


def _is_cased(text: str) -> bool:
    """Whether most of a text is capital letters, unlike text in scripts without case."""
    return sum(map(str.isupper, text)) * 2 > len(text)
