"""What exports of press databases as text have in common: lines, blocks under labels, wrapping.

The bytes of a file in, blocks of lines out; a block ends at an empty line or where a label begins.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from archive.record.evidence import Fact
from ingest.decode import decode
from ingest.parsing.fields.dates import find_dates
from ingest.parsing.text.keyed_head import paper_at
from ingest.parsing.text.line_ends import LineEnds
from ingest.parsing.text.lines import Block as Line
from ingest.records import SourceFile
from ingest.sources.archives import whole
from ingest.sources.forms.form import Form

#: What a label says of its line: its key, and the value behind it; None where there is no label.
LabelOf = Callable[[str], tuple[str, str] | None]

#: Databases wrap at 60 to 80 columns; texts with longer lines are not wrapped.
_WIDEST: Final = 100
_ENDS: Final = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
#: "January 11, 2010 Monday 10:15 AM GMT", "lundi 11 janvier 2010 - 07:15": words of a date line.
_WORDS_OF_DATE: Final = 12
COVER: Final = "It is the list or request at the beginning of an export, not an article."


class Labelled(NamedTuple):
    """Lines without an empty one among them.

    Under a label, the first line is the value behind it and `printed` the line as it stands.
    """

    label: str
    lines: tuple[str, ...]
    printed: str

    @property
    def text(self) -> str:
        return " ".join(line.strip() for line in self.lines).strip()

    def unlabelled(self) -> Labelled:
        """The block as a paragraph that only begins like a label."""
        return self._replace(label="", lines=(self.printed, *self.lines[1:]))


class Labels:
    """The labels of an export: `keys` names those of each key of a record, and `others` those that
    keep their names; labels stand between "; "."""

    def __init__(self, pattern: re.Pattern[str], keys: Mapping[str, str], others: str) -> None:
        self._pattern = pattern
        self._known = {label: label for label in others.split("; ")}
        for key, labels in keys.items():
            self._known |= dict.fromkeys(labels.split("; "), key)

    def of(self, line: str) -> tuple[str, str] | None:
        """The key and the value of a line that begins with a label, which the pattern groups."""
        match = self._pattern.match(line)
        key = self._known.get(match[1].casefold()) if match else None
        return (key, line[match.end() :]) if match and key else None


def text_form(
    name: str,
    title: str,
    recognises: Callable[[str], bool],
    records: Callable[[str, Sequence[str]], Iterator[SourceFile]],
) -> Form:
    """The form of an export as a text file, known by its text, whose records are cut by lines."""
    return Form(
        name=name,
        title=title,
        recognises=lambda head: not head.is_markup and recognises(head.text),
        records=lambda stream, path, budget: records(path, text_lines(whole(stream, budget))),
    )


def text_lines(data: bytes) -> list[str]:
    """The decoded lines of a file; a form feed ends a line."""
    return _ENDS.split(decode(data).text.removeprefix("\ufeff"))


def blocks_of(lines: Iterable[str], label_of: LabelOf) -> list[Labelled]:
    """The blocks of these lines in order: one ends at an empty line, or where a label begins."""
    blocks: list[Labelled] = []
    label, printed = "", ""
    held: list[str] = []
    for line in (*lines, ""):
        empty = not line.strip()
        labelled = None if empty else label_of(line)
        if held and (empty or labelled):
            blocks.append(Labelled(label, tuple(held), printed))
        if empty or labelled:
            label, held = "", []
        if labelled:
            label, held, printed = labelled[0], [labelled[1]], line
        elif not empty:
            printed = printed if held else line
            held.append(line)
    return blocks


def paragraphs(blocks: Iterable[Labelled]) -> str:
    """The text of blocks, paragraphs parted by empty lines; wrapped lines are joined."""
    lines, begins = _measured(blocks)
    width = max([len(line.text) for line in lines], default=0)
    text = "\n".join(line.text for line in lines)
    ends = LineEnds(lines, text)
    found: list[str] = []
    start = 0
    for at in range(1, len(lines) + 1):
        if at == len(lines) or begins[at] or not _goes_on(lines[at - 1], lines[at], width):
            found.append(ends.joined(lines[start:at]))
            start = at
    return "\n\n".join(found)


def wrapped_text(lines: Iterable[str]) -> str:
    """The text of lines without labels, paragraphs parted by empty lines; wrapped lines joined."""
    return paragraphs(blocks_of(lines, lambda line: None))


def add(values: dict[str, str], key: str, text: str) -> None:
    """Add a text under a key, below what stands there."""
    if text:
        values[key] = f"{values[key]}\n{text}" if values.get(key) else text


def _measured(blocks: Iterable[Labelled]) -> tuple[list[Line], list[bool]]:
    """The lines of blocks with their places in a text of lines, and which begin a block."""
    lines: list[Line] = []
    begins: list[bool] = []
    at = 0
    for block in blocks:
        first = True
        for line in filter(None, map(str.strip, block.lines)):
            lines.append(Line((at, at + len(line)), line, 1))
            begins.append(first)
            at += len(line) + 1
            first = False
    return lines, begins


def _goes_on(line: Line, after: Line, width: int) -> bool:
    """Whether a line is full: the first word of the next would not have fitted."""
    if width > _WIDEST:
        return False
    return width - len(line.text) <= len(after.text.partition(" ")[0])


def is_date(line: str) -> bool:
    """Whether a line says a day and little else."""
    return len(line.split()) <= _WORDS_OF_DATE and bool(
        (found := find_dates(line)) and len(found[0].iso) == len("2010-01-11")
    )


def paper(name: str) -> dict[str, str]:
    """ "The Times (London)" as paper and place; the article of "Courier, The" goes first."""
    name = " ".join(name.split())
    _, end = paper_at(name, (0, len(name)))
    title, place = name[:end].strip(" ;,"), name[end:].strip(" ()")
    words, comma, article = title.rpartition(", ")
    if comma and article in _ARTICLES:
        title = f"{article} {words}"
    return {"publication": title, "place of publication": place}


_ARTICLES: Final = frozenset(("The", "A", "La", "Le", "Les", "El", "Il", "Der", "Die", "Das", "De"))


def section(value: str) -> dict[str, str]:
    """ "NEWS; Pg. 3" as section and page."""
    name, _, page = value.partition(";")
    return {"section": name.strip(), "page": page.strip()}


def cover(name: str, lines: Sequence[str], facts: tuple[Fact, ...] = ()) -> list[SourceFile]:
    """What stands above the first article of an export, set aside; nothing where it is empty."""
    text = "\n".join(lines).strip()
    if not text:
        return []
    return [SourceFile(f"{name}:0", text.encode("utf-8", "replace"), facts=facts, aside=COVER)]
