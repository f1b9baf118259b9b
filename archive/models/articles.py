"""Articles and their parts. Written by the store alone; read through `selection.py`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from django.db import models
from django.db.models import Q

from archive.models.names import Author, Publication
from archive.models.querysets import (
    ArticleQuerySet,
    BylineQuerySet,
    ContactQuerySet,
    ImageQuerySet,
)
from archive.models.states import UNPUBLISHED as UNPUBLISHED_STATES
from archive.models.states import ArticleState
from archive.models.users import editor_key
from archive.text.dates import Days

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

    from archive.models.history import Conflict, Correction, Revision, StateChange
    from archive.models.review import Doubt
    from archive.models.sources import SourceText


class Article(models.Model):
    """One article. `headline` is "" where the source gives none; then `opening` stands in."""

    State = ArticleState
    UNPUBLISHED: Final = UNPUBLISHED_STATES

    headline = models.TextField(blank=True)
    standfirst = models.TextField(blank=True)
    opening = models.CharField(max_length=310, blank=True)
    publication = models.ForeignKey(
        Publication, models.PROTECT, null=True, blank=True, related_name="articles"
    )
    section = models.CharField(max_length=200, blank=True)
    section_slug = models.SlugField(max_length=120, blank=True, allow_unicode=True)
    url = models.TextField(blank=True)
    language = models.CharField(max_length=8, blank=True)
    comment_count = models.PositiveIntegerField(null=True, blank=True)
    words = models.PositiveIntegerField(default=0)
    images_count = models.PositiveSmallIntegerField(default=0)

    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    #: Local time as printed, and minutes east of UTC where the source says.
    time = models.TimeField(null=True, blank=True)
    utc_offset = models.SmallIntegerField(null=True, blank=True)
    updated_day = models.DateField(null=True, blank=True)
    updated_time = models.TimeField(null=True, blank=True)
    updated_utc_offset = models.SmallIntegerField(null=True, blank=True)

    #: "2017/06/04/<slug>", "2017/06/<slug>", "2017/<slug>" or "undated/<slug>".
    path = models.CharField(max_length=220, unique=True)

    state = models.CharField(max_length=10, choices=ArticleState, default=ArticleState.PUBLISHED)
    state_reason = models.TextField(blank=True)
    state_by = editor_key(db_index=False)
    state_at = models.DateTimeField(null=True, blank=True)

    #: Counts writes, so that an editor who would save over another's save is stopped.
    version = models.PositiveIntegerField(default=1)
    added_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    #: Identity: the record's SHA-256, and a key of day and folded headline.
    digest = models.BinaryField(max_length=32)
    headline_key = models.BigIntegerField(null=True)
    #: Of the address, shared by all that lead to the same page.
    url_key = models.BigIntegerField(null=True)

    bylines: RelatedManager[Byline]
    images: RelatedManager[Image]
    contacts: RelatedManager[Contact]
    further: RelatedManager[ArticleField]
    doubts: RelatedManager[Doubt]
    sources: RelatedManager[SourceText]
    revisions: RelatedManager[Revision]
    corrections: RelatedManager[Correction]
    conflicts: RelatedManager[Conflict]
    state_changes: RelatedManager[StateChange]
    body: Body
    #: The bylines in order, where a list loaded them with the article.
    signing: list[Byline] | None = None

    objects = ArticleQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "first_day", "id"], name="article_by_day"),
            models.Index(
                fields=["headline_key"],
                name="article_by_headline",
                condition=Q(headline_key__isnull=False),
            ),
            models.Index(
                fields=["url_key", "id"],
                name="article_by_url",
                condition=Q(url_key__isnull=False),
            ),
            models.Index(fields=["publication", "first_day"], name="article_by_publication"),
            models.Index(
                fields=["section_slug"], name="article_by_section", condition=~Q(section_slug="")
            ),
            models.Index(fields=["digest"], name="article_digest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_day=None, last_day=None)
                | Q(first_day__isnull=False, last_day__gte=models.F("first_day")),
                name="article_days_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.headline or self.opening[:80] or f"Article {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/{self.path}/"

    @property
    def slug(self) -> str:
        return self.path.rsplit("/", 1)[-1]

    @property
    def days(self) -> Days | None:
        if self.first_day is None or self.last_day is None:
            return None
        return Days(self.first_day, self.last_day)

    @property
    def signatures(self) -> Iterable[Byline]:
        """The bylines in order; no query where a list loaded them."""
        return self.bylines.all() if self.signing is None else self.signing

    @property
    def reading_minutes(self) -> int:
        """At 230 words a minute (Brysbaert 2019: 238 for English non-fiction); where characters are
        counted, at 400, half as many again as are read aloud."""
        return max(1, round(self.words / (400 if self.counts_letters else 230)))

    @property
    def counts_letters(self) -> bool:
        """Whether `words` counts characters: the script has no spaces (see Content.word_count)."""
        return self.language[:2] in {"zh", "ja"}


class Body(models.Model):
    """The text of an article, in its own table so that lists never read it.

    `paragraphs` is a list of [kind, text]; kinds as in ParagraphContent.
    """

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="body")
    paragraphs = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"Body of article {self.article_id}"

    @property
    def text(self) -> str:
        return "\n\n".join(text for _, text in self.paragraphs)


class Byline(models.Model):
    """An author of an article, in the order and with the name as printed."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, models.PROTECT, related_name="bylines")
    order = models.PositiveSmallIntegerField()
    printed = models.CharField(max_length=200)

    objects = BylineQuerySet.as_manager()

    class Meta:
        ordering = ("order",)
        constraints = [
            models.UniqueConstraint(fields=["article", "order"], name="byline_order_once")
        ]

    def __str__(self) -> str:
        return self.printed


class Contact(models.Model):
    """An address or handle that a source prints, with its author where that is clear."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="contacts")
    author = models.ForeignKey(
        Author, models.SET_NULL, null=True, blank=True, related_name="contacts"
    )
    order = models.PositiveSmallIntegerField()
    value = models.CharField(max_length=500)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ("order",)

    def __str__(self) -> str:
        return self.value


class ArticleField(models.Model):
    """A further field of an article: a value that no other field has a place for, under the name
    that its source has for it. A name may have several values."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="further")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    value = models.TextField()

    class Meta:
        ordering = ("order",)
        constraints = [
            models.UniqueConstraint(fields=["article", "order"], name="further_order_once")
        ]

    def __str__(self) -> str:
        return f"{self.name}={self.value[:80]}"


class Image(models.Model):
    """A picture of an article: its caption and credit, seldom a file."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="images")
    order = models.PositiveSmallIntegerField()
    caption = models.TextField(blank=True)
    credit = models.TextField(blank=True)
    photographer = models.CharField(max_length=200, blank=True)
    agency = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=200, blank=True)
    #: ISO date, as precise as the caption states.
    taken = models.CharField(max_length=10, blank=True)
    #: As the source gives it; never fetched.
    url = models.TextField(blank=True)
    #: Key of the Picture that an editor attached, and its size in pixels.
    file = models.CharField(max_length=64, blank=True)
    width = models.PositiveIntegerField(default=0, db_default=0)
    height = models.PositiveIntegerField(default=0, db_default=0)

    objects = ImageQuerySet.as_manager()

    class Meta:
        ordering = ("order",)
        constraints = [
            models.UniqueConstraint(fields=["article", "order"], name="image_order_once")
        ]
        indexes = [
            models.Index(fields=[name], name=f"image_{how}", condition=~Q(**{name: ""}))
            for name, how in (
                ("file", "with_file"),
                ("photographer", "by_photographer"),
                ("agency", "by_agency"),
                ("place", "by_place"),
            )
        ]

    def __str__(self) -> str:
        return self.caption[:80] or self.credit or f"Image {self.pk}"

    @property
    def taken_days(self) -> Days | None:
        return Days.parse(self.taken) if self.taken else None


class Address(models.Model):
    """A former address of an article: redirects, or answers 410 once the article is removed."""

    path = models.CharField(max_length=220, unique=True)
    #: No foreign key: the address outlives the article.
    article_id = models.BigIntegerField(db_index=True)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.path
