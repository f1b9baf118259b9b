"""The picture files that editors attached to captions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    pass


class PictureQuerySet(models.QuerySet["Picture"]):
    def attached(self) -> PictureQuerySet:
        """Those that no editor has taken away."""
        return self.filter(removed_at__isnull=True)


class Picture(models.Model):
    """A file that an editor attached; a later one at the same caption replaces it."""

    article = models.ForeignKey("archive.Article", models.CASCADE, related_name="pictures")
    #: Where it hangs; nowhere when taken away, or when its caption is gone.
    image = models.OneToOneField(
        "archive.Image", models.SET_NULL, null=True, blank=True, related_name="picture"
    )
    #: SHA-256 of the original, in hex.
    key = models.CharField(max_length=64, db_index=True)
    #: As it was called when it was sent; the ending is that of what it is.
    name = models.CharField(max_length=200)
    suffix = models.CharField(max_length=10)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    #: What it hung under last: by this it finds its caption again.
    caption = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = PictureQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name
