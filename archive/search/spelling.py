"""Words of the index near a word that was typed: one slip away, or two behind its beginning."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

#: Shorter words have too many neighbours, longer ones are no words.
_LEAST, _MOST = 3, 30
#: Letters tried for one that is wrong or missing, by the script of the word.
_ALPHABETS: Final = {
    "LATIN": "abcdefghijklmnopqrstuvwxyz",
    "CYRILLIC": "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґ",
    "GREEK": "αβγδεζηθικλμνξοπρστυφχψως",
}
#: Two slips are looked for only behind as many letters that are taken as right.
_TRUSTED: Final = 3
#: How easily a slip is made, beside others: a finger skips a letter, hits twice or comes too early
#: at any place, but one wrong letter among twenty-five is a matter of where keys lie or of what
#: sounds alike. The first letter of a word is seldom wrong.
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
#: A neighbour has to be so many times more frequent than the word itself to be worth naming.
_TIMES: Final = 5


def nearby(
    word: str,
    frequency: Callable[[str], int],
    beginning_with: Callable[[str], Iterable[tuple[str, int]]],
    limit: int,
) -> Sequence[str]:
    """The likeliest first: one slip before two, easy and frequent ones before others.
    `beginning_with` gives words with their frequencies."""
    if not _LEAST <= len(word) <= _MOST or any(letter.isdigit() for letter in word):
        return ()
    own = frequency(word)
    found = {term: count for term in one_slip(word) if (count := frequency(term)) > own * _TIMES}
    ranked = sorted(found, key=lambda term: (-ease(word, term) * math.sqrt(found[term]), term))
    if not ranked and len(word) > _TRUSTED + 2:
        ranked = _two_slips(word, own, beginning_with(word[:_TRUSTED]))
    return ranked[:limit]


def ease(typed: str, meant: str) -> float:
    """How easily one word becomes the other under the fingers, from 0 to 1 for no slip at all."""
    if typed == meant:
        return 1.0
    start = _alike_up_to(typed, meant)
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


def _alike_up_to(one: str, other: str) -> int:
    """How many letters two words begin with in common."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _are_alike(one: str, other: str) -> bool:
    """Whether two letters are vowels, or their keys neighbours."""
    if one in _VOWELS and other in _VOWELS:
        return True
    if one not in _PLACES or other not in _PLACES:
        return False
    (row, place), (other_row, other_place) = _PLACES[one], _PLACES[other]
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


def distance(one: str, other: str, most: int) -> int:
    """Letters to add, drop, change or swap with a neighbour; more than `most` is most + 1."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, opposite in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != opposite))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == opposite:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
