"""The questions that wait for an editor: one row for each field that a parser was unsure of.

What is asked is decided in doubts.py and written by store.py; answers are given in settling.py.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from archive.record.review import Asked, Kind, root_of

LABELS: Final = {
    Kind.NO_HEADLINE: _("No headline"),
    Kind.HEADLINE: _("Headline unsure"),
    Kind.NO_DATE: _("No date"),
    Kind.DATE: _("Date unsure"),
    Kind.AUTHOR: _("Author unsure"),
    Kind.PUBLICATION: _("Publication unsure"),
    Kind.PICTURE: _("Picture unsure"),
    Kind.TEXT: _("Text unsure"),
    Kind.OTHER: _("Other fields"),
}
#: Counted no further: nobody settles more in a day, and counting a million takes a while.
COUNTED_MOST: Final = 10_000


class DoubtQuerySet(models.QuerySet["Doubt"]):
    def waiting(self) -> DoubtQuerySet:
        return self.filter(settled_at__isnull=True)

    def of_kind(self, kind: Kind | None) -> DoubtQuerySet:
        return self if kind is None else self.filter(kind=kind)

    def worst_first(self) -> DoubtQuerySet:
        return self.order_by("-weight", "pk")

    def behind(self, weight: int, pk: int) -> DoubtQuerySet:
        """Those that come after one of this weight and number, worst first."""
        return self.filter(
            Q(weight__lt=weight) | Q(weight=weight, pk__gt=pk),
            # The same once more, as a range that an index can begin at.
            weight__lte=weight,
        )

    def for_list(self) -> DoubtQuerySet:
        """With what a row of the list says of its article."""
        return self.select_related("article__publication").only(
            "field", "kind", "weight", "article__headline", "article__opening",
            "article__first_day", "article__last_day", "article__publication__name",
        )  # fmt: skip

    def counts_by_kind(self) -> dict[Kind, int]:
        """How many wait of each kind, at most COUNTED_MOST."""
        return {kind: self.waiting().of_kind(kind)[:COUNTED_MOST].count() for kind in Kind}

    def ask(self, article_id: int, asked: Iterable[Asked], *, anew: bool = True) -> None:
        """Let these be the questions about an article. What an editor corrected is none, and what
        was settled stays so: while the source says the same, or whatever it says unless `anew`.
        """
        from archive.models import Correction

        corrections = Correction.objects.filter(article_id=article_id, stands=True)
        corrected = set(corrections.values_list("field", flat=True))
        wanted = {one.field: one for one in asked if root_of(one.field) not in corrected}
        known = {one.field: one for one in self.filter(article_id=article_id)}
        gone = [one.pk for field, one in known.items() if field not in wanted]
        for field, one in wanted.items():
            old = known.get(field)
            if old is None:
                self.create(article_id=article_id, **_columns(one))
            elif old.settled_at is None or (anew and old.key != one.key):
                self.filter(pk=old.pk).update(settled_at=None, settled_by=None, **_columns(one))
        if gone:
            self.filter(pk__in=gone).delete()

    def forget(self, article_id: int, fields: Collection[str]) -> None:
        """What an editor corrected is a question no more, in no part of the field."""
        asked = self.filter(article_id=article_id).values_list("pk", "field")
        gone = [pk for pk, field in asked if root_of(field) in fields]
        if gone:
            self.filter(pk__in=gone).delete()


def _columns(asked: Asked) -> dict[str, Any]:
    return {
        "field": asked.field,
        "kind": int(asked.kind),
        "weight": asked.weight,
        "key": asked.key,
    }


class Doubt(models.Model):
    """A question about one article. Answered, the row stays, so that it is not asked again while
    the source says the same (`key`); corrected, it goes, for a correction outweighs every source.
    """

    article = models.ForeignKey(
        "archive.Article", models.CASCADE, related_name="doubts", db_index=False
    )
    #: A field of a reading: "headline", "authors.0", "images.1", "paragraphs.3".
    field = models.CharField(max_length=40)
    kind = models.PositiveSmallIntegerField(choices=[(one.value, LABELS[one]) for one in Kind])
    #: How bad it is, 1 to 1000.
    weight = models.PositiveSmallIntegerField()
    #: The same while the source says the same.
    key = models.BigIntegerField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )

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
        return f"{LABELS[Kind(self.kind)]}: article {self.article_id}"
