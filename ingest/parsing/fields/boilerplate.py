"""A block in, the kind of boilerplate it is ("share bar", "cookie notice", …) or "" out.

The phrases that sites print around their stories stand in `boilerplate.tsv`.

The table has a phrase a row, casefolded and general: printed by many sites, never the sentence of
one. Its columns are the phrase, in which a blank at the end counts; where it must stand; the kind;
the forms of source it counts in (`text`, `html` or `both`); and its language, where it has one.

| where | the block |
|---|---|
| `whole` | is the phrase, marks and counts around it aside |
| `start` | begins with it |
| `start-label` | begins with it and is no sentence: "Next week the council …" tells a story |
| `inside` | has it anywhere, in no more than thirty words or so: callers set the bound |
| `inside-long` | has it anywhere, in up to about ninety words |
| `pattern` | begins with what the regular expression matches |

Of several rows that match, the longest start wins, else the earliest row.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

TABLE: Final = Path(__file__).with_name("boilerplate.tsv")

#: Ignored around a phrase in plain text: "Comments (3)", "Share: »".
_AROUND_IN_TEXT: Final = " .:!|•·-–—>»→0123456789()"
#: The same on pages, where figures number the headings of a story: "7. Pinterest".
_AROUND_ON_PAGES: Final = " .:!|•·-–—>»→›…"
#: Ignored before a phrase on pages: "» Read more: …".
_LEAD: Final = re.compile(r"^[\W_]+")
_SENTENCE_ENDS: Final = (".", ".”", '."', ".“", ".»")
#: Texts of so many characters count as sentences; of still longer ones callers pass the head.
_SENTENCE: Final = 80
#: Longer blocks of a page are not boilerplate.
_LONGEST: Final = 320
#: The kind of headings over lists of other stories.
_OTHER_STORIES: Final = "related stories"
_LONGEST_HEADING: Final = 60


class PhraseRow(NamedTuple):
    """A row of the table."""

    phrase: str
    where: str
    kind: str
    forms: str


class _Start(NamedTuple):
    phrase: str
    kind: str
    only_labels: bool


class _Inside(NamedTuple):
    """A phrase that counts anywhere; of several in a block the lowest `place` decides."""

    place: int
    phrase: str
    kind: str


class Boilerplate:
    """The rows for one form of source, indexed so that most blocks cost one look-up."""

    def __init__(self, rows: Iterable[PhraseRow], around: str) -> None:
        rows = tuple(rows)
        self._around = around
        self._whole = {row.phrase: row.kind for row in rows if row.where == "whole"}
        self._starts = _by_first_letters(rows)
        self._patterns = [(re.compile(r.phrase), r.kind) for r in rows if r.where == "pattern"]
        inside = [
            (_Inside(place, row.phrase, row.kind), row.where)
            for place, row in enumerate(rows)
            if row.where.startswith("inside")
        ]
        self._inside = _by_longest_word(found for found, _ in inside)
        self._inside_long = [found for found, where in inside if where == "inside-long"]
        self._phrases_long = [found.phrase for found in self._inside_long]
        #: A block without any of these words has no `inside` phrase.
        self.inside_words: Final = frozenset(self._inside)

    def whole(self, folded: str) -> str:
        """The kind of a block that is a known phrase and nothing else, or ""."""
        return self._whole.get(folded) or self._whole.get(folded.strip(self._around), "")

    def start(self, folded: str) -> str:
        """The kind of a block that begins with a known phrase, or ""."""
        known = self._starts.get(folded[:_KEY])
        if known is None or not folded.startswith(known[0]):
            return ""
        for phrase, kind, only_labels in known[1]:
            if folded.startswith(phrase) and not (only_labels and _is_sentence(folded)):
                return kind
        return ""

    def inside(self, folded: str, words: Iterable[str]) -> str:
        """The kind of a block that has a known phrase anywhere, or "".

        `words` are at least those of its words, without marks, that are in `inside_words`.
        """
        found = [
            known
            for word in words
            for known in self._inside.get(word, ())
            if known.phrase in folded
        ]
        return min(found).kind if found else ""

    def inside_long(self, folded: str) -> str:
        """As `inside`, for longer blocks, where single words mean little."""
        if any(map(folded.__contains__, self._phrases_long)):
            for _, phrase, kind in self._inside_long:
                if phrase in folded:
                    return kind
        return ""

    def pattern(self, folded: str) -> str:
        """The kind of a block that begins with one of the patterns, or ""."""
        for pattern, kind in self._patterns:
            if pattern.match(folded):
                return kind
        return ""

    def of_block(self, text: str) -> str:
        """The kind of a block by its start, by what it is as a whole or by a pattern, or ""."""
        if len(text) > _LONGEST:
            return ""
        folded = text.casefold()
        bare = _LEAD.sub("", folded)
        return self.start(bare) or self.whole(bare) or self.pattern(folded)

    def heads_other_stories(self, text: str) -> bool:
        """Whether a heading stands over a list of other stories."""
        return len(text) < _LONGEST_HEADING and self.whole(text.casefold()) == _OTHER_STORIES


#: Starts are indexed by so many first letters; no phrase is shorter.
_KEY: Final = 3


def _by_first_letters(
    rows: Iterable[PhraseRow],
) -> dict[str, tuple[tuple[str, ...], tuple[_Start, ...]]]:
    """The starts by their first letters, longest first."""
    found: dict[str, list[_Start]] = {}
    for row in rows:
        if row.where in ("start", "start-label"):
            start = _Start(row.phrase, row.kind, row.where == "start-label")
            found.setdefault(row.phrase[:_KEY], []).append(start)
    for starts in found.values():
        starts.sort(key=lambda start: -len(start.phrase))
    return {
        key: (tuple(start.phrase for start in starts), tuple(starts))
        for key, starts in found.items()
    }


def _by_longest_word(phrases: Iterable[_Inside]) -> dict[str, tuple[_Inside, ...]]:
    """The phrases by their longest word, and by its plain inflections."""
    found: dict[str, tuple[_Inside, ...]] = {}
    for known in phrases:
        word = max(known.phrase.replace(",", "").split(), key=len)
        for form in (word, word + "s", word + "d", word + "r", word + "n", word + "en"):
            found[form] = (*found.get(form, ()), known)
    return found


def _is_sentence(folded: str) -> bool:
    return len(folded) >= _SENTENCE or folded.endswith(_SENTENCE_ENDS)


def rows() -> list[PhraseRow]:
    """The rows of the table in their order."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        _, *read = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return [PhraseRow(*cells[:4]) for cells in read]


_ROWS: Final = rows()
#: The rows for plain text, and those for pages, where markup tells the rest.
IN_TEXT: Final = Boilerplate([row for row in _ROWS if row.forms != "html"], _AROUND_IN_TEXT)
ON_PAGES: Final = Boilerplate([row for row in _ROWS if row.forms != "text"], _AROUND_ON_PAGES)
