"""What people are told of each file of an import: rows for the database, objects for --json."""

from __future__ import annotations

from typing import Any, Final

from ingest import choosing, differences
from ingest.models import Import
from ingest.plan import PlannedFile

#: So much of the text stands for an article without headline.
OPENING: Final = 160
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
    deciding = not applied and planned.outcome in choosing.DECIDABLE
    worst = max((one.weight for one in file.doubts), default=0) if deciding else 0
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
    """What was read in the file, what would change, and if wanted what the parser is unsure of."""
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
        summary["changes"] = differences.kept(planned.changes)
    if planned.chosen:
        summary["chosen"] = [one.field for one in planned.chosen]
    if doubtful:
        summary["doubts"] = choosing.doubts_in(planned.file, content)
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
