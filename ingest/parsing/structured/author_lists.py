"""A string that lists authors -> its members: "Una Marr, \\"Joss Quill\\", Editor, Dana Sund".

A byline in a text may run on into places and roles, and is read with care; the authors' field of a
record that plainly lists names is a list, whatever one of its members looks like.
"""

from __future__ import annotations

import re
from typing import Final

from archive.record.evidence import Span
from ingest.parsing.fields.agencies import author_kind
from ingest.parsing.fields.byline_words import PARTICLES, PROFESSIONS, ROLES
from ingest.parsing.fields.given_names import is_given_name, is_persons_name, is_phrase

#: Longer values are texts, and list nobody.
_LONGEST: Final = 5_000
#: So many names in a row are a list even where no first name among them is known.
_PLAINLY: Final = 3
_MEMBER: Final = re.compile(r"[^,;|\n]+")
_LAST: Final = re.compile(r"\s*(?:and|und|et|y|e|&)\s+(?=[^\W\d_])")
_QUOTES: Final = " \t\r\n\"'“”‘’«»"
_NAME: Final = re.compile(r"[^\W\d_][^\W\d_.'’\-]*(?:[.'’\- ]{1,2}[^\W\d_.'’\-]*){0,12}")
_MOST_WORDS: Final = 5


def listed_names(value: str) -> list[tuple[str, Span]]:
    """The names that a list of authors has, with their places in it; none where the value may be a
    byline of another kind. Roles, degrees and buttons between the names are left out."""
    if len(value) > _LONGEST or not re.search(r"[,;|]", value):
        return []
    persons: list[tuple[str, Span]] = []
    sure = 0
    for start, end in _members(value):
        name = value[start:end]
        if _is_role(name) or (is_phrase(name, ()) and author_kind(name) == "person"):
            continue
        if not _is_name(name):
            return []
        persons.append((name, (start, end)))
        sure += is_given_name(name) or author_kind(name) != "person"
    signed = [person for person in persons if author_kind(person[0]) != "agency"]
    if signed and len(signed) < len(persons):
        # An agency beside a person is whom the person works for.
        return signed if sure == len(persons) else []
    if len(persons) >= _PLAINLY or (persons and sure == len(persons)):
        return persons
    return []


def _members(value: str) -> list[Span]:
    """What stands between the commas, without white space and quotation marks around it."""
    found: list[Span] = []
    for match in _MEMBER.finditer(value):
        start, end = match.span()
        joined = _LAST.match(value, start)
        start = joined.end() if joined and found else start
        while start < end and value[start] in _QUOTES:
            start += 1
        while end > start and value[end - 1] in _QUOTES:
            end -= 1
        if start < end:
            found.append((start, end))
    return found


def _is_name(text: str) -> bool:
    words = text.split()
    if not 2 <= len(words) <= _MOST_WORDS:
        return author_kind(text) != "person"
    capitals = all(word[0].isupper() or word.casefold() in PARTICLES for word in words)
    return capitals and _NAME.fullmatch(text) is not None and is_persons_name(text, ())


def _is_role(text: str) -> bool:
    """ "Sports Editor", "Ph.D.", "Staff Writer"."""
    words = [word.casefold().strip(".") for word in text.split()]
    if "." in text.strip(".") and " " not in text:
        return True
    return words[-1] in PROFESSIONS or (author_kind(text) == "person" and words[0] in ROLES)
