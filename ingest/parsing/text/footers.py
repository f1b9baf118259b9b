"""A labelled draft with authors in, the same out without paragraphs that belong to a footer.

Footers are links, titles of other stories, notes about the author and copyright lines.
"""

from __future__ import annotations

from typing import Final

from ingest.parsing.text.draft import Draft
from ingest.parsing.text.profile import Profile

#: Kinds of lines at the end of a story that are boilerplate ("You can follow Joss Carrigan on …",
#: "Filed under harbour, ferries", "Lire aussi : …"), with the most words of such lines.
_FOOTERS = {
    "author's contact line": 80,
    "copyright line": 80,
    "topic list": 40,
    "read-more link": 20,
    "related stories": 20,
    "site navigation": 20,
    "comment count": 80,
    "newsletter notice": 200,
}
_LONGEST_LINK = _FOOTERS["related stories"]


def cut_links(draft: Draft) -> None:
    """Drop lines that announce another story: "Lees ook: Veerboot vaart weer"."""
    for at in draft.labelled("paragraph"):
        profile = draft.profiles[at]
        if (
            profile.begins == "related stories"
            and profile.words <= _LONGEST_LINK
            and profile.end not in (".", "”")
        ):
            draft.labels[at] = "boilerplate"


def cut_titles(draft: Draft) -> None:
    """Drop titles of other stories at the end: short lines below "MOST READ IN NEWS"."""
    first, last = draft.story()
    for heading in range(last - 1, max(first, last - _MOST_TITLES), -1):
        profile = draft.profiles[heading]
        if draft.labels[heading] == "boilerplate" and "related stories" in (
            profile.whole,
            profile.begins,
        ):
            below = [at for at in range(heading + 1, last + 1) if draft.labels[at] == "paragraph"]
            if all(_may_be_title(draft.profiles[at]) for at in below):
                for at in below:
                    draft.labels[at] = "boilerplate"
            return


_MOST_TITLES = 12


def _may_be_title(profile: Profile) -> bool:
    return bool(profile.whole or profile.begins) or (
        profile.end in ("", "?", "”") and profile.words <= _LONGEST_LINK and profile.kind != "prose"
    )


def cut_ornaments(draft: Draft) -> None:
    """Drop lines without letters and figures: "___", "* * *"."""
    for at, label in enumerate(draft.labels):
        profile = draft.profiles[at]
        if label in _TEXT and not profile.clear and profile.words == 1 and _is_rule(profile.text):
            draft.labels[at] = "boilerplate"


_TEXT: Final = ("paragraph", "subheading")


def _is_rule(text: str) -> bool:
    return not any(map(str.isalnum, text))


_OF_AUTHORS: Final = "author's contact line"
_OF_RIGHTS: Final = "copyright line"
_OF_LETTERS: Final = "newsletter notice"


def cut_notes(draft: Draft) -> None:
    """Drop a note about what the author does, with all below it."""
    names = [author.name.casefold() for author in draft.values.get("authors", ()) if author.name]
    paragraphs = draft.labelled("paragraph")[-_LAST:]
    for number, at in enumerate(paragraphs):
        folded = draft.profiles[at].folded
        if not draft.profiles[at].whole and not any(map(folded.__contains__, names)):
            continue
        profile = draft.profiles[at]
        if profile.whole == _OF_AUTHORS or (
            profile.words > _LONGEST_SIGNATURE and _is_about_author(draft, at)
        ):
            if profile.whole != _OF_AUTHORS and not _follows_as_note(draft, paragraphs, number):
                continue
            for below in paragraphs[number:]:
                draft.labels[below] = "boilerplate"
            return


def _follows_as_note(draft: Draft, paragraphs: list[int], number: int) -> bool:
    """Whether at most two blocks stand behind a note about the author, and none is prose of the
    story."""
    rest = paragraphs[number + 1 :]
    return len(rest) <= _MOST_BEHIND and not any(
        draft.profiles[at].prose and not draft.profiles[at].begins for at in rest
    )


#: One of so many last paragraphs may be about the author, with so many behind it at most.
_LAST: Final = 6
_MOST_BEHIND: Final = 2


def cut_footer(draft: Draft) -> None:
    """Drop lines about the author, the copyright and other stories from the end of the story."""
    for at in reversed(draft.labelled("paragraph")):
        profile = draft.profiles[at]
        kind = profile.inside if profile.inside == _OF_RIGHTS else profile.begins
        most = _FOOTERS.get(kind, 0)
        if profile.words > most and not _is_about_author(draft, at):
            # "Una Marr is a reporter …", "Our newsletter brings you all of the harbour".
            if at and profile.inside == _OF_LETTERS and _is_about_author(draft, at - 1):
                draft.labels[at] = "boilerplate"
                continue
            return
        draft.labels[at] = "boilerplate"


def _is_about_author(draft: Draft, at: int) -> bool:
    """Whether a line is about an author: the name alone, "Una Marr covers harbours …", "Follow Una
    Marr on Twitter …". Never the first paragraph, whoever it begins with."""
    profile = draft.profiles[at]
    if profile.words > _FOOTERS[_OF_AUTHORS] or at <= draft.labels.index("paragraph"):
        return False
    for author in draft.values.get("authors", ()):
        name = author.name.casefold()
        before, found, after = profile.folded.partition(name)
        if not found or author.kind != "person":
            continue
        if before in _CALLING:
            return True
        if not before and (profile.words <= _LONGEST_SIGNATURE or after.startswith(_DOING)):
            return True
    return False


#: What stands before the name in lines about an author, and behind it.
_CALLING: Final = frozenset(("follow ", "contact ", "email ", "e-mail ", "write to ", "about "))
_DOING: Final = (" is ", " covers ", " writes ", " reports ", " reported ", " makes ", " joined ",
                 " ist ", " schreibt ", " arbeitet ", " est ", " écrit ", " es ", " escribe ",
                 " è ", " scrive ", " schrijft ", ", ")  # fmt: skip
_LONGEST_SIGNATURE: Final = 6
