"""Imports yield to processes that wait to write."""

import threading
import time

import pytest
from django.db import connection, transaction

from archive.db import locks


def seconds_of(act):
    began = time.monotonic()
    act()
    return time.monotonic() - began


def test_an_import_goes_on_at_once_where_no_writer_waits(monkeypatch):
    monkeypatch.setattr(locks, "MOST_SECONDS", 60)
    assert seconds_of(locks.yield_to_writers) < 30


def test_a_waiting_writer_goes_first_but_not_for_ever(monkeypatch):
    monkeypatch.setattr(locks, "MOST_SECONDS", 0.2)
    with locks.waiting_writer(), locks.waiting_writer():
        assert seconds_of(locks.yield_to_writers) >= 0.2


@pytest.mark.skipif(connection.vendor != "sqlite", reason="others have a queue of their own")
@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_cannot_begin_announces_that_it_waits(monkeypatch, settings):
    monkeypatch.setattr(locks, "MOST_SECONDS", 60)
    began = threading.Event()

    def edit():
        with transaction.atomic():
            began.set()
        connection.close()

    editor = threading.Thread(target=edit)
    with transaction.atomic():
        editor.start()
        until = time.monotonic() + 30
        while not locks.is_locked(settings.DATA_DIR / "turns.lock"):
            assert time.monotonic() < until
            time.sleep(0.01)
        assert not began.is_set()
    locks.yield_to_writers()
    assert began.wait(30)
    editor.join()
