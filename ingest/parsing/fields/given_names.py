"""Capitalised words in, whether they are a person's name out.

"Una Marr" and "Key Facts" look alike. First names tell them apart, and the text around: what a
text also writes in small letters is an ordinary word of it. The first names stand in
`given_names.txt`, which `benchmarks/tables/make_given_names.py` writes.
"""

from __future__ import annotations

import re
from collections.abc import Container
from pathlib import Path
from typing import Final

from ingest.parsing.fields.byline_words import NOT_NAMES, PARTICLES, ROLES

TABLE: Final = Path(__file__).with_name("given_names.txt")
#: First names, casefolded.
GIVEN_NAMES: Final = frozenset(TABLE.read_text(encoding="utf-8").split())
_PARTS: Final = re.compile(r"[^\W\d_]+")
#: Words of headings and buttons that a page may print with capitals only: "Table of Contents".
_OF_PAGES: Final = frozenset(
    """table contents content key takeaways takeaway insights insight facts featured features
    resources recommended recommend previous next stay connected connect download free guide guides
    program programs programme project projects tips tools tool buying happy start trial current
    issue issues post posts blog blogs company companies service services product products list
    lists overview introduction conclusion summary summaries references sources source faq faqs help
    support contact quick easy full complete ultimate popular trending important information info
    schedule consultation call join become member members membership register login explore discover
    learn browse shop store buy sale deals deal offer offers gift gifts plan plans pricing
    education training courses course career careers jobs job customer customers client clients
    find care health safety alert alerts notice notices bottom line final thoughts frequently asked
    questions example examples sample samples definition definitions category categories tag tags
    accessibility toolbar department division institute university college school library museum
    society association foundation organization committee council agency inc llc ltd gmbh group
    club league studio studios gallery magazine times post gazette journal herald tribune
    kategorie kategorien schlagwörter überblick inhaltsverzeichnis fazit quellen hinweis weitere
    ähnliche beiträge catégorie catégories sommaire conclusion notre votre nuestro nuestra
    categoría categorías índice resumen indice sommario contenuti inhoud""".split()
)


def is_given_name(word: str) -> bool:
    """Whether a word is a first name, or begins with one as "Anne-Marie" does."""
    part = _PARTS.match(word)
    return part is not None and part[0].casefold() in GIVEN_NAMES


def is_persons_name(name: str, ordinary: Container[str]) -> bool:
    """Whether capitalised words name a person, in a text that writes the words `ordinary` in small
    letters too. A first name suffices, unless all the words are ordinary: "Grace Period"."""
    words = [word for word in name.split() if word.casefold() not in PARTICLES]
    if not words:
        return False
    if is_given_name(words[0]):
        return len(words) == 1 or not all(_is_plain(word, ordinary) for word in words)
    # "J. R. Harrow", "R. Brown": initials stand before names only.
    if words[0].endswith(".") and len(words[0]) <= _LONGEST_INITIALS:
        return True
    return not any(_is_plain(word, ordinary) for word in words)


_LONGEST_INITIALS: Final = 4


def is_phrase(name: str, ordinary: Container[str]) -> bool:
    """Whether capitalised words are all ordinary ones, even behind a "By": "By Event Type". What is
    in small letters there is a user's name."""
    if name.islower():
        return False
    words = [word for word in name.split() if word.casefold() not in PARTICLES]
    return not (words and is_given_name(words[0])) and all(
        _is_plain(word, ordinary) for word in words
    )


def _is_plain(word: str, ordinary: Container[str]) -> bool:
    """Whether any part of a word is an ordinary one."""
    folded = word.casefold().strip(".,:;!?")
    parts = (folded, *folded.split("-")) if "-" in folded else (folded,)
    return any(len(part) > 1 and (part in _PLAIN or part in ordinary) for part in parts)


#: Words that name nobody, whatever the text writes in small letters.
_PLAIN: Final = _OF_PAGES | NOT_NAMES | ROLES
