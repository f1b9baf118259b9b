"""Where an article's words came from, byte for byte, and how they were read."""

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


#: What stored bytes may fail with once a disk or a hand has changed them.
DAMAGE: Final = (zstandard.ZstdError, ValueError, LookupError, TypeError, MemoryError)


@dataclass(frozen=True, slots=True)
class OpenedSource:
    """A stored source and its reading; `problems` are sentences about what could not be had."""

    data: bytes | None
    text: str
    reading: SourceReading
    problems: tuple[str, ...]


def open_source(stored: SourceText) -> OpenedSource:
    """The bytes, text and reading of a source, as far as they can be had; never raises."""
    problems = []
    data: bytes | None = None
    try:
        data = stored.data
    except DAMAGE:
        problems.append(_("The stored file is damaged and cannot be unpacked."))
    if data is not None and hashlib.sha256(data).digest() != bytes(stored.sha256):
        problems.append(_("The stored bytes are not those that came in: their SHA-256 differs."))
    row: Reading | None = getattr(stored, "reading", None)
    reading, text = SourceReading(), ""
    try:
        if row is None:
            problems.append(_("How this file was read was not kept."))
            text = (data or b"").decode(stored.encoding, "replace")
        else:
            reading = row.unpacked()
            text = reading.text or (data or b"").decode(stored.encoding, "replace")
    except DAMAGE:
        problems.append(_("What was kept of how this file was read is damaged."))
        text = text or (data or b"").decode("utf-8", "replace")
    return OpenedSource(data, text, leave_out_syntax(text, reading), tuple(problems))
