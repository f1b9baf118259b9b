"""The language of search by examples that find something: words, names and days of the archive."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from archive import search
from archive.models import Article
from archive.search.engine import Clause
from archive.search.results import DidYouMean, Results
from archive.selection import PAGE_SIZE, Selection
from archive.views.cache import PerGeneration, until_changed

#: Headlines of the newest articles that are looked through for one with plain words.
LOOKED_THROUGH: Final = 20

#: Words worth an example: letters only, and long enough to mean something.
_WORDS: Final = re.compile(r"(?<![\w'’])([^\W\d_]{4,}) ([^\W\d_]{4,})(?![\w'’])")

#: Stands in where the archive has no such headline.
SPARE: Final = ("harbour", "bridge")


_OPERATORS: Final = frozenset({"or", "and", "not", "near"})


@dataclass(frozen=True, slots=True)
class Example:
    """`query` finds what `meaning` says."""

    query: str
    meaning: str

    @property
    def href(self) -> str:
        return "/articles/" + Selection(q=self.query).query()


@until_changed
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "search/help.html", {"examples": of(request)})


def of(request: HttpRequest) -> tuple[Example, ...]:
    """Worked out once a generation."""
    return _examples(request)


def examples_from(article: Article | None, pair: tuple[str, str]) -> list[Example]:
    """The whole language with the words of one headline; names and dates only where it has any."""
    one, other = pair
    found = [
        Example(f"{one} {other}", _("all these words, in any order and any form")),
        Example(f'"{one} {other}"', _("exactly this phrase")),
        Example(f'"{one} {other}"~5', _("both words, at most five words apart")),
        Example(f"{one} OR {other}", _("any of the words")),
        Example(f"{one} -{other}", _("the first word, but not the second")),
        Example(f"({one} OR {other}) -title:{other}", _("groups, in brackets")),
        Example(f"{one[:4]}*", _("words that start with this")),
        Example(f"title:{one}", _("in headlines only; caption: and credit: work too")),
    ]
    if article is not None:
        found += _named(article)
    found.append(Example(f"{one} has:image", _("articles with a picture")))
    return found


def _named(article: Article) -> list[Example]:
    found = []
    author = next((line.author.name for line in article.bylines.all()), "")
    if author:
        found.append(Example(f'author:"{author.replace(chr(34), "")}"', _("by this author")))
    if article.publication is not None:
        name = article.publication.name.replace('"', "")
        found.append(Example(f'publication:"{name}"', _("in this publication; section: works too")))
    if article.first_day is not None:
        day = article.first_day
        found += [
            Example(f"date:{day:%Y-%m}", _("in this month; a year or a day works too")),
            Example(f"date:{day.year - 1}..{day.year}", _("in these years, both included")),
            Example(f"after:{day:%Y}-01-01", _("after this day; before: works too")),
        ]
    return found


def _work_out() -> tuple[Example, ...]:
    newest = Article.objects.published().newest_first().for_rows()[:LOOKED_THROUGH]
    for article in newest:
        for match in _WORDS.finditer(article.headline):
            pair = match[1].lower(), match[2].lower()
            if not _OPERATORS & set(pair):
                return tuple(examples_from(article, pair))
    return tuple(examples_from(None, SPARE))


_examples: Final = PerGeneration(_work_out)

#: No more than a page of articles is little.
LITTLE: Final = PAGE_SIZE

#: Where something was found, another spelling is worth naming only if it finds so many times more.
MANY_TIMES: Final = 10


@dataclass(frozen=True, slots=True)
class Meant:
    """Another spelling and the address of what it finds; `others` are about as likely."""

    query: str
    total: int
    href: str
    others: tuple[Meant, ...] = ()


@dataclass(frozen=True, slots=True)
class Alone:
    """A part of the query, what it finds alone, and the address of that list; "" for nothing."""

    query: str
    total: int
    wanted: bool
    href: str


@dataclass(frozen=True, slots=True)
class Help:
    """`blamed` are the parts that stand in no article."""

    meant: Meant | None = None
    parts: tuple[Alone, ...] = ()
    blamed: tuple[Alone, ...] = ()


def help_with(selection: Selection, results: Results) -> Help:
    """Raises SearchUnavailable."""
    if not selection.q or results.total > LITTLE:
        return Help()
    meant = _meant(search.did_you_mean(selection), selection, results.total)
    parts = _parts(search.explain(selection).clauses, selection) if not results.total else ()
    blamed = tuple(part for part in parts if part.wanted and not part.total)
    return Help(meant, parts if len(parts) > 1 else (), blamed if len(parts) > 1 else ())


def _meant(found: DidYouMean | None, selection: Selection, total: int) -> Meant | None:
    worth = [
        Meant(one.query, one.total, selection.but(q=one.query).query())
        for one in ((found, *found.others) if found else ())
        if one.total >= total * MANY_TIMES
    ]
    return replace(worth[0], others=tuple(worth[1:])) if worth else None


def _parts(found: tuple[Clause, ...], selection: Selection) -> tuple[Alone, ...]:
    return tuple(
        Alone(
            part.query,
            part.total or 0,
            part.wanted,
            selection.but(q=part.query).query() if part.total else "",
        )
        for part in found
        if part.total is not None
    )
