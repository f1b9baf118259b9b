"""A shape in words: what was assumed of a corpus, or what a person said of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Final, TypeVar

from ingest.sources.shape.value import FURTHER, Records, Role, Shape

T = TypeVar("T")

#: How the reasons begin that are about folders.
FOLDERS: Final = ("folders are", "some are")
#: Most pairs and columns that a sentence names.
_NAMED: Final = 5
#: What fields of a record are called, where not by their names.
_FIELDS: Final = {
    "url": "address",
    "comment_count": "number of comments",
    "image_url": "address of the picture",
    FURTHER: "further field",
}
_ROLES: Final[dict[Role, str]] = {"section": "sections", "publication": "publications"}


def in_words(shape: Shape) -> str:
    """What was assumed or said, as a sentence: "Folders are sections (business, sport)."."""
    said = "; ".join(shape.reasons or described(shape))
    return f"{said[0].upper()}{said[1:]}." if said else ""


def with_folders(shape: Shape, role: Role) -> Shape:
    """The shape with folders as a person says; what was assumed of folders is dropped, but for
    those that name nothing."""
    reasons = tuple(said for said in shape.reasons if not said.startswith(FOLDERS))
    nothing = {name: own for name, own in shape.folder_roles.items() if own == "nothing"}
    return replace(shape, folders=role, level=0, folder_roles=nothing, reasons=reasons)


def described(shape: Shape) -> Iterator[str]:
    """What a shape says, as parts of a sentence, without the names that made somebody assume it."""
    if shape.folders != "nothing":
        yield f"folders are {_ROLES[shape.folders]}"
    for role, plural in _ROLES.items():
        named = [name for name, own in shape.folder_roles.items() if own == role]
        if named:
            yield f"some are {plural} ({', '.join(_few(named))})"
    if shape.file_names == "{date}*":
        yield "file names begin with a date"
    elif shape.file_names == "*{date}*":
        yield "file names hold a date"
    elif shape.file_names:
        yield f"file names are {shape.file_names}"
    if shape.prefixes:
        said = ", ".join(f"{prefix}: {section}" for prefix, section in _few(shape.prefixes.items()))
        yield f"file names begin with a section ({said})"
    for side, of in _few(shape.titles.items()):
        yield f"files {side} are headlines of {of}"
    for side, of in _few(shape.sidecars.items()):
        yield f"files {side} describe {of}"
    for table, column in _few(shape.metadata.items()):
        yield f"the table {table} describes the files named in its column “{column}”"
    for field, value in shape.defaults.items():
        yield f"where a file names no {field}, it is “{value}”"
    for records in _few(shape.records):
        yield from _of_records(records)
    if shape.without_text:
        yield "records without a text are taken in as they are"


def _few(items: Iterable[T]) -> list[T]:
    return list(islice(items, _NAMED))


def _of_records(records: Records) -> Iterator[str]:
    where = f"in {records.match}" if records.match.strip("*") else "in all files of records"
    said = []
    if records.columns:
        said.append(f"the columns are {', '.join(_few(records.columns))}")
    elif records.header is not None:
        said.append("the first row names the columns" if records.header else "no row names columns")
    for key, field in _few(records.keys.items()):
        article = "a" if field == FURTHER else "the"
        said.append(f"“{key}” holds {article} {_FIELDS.get(field, field)}")
    if len(records.keys) > _NAMED:
        said.append(f"and {len(records.keys) - _NAMED} more columns are named")
    if said:
        yield f"{where} {', '.join(said)}"
