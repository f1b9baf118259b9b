"""The change log that indexes follow, and the archive's generation (its number so far)."""

from __future__ import annotations

import uuid

from django.db import models


class Generation(models.Model):
    """One row: the identity of this archive, and the number of its latest change."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    archive = models.UUIDField(default=uuid.uuid4)
    number = models.BigIntegerField(default=0)
    #: Number of the latest change that published or hid articles: pages and counts made before it
    #: are never served again.
    shown = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_generation")]

    def __str__(self) -> str:
        return f"{self.archive} at {self.number}"


class Change(models.Model):
    """An article's latest change. A deletion stays as a tombstone: ids are never used again."""

    article_id = models.BigIntegerField(primary_key=True)
    number = models.BigIntegerField(unique=True)
    deleted = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.number}: article {self.article_id}{' deleted' if self.deleted else ''}"
