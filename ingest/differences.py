"""What differs between an article and its new version: as a report keeps it, as a page shows it.

A field is kept as [name, old, new], each a line; a changed text as [name, [[kind, words], …]], its
changed places word by word, with some words around them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from archive.labels import name_of_field
from archive.text import diff
from archive.text.diff import Stretch

#: Longest value that is shown, and of a changed text all its places together.
SHOWN: Final = 300
TEXT_SHOWN: Final = 1_500
#: Characters of unchanged text that are kept on each side of a change.
AROUND: Final = 40
#: Between two places of a text.
GAP: Final = " … "

#: (field, old, new) of a field of Content, as JSON values.
Difference = tuple[str, Any, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """A changed field in a reader's words: either two values, or the changed places of a text."""

    label: str
    old: str = ""
    new: str = ""
    places: tuple[Stretch, ...] = ()


def kept(changes: Iterable[Difference]) -> list[list[Any]]:
    """Changes as a summary keeps them, in JSON."""
    return [_kept(*one) for one in changes]


def shown(summary: dict[str, Any]) -> list[Change]:
    """The changes that a summary keeps."""
    return [_shown(*one) for one in summary.get("changes") or ()]


def _kept(name: str, old: Any, new: Any) -> list[Any]:
    if name == "paragraphs":
        stretches = list(_cut(_places(_texts(old), _texts(new))))
        if stretches:
            return [name, [[one.kind, one.text] for one in stretches]]
    return [name, _line(old), _line(new)]


def _shown(name: str, *values: Any) -> Change:
    if len(values) == 1:
        return Change(_("Text"), places=tuple(Stretch(kind, text) for kind, text in values[0]))
    old, new = values
    return Change(name_of_field(name), old, new)


def _texts(paragraphs: Iterable[dict[str, str]]) -> list[str]:
    return [one["text"] for one in paragraphs]


def _places(old: Sequence[str], new: Sequence[str]) -> Iterator[Stretch]:
    """The changed passages, unchanged words cut to those near a change."""
    first = True
    for passage in diff.passages(old, new):
        if passage.kind == "same":
            continue
        if not first:
            yield Stretch("same", GAP)
        first = False
        last = len(passage.stretches) - 1
        for place, one in enumerate(passage.stretches):
            if one.kind == "same":
                yield Stretch("same", _near(one.text, before=place > 0, behind=place < last))
            else:
                yield one


def _near(text: str, *, before: bool, behind: bool) -> str:
    """What stands behind a change, before one, or between two."""
    if len(text) <= AROUND * (before + behind):
        return text
    head = text[:AROUND].rpartition(" ")[0] if before else ""
    tail = text[-AROUND:].partition(" ")[2] if behind else ""
    return f"{head}{GAP}{tail}"


def _cut(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    left = TEXT_SHOWN
    for one in stretches:
        if len(one.text) > left:
            yield Stretch(one.kind, one.text[:left] + " …")
            return
        left -= len(one.text)
        yield one


def _line(value: Any) -> str:
    """A value as a line of text: names of authors, captions of pictures, …"""
    if isinstance(value, list | tuple):
        text = " · ".join(filter(None, map(_line, value)))
    elif isinstance(value, dict):
        parts = (value.get("name"), value.get("text"), value.get("caption"), value.get("credit"))
        text = " · ".join(filter(None, parts))
    else:
        text = "" if value is None else str(value)
    return text if len(text) <= SHOWN else text[:SHOWN] + " …"
