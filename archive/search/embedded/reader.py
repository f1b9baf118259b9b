"""The embedded index as one process has it open.

It is opened on first use in the process (nothing survives a fork); a commit, or a whole new index,
is noticed by the marker's time. What the engine says about damaged files becomes SearchUnavailable,
and the index is given up for a rebuild.
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
from archive.search.embedded.pages import Pager
from archive.search.embedded.query import Builder
from archive.search.engine import SearchUnavailable
from archive.search.index.folder import Files, IndexDamaged, IndexFolder, Marker

log = logging.getLogger(__name__)

#: Seconds after which the files of the open index are looked at again: some 50 µs each time.
_LOOK_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class Opened:
    """One state of one index, and what was counted in it."""

    marker: Marker
    stamp: tuple[int, int, int]
    index: tantivy.Index
    searcher: tantivy.Searcher
    builder: Builder
    pager: Pager
    counts: RememberedCounts


class Opening:
    """Opens the index in a folder, for as long as it is of this language, and watches over it."""

    def __init__(self, folder: IndexFolder, language: str, analysis: fields.Analysis) -> None:
        self._folder, self._language, self._analysis = folder, language, analysis
        self._lock = threading.RLock()
        self._opened: Opened | None = None
        self._files: Files = {}
        self._look_again = 0.0

    def fits(self, marker: Marker) -> bool:
        return marker.mark == fields.MARK and marker.language == self._language

    @contextlib.contextmanager
    def reading(self) -> Iterator[Opened]:
        opened = self.current()
        with self.reading_on(opened):
            yield opened

    @contextlib.contextmanager
    def reading_on(self, opened: Opened) -> Iterator[None]:
        """Read further in what was opened before; nothing but the engine may fail inside."""
        try:
            yield
        except BaseException as error:
            if not _is_engine_failure(error):
                raise
            log.exception("The search index failed.")
            self._distrust(opened.marker)
            raise SearchUnavailable(self.sentence()) from error

    def current(self) -> Opened:
        stamp = self._folder.stamp()
        opened = self._opened
        if opened is None or opened.stamp != stamp:
            with self._lock:
                opened = self._renewed()
        self._look_after(opened)
        return opened

    def _look_after(self, opened: Opened) -> None:
        """Notice files that were cut or overwritten under the open index: the engine has them
        mapped into memory, and to read where a file no longer is ends the process."""
        now = time.monotonic()
        if now < self._look_again:
            return
        self._look_again = now + _LOOK_SECONDS
        try:
            self._files = self._folder.watched(opened.marker, self._files)
        except IndexDamaged as error:
            if self._folder.stamp() != opened.stamp:
                return  # put away meanwhile for a newer index; what is open stays whole
            self._look_again = 0.0
            log.warning("The search index has changed: %s", error)
            self._distrust(opened.marker)
            raise SearchUnavailable(self.sentence()) from error

    def _renewed(self) -> Opened:
        stamp, marker = self._folder.stamp(), self._folder.marker()
        opened = self._opened
        if opened is not None and opened.stamp == stamp:
            return opened
        if stamp is None or marker is None or not self.fits(marker):
            self._opened = None
            raise SearchUnavailable(self.sentence())
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
            if opened is not None and self._folder.marker() is not None:
                return opened  # what was open goes on answering
            self._opened = None
            raise SearchUnavailable(self.sentence()) from error
        builder = Builder(index.schema, self._analysis, IndexFrequencies(searcher))
        pager = Pager(searcher, builder, marker.number)
        counts = RememberedCounts(searcher, builder)
        self._opened = Opened(marker, stamp, index, searcher, builder, pager, counts)
        return self._opened

    def _verified(self, marker: Marker) -> tantivy.Index:
        self._folder.verify(marker)
        return fields.opened(self._folder.path(marker.folder), self._language)

    def _distrust(self, marker: Marker) -> None:
        """Give the index up, if it is damaged and not only out of reach for a moment."""
        with self._folder.locked() as mine:
            if not mine:
                return  # its writer is at work: files come and go
            if self._folder.marker() != marker:
                return
            try:
                self._folder.verify(marker, thorough=True)
                fields.opened(self._folder.path(marker.folder), self._language).searcher()
            except BaseException as error:
                if not isinstance(error, IndexDamaged) and not _is_engine_failure(error):
                    raise
                log.warning("The search index is damaged and will be rebuilt: %s", error)
                self._folder.drop()
                with self._lock:
                    self._opened = None

    def sentence(self) -> str:
        progress = self._folder.progress()
        if progress is None:
            return _("The search index is missing or damaged; it will be rebuilt.")
        share = 100 * progress.done // max(1, progress.total)
        return _(
            "The search index is being rebuilt: %(done)s of %(total)s articles (%(share)s %%) are "
            "in it."
        ) % {"done": intcomma(progress.done), "total": intcomma(progress.total), "share": share}


def _is_engine_failure(error: BaseException) -> bool:
    """The engine reports broken files as ValueError or OSError, and as a panic, which is no
    Exception."""
    return isinstance(error, (ValueError, OSError)) or type(error).__name__ == "PanicException"
