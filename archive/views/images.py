"""Pictures by their captions, newest first: found by words, by who took them, where and when."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from archive import search
from archive.days import Days, NotADate
from archive.filters import Problem
from archive.models import Article, Image
from archive.saying import in_words, why_not_a_date
from archive.search.engine import SearchUnavailable
from archive.selection import Selection
from archive.views import bars, listing
from archive.views.errors import unavailable
from archive.views.kept import PerGeneration

#: What pictures are listed by, as columns of Image and names in the address.
BY: Final = ("photographer", "agency", "place")
#: Names offered at once, and behind them; whoever is rarer is found by words.
OFFERED: Final = 8
MORE: Final = 60
#: Words that can be looked for in captions and credits one by one; all else is a query.
_PLAIN: Final = re.compile(r"[\w\s’'-]+")


@dataclass(frozen=True, slots=True)
class Asked:
    """Pictures that match all that is given; the empty one is every picture."""

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

    def selection(self) -> Selection:
        """The articles with such pictures: names are looked for as phrases, since the engine keeps
        captions and credits as texts."""
        wanted = [self.words()]
        wanted += [f'(credit:"{one}" OR caption:"{one}")' for one in self._phrases()]
        words = " ".join(one for one in wanted if one)
        return Selection(
            q=words, since=self.days, until=self.days, has_image=True, chosen_sort="newest"
        )

    def words(self) -> str:
        """What was typed, to be looked for in captions and credits alone."""
        plain = _PLAIN.fullmatch(self.q) and not {"OR", "AND", "NOT"} & set(self.q.split())
        if not plain:
            return self.q
        return " ".join(f"(caption:{word} OR credit:{word})" for word in self.q.split())

    def fits(self, image: Image) -> bool:
        """Of the pictures of an article, those that were asked for."""
        if any(getattr(self, name) not in ("", getattr(image, name)) for name in BY):
            return False
        if not self.q:
            return True
        words = self.words()
        caption = search.mark(words, image.caption, "caption")
        credit = search.mark(words, image.credit, "credit")
        return any(hit for text, hit in (*caption, *credit))

    def _phrases(self) -> list[str]:
        names = [getattr(self, name).replace('"', " ").strip() for name in BY]
        return [name for name in names if name]


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen filter; `name` and `given` are its pair in the address."""

    name: str
    given: str
    label: str
    value: str
    without: str


@dataclass(frozen=True, slots=True)
class Name:
    name: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Column:
    """Photographers, agencies or places with their pictures, most first."""

    title: str
    first: tuple[Name, ...]
    more: tuple[Name, ...]


def images(request: HttpRequest) -> HttpResponse:
    page, problems = listing.page_of(request)
    asked, wrong = _asked(request)
    selection = asked.selection()
    try:
        results, beyond = listing.found(selection, page)
    except SearchUnavailable as problem:
        return unavailable(request, str(problem))
    articles = [row.article for row in results.rows]
    prefetch_related_objects(articles, "images")
    context = {
        "asked": asked,
        "chips": _chips(asked),
        "pictures": list(_fitting(articles, asked)),
        "columns": _columns(_names(request)) if asked == Asked() else (),
        "bars": bars.of_histogram(
            results.histogram, lambda days: replace(asked, days=days).query, asked.days
        ),
        "results": results,
        "problems": [*wrong, *problems, *beyond],
        "pager": listing.pager(results.page, results.pages, listing.plain_pages(**asked.pairs())),
    }
    return render(request, "images.html", context)


def _asked(request: HttpRequest) -> tuple[Asked, list[Problem]]:
    """What could be used of the query string, and a sentence about what could not."""
    asked = Asked(
        listing.word_of(request, "q"),
        listing.word_of(request, "photographer"),
        listing.word_of(request, "agency"),
        listing.word_of(request, "place"),
    )
    date = listing.word_of(request, "date")
    try:
        return replace(asked, days=Days.parse(date) if date else None), []
    except NotADate as problem:
        return asked, [Problem("date", why_not_a_date(problem))]


def _fitting(articles: list[Article], asked: Asked) -> Iterator[tuple[Article, Image]]:
    """Where words stand in none of an article's captions alone, all its pictures are shown."""
    for article in articles:
        every = list(article.images.all())
        fitting = [image for image in every if asked.fits(image)]
        anyway = every if asked == replace(Asked(), q=asked.q, days=asked.days) else []
        yield from ((article, image) for image in fitting or anyway)


def _chips(asked: Asked) -> list[Chip]:
    labels = {
        "photographer": _("photographer"),
        "agency": _("agency"),
        "place": _("place"),
        "date": _("date"),
    }
    chips = []
    for name, given in asked.pairs().items():
        if name in labels:
            value = in_words(asked.days) if name == "date" else given
            rest = {one: other for one, other in asked.pairs().items() if one != name}
            chips.append(Chip(name, given, labels[name], value, "?" + urlencode(rest)))
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


def _most(by: str, counted: Counter[str]) -> list[Name]:
    ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:MORE]
    return [Name(name, count, "?" + urlencode({by: name})) for name, count in ordered]


def _count() -> dict[str, Counter[str]]:
    return {by: Image.objects.count_published(by) for by in BY}


_names: Final = PerGeneration(_count)
