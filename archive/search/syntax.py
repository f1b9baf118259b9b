"""The query language: a reader's text in, a tree and sentences about its mistakes out.

    words = all of them   "exact phrase"   "a b"~5   OR   -word   ( )   tru*
    title: caption: credit: author: publication: (or source:) section:
    before: after: date: with 2017, 2017-06, 2017-06-04 or 2017-06..2017-08; a range alone
    has:image

OR binds tighter than a space, as in the press databases and web search that readers know: `london
OR paris attack` is (london OR paris) and attack. Nothing raises; every text is read in time linear
to its length, and the tree is bounded in leaves and depth, so that the engine is as well.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from archive.days import Days, NotADate
from archive.search.engine import Mistake, Part
from archive.search.words import has_words, is_paired, without_control

#: Longer queries are cut at a space. What people paste is a sentence, not a page.
MAX_LENGTH: Final = 1_000
#: More words, phrases, dates than these are left out.
MAX_LEAVES: Final = 40
#: Parentheses inside parentheses; deeper ones are passed over.
MAX_DEPTH: Final = 10
#: No language has longer words in a newspaper; longer ones are slips of the paste.
MAX_WORD: Final = 100
MAX_SLOP: Final = 50
DEFAULT_SLOP: Final = 10
#: One letter and a star would be a tenth of all words there are.
MIN_PREFIX: Final = 2
MAX_MISTAKES: Final = 6


@dataclass(frozen=True, slots=True)
class Word:
    """A word, found in all its forms; with `prefix`, every word that begins so."""

    text: str
    part: Part = ""
    prefix: bool = False
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words side by side, as written; with `slop`, moved by as many places in all."""

    text: str
    part: Part = ""
    slop: int = 0
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Dated:
    """Articles whose days touch `since` to `until`, both included; None is open."""

    since: dt.date | None
    until: dt.date | None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class HasImage:
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Not:
    node: Node


@dataclass(frozen=True, slots=True)
class AllOf:
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    nodes: tuple[Node, ...]


Leaf = Word | Phrase | Dated | HasImage
Node = Leaf | Not | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class Parsed:
    """`tree` is None where nothing is asked for or nothing could be understood."""

    tree: Node | None
    mistakes: tuple[Mistake, ...] = ()


@lru_cache(maxsize=512)
def parse(query: str) -> Parsed:
    """The tree of a query; positions in mistakes count its characters."""
    notes = _Notes()
    tokens = _Lexer(query, notes).tokens()
    tree = _Parser(tokens, notes).tree()
    if tree is None and not notes.mistakes and query.strip():
        notes.add("nothing", 0, len(query), "There is no word in this that could be looked for.")
    return Parsed(tree, tuple(sorted(notes.mistakes, key=lambda one: one.start)))


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
_DATES: Final = frozenset({"before", "after", "date"})
_FIELDS: Final = frozenset({*PARTS, *_DATES, "has"})
_QUOTES: Final = '"“”„‟«»＂'
_SPACES: Final = re.compile(r"\s+")
_FIELD: Final = re.compile(r"([^\W\d_]+):(?![:/])")
_WORD: Final = re.compile(rf"[^\s{_QUOTES}()]+")
_PHRASE: Final = re.compile(rf"[{_QUOTES}]([^{_QUOTES}]*)([{_QUOTES}]?)(?:~(\d{{0,6}}))?")
_RANGE: Final = re.compile(r"(\d{4}(?:-\d{1,2}){0,2})?\.\.\.?(\d{4}(?:-\d{1,2}){0,2})?", re.ASCII)


@dataclass(slots=True)
class _Notes:
    """Mistakes so far: one of a kind, and not too many for a page."""

    mistakes: list[Mistake] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)

    def add(self, kind: str, start: int, end: int, message: str) -> None:
        if kind not in self.kinds and len(self.mistakes) < MAX_MISTAKES:
            self.kinds.add(kind)
            self.mistakes.append(Mistake(start, end, message))


@dataclass(frozen=True, slots=True)
class _Token:
    """`kind` is (, ), OR, NOT, FIELD, WORD or PHRASE."""

    kind: str
    text: str
    start: int
    end: int
    slop: int = 0


class _Lexer:
    def __init__(self, query: str, notes: _Notes) -> None:
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
            f"A query takes {MAX_LENGTH:,} characters: what comes after them was left out.",
        )
        return query[:end]

    def tokens(self) -> list[_Token]:
        tokens: list[_Token] = []
        at, text = 0, self.text
        while at < len(text):
            letter = text[at]
            if space := _SPACES.match(text, at):
                at = space.end()
            elif letter in "()":
                tokens.append(_Token(letter, letter, at, at + 1))
                at += 1
            elif letter in _QUOTES:
                at = self._phrase(tokens, at)
            elif letter == "-" and at + 1 < len(text) and not text[at + 1].isspace():
                if not (tokens and tokens[-1].kind == "NOT"):
                    tokens.append(_Token("NOT", letter, at, at + 1))
                at += 1
            elif letter == "+":
                at += 1
            elif field_name := _FIELD.match(text, at):
                at = self._field(tokens, field_name)
            else:
                at = self._word(tokens, at)
        return tokens

    def _phrase(self, tokens: list[_Token], at: int) -> int:
        match = _PHRASE.match(self.text, at)
        assert match is not None, "a phrase begins with a quotation mark"
        inside, closed, slop = match.groups()
        if not closed:
            self.notes.add(
                "quote",
                at,
                at + 1,
                "This quotation mark is never closed: all that follows was read as one phrase.",
            )
        if has_words(inside):
            distance = 0 if slop is None else min(int(slop or DEFAULT_SLOP), MAX_SLOP)
            tokens.append(_Token("PHRASE", inside, at, match.end(), distance))
        elif closed:
            self.notes.add(
                "empty", at, match.end(), "There is nothing to look for between these quotes."
            )
        return match.end()

    def _field(self, tokens: list[_Token], match: re.Match[str]) -> int:
        name = match.group(1).lower()
        follows = self.text[match.end() : match.end() + 1].strip()
        if name in _FIELDS and not follows:
            self.notes.add(
                "value",
                match.start(),
                match.end(),
                f"After “{name}:” something has to follow without a space; it was read as a word.",
            )
        elif name in _FIELDS:
            tokens.append(_Token("FIELD", name, match.start(), match.end()))
            return match.end()
        elif follows:
            self.notes.add(
                "field",
                match.start(),
                match.end(),
                f"There is no field “{match.group(1)[:40]}:”; it was read as a word. Fields are "
                "title, caption, credit, author, publication, section, date, before, after, has.",
            )
        return self._word(tokens, match.start())

    def _word(self, tokens: list[_Token], at: int) -> int:
        match = _WORD.match(self.text, at)
        assert match is not None, "spaces, quotes and parentheses were taken before"
        word = match.group()
        if word in {"OR", "AND", "NOT"}:
            if word != "AND":
                tokens.append(_Token(word, word, at, match.end()))
        elif has_words(word) or "*" in word:
            tokens.append(_Token("WORD", word, at, match.end()))
        return match.end()


class _Parser:
    def __init__(self, tokens: list[_Token], notes: _Notes) -> None:
        self.tokens, self.notes = tokens, notes
        self.at = self.depth = self.leaves = self.passed_over = 0

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
        """Everything up to the closing parenthesis that ends this group, or the end."""
        nodes: list[Node] = []
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            if token.kind == ")":
                if not self.passed_over:
                    break
                self.passed_over -= 1
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
        nodes = [self._one(part)]
        while self._peek() == "OR":
            token = self.tokens[self.at]
            self.at += 1
            while self._peek() == "OR":
                self.at += 1
            if self._peek() in {"", ")"}:
                self._lone_or(token)
                break
            nodes.append(self._one(part))
        found = tuple(node for node in nodes if node is not None)
        if len(found) > 1:
            return AnyOf(found)
        return found[0] if found else None

    def _one(self, part: Part) -> Node | None:
        """One word, phrase, group or field, with the minus before it."""
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
        return self._leaf(token, part)

    def _group(self, opened: _Token, part: Part) -> Node | None:
        if self.depth >= MAX_DEPTH:
            self.passed_over += 1
            self.notes.add(
                "depth",
                opened.start,
                opened.end,
                f"Groups may stand {MAX_DEPTH} deep: the parentheses from here on were "
                "passed over.",
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
                "This parenthesis is never closed: it was closed at the end.",
            )
        return _all_of(nodes)

    def _after_field(self, named: _Token) -> Node | None:
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
                f"After “{named.text}:” a word or a phrase has to follow.",
            )
            return None
        token = self.tokens[self.at]
        self.at += 1
        node = self._valued(named, token)
        return Not(node) if negative and node is not None else node

    def _valued(self, named: _Token, token: _Token) -> Node | None:
        if named.text in PARTS:
            return self._leaf(token, PARTS[named.text])
        if named.text in _DATES:
            return self._count(self._dated(named, token))
        if token.text.lower() in {"image", "images", "picture", "photo"}:
            return self._count(HasImage(named.start, token.end))
        self.notes.add(
            "has",
            named.start,
            token.end,
            f"“has:” takes “image”, not “{token.text[:40]}”; it was left out.",
        )
        return None

    def _dated(self, named: _Token, token: _Token) -> Node | None:
        if named.text == "date" and _RANGE.fullmatch(token.text):
            return self._range(token)
        try:
            days = Days.parse(token.text)
        except NotADate as problem:
            self.notes.add("date", named.start, token.end, str(problem))
            return None
        one = dt.timedelta(days=1)
        if named.text == "before":
            until = days.first - one if days.first > dt.date.min else dt.date.min
            return Dated(None, until, named.start, token.end)
        if named.text == "after":
            since = days.last + one if days.last < dt.date.max else dt.date.max
            return Dated(since, None, named.start, token.end)
        return Dated(days.first, days.last, named.start, token.end)

    def _range(self, token: _Token) -> Node | None:
        match = _RANGE.fullmatch(token.text)
        assert match is not None, "only ranges come here"
        try:
            first, last = (Days.parse(side) if side else None for side in match.groups())
        except NotADate as problem:
            self.notes.add("date", token.start, token.end, str(problem))
            return None
        if first is None and last is None:
            return None
        if first is not None and last is not None and last.last < first.first:
            first, last = last, first
            self.notes.add(
                "reversed",
                token.start,
                token.end,
                f"This range ran backwards; it was read as {first.iso}..{last.iso}.",
            )
        return Dated(
            first.first if first else None, last.last if last else None, token.start, token.end
        )

    def _leaf(self, token: _Token, part: Part) -> Node | None:
        if token.kind == "PHRASE":
            return self._count(Phrase(token.text, part, token.slop, token.start, token.end))
        match = _RANGE.fullmatch(token.text)
        if not part and match and any(match.groups()):
            return self._count(self._range(token))
        return self._count(self._word(token, part))

    def _word(self, token: _Token, part: Part) -> Node | None:
        prefix = token.text.endswith("*")
        text = token.text.replace("*", " ").strip() if "*" in token.text else token.text
        if "*" in token.text.rstrip("*"):
            self.notes.add(
                "star",
                token.start,
                token.end,
                "A star stands only at the end of a word; here it was read as a space.",
            )
        letters = sum(1 for letter in text if letter.isalnum())
        if letters < (MIN_PREFIX if prefix else 1) and not is_paired(text):
            self.notes.add(
                "prefix",
                token.start,
                token.end,
                f"Before a star at least {MIN_PREFIX} letters have to stand; this was left out.",
            )
            return None
        if len(text) > MAX_WORD:
            self.notes.add(
                "long",
                token.start,
                token.end,
                f"This word has more than {MAX_WORD} characters; it was left out.",
            )
            return None
        return Word(text, part, prefix, token.start, token.end)

    def _count(self, node: Node | None) -> Node | None:
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
            f"A query takes {MAX_LEAVES} words: those from here on were left out.",
        )
        return None

    def _lone_or(self, token: _Token) -> None:
        self.notes.add(
            "or", token.start, token.end, "OR stands between two words; here it was passed over."
        )

    def _stray_close(self, token: _Token) -> None:
        self.notes.add(
            "close",
            token.start,
            token.end,
            "This parenthesis closes nothing; it was passed over.",
        )


def _all_of(nodes: list[Node]) -> Node | None:
    flat: list[Node] = []
    for node in nodes:
        flat += node.nodes if isinstance(node, AllOf) else (node,)
    if not flat:
        return None
    return flat[0] if len(flat) == 1 else AllOf(tuple(flat))


def leaves(node: Node | None, *, wanted: bool = True) -> list[Leaf]:
    """The leaves that an article has to show, in order; with wanted=False those it must not."""
    if node is None:
        return []
    if isinstance(node, Not):
        return leaves(node.node, wanted=not wanted)
    if isinstance(node, (AllOf, AnyOf)):
        return [leaf for one in node.nodes for leaf in leaves(one, wanted=wanted)]
    return [node] if wanted else []
