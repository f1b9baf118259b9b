"""The files of an import, as its page lists them and as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import QueryDict, StreamingHttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from archive.text.dates import Days, NotADate
from ingest import choices, report
from ingest.models import Import, ImportedFile, shown

#: Files per page of a preview or report.
PAGE_SIZE: Final = 100
#: Filters besides the outcomes.
DOUBTFUL: Final = "doubtful"
DIFFERING: Final = "differing"


@dataclass(frozen=True, slots=True)
class FileFilter:
    """Which files of an import to list: by outcome, and by words of name or headline."""

    outcome: str
    words: str

    @classmethod
    def of(cls, query: QueryDict) -> FileFilter:
        outcome = query.get("outcome", "")
        known = (*ImportedFile.Outcome.values, DOUBTFUL, DIFFERING)
        words = query.get("q", "").replace("\x00", "").strip()
        return cls(outcome if outcome in known else "", words)

    def files(self, importing: Import) -> QuerySet[ImportedFile]:
        files = importing.files.all()
        if self.outcome == DIFFERING:
            files = files.exclude(previewed="")
        elif self.outcome == DOUBTFUL:
            files = files.filter(confidence__lt=1)
        elif self.outcome:
            files = files.filter(outcome=self.outcome)
        if self.words:
            files = files.filter(
                Q(name__icontains=self.words) | Q(summary__headline__icontains=self.words)
            )
        if importing.state == Import.State.PREVIEW:
            return files.order_by("confidence", "number")
        return files.order_by("number", "pk")

    @property
    def decidable(self) -> tuple[str, ...]:
        """The outcomes of the files that a choice for all of them means. What was set aside is
        taken in only where nothing else is listed."""
        outcome = ImportedFile.Outcome
        if self.outcome == outcome.ASIDE:
            return (outcome.ASIDE,)
        return (outcome.NEW, outcome.CHANGED, outcome.DUPLICATE)

    @property
    def query(self) -> str:
        """The same as a query string."""
        kept = (("outcome", self.outcome), ("q", self.words))
        return urlencode({name: value for name, value in kept if value})


def files_page(importing: Import, query: QueryDict) -> dict[str, Any]:
    """The context of one page of files; in a preview the doubtful come first."""
    wanted = FileFilter.of(query)
    files = wanted.files(importing).select_related("article")
    page: Page[ImportedFile] = Paginator(files, PAGE_SIZE).get_page(query.get("page"))
    deciding = importing.state == Import.State.PREVIEW
    return {
        "page": page,
        "rows": [
            (
                file,
                _days(file),
                _choices(importing, file) if deciding else (),
                choices.questions_of(file) if deciding else (),
                report.shown(file.summary),
            )
            for file in page
        ],
        "outcome": wanted.outcome,
        "for_all": [(choice, label_of_all(wanted.outcome, choice)) for choice in ("take", "skip")],
        "words": wanted.words,
        "query": wanted.query,
        "counts": _counts(importing, deciding),
    }


def _days(file: ImportedFile) -> Days | None:
    try:
        return Days.parse(str(file.summary.get("date") or ""))
    except NotADate:
        return None


def _counts(importing: Import, deciding: bool) -> list[tuple[str, str, int]]:
    counts = [
        (outcome.value, shown(outcome), getattr(importing, outcome))
        for outcome in ImportedFile.Outcome
    ]
    if deciding:
        counts.append((DOUBTFUL, _("Doubtful"), FileFilter(DOUBTFUL, "").files(importing).count()))
    counts.append((DIFFERING, _("Different from preview"), importing.differing))
    return counts


def _choices(importing: Import, file: ImportedFile) -> list[tuple[str, str, bool]]:
    """(value, label, whether selected) of the choices for a file."""
    labels = {
        ImportedFile.Outcome.NEW: {"take": _("Import"), "skip": _("Skip")},
        ImportedFile.Outcome.CHANGED: {
            "take": _("Import as a new version"),
            "new": _("Import as a separate article"),
            "skip": _("Skip"),
        },
        ImportedFile.Outcome.DUPLICATE: {
            "take": _("Record as a copy of that article"),
            "new": _("Import as a separate article"),
            "skip": _("Skip"),
        },
        ImportedFile.Outcome.ASIDE: {
            choice: label_of_all(ImportedFile.Outcome.ASIDE, choice) for choice in ("skip", "take")
        },
    }.get(ImportedFile.Outcome(file.outcome), {})
    selected = file.choice or importing.default_for(file.outcome)
    return [(value, label, value == selected) for value, label in labels.items()]


def label_of_all(outcome: str, choice: str) -> str:
    """What "take" or "skip" means for all files of an outcome."""
    if outcome == ImportedFile.Outcome.ASIDE:
        return _("Import after all") if choice == ImportedFile.Choice.TAKE else _("Leave aside")
    return shown(ImportedFile.Choice(choice))


class _Echo:
    """A file for the csv writer that returns each line instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def as_csv(importing: Import) -> StreamingHttpResponse:
    """Every file with its outcome, streamed; cells that a spreadsheet would run are quoted."""
    writer = csv.writer(_Echo())

    def safe(cell: str) -> str:
        return f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell

    def lines() -> Iterator[str]:
        yield writer.writerow(["file", "outcome", "article", "headline", "date", "problems"])
        for file in importing.files.order_by("number").iterator(2000):
            yield writer.writerow(
                [
                    safe(file.name),
                    file.outcome,
                    f"/a/{file.article_id}/" if file.article_id else "",
                    safe(str(file.summary.get("headline") or "")),
                    file.summary.get("date") or "",
                    safe(" ".join(file.problems)),
                ]
            )

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{importing.pk}.csv"'
    return response
