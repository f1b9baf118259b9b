"""A block of a labelled draft in, what its line says of who signs out, neighbours included."""

from __future__ import annotations

from typing import Final

from ingest.parsing.fields.byline_words import PROFESSIONS
from ingest.parsing.fields.bylines import (
    ReadByline,
    is_one_word_name,
    opener_end,
    read_byline,
    shifted,
)
from ingest.parsing.fields.given_names import is_persons_name, is_phrase
from ingest.parsing.text.draft import Draft
from ingest.parsing.text.signing.story_names import is_listed, is_place

#: Names and dates must make up this share of a byline without an opener.
_LEAST_EXPLAINED: Final = 0.5
#: The confidence of a line that is only a name.
BARE_NAME: Final = 0.6
MOSTLY_DATE: Final = 0.5
WELL_EXPLAINED: Final = 0.6
#: Labels of blocks that no other field claims.
UNCLAIMED: Final = ("boilerplate", "date", "standfirst")


def names_somebody(draft: Draft, at: int) -> bool:
    """Whether the names on a line are those of persons, agencies or desks, and no mere words. Noted
    in the draft: several rules ask, and no label changes it."""
    known = draft.names.get(at)
    if known is None:
        known = draft.names[at] = _names_somebody(draft, at)
    return known


def _names_somebody(draft: Draft, at: int) -> bool:
    byline = draft.profiles[at].byline
    if byline is None:
        return False
    if byline.opener:
        if len(byline.authors) == 1 and _is_weak(draft, at, byline):
            return False
        return not all(is_phrase(author.name, draft.ordinary) for author in byline.authors)
    if is_listed(draft, at):
        return False
    return all(
        author.kind != "person"
        or (
            is_persons_name(author.name, draft.ordinary)
            and (byline.dates or not is_place(draft, author.name))
        )
        for author in byline.authors
    )


def _is_weak(draft: Draft, at: int, byline: ReadByline) -> bool:
    """Whether a line with an opener may be of a menu, "By Role", being far from all that bylines
    stand beside."""
    name, head = byline.authors[0].name, draft.headline.at
    return (
        byline.authors[0].kind == "person"
        and " " not in name
        and name[0].isupper()
        and not byline.dates
        and not is_one_word_name(name)
        and not 0 <= at - head <= 3
        and not stands_by_date(draft, at)
    )


def stands_by_date(draft: Draft, at: int, away: int = 1) -> bool:
    """Whether a date stands so few blocks above or below."""
    near = range(max(0, at - away), min(len(draft.blocks), at + away + 1))
    return any(draft.profiles[place].date_share > MOSTLY_DATE for place in near if place != at)


def is_name_line(draft: Draft, at: int) -> bool:
    """Whether a line has only names of persons, of two words at least."""
    byline = draft.profiles[at].byline
    return (
        byline is not None
        and draft.profiles[at].kind in ("name", "byline")
        and byline.explained >= NOTHING_ELSE
        and all(author.kind == "person" and " " in author.name for author in byline.authors)
        and draft.profiles[at].words <= 4 * len(byline.authors)
        and names_somebody(draft, at)
    )


NOTHING_ELSE: Final = 0.75


def is_role_line(draft: Draft, at: int) -> bool:
    """Whether a line is a profession: "Staff writer", "Social Media Expert"."""
    profile = draft.profiles[at]
    words = [word.strip(",.&") for word in profile.folded.split()[:8]]
    return profile.words <= 8 and profile.end != "." and any(word in PROFESSIONS for word in words)


def has_opener(draft: Draft, at: int) -> bool:
    byline = draft.profiles[at].byline if at < len(draft.blocks) else None
    return byline is not None and byline.opener and byline.explained > WELL_EXPLAINED


def beside(draft: Draft, at: int) -> list[int]:
    """The places right above and right below."""
    return [place for place in (at - 1, at + 1) if 0 <= place < len(draft.blocks)]


#: "Sponsored by", "Promoted links by" and credits of social networks are no bylines.
_PAID: Final = ("sponsored", "promoted", "powered", "presented", "ads ", "recommended", "anzeige",
                "a post shared by", "ein beitrag geteilt von", "une publication partagée par",
                "una publicación compartida", "un post condiviso da")  # fmt: skip


def is_paid(draft: Draft, at: int) -> bool:
    above = max(0, at - 2) if after_bare_opener(draft, at) else at
    return any(draft.profiles[place].folded.startswith(_PAID) for place in (above, at))


def after_bare_opener(draft: Draft, at: int) -> bool:
    return at > 0 and draft.profiles[at - 1].folded.strip(" :") in _BARE_OPENERS


#: Lines that are only the opener; the name stands on the next one.
_BARE_OPENERS: Final = frozenset(
    ("by", "von", "par", "por", "written by", "posted by", "story by", "reported by",
     "published by", "kommentar von", "ein kommentar von", "gastbeitrag von", "kolumne von",
     "analyse von", "interview von", "author", "autor", "autorin", "auteur", "autore",
     "geschrieben von", "redactado por")
)  # fmt: skip


def read_at(draft: Draft, at: int) -> ReadByline | None:
    """The byline at this place; a bare "By" takes its name from the block that follows."""
    block = draft.blocks[at]
    byline = draft.profiles[at].byline
    if after_bare_opener(draft, at) and not (byline and byline.opener):
        # With its opener: behind that, one word is a name too.
        source = draft.text[slice(*block.span)]
        return read_byline("By " + source, block.span[0] - 3)
    if byline is None:
        source = draft.text[slice(*block.span)]
        word = source.strip("•·-– ")
        if is_one_word_name(word):
            return read_byline(f"By {word}", block.span[0] + source.index(word) - 3)
        if opener_end(source) >= len(source):
            return None
        return read_byline(source, block.span[0])
    if not byline.opener and byline.explained < _LEAST_EXPLAINED:
        return None
    source = draft.text[slice(*block.span)]
    if source == block.text:
        return shifted(byline, block.span[0])
    return read_byline(source, block.span[0])
