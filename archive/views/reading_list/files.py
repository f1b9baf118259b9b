"""All lists with their notes as a plain-text file, which brings them back.

A line `# Harbour` begins a list; then an article a line, as a citation that ends in its permanent
address; right below it, indented, the note. Of any other file every permanent address is taken.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from archive.views.reading_list.lists import ArticleNotes, KeptLists, name_of, note_of

#: How a file names an article.
_ADDRESS: Final = re.compile(r"/a/([0-9]{1,18})/")
_INDENT: Final = "    "
_HEADING: Final = "# "


@dataclass(slots=True)
class ReadList:
    """A list as a file has it; `name` is "" before any heading."""

    name: str
    ids: list[int] = field(default_factory=list)


def written(head: str, lists: KeptLists, notes: ArticleNotes, citations: Mapping[int, str]) -> str:
    """The file; articles without a citation have left the archive, and stay with their address."""
    parts = [head]
    # The list without a name, which has no heading, stands before all others.
    for kept in sorted(lists, key=lambda kept: bool(kept.name)):
        if kept.name:
            parts.append(f"{_HEADING}{kept.name}")
        for pk in kept.ids:
            note = notes.texts.get(pk, "")
            lines = (f"{_INDENT}{line}" for line in note.split("\n") if note)
            parts.append("\n".join((citations.get(pk, f"/a/{pk}/"), *lines)))
    return "\n\n".join(parts) + "\n"


def read(text: str) -> tuple[list[ReadList], dict[int, str]]:
    """The lists of such a file, or of any text, and the notes in it by article."""
    lists = [ReadList("")]
    notes: dict[int, list[str]] = {}
    latest: int | None = None
    for line in text.splitlines():
        if latest is not None and line.startswith(_INDENT):
            notes.setdefault(latest, []).append(line.removeprefix(_INDENT))
            continue
        if line.startswith(_HEADING) and (name := name_of(line.removeprefix(_HEADING))):
            lists.append(ReadList(name))
        found = [int(pk) for pk in _ADDRESS.findall(line)]
        lists[-1].ids += found
        latest = found[-1] if found else None
    return lists, {pk: note for pk, lines in notes.items() if (note := note_of("\n".join(lines)))}
