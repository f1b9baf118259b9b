"""The picture files that editors attached to captions."""

from __future__ import annotations

from django.db import models

from archive.models.users import editor_key


class PictureQuerySet(models.QuerySet["Picture"]):
    def attached(self) -> PictureQuerySet:
        """Those that no editor has removed."""
        return self.filter(removed_at__isnull=True)


class Picture(models.Model):
    """A file that an editor attached to a caption; a later one replaces it."""

    article = models.ForeignKey("archive.Article", models.CASCADE, related_name="pictures")
    #: The image that shows it; null when removed, or when its caption is gone.
    image = models.OneToOneField(
        "archive.Image", models.SET_NULL, null=True, blank=True, related_name="picture"
    )
    #: SHA-256 of the original, in hex.
    key = models.CharField(max_length=64, db_index=True)
    #: The uploaded name; `suffix` follows from the bytes.
    name = models.CharField(max_length=200)
    suffix = models.CharField(max_length=10)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    #: Its latest caption, by which it is matched again after a re-import.
    caption = models.TextField(blank=True)
    by = editor_key()
    at = models.DateTimeField()
    removed_by = editor_key()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = PictureQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name
