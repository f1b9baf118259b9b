"""A labelled draft in, which of its names are of players, casts, officials and places out.

"Alder:" above "M Quill; U Bremer, D Marr", "Replacements" above "F Shean, M Horan", "Harbour Park"
above a report: such names are part of a story, and sign nothing.
"""

from __future__ import annotations

import re
from typing import Final

from ingest.parsing.fields.byline_words import OPENERS, PARTICLES, PROFESSIONS
from ingest.parsing.text.draft import Draft

#: Words of the lines above line-ups and casts, and of officials.
_ROSTERS: Final = frozenset(
    """squad team teams line-up lineup line-ups lineups replacements substitutes subs bench starting
    referee umpire umpires coach manager scorers goals tries cast starring winners nominees
    aufstellung aufstellungen ersatzbank ersatz auswechslungen tore schiedsrichter trainer kader
    besetzung darsteller
    équipe équipes composition compositions remplaçants arbitre entraîneur buteurs distribution
    alineación alineaciones suplentes árbitro goles reparto
    formazione formazioni panchina arbitro marcatori allenatore
    opstelling wissels scheidsrechter""".split()
)
_LONGEST_LABEL: Final = 5
#: Names on lines of their own: so many are looked back over for their label.
_MOST_LINES: Final = 30
_LONGEST_ROSTER: Final = 80
#: This share of the words of a list of names begins with a capital.
_CAPITALS: Final = 0.75
_WORDS: Final = re.compile(r"[^\W\d_][\w’'-]*")
_STORY: Final = ("paragraph", "subheading")
_LEFT: Final = ("boilerplate", "byline", "standfirst", *_STORY)


def is_listed(draft: Draft, at: int) -> bool:
    """Whether a line of names stands below the label of a team or a cast."""
    for above in range(at - 1, max(-1, at - 1 - _MOST_LINES), -1):
        if _is_label(draft, above):
            return True
        if not _is_of_names(draft, above):
            return False
    return False


def is_place(draft: Draft, name: str) -> bool:
    """Whether a sentence of the text tells what is, or happens, at or in what a line names."""
    if draft.text.count(name) < 2:
        return False
    told = re.compile(_AT_PLACES + re.escape(name) + r"(?![\w’'])")
    return any(
        profile.words >= _LEAST_OF_SENTENCE and told.search(profile.text) is not None
        for profile in draft.profiles
        if name in profile.text
    )


#: What stands before places, hardly ever before persons; "à" and "to" stand before both.
_AT_PLACES: Final = r"\b(?:(?:at|in|near|off)(?: the)?|im|am|au|dans|nel|allo) "
#: "Published in Una Marr" is a line of the page.
_LEAST_OF_SENTENCE: Final = 6


def keep_places(draft: Draft) -> None:
    """Keep the name of a place between headline and story."""
    first, _ = draft.story()
    for at in range(draft.headline.at + 1, first) if draft.headline.at >= 0 else ():
        byline = draft.profiles[at].byline
        if (
            byline is not None
            and not byline.opener
            and not byline.dates
            and draft.profiles[at].kind == "name"
            and draft.labels[at] in ("boilerplate", "byline")
            and draft.is_free(draft.blocks[at].span)
            and is_place(draft, draft.profiles[at].text)
        ):
            draft.labels[at] = "paragraph"
            draft.reasons.pop(at, None)


def keep_rosters(draft: Draft) -> None:
    """Keep labels and the names below them, inside the story and right below it."""
    first, last = draft.story()
    if first < 0:
        return
    listing = False
    for at in range(first + 1, len(draft.blocks)):
        if at > last + 1:
            return
        label = _is_label(draft, at) and at + 1 < len(draft.blocks) and _is_of_names(draft, at + 1)
        listing = label or (listing and _is_of_names(draft, at))
        if listing and draft.labels[at] in _LEFT and draft.is_free(draft.blocks[at].span):
            if draft.labels[at] not in _STORY:
                draft.labels[at] = "paragraph"
            draft.reasons.pop(at, None)
            last = max(last, at)


def _is_label(draft: Draft, at: int) -> bool:
    """Whether a line announces a line-up: by its words, or as the name, before a colon, of a team
    of which the text tells."""
    profile = draft.profiles[at]
    if profile.words > _LONGEST_LABEL or profile.whole or profile.begins or profile.inside:
        return False
    if draft.headline.at == at:
        return False
    bare = profile.text.rstrip(" :")
    words = [word.casefold() for word in _WORDS.findall(bare)]
    if any(word in _ROSTERS for word in words) and profile.end in ("", ":"):
        return True
    return (
        profile.end == ":"
        and bare[:1].isupper()
        and bare.casefold() not in OPENERS
        and not any(word in PROFESSIONS for word in words)
        and draft.text.count(bare) > 1
    )


def _is_of_names(draft: Draft, at: int) -> bool:
    """Whether a line is little else than names: players with their clubs, captains, minutes."""
    profile = draft.profiles[at]
    if profile.words > _LONGEST_ROSTER or profile.whole or profile.begins or profile.inside:
        return False
    if profile.byline is not None and profile.byline.opener:
        return False
    if _is_label(draft, at):
        return False
    words = [word for word in _WORDS.findall(profile.text) if word.casefold() not in PARTICLES]
    capitals = sum(word[0].isupper() for word in words)
    return len(words) > 1 and capitals >= _CAPITALS * len(words)
