"""The search door: all that pages, imports and commands ask of search, whatever the engine."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Collection
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
    "BadCursor", "Bucket", "Clause", "DidYouMean", "Explanation", "FacetValue", "FieldHits", "Ground",
    "Histogram", "Interval", "Marked", "Mistake", "NamedFacets", "Part", "Results", "Row",
    "SearchEngine", "SearchUnavailable", "Status", "Suggestion", "apply_changes",
    "counts_over_time", "did_you_mean", "engine", "explain", "facets", "follow_now", "heal",
    "keep_up", "list_articles", "mark", "rebuild", "related", "search", "status", "suggest",
]  # fmt: skip

_engines: dict[tuple[int, Path, str], SearchEngine] = {}
_engines_lock = threading.Lock()


def engine() -> SearchEngine:
    """The engine of this process, which has one index: a fork opens its own."""
    key = (os.getpid(), Path(settings.SEARCH_INDEX_DIR), settings.SEARCH_LANGUAGE)
    found = _engines.get(key)
    if found is None:
        with _engines_lock:
            found = _engines.get(key) or TantivyEngine(key[1], key[2])
            _engines.clear()
            _engines[key] = found
    return found


def search(selection: Selection, page: int = 1, after: str = "") -> Results:
    """One page of what a selection holds, with exact total, facets and histogram. A bad query
    gives sentences in `mistakes`, and what could be read runs. Without words the database answers
    where no index does; with words SearchUnavailable says why and how far a rebuild is.

    `after` is what the page before says in `Results.after`: the page behind it, however deep; it
    goes before `page`. Raises BadCursor for what is none, or none of this list."""
    return lists.search(engine(), selection, page, after)


def facets(selection: Selection) -> NamedFacets:
    """The facets of a selection without its rows; raises SearchUnavailable."""
    return lists.facets(engine(), selection)


def mark(query: str, text: str, part: Part = "") -> Marked:
    """The whole text with the hits of the query marked. `part` says what the text is, where it is
    not the body: words asked for in a field are hits only there."""
    return engine().mark(query, text, part)


def suggest(prefix: str) -> list[Suggestion]:
    """At most eight continuations of what was typed so far: words, authors, headlines."""
    return suggestions(engine(), prefix)


def did_you_mean(selection: Selection) -> DidYouMean | None:
    """A spelling of the words that finds more, to be asked for when little or nothing was found."""
    return likely_meant(engine(), selection)


def explain(selection: Selection, article: Article | None = None) -> Explanation:
    """How each word, phrase or date of the query was read, and what it would find alone within the
    other filters: which one is to blame where nothing is found. With an article also why it
    matches: its place, the hits in each of its parts, what its rank is made of. An article that is
    not published matches nothing. Raises SearchUnavailable."""
    return lists.explain(engine(), selection, article)


def related(article: Article, limit: int = 6, but: Collection[int] = ()) -> list[int]:
    """Ids of the articles most like this one, which is loaded with its body; those in `but`, such
    as its near-duplicates, are left out. [] while no index answers."""
    return lists.related(engine(), article, limit, but)


def counts_over_time(selection: Selection, interval: Interval) -> Histogram:
    """Articles of a selection by year, month or day; raises SearchUnavailable."""
    return engine().histogram(selection, interval)


def apply_changes() -> int:
    """Follow the change log; how many articles were indexed or dropped. 0 while another process
    holds the index. An index that cannot be used is rebuilt."""
    return sync.apply_changes(engine())


def follow_now(most: int) -> None:
    """Index what changed where that is at most so many articles. All else is left to keep_up():
    more of them, an index that does not answer or that another process writes."""
    sync.follow_now(engine(), most)


def rebuild(progress: Callable[[int, int], None] | None = None) -> None:
    """A new index beside the old one, which answers until the swap. `progress` is called with how
    many articles are done, of how many. SearchUnavailable while another process writes."""
    sync.rebuild(engine(), progress)


def heal(most: int | None = None) -> str:
    """Rebuild or catch up where needed; what was done in a sentence, "" for nothing. Where more
    than `most` articles would have to be indexed, it is left to keep_up()."""
    return sync.heal(engine(), most)


def keep_up(stop: threading.Event) -> None:
    """Follow the log once a second until told to stop; for a thread of a serving process."""
    sync.keep_up(engine(), stop)


def status() -> Status:
    """How the index is, and how many changes it is behind."""
    found, state = engine().status(), changelog.state()
    behind = state.number - found.number if found.number >= 0 else state.number
    return replace(found, behind=max(0, behind))
