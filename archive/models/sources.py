"""The files that articles came from, byte for byte, and how they were read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

import zstandard
from django.db import models
from django.utils.translation import gettext as _

from archive.record.codec import unpack
from archive.record.evidence import SourceReading
from archive.record.json_syntax import leave_out_syntax


class SourceText(models.Model):
    """The imported bytes, compressed. An article may have several; the `current` one is shown."""

    article = models.ForeignKey("archive.Article", models.CASCADE, related_name="sources")
    name = models.CharField(max_length=500)
    sha256 = models.BinaryField(max_length=32, unique=True)
    encoding = models.CharField(max_length=40)
    size = models.PositiveBigIntegerField()
    packed = models.BinaryField()
    current = models.BooleanField(default=True)
    received_at = models.DateTimeField()
    #: What was known of it besides its bytes when it was read (record/evidence.py, known_key).
    known = models.BigIntegerField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["article", "current"], name="source_of_article")]

    def __str__(self) -> str:
        return self.name

    @property
    def data(self) -> bytes:
        """The bytes as imported; raises zstandard.ZstdError where they are damaged."""
        return unpack(bytes(self.packed), self.size)


class Reading(models.Model):
    """How a source was read: a packed SourceReading (record/evidence.py)."""

    source = models.OneToOneField(
        SourceText, models.CASCADE, primary_key=True, related_name="reading"
    )
    parser_version = models.CharField(max_length=20, db_index=True)
    packed = models.BinaryField()
    #: Lowest confidence of any field, 0 to 1.
    confidence = models.FloatField(default=1.0)

    def __str__(self) -> str:
        return f"Reading of {self.source_id} by parser {self.parser_version}"

    def unpacked(self) -> SourceReading:
        return SourceReading.unpack(bytes(self.packed))

    def text(self) -> str:
        """The source text that the spans count in."""
        return self.unpacked().text or self.source.data.decode(self.source.encoding, "replace")


#: What reading damaged bytes may raise.
DAMAGE: Final = (zstandard.ZstdError, ValueError, LookupError, TypeError, MemoryError)


@dataclass(frozen=True, slots=True)
class OpenedSource:
    """A stored source and its reading; `problems` are sentences about what is damaged."""

    data: bytes | None
    text: str
    reading: SourceReading
    problems: tuple[str, ...]


def open_source(stored: SourceText) -> OpenedSource:
    """The bytes, text and reading of a source, as far as they are intact; never raises."""
    problems = []
    data: bytes | None = None
    try:
        data = stored.data
    except DAMAGE:
        problems.append(_("The stored file is damaged and cannot be unpacked."))
    if data is not None and hashlib.sha256(data).digest() != bytes(stored.sha256):
        problems.append(_("The stored file is not the one that was imported: its SHA-256 differs."))
    row: Reading | None = getattr(stored, "reading", None)
    reading, text = SourceReading(), ""
    try:
        if row is None:
            problems.append(_("No record was kept of how this file was read."))
            text = (data or b"").decode(stored.encoding, "replace")
        else:
            reading = row.unpacked()
            text = reading.text or (data or b"").decode(stored.encoding, "replace")
    except DAMAGE:
        problems.append(_("The record of how this file was read is damaged."))
        text = text or (data or b"").decode("utf-8", "replace")
    return OpenedSource(data, text, leave_out_syntax(text, reading), tuple(problems))
