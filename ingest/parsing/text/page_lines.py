"""A labelled draft in, the same out without paragraphs that are boilerplate by their own words.

Each rule was counted on labelled pages of sites that the model had not seen: hardly a paragraph is
such a line.
"""

from __future__ import annotations

from typing import Final

from ingest.parsing.fields.boilerplate import IN_TEXT
from ingest.parsing.text.draft import Draft

#: "FERRIES FACE LONGEST WINTER SINCE THE YEAR OF THE FLOOD": so long a line in capitals leads to
#: another story. Shorter ones are subheadings as often.
_LEAST_OF_LINK: Final = 8
_STORY: Final = ("paragraph", "subheading")


def cut_page_lines(draft: Draft) -> None:
    names = [author.name for author in draft.values.get("authors", ())]
    bios = tuple(name + is_a for name in names for is_a in (" is a ", " is an "))
    for at, profile in enumerate(draft.profiles):
        if profile.clear or draft.labels[at] not in _STORY:
            continue
        if (
            profile.inside == _ON_COMMENTS
            or IN_TEXT.pattern(profile.folded)
            or profile.begins == _OF_BROWSERS
            or (profile.begins == _OF_AUTHORS and "@" in profile.text)
            or (profile.text.startswith(bios) and at > draft.story()[0])
            or (
                profile.capitals == "all"
                and profile.words >= _LEAST_OF_LINK
                and _is_cased(profile.text)
            )
        ):
            draft.labels[at] = "boilerplate"


#: What papers ask of those who comment.
_ON_COMMENTS: Final = "comment count"
_OF_BROWSERS: Final = "browser notice"
#: "Email tips to una@alder.example": with the address it is no sentence of a story.
_OF_AUTHORS: Final = "author's contact line"


def _is_cased(text: str) -> bool:
    """Whether most of a text is capital letters, unlike text in scripts without case."""
    return sum(map(str.isupper, text)) * 2 > len(text)
