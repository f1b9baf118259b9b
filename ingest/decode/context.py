"""A mark beyond ASCII and its neighbours in, how well it stands there out.

`£` stands before a digit, `’` between letters or behind one, `…` behind a word, `°` behind a
number. Where bytes may be read in several ways, the wrong ones put marks into the middle of words.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

#: How well a mark stands: as it should, as it may, as it seldom does, as it never does.
GOOD, FAIR, SELDOM, NEVER = 1.0, 0.6, 0.2, -1.0

_Rule = Callable[[str, str], float]


def _quote(before: str, after: str) -> float:
    """Quotation marks stand at one end of words; behind figures they are fractions in other codecs:
    `1½`."""
    if _is_word(before) and _is_word(after):
        return NEVER
    if before.isdigit():
        return 0.5
    return FAIR if before.isspace() and after.isspace() else 0.9


def _low_quote(before: str, after: str) -> float:
    """`„` and `‚` open a quotation everywhere."""
    return NEVER if _is_word(before) or after.isspace() else 0.9


def _apostrophe(before: str, after: str) -> float:
    if before.isalpha() and after.isalpha():
        return GOOD
    return 0.8 if _is_word(before) or _is_word(after) else FAIR


def _dash(before: str, after: str) -> float:
    if (before.isspace() and after.isspace()) or (before.isdigit() and after.isdigit()):
        return GOOD
    return 0.7 if before.isspace() == after.isspace() else 0.5


def _ellipsis(before: str, after: str) -> float:
    return 0.9 if _is_word(before) and not after.isalpha() else FAIR


def _currency(before: str, after: str) -> float:
    """A digit stands beside it; both ways of writing are in use: £5, 5 €."""
    if after.isdigit() or before.isdigit():
        return NEVER if before.isalpha() and before.islower() else GOOD
    return NEVER if _is_word(before) or after.islower() else FAIR


def _unused_currency(before: str, after: str) -> float:
    """`¤` is in all fonts and in no text."""
    return -0.5


def _degree(before: str, after: str) -> float:
    if before.isdigit():
        return GOOD
    return 0.8 if before.isspace() and after in "CFK" else NEVER


def _ordinal(before: str, after: str) -> float:
    if before.isdigit() or (before.isalpha() and not after.isalpha()):
        return 0.8
    return NEVER


def _fraction(before: str, after: str) -> float:
    if before.isalpha() or (after.isalpha() and not before.isdigit() and not before.isspace()):
        return NEVER
    return 0.9


def _raised(before: str, after: str) -> float:
    """`m²`, a footnote: behind a letter or figure, before none."""
    return NEVER if after.isalpha() or before.isspace() else FAIR


def _sign(before: str, after: str) -> float:
    """`©`, `§`, `¶`: before a figure or a name, behind no letter."""
    if before.isalpha() or after.islower():
        return NEVER
    return 0.9


def _registered(before: str, after: str) -> float:
    return 0.8 if not after.isalpha() and not before.isspace() else NEVER


def _of_number(before: str, after: str) -> float:
    return 0.9 if before.isdigit() else NEVER


def _bullet(before: str, after: str) -> float:
    if before.isspace():
        return 0.9 if after.isspace() else FAIR
    return SELDOM if before.isalpha() and after.isalpha() else NEVER


def _operator(before: str, after: str) -> float:
    if before.isalpha() and after.isalpha():
        return NEVER
    return 0.8 if after.isdigit() or after.isspace() else SELDOM


def _micro(before: str, after: str) -> float:
    return 0.8 if after.isalpha() and not before.isalpha() else NEVER


def _opening_mark(before: str, after: str) -> float:
    """`¿` and `¡` open a sentence."""
    return NEVER if _is_word(before) or after.isspace() else GOOD


def _no_break_space(before: str, after: str) -> float:
    return SELDOM if before.isspace() or after.isspace() else 0.8


def _soft_hyphen(before: str, after: str) -> float:
    return FAIR if before.islower() and after.islower() else NEVER


def _dagger(before: str, after: str) -> float:
    """A footnote's mark, which papers hardly print."""
    return NEVER if before.isalpha() and after.isalpha() else SELDOM


def _unused(before: str, after: str) -> float:
    return -0.7


_RULES: Final[dict[str, _Rule]] = {
    mark: rule
    for marks, rule in (
        ("“”‘«»‹›", _quote), ("„‚", _low_quote), ("’", _apostrophe), ("–—", _dash),
        ("…", _ellipsis), ("£€¥", _currency), ("¤", _unused_currency), ("°", _degree),
        ("ºª", _ordinal), ("½¼¾", _fraction), ("²³¹", _raised), ("©§¶", _sign),
        ("®™", _registered), ("‰¢", _of_number), ("•·", _bullet), ("±×÷", _operator), ("µ", _micro),
        ("¿¡", _opening_mark), ("\u00a0", _no_break_space), ("\u00ad", _soft_hyphen),
        ("†‡", _dagger), ("´¨¯¸¬¦ˆ˜ƒ", _unused),
    )
    for mark in marks
}  # fmt: skip
MARKS: Final = frozenset(_RULES)


def standing(mark: str, before: str, after: str) -> float:
    """How well one of MARKS stands between two characters; a space means the end of the text."""
    return _RULES[mark](before, after)


def unpaired(text: str) -> int:
    """How many kinds of quotation marks a text has one of: quotations have two ends."""
    return sum([sum(map(text.count, marks)) == 1 for marks in _PAIRS])


_PAIRS: Final = ("“”„", "«»", "‹›")


def _is_word(character: str) -> bool:
    return character.isalnum()
