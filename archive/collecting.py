"""How often Python looks for circles of garbage. All that was loaded at the start would be looked
through each time; that took a tenth of an import, and a third of a millisecond of each page.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

#: Objects made since the last look, looks till one at older objects, and at all.
Often = tuple[int, int, int]
#: Pages leave some circles behind.
FOR_PAGES: Final[Often] = (10_000, 20, 20)
#: Reading and storing make next to none.
FOR_IMPORTS: Final[Often] = (50_000, 20, 100)


def collect_seldom(often: Often) -> None:
    """From now on, and never again what is there already."""
    gc.freeze()
    gc.set_threshold(*often)


@contextmanager
def collecting_seldom(often: Often) -> Iterator[None]:
    """The same for a while, in a process that does other things before and after; not in one that
    answers requests meanwhile, of which several may import."""
    before = gc.get_threshold()
    collect_seldom(often)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
