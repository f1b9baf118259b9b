"""What every search engine promises, in terms that no engine owns.

The door (archive/search/__init__.py) speaks to one engine through this Protocol;
tests/search_contract.py holds each engine to it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Literal, Protocol

from archive.selection import Selection

#: Which part of an article a text is: words asked for in a field are marked only there.
Part = Literal["", "title", "caption", "credit", "author", "publication", "section"]
Interval = Literal["year", "month", "day"]


class SearchUnavailable(Exception):
    """No index answers now (it is being rebuilt, or its files are damaged); a sentence says so."""


@dataclass(frozen=True, slots=True)
class IndexedArticle:
    """What the index needs of one published article; texts are searched and never kept in it."""

    id: int
    headline: str
    standfirst: str
    #: Subheadings and all kinds of paragraphs, parted by blank lines.
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


@dataclass(frozen=True, slots=True)
class Bucket:
    """A facet's value with its count: key is an id (author, publication), a slug (section), a
    year "2017", a month "2017-06" or a day "2017-06-04". `name` is a section's as printed."""

    key: str
    count: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts of the present selection, most frequent first (years and months in their order)."""

    years: tuple[Bucket, ...] = ()
    months: tuple[Bucket, ...] = ()
    authors: tuple[Bucket, ...] = ()
    publications: tuple[Bucket, ...] = ()
    sections: tuple[Bucket, ...] = ()
    with_image: int = 0
    undated: int = 0


@dataclass(frozen=True, slots=True)
class Histogram:
    """Articles by `interval`, only those that are dated that finely; `coarser` counts the dated
    rest. Empty intervals are left out."""

    interval: Interval = "year"
    buckets: tuple[Bucket, ...] = ()
    coarser: int = 0


@dataclass(frozen=True, slots=True)
class Mistake:
    """A place in the query that could not be read as written: `start` and `end` count characters
    of the query, `message` is a sentence; the rest of the query ran."""

    start: int
    end: int
    message: str


#: A text cut at its hits: (text, is_hit), to be joined in order.
Marked = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Matches:
    """One page of what matched: `ids` in order, of `total` in all; `page` is the one shown, which
    is the last one where less was found than the reader asked for. `place` counts the articles
    before these, `after` leads on to those behind them ("" where there are none), and `cut` says
    what of the query was left out because it would have cost too much."""

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
    """How one part of a query was read. `start` and `end` are its place in the query, `query` is
    the part as a query of its own, `terms` what is looked up for it: the stem of a word, the
    folded form of what is exact, the letters before a star. `wanted` is False where the query
    leaves it out, `total` how many articles it finds alone within the other filters (None for the
    last of many parts, and for what takes too long to count)."""

    start: int
    end: int
    query: str
    kind: Literal["word", "name", "phrase", "near", "beginning", "days", "picture"]
    part: Part
    terms: tuple[str, ...]
    wanted: bool
    total: int | None = None


@dataclass(frozen=True, slots=True)
class FieldHits:
    """Where an article has one part of a query: `query` as in Clause, `part` of the article, the
    words as they stand there, each with how often, the most frequent first."""

    query: str
    part: Part
    words: tuple[tuple[str, int], ...]
    times: int


@dataclass(frozen=True, slots=True)
class Ground:
    """What one reason adds to an article's rank, in points that mean nothing but beside one
    another: the words themselves, in the headline, in the very form asked for, side by side or
    nearly so in the text or in the headline."""

    kind: Literal["words", "headline", "form", "near", "near in headline"]
    query: str
    points: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a query was read and why an article matches it. `place` counts from 1 in the order of
    the selection; 0 where the article is not in the list, or deeper than is looked. `cut` as in
    Matches. Without an article only `clauses`, `total` and `cut`."""

    clauses: tuple[Clause, ...]
    total: int
    cut: tuple[Mistake, ...] = ()
    matches: bool = False
    place: int = 0
    hits: tuple[FieldHits, ...] = ()
    grounds: tuple[Ground, ...] = ()


@dataclass(frozen=True, slots=True)
class Status:
    """`number` is the change the index has reached (-1 for none), `behind` how many wait,
    `problem` a sentence when no index answers."""

    engine: str
    articles: int
    number: int
    behind: int
    bytes: int
    rebuilding: bool
    problem: str = ""


class IndexWriter(Protocol):
    """The one writer of an index, for as long as it holds the lock."""

    def add(self, articles: Iterable[IndexedArticle]) -> None:
        """Articles that are not in the index yet; quicker than apply()."""

    def apply(self, changed: Iterable[IndexedArticle], gone: Iterable[int]) -> None:
        """Add or replace articles and drop others; visible after commit()."""

    def commit(self, number: int) -> None:
        """Make what was applied durable and visible, and remember the change number reached.
        The first commit of a fresh index puts it in the place of the old one."""

    def tell(self, done: int, total: int) -> None:
        """How far a rebuild is, for those who ask meanwhile."""


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
    """One index of one archive. Clause methods raise SearchUnavailable when there is none."""

    def begin(
        self, selection: Selection, page: int, page_size: int, after: str = ""
    ) -> PendingMatches:
        """Rank one page, and start to count total, facets and histogram beside it if possible:
        the caller loads the rows before asking for the counts. `after`, from Matches.after of the
        page before, goes before `page` and leads to any depth. Raises BadCursor."""

    def search(self, selection: Selection, page: int, page_size: int, after: str = "") -> Matches:
        """begin() and its matches, for callers with nothing to do in between."""

    def count(self, selection: Selection) -> int:
        """The exact total alone."""

    def facets(self, selection: Selection) -> Facets:
        """The facets alone, the same as search() gives."""

    def cost(self, selection: Selection) -> int:
        """About how much counting the selection takes, in units of cost.py, without doing it."""

    def histogram(self, selection: Selection, interval: Interval) -> Histogram:
        """Counts over time of the selection."""

    def mark(self, query: str, text: str, part: Part = "") -> Marked:
        """The whole text with every hit of the query marked. Needs no index."""

    def snippet(self, query: str, texts: Sequence[tuple[str, Part]], length: int = 220) -> Marked:
        """The stretch of the texts that shows most of the query; () for none. Needs no index."""

    def explain(self, selection: Selection, article: IndexedArticle | None = None) -> Explanation:
        """How the words were read and what each part finds; with an article, why it matches."""

    def continuations(self, prefix: str, limit: int, before: str = "") -> Sequence[str]:
        """Words that continue the prefix, the most frequent first; where a word stands `before`
        it, those first that follow it in most headlines."""

    def headlines(self, prefix: str, limit: int) -> Sequence[int]:
        """Ids of articles whose headline has these words, the last of them unfinished; newest
        first."""

    def related(self, article: IndexedArticle, limit: int) -> Sequence[int]:
        """Ids of the articles most like this one, itself left out."""

    def spellings(self, word: str, limit: int) -> Sequence[str]:
        """Words of the index that are one slip away from this one, the likeliest first."""

    def number(self, archive: str) -> int:
        """The change number reached; -1 when the index is missing, damaged, of an older schema,
        or follows another archive than this one (32 hex digits)."""

    def writing(
        self, archive: str, *, fresh: bool = False
    ) -> AbstractContextManager[IndexWriter | None]:
        """The writer, or None while another process has it. `fresh` begins an empty index beside
        the live one, which goes on answering until the first commit, and for ever if none comes."""

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
