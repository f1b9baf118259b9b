"""Near-duplicates: the keys that find them, and the pairs that were found (text/shingles.py)."""

from __future__ import annotations

from django.db import models


class Sketch(models.Model):
    """One of an article's text's keys, at most four; near-duplicates share one."""

    article = models.ForeignKey("archive.Article", models.CASCADE, related_name="sketches")
    key = models.BigIntegerField()

    class Meta:
        # By both, so that the latest few articles of a very common key are found at once.
        indexes = [models.Index(fields=["key", "article"], name="sketch_by_key")]

    def __str__(self) -> str:
        return f"{self.key:x}"


class TextSample(models.Model):
    """The packed shingles.Sample by which an article's text is compared with others."""

    article = models.OneToOneField(
        "archive.Article", models.CASCADE, primary_key=True, related_name="text_sample"
    )
    packed = models.BinaryField()

    def __str__(self) -> str:
        return f"Sample of article {self.article_id}"


class Likeness(models.Model):
    """Two articles that share much of their text and are not versions of each other."""

    article = models.ForeignKey("archive.Article", models.CASCADE, related_name="likenesses")
    other = models.ForeignKey("archive.Article", models.CASCADE, related_name="+")
    #: Shared 5-word shingles over those of the shorter text, 0 to 1.
    share = models.FloatField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "other"], name="likeness_once")]

    def __str__(self) -> str:
        return f"{self.article_id} ~ {self.other_id}"
