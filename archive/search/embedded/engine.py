"""The embedded engine: one index in a folder, read by any number of processes, written by one."""

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
from archive.search.embedded.counts import Counts, counted, counts_of
from archive.search.embedded.explain import continuations, grounds, matches, place
from archive.search.embedded.pages import Found, ids_of
from archive.search.embedded.reader import Opened, Opening
from archive.search.embedded.writer import TantivyWriter
from archive.search.engine import (
    Explanation,
    Facets,
    Histogram,
    IndexedArticle,
    Interval,
    Marked,
    Matches,
    Part,
    Reading,
    SearchUnavailable,
    Status,
)
from archive.search.explain import hits_in, readings
from archive.search.highlight.snippets import Snippets
from archive.search.index.folder import IndexFolder
from archive.search.query.syntax import parse
from archive.selection import Selection
from archive.text.tokens import prepared

#: Pages that can be paged to; deeper ones cost the engine a longer list in memory each.
MAX_PAGES: Final = 400
#: Parts of a query that are counted one by one.
_COUNTED: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingPage:
    """One ranked page, and the state of the index that it is of; `counting` waits for its counts.
    A page asked for by number moves back to the last page where there are not so many."""

    opening: Opening
    opened: Opened
    selection: Selection
    page_size: int
    found: Found
    by_number: bool
    counting: Callable[[], Counts]

    @property
    def ids(self) -> tuple[int, ...]:
        return self.found.ids

    def matches(self) -> Matches:
        found, opened, size = self.found, self.opened, self.page_size
        with self.opening.reading_on(opened):
            counts = self.counting()
            pages = max(1, min(MAX_PAGES, -(-counts.total // size)))
            if self.by_number and found.place >= pages * size:
                found = opened.pager.page(self.selection, (pages - 1) * size, size)
            return Matches(
                total=counts.total,
                page=found.place // size + 1,
                pages=pages,
                ids=found.ids,
                facets=counts.facets,
                histogram=counts.histogram,
                place=found.place,
                after=found.after(self.selection, opened.marker, counts.total),
                cut=opened.builder.read(self.selection.q).cut,
            )


class TantivyEngine:
    """`language` as in settings.SEARCH_LANGUAGES."""

    def __init__(self, root: Path, language: str) -> None:
        self.folder = IndexFolder(root)
        self.language = language
        self.analysis = fields.Analysis(language)
        self._opening = Opening(self.folder, language, self.analysis)
        self._snippets = Snippets(self.analysis.terms)

    # Reading

    def begin(
        self, selection: Selection, page: int, page_size: int, after: str = ""
    ) -> PendingPage:
        with self._opening.reading() as opened:
            archive = opened.marker.archive
            cursor = Cursor.read(after, selection, archive) if after else None
            counting = opened.counts.begun(selection)
            if cursor is None:
                start = (min(max(1, page), MAX_PAGES) - 1) * page_size
                found = opened.pager.page(selection, start, page_size)
            else:
                found = opened.pager.behind(selection, cursor, page_size)
        return PendingPage(
            opening=self._opening,
            opened=opened,
            selection=selection,
            page_size=page_size,
            found=found,
            by_number=cursor is None,
            counting=counting,
        )

    def search(self, selection: Selection, page: int, page_size: int, after: str = "") -> Matches:
        return self.begin(selection, page, page_size, after).matches()

    def count(self, selection: Selection) -> int:
        with self._opening.reading() as opened:
            return opened.counts.total(selection)

    def cost(self, selection: Selection) -> int:
        with self._opening.reading() as opened:
            return opened.builder.read(selection.q).units

    def histogram(self, selection: Selection, interval: Interval) -> Histogram:
        with self._opening.reading() as opened:
            query = opened.builder.matching(selection)
            return counts_of(opened.searcher, query, interval).histogram

    def facets(self, selection: Selection) -> Facets:
        with self._opening.reading() as opened:
            return opened.counts.of(selection).facets

    def explain(self, selection: Selection, article: IndexedArticle | None = None) -> Explanation:
        with self._opening.reading() as opened:
            searcher, builder = opened.searcher, opened.builder
            asked = builder.read(selection.q)
            total = opened.counts.of(selection).total
            explanation = Explanation(self._readings(opened, selection), total, asked.cut)
            if article is None:
                return explanation
            hits = tuple(hits_in(article, asked.tree, self.analysis.terms))
            if not matches(searcher, builder, selection, article.id):
                return replace(explanation, hits=hits)
            return replace(
                explanation,
                matches=True,
                place=place(searcher, builder, opened.pager, selection, article.id),
                hits=hits,
                grounds=grounds(searcher, builder, selection, article.id),
            )

    def _readings(self, opened: Opened, selection: Selection) -> tuple[Reading, ...]:
        """What was cut is not counted: together the others cost no more than the query did."""
        cut = {(one.start, one.end) for one in opened.builder.read(selection.q).cut}
        found: list[Reading] = []
        for reading in readings(parse(selection.q).tree, self.analysis.terms):
            total = None
            if len(found) < _COUNTED and (reading.start, reading.end) not in cut:
                alone = opened.builder.matching(selection.but(q=reading.query))
                total = counted(opened.searcher, alone)
            found.append(replace(reading, total=total))
        return tuple(found)

    def continuations(self, prefix: str, limit: int, before: str = "") -> Sequence[str]:
        terms = self.analysis.terms(prefix)[0]
        if len(terms) != 1 or len(terms[0]) < 2:
            return ()
        with self._opening.reading() as opened:
            return continuations(
                opened.searcher,
                opened.builder.schema,
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
        with self._opening.reading() as opened:
            selection = Selection(q=query[:500], chosen_sort="newest")
            if not opened.builder.has_words(selection.q):
                return ()
            return opened.pager.page(selection, 0, limit).ids

    def related(self, article: IndexedArticle, limit: int) -> Sequence[int]:
        text = prepared("\n".join((article.headline, article.standfirst, article.body)))
        with self._opening.reading() as opened:
            like = tantivy.Query.more_like_this_document_fields_query(
                opened.builder.schema,
                {fields.STEMMED: [text]},
                min_doc_frequency=2,
                max_doc_frequency=max(10, opened.searcher.num_docs // 20),
                min_term_frequency=1,
                max_query_terms=20,
                min_word_length=3,
            )
            # Itself is left out afterwards: of a plain union the engine looks only at what can
            # still come among the first.
            hits = opened.searcher.search(like, limit + 1, count=False).hits
            found = ids_of(opened.searcher, hits)
            return [one for one in found if one != article.id][:limit]

    def spellings(self, word: str, limit: int) -> Sequence[str]:
        exact = self.analysis.terms(word)[0]
        if len(exact) != 1:
            return ()
        with self._opening.reading() as opened:
            searcher = opened.searcher
            return spelling.nearby(
                exact[0],
                lambda term: searcher.doc_freq(fields.EXACT, term),
                lambda prefix: searcher.terms_with_prefix(fields.EXACT, prefix, limit=5_000),
                limit,
            )

    # Marking, which needs no index

    def mark(self, query: str, text: str, part: Part = "") -> Marked:
        return self._snippets.mark(query, text, part)

    def snippet(self, query: str, texts: Sequence[tuple[str, Part]], length: int = 220) -> Marked:
        return self._snippets.snippet(query, texts, length)

    # The state of the index

    def number(self, archive: str) -> int:
        marker = self.folder.marker()
        if marker is None or not self._opening.fits(marker) or marker.archive != archive:
            return -1
        try:
            self._opening.current()
        except SearchUnavailable:
            return -1
        return marker.number

    def status(self) -> Status:
        marker, progress, problem, articles = self.folder.marker(), self.folder.progress(), "", 0
        try:
            articles = self._opening.current().searcher.num_docs
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
                live is None or not self._opening.fits(live) or live.archive != archive
            ):
                raise SearchUnavailable(self._opening.sentence())
            folder = self.folder.new_folder() if fresh or live is None else live.folder
            writer = TantivyWriter(self.folder, folder, archive, self.language, fresh=fresh)
            try:
                yield writer
            finally:
                writer.close()
                self.folder.tell(None)
                after = self.folder.marker()
                self.folder.sweep(after.folder if after else None)
