"""Keeps the index in step with the change log: catching up, rebuilding, healing."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Final

from django.db import DatabaseError, close_old_connections, connection
from django.utils.translation import gettext as _

from archive.models import Article, Change
from archive.search.engine import IndexWriter, SearchEngine, SearchUnavailable
from archive.search.index import documents
from archive.store import changelog

log = logging.getLogger(__name__)

#: Called with the articles done, and all there are.
Progress = Callable[[int, int], None]

#: Articles between two commits while catching up: a crash loses no more work than that.
PER_COMMIT: Final = 10_000
#: Seconds between two reads of the log.
POLL_SECONDS: Final = 1.0
#: From so many changes on, an import is running. Each commit makes a segment to be merged later, so
#: the next one waits until no change has come for QUIET_SECONDS, or one has waited
#: PATIENCE_SECONDS.
IMPORT_CHANGES: Final = 500
QUIET_SECONDS: Final = 1.5
PATIENCE_SECONDS: Final = 10.0
IMPORT_POLL_SECONDS: Final = 0.25
#: Seconds to wait after a failure, so that a broken disk does not fill the log.
RETRY_SECONDS: Final = 15.0


def apply_changes(engine: SearchEngine, stop: threading.Event | None = None) -> int:
    """Index what changed since last time; returns the number of articles, 0 while another process
    holds the index. Rebuilds where no index can be used, which counts every article. With `stop`,
    goes on for as long as an import does, or until it is set."""
    state = changelog.state()
    reached = engine.number(state.archive)
    if reached < 0 or reached > state.number:
        return max(0, _rebuilt(engine, None))
    if reached == state.number:
        return 0
    try:
        with engine.writing(state.archive) as writer:
            if writer is None:
                return 0
            return _follow(writer, engine.number(state.archive), behind=False, stop=stop)
    except SearchUnavailable:
        return max(0, _rebuilt(engine, None))


def follow_now(engine: SearchEngine, most: int) -> None:
    """Apply the waiting changes if they are at most so many; never rebuilds, never raises."""
    try:
        state = changelog.state()
        reached = engine.number(state.archive)
        if reached < 0 or not 0 < state.number - reached <= most:
            return
        with engine.writing(state.archive) as writer:
            if writer is not None:
                _follow(writer, engine.number(state.archive), behind=False)
    except (DatabaseError, SearchUnavailable, OSError, ValueError) as error:
        log.warning("The search index could not follow the archive at once: %s", error)


def _follow(
    writer: IndexWriter, number: int, *, behind: bool, stop: threading.Event | None = None
) -> int:
    """Apply the log after `number` to its end; `behind` where the index itself is not committed
    yet. Returns the number of articles."""
    done = uncommitted = 0
    first = 0.0
    while number >= 0 and (rows := _next(number, stop if done >= IMPORT_CHANGES else None)):
        first = first if uncommitted else time.monotonic()
        articles = documents.indexed([row.article_id for row in rows if not row.deleted])
        present = {article.id for article in articles}
        writer.apply(articles, [row.article_id for row in rows if row.article_id not in present])
        number = rows[-1].number
        done += len(rows)
        uncommitted += len(rows)
        due = uncommitted >= PER_COMMIT or time.monotonic() - first > PATIENCE_SECONDS
        if due and not behind:
            writer.commit(number)
            uncommitted = 0
    if uncommitted or behind:
        writer.commit(number)
    return done


def _next(number: int, stop: threading.Event | None) -> list[Change]:
    """The next changes after `number`; with `stop`, waits a while for some."""
    until = time.monotonic() + QUIET_SECONDS
    rows = changelog.since(number, documents.BATCH)
    while not rows and stop and time.monotonic() < until and not stop.wait(IMPORT_POLL_SECONDS):
        rows = changelog.since(number, documents.BATCH)
    return rows


def rebuild(engine: SearchEngine, progress: Progress | None = None) -> None:
    """A new index of every published article, beside the old one, which answers until then.
    Raises SearchUnavailable while another process writes the index."""
    if _rebuilt(engine, progress) < 0:
        raise SearchUnavailable(_("Another process is writing the search index; try again later."))


def _rebuilt(engine: SearchEngine, progress: Progress | None) -> int:
    """The number of articles in the new index; -1 while another process holds the lock."""
    state = changelog.state()
    with engine.writing(state.archive, fresh=True) as writer:
        if writer is None:
            return -1
        total, done = Article.objects.published().count(), 0
        writer.report(done, total)
        for batch in documents.all_indexed():
            writer.add(batch)
            done += len(batch)
            writer.report(done, max(done, total))
            if progress is not None:
                progress(done, max(done, total))
        _follow(writer, state.number, behind=True)
    return done


def heal(engine: SearchEngine, most: int | None = None) -> str:
    """Rebuild or catch up as needed; returns a sentence, or "" where nothing was to be done. More
    than `most` articles are left to keep_up()."""
    state = changelog.state()
    reached = engine.number(state.archive)
    if reached == state.number:
        return ""
    follows = 0 <= reached < state.number
    waiting = state.number - reached if follows else Article.objects.published().count()
    if most is not None and waiting > most:
        return f"{waiting:,} articles will be indexed once the archive is open."
    if follows:
        done = apply_changes(engine)
        return f"The search index was behind; {done:,} changed articles were indexed."
    return _healed(engine, reached)


def _healed(engine: SearchEngine, reached: int) -> str:
    is_new = not engine.status().bytes
    done = _rebuilt(engine, None)
    if done < 0:
        return "Another process is building the search index."
    if is_new:
        return f"The search index was built with {done:,} articles."
    why = "was ahead of the archive" if reached >= 0 else "was damaged or did not fit"
    return f"The search index {why}; it was rebuilt with {done:,} articles."


def keep_up(engine: SearchEngine, stop: threading.Event) -> None:
    """Follow the log once a second until `stop`, and once more then; survives any failure."""
    pause = POLL_SECONDS
    while not stop.wait(pause):
        pause = POLL_SECONDS
        try:
            close_old_connections()
            apply_changes(engine, stop)
        except (DatabaseError, SearchUnavailable, OSError, ValueError) as error:
            log.warning("The search index could not follow the archive: %s", error)
            pause = RETRY_SECONDS
        except Exception:
            log.exception("The search index could not follow the archive.")
            pause = RETRY_SECONDS
    # Index what was written last, unless it is much.
    follow_now(engine, PER_COMMIT)
    connection.close()
