"""What people are told of each file of an import: rows for the database, objects for --json."""

from __future__ import annotations

from typing import Any, Final

from archive.reading import DOUBTFUL, SourceReading
from ingest.models import Import
from ingest.plan import PlannedFile

#: Longest piece of a value that a preview shows.
SHOWN: Final = 300


#: The fields of ImportedFile that row_of gives values for.
COLUMNS: Final = (
    "of", "number", "name", "sha256", "outcome", "previewed", "applied", "article", "revision",
    "summary", "problems", "confidence", "choice",
)  # fmt: skip


def row_of(
    importing: Import, planned: PlannedFile, *, number: int, applied: bool
) -> tuple[Any, ...]:
    """The row that keeps the outcome of one file, in the order of COLUMNS."""
    file = planned.file
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
        summary_of(planned),
        list(planned.problems),
        file.confidence,
        "",
    )


def summary_of(planned: PlannedFile) -> dict[str, object]:
    """What was read in the file, what would change, and what the parser is unsure of."""
    content = planned.content or planned.file.content
    if content is None:
        return {}
    summary: dict[str, object] = {
        "headline": content.headline,
        "opening": content.opening[:160],
        "date": content.date,
        "authors": [author.name for author in content.authors],
        "publication": content.publication,
        "paragraphs": len(content.paragraphs),
        "words": content.word_count,
        "images": len(content.images),
    }
    if planned.changes:
        summary["changes"] = [
            [name, _short(old), _short(new)] for name, old, new in planned.changes
        ]
    reading = planned.file.reading if planned.file.confidence < DOUBTFUL else None
    if reading is not None:
        summary["doubts"] = doubts_of(reading)
    return summary


def doubts_of(reading: SourceReading) -> list[list[object]]:
    """[field, confidence, reason] of every doubtful field, the least sure first."""
    found = [
        (one.confidence, name, one.reason)
        for name, one in reading.fields.items()
        if one.confidence < DOUBTFUL
    ]
    return [[name, round(confidence, 2), reason] for confidence, name, reason in sorted(found)]


def as_json(planned: PlannedFile) -> dict[str, Any]:
    """One entry of "files" in the object that `import_articles --json` prints."""
    return {
        "name": planned.file.name,
        "outcome": planned.outcome,
        "article": planned.target.article_id if planned.target else None,
        "problems": list(planned.problems),
    }


def _short(value: Any) -> str:
    """A value as a line of text: names of authors, text of paragraphs, …"""
    if isinstance(value, list | tuple):
        text = " ¶ ".join(_short(part) for part in value)
    elif isinstance(value, dict):
        text = str(value.get("text") or value.get("caption") or value.get("name") or "")
    else:
        text = "" if value is None else str(value)
    return text if len(text) <= SHOWN else text[:SHOWN] + " …"
