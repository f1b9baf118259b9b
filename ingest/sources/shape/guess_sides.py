"""Which files of a corpus describe others, guessed from names and a few samples.

Groups are the files of one folder with one ending ("meta/*-meta.txt"). A group describes another
when most of its names stand there too, and samples look like headlines or like metadata.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Final

from ingest.decode import decode
from ingest.parsing.fields.timestamps import read_moment
from ingest.parsing.structured.keys import KEY_FIELDS, NOTHING, plain_key
from ingest.records import SourceFile
from ingest.sources.forms.tables import Layout
from ingest.sources.shape.file_names import ending_of, inner, stem_of
from ingest.sources.shape.sides import (
    LONGEST,
    LONGEST_HEADLINE,
    Sides,
    keyed_lines,
    rows_of_table,
    values_of_sidecar,
)
from ingest.sources.shape.value import Shape

#: Gives the beginnings of files by their names.
Sampled = Callable[[Collection[str]], Mapping[str, bytes]]

#: The share of names, values or samples that has to fit.
FITS: Final = 0.8
#: Files of a group that are looked into, and most groups; tables that are, and rows of each.
_A_GROUP: Final = 4
_GROUPS: Final = 12
_TABLES: Final = 4
_ROWS: Final = 50
#: Groups of a corpus with more are not paired: it has a folder an article.
_MOST_GROUPS: Final = 2_000
#: Characters of a value that is a text, not metadata.
_A_TEXT: Final = 300
#: What stands behind the name of the file that a sidecar describes.
_MARKS: Final = re.compile(r"[-_.](?:meta|metadata|info|header|headers|attrs)\Z", re.IGNORECASE)
_SIDECARS: Final = frozenset((".txt", ".json", ".xml", ".meta", ".yaml", ".yml", ".info", ""))
_TABLE_ENDINGS: Final = frozenset((".csv", ".tsv", ".tab", ".json", ".jsonl", ".xlsx", ".ods"))
#: Columns that may name files by a bare number.
_IDS: Final = re.compile(r"(?:.*_)?(?:id|nr|no|num|number|key|identifier|doc|document|file.*)\Z")


@dataclass(slots=True)
class _NameGroup:
    """Files of a folder that end alike: "meta/", "-meta.txt" and the names between."""

    folder: str
    end: str
    stems: dict[str, str] = field(default_factory=dict)

    def pattern(self) -> str:
        return f"{self.folder}*{self.end}"


def guess(names: Collection[str], sampled: Sampled, articles: Collection[str]) -> Shape:
    """The shape with titles, sidecars and tables of metadata, and nothing else."""
    texts = [name for name in names if ending_of(name) in articles]
    if len(names) < 2 or not any(ending_of(name) not in _TABLE_ENDINGS for name in texts):
        return Shape()
    shape = _with_pairs(Shape(), _groups(names), sampled)
    return _with_tables(shape, names, sampled)


def side_names(names: Collection[str], shape: Shape) -> set[str]:
    """The names of the files that describe others."""
    if not shape.joins:
        return set()
    sides = Sides(shape)
    return {name for name in names if sides.wants(name)}


def _groups(names: Collection[str]) -> list[_NameGroup]:
    groups: dict[tuple[str, str], _NameGroup] = {}
    for name in names:
        _, path = inner(name)
        last = path.rpartition("/")[2]
        folder = path[: len(path) - len(last)]
        stem = stem_of(path)
        mark = _MARKS.search(stem)
        core = stem[: mark.start()] if mark else stem
        end = last[len(core) :]
        group = groups.setdefault((folder, end), _NameGroup(folder, end))
        group.stems.setdefault(core, name)
    return list(groups.values())


# Headlines and sidecars ---------------------------------------------------------------------------


def _with_pairs(shape: Shape, groups: list[_NameGroup], sampled: Sampled) -> Shape:
    pairs = list(_pairs(groups))
    looked = [name for pair in pairs for group in pair for name in _few(group)]
    samples = sampled(dict.fromkeys(looked)) if looked else {}
    titles: dict[str, str] = {}
    sidecars: dict[str, str] = {}
    lines: list[list[str]] = []
    for side, of in pairs:
        data = [samples[name] for name in _few(side) if name in samples]
        others = [samples[name] for name in _few(of) if name in samples]
        if not data or side.pattern() in titles or of.pattern() in {*titles, *sidecars}:
            continue
        if side.end == of.end and _are_headlines(data, others):
            titles[side.pattern()] = of.pattern()
        elif side.end != of.end and _are_metadata(data):
            sidecars[side.pattern()] = of.pattern()
            lines += [decode(text).text.strip().splitlines() for text in data if _is_lines(text)]
    reasons = list(shape.reasons)
    reasons += [f"files {side} are headlines of {of}" for side, of in islice(titles.items(), 3)]
    sidecars = _joined(sidecars)
    reasons += [f"files {side} describe {of}" for side, of in islice(sidecars.items(), 3)]
    return replace(
        shape,
        titles=titles,
        sidecars=sidecars,
        sidecar_lines=_fields_of_lines(lines),
        reasons=tuple(reasons),
    )


def _pairs(groups: list[_NameGroup]) -> Iterator[tuple[_NameGroup, _NameGroup]]:
    """Groups that may describe others, each with the likeliest of these."""
    if len(groups) > _MOST_GROUPS:
        return
    by_stem: dict[str, list[_NameGroup]] = defaultdict(list)
    for group in groups:
        for stem in group.stems:
            by_stem[stem].append(group)
    found = 0
    for group in groups:
        near = [
            of
            for of in {id(of): of for stem in _first(group) for of in by_stem[stem]}.values()
            if of is not group and _may_describe(group, of) and _fits(group, of)
        ]
        if near and found < _GROUPS:
            found += 1
            yield group, max(near, key=lambda of: _likeness(group, of))


def _may_describe(side: _NameGroup, of: _NameGroup) -> bool:
    """Whether by their endings and folders a group may be headlines or metadata of another."""
    if side.end == of.end:
        return side.folder != of.folder
    if _MARKS.search(of.end.rpartition(".")[0] or of.end):
        return False
    is_marked = bool(_MARKS.search(side.end.rpartition(".")[0] or side.end))
    return is_marked or (side.end in _SIDECARS - {".txt", ""} and of.end not in (".json", ".xml"))


def _fits(side: _NameGroup, of: _NameGroup) -> bool:
    return sum(stem in of.stems for stem in side.stems) >= FITS * len(side.stems)


def _likeness(side: _NameGroup, of: _NameGroup) -> tuple[int, int]:
    """How much of the folders' names two groups share, and of their stems."""
    shared = 0
    for one, other in zip(side.folder, of.folder, strict=False):
        if one != other:
            break
        shared += 1
    return shared, sum(stem in of.stems for stem in side.stems)


def _first(group: _NameGroup) -> list[str]:
    return list(islice(group.stems, 5))


def _few(group: _NameGroup) -> list[str]:
    return list(islice(group.stems.values(), _A_GROUP))


def _are_headlines(data: list[bytes], others: list[bytes]) -> bool:
    """Whether these files are single lines, and those of the same names are more."""
    return (
        bool(others)
        and all(len(text) <= LONGEST and _is_line(text) for text in data)
        and not any(map(_is_line, others))
    )


def _is_line(data: bytes) -> bool:
    lines = [line for line in decode(data[:LONGEST]).text.splitlines() if line.strip()]
    return len(lines) == 1 and len(lines[0]) <= LONGEST_HEADLINE


def _are_metadata(data: list[bytes]) -> bool:
    """Whether files are short, hold no text of an article, and something that is known."""
    for text in data:
        if len(text) > LONGEST:
            return False
        values = values_of_sidecar(text, ())
        if not values or any(len(value) > 4 * _A_TEXT for _, value in values):
            return False
        if any(_is_text(key, value) for key, value in values):
            return False
        known = any(plain_key(key) in KEY_FIELDS for key, _ in values)
        if not known and not any(look_of(value) in ("url", "date") for _, value in values):
            return False
    return True


def _is_text(key: str, value: str) -> bool:
    return KEY_FIELDS.get(plain_key(key), ("",))[0] == "text" and len(value) > _A_TEXT


def _is_lines(data: bytes) -> bool:
    """Whether a sidecar has a value a line."""
    text = decode(data[:LONGEST]).text.strip()
    return text[:1] not in ("{", "<") and not keyed_lines(text)


def _joined(sidecars: dict[str, str]) -> dict[str, str]:
    """One pair for all folders where each file is beside the one that it describes."""
    beside: dict[str, set[str]] = defaultdict(set)
    for side, of in sidecars.items():
        folder, _, end = side.rpartition("*")
        other, _, of_end = of.rpartition("*")
        beside[f"*{end}"].add(f"*{of_end}" if folder == other else "")
    return {
        side: of
        for pattern, target in sidecars.items()
        for side, of in [_everywhere(pattern, target, beside)]
    }


def _everywhere(side: str, of: str, beside: Mapping[str, set[str]]) -> tuple[str, str]:
    end = f"*{side.rpartition('*')[2]}"
    others = beside[end]
    return (end, next(iter(others))) if len(others) == 1 and "" not in others else (side, of)


# A value a line -----------------------------------------------------------------------------------

_URL: Final = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_NAME: Final = re.compile(r"[^\W\d_][\w'’-]*\.?(?: [^\W\d_][\w'’-]*\.?){1,4}")
_WORD: Final = re.compile(r"[^\W\d_]{3,20}")


def look_of(value: str) -> str:
    """The field that a bare value looks like, or ""."""
    value = value.strip()
    if _URL.fullmatch(value):
        return "url"
    if len(value) < 40 and any(letter.isdigit() for letter in value):
        has_parts = not value.isdigit() or len(value) == 8
        return "date" if has_parts and read_moment(value, "day") is not None else ""
    if _NAME.fullmatch(value) and sum(word[:1].isupper() for word in value.split()) > 1:
        return "authors"
    return "section" if _WORD.fullmatch(value) else ""


def _fields_of_lines(samples: list[list[str]]) -> tuple[str, ...]:
    """The fields of a sidecar's lines, where most samples look like it; each field once."""
    votes: dict[int, Counter[str]] = defaultdict(Counter)
    for lines in samples:
        for place, line in enumerate(lines[:40]):
            if line.strip() and line.strip().casefold() not in NOTHING:
                votes[place][look_of(line)] += 1
    found: list[str] = []
    for place in range(max(votes, default=-1) + 1):
        look, count = (votes[place].most_common(1) or [("", 0)])[0]
        fits = look and look not in found and count >= FITS * votes[place].total()
        found.append(look if fits else "")
    while found and not found[-1]:
        found.pop()
    return tuple(found)


# Tables of metadata -------------------------------------------------------------------------------


def _with_tables(shape: Shape, names: Collection[str], sampled: Sampled) -> Shape:
    """The shape with the tables of which a column names the files beside them."""
    taken = side_names(names, shape)
    tables = [name for name in names if ending_of(name) in _TABLE_ENDINGS and name not in taken]
    texts = [name for name in names if ending_of(name) not in _TABLE_ENDINGS and name not in taken]
    # As many tables as texts are records of their own.
    if not tables or len(texts) < 2 or len(tables) * 2 > len(texts) + 1:
        return shape
    tables.sort(key=lambda name: (name.count("/"), name))
    paths = [inner(name)[1] for name in texts]
    known = {*paths, *(path.rpartition("/")[2] for path in paths), *map(stem_of, paths)}
    found: dict[str, str] = {}
    samples = sampled(dict.fromkeys(tables[:_TABLES]))
    for name, data in sorted(samples.items()):
        column = _column_of_files(SourceFile(name, data), {key.casefold() for key in known})
        if column:
            found[inner(name)[1]] = column
    said = [
        f"the table {table} describes the files named in its column “{found[table]}”"
        for table in found
    ]
    return replace(shape, metadata=found, reasons=(*shape.reasons, *said))


def _column_of_files(table: SourceFile, known: Collection[str]) -> str:
    """The column of a table in which most values name files, "" where none does or it holds the
    texts itself."""
    rows = [
        row
        for record in islice(rows_of_table(table, Layout()), _ROWS)
        if record.data and (row := _row(record.data))
    ]
    if len(rows) > 2:
        # The last one of a sample may be cut short.
        rows.pop()
    counts: Counter[str] = Counter()
    for row in rows:
        for key, value in row.items():
            if isinstance(value, str) and _is_text(key, value):
                return ""
            counts[key] += isinstance(value, str | int) and str(value).casefold() in known
    fitting = [key for key, count in counts.items() if count >= FITS * len(rows) and count]
    named = [key for key in fitting if "." in str(rows[0].get(key, ""))]
    numbered = [key for key in fitting if _IDS.match(plain_key(key))]
    return next(iter((*named, *numbered)), "")


def _row(data: bytes) -> dict[str, Any]:
    try:
        row = json.loads(data)
    except ValueError:
        return {}
    return row if isinstance(row, dict) else {}
