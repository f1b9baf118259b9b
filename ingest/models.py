"""What was imported: an Import is one act and its job; an ImportedFile is one file's outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class Import(models.Model):
    """One import: previewed, confirmed, done, perhaps undone. The row is the job itself.

    The labels of all choices here are part of migrations; `shown` gives those that pages use.
    """

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
        """What to do with new versions of known articles."""

        VERSION = "version", _("become new versions; the earlier text is kept")
        NEW = "new", _("become articles of their own")
        SKIP = "skip", _("are left out")

    class ForDuplicate(models.TextChoices):
        """What to do with exact copies under another file: other bytes, an equal record."""

        NOTE = "note", _("are noted at the article that they equal")
        NEW = "new", _("become articles of their own")
        SKIP = "skip", _("are left out")

    state = models.CharField(max_length=10, choices=State, default=State.READING)
    origin = models.CharField(max_length=10, choices=Channel)
    #: The paths or names that were given.
    label = models.CharField(max_length=500)
    #: What an editor calls it.
    title = models.CharField(max_length=200, blank=True, default="", db_default="")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="imports"
    )
    created_at = models.DateTimeField()
    #: When it was confirmed, or the command began.
    started_at = models.DateTimeField(null=True, blank=True)
    #: When a worker last began or resumed it, and at which file.
    running_since = models.DateTimeField(null=True, blank=True)
    running_from = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    #: Why it stopped, as a sentence.
    problem = models.TextField(blank=True)

    #: The worker renews the lease; when it has expired, another may take over.
    lease_until = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=100, blank=True)
    #: How many files are done in the present state.
    position = models.PositiveIntegerField(default=0)
    #: What an editor asked the worker to do; checked between two batches.
    wish = models.CharField(max_length=10, choices=Wish, blank=True, default="")
    #: Defaults for its files; "" means the settings' defaults.
    for_changed = models.CharField(max_length=10, choices=ForChanged, blank=True, default="")
    for_duplicate = models.CharField(max_length=10, choices=ForDuplicate, blank=True, default="")
    #: How its folders, file names, tables and keys are read (sources/shape.py), as JSON.
    shape = models.JSONField(blank=True, default=dict, db_default={})
    #: For Channel.FOLDER: below IMPORT_ROOT.
    folder = models.CharField(max_length=1000, blank=True)
    #: The import whose rejected files this one retries.
    retry_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="retries"
    )

    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    duplicate = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    aside = models.PositiveIntegerField(default=0, db_default=0)
    #: Files whose outcome differs from the preview.
    differing = models.PositiveIntegerField(default=0)

    files: RelatedManager[ImportedFile]
    uploads: RelatedManager[Upload]

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return _("Import %(number)s: %(label)s") % {"number": self.pk, "label": self.name}

    @property
    def name(self) -> str:
        """What an editor calls it, else what was given."""
        return self.title or self.label

    @property
    def total(self) -> int:
        counts = (self.new, self.changed, self.same, self.duplicate, self.rejected, self.skipped)
        return sum(counts) + self.aside

    @property
    def brought(self) -> int:
        """How many files changed the archive, or would."""
        return self.new + self.changed + self.duplicate

    def default_for(self, outcome: str) -> str:
        """The choice for a file when an editor made none."""
        if outcome == ImportedFile.Outcome.ASIDE:
            return ImportedFile.Choice.SKIP
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
        """Confirmed for writing; until then it is a preview."""
        return self.started_at is not None

    @property
    def is_active(self) -> bool:
        """A worker is on it, or will be."""
        return self.state in (self.State.READING, self.State.QUEUED, self.State.RUNNING)

    @property
    def state_label(self) -> str:
        return shown(self.State(self.state))


class SavedShape(models.Model):
    """How the files of a corpus are read, kept by an editor for the next import."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    #: As in Import.shape.
    shape = models.JSONField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ("name",)
        verbose_name = _("saved mapping")
        verbose_name_plural = _("saved mappings")

    def __str__(self) -> str:
        return self.name


class Upload(models.Model):
    """A file as an editor sent it, kept under uploads/ until the import is done or discarded."""

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
        ASIDE = "aside", _("Set aside")

    class Choice(models.TextChoices):
        DEFAULT = "", _("As the import says")
        TAKE = "take", _("Take it in")
        SKIP = "skip", _("Leave it out")
        NEW = "new", _("Take it as an article of its own")

    of = models.ForeignKey(Import, models.CASCADE, related_name="files")
    name = models.CharField(max_length=500)
    sha256 = models.BinaryField(max_length=32)
    #: Its position in the import, from 0.
    number = models.PositiveIntegerField(default=0)
    outcome = models.CharField(max_length=10, choices=Outcome)
    #: What an editor chose for it in the preview.
    choice = models.CharField(max_length=10, choices=Choice, blank=True, default="")
    #: The previewed outcome, where the actual one differs.
    previewed = models.CharField(max_length=10, choices=Outcome, blank=True, default="")
    #: Whether it has happened, or is only previewed.
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
    #: The earlier text of a changed article, for undo.
    revision = models.ForeignKey(
        "archive.Revision", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: What the page shows: headline, date, authors, changes [field, old, new]; in a preview also
    #: the doubtful fields and what an editor chose instead (choices.py).
    summary = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    #: 1 when nothing is doubtful, else lower; previews list the lowest first.
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
        return f"{self.name}: {self.outcome_label}"

    @property
    def outcome_label(self) -> str:
        return shown(self.Outcome(self.outcome))

    @property
    def previewed_label(self) -> str:
        return shown(self.Outcome(self.previewed))


#: What pages call a choice, where that is not its label.
_SHOWN: Final = {
    (Import.State, "reading"): _("Reading"),
    (Import.State, "preview"): _("Waiting for confirmation"),
    (Import.State, "queued"): _("Queued"),
    (Import.State, "failed"): _("Failed"),
    (Import.ForChanged, "new"): _("become separate articles"),
    (Import.ForChanged, "skip"): _("are skipped"),
    (Import.ForDuplicate, "note"): _("are recorded as copies of that article"),
    (Import.ForDuplicate, "new"): _("become separate articles"),
    (Import.ForDuplicate, "skip"): _("are skipped"),
    (ImportedFile.Outcome, "rejected"): _("Rejected"),
    (ImportedFile.Outcome, "skipped"): _("Skipped"),
    (ImportedFile.Choice, "take"): _("Import"),
    (ImportedFile.Choice, "skip"): _("Skip"),
    (ImportedFile.Choice, "new"): _("Import as a separate article"),
}


def shown(choice: models.TextChoices) -> str:
    """What pages call a choice; its label is part of a migration and stays as it is."""
    return str(_SHOWN.get((type(choice), choice.value), choice.label))
