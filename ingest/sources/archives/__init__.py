"""Archives -> members, one at a time, in memory, under limits: the door of this package.

Reads .zip, .tar, and .gz .bz2 .xz .zst of a tar or of a single file, from a stream. A bad member
gets a sentence and the others are read; nothing is ever written to a path that an archive names.
Members of a zip come sorted by name, those of a tar in the order of the stream.
Nothing but the standard library, and zstandard.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

from ingest.sources.archives.kinds import (
    HEAD,
    Kind,
    is_tar_by_name,
    kind_by_content,
    kind_by_name,
    misnamed,
    no_archive,
    stem,
    why_not,
)
from ingest.sources.archives.limits import Budget, Limits, Member, Rejected, Stopped
from ingest.sources.archives.names import (
    LONGEST_PATH,
    is_clutter,
    numbered,
    printable,
    reject_hostile,
    shortened,
    shown,
)
from ingest.sources.archives.streams import buffered, unpack, whole
from ingest.sources.archives.tars import is_tar, tar_members
from ingest.sources.archives.zips import is_zip, zip_members
from ingest.sources.archives.zips import zip_names as _zip_names

__all__ = [
    "HEAD", "LONGEST_PATH", "Budget", "Kind", "Limits", "Member", "Rejected", "Stopped",
    "buffered", "is_clutter", "is_zip", "kind_by_content", "kind_by_name", "members", "misnamed",
    "no_archive", "printable", "shortened", "unpack", "whole", "why_not", "zip_names",
]  # fmt: skip

EMPTY = "There is no file in this archive."


def members(stream: io.BufferedReader, kind: Kind, name: str, budget: Budget) -> Iterator[Member]:
    """The files of an archive, with printable, unique names; without clutter and folders.

    A zip must be seekable. Raises Stopped at a limit of the archive, Rejected on a broken stream.
    """
    names = _UniqueNames()
    found = False
    for member in _members(stream, kind, name, budget):
        if not member.name:
            found = True
            yield member
            continue
        try:
            reject_hostile(member.name)
        except Rejected as rejected:
            member = Member(member.name, problem=str(rejected))
        else:
            if is_clutter(shown(member.name)):
                continue
        found = True
        yield replace(member, name=names.unique(shown(member.name) or "unnamed"))
    if not found:
        yield Member("", problem=EMPTY)


def zip_names(stream: io.BufferedReader, budget: Budget) -> list[str]:
    """The names of a zip's files as they are shown, from its directory alone."""
    return [name for name in _zip_names(stream, budget) if not is_clutter(name)]


def _members(stream: io.BufferedReader, kind: Kind, name: str, budget: Budget) -> Iterator[Member]:
    if kind == "zip":
        yield from zip_members(stream, budget)
    elif kind == "tar":
        yield from tar_members(stream, budget)
    else:
        inner, raw = unpack(stream, kind, budget)
        if is_tar_by_name(name) or is_tar(inner.peek(HEAD)[:HEAD]):
            yield from tar_members(inner, budget)
        else:
            yield Member(stem(name), inner)
        if raw.note:
            yield Member("", problem=raw.note)


class _UniqueNames:
    """Numbers the second, third, … member of the same name.

    Keeps hashes, not names: 200,000 take 15 MB. A collision numbers a name without need, which does
    no harm.
    """

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._last: dict[int, int] = {}

    def unique(self, name: str) -> str:
        mark = hash(name)
        if mark not in self._seen:
            self._seen.add(mark)
            return name
        number = self._last.get(mark, 1) + 1
        while hash(numbered(name, number)) in self._seen:
            number += 1
        self._last[mark] = number
        other = numbered(name, number)
        self._seen.add(hash(other))
        return other
