"""What was imported: an Import is one act and its job; an ImportedFile is one file's outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class Import(models.Model):
    """One import: previewed, confirmed, done, perhaps undone. The row is the job itself."""

    class State(models.TextChoices):
        READING = "reading", _("Being read")
        PREVIEW = "preview", _("Waits to be confirmed")
        QUEUED = "queued", _("Waits its turn")
        RUNNING = "running", _("Running")
        PAUSED = "paused", _("Paused")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Cancelled")
        FAILED = "failed", _("Stopped by a fault")
        UNDONE = "undone", _("Undone")

    class Channel(models.TextChoices):
        UPLOAD = "upload", _("Upload")
        FOLDER = "folder", _("Folder on the server")
        COMMAND = "command", _("Command line")

    class Wish(models.TextChoices):
        NONE = "", _("None")
        PAUSE = "pause", _("Pause")
        CANCEL = "cancel", _("Cancel")

    class ForChanged(models.TextChoices):
        """What becomes of another version of an article that the archive has."""

        VERSION = "version", _("become new versions; the earlier text is kept")
        NEW = "new", _("become articles of their own")
        SKIP = "skip", _("are left out")

    class ForDuplicate(models.TextChoices):
        """What becomes of other bytes with an equal record."""

        NOTE = "note", _("are noted at the article that they equal")
        NEW = "new", _("become articles of their own")
        SKIP = "skip", _("are left out")

    state = models.CharField(max_length=10, choices=State, default=State.READING)
    origin = models.CharField(max_length=10, choices=Channel)
    #: The paths or names that were given, as a person would say them.
    label = models.CharField(max_length=500)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="imports"
    )
    created_at = models.DateTimeField()
    #: When it was confirmed, or the command began.
    started_at = models.DateTimeField(null=True, blank=True)
    #: Since when a worker has been at it without a pause, and from which file on.
    running_since = models.DateTimeField(null=True, blank=True)
    running_from = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    #: Why it stopped, in a sentence.
    problem = models.TextField(blank=True)

    #: Whoever works on it renews the lease; when it has run out, another may take over.
    lease_until = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=100, blank=True)
    #: How many files have been worked through in the present state.
    position = models.PositiveIntegerField(default=0)
    #: What an editor asked of the worker; it heeds it between two batches.
    wish = models.CharField(max_length=10, choices=Wish, blank=True, default="")
    #: The defaults for its files; "" for those of the settings.
    for_changed = models.CharField(max_length=10, choices=ForChanged, blank=True, default="")
    for_duplicate = models.CharField(max_length=10, choices=ForDuplicate, blank=True, default="")
    #: For Channel.FOLDER: below IMPORT_ROOT.
    folder = models.CharField(max_length=1000, blank=True)
    #: The import whose rejected files this one tries again.
    retry_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="retries"
    )

    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    duplicate = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    #: Files whose outcome differs from the one that was previewed.
    differing = models.PositiveIntegerField(default=0)

    files: RelatedManager[ImportedFile]
    uploads: RelatedManager[Upload]

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return _("Import %(number)s: %(label)s") % {"number": self.pk, "label": self.label}

    @property
    def total(self) -> int:
        return self.new + self.changed + self.same + self.duplicate + self.rejected + self.skipped

    @property
    def brought(self) -> int:
        """How many files changed something in the archive, or would."""
        return self.new + self.changed + self.duplicate

    def default_for(self, outcome: str) -> str:
        """The choice that holds for a file unless another is made for it."""
        if outcome == ImportedFile.Outcome.CHANGED:
            chosen = self.for_changed or settings.IMPORT_CHANGED
        elif outcome == ImportedFile.Outcome.DUPLICATE:
            chosen = self.for_duplicate
        else:
            chosen = ""
        choice = ImportedFile.Choice
        return chosen if chosen in (choice.SKIP, choice.NEW) else choice.TAKE

    @property
    def is_confirmed(self) -> bool:
        """What it has was written, or may be; until then it is a preview."""
        return self.started_at is not None

    @property
    def is_active(self) -> bool:
        """A worker is at it, or will be."""
        return self.state in (self.State.READING, self.State.QUEUED, self.State.RUNNING)


class Upload(models.Model):
    """A file as an editor sent it, kept under files/ until the import is done or dropped."""

    of = models.ForeignKey(Import, models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=500)
    file = models.FileField(upload_to="uploads/")
    size = models.PositiveBigIntegerField()

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class ImportedFile(models.Model):
    """The outcome of one file or record: what will happen (in a preview) or what happened."""

    class Outcome(models.TextChoices):
        NEW = "new", _("New")
        CHANGED = "changed", _("Changed")
        SAME = "same", _("Same")
        DUPLICATE = "duplicate", _("Duplicate")
        REJECTED = "rejected", _("Not taken")
        SKIPPED = "skipped", _("Left out")

    class Choice(models.TextChoices):
        DEFAULT = "", _("As the import says")
        TAKE = "take", _("Take it in")
        SKIP = "skip", _("Leave it out")
        NEW = "new", _("Take it as an article of its own")

    of = models.ForeignKey(Import, models.CASCADE, related_name="files")
    name = models.CharField(max_length=500)
    sha256 = models.BinaryField(max_length=32)
    #: Its place in the import, from 0.
    number = models.PositiveIntegerField(default=0)
    outcome = models.CharField(max_length=10, choices=Outcome)
    #: What an editor chose for it in the preview.
    choice = models.CharField(max_length=10, choices=Choice, blank=True, default="")
    #: The outcome that the preview said, where it came otherwise.
    previewed = models.CharField(max_length=10, choices=Outcome, blank=True, default="")
    #: Whether this is a promise (preview) or done.
    applied = models.BooleanField(default=False)
    #: The article it became, changed or equals. Not cascading: the report outlives the article.
    article = models.ForeignKey(
        "archive.Article",
        models.DO_NOTHING,
        null=True,
        blank=True,
        db_constraint=False,
        related_name="+",
    )
    #: The text that a changed article had before, for undo.
    revision = models.ForeignKey(
        "archive.Revision", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: What the page shows of it: headline, date, authors, changes [field, old, new]; in a preview
    #: what is doubtful and what an editor chose instead (choosing.py).
    summary = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    #: 1 where nothing is doubtful, less the worse it is; the doubtful come first in a preview.
    confidence = models.FloatField(default=1.0)

    class Meta:
        ordering = ("number", "pk")
        indexes = [
            models.Index(fields=["of", "number"], name="imported_in_order"),
            models.Index(fields=["of", "outcome"], name="imported_by_outcome"),
            models.Index(fields=["of", "confidence"], name="imported_by_confidence"),
            models.Index(fields=["article"], name="imported_article"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.get_outcome_display()}"
