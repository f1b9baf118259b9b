"""By what articles of much the same text are found, and which were. See likeness.py."""

from __future__ import annotations

from django.db import models


class Sketch(models.Model):
    """At most four keys of an article's text; texts that share one may be alike. See likeness.py"""

    article = models.ForeignKey("archive.Article", models.CASCADE, related_name="sketches")
    key = models.BigIntegerField()

    class Meta:
        # By both, so that of a key that very many have the latest few are found at once.
        indexes = [models.Index(fields=["key", "article"], name="sketch_by_key")]

    def __str__(self) -> str:
        return f"{self.key:x}"


class TextSample(models.Model):
    """What of an article's text is compared with others: a likeness.Sample, packed."""

    article = models.OneToOneField(
        "archive.Article", models.CASCADE, primary_key=True, related_name="text_sample"
    )
    packed = models.BinaryField()

    def __str__(self) -> str:
        return f"Sample of article {self.article_id}"


class Likeness(models.Model):
    """Two articles that share much of their text and are not versions of one another."""

    article = models.ForeignKey("archive.Article", models.CASCADE, related_name="likenesses")
    other = models.ForeignKey("archive.Article", models.CASCADE, related_name="+")
    #: Shared 5-word shingles over the shingles of the shorter text, 0 to 1.
    share = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "other"], name="likeness_once")]

    def __str__(self) -> str:
        return f"{self.article_id} ~ {self.other_id}"
