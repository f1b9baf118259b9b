"""Publications and authors, every name they go by, and how editors merged or split them."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, TypeVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy

from archive.models.querysets import (
    AuthorQuerySet,
    PublicationQuerySet,
    UnmergedManager,
)
from archive.models.users import editor_key
from archive.record.codec import pack, unpack

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

    from archive.models.articles import Article


class Publication(models.Model):
    name = models.CharField(max_length=200)
    domain = models.CharField(max_length=253, blank=True, db_index=True)
    slug = models.SlugField(max_length=120, unique=True, allow_unicode=True)
    #: What it was merged into; then only its former address leads to this row.
    joined_to = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="joined"
    )

    names: RelatedManager[PublicationName]
    articles: RelatedManager[Article]

    everything = models.Manager["Publication"]()
    objects = UnmergedManager.from_queryset(PublicationQuerySet)()

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("publication", args=[self.slug])


class PublicationName(models.Model):
    """Every name a publication goes by, folded: how a printed name finds its publication."""

    key = models.CharField(max_length=200, unique=True)
    name = models.CharField(max_length=200)
    publication = models.ForeignKey(Publication, models.CASCADE, related_name="names")

    def __str__(self) -> str:
        return self.name


class Author(models.Model):
    class Kind(models.TextChoices):
        PERSON = "person", gettext_lazy("Person")
        AGENCY = "agency", gettext_lazy("Agency")
        DESK = "desk", gettext_lazy("Desk")

    name = models.CharField(max_length=200, db_index=True)
    slug = models.SlugField(max_length=120, unique=True, allow_unicode=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PERSON)
    #: What it was merged into; then only its former address leads to this row.
    joined_to = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="joined"
    )

    names: RelatedManager[AuthorName]

    everything = models.Manager["Author"]()
    objects = UnmergedManager.from_queryset(AuthorQuerySet)()

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("author", args=[self.slug])


class AuthorName(models.Model):
    """Every name an author goes by, folded: how a byline finds its author. After a split a name
    may mean another author within one publication."""

    key = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    author = models.ForeignKey(Author, models.CASCADE, related_name="names")
    publication = models.ForeignKey(
        Publication, models.CASCADE, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"], name="author_name_once", condition=Q(publication__isnull=True)
            ),
            models.UniqueConstraint(fields=["key", "publication"], name="author_name_once_there"),
        ]

    def __str__(self) -> str:
        return self.name


#: Longest chain of merges that is followed; each was made by hand.
CHAIN: Final = 1_000
_N = TypeVar("_N", "Author", "Publication")


def surviving(owner: _N) -> _N:
    """The author or publication that this one was merged into, in the end; itself if unmerged."""
    for _ in range(CHAIN):
        if owner.joined_to is None:
            return owner
        owner = owner.joined_to
    raise AssertionError(f"{owner} is merged into itself")


class Move(models.Model):
    """A merge or split: what went from one owner to another. `moved` and `names` are packed ids."""

    moved = models.BinaryField()
    names = models.BinaryField()
    #: How many articles moved.
    articles = models.PositiveIntegerField()
    by = editor_key()
    at = models.DateTimeField(db_index=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = editor_key()

    class Meta:
        abstract = True
        ordering = ("-at", "-pk")


class AuthorMove(Move):
    """A merge (`publication` is null, all articles moved) or a split (those in `publication` moved
    to a namesake). `moved` are bylines, `names` AuthorNames."""

    author = models.ForeignKey("archive.Author", models.CASCADE, related_name="moves")
    into = models.ForeignKey("archive.Author", models.CASCADE, related_name="moves_here")
    publication = models.ForeignKey(
        "archive.Publication", models.CASCADE, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        if self.publication is None:
            return f"{self.author} merged into {self.into}"
        return f"{self.author} split: a namesake in {self.publication}"


class PublicationMove(Move):
    """A merge of two publications. `moved` are articles, `names` PublicationNames."""

    publication = models.ForeignKey("archive.Publication", models.CASCADE, related_name="moves")
    into = models.ForeignKey("archive.Publication", models.CASCADE, related_name="moves_here")

    def __str__(self) -> str:
        return f"{self.publication} merged into {self.into}"


class Apart(models.Model):
    """A pair that an editor called different: not suggested for merging again."""

    lower_id: int
    higher_id: int
    by = editor_key()
    at = models.DateTimeField()

    class Meta:
        abstract = True


class AuthorsApart(Apart):
    lower = models.ForeignKey("archive.Author", models.CASCADE, related_name="+")
    higher = models.ForeignKey("archive.Author", models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lower", "higher"], name="authors_apart_once"),
            models.CheckConstraint(
                condition=Q(lower__lt=F("higher")), name="authors_apart_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lower} is not {self.higher}"


class PublicationsApart(Apart):
    lower = models.ForeignKey("archive.Publication", models.CASCADE, related_name="+")
    higher = models.ForeignKey("archive.Publication", models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lower", "higher"], name="publications_apart_once"),
            models.CheckConstraint(
                condition=Q(lower__lt=F("higher")), name="publications_apart_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lower} is not {self.higher}"


def pack_ids(ids: Iterable[int]) -> bytes:
    """Ids as one value: eight bytes with the size, then 64-bit integers, compressed."""
    data = array("q", ids).tobytes()
    return len(data).to_bytes(8, "big") + pack(data)


def unpack_ids(packed: bytes) -> list[int]:
    """The inverse of pack_ids."""
    size = int.from_bytes(packed[:8], "big")
    ids = array("q")
    ids.frombytes(unpack(packed[8:], size))
    return ids.tolist()
