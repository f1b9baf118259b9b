"""Words of the index near a word that was typed: one slip away, or two behind its beginning."""

from __future__ import annotations

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
#: A neighbour has to be so many times more frequent than the word itself to be worth naming.
_TIMES: Final = 5


def nearby(
    word: str,
    frequency: Callable[[str], int],
    beginning_with: Callable[[str], Iterable[tuple[str, int]]],
    limit: int,
) -> Sequence[str]:
    """The likeliest first: nearer before farther, frequent before rare. `beginning_with` gives
    words with their frequencies."""
    if not _LEAST <= len(word) <= _MOST or any(letter.isdigit() for letter in word):
        return ()
    own = frequency(word)
    found = {term: count for term in one_slip(word) if (count := frequency(term)) > own * _TIMES}
    ranked = sorted(found, key=lambda term: (-found[term], term))
    if not ranked and len(word) > _TRUSTED + 2:
        ranked = _two_slips(word, own, beginning_with(word[:_TRUSTED]))
    return ranked[:limit]


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
