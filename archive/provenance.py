"""Where an article's words came from, byte for byte, and how they were read."""

from __future__ import annotations

from django.db import models

from archive.record.codec import unpack
from archive.record.evidence import SourceReading


class SourceText(models.Model):
    """The bytes that came in, compressed. One article may have several; `current` is shown."""

    article = models.ForeignKey("archive.Article", models.CASCADE, related_name="sources")
    name = models.CharField(max_length=500)
    sha256 = models.BinaryField(max_length=32, unique=True)
    encoding = models.CharField(max_length=40)
    size = models.PositiveBigIntegerField()
    packed = models.BinaryField()
    current = models.BooleanField(default=True)
    received_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["article", "current"], name="source_of_article")]

    def __str__(self) -> str:
        return self.name

    @property
    def data(self) -> bytes:
        """The bytes as they came; raises zstandard.ZstdError where the stored ones are damaged."""
        return unpack(bytes(self.packed), self.size)


class Reading(models.Model):
    """How a source was read: one compact value, a SourceReading (archive/reading.py) packed."""

    source = models.OneToOneField(
        SourceText, models.CASCADE, primary_key=True, related_name="reading"
    )
    parser_version = models.CharField(max_length=20, db_index=True)
    packed = models.BinaryField()
    #: Least confidence of any field, 0 to 1: the doubtful ones come first.
    confidence = models.FloatField(default=1.0)

    def __str__(self) -> str:
        return f"Reading of {self.source_id} by parser {self.parser_version}"

    def unpacked(self) -> SourceReading:
        return SourceReading.unpack(bytes(self.packed))

    def text(self) -> str:
        """The source text that the spans count in."""
        return self.unpacked().text or self.source.data.decode(self.source.encoding, "replace")
