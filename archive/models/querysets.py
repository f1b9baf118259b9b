"""Named queries on the tables, chained by views, feeds and tests."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Final, Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, Exists, F, Max, Min, OuterRef, Prefetch, Q, When, Window
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Least, RowNumber, Substr, Upper

from archive.models.states import UNPUBLISHED, ArticleState
from archive.text.dates import Days
from archive.text.slugs import key_of

if TYPE_CHECKING:  # named in the bases
    from archive.models import Article, Author, Byline, Contact, Image, Publication  # noqa: F401


_M = TypeVar("_M", bound=models.Model, covariant=True)
#: First and last day with an article, by id.
Bounds = dict[int, tuple[dt.date, dt.date]]


class UnmergedManager(models.Manager[_M]):
    """Without those merged into others."""

    def get_queryset(self) -> models.QuerySet[_M]:
        return super().get_queryset().filter(joined_to__isnull=True)


class NamedQuerySet(models.QuerySet[_M]):
    def beginning_with(self, letter: str) -> Self:
        return self.filter(name__istartswith=letter) if letter else self

    def letters(self) -> list[str]:
        """The initial letters of the names, in order."""
        first = Upper(Substr("name", 1, 1))
        letters = self.order_by().annotate(letter=first).values_list("letter", flat=True)
        return sorted(letter for letter in letters.distinct() if letter.strip())


class AuthorQuerySet(NamedQuerySet["Author"]):
    def published(self) -> AuthorQuerySet:
        """Without those whose every article is hidden or withdrawn. Only the few with such articles
        cost a subquery."""
        byline = apps.get_model("archive", "Byline")._default_manager
        doubtful = byline.filter(article__state__in=UNPUBLISHED).values("author")
        shown = byline.filter(author=OuterRef("pk"), article__state=ArticleState.PUBLISHED)
        return self.filter(~Q(pk__in=doubtful) | Exists(shown))

    def named_like(self, part: str) -> AuthorQuerySet:
        """Those with `part` in any of their names, ignoring case and accents; all for ""."""
        if not part:
            return self
        like = Q(name__icontains=part)
        if key := key_of(part):
            names = apps.get_model("archive", "AuthorName")._default_manager
            like |= Q(pk__in=names.filter(key__contains=key).values("author"))
        return self.filter(like)


class PublicationQuerySet(NamedQuerySet["Publication"]):
    def named_like(self, part: str) -> PublicationQuerySet:
        """Those with `part` in a present or earlier name or the domain; all for ""."""
        if not part:
            return self
        like = Q(name__icontains=part) | Q(domain__icontains=part)
        if key := key_of(part):
            names = apps.get_model("archive", "PublicationName")._default_manager
            like |= Q(pk__in=names.filter(key__contains=key).values("publication"))
        return self.filter(like)


#: On a front page a picture weighs as many words; words beyond the second figure weigh nothing.
PICTURE_WEIGHT: Final = 400
LONGEST_WEIGHED: Final = 1_200


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> ArticleQuerySet:
        return self.filter(state=ArticleState.PUBLISHED)

    def touching(self, days: Days) -> ArticleQuerySet:
        """Articles whose span of days overlaps these days."""
        return self.filter(first_day__lte=days.last, last_day__gte=days.first)

    def dated(self, days: Days | None) -> ArticleQuerySet:
        """Articles dated exactly so: to this day, to this month and no finer, or undated (None)."""
        if days is None:
            return self.filter(first_day__isnull=True)
        return self.filter(first_day=days.first, last_day=days.last)

    def dated_to_the_day(self) -> ArticleQuerySet:
        return self.filter(first_day=F("last_day"))

    def by_weight(self) -> ArticleQuerySet:
        """As an editor would place them: first those with a headline, long text and a picture. Each
        has its `weight`, in words."""
        return self.annotate(weight=_weight()).order_by("-weight", "pk")

    def weightiest_of_each_day(self) -> ArticleQuerySet:
        """The article that leads each day's front page, latest day first."""
        place = Window(
            RowNumber(), partition_by="first_day", order_by=[_weight().desc(), F("pk").asc()]
        )
        return self.annotate(place=place).filter(place=1).order_by("-first_day")

    def count_by_first_day(self) -> dict[dt.date | None, int]:
        """The number of articles that begin on each day; from an index alone."""
        counts = self.order_by().values_list("first_day").annotate(Count("pk"))
        return dict(counts)

    def name_of_section(self, slug: str) -> str:
        """The section's name as one of its articles prints it; "" for an unknown slug."""
        # The second condition is that of the partial index: without it every article is scanned.
        theirs = self.filter(section_slug=slug).exclude(section_slug="")
        names = theirs.order_by().values_list("section", flat=True)
        return next(iter(names[:1]), "")

    def count_by_publication(self) -> dict[int, int]:
        """Published articles of each publication: all from an index, less the few unpublished."""
        theirs = self.filter(publication__isnull=False).order_by().values_list("publication")
        others = theirs.filter(state__in=UNPUBLISHED)
        counts = Counter(dict(theirs.annotate(Count("pk"))))
        counts.subtract(dict(others.annotate(Count("pk"))))
        return dict(counts)

    def first_and_last_day_by_publication(self) -> Bounds:
        """Of published articles, from an index; only publications with unpublished articles are
        read row by row."""
        theirs = self.filter(publication__isnull=False, first_day__isnull=False).order_by()
        hidden = set(theirs.filter(state__in=UNPUBLISHED).values_list("publication", flat=True))
        exact = theirs.filter(publication__in=hidden).exclude(state__in=UNPUBLISHED)
        found = {pk: days for pk, days in _bounds(theirs).items() if pk not in hidden}
        return found | _bounds(exact)

    def newest_first(self) -> ArticleQuerySet:
        return self.order_by(models.F("first_day").desc(nulls_last=True), "-pk")

    def oldest_first(self) -> ArticleQuerySet:
        return self.order_by(models.F("first_day").asc(nulls_last=True), "pk")

    def for_rows(self) -> ArticleQuerySet:
        """With what a row of a list shows; two queries."""
        byline = apps.get_model("archive", "Byline")
        bylines = Prefetch("bylines", byline._default_manager.select_related("author"))
        return self.select_related("publication").prefetch_related(bylines)

    def for_reading(self) -> ArticleQuerySet:
        """With everything that the article page shows."""
        return self.for_rows().select_related("publication", "body").prefetch_related("contacts")

    def with_text(self) -> ArticleQuerySet:
        """With the body and the publication; one query."""
        return self.select_related("publication", "body")

    def for_mentions(self) -> ArticleQuerySet:
        """With what a mention of an article shows, publication and day included."""
        return self.select_related("publication").only(
            "headline", "opening", "language", "path", "state", "first_day", "last_day",
            "publication__name",
        )  # fmt: skip

    def for_links(self) -> ArticleQuerySet:
        """With what a link to an article shows."""
        return self.only("headline", "opening", "language", "path", "first_day", "last_day")


def _bounds(articles: ArticleQuerySet) -> Bounds:
    rows = articles.values_list("publication").annotate(Min("first_day"), Max("first_day"))
    return {pk: (first, last) for pk, first, last in rows}


def _weight() -> CombinedExpression:
    pictured = Case(When(images_count__gt=0, then=PICTURE_WEIGHT), default=0)
    nameless = Case(When(headline="", then=LONGEST_WEIGHED), default=0)
    return Least(F("words"), LONGEST_WEIGHED) + pictured - nameless


class BylineQuerySet(models.QuerySet["Byline"]):
    def first_and_last_day(self, author_ids: Collection[int]) -> Bounds:
        """Of each author's published and dated articles, each of which is looked up."""
        theirs = self.filter(author__in=author_ids, article__first_day__isnull=False).order_by()
        published = theirs.exclude(article__state__in=UNPUBLISHED).values_list("author")
        rows = published.annotate(Min("article__first_day"), Max("article__last_day"))
        return {pk: (first, last) for pk, first, last in rows}

    def count_by_author(self, author_ids: Collection[int]) -> dict[int, int]:
        """Published articles of each author: all from an index, less the few unpublished."""
        theirs = self.filter(author__in=author_ids).order_by().values_list("author")
        others = theirs.filter(article__state__in=UNPUBLISHED)
        counts = Counter(dict(theirs.annotate(Count("pk"))))
        counts.subtract(dict(others.annotate(Count("pk"))))
        # After a merge one article may carry two bylines of an author.
        joined = theirs.filter(author__joined__isnull=False)
        published = joined.exclude(article__state__in=UNPUBLISHED)
        signed = dict(published.annotate(Count("article", distinct=True)))
        return {**counts, **signed}


class ContactQuerySet(models.QuerySet["Contact"]):
    def printed_for(self, author: Author) -> list[tuple[str, int]]:
        """The contacts that published articles print for an author, with the number of articles,
        most frequent first."""
        theirs = self.filter(author=author).exclude(article__state__in=UNPUBLISHED).order_by()
        counted = theirs.values_list("value").annotate(times=Count("article", distinct=True))
        return list(counted.order_by("-times", "value"))


class ImageQuerySet(models.QuerySet["Image"]):
    def published(self) -> ImageQuerySet:
        return self.exclude(article__state__in=UNPUBLISHED)

    def by(self, **names: str) -> ImageQuerySet:
        """Of exactly this photographer, agency or place; "" matches any."""
        found = self
        for column, name in names.items():
            if name:
                # The second condition is that of the partial index.
                found = found.filter(**{column: name}).exclude(**{column: ""})
        return found

    def captioned(self, words: Iterable[str]) -> ImageQuerySet:
        """With all of the words in its caption or credit."""
        found = self
        for word in words:
            found = found.filter(Q(caption__icontains=word) | Q(credit__icontains=word))
        return found

    def of_articles_in(self, days: Days | None) -> ImageQuerySet:
        if days is None:
            return self
        return self.filter(article__first_day__lte=days.last, article__last_day__gte=days.first)

    def newest_first(self) -> ImageQuerySet:
        return self.order_by(F("article__first_day").desc(nulls_last=True), "-article", "order")

    def count_by_year(self) -> dict[int, int]:
        """Pictures of dated articles, by the year of the article."""
        dated = self.filter(article__first_day__isnull=False).order_by()
        return dict(dated.values_list("article__first_day__year").annotate(Count("pk")))

    def count_published(self, column: str) -> Counter[str]:
        """Pictures of published articles by the values of a column: all of them, less those of the
        few unpublished articles."""
        unpublished = apps.get_model("archive", "Article")._default_manager.filter(
            state__in=UNPUBLISHED
        )
        named = self.exclude(**{column: ""}).order_by()
        counted = named.values_list(column)
        counts = Counter(dict(counted.annotate(Count("pk"))))
        counts.subtract(dict(counted.filter(article__in=unpublished).annotate(Count("pk"))))
        return +counts
