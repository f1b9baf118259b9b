"""Stop a command by SIGTERM or Ctrl-C at the next safe place."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue


class Stop:
    """A flag that a signal handler may set.

    Not a threading.Event: its set() takes a lock that the interrupted wait() may be holding, and
    then neither ever returns. SimpleQueue.put() is reentrant by its documentation.
    """

    def __init__(self) -> None:
        self._is_set = False
        self._woken: SimpleQueue[None] = SimpleQueue()

    def set(self) -> None:
        self._is_set = True
        self._woken.put(None)

    def is_set(self) -> bool:
        return self._is_set

    def wait(self, seconds: float) -> None:
        """Return after so many seconds, or as soon as it is set; for one thread only."""
        if not self._is_set:
            with suppress(Empty):
                self._woken.get(timeout=seconds)


@contextmanager
def stop_on_signal() -> Iterator[Stop]:
    """A Stop that SIGINT or SIGTERM sets; the caller finishes its present step."""
    stop = Stop()
    names = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(name, lambda *_: stop.set()) for name in names]
    try:
        yield stop
    finally:
        for name, handler in zip(names, before, strict=True):
            signal.signal(name, handler)
