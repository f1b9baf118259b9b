"""Counts and pages, cached for a generation of the archive: until anything is written to it."""

from __future__ import annotations

import functools
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Generic, TypeVar
from weakref import WeakKeyDictionary

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import condition

from archive import search
from archive.store import changelog
from archive.store.changelog import LogState
from archive.views.preferences import Choices
from archive.views.reading_list.lists import COOKIE as KEPT

T = TypeVar("T")

#: During an import every request would recount. A slow count is kept for this many times as long as
#: it took, so that counting takes a twentieth of the time at most.
PATIENCE: Final = 20
#: Seconds; quicker counts are always redone.
QUICK: Final = 0.02


@dataclass(slots=True)
class _Freshness:
    """The archive's state as one request found it; `behind` where its page shows an older one."""

    state: LogState
    behind: bool = False


_freshness: Final[WeakKeyDictionary[HttpRequest, _Freshness]] = WeakKeyDictionary()


def _freshness_of(request: HttpRequest) -> _Freshness:
    """Queried once a request."""
    found = _freshness.get(request)
    if found is None:
        found = _freshness[request] = _Freshness(changelog.state())
    return found


def follow_index(request: HttpRequest) -> None:
    """For pages that use the index: cache them only where it has caught up with all writes."""
    fresh = _freshness_of(request)
    if search.engine().number(fresh.state.archive) < fresh.state.number:
        fresh.behind = True


@dataclass(frozen=True, slots=True)
class _Kept(Generic[T]):
    state: LogState
    value: T
    good_until: float


class PerGeneration(Generic[T]):
    """A value computed once a generation; other threads wait only for the very first one.

    A page made with an older value is marked, so that nobody caches it.
    """

    def __init__(self, compute: Callable[[], T]) -> None:
        self._compute = compute
        self._kept: _Kept[T] | None = None
        self._lock = threading.Lock()

    def __call__(self, request: HttpRequest) -> T:
        fresh = _freshness_of(request)
        state, kept = fresh.state, self._kept
        if kept is None or kept.state.archive != state.archive:
            kept = self._renewed(state, wait=True)
        elif kept.state.shown != state.shown:
            # Hidden articles must not be counted, even if everybody has to wait.
            kept = self._renewed(state, wait=True)
        elif kept.state != state and time.monotonic() >= kept.good_until:
            kept = self._renewed(state, wait=False)
        if kept.state != state:
            fresh.behind = True
        return kept.value

    def _renewed(self, state: LogState, *, wait: bool) -> _Kept[T]:
        """One thread computes it; the others go on with the old value, if there is one."""
        if not self._lock.acquire(blocking=wait):
            assert self._kept is not None
            return self._kept
        try:
            if self._kept is None or self._kept.state != state:
                start = time.monotonic()
                value = self._compute()
                took = time.monotonic() - start
                good_until = start + took * PATIENCE if took > QUICK else 0.0
                self._kept = _Kept(state, value, good_until)
            return self._kept
        finally:
            self._lock.release()


class Pages:
    """The latest pages, by address and state of the archive: rendered once for all readers."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._pages: OrderedDict[str, tuple[bytes, dict[str, str]]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> HttpResponse | None:
        with self._lock:
            if key not in self._pages:
                return None
            self._pages.move_to_end(key)
            content, headers = self._pages[key]
        return HttpResponse(content, headers=headers)

    def keep(self, key: str, response: HttpResponse) -> None:
        with self._lock:
            self._pages[key] = (response.content, dict(response.items()))
            while len(self._pages) > self.most:
                self._pages.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()


#: 5 to 40 kB each.
pages: Final = Pages(200)


def until_changed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer repeat visits without rendering, until something is written to the archive: 304 to
    the same reader, the cached page to another; one query.

    Only for pages that depend on nothing of a reader but their preferences; those that use the
    index call follow_index first.
    """

    def rendered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        key = f"{_etag(request)} {get_language()} {request.build_absolute_uri()}"
        response = pages.get(key)
        if response is None:
            response = view(request, *args, **kwargs)
            if response.status_code == 200 and not _freshness_of(request).behind:
                pages.keep(key, response)
        return response

    answering = condition(etag_func=_etag)(rendered)

    @functools.wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        # With DEBUG the templates change, though nothing is written to the archive.
        response = (view if settings.DEBUG else answering)(request, *args, **kwargs)
        fresh = _freshness.get(request)
        if fresh is not None and fresh.behind:
            del response.headers["ETag"]
        # Revalidate each time: a cache must not go on serving what was withdrawn.
        patch_cache_control(response, no_cache=True)
        return response

    return wrapped


def _etag(request: HttpRequest, *args: object, **kwargs: object) -> str:
    state = _freshness_of(request).state
    parts = [state.archive[:12], str(state.number), _edition(), Choices.of(request).packed]
    # At midnight a day to come becomes today, and leads.
    parts.append(timezone.localdate().isoformat())
    # A reader who keeps articles has one more link.
    parts += [KEPT] if KEPT in request.COOKIES else []
    return f'W/"{"-".join(filter(None, parts))}"'


@functools.cache
def _edition() -> str:
    """Changes with the code and the templates: after an update nobody may get a 304."""
    digest = hashlib.blake2b(settings.ARCHIVE_NAME.encode(), digest_size=6)
    base = Path(settings.BASE_DIR)
    for folder, pattern in (("templates", "*.html"), ("static", "*.*"), ("archive", "*.py")):
        for path in sorted((base / folder).rglob(pattern)):
            status = path.stat()
            digest.update(f"{path}:{status.st_mtime_ns}:{status.st_size}\n".encode())
    return digest.hexdigest()
