"""Words that are written in several ways: co-operative, O'Brien, U.S.

A text goes in, out come its compounds and each of them as one word, which search looks up beside
the parts. Standard library only, like tokens.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final, Literal, NamedTuple

from archive.text.tokens import WORD_CLASS, word_around, word_at

Kind = Literal["hyphen", "apostrophe", "stops", "capitals"]

#: Follows an initialism that would be an ordinary word in lower case, so that US is not "us". A
#: letter to the engine, and in no keyboard's reach.
INITIALISM: Final = "\ua78f"
#: Initialisms that lower case turns into words of English, French, Spanish or Italian. Longer ones
#: are printed as words too: Aids, Nato.
_ALSO_WORDS: Final = ("EU", "IT", "UN", "US", "WHO")
_HYPHENS: Final = "-\u2010\u2011"
_APOSTROPHES: Final = "'\u2019\u02bc"
#: What stands between the parts of a compound.
JOINTS: Final = frozenset(_HYPHENS + _APOSTROPHES + ".")
#: "state-of-the-art" has four parts; more are a line of a table or an address.
_MOST_PARTS: Final = 4
#: "U.S.S.R." has four letters, initials before a name seldom as many.
_MOST_STOPS: Final = 6
#: Of a part, in characters; longer ones are no words.
_LONGEST: Final = 30
#: After an apostrophe: shorter ends are 's, 'll, 're, 've.
_SHORTEST_NAME: Final = 3

#: Between two words; after an apostrophe only where a name may follow, since most are possessives.
_joint: Final = re.compile(
    rf"[{_HYPHENS}{_APOSTROPHES}.](?<=[{WORD_CLASS}].)(?=[{WORD_CLASS}])"
    rf"(?:(?<=[{_HYPHENS}.])|(?=[{WORD_CLASS}]{{{_SHORTEST_NAME}}}))"
)
_capitals: Final = re.compile(rf"(?:{'|'.join(_ALSO_WORDS)})(?![{WORD_CLASS}])")


class Compound(NamedTuple):
    """`text[start:end]` as one word; `kind` says what was left out."""

    start: int
    end: int
    word: str
    kind: Kind


class _Chain(NamedTuple):
    """Neighbouring words with the same kind of joint between them."""

    kind: Kind
    start: int
    end: int
    parts: tuple[str, ...]


def compounds(text: str) -> Iterator[Compound]:
    """Every compound of the text. An initialism that is also a word comes with INITIALISM behind
    it, and once more without where it has full stops."""
    for chain in _chains(text):
        if chain.kind == "stops":
            yield from _initialism(text, chain)
        elif chain.kind == "apostrophe":
            yield from _name(chain)
        elif _is_hyphened(chain):
            yield Compound(chain.start, chain.end, "".join(chain.parts), chain.kind)
    for match in _capitals.finditer(text):
        start, end = match.span()
        if not start or not word_at(text, start - 1) > start - 1:
            yield Compound(start, end, match.group() + INITIALISM, "capitals")


def is_also_word(word: str) -> bool:
    """Whether a word in capitals means something else in lower case."""
    return word in _ALSO_WORDS


def joined(text: str) -> str:
    """The text with its compounds as one word each: "Sean OBrien" for Sean O'Brien."""
    parts: list[str] = []
    at = 0
    for compound in sorted(compounds(text)):
        if compound.start >= at and not compound.word.endswith(INITIALISM):
            parts += text[at : compound.start], compound.word
            at = compound.end
    return "".join((*parts, text[at:]))


def _chains(text: str) -> Iterator[_Chain]:
    spans = [
        (_kind(match.group()), *_around(text, match.start())) for match in _joint.finditer(text)
    ]
    for _, group in groupby(_numbered(spans), key=lambda numbered: numbered[0]):
        chain = [span for _, span in group]
        kind, start, _, _ = chain[0]
        parts = (text[start : chain[0][2]], *(text[joint + 1 : end] for _, _, joint, end in chain))
        yield _Chain(kind, start, chain[-1][3], parts)


def _around(text: str, joint: int) -> tuple[int, int, int]:
    """Where the word before a joint begins, the joint, and where the word after it ends."""
    return word_around(text, joint - 1)[0], joint, word_at(text, joint + 1)


def _numbered(
    spans: list[tuple[Kind, int, int, int]],
) -> Iterator[tuple[int, tuple[Kind, int, int, int]]]:
    """The joints, those of one chain with the same number."""
    number, before = 0, ("", -1)
    for kind, start, joint, end in spans:
        number += (kind, joint) != before
        before = (kind, end)
        yield number, (kind, start, joint, end)


def _kind(joint: str) -> Kind:
    if joint == ".":
        return "stops"
    return "hyphen" if joint in _HYPHENS else "apostrophe"


def _is_hyphened(chain: _Chain) -> bool:
    """Not 2016-17 nor 020-7946."""
    return (
        len(chain.parts) <= _MOST_PARTS
        and all(len(part) <= _LONGEST for part in chain.parts)
        and any(part[0].isalpha() for part in chain.parts)
    )


def _name(chain: _Chain) -> Iterator[Compound]:
    """O'Brien in any case, and D'Angelo, but not d'une, which would become a dune."""
    before, after = chain.parts[:2]
    if len(after) > _LONGEST or not after.isalpha():
        return
    if before in {"O", "o"} or (len(before) <= 2 and after[0].isupper() and after[1].islower()):
        end = chain.start + len(before) + 1 + len(after)
        yield Compound(chain.start, end, before + after, chain.kind)


def _initialism(text: str, chain: _Chain) -> Iterator[Compound]:
    """U.S., Ph.D. and EE.UU., not example.org."""
    if len(chain.parts) > _MOST_STOPS or not all(
        len(part) <= 2 and part.isalpha() and part[0].isupper() for part in chain.parts
    ):
        return
    end = chain.end + text.startswith(".", chain.end)
    word = "".join(chain.parts)
    yield Compound(chain.start, end, word, "stops")
    if is_also_word(word):
        yield Compound(chain.start, end, word + INITIALISM, "stops")
