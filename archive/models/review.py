"""Review questions: one row for each field that a parser was unsure of.

`record/review.py` decides what is asked, `store/review.py` writes it.
"""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from archive.models.users import editor_key
from archive.record.review import QuestionKind

LABELS: Final = {
    QuestionKind.NO_HEADLINE: _("No headline"),
    QuestionKind.HEADLINE: _("Headline unsure"),
    QuestionKind.NO_DATE: _("No date"),
    QuestionKind.DATE: _("Date unsure"),
    QuestionKind.AUTHOR: _("Author unsure"),
    QuestionKind.PUBLICATION: _("Publication unsure"),
    QuestionKind.PICTURE: _("Picture unsure"),
    QuestionKind.TEXT: _("Text unsure"),
    QuestionKind.OTHER: _("Other fields"),
    QuestionKind.LEFT_OUT: _("Left out"),
    QuestionKind.NO_TEXT: _("No text"),
}
#: Counting stops here: nobody settles more in a day, and counting a million is slow.
COUNTED_MOST: Final = 10_000


class DoubtQuerySet(models.QuerySet["Doubt"]):
    def waiting(self) -> DoubtQuerySet:
        return self.filter(settled_at__isnull=True)

    def of_kind(self, kind: QuestionKind | None) -> DoubtQuerySet:
        return self if kind is None else self.filter(kind=kind)

    def worst_first(self) -> DoubtQuerySet:
        return self.order_by("-weight", "pk")

    def behind(self, weight: int, pk: int) -> DoubtQuerySet:
        """Those that follow this weight and id, worst first."""
        return self.filter(
            Q(weight__lt=weight) | Q(weight=weight, pk__gt=pk),
            # Redundant, but a range that an index can start at.
            weight__lte=weight,
        )

    def for_list(self) -> DoubtQuerySet:
        """With what a row of the list shows of its article."""
        return self.select_related("article__publication").only(
            "field", "kind", "weight", "article__headline", "article__opening",
            "article__first_day", "article__last_day", "article__publication__name",
        )  # fmt: skip

    def counts_by_kind(self) -> dict[QuestionKind, int]:
        """How many are open of each kind, at most COUNTED_MOST."""
        return {kind: self.waiting().of_kind(kind)[:COUNTED_MOST].count() for kind in QuestionKind}


class Doubt(models.Model):
    """A question about one article. Once answered the row stays, so that it is not asked again
    while the source says the same (`key`); a correction deletes it, for it overrides every source.
    """

    article = models.ForeignKey(
        "archive.Article", models.CASCADE, related_name="doubts", db_index=False
    )
    #: A field of a reading ("headline", "images.1", "paragraphs.3") or a line that it left out
    #: ("left_out.1f8b…").
    field = models.CharField(max_length=40)
    kind = models.PositiveSmallIntegerField(
        choices=[(kind.value, LABELS[kind]) for kind in QuestionKind]
    )
    #: Severity, 1 to 1000.
    weight = models.PositiveSmallIntegerField()
    #: See OpenQuestion.
    key = models.BigIntegerField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = editor_key(db_index=False)

    objects = DoubtQuerySet.as_manager()

    class Meta:
        verbose_name = _("doubtful record")
        verbose_name_plural = _("doubtful records")
        constraints = [models.UniqueConstraint(fields=["article", "field"], name="doubt_once")]
        indexes = [
            models.Index(
                fields=["-weight", "id"],
                name="doubt_worst_first",
                condition=Q(settled_at__isnull=True),
            ),
            models.Index(
                fields=["kind", "-weight", "id"],
                name="doubt_by_kind",
                condition=Q(settled_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{LABELS[QuestionKind(self.kind)]}: article {self.article_id}"
