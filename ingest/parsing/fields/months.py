"""Month names in dates: a name in, the number of its month out.

The names stand in `months.tsv`, which `benchmarks/tables/make_months.py` writes from CLDR: the
name, casefolded and without a full stop; the month; full or short form; whether it counts in every
text or on saved pages only; its languages; and its source.
"""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path
from typing import Final, NamedTuple

TABLE: Final = Path(__file__).with_name("months.tsv")


class MonthName(NamedTuple):
    """A row of the table."""

    name: str
    month: int
    full: bool
    in_texts: bool
    languages: frozenset[str]


def _read() -> list[MonthName]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        _, *rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return [
        MonthName(name, int(month), form == "full", read == "texts", frozenset(languages.split()))
        for name, month, form, read, languages, _ in rows
    ]


_NAMES: Final = _read()
#: Months by the names that count in every text, whatever its language.
MONTHS: Final = {name.name: name.month for name in _NAMES if name.in_texts}
_BY_NAME: Final[dict[str, list[MonthName]]] = {}
for _name in _NAMES:
    _BY_NAME.setdefault(_name.name, []).append(_name)
#: Languages in which one of these names is another month: "listopada" is November in Polish and
#: October in Croatian.
DIFFERING: Final = frozenset(
    language
    for name in _NAMES
    if name.month != MONTHS.get(name.name, name.month)
    for language in name.languages
)
#: The second words of names with two words, such as those of the Levant.
SECOND_WORDS: Final = sorted({name.name.partition(" ")[2] for name in _NAMES} - {""})


def month_on_page(name: str, language: str) -> int:
    """The number of the month with this name on a page in a language (ISO code, or ""), or 0.

    Full names count in any language, since pages often state a wrong one; the language decides
    where they differ. Short names count in their own language, or where none is stated.
    """
    folded = unicodedata.normalize("NFC", name.casefold()).rstrip(".")
    known = _BY_NAME.get(folded, [])
    own = {name.month for name in known if language in name.languages}
    if not own:
        own = {name.month for name in known if name.full or name.in_texts or not language}
    return own.pop() if len(own) == 1 else 0


def names_in_script(*languages: str) -> dict[str, int]:
    """The months by their names in languages with a script of their own, where all agree."""
    found = {
        name.name: name.month
        for name in _NAMES
        if not name.languages.isdisjoint(languages) and not name.name.isascii()
    }
    return {name: month for name, month in found.items() if len(_months_of(name)) == 1}


def _months_of(name: str) -> set[int]:
    return {known.month for known in _BY_NAME[name]}


def names_in(*languages: str) -> frozenset[str]:
    """The names of the months in some languages, full and short."""
    return frozenset(name.name for name in _NAMES if not name.languages.isdisjoint(languages))


#: The first letters of the months' English names, in capitals: "JAN".
ENGLISH_CAPITALS: Final = tuple(
    dict.fromkeys(name.name[:3].upper() for name in _NAMES if "en" in name.languages)
)
