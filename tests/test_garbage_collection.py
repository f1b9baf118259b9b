"""Garbage is looked for seldom where pages are served and files read, and as before elsewhere."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from archive.server import FOR_IMPORTS, FOR_PAGES, Server, collecting_seldom


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


def test_garbage_is_collected_as_before_when_an_import_is_over() -> None:
    before = gc.get_threshold()
    with collecting_seldom(FOR_IMPORTS):
        assert gc.get_threshold() == FOR_IMPORTS
        assert gc.get_freeze_count() > 0
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0


def test_a_server_looks_no_more_through_what_it_loaded() -> None:
    Server("127.0.0.1", 0, workers=1, threads=1).load()
    assert gc.get_threshold() == FOR_PAGES
    assert gc.get_freeze_count() > 0
