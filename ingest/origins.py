"""Tells the archive which import brought which file of an article."""

from __future__ import annotations

from django.urls import reverse

from archive.hooks import Origin, finder
from ingest.models import ImportedFile


@finder
def imports_of(article_id: int) -> dict[bytes, Origin]:
    files = ImportedFile.objects.filter(article=article_id, applied=True)
    # Where the same bytes came again, the first import brought them.
    known = files.exclude(outcome=ImportedFile.Outcome.SAME).order_by("-pk")
    return {
        bytes(sha256): Origin(number, label, reverse("admin:ingest_import_change", args=[number]))
        for sha256, number, label in known.values_list("sha256", "of", "of__label")
    }
