"""What the words and phrases of a query look up: the same for any engine, and for highlighting."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from archive.search.query.tree import HasField, Phrase, Word, written
from archive.text.compounds import INITIALISM, Compound, compounds, joined
from archive.text.slugs import folded
from archive.text.tokens import is_paired, runs

#: A word's terms, unstemmed and stemmed: nearly always one of each; stop words have no stem, and a
#: word with irregular forms has a stem for each.
Terms = tuple[tuple[str, ...], tuple[str, ...]]
TermsOf = Callable[[str], Terms]

#: Between the name and the value of a further field.
_NAMED: Final = "\t"
#: Characters of a name and a value that count; the beginning tells long values apart.
_NAME_LENGTH: Final = 100
_VALUE_LENGTH: Final = 200
#: A link to a longer value asks for its beginning.
_TYPED_LENGTH: Final = 120
#: Shorter values are also found by their parts: "quay;repairs" by quay.
_LONGEST_LISTED: Final = 500
_BETWEEN: Final = re.compile("[;,|]")
#: What programs write around the parts: "['quay', 'repairs']".
_AROUND_PART: Final = " []'\""
#: Quotation marks in a value cannot be typed in quotes.
_QUOTES: Final = re.compile('["“”„‟«»＂]')

#: Parts of an article in which "Lund, Ada" is Ada Lund.
_OF_PEOPLE: Final = frozenset({"author", "credit"})
#: Initialisms looked up letter by letter inside a phrase, from US to NATO.
_INITIALS: Final = range(2, 5)
#: Initialisms as people type them: u.s., ph.d.
_stopped: Final = re.compile(r"(?<!\w)(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}(?!\w)")


@dataclass(frozen=True, slots=True)
class Lookup:
    """A leaf matches where any of these stands. `exact` are its own words in order; with `prefix`
    the last word of each is a beginning."""

    exact: tuple[str, ...] = ()
    #: Words that match alone: unstemmed, and stemmed for prose. Stop words have no stem.
    words: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    #: Unstemmed words side by side.
    sequences: tuple[tuple[str, ...], ...] = ()
    prefix: bool = False

    @property
    def alternatives(self) -> tuple[tuple[str, ...], ...]:
        """All of it unstemmed."""
        return (*((word,) for word in self.words), *self.sequences)


def lookup(leaf: Word | Phrase, terms_of: TermsOf) -> Lookup:
    """What a leaf looks for. "U.S." is also US, "co-operative" also one word, and the name of
    "Trump's" counts alone."""
    text = _without_possessive(leaf.text) if isinstance(leaf, Word) else leaf.text
    text = _stopped.sub(lambda match: match.group().upper(), text)
    exact, stems = _terms_in(text, terms_of)
    if not exact:
        return Lookup()
    prefix = isinstance(leaf, Word) and (leaf.prefix or _is_lone_pair(exact))
    whole = [compound.word for compound in _covering(text, prefix=prefix)]
    words = [word for name in whole if INITIALISM not in name for word in terms_of(name)[0]]
    if len(exact) == 1:
        words.insert(0, exact[0])
    elif whole:
        stems = tuple(stem for name in whole for stem in terms_of(name)[1])
    initialisms = tuple(stem for name in whole if INITIALISM in name for stem in terms_of(name)[1])
    is_one = len(exact) == 1 or bool(whole)
    return Lookup(
        exact,
        tuple(dict.fromkeys(words)),
        (initialisms or stems) if isinstance(leaf, Word) and not prefix and is_one else (),
        tuple(_sequences(leaf, text, terms_of)),
        prefix,
    )


def field_term(leaf: HasField) -> str:
    """The term of a further field; with a prefix, its beginning."""
    if not leaf.value and not leaf.prefix:
        return _name_term(leaf.name)
    return _value_term(leaf.name, leaf.value)


def field_query(name: str, value: str) -> str:
    """The query that finds articles with this further field, as far as it can be typed; "" where it
    cannot."""
    name, value = _typed(name), _typed(value)
    if not any(letter.isalnum() for letter in name) or "=" in name:
        return ""
    is_long = len(value) > _TYPED_LENGTH
    return written(HasField(name, value[:_TYPED_LENGTH].rstrip(), prefix=is_long))


def _typed(text: str) -> str:
    return " ".join(_QUOTES.sub(" ", text).split())


def field_terms(further: Iterable[tuple[str, str]]) -> Iterator[str]:
    """What articles with these further fields are found by: the name alone, the name with each
    value, and with each part of a value that is a list; some come twice."""
    for name, value in further:
        yield _name_term(name)
        yield _value_term(name, value)
        for part in _BETWEEN.split(value) if len(value) <= _LONGEST_LISTED else ():
            bare = part.strip(_AROUND_PART)
            if bare:
                yield _value_term(name, bare)


def _name_term(name: str) -> str:
    return folded(_QUOTES.sub(" ", name))[:_NAME_LENGTH]


def _value_term(name: str, value: str) -> str:
    return f"{_name_term(name)}{_NAMED}{folded(_QUOTES.sub(' ', value))[:_VALUE_LENGTH]}"


def is_initialism(stem: str) -> bool:
    """Whether a stem is that of US, not of "us"."""
    return stem.endswith(INITIALISM)


def shown(term: str) -> str:
    """A term as a reader sees it."""
    return term.removesuffix(INITIALISM).upper() if is_initialism(term) else term


def _sequences(leaf: Word | Phrase, text: str, terms_of: TermsOf) -> Iterator[tuple[str, ...]]:
    """The leaf's words side by side as typed, with its compounds as one word each, with its
    initialisms as letters, and each with a name's parts turned round."""
    seen: set[tuple[str, ...]] = set()
    for ordered in (text, *_turned(leaf)):
        is_one = len(list(runs(ordered))) == 1
        for spelt in (ordered,) if is_one else (ordered, joined(ordered), _spelt_out(ordered)):
            exact = _terms_in(spelt, terms_of)[0]
            if len(exact) > 1 and exact not in seen:
                seen.add(exact)
                yield exact


def _turned(leaf: Word | Phrase) -> Iterator[str]:
    last, comma, first = leaf.text.partition(",")
    is_name = isinstance(leaf, Phrase) and leaf.part in _OF_PEOPLE and comma
    if is_name and "," not in first:
        yield f"{first} {last}"


def _spelt_out(text: str) -> str:
    """The text with spaces between the letters of words in capitals: "U S Navy" for US Navy."""
    parts: list[str] = []
    at = 0
    for start, end, word in runs(text):
        if len(word) in _INITIALS and word.isalpha() and word.isupper():
            parts += text[at:start], " ".join(word)
            at = end
    return "".join((*parts, text[at:]))


def _covering(text: str, *, prefix: bool) -> Iterator[Compound]:
    """The compounds that are all of the text. With a star after it an initialism is none: U.S*
    would find every word in us-."""
    words = list(runs(text))
    for compound in compounds(text):
        is_whole = compound.start <= words[0][0] and words[-1][1] <= compound.end
        if is_whole and (not prefix or compound.kind in {"hyphen", "apostrophe"}):
            yield compound


def _terms_in(text: str, terms_of: TermsOf) -> Terms:
    """The terms of a text in order. A run of the paired scripts gives its pairs without the last
    single character, which stands only at the end of a text's run."""
    exact: list[str] = []
    stems: list[str] = []
    words = list(runs(text))
    for place, (start, end, word) in enumerate(words):
        if end - start == 1 and is_paired(word) and place and words[place - 1][1] == end:
            continue
        word_exact, word_stems = terms_of(word)
        exact += word_exact
        stems += word_stems
    return tuple(exact), tuple(stems)


def _is_lone_pair(exact: tuple[str, ...]) -> bool:
    """A single character of the paired scripts matches every pair it begins."""
    return len(exact) == 1 and len(exact[0]) == 1 and is_paired(exact[0])


def _without_possessive(text: str) -> str:
    bare = text.rstrip("*.,;:!?")
    name = bare[:-2]
    is_one = bare.lower().endswith(("'s", "’s")) and any(letter.isalnum() for letter in name)
    return name if is_one else text
