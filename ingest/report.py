"""The outcome of each file of an import: rows for the database, objects for --json."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from archive.labels import name_of_field
from archive.text import diff
from archive.text.diff import Stretch
from ingest import choices
from ingest.models import Import
from ingest.plan import PlannedFile

#: Characters of text shown for an article without a headline.
OPENING: Final = 160

#: The fields of ImportedFile that row_of fills.
COLUMNS: Final = (
    "of", "number", "name", "sha256", "outcome", "previewed", "applied", "article", "revision",
    "summary", "problems", "confidence", "choice",
)  # fmt: skip


def row_of(
    importing: Import, planned: PlannedFile, *, number: int, applied: bool
) -> tuple[Any, ...]:
    """The outcome of one file as a row, in the order of COLUMNS."""
    file = planned.file
    deciding = not applied and planned.outcome in choices.DECIDABLE
    worst = max((doubt.weight for doubt in file.doubts), default=0) if deciding else 0
    return (
        importing.pk,
        number,
        file.name[-500:],
        file.sha256,
        planned.outcome,
        planned.previewed,
        applied,
        planned.target.article_id if planned.target else None,
        planned.revision.pk if planned.revision else None,
        summary_of(planned, doubtful=deciding),
        list(planned.problems),
        1 - worst / 1000,
        "",
    )


def summary_of(planned: PlannedFile, *, doubtful: bool) -> dict[str, object]:
    """What was read, what would change, and if `doubtful` what the parser is unsure of."""
    content = planned.content or planned.file.content
    if content is None:
        return {}
    summary: dict[str, object] = {
        "headline": content.headline,
        "opening": _opening(content.opening),
        "date": content.date,
        "authors": [author.name for author in content.authors],
        "publication": content.publication,
        "paragraphs": len(content.paragraphs),
        "words": content.word_count,
        "images": len(content.images),
    }
    if planned.changes:
        summary["changes"] = kept(planned.changes)
    if planned.chosen:
        summary["chosen"] = [chosen.field for chosen in planned.chosen]
    if doubtful:
        summary["doubts"] = choices.doubts_in(planned.file, content)
    return summary


def _opening(text: str) -> str:
    return text if len(text) <= OPENING else text[:OPENING].rpartition(" ")[0] + " …"


def as_json(planned: PlannedFile) -> dict[str, Any]:
    """One entry of "files" in the object that `import_articles --json` prints."""
    return {
        "name": planned.file.name,
        "outcome": planned.outcome,
        "article": planned.target.article_id if planned.target else None,
        "problems": list(planned.problems),
    }


#: Longest value that is shown, and longest total of the changed passages of a text.
SHOWN: Final = 300
TEXT_SHOWN: Final = 1_500
#: Characters of unchanged text that are kept on each side of a change.
AROUND: Final = 40
#: Between two passages of a text.
GAP: Final = " … "

#: (field, old, new) of a field of Content, as JSON values.
Difference = tuple[str, Any, Any]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A changed field for display: two values, or the changed passages of a text."""

    label: str
    old: str = ""
    new: str = ""
    places: tuple[Stretch, ...] = ()


def kept(changes: Iterable[Difference]) -> list[list[Any]]:
    """Changes as JSON values, as a summary keeps them."""
    return [_kept(*change) for change in changes]


def shown(summary: dict[str, Any]) -> list[FieldChange]:
    """The inverse of `kept`, for display."""
    return [_shown(*change) for change in summary.get("changes") or ()]


def _kept(name: str, old: Any, new: Any) -> list[Any]:
    if name == "paragraphs":
        stretches = list(_cut(_places(_texts(old), _texts(new))))
        if stretches:
            return [name, [[stretch.kind, stretch.text] for stretch in stretches]]
    return [name, _line(old), _line(new)]


def _shown(name: str, *values: Any) -> FieldChange:
    if len(values) == 1:
        return FieldChange(_("Text"), places=tuple(Stretch(kind, text) for kind, text in values[0]))
    old, new = values
    return FieldChange(name_of_field(name), old, new)


def _texts(paragraphs: Iterable[dict[str, str]]) -> list[str]:
    return [paragraph["text"] for paragraph in paragraphs]


def _places(old: Sequence[str], new: Sequence[str]) -> Iterator[Stretch]:
    """The changed passages, with only the unchanged words near a change."""
    first = True
    for passage in diff.passages(old, new):
        if passage.kind == "same":
            continue
        if not first:
            yield Stretch("same", GAP)
        first = False
        last = len(passage.stretches) - 1
        for place, stretch in enumerate(passage.stretches):
            if stretch.kind == "same":
                yield Stretch("same", _near(stretch.text, before=place > 0, behind=place < last))
            else:
                yield stretch


def _near(text: str, *, before: bool, behind: bool) -> str:
    """The unchanged words after a change, before one, or between two."""
    if len(text) <= AROUND * (before + behind):
        return text
    head = text[:AROUND].rpartition(" ")[0] if before else ""
    tail = text[-AROUND:].partition(" ")[2] if behind else ""
    return f"{head}{GAP}{tail}"


def _cut(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    left = TEXT_SHOWN
    for stretch in stretches:
        if len(stretch.text) > left:
            yield Stretch(stretch.kind, stretch.text[:left] + " …")
            return
        left -= len(stretch.text)
        yield stretch


def _line(value: Any) -> str:
    """A value as a line of text: authors' names, captions, …"""
    if isinstance(value, list | tuple):
        text = " · ".join(filter(None, map(_line, value)))
    elif isinstance(value, dict) and "value" in value:
        text = f"{value['name']}={value['value']}"
    elif isinstance(value, dict):
        parts = (value.get("name"), value.get("text"), value.get("caption"), value.get("credit"))
        text = " · ".join(filter(None, parts))
    else:
        text = "" if value is None else str(value)
    return text if len(text) <= SHOWN else text[:SHOWN] + " …"
