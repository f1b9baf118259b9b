"""Revisions, corrections and the conflicts between them and later sources."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from archive.models.states import ArticleState
from archive.models.users import editor_key
from archive.record.content import Content


class Revision(models.Model):
    """The article as it was before a write; `content` is a Content as JSON."""

    class Reason(models.TextChoices):
        """Why a version was made; RETURNED is followed by the number of the version."""

        IMPORTED_AGAIN = "imported again", gettext_lazy("A newer file was imported")
        CORRECTED = "corrected", gettext_lazy("Corrected")
        READ_AGAIN = "read again", gettext_lazy("Its file was read again by a newer parser")
        REAPPLIED = "corrections laid again", gettext_lazy("Its corrections were re-applied")
        SOURCE_FOLLOWED = (
            "source followed",
            gettext_lazy("Changed to follow its source"),
        )
        RETURNED = "returned to version", gettext_lazy("Returned to an earlier version")
        PICTURE_ATTACHED = "picture attached", gettext_lazy("A picture was attached")
        PICTURE_REPLACED = "picture replaced", gettext_lazy("A picture was replaced")
        PICTURE_REMOVED = "picture taken away", gettext_lazy("A picture was removed")
        PICTURE_RESTORED = "picture put back", gettext_lazy("A picture was restored")
        IMPORT_UNDONE = "import undone", gettext_lazy("An import was undone")
        ANSWER_UNDONE = (
            "answer taken back",
            gettext_lazy("A review answer was undone"),
        )

    #: Only older archives have these: pictures no longer make versions.
    PICTURE_REASONS: Final = frozenset(
        {
            Reason.PICTURE_ATTACHED,
            Reason.PICTURE_REPLACED,
            Reason.PICTURE_REMOVED,
            Reason.PICTURE_RESTORED,
        }
    )

    article = models.ForeignKey("archive.Article", models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    content = models.JSONField()
    source = models.ForeignKey(
        "archive.SourceText", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    replaced_at = models.DateTimeField()
    replaced_by = editor_key()
    #: A Reason, or text of another app.
    reason = models.CharField(max_length=200)
    #: The fields of Content that the next version changed.
    fields = models.JSONField(default=list)
    #: Not shown to readers: what an editor removed may be what nobody should read.
    hidden = models.BooleanField(default=False)

    class Meta:
        ordering = ("-version",)
        constraints = [models.UniqueConstraint(fields=["article", "version"], name="revision_once")]

    def __str__(self) -> str:
        return f"Version {self.version} of article {self.article_id}"

    def restored(self) -> Content:
        return Content.from_json(self.content)


class Correction(models.Model):
    """A field that an editor changed. While active (`stands`) it overrides the source, also after a
    re-import; superseded or reverted, it is kept as history.
    """

    article = models.ForeignKey("archive.Article", models.CASCADE, related_name="corrections")
    #: A field of Content.
    field = models.CharField(max_length=40)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    #: What the source said when the editor decided: a different value is a conflict.
    said = models.JSONField(null=True)
    stands = models.BooleanField(default=True)
    #: The version of the article that it made.
    version = models.PositiveIntegerField(default=1)
    why = models.TextField(blank=True)
    by = editor_key()
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "field"], name="one_correction_stands", condition=Q(stands=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.field} of article {self.article_id}"


class ConflictQuerySet(models.QuerySet["Conflict"]):
    def waiting(self) -> ConflictQuerySet:
        return self.filter(settled_at__isnull=True)


class Conflict(models.Model):
    """A source gives a new value for a corrected field: an editor decides."""

    class Decision(models.TextChoices):
        KEPT = "kept", gettext_lazy("The correction was kept")
        SOURCE = "source", gettext_lazy("The source was followed")
        OTHER = "other", gettext_lazy("Something else was put")
        AGREED = "agreed", gettext_lazy("The source came to say the same")
        RETURNED = "returned", gettext_lazy("The source came to say what it said before")

    article = models.ForeignKey("archive.Article", models.CASCADE, related_name="conflicts")
    correction = models.ForeignKey(Correction, models.CASCADE, related_name="conflicts")
    field = models.CharField(max_length=40)
    #: What the source says now.
    said = models.JSONField(null=True)
    #: Cascading: undoing an import withdraws what its files said.
    source = models.ForeignKey(
        "archive.SourceText", models.CASCADE, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=Decision, blank=True, default="")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = editor_key(db_index=False)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "field"],
                name="one_conflict_waits",
                condition=Q(settled_at__isnull=True),
            )
        ]
        indexes = [
            models.Index(
                fields=["-at", "-id"],
                name="conflict_waiting",
                condition=Q(settled_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.field} of article {self.article_id}"


class StateChange(models.Model):
    """An article was published, hidden or withdrawn."""

    article = models.ForeignKey("archive.Article", models.CASCADE, related_name="state_changes")
    was = models.CharField(max_length=10, choices=ArticleState)
    state = models.CharField(max_length=10, choices=ArticleState)
    reason = models.TextField(blank=True)
    by = editor_key(db_index=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"Article {self.article_id}: {self.get_state_display()}"


class Imprint(models.Model):
    """How the source of a corrected article identifies itself, so that a re-import finds it even
    with its date, headline or URL corrected. Columns as in Article."""

    article = models.OneToOneField(
        "archive.Article", models.CASCADE, primary_key=True, related_name="imprint"
    )
    digest = models.BinaryField(max_length=32)
    headline_key = models.BigIntegerField(null=True)
    publication = models.CharField(max_length=200, blank=True)
    day = models.CharField(max_length=10, blank=True)
    url_key = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["digest"], name="imprint_digest"),
            models.Index(fields=["headline_key"], name="imprint_headline"),
            models.Index(fields=["url_key"], name="imprint_by_url"),
        ]

    def __str__(self) -> str:
        return f"What the source of article {self.article_id} says it is"


class Discarded(models.Model):
    """A source whose article an editor deleted: the same bytes are not imported again."""

    sha256 = models.BinaryField(max_length=32, unique=True)
    name = models.CharField(max_length=500)
    article_id = models.BigIntegerField()
    by = editor_key()
    at = models.DateTimeField()
    why = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name
