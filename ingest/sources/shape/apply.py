"""A shape applied: SourceFiles in, the same with what their names and side files say of them.

Side files are no articles. Records that most probably lack their text are set aside.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from archive.record.evidence import Fact
from ingest.records import SourceFile
from ingest.sources.shape.bare import set_aside_bare
from ingest.sources.shape.file_names import is_word, parted, prefix_of, said_by, stem_of
from ingest.sources.shape.sides import Sides, file_of
from ingest.sources.shape.value import Role, Shape


@dataclass(frozen=True, slots=True)
class Only:
    """A pass over the files that wants some of them, as they are: unparted, archives opened.

    `wants` is asked the name of each; of those that it wants the first `most` bytes are given. A
    pass that only lists names opens no archive that must be unpacked for it and has more than
    `listed` bytes.
    """

    wants: Callable[[str], bool]
    most: int
    listed: int | None = None


#: Opens the files of an import for one pass; None for all, as they are imported.
Passes = Callable[[Only | None], Iterator[SourceFile]]


def shaped(passes: Passes, shape: Shape, most: int) -> Iterator[SourceFile]:
    """The files as the shape says; side files, of at most `most` bytes each, are read first."""
    sides = Sides(shape)
    if shape.joins:
        for source in passes(Only(sides.wants, most)):
            sides.add(source)
    files = passes(None)
    if shape.joins:
        files = (source for source in files if not sides.is_taken(source.name))
    if shape != _NO_SHAPE:
        files = _told(files, shape, sides)
    yield from files if shape.without_text else set_aside_bare(files)
    yield from sides.left()


_NO_SHAPE: Final = Shape()


def _told(files: Iterable[SourceFile], shape: Shape, sides: Sides) -> Iterator[SourceFile]:
    """The files with facts and keys."""
    of_folder = lru_cache(maxsize=1024)(lambda folder: tuple(_of_folder(folder, shape)))
    defaults = tuple(
        Fact(field, value, "said of all files", fallback=True)
        for field, value in shape.defaults.items()
    )
    for source in files:
        if source.problem:
            yield source
            continue
        name = file_of(source.name)
        folder = name.rpartition("/")[0]
        facts = [*sides.facts_of(name), *of_file(name, shape), *of_folder(folder), *defaults]
        records = shape.records_of(name[len(parted(folder)[0]) :]) if shape.records else None
        yield replace(
            source,
            facts=(*source.facts, *_first_fallbacks(facts)),
            keys=tuple(records.keys.items()) if records else (),
        )


def _first_fallbacks(facts: Iterable[Fact]) -> Iterator[Fact]:
    """The facts with one fallback a key: the nearest to the file, which comes first."""
    seen: set[str] = set()
    for fact in facts:
        if not fact.fallback:
            yield fact
        elif fact.key not in seen:
            seen.add(fact.key)
            yield fact


def of_file(name: str, shape: Shape) -> Iterator[Fact]:
    """What a file's own name says."""
    if not shape.file_names and not shape.prefixes:
        return
    stem = stem_of(name)
    said = said_by(shape.file_names, stem) if shape.file_names else {}
    for field, value in said.items():
        value = shape.prefixes.get(value.casefold(), value) if field == "section" else value
        yield Fact(field, value, "file name", fallback=True)
    section = shape.prefixes.get(prefix_of(stem)) if shape.prefixes else None
    if section and "section" not in said:
        yield Fact("section", section, "file name", fallback=True)


def _of_folder(folder: str, shape: Shape) -> Iterator[Fact]:
    """What the folders around a file say, the nearest first."""
    _, folders = parted(folder)
    roles: dict[int, Role] = {
        place: shape.folder_roles[name]
        for place, name in enumerate(folders)
        if name in shape.folder_roles
    }
    named = _named_by(folders, shape)
    if named is not None and named not in roles:
        roles[named] = shape.folders
    for place in sorted(roles, reverse=True):
        if roles[place] != "nothing":
            value = _spaced(folders[place])
            yield Fact(roles[place], value, "folder", fallback=True)


def _named_by(folders: tuple[str, ...], shape: Shape) -> int | None:
    """The place of the folder that names what the shape says folders name."""
    if shape.folders == "nothing":
        return None
    if shape.level:
        return shape.level - 1 if len(folders) >= shape.level else None
    words = [
        place
        for place, name in enumerate(folders)
        if is_word(name) and name not in shape.folder_roles
    ]
    return words[-1] if words else None


_ADDRESS: Final = re.compile(r"[\w-]+(?:\.[\w-]+)+")


def _spaced(folder: str) -> str:
    """A folder's name as people write it: "World News" of "World_News"."""
    return folder if _ADDRESS.fullmatch(folder) else " ".join(folder.replace("_", " ").split())
