"""Sentences from templates: `[one|other]` is a choice, `{fact}` a fact, `#20-60` a number.

A fact is drawn once a story, so that its last paragraph still knows what the headline said.
`{street2}` is another street than `{street}`; of a person `{mayor}` is the name, and
`{mayor.last}`, `{mayor.he}`, `{mayor.him}`, `{mayor.his}` stand for it later; `{fish.cap}` begins
with a capital.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from random import Random
from typing import Final

from ingest.demo.town import Cast, Person

_CHOICE: Final = re.compile(r"\[([^\[\]]*)\]")
_FACT: Final = re.compile(r"\{(\w+)(?:\.(\w+))?\}")
_NUMBER: Final = re.compile(r"#(\d+(?:,\d{3})*)-(\d+(?:,\d{3})*)(th\b)?")
_BEFORE_VOWEL: Final = re.compile(r"\b([Aa]) (?=eight|eleven|8\d*\b|1[18]\b)")
_SMALL: Final = "no one two three four five six seven eight nine".split()
_ORDINAL: Final = "no first second third fourth fifth sixth seventh eighth ninth".split()


class Facts:
    """What is so in one story. `day` is that of the paper, and moves on with the story."""

    def __init__(
        self, rules: Mapping[str, Sequence[str]], cast: Cast, chance: Random, day: dt.date
    ) -> None:
        self._rules = rules
        self._cast = cast
        self.chance = chance
        self.day = day
        self._known: dict[str, str | Person] = {}
        self._introduced: set[Person] = set()

    def sentence(self, template: str) -> str:
        """The template filled, standing alone: a headline, a caption."""
        self._introduced = set()
        return self.further(template)

    def further(self, template: str) -> str:
        """The template filled, after other sentences: who was named there is called by last name.
        It begins with a capital."""
        text = _BEFORE_VOWEL.sub(r"\1n ", self._filled(template))
        start = next((at for at, letter in enumerate(text) if letter.isalnum()), 0)
        return text[:start] + text[start : start + 1].upper() + text[start + 1 :]

    def _filled(self, template: str) -> str:
        text = template
        while "[" in text:
            text = _CHOICE.sub(lambda found: self.chance.choice(found[1].split("|")), text)
        text = _FACT.sub(lambda found: self._fact(found[1], found[2] or ""), text)
        return _NUMBER.sub(self._number, text)

    def _fact(self, name: str, part: str) -> str:
        wanted = name[0].lower() + name[1:]
        value = self._value(wanted)
        if isinstance(value, Person):
            text = value.said("last" if value in self._introduced and not part else part)
            if not part:
                self._introduced.add(value)
        else:
            text = value[:1].upper() + value[1:] if part == "cap" else value
        return text if name == wanted else text[:1].upper() + text[1:]

    def _value(self, name: str) -> str | Person:
        if name == "weekday":
            return last_working_day(self.day)
        if name not in self._known:
            self._known[name] = self._drawn(name.rstrip("23"))
        return self._known[name]

    def _drawn(self, rule: str) -> str | Person:
        taken = [known for name, known in self._known.items() if name.rstrip("23") == rule]
        if rule in self._rules:
            choices = [one for one in self._rules[rule] if one not in taken]
            return self._filled(self.chance.choice(choices))
        return self._cast.draw(rule, self.day, self.chance, taken)

    def _number(self, found: re.Match[str]) -> str:
        least, most = (int(figure.replace(",", "")) for figure in found.group(1, 2))
        step = 1000 if least % 1000 == most % 1000 == 0 else 10 if most >= 1000 > least else 1
        number = self.chance.randrange(least, most + 1, step)
        if found[3]:
            return _ORDINAL[number] if number < 10 else f"{number}{_ending(number)}"
        if number < 10:
            return _SMALL[number]
        return f"{number:,}" if "," in found[2] else str(number)


def _ending(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def last_working_day(day: dt.date) -> str:
    """The weekday before, as a newspaper says it; before a Sunday or Monday it is Friday."""
    before = day - dt.timedelta(days=1)
    while before.weekday() > 4:
        before -= dt.timedelta(days=1)
    return f"{before:%A}"
