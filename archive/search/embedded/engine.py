"""The embedded engine: one index in a folder, with many reading processes and one writer."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import tantivy

from archive.search import spelling
from archive.search.cursor import Cursor
from archive.search.embedded import schema as fields
from archive.search.embedded.counts import Counts, counts_of, total_of
from archive.search.embedded.explain import continuations, grounds, matches, place
from archive.search.embedded.pages import HitPage, ids_of
from archive.search.embedded.reader import IndexReader, IndexState
from archive.search.embedded.writer import TantivyWriter
from archive.search.engine import (
    Clause,
    Explanation,
    Facets,
    Histogram,
    IndexedArticle,
    Interval,
    Marked,
    Matches,
    Part,
    SearchUnavailable,
    Status,
)
from archive.search.explain import clauses, hits_in
from archive.search.highlight.snippets import Snippets
from archive.search.index.folder import IndexFolder
from archive.search.query.syntax import parse
from archive.selection import Selection
from archive.text.tokens import prepared

#: Pages with a number; the engine keeps a longer list in memory for each deeper one.
MAX_PAGES: Final = 400
#: Clauses of a query that are counted one by one.
_COUNTED: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingPage:
    """A ranked page and the state of the index it was ranked in; `counting` waits for its counts.
    A page number beyond the last becomes the last."""

    reader: IndexReader
    state: IndexState
    selection: Selection
    page_size: int
    hits: HitPage
    by_number: bool
    counting: Callable[[], Counts]

    @property
    def ids(self) -> tuple[int, ...]:
        return self.hits.ids

    def matches(self) -> Matches:
        hits, state, size = self.hits, self.state, self.page_size
        with self.reader.reading_on(state):
            counts = self.counting()
            pages = max(1, min(MAX_PAGES, -(-counts.total // size)))
            if self.by_number and hits.place >= pages * size:
                hits = state.pager.page(self.selection, (pages - 1) * size, size)
            return Matches(
                total=counts.total,
                page=hits.place // size + 1,
                pages=pages,
                ids=hits.ids,
                facets=counts.facets,
                histogram=counts.histogram,
                place=hits.place,
                after=hits.after(self.selection, state.marker, counts.total),
                cut=state.builder.read(self.selection.q).cut,
            )


class TantivyEngine:
    """`language` as in settings.SEARCH_LANGUAGES."""

    def __init__(self, root: Path, language: str) -> None:
        self.folder = IndexFolder(root)
        self.language = language
        self.analysis = fields.Analysis(language)
        self._reader = IndexReader(self.folder, language, self.analysis)
        self._snippets = Snippets(self.analysis.terms)

    # Reading

    def begin(
        self, selection: Selection, page: int, page_size: int, after: str = ""
    ) -> PendingPage:
        with self._reader.reading() as state:
            archive = state.marker.archive
            cursor = Cursor.read(after, selection, archive) if after else None
            counting = state.counts.start(selection)
            if cursor is None:
                start = (min(max(1, page), MAX_PAGES) - 1) * page_size
                hits = state.pager.page(selection, start, page_size)
            else:
                hits = state.pager.behind(selection, cursor, page_size)
        return PendingPage(
            reader=self._reader,
            state=state,
            selection=selection,
            page_size=page_size,
            hits=hits,
            by_number=cursor is None,
            counting=counting,
        )

    def search(self, selection: Selection, page: int, page_size: int, after: str = "") -> Matches:
        return self.begin(selection, page, page_size, after).matches()

    def walk(self, selection: Selection, size: int) -> Iterator[tuple[int, ...]]:
        state = self._reader.current()
        pages = state.pager.walk(selection, size)
        while True:
            with self._reader.reading_on(state):
                ids = next(pages, ())
            if not ids:
                return
            yield ids

    def count(self, selection: Selection) -> int:
        with self._reader.reading() as state:
            return state.counts.total(selection)

    def cost(self, selection: Selection) -> int:
        with self._reader.reading() as state:
            return state.builder.read(selection.q).units

    def histogram(self, selection: Selection, interval: Interval) -> Histogram:
        with self._reader.reading() as state:
            query = state.builder.matching(selection)
            return counts_of(state.searcher, query, interval).histogram

    def facets(self, selection: Selection) -> Facets:
        with self._reader.reading() as state:
            return state.counts.of(selection).facets

    def explain(self, selection: Selection, article: IndexedArticle | None = None) -> Explanation:
        with self._reader.reading() as state:
            searcher, builder = state.searcher, state.builder
            bounded = builder.read(selection.q)
            total = state.counts.of(selection).total
            explanation = Explanation(self._counted_clauses(state, selection), total, bounded.cut)
            if article is None:
                return explanation
            hits = tuple(hits_in(article, bounded.tree, self.analysis.terms))
            if not matches(searcher, builder, selection, article.id):
                return replace(explanation, hits=hits)
            return replace(
                explanation,
                matches=True,
                place=place(searcher, builder, state.pager, selection, article.id),
                hits=hits,
                grounds=grounds(searcher, builder, selection, article.id),
            )

    def _counted_clauses(self, state: IndexState, selection: Selection) -> tuple[Clause, ...]:
        """What was cut is not counted: the others together cost no more than the query did."""
        cut = {(mistake.start, mistake.end) for mistake in state.builder.read(selection.q).cut}
        counted_clauses: list[Clause] = []
        for clause in clauses(parse(selection.q).tree, self.analysis.terms):
            total = None
            if len(counted_clauses) < _COUNTED and (clause.start, clause.end) not in cut:
                alone = state.builder.matching(selection.but(q=clause.query))
                total = total_of(state.searcher, alone)
            counted_clauses.append(replace(clause, total=total))
        return tuple(counted_clauses)

    def continuations(self, prefix: str, limit: int, before: str = "") -> Sequence[str]:
        terms = self.analysis.terms(prefix)[0]
        if len(terms) != 1 or len(terms[0]) < 2:
            return ()
        with self._reader.reading() as state:
            return continuations(
                state.searcher,
                state.builder.schema,
                terms[0],
                limit,
                self.analysis.terms(before)[0][-1:],
            )

    def headlines(self, prefix: str, limit: int) -> Sequence[int]:
        words = prefix.split()
        if not words:
            return ()
        query = " ".join(f"title:{word.strip('*():-')}" for word in words if word.strip('*():-"“”'))
        if not prefix[-1].isspace():
            query += "*"
        with self._reader.reading() as state:
            selection = Selection(q=query[:500], chosen_sort="newest")
            if not state.builder.has_words(selection.q):
                return ()
            return state.pager.page(selection, 0, limit).ids

    def related(self, article: IndexedArticle, limit: int) -> Sequence[int]:
        text = prepared("\n".join((article.headline, article.standfirst, article.body)))
        with self._reader.reading() as state:
            like = tantivy.Query.more_like_this_document_fields_query(
                state.builder.schema,
                {fields.STEMMED: [text]},
                min_doc_frequency=2,
                max_doc_frequency=max(10, state.searcher.num_docs // 20),
                min_term_frequency=1,
                max_query_terms=20,
                min_word_length=3,
            )
            # The article itself is dropped afterwards: a plain union lets the engine skip what
            # cannot come among the first.
            hits = state.searcher.search(like, limit + 1, count=False).hits
            ids = ids_of(state.searcher, hits)
            return [id for id in ids if id != article.id][:limit]

    def spellings(self, word: str, limit: int) -> Sequence[str]:
        exact = self.analysis.terms(word)[0]
        if len(exact) != 1:
            return ()
        with self._reader.reading() as state:
            searcher = state.searcher
            return spelling.nearby(
                exact[0],
                lambda term: searcher.doc_freq(fields.EXACT, term),
                lambda prefix: searcher.terms_with_prefix(fields.EXACT, prefix, limit=5_000),
                limit,
            )

    # Marking needs no index

    def mark(self, query: str, text: str, part: Part = "") -> Marked:
        return self._snippets.mark(query, text, part)

    def snippet(self, query: str, texts: Sequence[tuple[str, Part]], length: int = 220) -> Marked:
        return self._snippets.snippet(query, texts, length)

    # The state of the index

    def number(self, archive: str) -> int:
        marker = self.folder.marker()
        if marker is None or not self._reader.fits(marker) or marker.archive != archive:
            return -1
        try:
            self._reader.current()
        except SearchUnavailable:
            return -1
        return marker.number

    def status(self) -> Status:
        marker, progress, problem, articles = self.folder.marker(), self.folder.progress(), "", 0
        try:
            articles = self._reader.current().searcher.num_docs
        except SearchUnavailable as error:
            problem = str(error)
        return Status(
            engine="tantivy",
            articles=articles,
            number=marker.number if marker and not problem else -1,
            behind=0,
            bytes=self.folder.bytes(),
            rebuilding=progress is not None,
            problem=problem,
        )

    # Writing

    @contextlib.contextmanager
    def writing(self, archive: str, *, fresh: bool = False) -> Iterator[TantivyWriter | None]:
        with self.folder.locked() as mine:
            if not mine:
                yield None
                return
            live = self.folder.marker()
            if not fresh and (
                live is None or not self._reader.fits(live) or live.archive != archive
            ):
                raise SearchUnavailable(self._reader.sentence())
            folder = self.folder.new_folder() if fresh or live is None else live.folder
            writer = TantivyWriter(self.folder, folder, archive, self.language, fresh=fresh)
            try:
                yield writer
            finally:
                writer.close()
                self.folder.record(None)
                after = self.folder.marker()
                self.folder.sweep(after.folder if after else None)
