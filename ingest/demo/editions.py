"""The files of the demo's two imports, in the order in which they came."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Final

from ingest.demo import layouts
from ingest.demo.writing import invent
from ingest.records import SourceFile

#: So many of the texts come a second time, as a copy.
COPIES: Final = 4
COPIED_YEAR: Final = 2015


def first_editions() -> Iterator[SourceFile]:
    return (file for file, _ in layouts.files(invent().stories))


def later_editions() -> Iterator[SourceFile]:
    """What was printed anew, copies of what is known, and what nobody can read."""
    archive = invent()
    texts = [
        one
        for one in archive.stories
        if one.day.year == COPIED_YEAR and one.paper.layout == "courier"
    ]
    return chain(
        (file for file, _ in layouts.files(archive.later, edition="-later")),
        layouts.copies(texts[:COPIES]),
        layouts.unreadable(),
    )
