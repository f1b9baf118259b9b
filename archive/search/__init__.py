"""The entry to search for pages, imports and commands, whatever the engine."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from django.conf import settings

from archive.models import Article
from archive.search import lists
from archive.search.cursor import BadCursor
from archive.search.embedded.engine import TantivyEngine
from archive.search.engine import (
    Bucket,
    Clause,
    Explanation,
    FieldHits,
    Ground,
    Histogram,
    Interval,
    Marked,
    Mistake,
    Part,
    SearchEngine,
    SearchUnavailable,
    Status,
)
from archive.search.index import sync
from archive.search.lists import list_articles
from archive.search.query.terms import field_query
from archive.search.results import (
    DidYouMean,
    FacetValue,
    NamedFacets,
    Results,
    Row,
    Suggestion,
)
from archive.search.suggest import likely_meant, suggestions
from archive.selection import Selection
from archive.store import changelog

__all__ = [
    "BadCursor", "Bucket", "Clause", "DidYouMean", "Explanation", "FacetValue", "FieldHits",
    "Ground", "Histogram", "Interval", "Marked", "Mistake", "NamedFacets", "Part", "Results", "Row",
    "SearchEngine", "SearchUnavailable", "Status", "Suggestion", "apply_changes",
    "count", "counts_over_time", "did_you_mean", "engine", "explain", "facets", "field_query",
    "follow_now", "heal", "keep_up", "list_articles", "mark", "rebuild", "related", "search",
    "status", "suggest", "walk",
]  # fmt: skip

_engines: dict[tuple[int, Path, str], SearchEngine] = {}
_engines_lock = threading.Lock()


def engine() -> SearchEngine:
    """The engine of this process; a fork opens its own."""
    key = (os.getpid(), Path(settings.SEARCH_INDEX_DIR), settings.SEARCH_LANGUAGE)
    current = _engines.get(key)
    if current is None:
        with _engines_lock:
            current = _engines.get(key) or TantivyEngine(key[1], key[2])
            _engines.clear()
            _engines[key] = current
    return current


def search(selection: Selection, page: int = 1, after: str = "") -> Results:
    """One page of a selection, with exact total, facets and histogram. Of a bad query the rest
    runs, with sentences in `mistakes`. Where no index answers, the database gives lists without
    words; with words SearchUnavailable says why.

    `after`, from Results.after of the page before, leads to the next page however deep and goes
    before `page`. Raises BadCursor."""
    return lists.search(engine(), selection, page, after)


def walk(selection: Selection, size: int) -> Iterator[Sequence[int]]:
    """The ids of a whole selection in order, `size` at a time and whatever their number, for
    exports; none are read ahead. Where no index answers, the database lists those of a selection
    without words. Raises SearchUnavailable."""
    return lists.walk(engine(), selection, size)


def count(selection: Selection) -> int:
    """The exact total of a selection; raises SearchUnavailable."""
    return lists.count(engine(), selection)


def facets(selection: Selection) -> NamedFacets:
    """The facets of a selection alone; raises SearchUnavailable."""
    return lists.facets(engine(), selection)


def mark(query: str, text: str, part: Part = "") -> Marked:
    """The whole text with the hits of the query marked. `part` is the part of an article that the
    text is, if not the body: words searched in a field are hits only there."""
    return engine().mark(query, text, part)


def suggest(prefix: str) -> list[Suggestion]:
    """Continuations of what was typed so far: words, authors, headlines."""
    return suggestions(engine(), prefix)


def did_you_mean(selection: Selection) -> DidYouMean | None:
    """A spelling that finds more, for queries that find little or nothing."""
    return likely_meant(engine(), selection)


def explain(selection: Selection, article: Article | None = None) -> Explanation:
    """How each clause of the query was read, and what it finds alone within the other filters. With
    an article also why it matches: its place, its hits, and what its score is made of. An article
    that is not published matches nothing. Raises SearchUnavailable."""
    return lists.explain(engine(), selection, article)


def related(article: Article, limit: int = 6, but: Collection[int] = ()) -> list[int]:
    """Ids of the articles most like this one, which is loaded with its body, without those in
    `but`, such as near-duplicates. [] while no index answers."""
    return lists.related(engine(), article, limit, but)


def counts_over_time(selection: Selection, interval: Interval) -> Histogram:
    """Articles of a selection by year, month or day; raises SearchUnavailable."""
    return engine().histogram(selection, interval)


def apply_changes() -> int:
    """Follow the change log; returns the number of articles indexed or dropped, 0 while another
    process holds the index. An index that cannot be used is rebuilt."""
    return sync.apply_changes(engine())


def follow_now(most: int) -> None:
    """Index the waiting changes if they are at most so many, the index answers and no other process
    writes it; otherwise leave them to keep_up()."""
    sync.follow_now(engine(), most)


def rebuild(progress: Callable[[int, int], None] | None = None) -> None:
    """Build a new index beside the old one, which answers until the swap. `progress` is called with
    the articles done, and all there are. SearchUnavailable while another process writes."""
    sync.rebuild(engine(), progress)


def heal(most: int | None = None) -> str:
    """Rebuild or catch up as needed; returns a sentence, or "" where nothing was to be done. More
    than `most` articles are left to keep_up()."""
    return sync.heal(engine(), most)


def keep_up(stop: threading.Event) -> None:
    """Follow the log once a second until `stop`; for a thread of a serving process."""
    sync.keep_up(engine(), stop)


def status() -> Status:
    """The state of the index, and how many changes it is behind."""
    current, state = engine().status(), changelog.state()
    return replace(current, behind=max(0, state.number - max(0, current.number)))
