"""The embedded index as one process has it open.

Opened on first use, as nothing survives a fork. The marker's time shows a commit or a new index.
Where the engine reports damaged files, the index is dropped for a rebuild and SearchUnavailable is
raised.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import tantivy
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _

from archive.search.embedded import schema as fields
from archive.search.embedded.counts import IndexFrequencies, RememberedCounts
from archive.search.embedded.pages import HitPager
from archive.search.embedded.query import Builder
from archive.search.engine import SearchUnavailable
from archive.search.index.folder import Files, IndexDamaged, IndexFolder, IndexMarker

log = logging.getLogger(__name__)

#: Seconds between two checks of the open index's files, some 50 µs each.
CHECK_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexState:
    """One commit of one index, with the counts taken in it."""

    marker: IndexMarker
    stamp: tuple[int, int, int]
    index: tantivy.Index
    searcher: tantivy.Searcher
    builder: Builder
    pager: HitPager
    counts: RememberedCounts


class IndexReader:
    """Opens the index in a folder, if it is of this language, and keeps checking its files."""

    def __init__(self, folder: IndexFolder, language: str, analysis: fields.Analysis) -> None:
        self._folder, self._language, self._analysis = folder, language, analysis
        self._lock = threading.RLock()
        self._state: IndexState | None = None
        self._files: Files = {}
        self._next_check = 0.0

    def fits(self, marker: IndexMarker) -> bool:
        return marker.mark == fields.MARK and marker.language == self._language

    @contextlib.contextmanager
    def reading(self) -> Iterator[IndexState]:
        state = self.current()
        with self.reading_on(state):
            yield state

    @contextlib.contextmanager
    def reading_on(self, state: IndexState) -> Iterator[None]:
        """Go on reading in an open state; inside, only the engine may raise."""
        try:
            yield
        except BaseException as error:
            if not _is_engine_failure(error):
                raise
            log.exception("The search index failed.")
            self._distrust(state.marker)
            raise SearchUnavailable(self.sentence()) from error

    def current(self) -> IndexState:
        stamp = self._folder.stamp()
        state = self._state
        if state is None or state.stamp != stamp:
            with self._lock:
                state = self._renewed()
        self._check_files(state)
        return state

    def _check_files(self, state: IndexState) -> None:
        """Notice files that were cut or overwritten under the open index: they are mapped into
        memory, and reading beyond the end of one kills the process."""
        now = time.monotonic()
        if now < self._next_check:
            return
        self._next_check = now + CHECK_SECONDS
        try:
            self._files = self._folder.watched(state.marker, self._files)
        except IndexDamaged as error:
            if self._folder.stamp() != state.stamp:
                return  # removed for a newer index; what is open stays whole
            self._next_check = 0.0
            log.warning("The search index has changed: %s", error)
            self._distrust(state.marker)
            raise SearchUnavailable(self.sentence()) from error

    def _renewed(self) -> IndexState:
        stamp, marker = self._folder.stamp(), self._folder.marker()
        state = self._state
        if state is not None and state.stamp == stamp:
            return state
        if stamp is None or marker is None or not self.fits(marker):
            self._state = None
            raise SearchUnavailable(self.sentence())
        try:
            if state is not None and state.marker.folder == marker.folder:
                state.index.reload()
                index = state.index
            else:
                index = self._verified(marker)
            searcher = index.searcher()
        except BaseException as error:
            if not isinstance(error, IndexDamaged) and not _is_engine_failure(error):
                raise
            log.warning("The search index cannot be opened: %s", error)
            self._distrust(marker)
            if state is not None and self._folder.marker() is not None:
                return state  # what was open goes on answering
            self._state = None
            raise SearchUnavailable(self.sentence()) from error
        builder = Builder(index.schema, self._analysis, IndexFrequencies(searcher))
        self._state = IndexState(
            marker=marker,
            stamp=stamp,
            index=index,
            searcher=searcher,
            builder=builder,
            pager=HitPager(searcher, builder, marker.number),
            counts=RememberedCounts(searcher, builder),
        )
        return self._state

    def _verified(self, marker: IndexMarker) -> tantivy.Index:
        self._folder.verify(marker)
        return fields.open_index(self._folder.path(marker.folder), self._language)

    def _distrust(self, marker: IndexMarker) -> None:
        """Drop the index if it is damaged, not merely out of reach for a moment."""
        with self._folder.locked() as mine:
            if not mine:
                return  # the writer is at work: files come and go
            if self._folder.marker() != marker:
                return
            try:
                self._folder.verify(marker, thorough=True)
                fields.open_index(self._folder.path(marker.folder), self._language).searcher()
            except BaseException as error:
                if not isinstance(error, IndexDamaged) and not _is_engine_failure(error):
                    raise
                log.warning("The search index is damaged and will be rebuilt: %s", error)
                self._folder.drop()
                with self._lock:
                    self._state = None

    def sentence(self) -> str:
        """Why no index answers."""
        if (progress := self._folder.progress()) is not None:
            share = 100 * progress.done // max(1, progress.total)
            return _(
                "The search index is being built: %(done)s of %(total)s articles (%(share)s%%) are "
                "in it."
            ) % {"done": intcomma(progress.done), "total": intcomma(progress.total), "share": share}
        if not self._folder.bytes():
            return _("There is no search index yet; it is being built.")
        marker = self._folder.marker()
        if marker is None:
            return _("The search index is damaged; it is being rebuilt.")
        if not self.fits(marker):
            return _("The search index is of another version or language; it is being rebuilt.")
        return _("The search index could not be read; try again.")


def _is_engine_failure(error: BaseException) -> bool:
    """The engine reports broken files as ValueError, OSError or a panic, which is no Exception."""
    return isinstance(error, (ValueError, OSError)) or type(error).__name__ == "PanicException"
