"""What `check_archive` looks at on the side of imports: stuck jobs, counts, forgotten uploads."""

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
    """Imports whose worker fell silent; one from the command line is closed, another goes on."""
    begun = Import.objects.filter(
        state__in=(Import.State.READING, Import.State.RUNNING), lease_until__isnull=False
    )
    for importing in filter(jobs.is_gone, begun):
        if importing.origin == Import.Channel.COMMAND:
            yield Finding(f"{importing}: its process died.", jobs.close_dead)
        else:
            yield Finding(f"{importing} has no worker; “serve” or “work” takes it up again.")


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
                f"{importing} counts {', '.join(wrong)} otherwise than its outcomes say.",
                partial(Import.objects.filter(pk=importing.pk).update, **wrong),
            )


@check
def articles_of_imports() -> Iterator[Finding]:
    """What an import made is there, or its deletion is noted."""
    known = Change.objects.values("article_id")
    lost = ImportedFile.objects.filter(applied=True, article__isnull=False).exclude(
        article_id__in=known
    )
    for row in lost.select_related("of")[:20]:
        yield Finding(f"{row.of} says that {row.name} is article {row.article_id}: it is gone.")


@check
def missing_uploads() -> Iterator[Finding]:
    """Files that an import has still to read."""
    for upload in Upload.objects.select_related("of"):
        if not upload.file.storage.exists(upload.file.name or ""):
            yield Finding(f"{upload.of}: the uploaded file of {upload.name} is gone.")


@check
def forgotten_uploads() -> Iterator[Finding]:
    """Files under uploads/ that no import knows of."""
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
    # Where the same bytes came again, the first import brought them.
    known = files.exclude(outcome=ImportedFile.Outcome.SAME).order_by("-pk")
    return {
        bytes(sha256): Origin(number, label, reverse("admin:ingest_import_change", args=[number]))
        for sha256, number, label in known.values_list("sha256", "of", "of__label")
    }
