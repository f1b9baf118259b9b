"""Earlier texts of an article, and what editors put right in it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from archive.content import Content


class Revision(models.Model):
    """The article as it was before a write; `content` is a Content as JSON."""

    article = models.ForeignKey("archive.Article", models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    content = models.JSONField()
    source = models.ForeignKey(
        "archive.SourceText", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    replaced_at = models.DateTimeField()
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: Why it was replaced: "imported again", "corrected", …
    reason = models.CharField(max_length=200)

    class Meta:
        ordering = ("-version",)
        constraints = [models.UniqueConstraint(fields=["article", "version"], name="revision_once")]

    def __str__(self) -> str:
        return f"Version {self.version} of article {self.article_id}"

    def restored(self) -> Content:
        return Content.from_json(self.content)


class Correction(models.Model):
    """A field that an editor changed: laid over what the parser says, also after a re-import."""

    article = models.ForeignKey("archive.Article", models.CASCADE, related_name="corrections")
    #: A field of Content.
    field = models.CharField(max_length=40)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    why = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.field} of article {self.article_id}"


class Discarded(models.Model):
    """A source whose article an editor deleted: it stays so when the same bytes come again."""

    sha256 = models.BinaryField(max_length=32, unique=True)
    name = models.CharField(max_length=500)
    article_id = models.BigIntegerField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    why = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name
