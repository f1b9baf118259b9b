"""What `check_archive` looks at on the side of imports: stuck jobs, counts, forgotten uploads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db.models import Count, F, Q

from archive.checking import Finding, check
from ingest import jobs
from ingest.models import Import, Upload


@check
def stuck_imports() -> Iterator[Finding]:
    """Imports whose worker fell silent; one from the command line is closed, another goes on."""
    begun = Import.objects.filter(
        state__in=(Import.State.READING, Import.State.RUNNING), lease_until__isnull=False
    )
    for importing in filter(jobs.is_gone, begun):
        if importing.origin == Import.Origin.COMMAND:
            yield Finding(f"{importing}: its process died.", jobs.close_dead)
        else:
            yield Finding(f"{importing} has no worker; “serve” or “work” takes it up again.")


@check
def import_counts() -> Iterator[Finding]:
    """A finished import has an outcome for every file it counts."""
    counted = Import.objects.filter(state=Import.State.DONE).annotate(
        rows=Count("files", filter=Q(files__applied=True))
    )
    for importing in counted.exclude(rows=F("position")):
        yield Finding(
            f"{importing} counts {importing.position} files and has {importing.rows} outcomes."
        )


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
