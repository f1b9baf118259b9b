"""The one writer of the embedded index, for as long as its process holds the lock."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import tantivy

from archive.search.embedded import schema as fields
from archive.search.engine import IndexedArticle
from archive.search.index.folder import IndexFolder, IndexMarker, Progress

#: Bytes in memory before the engine writes a segment. A rebuild runs for minutes with nothing
#: beside it: it takes more, and two threads.
_HEAP: Final = 60_000_000
_REBUILD_HEAP: Final = 120_000_000
_REBUILD_THREADS: Final = 2


class TantivyWriter:
    """Writes to one folder: the live one, or a fresh one that its first commit makes live."""

    def __init__(
        self, root: IndexFolder, folder: str, archive: str, language: str, *, fresh: bool
    ) -> None:
        self._root, self._folder, self._archive, self._language = root, folder, archive, language
        if fresh:
            self._index = fields.create_index(root.path(folder), language)
        else:
            self._index = fields.open_index(root.path(folder), language)
        heap, threads = (_REBUILD_HEAP, _REBUILD_THREADS) if fresh else (_HEAP, 1)
        self._writer: Any = self._index.writer(heap, threads)
        self._top = _top(self._index)
        self._number: int | None = None
        self._uncommitted = False

    def add(self, articles: Iterable[IndexedArticle]) -> None:
        writer, self._uncommitted = self._writer, True
        for article in articles:
            writer.add_document(fields.document(article))
            self._top = max(self._top, article.id)

    def apply(self, changed: Iterable[IndexedArticle], gone: Iterable[int]) -> None:
        writer, self._uncommitted = self._writer, True
        for article_id in gone:
            writer.delete_documents_by_term(fields.ID, article_id)
        for article in changed:
            # Looking for an article that cannot be there takes a tenth of an import's time. Ids are
            # given in order and never twice.
            if article.id <= self._top:
                writer.delete_documents_by_term(fields.ID, article.id)
            writer.add_document(fields.document(article))
            self._top = max(self._top, article.id)

    def commit(self, number: int) -> None:
        self._writer.commit()
        self._writer.garbage_collect_files()
        self._mark(number)
        self._uncommitted = False

    def report(self, done: int, total: int) -> None:
        self._root.record(Progress(done, total))

    def close(self) -> None:
        """Wait for merges, then record the files as they now stay."""
        if self._writer is None:
            return
        writer, self._writer = self._writer, None
        if self._uncommitted:
            writer.rollback()  # this breaks off merges too
        writer.wait_merging_threads()
        self._root.tidy(self._folder)
        if self._number is not None:
            self._mark(self._number)

    def _mark(self, number: int) -> None:
        self._number = number
        self._root.put(
            IndexMarker(
                folder=self._folder,
                archive=self._archive,
                number=number,
                mark=fields.MARK,
                language=self._language,
            )
        )


def _top(index: tantivy.Index) -> int:
    """The highest article id in the index, 0 when it is empty."""
    searcher = index.searcher()
    hits = searcher.search(
        tantivy.Query.all_query(), limit=1, count=False, order_by_field=fields.ID
    ).hits
    if not hits:
        return 0
    [top] = searcher.fast_field_values(fields.ID, [hits[0][1]])
    return int(top or 0)
