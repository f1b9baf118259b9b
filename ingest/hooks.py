"""What imports tell the archive: checks for check_archive, and which import brought a source."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db.models import Count
from django.urls import reverse

from archive.hooks import Finding, Origin, check, finder
from archive.models import Change
from ingest import jobs
from ingest.models import Import, ImportedFile, Upload


@check
def stuck_imports() -> Iterator[Finding]:
    """Imports whose worker died; one from the command line is closed, others are resumed."""
    begun = Import.objects.filter(
        state__in=(Import.State.READING, Import.State.RUNNING), lease_until__isnull=False
    )
    for importing in filter(jobs.is_gone, begun):
        if importing.origin == Import.Channel.COMMAND:
            yield Finding(f"{importing}: its process died.", jobs.close_dead)
        else:
            yield Finding(f"{importing} has no worker; “serve” or “work” resumes it.")


@check
def import_counts() -> Iterator[Finding]:
    """A finished import has an outcome for every file it counts, and counts them by outcome."""
    for importing in Import.objects.filter(state=Import.State.DONE):
        rows = importing.files.filter(applied=True).order_by()
        counts = dict(rows.values_list("outcome").annotate(Count("pk")))
        found = {name: counts.get(name, 0) for name in ImportedFile.Outcome.values}
        wrong = {name: n for name, n in found.items() if getattr(importing, name) != n}
        if sum(found.values()) != importing.position:
            yield Finding(
                f"{importing} counts {importing.position} files and has {sum(found.values())} "
                f"outcomes."
            )
        elif wrong:
            yield Finding(
                f"{importing} counts {', '.join(wrong)} differently from its outcomes.",
                partial(Import.objects.filter(pk=importing.pk).update, **wrong),
            )


@check
def articles_of_imports() -> Iterator[Finding]:
    """Every article that an import brought exists, or its deletion is in the change log."""
    known = Change.objects.values("article_id")
    lost = ImportedFile.objects.filter(applied=True, article__isnull=False).exclude(
        article_id__in=known
    )
    for row in lost.select_related("of")[:20]:
        yield Finding(f"{row.of}: article {row.article_id}, from {row.name}, is missing.")


@check
def missing_uploads() -> Iterator[Finding]:
    """Every file that an import has yet to read exists."""
    for upload in Upload.objects.select_related("of"):
        if not upload.file.storage.exists(upload.file.name or ""):
            yield Finding(f"{upload.of}: the uploaded file {upload.name} is missing.")


@check
def forgotten_uploads() -> Iterator[Finding]:
    """Files under uploads/ that belong to no import."""
    folder = Path(settings.MEDIA_ROOT) / "uploads"
    if not folder.is_dir():
        return
    known = {Path(name).name for name in Upload.objects.values_list("file", flat=True)}
    for path in sorted(folder.iterdir()):
        if path.name not in known:
            yield Finding(f"The upload {path.name} belongs to no import.", path.unlink)


@finder
def imports_of(article_id: int) -> dict[bytes, Origin]:
    files = ImportedFile.objects.filter(article=article_id, applied=True)
    # When the same bytes came again, the first import counts.
    known = files.exclude(outcome=ImportedFile.Outcome.SAME).order_by("-pk")
    return {
        bytes(sha256): Origin(
            number, title or label, reverse("admin:ingest_import_change", args=[number])
        )
        for sha256, number, title, label in known.values_list(
            "sha256", "of", "of__title", "of__label"
        )
    }
