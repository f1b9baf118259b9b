"""The results of a search, as pages get them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from archive.models import Article
from archive.search.engine import Bucket, Histogram, Marked, Mistake
from archive.selection import Named


@dataclass(frozen=True, slots=True)
class Row:
    """An article in a list. `headline` and `snippet` have the hits marked; without words in the
    query the snippet is the standfirst or the opening."""

    article: Article
    headline: Marked
    snippet: Marked


@dataclass(frozen=True, slots=True)
class FacetValue:
    named: Named
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class NamedFacets:
    """Counts of a selection, most frequent first; years and months in calendar order."""

    years: tuple[Bucket, ...] = ()
    months: tuple[Bucket, ...] = ()
    authors: tuple[FacetValue, ...] = ()
    publications: tuple[FacetValue, ...] = ()
    sections: tuple[FacetValue, ...] = ()
    with_image: int = 0
    undated: int = 0


@dataclass(frozen=True, slots=True)
class Results:
    """One page of a list. `pages` counts the pages that have a number, at least 1; `after` is the
    cursor to the next page, however deep ("" at the end); `place` counts the articles before this
    page. `degraded` is a sentence where the database answered in place of the index."""

    total: int
    page: int
    pages: int
    rows: tuple[Row, ...]
    facets: NamedFacets = field(default_factory=NamedFacets)
    histogram: Histogram = field(default_factory=Histogram)
    mistakes: tuple[Mistake, ...] = ()
    degraded: str = ""
    place: int = 0
    after: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    text: str
    kind: Literal["word", "author", "headline"]
    url: str


@dataclass(frozen=True, slots=True)
class DidYouMean:
    """Another spelling of the query and the number of articles it finds; `others` are about as
    likely."""

    query: str
    total: int
    others: tuple[DidYouMean, ...] = ()
