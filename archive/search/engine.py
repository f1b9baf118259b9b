"""The engine Protocol, and the values that pass through it.

archive/search/__init__.py speaks to one engine through it; tests/search_contract.py holds every
engine to it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Literal, Protocol

from archive.selection import Selection

#: Part of an article that a text is; words searched in a field are marked only there.
Part = Literal["", "title", "caption", "credit", "author", "publication", "section"]
Interval = Literal["year", "month", "day"]


class SearchUnavailable(Exception):
    """No index answers now; the message is a sentence that says why."""


@dataclass(frozen=True, slots=True)
class IndexedArticle:
    """What the index needs of a published article; texts are searched, never stored."""

    id: int
    headline: str
    standfirst: str
    #: Subheadings and all kinds of paragraphs, separated by blank lines.
    body: str
    captions: tuple[str, ...]
    credits: tuple[str, ...]
    section: str
    section_slug: str
    publication_id: int | None
    publication_name: str
    author_ids: tuple[int, ...]
    author_names: tuple[str, ...]
    first_day: dt.date | None
    last_day: dt.date | None
    words: int
    has_image: bool
    #: Names and values of further fields.
    further: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Bucket:
    """A facet's value with its count. `key` is an id (author, publication), a slug (section), a
    year "2017", a month "2017-06" or a day "2017-06-04"; `name` is a section's as printed."""

    key: str
    count: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts of a selection, most frequent first; years and months in calendar order."""

    years: tuple[Bucket, ...] = ()
    months: tuple[Bucket, ...] = ()
    authors: tuple[Bucket, ...] = ()
    publications: tuple[Bucket, ...] = ()
    sections: tuple[Bucket, ...] = ()
    with_image: int = 0
    undated: int = 0


@dataclass(frozen=True, slots=True)
class Histogram:
    """Articles by `interval`, of those dated that finely; `coarser` counts the other dated ones.
    Empty intervals are omitted."""

    interval: Interval = "year"
    buckets: tuple[Bucket, ...] = ()
    coarser: int = 0


@dataclass(frozen=True, slots=True)
class Mistake:
    """A place in the query that could not be used as written, from `start` to `end` in characters;
    `message` is a sentence. The rest of the query ran."""

    start: int
    end: int
    message: str


#: A text cut at its hits into (text, is_hit), in order.
Marked = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Matches:
    """One page of the matches: `ids` in order, of `total` in all. `page` is the one shown, which is
    the last one where fewer were found. `place` counts the articles before it, `after` is the
    cursor to the next page ("" on the last), and `cut` says what was cut of the query because it
    costs too much."""

    total: int
    page: int
    pages: int
    ids: tuple[int, ...]
    facets: Facets = field(default_factory=Facets)
    histogram: Histogram = field(default_factory=Histogram)
    place: int = 0
    after: str = ""
    cut: tuple[Mistake, ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """One word, phrase or date of a query and how it was read. `start` and `end` are its place,
    `query` is the clause as a query of its own, `terms` are looked up for it: the stem of a word,
    the folded form in quotes, the letters before a star, a further field and its value. `wanted` is
    False after a minus. `total` counts what it finds alone within the other filters (None for the
    last of many clauses, and where counting takes too long)."""

    start: int
    end: int
    query: str
    kind: Literal["word", "name", "phrase", "near", "beginning", "days", "picture", "field"]
    part: Part
    terms: tuple[str, ...]
    wanted: bool
    total: int | None = None


@dataclass(frozen=True, slots=True)
class FieldHits:
    """Hits of one clause in one part of an article: `query` as in Clause, and the words as they
    stand there with their counts, most frequent first."""

    query: str
    part: Part
    words: tuple[tuple[str, int], ...]
    times: int


@dataclass(frozen=True, slots=True)
class Ground:
    """What one reason adds to an article's score: the words themselves, in the headline, in exactly
    this form, near one another in the text or in the headline. Points can only be compared."""

    kind: Literal["words", "headline", "form", "near", "near in headline"]
    query: str
    points: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a query was read and why an article matches it. `place` counts from 1; 0 where the
    article is not in the list, or too far down. `cut` as in Matches. Without an article only
    `clauses`, `total` and `cut`."""

    clauses: tuple[Clause, ...]
    total: int
    cut: tuple[Mistake, ...] = ()
    matches: bool = False
    place: int = 0
    hits: tuple[FieldHits, ...] = ()
    grounds: tuple[Ground, ...] = ()


@dataclass(frozen=True, slots=True)
class Status:
    """`number` is the change the index has reached (-1 for none), `behind` the changes waiting,
    `problem` a sentence where no index answers."""

    engine: str
    articles: int
    number: int
    behind: int
    bytes: int
    rebuilding: bool
    problem: str = ""


class IndexWriter(Protocol):
    """The one writer of an index, while it holds the lock."""

    def add(self, articles: Iterable[IndexedArticle]) -> None:
        """Add articles that are not in the index yet; quicker than apply()."""

    def apply(self, changed: Iterable[IndexedArticle], gone: Iterable[int]) -> None:
        """Add or replace articles and drop others; visible after commit()."""

    def commit(self, number: int) -> None:
        """Make what was applied durable and visible, and record the change reached. The first
        commit of a fresh index replaces the old one."""

    def report(self, done: int, total: int) -> None:
        """Record the progress of a rebuild."""


class PendingMatches(Protocol):
    """A page whose articles are ranked while its counts are still being taken. Both are of the
    state that the index had when the page was begun. May be dropped without asking for counts."""

    @property
    def ids(self) -> tuple[int, ...]:
        """The articles of the page, in order; empty for a page beyond the last."""

    def matches(self) -> Matches:
        """Wait for the counts. For a page beyond the last, the last page in its place.
        Raises SearchUnavailable."""


class SearchEngine(Protocol):
    """One index of one archive. Reading methods raise SearchUnavailable when there is none."""

    def begin(
        self, selection: Selection, page: int, page_size: int, after: str = ""
    ) -> PendingMatches:
        """Rank one page, and start to count total, facets and histogram beside it if possible:
        the caller loads the rows before asking for the counts. `after`, from Matches.after of the
        page before, goes before `page` and leads to any depth. Raises BadCursor."""

    def search(self, selection: Selection, page: int, page_size: int, after: str = "") -> Matches:
        """begin() and its matches, for callers with nothing to do in between."""

    def walk(self, selection: Selection, size: int) -> Iterator[tuple[int, ...]]:
        """The ids of all matches in order, `size` at a time, in the state that the index had when
        the first were asked for."""

    def count(self, selection: Selection) -> int:
        """The exact total alone."""

    def facets(self, selection: Selection) -> Facets:
        """The facets alone, as in search()."""

    def cost(self, selection: Selection) -> int:
        """Units (cost.py) that counting the selection would take."""

    def histogram(self, selection: Selection, interval: Interval) -> Histogram:
        """Counts over time of the selection."""

    def mark(self, query: str, text: str, part: Part = "") -> Marked:
        """The whole text with every hit of the query marked. Needs no index."""

    def snippet(self, query: str, texts: Sequence[tuple[str, Part]], length: int = 220) -> Marked:
        """The passage that shows most of the query; () for none. Needs no index."""

    def explain(self, selection: Selection, article: IndexedArticle | None = None) -> Explanation:
        """How the query was read and what each clause finds; with an article, why it matches."""

    def continuations(self, prefix: str, limit: int, before: str = "") -> Sequence[str]:
        """Words that continue the prefix, most frequent first; with a word `before`, those first
        that follow it in most headlines."""

    def headlines(self, prefix: str, limit: int) -> Sequence[int]:
        """Ids of articles with these words in the headline, the last one unfinished; newest
        first."""

    def related(self, article: IndexedArticle, limit: int) -> Sequence[int]:
        """Ids of the articles most like this one, without it."""

    def spellings(self, word: str, limit: int) -> Sequence[str]:
        """Words of the index that this one may be a slip of, the likeliest first."""

    def number(self, archive: str) -> int:
        """The change reached; -1 for an index that is missing, damaged, of another schema, or not
        of this archive (32 hex digits)."""

    def writing(
        self, archive: str, *, fresh: bool = False
    ) -> AbstractContextManager[IndexWriter | None]:
        """The writer, or None while another process has it. `fresh` begins an empty index; the live
        one answers until the first commit, or stays if there is none."""

    def status(self) -> Status:
        """For /health/ and check_archive; `behind` is left 0."""


def batches(articles: Iterator[IndexedArticle], size: int) -> Iterator[list[IndexedArticle]]:
    """The articles in lists of at most `size`."""
    batch: list[IndexedArticle] = []
    for article in articles:
        batch.append(article)
        if len(batch) >= size:
            yield batch
            batch = []
    if batch:
        yield batch
