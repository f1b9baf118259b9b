"""What every search engine promises, in terms that no engine owns.

The door (archive/search/__init__.py) speaks to one engine through this Protocol;
tests/search_contract.py holds each engine to it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from archive.selection import Selection


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
    captions: str
    credits: str
    section: str
    section_slug: str
    publication_id: int | None
    publication_name: str
    author_ids: tuple[int, ...]
    author_names: tuple[str, ...]
    first_day: dt.date | None
    last_day: dt.date | None
    language: str
    words: int
    has_image: bool


@dataclass(frozen=True, slots=True)
class Bucket:
    """A facet's value with its count: key is an id (author, publication), a slug (section), a
    year "2017", a month "2017-06" or a day "2017-06-04"."""

    key: str
    count: int


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
    """Articles by `interval` ("year", "month" or "day"), only those that are dated that finely;
    `coarser` counts the dated rest. Empty intervals are left out."""

    interval: str = "year"
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
    """One page of what matched: `ids` in order, of `total` in all."""

    total: int
    ids: tuple[int, ...]
    facets: Facets = field(default_factory=Facets)
    histogram: Histogram = field(default_factory=Histogram)


@dataclass(frozen=True, slots=True)
class Status:
    """`number` is the change the index has reached, `behind` how many wait, `problem` a sentence
    when no index answers."""

    engine: str
    articles: int
    number: int
    behind: int
    bytes: int
    rebuilding: bool
    problem: str = ""


class SearchEngine(Protocol):
    """One index of one archive. Reading methods raise SearchUnavailable when there is none."""

    def search(self, selection: Selection, page: int, page_size: int) -> Matches:
        """Exact total, ids of the page in order, facets and histogram, all in one go."""

    def mark(self, query: str, text: str) -> Marked:
        """The whole text with every hit of the query marked."""

    def snippet(self, query: str, texts: Sequence[str], length: int = 220) -> Marked:
        """The stretch of the first of the texts with a hit that shows most hits; () for none."""

    def suggest(self, prefix: str, limit: int = 8) -> Sequence[str]:
        """Terms of headlines and names that continue the prefix, the most frequent first."""

    def apply(self, changed: Iterable[IndexedArticle], gone: Iterable[int]) -> None:
        """Add or replace articles and drop others; visible after commit()."""

    def commit(self, number: int) -> None:
        """Make what was applied durable and visible, and remember the change number reached."""

    def number(self) -> int:
        """The change number reached; -1 when the index is foreign, damaged, older or missing."""

    def status(self) -> Mapping[str, object]:
        """For /health/ and check_archive: articles, bytes, schema version."""
