"""From paths and uploads to SourceFiles: folders, files, archives, files of records. No Django.

Whatever cannot be read becomes a SourceFile with a sentence; nothing raises. Files of a folder and
members of a zip come sorted by name, members of a tar in the order of the stream.
"""

from __future__ import annotations

import io
import logging
import os
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

from ingest.records import SourceFile
from ingest.sources import archives
from ingest.sources.archives import Budget, Limits, Rejected, Stopped, printable
from ingest.sources.forms import HEAD, Form, Head, form_of, is_of_any_size
from ingest.sources.forms.scans.issues import with_issues
from ingest.sources.forms.tables import CSV, TABS, TSV, Layout, is_table, table_records
from ingest.sources.neighbours import with_neighbours
from ingest.sources.no_article import by_name
from ingest.sources.shape import Only, RecordKind, Records, Shape, guessed, kinds_of, shaped
from ingest.sources.shape.file_names import inner

log = logging.getLogger(__name__)

NOT_A_FILE: Final = "It is a pipe or device, not a regular file."
LEADS_OUT: Final = "It is a link to a place outside the folder; such links are not followed."
NO_RECORDS: Final = "There is no record in it."
FAULT: Final = "It cannot be read; the log says why. Please report it."


class NoSuchPath(Exception):
    """A given path does not exist; the message is a sentence."""


#: Of a corpus of which nothing was said.
NO_SHAPE: Final = Shape()


def read_paths(
    paths: Iterable[Path], *, limits: Limits, within: Path | None = None, shape: Shape = NO_SHAPE
) -> Iterator[SourceFile]:
    """Every file of the paths, archives opened, sorted by name within a folder; with what names and
    side files say of it by the shape.

    No link may lead out of the folder `within`: for paths given by an editor, not by the owner of
    the machine. Raises NoSuchPath before anything is read.
    """
    passes = partial(_read, _existing(paths), limits, _real(within), shape)
    return with_neighbours(with_issues(shaped(passes, shape, limits.file)))


def guess_paths(paths: Iterable[Path], *, limits: Limits, within: Path | None = None) -> Shape:
    """The shape that the names of the files and a few samples suggest. Raises NoSuchPath."""
    return guessed(partial(_read, _existing(paths), limits, _real(within), NO_SHAPE))


def kinds_in_paths(
    paths: Iterable[Path],
    shape: Shape,
    asking: Collection[str],
    layouts: Mapping[str, Records],
    *,
    limits: Limits,
    within: Path | None = None,
) -> list[RecordKind]:
    """The kinds of files of records in the paths, as kinds_of says. Raises NoSuchPath."""
    passes = partial(_read, _existing(paths), limits, _real(within), NO_SHAPE)
    return kinds_of(passes, shape, asking, layouts)


def _existing(paths: Iterable[Path]) -> list[Path]:
    paths = list(paths)
    for path in paths:
        if not os.path.exists(path):  # noqa: PTH110 - Path.exists raises below a closed folder
            raise NoSuchPath(f"There is no file or folder {path}.")
    return paths


def _real(within: Path | None) -> str | None:
    return os.path.realpath(within) if within is not None else None


def _read(
    paths: Iterable[Path], limits: Limits, within: str | None, shape: Shape, only: Only | None
) -> Iterator[SourceFile]:
    """One pass over the files of the paths."""
    read = partial(read_file, limits=limits, shape=shape, only=only, joins=False)
    for path in paths:
        if path.is_dir():
            for found, name in files_below(path):
                if only and not may_hold(printable(name), only):
                    continue
                # Opening a pipe that nobody writes to would block forever.
                if _is_special(found):
                    yield SourceFile(printable(name), b"", NOT_A_FILE)
                elif within and _leads_out(found, within):
                    yield SourceFile(printable(name), b"", LEADS_OUT)
                else:
                    yield from read(found, name)
        else:
            yield from read(path, path.name)


def read_file(
    path: Path | str,
    name: str,
    *,
    limits: Limits,
    shape: Shape = NO_SHAPE,
    only: Only | None = None,
    joins: bool = True,
) -> Iterator[SourceFile]:
    """The file, each of its records, or each file of the archive, named after `name`; tables are
    parted as the shape says. Without `joins`, scanned pages wait for `with_issues` over all files
    to join them."""
    try:
        stream = open(path, "rb", HEAD)  # noqa: SIM115, PTH123 - closed below; a Path costs as much
    except OSError as error:
        yield SourceFile(printable(name), b"", _unreadable(error))
        return
    with stream:
        yield from read_stream(stream, name, limits=limits, shape=shape, only=only, joins=joins)


def read_stream(
    stream: BinaryIO,
    name: str,
    *,
    limits: Limits,
    shape: Shape = NO_SHAPE,
    only: Only | None = None,
    joins: bool = True,
) -> Iterator[SourceFile]:
    """What an open file holds; archives and JSON lines are never read whole.

    The stream may be any object with `read`; with `seek`, zip archives may be larger than the limit
    of one file. Without `joins`, scanned pages are not joined to articles.
    """
    name = printable(name)
    here = _Place(name, Budget(limits), 0, shape, only)
    try:
        files = _guarded(_contents(archives.buffered(stream), here), name)
        yield from with_issues(files) if joins else files
    except Stopped as stopped:
        yield SourceFile(name, b"", str(stopped))


def records_of(name: str, data: bytes) -> Iterator[SourceFile]:
    """The file itself, or its records; archives are not opened."""
    if aside := by_name(name):
        yield SourceFile(name, data, aside=aside)
        return
    form = form_of(Head(name, data[:HEAD]))
    if form is None:
        yield SourceFile(name, data)
    else:
        stream = archives.buffered(io.BytesIO(data))
        yield from with_issues(_or_none(form.records(stream, name, Budget(Limits())), name))


def may_hold(name: str, only: Only) -> bool:
    """Whether a file is wanted, or may be an archive of files that are."""
    return archives.kind_by_name(name) is not None or only.wants(name)


def has_any_size(name: str) -> bool:
    """Whether a file of this name is streamed, so that its size does not matter."""
    return is_of_any_size(_ending(name)) or archives.kind_by_name(name) is not None


def too_large(size: int, limit: int) -> str:
    return (
        f"It has {size / 2**20:,.1f} MB; the limit is {limit // 2**20:,} MB "
        f"(setting IMPORT_FILE_LIMIT_MB)."
    )


# What a stream holds ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Place:
    """Where we are: the name so far, the outermost archive's budget, how deep inside it; the shape
    of the corpus, and which files are wanted as they are."""

    name: str
    budget: Budget
    depth: int
    shape: Shape
    only: Only | None


def _contents(stream: io.BufferedReader, here: _Place) -> Iterator[SourceFile]:
    """What a stream holds, judged by its content; raises Rejected, Stopped, or any error."""
    if here.only is None and (aside := by_name(here.name)):
        yield SourceFile(here.name, archives.whole(stream, here.budget), aside=aside)
        return
    shown = Head(here.name, stream.peek(HEAD)[:HEAD])
    form, head = form_of(shown), shown.data[: archives.HEAD]
    kind = archives.kind_by_content(head)
    if here.only is not None and (kind is None or (form is not None and form.is_zip)):
        if here.only.wants(here.name):
            yield SourceFile(here.name, stream.read(here.only.most))
        return
    if form is not None and form.is_zip and kind == "zip":
        found = form.records(_seekable(stream, here), here.name, here.budget)
        yield from _or_none(found, here.name)
        return
    if problem := archives.why_not(head, kind, here.name):
        raise Rejected(problem)
    promised = archives.kind_by_name(here.name)
    if kind is None and head and promised and promised[0] == "zip":
        # Its beginning may be damaged, or be a self-extracting program.
        stream = _seekable(stream, here)
        kind = "zip" if archives.is_zip(stream) else None
    elif kind is None and head and promised and promised[0] == "tar":
        kind = "tar"
    if kind is not None:
        yield from _archive(stream, kind, here)
    elif head and promised:
        raise Rejected(archives.no_archive(here.name))
    elif (layout := _layout_of(shown, form, here)) is not None:
        data = archives.whole(stream, here.budget)
        found = table_records(here.name, data, tabs=form is TSV, layout=layout)
        yield from _or_none(found, here.name)
    elif form is not None:
        yield from _or_none(form.records(stream, here.name, here.budget), here.name)
    else:
        yield SourceFile(here.name, archives.whole(stream, here.budget))


def _or_none(files: Iterator[SourceFile], name: str) -> Iterator[SourceFile]:
    """The records of a file, or the sentence that it has none: no file goes unmentioned."""
    first = next(files, None)
    if first is None:
        yield SourceFile(name, b"", NO_RECORDS)
        return
    yield first
    yield from files


def _layout_of(shown: Head, form: Form | None, here: _Place) -> Layout | None:
    """How a person said that this table is written; None where it is none, or nothing was said."""
    if not here.shape.records:
        return None
    records = here.shape.records_of(inner(here.name)[1])
    layout = records.layout if records else None
    if records is None or layout is None or form in (CSV, TSV, TABS):
        return layout
    # Where it was said of all files, a text has to look like that table.
    is_named = records.match.strip("*")
    return layout if form is None and (is_named or is_table(shown.text, layout)) else None


def _archive(stream: io.BufferedReader, kind: archives.Kind, here: _Place) -> Iterator[SourceFile]:
    limits = here.budget.limits
    if here.depth >= limits.depth:
        raise Rejected(
            f"It is an archive inside {limits.depth} others, which is too deep. Unpack the outer "
            f"ones, or raise IMPORT_DEPTH_LIMIT."
        )
    if kind == "zip":
        stream = _seekable(stream, here)
    if here.depth == 0 and stream.seekable():
        here.budget.size = stream.seek(0, io.SEEK_END)
        stream.seek(0)
    if here.only is not None and here.only.listed is not None:
        if here.only.most == 0 and kind == "zip":
            for name in archives.zip_names(stream, here.budget):
                here.only.wants(f"{here.name}/{name}")
            return
        if here.depth or (kind != "zip" and here.budget.size > here.only.listed):
            return
    for member in archives.members(stream, kind, here.name, here.budget):
        if not member.name:
            yield SourceFile(here.name, b"", member.problem)
            continue
        path = archives.shortened(f"{here.name}/{member.name}", archives.LONGEST_PATH)
        if here.only and not may_hold(path, here.only):
            continue
        below = replace(here, name=path, depth=here.depth + 1)
        if member.stream is None:
            yield SourceFile(below.name, b"", member.problem)
        else:
            yield from _guarded(_contents(member.stream, below), below.name)
    if problem := archives.misnamed(kind, here.name):
        yield SourceFile(here.name, b"", problem)


def _seekable(stream: io.BufferedReader, here: _Place) -> io.BufferedReader:
    """The stream, or its bytes in memory: a zip has its directory at the end."""
    if stream.seekable():
        return stream
    data = io.BytesIO(archives.whole(stream, here.budget))
    return archives.buffered(data)


def _guarded(files: Iterator[SourceFile], name: str) -> Iterator[SourceFile]:
    """The files; an error becomes a sentence, and the next file follows.

    The last handler is wide on purpose: bad archives raise nearly anything (zlib.error,
    lzma.LZMAError, struct.error, EOFError, NotImplementedError, OverflowError, …), and none of it
    may end an import of 10,000 files.
    """
    try:
        yield from files
    except Stopped:
        raise
    except Rejected as rejected:
        yield SourceFile(name, b"", str(rejected))
    except OSError as error:
        yield SourceFile(name, b"", _unreadable(error))
    except MemoryError:
        yield SourceFile(name, b"", "It needs more memory than there is.")
    except Exception:
        log.exception("Reading %s failed", name)
        yield SourceFile(name, b"", FAULT)


def _ending(name: str) -> str:
    return os.path.splitext(name)[1].casefold()  # noqa: PTH122 - a name, not a path


def _unreadable(error: OSError) -> str:
    return f"It cannot be read: {error.strerror or error}."


def _leads_out(path: str, within: str) -> bool:
    if not os.path.islink(path):  # noqa: PTH114
        return False
    return os.path.commonpath((os.path.realpath(path), within)) != within


def _is_special(path: str) -> bool:
    """Whether a path is a pipe, socket or device; False where stat fails."""
    try:
        kind = stat.S_IFMT(os.stat(path).st_mode)  # noqa: PTH116 - strings are twice as quick
    except OSError:
        return False
    return kind not in (stat.S_IFREG, stat.S_IFDIR)


def files_below(folder: Path) -> Iterator[tuple[str, str]]:
    """Paths and names below the folder, sorted by name, without hidden files; links to folders are
    not followed. Unreadable folders come last, so that they get their sentence."""
    top = os.fspath(folder)
    closed: list[OSError] = []
    for parent, folders, files in os.walk(top, onerror=closed.append):
        inside = parent[len(top) :].lstrip(os.sep)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith("."):
                yield os.path.join(parent, name), os.path.join(inside, name)  # noqa: PTH118
    for error in closed:
        yield error.filename, os.path.relpath(error.filename, top)
