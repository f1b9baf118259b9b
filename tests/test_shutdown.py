"""How commands are told to end."""

import os
import signal
import threading
import time

from ingest.shutdown import Stop, stop_on_signal


def waits(stop, seconds):
    began = time.monotonic()
    stop.wait(seconds)
    return time.monotonic() - began


def test_it_waits_as_long_as_told_and_not_at_all_once_it_is_set():
    stop = Stop()
    assert waits(stop, 0.05) >= 0.05
    stop.set()
    assert stop.is_set()
    assert waits(stop, 60) + waits(stop, 60) < 1


def test_a_signal_ends_the_waiting_and_leaves_the_handlers_as_they_were():
    before = signal.getsignal(signal.SIGTERM)
    with stop_on_signal() as stop:
        threading.Timer(0.1, os.kill, [os.getpid(), signal.SIGTERM]).start()
        assert waits(stop, 60) < 10
        assert stop.is_set()
    assert signal.getsignal(signal.SIGTERM) is before


def test_however_many_signals_come_while_it_waits_it_never_hangs():
    stop = Stop()
    handler = signal.signal(signal.SIGALRM, lambda *_: stop.set())
    signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
    try:
        began = time.monotonic()
        while time.monotonic() < began + 0.5:
            stop.wait(0.0001)
            stop = Stop()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
