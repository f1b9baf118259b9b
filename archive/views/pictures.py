"""The gallery: pictures by their captions, newest first, searched and filtered."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive import search
from archive.filters import Problem
from archive.labels import in_words, why_not_a_date
from archive.models import Article, Image
from archive.search.engine import SearchUnavailable
from archive.selection import Selection
from archive.text.dates import Days, NotADate
from archive.views import histogram, lists
from archive.views.cache import PerGeneration, follow_index, until_changed
from archive.views.errors import unavailable

#: What pictures are listed by, as columns of Image and names in the address.
BY: Final = ("photographer", "agency", "place")
#: Pictures a page, where pictures are counted and not their articles.
PAGE: Final = 36
#: Names shown at once, and folded; rarer ones are found by search.
OFFERED: Final = 8
MORE: Final = 60
#: Plain words are each searched in captions and credits; anything else is a query.
_PLAIN: Final = re.compile(r"[\w\s’'-]+")


@dataclass(frozen=True, slots=True)
class PictureFilter:
    """Pictures that match all that is given; empty, every picture."""

    q: str = ""
    photographer: str = ""
    agency: str = ""
    place: str = ""
    days: Days | None = None

    def pairs(self) -> dict[str, str]:
        named = {"q": self.q, **{name: getattr(self, name) for name in BY}}
        named["date"] = self.days.iso if self.days else ""
        return {name: value for name, value in named.items() if value}

    @property
    def query(self) -> str:
        return "?" + urlencode(self.pairs())

    @property
    def names(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in BY}

    def selection(self) -> Selection:
        """The articles whose pictures match."""
        days = self.days
        return Selection(
            q=self.words(), since=days, until=days, has_image=True, chosen_sort="newest"
        )

    def words(self) -> str:
        """The query, restricted to captions and credits."""
        plain = _PLAIN.fullmatch(self.q) and not {"OR", "AND", "NOT"} & set(self.q.split())
        if not plain:
            return self.q
        return " ".join(f"(caption:{word} OR credit:{word})" for word in self.q.split())

    def fits(self, image: Image) -> bool:
        """Whether the words are in this picture's caption or credit."""
        words = self.words()
        caption = search.mark(words, image.caption, "caption")
        credit = search.mark(words, image.credit, "credit")
        return any(hit for text, hit in (*caption, *credit))


@dataclass(frozen=True, slots=True)
class PicturePage:
    """A page of pictures, each with its article; `total` says how many there are, and of what."""

    pictures: tuple[tuple[Article, Image], ...]
    total: str
    bars: histogram.Bars
    page: int
    pages: int
    problems: tuple[Problem, ...] = ()
    degraded: str = ""


@dataclass(frozen=True, slots=True)
class NameCount:
    name: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Column:
    """Photographers, agencies or places by number of pictures."""

    title: str
    first: tuple[NameCount, ...]
    more: tuple[NameCount, ...]


@until_changed
def images(request: HttpRequest) -> HttpResponse:
    page, problems = lists.page_of(request)
    filters, unusable = _filter_of(request)
    try:
        if any(filters.names.values()):
            gallery = _by_name(filters, page)
        else:
            follow_index(request)
            gallery = _by_words(filters, page)
    except SearchUnavailable as problem:
        return unavailable(request, str(problem))
    context = {
        "filters": filters,
        "chips": _chips(filters),
        "gallery": gallery,
        "columns": _columns(_names(request)) if filters == PictureFilter() else (),
        "problems": [*unusable, *problems, *gallery.problems],
        "pager": lists.pager(gallery.page, gallery.pages, lists.plain_pages(**filters.pairs())),
    }
    return render(request, "pictures/gallery.html", context)


def _by_name(filters: PictureFilter, page: int) -> PicturePage:
    """Of one photographer, agency or place, the database has every picture by an index."""
    named = Image.objects.published().by(**filters.names).of_articles_in(filters.days)
    matching = named.captioned(filters.q.split())
    years = {Days.of(year): count for year, count in matching.count_by_year().items()}
    total = matching.count()
    pages = max(1, -(-total // PAGE))
    problems = (lists.past_the_end(pages),) if page > pages else ()
    page = min(page, pages)
    rows = matching.newest_first().select_related("article")[(page - 1) * PAGE : page * PAGE]
    return PicturePage(
        pictures=tuple((row.article, row) for row in rows),
        total=ngettext("%(n)s picture", "%(n)s pictures", total) % {"n": intcomma(total)},
        bars=histogram.draw(
            years, "year", lambda days: replace(filters, days=days).query, filters.days
        ),
        page=page,
        pages=pages,
        problems=problems,
    )


def _by_words(filters: PictureFilter, page: int) -> PicturePage:
    """The engine finds the articles; of each the pictures that match are shown."""
    results, problems = lists.result_page(filters.selection(), page)
    articles = [row.article for row in results.rows]
    prefetch_related_objects(articles, "images")
    total = ngettext("%(n)s article with pictures", "%(n)s articles with pictures", results.total)
    return PicturePage(
        pictures=tuple(_fitting(articles, filters)),
        total=total % {"n": intcomma(results.total)},
        bars=histogram.of_histogram(
            results.histogram, lambda days: replace(filters, days=days).query, filters.days
        ),
        page=results.page,
        pages=results.pages,
        problems=tuple(problems),
        degraded=results.degraded,
    )


def _filter_of(request: HttpRequest) -> tuple[PictureFilter, list[Problem]]:
    """What of the query string can be used, and a problem for what cannot."""
    filters = PictureFilter(
        lists.word_of(request, "q"),
        lists.word_of(request, "photographer"),
        lists.word_of(request, "agency"),
        lists.word_of(request, "place"),
    )
    date = lists.word_of(request, "date")
    try:
        return replace(filters, days=Days.parse(date) if date else None), []
    except NotADate as problem:
        return filters, [Problem("date", why_not_a_date(problem))]


def _fitting(articles: list[Article], filters: PictureFilter) -> Iterator[tuple[Article, Image]]:
    """The pictures that match; all of an article where only together they have every word."""
    for article in articles:
        every = list(article.images.all())
        fitting = [image for image in every if filters.fits(image)] if filters.q else []
        yield from ((article, image) for image in fitting or every)


def _chips(filters: PictureFilter) -> list[lists.Chip]:
    labels = {
        "photographer": _("photographer"),
        "agency": _("agency"),
        "place": _("place"),
        "date": _("date"),
    }
    chips = []
    for name, given in filters.pairs().items():
        if name in labels:
            value = in_words(filters.days) if name == "date" else given
            rest = {key: kept for key, kept in filters.pairs().items() if key != name}
            chips.append(lists.Chip(labels[name], value, "?" + urlencode(rest)))
    return chips


def _columns(counts: Mapping[str, Counter[str]]) -> list[Column]:
    titles = {
        "photographer": _("By photographer"),
        "agency": _("By agency"),
        "place": _("By place"),
    }
    return [
        Column(titles[name], tuple(names[:OFFERED]), tuple(names[OFFERED:]))
        for name, counted in counts.items()
        if (names := _most(name, counted))
    ]


def _most(by: str, counted: Counter[str]) -> list[NameCount]:
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:MORE]
    return [NameCount(name, count, "?" + urlencode({by: name})) for name, count in ordered]


def _count() -> dict[str, Counter[str]]:
    return {by: Image.objects.count_published(by) for by in BY}


_names: Final = PerGeneration(_count)
