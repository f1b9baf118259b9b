"""The query parser: a reader's text in, a tree and sentences about its mistakes out.

    words = all of them   "exact phrase"   "a b"~5   OR   -word   ( )   tru*
    title: caption: credit: author: publication: (or source:) section:
    before: after: date: with 2017, 2017-06, 2017-06-04 or 2017-06..2017-08; a range alone
    has:image
    field:name=value field:name="two words" field:"name=two words" field:name=valu* field:name

OR binds tighter than a space, as in press databases and web search: `london OR paris attack` is
(london OR paris) and attack. Nothing raises, parsing takes time linear to the length, and the tree
is bounded in leaves and depth, so that the engine's work is as well.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from archive.labels import why_not_a_date
from archive.search.engine import Mistake, Part
from archive.search.query.lexer import DATES, PARTS, RANGE, Lexer, Notes, Token
from archive.search.query.tree import (
    AllOf,
    AnyOf,
    Dated,
    HasField,
    HasImage,
    Node,
    Not,
    Phrase,
    Word,
    written,
)
from archive.text.compounds import is_also_word
from archive.text.dates import Days, NotADate
from archive.text.tokens import is_paired

#: Further words, phrases and dates are ignored.
MAX_LEAVES: Final = 40
#: A phrase reads the positions of its words in every article that has them all; words near one
#: another cost more than words side by side.
MAX_PHRASES: Final = 12
MAX_NEAR: Final = 3
#: Nested brackets; deeper ones are ignored.
MAX_DEPTH: Final = 10
#: Longer "words" are slips of the paste.
MAX_WORD: Final = 100
#: One letter and a star would match a tenth of all words.
MIN_PREFIX: Final = 2


@dataclass(frozen=True, slots=True)
class Parsed:
    """`tree` is None where nothing was asked for or understood."""

    tree: Node | None
    mistakes: tuple[Mistake, ...] = ()


def parse(query: str) -> Parsed:
    """The tree of a query and its mistakes, whose positions count characters."""
    return _parsed(query, get_language())


@lru_cache(maxsize=512)
def _parsed(query: str, language: str | None) -> Parsed:
    notes = Notes()
    tokens = Lexer(query, notes).tokens()
    tree = _Parser(tokens, notes).tree()
    if tree is None and not notes.mistakes and query.strip():
        notes.add("nothing", 0, len(query), _("There is no word here to search for."))
    return Parsed(tree, tuple(sorted(notes.mistakes, key=lambda mistake: mistake.start)))


class _Parser:
    def __init__(self, tokens: list[Token], notes: Notes) -> None:
        self.tokens, self.notes = tokens, notes
        self.shouts = _shouts([token.text for token in tokens if token.kind == "WORD"])
        self.at = self.depth = self.leaves = self.ignored = self.phrases = self.near = 0

    def tree(self) -> Node | None:
        nodes: list[Node] = []
        while self.at < len(self.tokens):
            nodes += self._sequence("")
            if self.at < len(self.tokens):
                self._stray_close(self.tokens[self.at])
                self.at += 1
        return _all_of(nodes)

    def _peek(self) -> str:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else ""

    def _sequence(self, part: Part) -> list[Node]:
        """Everything up to the bracket that closes this group, or the end."""
        nodes: list[Node] = []
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if token.kind == ")":
                if not self.ignored:
                    break
                self.ignored -= 1
                self.at += 1
            elif token.kind == "OR":
                self._lone_or(token)
                self.at += 1
            else:
                node = self._alternatives(part)
                if node is not None:
                    nodes.append(node)
        return nodes

    def _alternatives(self, part: Part) -> Node | None:
        nodes = [self._signed(part)]
        while self._peek() == "OR":
            token = self.tokens[self.at]
            self.at += 1
            while self._peek() == "OR":
                self.at += 1
            if self._peek() in {"", ")"}:
                self._lone_or(token)
                break
            nodes.append(self._signed(part))
        distinct = _distinct([node for node in nodes if node is not None])
        if len(distinct) > 1:
            return AnyOf(tuple(distinct))
        return distinct[0] if distinct else None

    def _signed(self, part: Part) -> Node | None:
        """A word, phrase, group or field, with the minus before it."""
        negative = False
        while self._peek() == "NOT":
            negative = True
            self.at += 1
        node = self._bare(part)
        return Not(node) if negative and node is not None else node

    def _bare(self, part: Part) -> Node | None:
        if self._peek() in {"", ")", "OR"}:
            return None
        token = self.tokens[self.at]
        self.at += 1
        if token.kind == "(":
            return self._group(token, part)
        if token.kind == "FIELD":
            return self._after_field(token)
        if token.kind == "NAMED":
            return self._counted(_has_field(token))
        return self._leaf(token, part)

    def _group(self, opened: Token, part: Part) -> Node | None:
        if self.depth >= MAX_DEPTH:
            self.ignored += 1
            self.notes.add(
                "depth",
                opened.start,
                opened.end,
                _("Brackets can be nested %(most)s deep; deeper brackets were ignored.")
                % {"most": MAX_DEPTH},
            )
            return None
        self.depth += 1
        nodes = self._sequence(part)
        self.depth -= 1
        if self._peek() == ")":
            self.at += 1
        else:
            self.notes.add(
                "open",
                opened.start,
                opened.end,
                _("A bracket was never closed; the search ran as if it ended at the end."),
            )
        return _all_of(nodes)

    def _after_field(self, named: Token) -> Node | None:
        if named.text in PARTS and self._peek() == "(":
            self.at += 1
            return self._group(self.tokens[self.at - 1], PARTS[named.text])
        negative = self._peek() == "NOT"
        self.at += negative
        if self._peek() not in {"WORD", "PHRASE"}:
            self.notes.add(
                "value",
                named.start,
                named.end,
                _("“%(field)s:” needs a word or a phrase after it; it was ignored.")
                % {"field": named.text},
            )
            return None
        token = self.tokens[self.at]
        self.at += 1
        node = self._valued(named, token)
        return Not(node) if negative and node is not None else node

    def _valued(self, named: Token, token: Token) -> Node | None:
        if named.text in PARTS:
            return self._leaf(token, PARTS[named.text])
        if named.text in DATES:
            return self._counted(self._dated(named, token))
        if token.text.lower() in {"image", "images", "picture", "photo"}:
            return self._counted(HasImage(named.start, token.end))
        self.notes.add(
            "has",
            named.start,
            token.end,
            _("Only has:image is known; has:%(given)s was ignored.") % {"given": token.text[:40]},
        )
        return None

    def _dated(self, named: Token, token: Token) -> Node | None:
        if named.text == "date" and RANGE.fullmatch(token.text):
            return self._range(token)
        try:
            days = Days.parse(token.text)
        except NotADate as problem:
            self.notes.add("date", named.start, token.end, why_not_a_date(problem))
            return None
        day = dt.timedelta(days=1)
        if named.text == "before":
            until = days.first - day if days.first > dt.date.min else dt.date.min
            return Dated(None, until, named.start, token.end)
        if named.text == "after":
            since = days.last + day if days.last < dt.date.max else dt.date.max
            return Dated(since, None, named.start, token.end)
        return Dated(days.first, days.last, named.start, token.end)

    def _range(self, token: Token) -> Node | None:
        match = RANGE.fullmatch(token.text)
        assert match is not None, "only ranges come here"
        try:
            first, last = (Days.parse(side) if side else None for side in match.groups())
        except NotADate as problem:
            self.notes.add("date", token.start, token.end, why_not_a_date(problem))
            return None
        if first is None and last is None:
            return None
        if first is not None and last is not None and last.last < first.first:
            first, last = last, first
            self.notes.add(
                "reversed",
                token.start,
                token.end,
                _("This range was backwards; it was read as %(range)s.")
                % {"range": f"{first.iso}..{last.iso}"},
            )
        return Dated(
            first.first if first else None, last.last if last else None, token.start, token.end
        )

    def _leaf(self, token: Token, part: Part) -> Node | None:
        if token.kind == "PHRASE":
            return self._counted(self._phrase(token, part))
        match = RANGE.fullmatch(token.text)
        if not part and match and any(match.groups()):
            return self._counted(self._range(token))
        return self._counted(self._word(token, part))

    def _phrase(self, token: Token, part: Part) -> Node | None:
        self.phrases += 1
        self.near += token.slop > 0
        if self.phrases <= MAX_PHRASES and (not token.slop or self.near <= MAX_NEAR):
            return Phrase(token.text, part, token.slop, token.start, token.end)
        self.notes.add(
            "phrases",
            token.start,
            token.end,
            _(
                "A search can have %(phrases)s phrases, %(near)s of them with ~; this one was "
                "ignored."
            )
            % {"phrases": MAX_PHRASES, "near": MAX_NEAR},
        )
        return None

    def _word(self, token: Token, part: Part) -> Node | None:
        prefix = token.text.endswith("*")
        text = token.text
        if "*" in text:  # what follows a star is no field and no sign
            text = text.replace("*", "-").replace(":", "-").strip("-+")
        if "*" in token.text.rstrip("*"):
            self.notes.add(
                "star",
                token.start,
                token.end,
                _("* works only at the end of a word; here it was read as a break between words."),
            )
        if self.shouts and is_also_word(text):
            text = text.lower()
        letters = sum(1 for letter in text if letter.isalnum())
        if letters < (MIN_PREFIX if prefix else 1) and not is_paired(text):
            self.notes.add(
                "prefix",
                token.start,
                token.end,
                _("* needs at least %(least)s letters before it; this was ignored.")
                % {"least": MIN_PREFIX},
            )
            return None
        if len(text) > MAX_WORD:
            self.notes.add(
                "long",
                token.start,
                token.end,
                _("This word has more than %(most)s characters; it was ignored.")
                % {"most": MAX_WORD},
            )
            return None
        return Word(text, part, prefix, token.start, token.end)

    def _counted(self, node: Node | None) -> Node | None:
        """The node, or None where the query has too many leaves."""
        if node is None:
            return None
        self.leaves += 1
        if self.leaves <= MAX_LEAVES:
            return node
        start = getattr(node, "start", 0)
        self.notes.add(
            "leaves",
            start,
            start + 1,
            _("A search can have %(most)s words; those from here on were ignored.")
            % {"most": MAX_LEAVES},
        )
        return None

    def _lone_or(self, token: Token) -> None:
        self.notes.add(
            "or", token.start, token.end, _("OR needs a word on each side; it was ignored.")
        )

    def _stray_close(self, token: Token) -> None:
        self.notes.add(
            "close",
            token.start,
            token.end,
            _("This bracket closes nothing; it was ignored."),
        )


def _has_field(token: Token) -> HasField:
    value = token.value.rstrip("* ")
    prefix = token.value.endswith("*") and bool(value)
    return HasField(token.text, value, prefix, token.start, token.end)


def _shouts(words: Sequence[str]) -> bool:
    """Whether several words are all in capitals, so that US may be "us"."""
    cased = [word for word in words if word.lower() != word.upper()]
    return len(cased) > 1 and all(word.isupper() for word in cased)


def _all_of(nodes: list[Node]) -> Node | None:
    flat: list[Node] = []
    for node in nodes:
        flat += node.nodes if isinstance(node, AllOf) else (node,)
    flat = _distinct(flat)
    if not flat:
        return None
    return flat[0] if len(flat) == 1 else AllOf(tuple(flat))


def _distinct(nodes: list[Node]) -> list[Node]:
    """Each node once: a repeated word changes nothing and costs as much again."""
    distinct: dict[object, Node] = {}
    for node in nodes:
        bare = node.node if isinstance(node, Not) else node
        key = bare if isinstance(bare, (AllOf, AnyOf, Not)) else written(bare)
        distinct.setdefault((isinstance(node, Not), key), node)
    return list(distinct.values())
