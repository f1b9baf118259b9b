"""What an editor chooses for the files of a preview: skip a file, take a runner-up for a field.

Choices are kept in the ImportedFile (`choice`, and "doubts" and "taken" in its summary). When the
import is confirmed they are applied to the plan as corrections.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from archive.db.statements import chunks
from archive.labels import label_of
from archive.models import User
from archive.record.answers import Edit, answers_to, apply
from archive.record.content import Content
from archive.record.evidence import SourceReading
from archive.record.incoming import Chosen
from archive.record.review import LEFT_OUT, left_out_line, root_of, value_of
from archive.review import button_text
from archive.text.numbers import COUNT_DIGITS, number_of
from ingest.models import Import, ImportedFile
from ingest.plan import PlannedFile
from ingest.read_file import ReadFile

#: The reason of such a correction; readers see it.
WHY: Final = "chosen in the preview"
#: Outcomes that leave something to decide.
DECIDABLE: Final = frozenset(("new", "changed"))


def doubts_in(file: ReadFile, content: Content) -> list[dict[str, Any]]:
    """The doubtful fields of a file and their answers, as a summary keeps them, worst first."""
    reading = file.reading
    if reading is None or not file.doubts:
        return []
    text = file.text
    return [
        {
            "field": doubt.field,
            **_as_read(doubt.field, content, reading),
            "answers": [
                [answer.edit.as_json(), answer.confidence, answer.reason]
                for answer in answers_to(doubt.field, content, reading, text)
            ],
        }
        for doubt in file.doubts
    ]


def _as_read(field: str, content: Content, reading: SourceReading) -> dict[str, Any]:
    """What is doubtful, how sure the parser was, and why; of a line that was left out the line."""
    left = left_out_line(reading, field)
    if left is not None and left.line is not None:
        return {"value": left.line.text, "confidence": None, "reason": left.reason}
    read = reading.fields.get(field)
    return {
        "value": value_of(content, field),
        "confidence": read.confidence if read else None,
        "reason": read.reason if read else "",
    }


@dataclass(frozen=True, slots=True)
class AnswerButton:
    """A button with the label of an answer; `value` is what it sends."""

    label: str
    value: str
    new: str
    percent: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class DoubtfulField:
    """A doubtful field of a previewed file, or a line left out of it, as the page shows it."""

    label: str
    is_left_out: bool
    #: What will be imported: as parsed, or as chosen.
    value: str
    percent: int | None
    reason: str
    #: What was chosen instead of the parsed value, in words; "" for nothing.
    chosen: str
    options: tuple[AnswerButton, ...]


def questions_of(row: ImportedFile) -> list[DoubtfulField]:
    """The doubtful fields of a previewed file, worst first."""
    taken = row.summary.get("taken") or {}
    return [_doubtful_field(row, doubt, taken.get(doubt["field"])) for doubt in _doubts(row)]


def take(row: ImportedFile, field: str, number: int, by: User) -> str:
    """Choose an answer (from 1; 0 is as parsed) for a field, and save the row. Returns what was
    done, in words, or "" when there is no such answer."""
    doubt = next((doubt for doubt in _doubts(row) if doubt["field"] == field), None)
    if doubt is None or not 0 <= number <= len(doubt["answers"]):
        return ""
    taken = dict(row.summary.get("taken") or {})
    label = label_of(field, ())
    if number == 0:
        taken.pop(field, None)
        done_in_words = _("%(field)s as parsed") % {"field": label}
    else:
        edit = doubt["answers"][number - 1][0]
        taken[field] = {"deed": edit, "by": by.pk}
        done_in_words = f"{label}: {button_text(Edit.from_json(edit))}"
    row.summary = {**row.summary, "taken": taken}
    row.save(update_fields=["summary"])
    return done_in_words


def apply_choices(row: ImportedFile, planned: PlannedFile) -> None:
    """Apply what was chosen in the preview to the present plan for the same bytes."""
    taken: Mapping[str, Any] = row.summary.get("taken") or {}
    if not taken or planned.outcome not in DECIDABLE or planned.content is None:
        return
    content, missed = planned.content, bytes(row.sha256) != planned.file.sha256
    for kept in taken.values():
        changed = None if missed else apply(content, Edit.from_json(kept["deed"]))
        missed, content = missed or changed is None, changed or content
    if missed:
        planned.problems += (
            _("The choices made in the preview no longer apply; the file was parsed again."),
        )
    if missed or content == planned.content:
        return
    by = [kept["by"] for kept in taken.values()][-1]
    by = by if User.objects.filter(pk=by).exists() else None
    planned.chosen = tuple(
        Chosen(field, old, new, by, WHY)
        for field, old, new in content.changes_from(planned.content)
    )
    planned.content = content
    if planned.outcome == "changed":
        was = {field: old for field, old, _new in planned.changes}
        laid = {
            chosen.field: (was.get(chosen.field, chosen.old), chosen.new)
            for chosen in planned.chosen
        }
        kept = [change for change in planned.changes if change[0] not in laid]
        different = [(field, old, new) for field, (old, new) in laid.items() if old != new]
        planned.changes = (*kept, *different)


def _doubts(row: ImportedFile) -> list[dict[str, Any]]:
    return [doubt for doubt in row.summary.get("doubts") or () if isinstance(doubt, dict)]


def _doubtful_field(
    row: ImportedFile, doubt: dict[str, Any], taken: dict[str, Any] | None
) -> DoubtfulField:
    field = doubt["field"]
    root = root_of(field)
    chosen = taken["deed"] if taken else None
    options = [
        AnswerButton(
            label=button_text(edit),
            value=f"{row.number}:{field}:{number}",
            new=edit.new if edit.action == "set" else "",
            percent=_percent(confidence),
            reason=reason,
        )
        for number, (kept, confidence, reason) in enumerate(doubt["answers"], 1)
        if kept != chosen and (edit := Edit.from_json(kept))
    ]
    if chosen:
        options.insert(
            0,
            AnswerButton(
                label=_("Leave it out") if root == LEFT_OUT else _("Keep as parsed"),
                value=f"{row.number}:{field}:0",
                new=doubt["value"],
                percent=_percent(doubt["confidence"]),
                reason=doubt["reason"],
            ),
        )
    return DoubtfulField(
        label=label_of(field, (root,)) if root != LEFT_OUT else label_of(root, ()),
        is_left_out=root == LEFT_OUT,
        value=doubt["value"],
        percent=_percent(doubt["confidence"]),
        reason=doubt["reason"],
        chosen=button_text(Edit.from_json(chosen)) if chosen else "",
        options=tuple(options),
    )


def _percent(confidence: float | None) -> int | None:
    return None if confidence is None else round(100 * confidence)


def keep(importing: Import, sent: Mapping[str, str]) -> int:
    """Save the choices of one page of the preview; returns for how many files they are new."""
    changed = 0
    for choice in ImportedFile.Choice.values:
        numbers = [
            number
            for name, value in sent.items()
            if name.startswith("choice-") and value == choice
            if (number := number_of(name.removeprefix("choice-"), COUNT_DIGITS)) is not None
        ]
        files = importing.files.filter(applied=False)
        # Files that nobody chose for keep the defaults, which a retry may change.
        standard = [name for name in ImportedFile.Outcome if importing.default_for(name) == choice]
        for numbered in chunks(numbers):
            chosen = files.filter(number__in=numbered).exclude(choice=choice)
            changed += chosen.exclude(choice="", outcome__in=standard).update(choice=choice)
    return changed
