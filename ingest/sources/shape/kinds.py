"""The kinds of files of records in a corpus: how they are cut, and what their columns hold.

Files are of one kind when their names differ in figures only ("part-01.csv", "part-02.csv"). Of
each kind a few files are looked into. Nothing raises: what cannot be read has no columns.
"""

from __future__ import annotations

import io
import json
import logging
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Final

from ingest.decode import decode
from ingest.parsing.structured.keys import KEY_FIELDS, WRAPPERS, plain_key
from ingest.parsing.structured.record import is_nothing
from ingest.records import SourceFile
from ingest.sources.archives import Budget, Limits, buffered
from ingest.sources.forms import HEAD, Head, form_of
from ingest.sources.forms.tables import NO_HEADER, Layout, parting_sign, table_records
from ingest.sources.shape.apply import Only, Passes
from ingest.sources.shape.file_names import ending_of, inner
from ingest.sources.shape.guess import LISTED, names_of, told_by_name
from ingest.sources.shape.guess_sides import look_of, side_names
from ingest.sources.shape.value import FURTHER, Records, Shape

log = logging.getLogger(__name__)

NO_LAYOUTS: Final[Mapping[str, Records]] = {}

#: Most kinds that a person is asked about, and columns of each.
MOST: Final = 12
MOST_COLUMNS: Final = 60
#: Bytes of a file that is looked into, those of a table, files of a kind, and records of each.
_SAMPLE: Final = 4 * 2**20
_OF_A_TABLE: Final = 2**20
_FILES: Final = 3
_RECORDS: Final = 30
#: Values of a column that are shown, and characters of each.
_EXAMPLES: Final = 3
_SHOWN: Final = 80
#: Characters of a key; a longer one is the first line of a text.
_LONGEST_KEY: Final = 200
#: Levels of objects in a record.
_DEPTH: Final = 4
#: Characters of a value that is a text; of a name of a column.
_A_TEXT: Final = 80
_A_NAME: Final = 40

#: Endings of files that may hold records; those of texts are tables only where one shows it.
_RECORD_ENDINGS: Final = frozenset(
    ".csv .tsv .tab .json .jsonl .ndjson .xml .xlsx .xls .ods .parquet .feather .sqlite .db".split()
)
_TEXT_ENDINGS: Final = frozenset((".txt", ".dat", ""))
_FIGURES: Final = re.compile(r"\d+")
_FNMATCH: Final = re.compile(r"[*?[]")


@dataclass(frozen=True, slots=True)
class RecordColumn:
    """A column or key: the field that its name alone stands for, the field that it is read as or
    may be, and a few of its values."""

    key: str
    known: str
    field: str
    examples: tuple[str, ...] = ()
    #: Characters of its values, on average.
    length: int = 0


@dataclass(frozen=True, slots=True)
class RecordKind:
    """Files of records that are written alike: how, as far as somebody said it (`asked`), and with
    what was seen where nobody did (`records`)."""

    match: str
    #: The path of one of them.
    name: str
    files: int
    is_table: bool
    asked: Records
    records: Records
    columns: tuple[RecordColumn, ...] = ()
    #: How many columns are not among them.
    more: int = 0
    #: Whether it has no text, or nothing names its columns, so that somebody has to say.
    asks: bool = False

    def said(self, fields: Mapping[str, str]) -> Records:
        """How these files are written when their columns stand for `fields`, by key."""
        keys = {
            column.key: fields[column.key]
            for column in self.columns
            if fields[column.key] != column.known
        }
        for column in self.columns:
            # Beside a key that a person names, others of the same object are read by their names.
            around, dot, last = column.key.rpartition(".")
            beside = dot and any(key.startswith(f"{around}.") for key in keys)
            if beside and plain_key(last) in KEY_FIELDS:
                keys.setdefault(column.key, fields[column.key])
        kept = {key: name for key, name in self.records.keys.items() if key not in fields}
        return replace(self.records, match=self.match, keys=kept | keys)


def kinds_of(
    passes: Passes,
    shape: Shape,
    asking: Collection[str] = (),
    layouts: Mapping[str, Records] = NO_LAYOUTS,
) -> list[RecordKind]:
    """The kinds of a corpus that has this shape, those that ask first. `asking` are names of files
    that could not be read without a word about their columns; `layouts` are how kinds are cut, by
    their match, instead of how the shape says."""
    groups = _groups(told_by_name(names_of(passes)), shape, set(asking))
    group_of = {name: match for match, names in groups.items() for name in _sampled(names, asking)}
    looks = {match: _Look(match, len(names)) for match, names in groups.items()}
    for source in passes(Only(group_of.__contains__, _SAMPLE, LISTED)) if group_of else ():
        if source.name in group_of and not source.problem:
            look = looks[group_of[source.name]]
            records = layouts.get(look.match) or shape.records_of(inner(source.name)[1])
            look.at(source, records or Records(), is_asking=source.name in asking)
    kinds = [look.kind() for look in looks.values() if look.is_of_records]
    return sorted(kinds, key=lambda kind: not kind.asks)[:MOST]


# Which files --------------------------------------------------------------------------------------


def _groups(names: list[str], shape: Shape, asking: Collection[str]) -> dict[str, list[str]]:
    """Names by the pattern that they fit, those first that ask; as many as are looked into."""
    sides = side_names(names, shape)
    by_ending: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name in names:
        ending = ending_of(name)
        if name not in sides and (ending in _RECORD_ENDINGS or name in asking):
            by_ending[ending][_match_of(name)].append(name)
    for ending in _TEXT_ENDINGS:
        texts = [name for name in names if ending_of(name) == ending and name not in sides]
        if len(texts) <= MOST:
            # Among few texts one may be a table; of many, those that ask are.
            for name in texts:
                by_ending[ending][_match_of(name)] = [name]
    groups: dict[str, list[str]] = {}
    for ending, patterns in by_ending.items():
        if len(patterns) > MOST and ending not in _TEXT_ENDINGS:
            groups[f"*{ending}"] = [name for found in patterns.values() for name in found]
        else:
            groups |= patterns
    order = sorted(groups, key=lambda match: not any(name in asking for name in groups[match]))
    return {match: groups[match] for match in order[: 2 * MOST]}


def _match_of(name: str) -> str:
    """The pattern of a file's name; of a text its own name, for others beside it are none."""
    last = _FNMATCH.sub(r"[\g<0>]", inner(name)[1].rpartition("/")[2])
    return last if ending_of(name) in _TEXT_ENDINGS else _FIGURES.sub("*", last)


def _sampled(names: list[str], asking: Collection[str]) -> list[str]:
    return sorted(names, key=lambda name: name not in asking)[:_FILES]


# What is in them ----------------------------------------------------------------------------------


@dataclass(slots=True)
class _Look:
    """What was seen of a kind so far."""

    match: str
    files: int
    name: str = ""
    is_table: bool = False
    is_of_records: bool = False
    asked: Records = field(default_factory=Records)
    said: Records = field(default_factory=Records)
    values: dict[str, list[str]] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    count: int = 0
    is_nameless: bool = False

    def at(self, source: SourceFile, said: Records, *, is_asking: bool) -> None:
        """Look into a file of this kind."""
        if self.count >= _RECORDS:
            return
        if not self.is_of_records:
            self.name = inner(source.name)[1]
            self.asked = self.said = replace(said, match=self.match)
        form = form_of(Head(source.name, source.data[:HEAD]))
        is_table = form.name in ("csv", "tsv", "tabs") if form else said.layout is not None
        if is_table or (form is None and is_asking):
            self.is_table = self.is_of_records = True
            rows = _told(
                self._rows(source, tabs=form is not None and form.name == "tsv"), source.name
            )
        elif form is not None and ending_of(source.name) not in _TEXT_ENDINGS:
            data = buffered(io.BytesIO(source.data))
            rows = _told(form.records(data, source.name, Budget(Limits())), source.name)
        else:
            return
        for row in islice(rows, _RECORDS - self.count):
            record = _record_in(row)
            if record:
                self.is_of_records = True
                self.count += 1
                self._add(record, "", of_record=True)

    def _rows(self, source: SourceFile, *, tabs: bool) -> Iterator[SourceFile]:
        """The rows of a table; where nothing names its columns, as its first row looks."""
        data = source.data[:_OF_A_TABLE]
        layout = self.asked.layout or Layout()
        first = next(table_records(source.name, data, tabs=tabs, layout=layout), None)
        if first is not None and first.problem == NO_HEADER:
            self.is_nameless = True
            sign = layout.delimiter or parting_sign(decode(data).text)
            layout = layout._replace(delimiter=sign)
            layout = layout._replace(header=_names_columns(source.name, data, layout, tabs=tabs))
            self.said = replace(self.said, header=layout.header, delimiter=sign)
        yield from table_records(source.name, data, tabs=tabs, layout=layout)

    def _add(self, record: Mapping[str, Any], path: str, *, of_record: bool) -> None:
        """Keep the values of a record, or of an object in it; `of_record` where its keys are read
        by their names."""
        for key, value in record.items():
            whole = f"{path}{key}"
            if len(whole) > _LONGEST_KEY or is_nothing(value):
                continue
            known = KEY_FIELDS.get(plain_key(key), ("",))[0] if of_record else ""
            around = of_record and plain_key(key) in WRAPPERS
            if isinstance(value, dict) and path.count(".") < _DEPTH and (around or not known):
                self._add(value, f"{whole}.", of_record=around)
                continue
            self.known.setdefault(whole, known or FURTHER)
            self.values.setdefault(whole, []).append(_as_text(value))

    def kind(self) -> RecordKind:
        keys = self.said.keys
        columns = [
            RecordColumn(
                key,
                self.known[key],
                keys.get(key, self.known[key]),
                tuple(islice(dict.fromkeys(value[:_SHOWN] for value in values), _EXAMPLES)),
                sum(map(len, values)) // len(values),
            )
            for key, values in self.values.items()
        ]
        fields = {column.field for column in columns}
        asks = self.is_nameless or not fields & {"text", "standfirst"}
        shown = _most_telling(_guessed(columns) if asks else columns)
        return RecordKind(
            match=self.match,
            name=self.name,
            files=self.files,
            is_table=self.is_table,
            asked=self.asked,
            records=self.said,
            columns=tuple(shown),
            more=len(columns) - len(shown),
            asks=asks,
        )


def _told(records: Iterator[SourceFile], name: str) -> Iterator[SourceFile]:
    """The records up to the first that cannot be cut; the reading of the import says why."""
    try:
        yield from records
    # A damaged or shortened container raises nearly anything.
    except Exception:
        log.debug("Looking into %s failed", name, exc_info=True)


def _record_in(source: SourceFile) -> dict[str, Any]:
    if source.problem or source.data[:1] != b"{":
        return {}
    try:
        record = json.loads(source.data)
    except (ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}


def _as_text(value: Any) -> str:
    """A value as one line."""
    if isinstance(value, list):
        value = " · ".join(str(member) for member in value[:_EXAMPLES])
    elif isinstance(value, dict):
        value = json.dumps(value, ensure_ascii=False)
    return " ".join(str(value)[:10_000].split())


def _names_columns(name: str, data: bytes, layout: Layout, *, tabs: bool) -> bool:
    """Whether the first row of a table looks like names: short, each another, and no figures."""
    plain = layout._replace(header=False)
    rows = table_records(name, data, tabs=tabs, layout=plain)
    first, second = _record_in(next(rows, SourceFile("", b""))), next(rows, None)
    cells = [str(cell).strip() for cell in first.values()]
    return (
        second is not None
        and len(cells) > 1
        and len(set(cells)) == len(cells)
        and all(len(cell) <= _A_NAME and not cell[:1].isdigit() for cell in cells)
        and not any(look_of(cell) in ("url", "date") for cell in cells)
        and sum(map(len, cells)) * 2 < len(second.data)
    )


def _most_telling(columns: list[RecordColumn]) -> list[RecordColumn]:
    """As many columns as are shown, in their order: those first that are known or hold texts."""
    best = sorted(columns, key=lambda column: (column.field == FURTHER, -column.length))
    shown = {column.key for column in best[:MOST_COLUMNS]}
    return [column for column in columns if column.key in shown]


def _guessed(columns: list[RecordColumn]) -> list[RecordColumn]:
    """The columns, with the text where no name says it; where none says the headline either, with
    what else their values look like."""
    fields = {column.field for column in columns} - {FURTHER}
    free = [column for column in columns if column.field == FURTHER]
    free.sort(key=lambda column: -column.length)
    found: dict[str, str] = {}
    if "text" not in fields and free and free[0].length >= _A_TEXT:
        found[free.pop(0).key] = "text"
    for column in free if "headline" not in fields else ():
        looks = {look_of(example) for example in column.examples}
        look = looks.pop() if len(looks) == 1 else ""
        # A single word may be anything.
        look = "" if look == "section" else look
        if not look and "headline" not in fields and _A_NAME // 4 < column.length < 3 * _A_TEXT:
            look = "headline"
        if look and look not in fields:
            fields.add(look)
            found[column.key] = look
    return [replace(column, field=found.get(column.key, column.field)) for column in columns]
