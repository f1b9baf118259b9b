"""The tokens of a query, and sentences about what is none."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _

from archive.search.engine import Mistake, Part
from archive.text.tokens import has_words, without_control

#: Longer queries are cut at a space. People paste a sentence, not a page.
MAX_LENGTH: Final = 1_000
MAX_SLOP: Final = 50
DEFAULT_SLOP: Final = 10
MAX_MISTAKES: Final = 6

PARTS: Final[dict[str, Part]] = {
    "title": "title",
    "headline": "title",
    "caption": "caption",
    "credit": "credit",
    "author": "author",
    "publication": "publication",
    "source": "publication",
    "section": "section",
}
DATES: Final = frozenset({"before", "after", "date"})
#: A further field: field:name=value, with quotes around either or both.
NAMED: Final = "field"
FIELDS: Final = frozenset({*PARTS, *DATES, "has", NAMED})
_QUOTES: Final = '"“”„‟«»＂'
_SPACES: Final = re.compile(r"\s+")
_FIELD: Final = re.compile(r"([^\W\d_]+):(?![:/])")
_WORD: Final = re.compile(rf"[^\s{_QUOTES}()]+")
_PHRASE: Final = re.compile(rf"[{_QUOTES}]([^{_QUOTES}]*)([{_QUOTES}]?)(?:~(\d{{0,6}}))?")
_NAMED: Final = re.compile(
    rf"(?:[{_QUOTES}](?P<quoted>[^{_QUOTES}]*)(?P<quote>[{_QUOTES}]?)|(?P<name>[^\s{_QUOTES}()=]+))"
    rf"(?:=(?:[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)(?P<end>[{_QUOTES}]?)|(?P<value>[^\s{_QUOTES}()]*)))?"
)
RANGE: Final = re.compile(r"(\d{4}(?:-\d{1,2}){0,2})?\.\.\.?(\d{4}(?:-\d{1,2}){0,2})?", re.ASCII)


@dataclass(slots=True)
class Notes:
    """Mistakes so far: one of each kind, and no more than fit on a page."""

    mistakes: list[Mistake] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)

    def add(self, kind: str, start: int, end: int, message: str) -> None:
        if kind not in self.kinds and len(self.mistakes) < MAX_MISTAKES:
            self.kinds.add(kind)
            self.mistakes.append(Mistake(start, end, message))


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is (, ), OR, NOT, FIELD, WORD, PHRASE or NAMED, whose `text` is the name of a further
    field and `value` its value."""

    kind: str
    text: str
    start: int
    end: int
    slop: int = 0
    value: str = ""


class Lexer:
    def __init__(self, query: str, notes: Notes) -> None:
        self.notes = notes
        self.text = without_control(self._cut(query))

    def _cut(self, query: str) -> str:
        if len(query) <= MAX_LENGTH:
            return query
        end = max(query.rfind(" ", MAX_LENGTH // 2, MAX_LENGTH), 0) or MAX_LENGTH
        self.notes.add(
            "length",
            end,
            len(query),
            _("A search can have %(most)s characters; the rest was ignored.")
            % {"most": intcomma(MAX_LENGTH)},
        )
        return query[:end]

    def tokens(self) -> list[Token]:
        tokens: list[Token] = []
        at, text = 0, self.text
        while at < len(text):
            letter = text[at]
            if space := _SPACES.match(text, at):
                at = space.end()
            elif letter in "()":
                tokens.append(Token(letter, letter, at, at + 1))
                at += 1
            elif letter in _QUOTES:
                at = self._phrase(tokens, at)
            elif letter == "-" and at + 1 < len(text) and not text[at + 1].isspace():
                if not (tokens and tokens[-1].kind == "NOT"):
                    tokens.append(Token("NOT", letter, at, at + 1))
                at += 1
            elif letter == "+":
                at += 1
            elif field_name := _FIELD.match(text, at):
                at = self._field(tokens, field_name)
            else:
                at = self._word(tokens, at)
        return tokens

    def _phrase(self, tokens: list[Token], at: int) -> int:
        match = _PHRASE.match(self.text, at)
        assert match is not None, "a phrase begins with a quotation mark"
        inside, closed, slop = match.groups()
        if not closed:
            self._unclosed(at)
        if has_words(inside):
            distance = 0 if slop is None else min(int(slop or DEFAULT_SLOP), MAX_SLOP)
            tokens.append(Token("PHRASE", inside, at, match.end(), distance))
        elif closed:
            self.notes.add(
                "empty", at, match.end(), _("There is no word between these quotation marks.")
            )
        return match.end()

    def _unclosed(self, at: int) -> None:
        self.notes.add(
            "quote",
            at,
            at + 1,
            _("A quotation mark was never closed; all that follows was read as one phrase."),
        )

    def _named(self, tokens: list[Token], start: int, at: int) -> int:
        """The name of a further field, and its value if one is given."""
        match = _NAMED.match(self.text, at)
        name, _equals, value = (match["quoted"] or "" if match else "").partition("=")
        if match and match["name"]:
            name = match["name"]
        if match is None or not has_words(name):
            self.notes.add(
                "named",
                start,
                at,
                _("“field:” needs a name after it, as in field:name=value; it was ignored."),
            )
            return match.end() if match else at
        if "" in (match["quote"], match["end"]):
            self._unclosed(match.start("quoted" if match["quote"] == "" else "phrase") - 1)
        value = value or match["phrase"] or match["value"] or ""
        tokens.append(Token("NAMED", name.strip(), start, match.end(), value=value.strip()))
        return match.end()

    def _field(self, tokens: list[Token], match: re.Match[str]) -> int:
        name = match.group(1).lower()
        follows = self.text[match.end() : match.end() + 1].strip()
        if name in FIELDS and not follows:
            self.notes.add(
                "value",
                match.start(),
                match.end(),
                _("Nothing follows “%(field)s:”, so it was searched as a word.") % {"field": name},
            )
        elif name == NAMED:
            return self._named(tokens, match.start(), match.end())
        elif name in FIELDS:
            tokens.append(Token("FIELD", name, match.start(), match.end()))
            return match.end()
        elif follows:
            self.notes.add(
                "field",
                match.start(),
                match.end(),
                _(
                    "There is no field “%(field)s:”, so it was searched as a word. Fields "
                    "are title, caption, credit, author, publication, section, date, before, "
                    "after, has and field, as in field:name=value."
                )
                % {"field": match.group(1)[:40]},
            )
        return self._word(tokens, match.start())

    def _word(self, tokens: list[Token], at: int) -> int:
        match = _WORD.match(self.text, at)
        assert match is not None, "spaces, quotes and brackets come before"
        word = match.group()
        if word in {"OR", "AND", "NOT"}:
            if word != "AND":
                tokens.append(Token(word, word, at, match.end()))
        elif has_words(word) or "*" in word:
            tokens.append(Token("WORD", word, at, match.end()))
        return match.end()
