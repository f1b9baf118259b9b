"""The shape of a corpus as a value: what its folders, file names, side files and tables mean.

`Shape.from_json` takes what a person wrote or what an import kept, and says in a sentence what is
wrong with it; `as_json` gives it back.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from fnmatch import fnmatchcase
from typing import Any, Final, Literal, get_args

from ingest.parsing.structured.keys import FIELD_KEYS, KEY_FIELDS, plain_key
from ingest.sources.forms.tables import Layout
from ingest.sources.shape.file_names import BadPattern, compiled

Role = Literal["section", "publication", "nothing"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
#: What may be said of files that name none.
DEFAULTS: Final = ("publication", "section", "language")
#: The field of a key that is no field of an article, however it is called.
FURTHER: Final = "further"
#: Delimiters and quotation marks are one character; "" says that quotation marks are literal.
_TABLE_KEYS: Final = ("columns", "header", "delimiter", "quote")


class BadShape(ValueError):
    """What was given is no shape; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Records:
    """How the records of some files are written: `match` is a file's name or its path, with `*`.

    `columns` are names for the columns of a table, `header` is whether its first row names them
    (None: as it looks), `keys` the field that a key or column stands for; "a.b" is a key in an
    object.
    """

    match: str = "*"
    columns: tuple[str, ...] = ()
    header: bool | None = None
    delimiter: str = ""
    quote: str | None = None
    keys: Mapping[str, str] = field(default_factory=dict)

    def fits(self, path: str) -> bool:
        return fnmatchcase(path, self.match) or fnmatchcase(path.rpartition("/")[2], self.match)

    @property
    def layout(self) -> Layout | None:
        """How its rows are cut, None where nothing was said of that."""
        if not self.columns and self.header is None and not self.delimiter and self.quote is None:
            return None
        return Layout(self.columns, self.header, self.delimiter, self.quote)


@dataclass(frozen=True, slots=True)
class Shape:
    """What names and side files of a corpus say; without arguments they say nothing.

    Paths in it are those inside the folder or archive, with at most one `*`, which stands for the
    same in both paths of a pair.
    """

    #: What the folder of a file names.
    folders: Role = "nothing"
    #: Which folder that is: 1 for the outermost; 0 for the innermost that is a word.
    level: int = 0
    #: Folders by name that are something else.
    folder_roles: Mapping[str, Role] = field(default_factory=dict)
    #: What a file's name says: "{date}*", "{section}-{number}".
    file_names: str = ""
    #: Sections by the letters before a number in a file's name: {"spt": "sport"} for spt012.txt.
    prefixes: Mapping[str, str] = field(default_factory=dict)
    #: Files that hold a headline -> the file of its text: {"titles/*.txt": "texts/*.txt"}.
    titles: Mapping[str, str] = field(default_factory=dict)
    #: Files that hold what is known of another file -> that file: {"*-meta.txt": "*.txt"}.
    sidecars: Mapping[str, str] = field(default_factory=dict)
    #: The fields of a sidecar without keys, by line; "" for a line that is none.
    sidecar_lines: tuple[str, ...] = ()
    #: Tables that describe files -> the column with the file's name or number.
    metadata: Mapping[str, str] = field(default_factory=dict)
    #: Publication, section and language where a file names none.
    defaults: Mapping[str, str] = field(default_factory=dict)
    records: tuple[Records, ...] = ()
    #: Whether records of a headline without a text are taken in as they are.
    without_text: bool = False
    #: Why each of it was assumed, as parts of a sentence.
    reasons: tuple[str, ...] = ()

    @property
    def joins(self) -> bool:
        """Whether files describe other files, so that these are read first."""
        return bool(self.titles or self.sidecars or self.metadata)

    def records_of(self, path: str) -> Records | None:
        """How the records of a file are written; the first that fits."""
        return next((records for records in self.records if records.fits(path)), None)

    def as_json(self) -> dict[str, Any]:
        """The shape as JSON, without what says nothing; always with its reasons."""
        values = {name: getattr(self, name) for name in _NAMES if getattr(self, name)}
        if self.folders == "nothing":
            values.pop("folders")
        values["records"] = [_records_json(records) for records in self.records]
        if not self.records:
            values.pop("records")
        for name, value in values.items():
            if isinstance(value, tuple):
                values[name] = list(value)
            elif isinstance(value, Mapping):
                values[name] = dict(value)
        return values | {"reasons": list(self.reasons)}

    @classmethod
    def from_json(cls, data: Any) -> Shape:
        """The inverse of as_json; raises BadShape.

        `columns`, `header`, `delimiter`, `quote` and `keys` may stand at the top, for all files.
        """
        if not isinstance(data, Mapping):
            raise BadShape("A map is an object with keys such as “folders” and “columns”.")
        _refuse_unknown(data, (*_NAMES, *_TABLE_KEYS, "keys"), "A map")
        values = {name: _READ[name](name, data[name]) for name in _NAMES if name in data}
        at_top = {name: data[name] for name in (*_TABLE_KEYS, "keys") if name in data}
        if at_top:
            values["records"] = (*values.get("records", ()), _one_of_records(at_top))
        return cls(**values)

    @classmethod
    def from_text(cls, text: str) -> Shape:
        """The shape that a file in JSON or YAML holds; raises BadShape."""
        import yaml

        try:
            data = json.loads(text) if text.lstrip()[:1] == "{" else yaml.safe_load(text)
        except (ValueError, yaml.YAMLError, RecursionError) as error:
            said = str(error).partition("\n")[0]
            raise BadShape(f"The map is neither JSON nor YAML: {said}.") from None
        return cls.from_json(data)


_NAMES: Final = tuple(given.name for given in fields(Shape))


def _records_json(records: Records) -> dict[str, Any]:
    values: dict[str, Any] = {"match": records.match}
    if records.columns:
        values["columns"] = list(records.columns)
    if records.header is not None:
        values["header"] = records.header
    if records.delimiter:
        values["delimiter"] = records.delimiter
    if records.quote is not None:
        values["quote"] = records.quote
    if records.keys:
        values["keys"] = dict(records.keys)
    return values


# What was given, checked --------------------------------------------------------------------------


def _refuse_unknown(data: Mapping[Any, Any], known: tuple[str, ...], what: str) -> None:
    unknown = [str(key) for key in data if key not in known]
    if unknown:
        named = ", ".join(f"“{key}”" for key in unknown[:5])
        raise BadShape(f"{what} has no {named}; it may have {', '.join(known)}.")


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise BadShape(f"“{name}” takes a text in quotation marks.")
    return value


def _texts(name: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BadShape(f"“{name}” takes a list of texts.")
    return tuple(value)


def _pairs(name: str, value: Any) -> dict[str, str]:
    if not isinstance(value, Mapping) or not all(
        isinstance(text, str) for pair in value.items() for text in pair
    ):
        raise BadShape(f"“{name}” takes an object of texts, such as {_EXAMPLES[name]}.")
    return dict(value)


def _paths(name: str, value: Any) -> dict[str, str]:
    pairs = _pairs(name, value)
    for pair in pairs.items():
        if any(path.count("*") != 1 for path in pair):
            raise BadShape(
                f"Each path in “{name}” has one * for what both names share, such as "
                f"{_EXAMPLES[name]}."
            )
    return pairs


def _role(name: str, value: Any) -> Role:
    for role in ROLES:
        if value == role:
            return role
    raise BadShape(f"“{name}” takes {', '.join(ROLES[:-1])} or {ROLES[-1]}, not “{value}”.")


def _roles(name: str, value: Any) -> dict[str, Role]:
    return {folder: _role(name, role) for folder, role in _pairs(name, value).items()}


def _level(name: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 20:
        raise BadShape(f"“{name}” takes a number: 1 for the outermost folder, 0 for the innermost.")
    return value


def _yes(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise BadShape(f"“{name}” takes true or false.")
    return value


def _pattern(name: str, value: Any) -> str:
    pattern = _text(name, value)
    try:
        compiled(pattern)
    except BadPattern as error:
        raise BadShape(f"“{name}”: {error}") from None
    return pattern


def _defaults(name: str, value: Any) -> dict[str, str]:
    pairs = _pairs(name, value)
    _refuse_unknown(pairs, DEFAULTS, f"“{name}”")
    return pairs


def _field_names(name: str, value: Any) -> tuple[str, ...]:
    return tuple(line and field_of(line) for line in _texts(name, value))


def _all_records(name: str, value: Any) -> tuple[Records, ...]:
    if not isinstance(value, list):
        raise BadShape(f"“{name}” takes a list of objects, such as {_EXAMPLES[name]}.")
    return tuple(map(_one_of_records, value))


def _one_of_records(data: Any) -> Records:
    if not isinstance(data, Mapping):
        raise BadShape(f"“records” takes a list of objects, such as {_EXAMPLES['records']}.")
    _refuse_unknown(data, ("match", *_TABLE_KEYS, "keys"), "“records”")
    quote = data.get("quote")
    records = Records(
        match=_text("match", data.get("match", "*")),
        columns=_texts("columns", data.get("columns", [])),
        header=None if data.get("header") is None else _yes("header", data["header"]),
        delimiter=_text("delimiter", data.get("delimiter", "")).replace("\\t", "\t"),
        quote=None if quote is None else _text("quote", quote),
        keys={key: field_of(name) for key, name in _pairs("keys", data.get("keys", {})).items()},
    )
    if len(records.delimiter) > 1 or len(records.quote or "") > 1:
        raise BadShape("“delimiter” and “quote” take one character.")
    ends = ("\r", "\n", "\x00")
    if records.delimiter in (*ends, '"') or records.quote in ends:
        raise BadShape("“delimiter” and “quote” are no ends of lines, and the first is no quote.")
    if records.delimiter and records.delimiter == records.quote:
        raise BadShape("“delimiter” and “quote” are two characters.")
    return records


def field_of(name: str) -> str:
    """The field that a word names: "headline" of "title"; raises BadShape."""
    if name in FIELD_KEYS or name == FURTHER:
        return name
    known = KEY_FIELDS.get(plain_key(name))
    if known is None:
        listed = ", ".join((*FIELD_KEYS, FURTHER))
        raise BadShape(f"An article has no field “{name}”; it has {listed}.")
    return known[0]


_EXAMPLES: Final = {
    "folder_roles": '{"The Alder Courier": "publication"}',
    "prefixes": '{"spt": "sport"}',
    "titles": '{"titles/*.txt": "texts/*.txt"}',
    "sidecars": '{"*-meta.txt": "*.txt"}',
    "metadata": '{"metadata.csv": "filename"}',
    "defaults": '{"publication": "The Alder Courier"}',
    "records": '[{"match": "*.csv", "columns": ["section", "title", "text"]}]',
    "keys": '{"body-paragraphs": "text"}',
}
_READ: Final[dict[str, Callable[[str, Any], Any]]] = {
    "folders": _role,
    "level": _level,
    "folder_roles": _roles,
    "file_names": _pattern,
    "prefixes": _pairs,
    "titles": _paths,
    "sidecars": _paths,
    "sidecar_lines": _field_names,
    "metadata": _pairs,
    "defaults": _defaults,
    "records": _all_records,
    "without_text": _yes,
    "reasons": _texts,
}
