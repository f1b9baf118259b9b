"""Tables of records -> one SourceFile a row: CSV, TSV, tabs in a .txt, or stored by columns.

A row becomes a JSON object with the header's keys, or with names for the columns that a person
gave (`Layout`). What cannot be read becomes a sentence.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from ingest.decode import decode
from ingest.records import SourceFile
from ingest.sources.archives import whole
from ingest.sources.forms.form import Form, Head, as_json
from ingest.sources.forms.tabular.rows import are_known, named_cells

#: Characters of one field.
MAX_FIELD: Final = 16 * 2**20
NO_HEADER: Final = (
    "Its first row names no known field (such as title, text, date, author, url). Add a header row"
    ' with such names, or name its columns by the option --map: {"columns": ["section", "title",'
    ' "text"]}, or {"header": true, "keys": {"Story": "text"}} where it has a header.'
)
#: Tables that are published without a header: (what the first cell looks like, their columns).
HEADERLESS: Final = (
    # MIND, news.tsv
    (
        re.compile(r"N\d+"),
        ("id", "category", "subcategory", "title", "abstract", "url", "entities", "more entities"),
    ),
)
#: Tab-separated fields are quoted in some files and hold literal quotation marks in others: the
#: way that gives more complete rows in this many characters wins.
_JUDGED_ON: Final = 200_000
#: `"We" waited`: a field that only begins with a quotation.
_QUOTING_WORDS: Final = re.compile(r'(?:^|\t)"[^"\t\r\n]*"[^"\t\r\n]', re.MULTILINE)
#: Excel's first line that names the delimiter.
_SEPARATOR_LINE: Final = re.compile(r'"?sep=([,;\t|:])"?[ \t,;]*(?:\r\n?|\n)', re.IGNORECASE)
#: `\\"`: a quotation mark inside a cell, as programs write it that do not double it.
_BACKSLASHED: Final = re.compile(r'(?<!\\)((?:\\\\){0,8})\\"')
_BACKSLASHED_INSIDE: Final = re.compile(r'\\"[^\r\n,;\t|]')
#: Lines of one row that are looked at where rows have run together.
_LONGEST_ROW: Final = 200
#: Stands for a row whose quotation mark is not closed.
UNCLOSED: Final = "A quotation mark is not closed."
_ENDS: Final = re.compile(r"\r\n?|\n")
_DELIMITERS: Final = ",;\t|"
#: Quotation marks that are tried, the usual first; "" for none.
_QUOTES: Final = ('"', "'", "")


class Layout(NamedTuple):
    """How a person said that a table is written; what is empty or None is as it looks.

    `columns` are names for its columns, `header` is whether its first row names them; with a
    `quote` of "" quotation marks are literal.
    """

    columns: tuple[str, ...] = ()
    header: bool | None = None
    delimiter: str = ""
    quote: str | None = None


_AS_IT_LOOKS: Final = Layout()


def table_records(
    name: str, data: bytes, *, tabs: bool = False, layout: Layout = _AS_IT_LOOKS
) -> Iterator[SourceFile]:
    """The rows of a table, named by the number of the row (the header is row 1)."""
    text = decode(data).text.removeprefix("\ufeff")
    named = _SEPARATOR_LINE.match(text)
    if named:
        text = text[named.end() :]
    given = layout.delimiter or (named[1] if named else "\t" if tabs else "")
    quote = layout.quote
    if layout.columns:
        given, quote = _fitting(text[:_JUDGED_ON], given, layout)
    else:
        given = given or _delimiter(text)
    header: tuple[str, ...] = ()
    unclosed: list[int] = []
    rows = _rows(text, given) if quote is None else _quoted_rows(text, given, quote)
    for number, (row, problem) in enumerate(rows, 2 if named else 1):
        if problem == UNCLOSED:
            unclosed.append(number)
        elif problem:
            yield SourceFile(f"{name}:{number}", b"", problem)
            continue
        if not any(cell.strip() for cell in row):
            continue
        if not header:
            header, is_row = _header_of(row, layout)
            if not header:
                yield SourceFile(name, b"", NO_HEADER)
                return
            if not is_row:
                continue
        yield SourceFile(f"{name}:{number}", as_json(named_cells(header, row)))
    if unclosed:
        yield SourceFile(name, b"", _said_unclosed(unclosed))


def _delimiter(text: str) -> str:
    end = _ENDS.search(text)
    header_line = text[: end.start()] if end else text
    return max(_DELIMITERS, key=header_line.count)


def parting_sign(text: str) -> str:
    """The delimiter that gives most rows as many columns as the first: for tables without names."""
    shown = text[:_JUDGED_ON]
    return max(_DELIMITERS, key=lambda sign: _whole_rows(shown, _Form(sign)))


def _fitting(text: str, delimiter: str, layout: Layout) -> tuple[str, str | None]:
    """The delimiter and quotation mark that part most rows into the columns that a person named;
    None for the usual marks."""
    tried = [
        (sign, quote)
        for sign in delimiter or _DELIMITERS
        for quote in (_QUOTES if layout.quote is None else (layout.quote,))
    ]

    def fitting(way: tuple[str, str]) -> int:
        rows = _quoted_rows(text, *way)
        return sum(len(row) == len(layout.columns) for row, _ in rows)

    sign, quote = max(tried, key=fitting)
    return sign, None if quote == _QUOTES[0] and layout.quote is None else quote


def is_table(text: str, layout: Layout) -> bool:
    """Whether the beginning of a text parts into the columns that a person named, in most rows."""
    if len(layout.columns) < 2:
        return False
    lines = text.splitlines(keepends=True)[:_ROWS_LOOKED_AT]
    delimiter, quote = _fitting("".join(lines), layout.delimiter, layout)
    rows = [row for row, _ in _quoted_rows("".join(lines), delimiter, quote or '"')]
    return sum(len(row) == len(layout.columns) for row in rows) > 0.8 * len(rows)


#: Lines of a text on which is_table judges.
_ROWS_LOOKED_AT: Final = 20


def _quoted_rows(text: str, delimiter: str, quote: str) -> Iterator[tuple[list[str], str]]:
    """The rows of a table whose quotation mark is known, each with a problem or ""."""
    csv.field_size_limit(MAX_FIELD)
    lines = io.StringIO(text, newline="")
    if quote:
        reader = csv.reader(lines, delimiter=delimiter, quotechar=quote)
    else:
        reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    while True:
        try:
            yield next(reader), ""
        except StopIteration:
            return
        except csv.Error as error:
            yield [], f"The row cannot be read: {error}."


def _said_unclosed(rows: list[int]) -> str:
    listed = ", ".join(map(str, rows[:10])) + (" and others" if len(rows) > 10 else "")
    return (
        f"A quotation mark is not closed in row{'s' * (len(rows) > 1)} {listed}; what follows it "
        f"was parted into rows where it looks like rows. Compare these rows with the file."
    )


def rows_of(name: str, columns: Mapping[str, Mapping[str, Any]]) -> Iterator[SourceFile]:
    """The rows of a table stored by columns."""
    numbers = sorted({number for column in columns.values() for number in column}, key=_as_number)
    for place, number in enumerate(numbers, 1):
        record = {key: column[number] for key, column in columns.items() if number in column}
        yield SourceFile(f"{name}:{place}", as_json(record))


def _as_number(text: str) -> tuple[int, str]:
    return (int(text) if text.isdecimal() and len(text) < 12 else 0, text)


def _header_of(row: list[str], layout: Layout) -> tuple[tuple[str, ...], bool]:
    """The names of the columns, and whether the first row is a record already; no names where none
    is known."""
    looks = are_known(row)
    is_header = looks if layout.header is None else layout.header
    if layout.columns or layout.header is False:
        names = layout.columns or tuple(f"column {place}" for place in range(1, len(row) + 1))
        return names, not is_header
    if layout.header:
        return tuple(cell.strip() for cell in row), False
    for first, names in HEADERLESS:
        if len(row) == len(names) and first.fullmatch(row[0]):
            return names, True
    return (tuple(cell.strip() for cell in row), False) if looks else ((), False)


def _rows(text: str, delimiter: str) -> Iterator[tuple[list[str], str]]:
    """The rows, each with a problem or ""; UNCLOSED comes with its row."""
    sample = text[:_JUDGED_ON]
    plain = delimiter == "\t" and _is_plain(sample)
    if not plain and _has_backslashed_quotes(sample, delimiter):
        text = _BACKSLASHED.sub(r'\1""', text)
    spaced = (
        not plain and f'{delimiter} "' in sample and _has_spaces_before_quotes(sample, delimiter)
    )
    form = _Form(delimiter, plain=plain, spaced=spaced)
    lines = _Consumed(text)
    reader = form.reader(lines)
    width = 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            lines.taken.clear()
            yield [], f"The row cannot be read: {error}."
            continue
        taken = lines.taken[:]
        lines.taken.clear()
        width = width or len(row)
        if plain or len(taken) < 2 or not _is_unclosed(taken, delimiter):
            yield row, ""
        else:
            yield from _parted(row, taken, width, form)


class _Consumed:
    """The lines of a text one by one; `taken` are those given since it was last cleared."""

    def __init__(self, text: str) -> None:
        self.taken: list[str] = []
        self._lines = io.StringIO(text, newline="")

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.taken.append(line)
            yield line


class _Form(NamedTuple):
    """How a table is written: whether quotation marks are literal, and follow spaces."""

    delimiter: str
    plain: bool = False
    spaced: bool = False

    def reader(self, lines: Iterable[str]) -> Iterator[list[str]]:
        csv.field_size_limit(MAX_FIELD)
        if self.plain:
            return csv.reader(lines, delimiter=self.delimiter, quoting=csv.QUOTE_NONE)
        return csv.reader(lines, delimiter=self.delimiter, skipinitialspace=self.spaced)


def _is_unclosed(lines: list[str], delimiter: str) -> bool:
    """Whether a row of several lines has run on into the next ones, or to the end of the file."""
    if sum(line.count('"') for line in lines) % 2 == 0:
        return False
    try:
        next(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return True
    return False


def _parted(
    row: list[str], lines: list[str], width: int, form: _Form
) -> Iterator[tuple[list[str], str]]:
    """The rows that an unclosed quotation mark ran together; the row as it is where no line but its
    first begins a row."""
    start = 0
    for at in range(1, len(lines)):
        if _may_begin_row(lines[at], lines[start], width, form.delimiter):
            head = _one(lines[start:at], form, close=not start)
            if len(head) == width == len(_one(lines[at : at + _LONGEST_ROW], form)):
                yield head, "" if start else UNCLOSED
                start = at
    if not start:
        yield row, UNCLOSED
        return
    yield from ((rest, "") for rest in form.reader(lines[start:]))


def _may_begin_row(line: str, first: str, width: int, delimiter: str) -> bool:
    """Whether a line begins as the first line of a row does."""
    return (line[:1] == '"') == (first[:1] == '"') and line.count(delimiter) >= width - 1


def _one(lines: list[str], form: _Form, *, close: bool = False) -> list[str]:
    """The first row of these lines, or of all of them with the last cell closed."""
    if close:
        lines = [*lines[:-1], lines[-1].rstrip("\r\n") + '"']
    try:
        return next(form.reader(lines), [])
    except csv.Error:
        return []


def _has_backslashed_quotes(text: str, delimiter: str) -> bool:
    """Whether quotation marks inside cells are written with a backslash."""
    if not _BACKSLASHED_INSIDE.search(text):
        return False
    form = _Form(delimiter)
    return _whole_rows(_BACKSLASHED.sub(r'\1""', text), form) >= _whole_rows(text, form)


def _has_spaces_before_quotes(text: str, delimiter: str) -> bool:
    """Whether cells are quoted behind a space."""
    if f'{delimiter} "' not in text:
        return False
    spaced = _whole_rows(text, _Form(delimiter, spaced=True))
    return spaced > _whole_rows(text, _Form(delimiter)) or (
        spaced > 1 and f'{delimiter}"' not in text
    )


def _is_plain(text: str) -> bool:
    """Whether quotation marks between tabs are literal."""
    if _QUOTING_WORDS.search(text):
        return True
    return _whole_rows(text, _Form("\t", plain=True)) > _whole_rows(text, _Form("\t"))


def _whole_rows(text: str, form: _Form) -> int:
    """How many rows have as many fields as the first."""
    try:
        rows = list(form.reader(io.StringIO(text, newline="")))
    except csv.Error:
        return 0
    return sum(len(row) == len(rows[0]) > 1 for row in rows)


def _is_all_tabs(head: Head) -> bool:
    """Whether every line of a text has as many tabs between words: a table called .txt.

    A paragraph may be indented by a tab, and a line of a text may have one by chance; of a table no
    first cell is empty, and three lines are enough to tell where the first names columns. A few
    lines without such names that hold sentences are a diary or an interview.
    """
    if head.ending not in (".txt", "") or b"\t" not in head.data[:_FIRST_LINE]:
        return False
    if b"\x00" in head.data[:_FIRST_LINE]:
        return False
    lines = head.data[:_LOOKED_AT].splitlines()
    whole_lines = lines if len(head.data) < _LOOKED_AT else lines[:-1]
    tabs = {line.count(b"\t") for line in whole_lines}
    few = len(whole_lines) < _LEAST_UNNAMED and any(map(_SENTENCE.search, whole_lines))
    if few and not _names_columns(whole_lines):
        return False
    return (
        len(whole_lines) >= _LEAST_LINES
        and len(tabs) == 1
        and tabs != {0}
        and not any(line[:1] in (b"\t", b" ") or not line.strip() for line in whole_lines)
        # "Title:<tab>…" are the keys of one article.
        and not all(line.partition(b"\t")[0].endswith(b":") for line in whole_lines)
    )


def _names_columns(lines: list[bytes]) -> bool:
    """Whether the first line names known columns or is a row of a known table; where each line
    begins with a known name, it is a key of one article."""
    first, *rest = [line.decode("utf-8", "replace").split("\t") for line in lines]
    if rest and all(are_known(row[:1]) for row in (first, *rest)):
        return False
    return bool(_header_of(first, _AS_IT_LOOKS)[0])


#: Bytes of a .txt that are looked at for tabs in every line, those in which the first line has one
#: (most texts are done with there), the fewest lines that make a table, and those that make one
#: whose columns have no known names.
_LOOKED_AT: Final = 16 * 2**10
_FIRST_LINE: Final = 4 * 2**10
_LEAST_LINES: Final = 3
_LEAST_UNNAMED: Final = 12
_SENTENCE: Final = re.compile(rb"\w \w[^\t]{0,4000}[.!?]\W{0,4}\Z")

TABS: Final = Form(
    name="tabs",
    title="Tab-separated table in a text file",
    recognises=_is_all_tabs,
    records=lambda stream, name, budget: table_records(name, whole(stream, budget), tabs=True),
)
CSV: Final = Form(
    name="csv",
    title="CSV",
    recognises=lambda head: head.ending == ".csv",
    records=lambda stream, name, budget: table_records(name, whole(stream, budget), tabs=False),
)
TSV: Final = Form(
    name="tsv",
    title="Tab-separated table",
    recognises=lambda head: head.ending == ".tsv",
    records=lambda stream, name, budget: table_records(name, whole(stream, budget), tabs=True),
)
