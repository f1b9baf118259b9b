"""What the search door hands to pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from archive.models import Article
from archive.search.engine import Bucket, Histogram, Marked, Mistake
from archive.selection import Named


@dataclass(frozen=True, slots=True)
class Row:
    """One article of a list. `headline` and `snippet` have the hits marked where there are words;
    without words the snippet is the standfirst or the first words."""

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
    """Counts of the present selection, most frequent first; years and months in their order."""

    years: tuple[Bucket, ...] = ()
    months: tuple[Bucket, ...] = ()
    authors: tuple[FacetValue, ...] = ()
    publications: tuple[FacetValue, ...] = ()
    sections: tuple[FacetValue, ...] = ()
    with_image: int = 0
    undated: int = 0


@dataclass(frozen=True, slots=True)
class Results:
    """One page of a list. `pages` is at least 1 and ends at the depth that is paged through by
    number; `after` leads on from any page to the next one, however deep ("" at the end), and
    `place` counts the articles before this page. `degraded` is a sentence when the database had to
    answer in place of the index."""

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
    """Another spelling of the query, and how many articles it would find; with `others` that are
    about as likely."""

    query: str
    total: int
    others: tuple[DidYouMean, ...] = ()
