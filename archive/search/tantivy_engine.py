"""The embedded engine: one index in a folder, read by any number of processes, written by one.

Readers open it on first use in their process (nothing survives a fork) and notice a commit, or a
whole new index, by the marker's time. What the engine says about damaged files becomes
SearchUnavailable, and the index is given up for a rebuild.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import tantivy
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _

from archive.search import explaining, spelling, tantivy_explain, tantivy_words
from archive.search import tantivy_schema as fields
from archive.search.cursor import Cursor
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
from archive.search.index_folder import Files, IndexDamaged, IndexFolder, Marker
from archive.search.snippets import Snippets
from archive.search.syntax import parse
from archive.search.tantivy_counts import Counts, IndexFrequencies, counted, counts_of
from archive.search.tantivy_pages import Pager, ids_of
from archive.search.tantivy_query import Builder
from archive.search.tantivy_writer import TantivyWriter
from archive.search.words import prepared
from archive.selection import Selection

log = logging.getLogger(__name__)

#: Pages that can be paged to; deeper ones cost the engine a longer list in memory each.
MAX_PAGES: Final = 400
#: Selections whose counts are remembered until the next commit: paging through one counts once.
_REMEMBERED: Final = 64
#: Seconds after which the files of the open index are looked at again: some 50 µs each time.
_LOOK_SECONDS: Final = 1.0
#: Parts of a query that are counted one by one.
_COUNTED: Final = 12


@dataclass(frozen=True, slots=True)
class _Open:
    """One index as this process has it open."""

    marker: Marker
    stamp: tuple[int, int, int]
    index: tantivy.Index
    searcher: tantivy.Searcher
    builder: Builder
    pager: Pager


class TantivyEngine:
    """`language` as in settings.SEARCH_LANGUAGES."""

    def __init__(self, root: Path, language: str) -> None:
        self.folder = IndexFolder(root)
        self.language = language
        self.analysis = fields.Analysis(language)
        self._lock = threading.RLock()
        self._opened: _Open | None = None
        self._files: Files = {}
        self._look_again = 0.0
        self._counts: OrderedDict[Selection, Counts] = OrderedDict()
        self._snippets = Snippets(self.analysis.terms)

    # Reading

    def search(self, selection: Selection, page: int, page_size: int, after: str = "") -> Matches:
        with self._reading() as opened:
            archive = opened.marker.archive
            cursor = Cursor.read(after, selection, archive) if after else None
            counts = self._counted(opened, selection)
            pages = max(1, min(MAX_PAGES, -(-counts.total // page_size)))
            if cursor is None:
                page = min(max(1, page), pages)
                found = opened.pager.page(selection, (page - 1) * page_size, page_size)
            else:
                found = opened.pager.behind(selection, cursor, page_size)
                page = found.place // page_size + 1
            return Matches(
                counts.total,
                page,
                pages,
                found.ids,
                counts.facets,
                counts.histogram,
                found.place,
                found.after(selection, opened.marker, counts.total),
                opened.builder.read(selection.q).cut,
            )

    def count(self, selection: Selection) -> int:
        with self._reading() as opened:
            known = self._counts.get(replace(selection, chosen_sort=None))
            if known is not None:
                return known.total
            return counted(opened.searcher, opened.builder.matching(selection))

    def cost(self, selection: Selection) -> int:
        with self._reading() as opened:
            return opened.builder.read(selection.q).units

    def histogram(self, selection: Selection, interval: Interval) -> Histogram:
        with self._reading() as opened:
            query = opened.builder.matching(selection)
            return counts_of(opened.searcher, query, selection, interval).histogram

    def facets(self, selection: Selection) -> Facets:
        with self._reading() as opened:
            return self._counted(opened, selection).facets

    def _counted(self, opened: _Open, selection: Selection) -> Counts:
        """Total, facets and histogram, whatever the order."""
        key = replace(selection, chosen_sort=None)
        with self._lock:
            if (known := self._counts.get(key)) is not None:
                self._counts.move_to_end(key)
                return known
        counts = counts_of(opened.searcher, opened.builder.matching(selection), selection)
        with self._lock:
            if self._opened is opened:
                self._counts[key] = counts
                while len(self._counts) > _REMEMBERED:
                    self._counts.popitem(last=False)
        return counts

    def explain(self, selection: Selection, article: IndexedArticle | None = None) -> Explanation:
        with self._reading() as opened:
            searcher, builder = opened.searcher, opened.builder
            asked = builder.read(selection.q)
            total = self._counted(opened, selection).total
            explanation = Explanation(self._readings(opened, selection), total, asked.cut)
            if article is None:
                return explanation
            hits = tuple(explaining.hits_in(article, asked.tree, self.analysis.terms))
            if not tantivy_explain.matches(searcher, builder, selection, article.id):
                return replace(explanation, hits=hits)
            return replace(
                explanation,
                matches=True,
                place=tantivy_explain.place(searcher, builder, opened.pager, selection, article.id),
                hits=hits,
                grounds=tantivy_explain.grounds(searcher, builder, selection, article.id),
            )

    def _readings(self, opened: _Open, selection: Selection) -> tuple[Reading, ...]:
        """What was cut is not counted: together the others cost no more than the query did."""
        cut = {(one.start, one.end) for one in opened.builder.read(selection.q).cut}
        found: list[Reading] = []
        for reading in explaining.readings(parse(selection.q).tree, self.analysis.terms):
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
        with self._reading() as opened:
            return tantivy_words.continuations(
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
        with self._reading() as opened:
            selection = Selection(q=query[:500], chosen_sort="newest")
            if not opened.builder.has_words(selection.q):
                return ()
            return opened.pager.page(selection, 0, limit).ids

    def related(self, article: IndexedArticle, limit: int) -> Sequence[int]:
        text = prepared("\n".join((article.headline, article.standfirst, article.body)))
        with self._reading() as opened:
            like = tantivy.Query.more_like_this_document_fields_query(
                opened.builder.schema,
                {fields.STEMMED: [text]},
                min_doc_frequency=2,
                max_doc_frequency=max(10, opened.searcher.num_docs // 20),
                min_term_frequency=1,
                max_query_terms=20,
                min_word_length=3,
            )
            itself = tantivy.Query.term_query(opened.builder.schema, fields.ID, article.id)
            query = tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, like), (tantivy.Occur.MustNot, itself)]
            )
            found = opened.searcher.search(query, limit, count=False)
            return ids_of(opened.searcher, found.hits)

    def spellings(self, word: str, limit: int) -> Sequence[str]:
        exact = self.analysis.terms(word)[0]
        if len(exact) != 1:
            return ()
        with self._reading() as opened:
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

    # The open index

    def number(self, archive: str) -> int:
        marker = self.folder.marker()
        if marker is None or not self._fits(marker) or marker.archive != archive:
            return -1
        try:
            self._current()
        except SearchUnavailable:
            return -1
        return marker.number

    def status(self) -> Status:
        marker, progress, problem, articles = self.folder.marker(), self.folder.progress(), "", 0
        try:
            articles = self._current().searcher.num_docs
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

    def _fits(self, marker: Marker) -> bool:
        return marker.mark == fields.MARK and marker.language == self.language

    @contextlib.contextmanager
    def _reading(self) -> Iterator[_Open]:
        opened = self._current()
        try:
            yield opened
        except BaseException as error:
            if not _is_engine_failure(error):
                raise
            log.exception("The search index failed.")
            self._distrust(opened.marker)
            raise SearchUnavailable(self._sentence()) from error

    def _current(self) -> _Open:
        stamp = self.folder.stamp()
        opened = self._opened
        if opened is None or opened.stamp != stamp:
            with self._lock:
                opened = self._renewed()
        self._look_after(opened)
        return opened

    def _look_after(self, opened: _Open) -> None:
        """Notice files that were cut or overwritten under the open index: the engine has them
        mapped into memory, and to read where a file no longer is ends the process."""
        now = time.monotonic()
        if now < self._look_again:
            return
        self._look_again = now + _LOOK_SECONDS
        try:
            self._files = self.folder.watched(opened.marker, self._files)
        except IndexDamaged as error:
            if self.folder.stamp() != opened.stamp:
                return  # put away meanwhile for a newer index; what is open stays whole
            self._look_again = 0.0
            log.warning("The search index has changed: %s", error)
            self._distrust(opened.marker)
            raise SearchUnavailable(self._sentence()) from error

    def _renewed(self) -> _Open:
        stamp, marker = self.folder.stamp(), self.folder.marker()
        opened = self._opened
        if opened is not None and opened.stamp == stamp:
            return opened
        if stamp is None or marker is None or not self._fits(marker):
            self._opened = None
            raise SearchUnavailable(self._sentence())
        try:
            if opened is not None and opened.marker.folder == marker.folder:
                opened.index.reload()
                index = opened.index
            else:
                index = self._verified(marker)
            searcher = index.searcher()
        except BaseException as error:
            if not isinstance(error, IndexDamaged) and not _is_engine_failure(error):
                raise
            log.warning("The search index cannot be opened: %s", error)
            self._distrust(marker)
            if opened is not None and self.folder.marker() is not None:
                return opened  # what was open goes on answering
            self._opened = None
            raise SearchUnavailable(self._sentence()) from error
        self._counts.clear()
        builder = Builder(index.schema, self.analysis, IndexFrequencies(searcher))
        pager = Pager(searcher, builder, marker.number)
        self._opened = _Open(marker, stamp, index, searcher, builder, pager)
        return self._opened

    def _verified(self, marker: Marker) -> tantivy.Index:
        self.folder.verify(marker)
        return fields.opened(self.folder.path(marker.folder), self.language)

    def _distrust(self, marker: Marker) -> None:
        """Give the index up, if it is damaged and not only out of reach for a moment."""
        with self.folder.locked() as mine:
            if not mine:
                return  # its writer is at work: files come and go
            if self.folder.marker() != marker:
                return
            try:
                self.folder.verify(marker, thorough=True)
                fields.opened(self.folder.path(marker.folder), self.language).searcher()
            except BaseException as error:
                if not isinstance(error, IndexDamaged) and not _is_engine_failure(error):
                    raise
                log.warning("The search index is damaged and will be rebuilt: %s", error)
                self.folder.drop()
                with self._lock:
                    self._opened = None

    def _sentence(self) -> str:
        progress = self.folder.progress()
        if progress is None:
            return _("The search index is missing or damaged; it will be rebuilt.")
        share = 100 * progress.done // max(1, progress.total)
        return _(
            "The search index is being rebuilt: %(done)s of %(total)s articles (%(share)s %%) are "
            "in it."
        ) % {"done": intcomma(progress.done), "total": intcomma(progress.total), "share": share}

    # Writing

    @contextlib.contextmanager
    def writing(self, archive: str, *, fresh: bool = False) -> Iterator[TantivyWriter | None]:
        with self.folder.locked() as mine:
            if not mine:
                yield None
                return
            live = self.folder.marker()
            if not fresh and (live is None or not self._fits(live) or live.archive != archive):
                raise SearchUnavailable(self._sentence())
            folder = self.folder.new_folder() if fresh or live is None else live.folder
            writer = TantivyWriter(self.folder, folder, archive, self.language, fresh=fresh)
            try:
                yield writer
            finally:
                writer.close()
                self.folder.tell(None)
                after = self.folder.marker()
                self.folder.sweep(after.folder if after else None)


def _is_engine_failure(error: BaseException) -> bool:
    """The engine reports broken files as ValueError or OSError, and as a panic, which is no
    Exception."""
    return isinstance(error, (ValueError, OSError)) or type(error).__name__ == "PanicException"
