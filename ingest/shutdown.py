"""How a command is told to end: by SIGTERM or Ctrl-C, at a place where it can."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue


class Stop:
    """Set once, from a signal handler too.

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
        """Return after so many seconds, or as soon as it is set; from one thread."""
        if not self._is_set:
            with suppress(Empty):
                self._woken.get(timeout=seconds)


@contextmanager
def until_told() -> Iterator[Stop]:
    """A Stop that SIGINT or SIGTERM sets; what is under way is brought to its end."""
    stop = Stop()
    names = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(name, lambda *_: stop.set()) for name in names]
    try:
        yield stop
    finally:
        for name, handler in zip(names, before, strict=True):
            signal.signal(name, handler)
