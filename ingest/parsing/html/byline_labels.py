"""Lines that say what the name behind them did ("Written by", "Reviewed by"), and notes about a
page's author."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Final

from ingest.parsing.fields.bylines import read_byline
from ingest.parsing.fields.whitespace import normalise
from ingest.parsing.html.body import key
from ingest.parsing.html.bylines import OTHERS, TEAM, Signed, author_of, like_a_name, one_word_name
from ingest.parsing.html.page import Page, PageBlock
from ingest.parsing.html.zones import Zone

#: Lines that announce the author. Marks at their end are dropped, and the case does not matter.
_SIGN: Final = frozenset(
    (
        "by", "written by", "article by", "article written by", "story by", "words by", "text by",
        "post by", "posted by", "published by", "report by", "authored by", "author", "authors",
        "the author", "writer", "von", "geschrieben von", "verfasst von", "autor", "autorin",
        "autoren", "par", "écrit par", "auteur", "por", "escrito por", "autora", "scritto da",
        "autore", "door", "geschreven door",
    )
)  # fmt: skip
#: The same over a note about the author, which may stand far below the text.
_NOTE: Final = frozenset(
    (
        "about the author", "about the authors", "about author", "meet the author",
        "about the writer", "über den autor", "über die autorin", "à propos de l'auteur",
        "sobre el autor", "sobre la autora", "sull'autore", "over de auteur",
    )
)  # fmt: skip
_END_MARKS: Final = " :|–—-·•"
_LONGEST_LABEL: Final = 30
_LONGEST_NAME: Final = 60
#: A note about the author begins with the name within so many blocks behind it.
_NOTE_REACH: Final = 3
#: On a page with more such names than this, they are a team's.
_MOST_NOTED: Final = 2
_VERBS: Final = re.compile(
    r"(?:,|\s(?:is|has|was|works|writes|covers|lives|leads|joined|spent|helps|brings|serves|specializ"
    r"|specialis|holds|teaches|founded|started|ist|schreibt|arbeitet|est|es|è))"
)


def announces(text: str) -> bool:
    """Whether a line says that the next one names the author: "Written by"."""
    return len(text) <= _LONGEST_LABEL and text.casefold().strip(_END_MARKS) in _SIGN


def names_others(text: str) -> bool:
    """Whether a line says that the next one names an editor or another helper."""
    match = OTHERS.match(text) if len(text) <= _LONGEST_LABEL else None
    return match is not None and match.end() == len(text)


def announced(block: PageBlock) -> list[Signed]:
    """The names in a block behind "Written by"."""
    text = block.text
    if len(text) > _LONGEST_NAME or block.tag == "h1":
        return []
    if one_word_name(text) or TEAM.fullmatch(text):
        return [Signed(author_of(text, "person"), 0.85, "byline", block, (0, len(text)))]
    read = read_byline(f"By {text}")
    if read is None or read.explained < 0.5:
        return []
    return [
        Signed(author, 0.85, "byline", block, (start - 3, end - 3))
        for author, (start, end) in zip(read.authors, read.author_spans, strict=True)
        if like_a_name(author.name) and start >= 3
    ]


def noted_authors(page: Page, headline_at: int, body: Container[int]) -> list[Signed]:
    """Names over a note that begins with them: "Una Marr", "Una is a reporter on the coast."

    In the body such lines are about other things: "Tidal Power", "Tidal power is a ...".
    """
    found: dict[str, Signed] = {}
    for block in page.blocks[headline_at + 1 :]:
        if block.number in body or block.tag == "h1":
            continue
        if block.zones & (Zone.COMMENTS | Zone.NAVIGATION | Zone.FIGURE):
            continue
        text = block.text
        if len(text) > _LONGEST_NAME or " " not in text or not like_a_name(text):
            continue
        before = page.blocks[block.number - 1]
        headed = before.text.casefold().strip(_END_MARKS) in _NOTE
        if headed or _is_noted(
            text, page.blocks[block.number + 1 : block.number + 1 + _NOTE_REACH]
        ):
            author = author_of(normalise(text), "person")
            note = Signed(author, 0.6, "note about the author", block, (0, len(text)))
            found.setdefault(key(text), note)
    return list(found.values()) if len(found) <= _MOST_NOTED else []


def _is_noted(name: str, behind: list[PageBlock]) -> bool:
    """Whether a sentence among the next blocks is about the person of that name."""
    for block in behind:
        for begin in (name, name.split()[0]):
            if block.text.startswith(begin) and _VERBS.match(block.text, len(begin)):
                return len(block.text) > _LONGEST_NAME
    return False
