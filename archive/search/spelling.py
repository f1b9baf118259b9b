"""Words of the index near a typed word: one slip away, or two after its first letters."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import takewhile
from typing import Final

#: Letters: shorter words have too many neighbours, longer ones are no words.
_LEAST, _MOST = 3, 30
#: Letters tried in place of a wrong or missing one, by script.
_ALPHABETS: Final = {
    "LATIN": "abcdefghijklmnopqrstuvwxyz",
    "CYRILLIC": "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґ",
    "GREEK": "αβγδεζηθικλμνξοπρστυφχψως",
}
#: Two slips are tried only after so many letters that are trusted.
_TRUSTED: Final = 3
#: How likely slips are, compared with one another: a finger skips a letter, hits twice or comes too
#: early anywhere, but a wrong letter is usually a neighbouring key or a vowel. The first letter is
#: seldom wrong.
_EASY: Final = 1.0
_ALIKE: Final = 0.5
_ODD: Final = 0.1
_TWO: Final = 0.05
_FIRST: Final = 0.5
_VOWELS: Final = frozenset("aeiouy")
_KEYS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_PLACES: Final = {
    key: (row, place) for row, keys in enumerate(_KEYS) for place, key in enumerate(keys)
}
#: A neighbour is named only if it is so many times more frequent than the word.
_TIMES: Final = 5


def nearby(
    word: str,
    frequency: Callable[[str], int],
    beginning_with: Callable[[str], Iterable[tuple[str, int]]],
    limit: int,
) -> Sequence[str]:
    """Spellings, the likeliest first: one slip before two, easy and frequent ones before others.
    `beginning_with` gives words with their frequencies."""
    if not _LEAST <= len(word) <= _MOST or any(letter.isdigit() for letter in word):
        return ()
    own = frequency(word)
    counts = {term: count for term in one_slip(word) if (count := frequency(term)) > own * _TIMES}
    ranked = sorted(counts, key=lambda term: (-ease(word, term) * math.sqrt(counts[term]), term))
    if not ranked and len(word) > _TRUSTED + 2:
        ranked = _two_slips(word, own, beginning_with(word[:_TRUSTED]))
    return ranked[:limit]


def ease(typed: str, meant: str) -> float:
    """How easily one word is typed for the other, from 0 to 1 for no slip."""
    if typed == meant:
        return 1.0
    start = _common_letters(typed, meant)
    first = _FIRST if start == 0 else 1.0
    wrong, right = typed[start:], meant[start:]
    if wrong == right[1:]:
        return first * _EASY
    if wrong[1:] == right:
        return first * (_EASY if typed[start - 1 : start] == wrong[0] else _ODD)
    if wrong[:2] == right[:2][::-1] and wrong[2:] == right[2:]:
        return first * _EASY
    if wrong[1:] == right[1:]:
        return first * (_ALIKE if _are_alike(wrong[0], right[0]) else _ODD)
    return first * _TWO


def _common_letters(word: str, other: str) -> int:
    """How many letters two words have in common at the start."""
    pairs = zip(word, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _are_alike(letter: str, other: str) -> bool:
    """Whether two letters are both vowels, or neighbouring keys."""
    if letter in _VOWELS and other in _VOWELS:
        return True
    if letter not in _PLACES or other not in _PLACES:
        return False
    (row, place), (other_row, other_place) = _PLACES[letter], _PLACES[other]
    return abs(row - other_row) <= 1 and abs(place - other_place) <= 1


def one_slip(word: str) -> Iterator[str]:
    """Every word from which one letter is missing, doubled, wrong or swapped with the next."""
    script = unicodedata.name(word[0], "").split(" ")[0]
    letters = _ALPHABETS.get(script, "")
    seen = {word}
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        for term in (
            before + after[1:],
            before + after[1:2] + after[:1] + after[2:],
            *(before + letter + after for letter in letters),
            *(before + letter + after[1:] for letter in letters if after),
        ):
            if term not in seen:
                seen.add(term)
                yield term


def _two_slips(word: str, own: int, terms: Iterable[tuple[str, int]]) -> list[str]:
    near = [
        (slips, -count, term)
        for term, count in terms
        if count > own * _TIMES
        and abs(len(term) - len(word)) <= 2
        and 0 < (slips := distance(word, term, 2)) <= 2
    ]
    return [term for _, _, term in sorted(near)]


def distance(word: str, other: str, most: int) -> int:
    """Letters to add, drop, change or swap with a neighbour; more than `most` is most + 1."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(word, 1):
        earlier, before, row = before, row, [i]
        for j, opposite in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != opposite))
            if i > 1 and j > 1 and letter == other[j - 2] and word[i - 2] == opposite:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
