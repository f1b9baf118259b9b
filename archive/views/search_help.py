"""Help with searching: examples from the archive, and what to try where little was found."""

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

#: Of the newest headlines, in which two plain words are looked for.
LOOKED_THROUGH: Final = 20

#: Two words of letters only, long enough to mean something.
_WORDS: Final = re.compile(r"(?<![\w'’])([^\W\d_]{4,}) ([^\W\d_]{4,})(?![\w'’])")

#: Characters of a further field in an example.
_SHORT: Final = 32

#: Where the archive has no such headline.
SPARE: Final = ("harbour", "bridge")
_OPERATORS: Final = frozenset({"or", "and", "not", "near"})


@dataclass(frozen=True, slots=True)
class Example:
    """`meaning` says what `query` finds."""

    query: str
    meaning: str

    @property
    def href(self) -> str:
        return "/articles/" + Selection(q=self.query).query()


@until_changed
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "search/help.html", {"examples": examples(request)})


def examples(request: HttpRequest) -> tuple[Example, ...]:
    """Computed once a generation."""
    return _examples(request)


def examples_from(article: Article | None, pair: tuple[str, str]) -> list[Example]:
    """All of the query language with two words of a headline, and the article's names and date."""
    first, second = pair
    examples = [
        Example(f"{first} {second}", _("all these words, in any order and any form")),
        Example(f'"{first} {second}"', _("exactly this phrase")),
        Example(f'"{first} {second}"~5', _("both words, at most five words apart")),
        Example(f"{first} OR {second}", _("any of the words")),
        Example(f"{first} -{second}", _("the first word, but not the second")),
        Example(f"({first} OR {second}) -title:{second}", _("groups, in brackets")),
        Example(f"{first[:4]}*", _("words that start with this")),
        Example(f"title:{first}", _("in headlines only; caption: and credit: work too")),
    ]
    if article is not None:
        examples += _named(article)
    examples.append(Example(f"{first} has:image", _("articles with a picture")))
    if article is not None:
        examples += _further(article)
    return examples


def _named(article: Article) -> list[Example]:
    examples = []
    author = next((line.author.name for line in article.bylines.all()), "")
    if author:
        examples.append(Example(f'author:"{author.replace(chr(34), "")}"', _("by this author")))
    if article.publication is not None:
        name = article.publication.name.replace('"', "")
        examples.append(
            Example(f'publication:"{name}"', _("in this publication; section: works too"))
        )
    if article.first_day is not None:
        day = article.first_day
        examples += [
            Example(f"date:{day:%Y-%m}", _("in this month; a year or a day works too")),
            Example(f"date:{day.year - 1}..{day.year}", _("in these years, both included")),
            Example(f"after:{day:%Y}-01-01", _("after this day; before: works too")),
        ]
    return examples


def _further(article: Article) -> list[Example]:
    """The first further field that is short enough for an example."""
    for field in article.further.all()[:20]:
        query = search.field_query(field.name, field.value)
        if 0 < len(query) <= _SHORT:
            return [Example(query, _("articles with this further field of their source"))]
    return []


def _compute() -> tuple[Example, ...]:
    newest = Article.objects.published().newest_first().for_rows()[:LOOKED_THROUGH]
    for article in newest:
        for match in _WORDS.finditer(article.headline):
            pair = match[1].lower(), match[2].lower()
            if not _OPERATORS & set(pair):
                return tuple(examples_from(article, pair))
    return tuple(examples_from(None, SPARE))


_examples: Final = PerGeneration(_compute)

#: Up to a page of articles is little.
LITTLE: Final = PAGE_SIZE

#: Where something was found, another spelling is offered only if it finds this many times more.
MANY_TIMES: Final = 10


@dataclass(frozen=True, slots=True)
class Respelling:
    """Another spelling and the address of what it finds; `others` are about as likely."""

    query: str
    total: int
    href: str
    others: tuple[Respelling, ...] = ()


@dataclass(frozen=True, slots=True)
class PartAlone:
    """A part of the query, what it finds alone, and the address of that list; "" for nothing."""

    query: str
    total: int
    wanted: bool
    href: str


@dataclass(frozen=True, slots=True)
class Help:
    """`blamed` are the parts that are in no article."""

    meant: Respelling | None = None
    parts: tuple[PartAlone, ...] = ()
    blamed: tuple[PartAlone, ...] = ()


def help_with(selection: Selection, results: Results) -> Help:
    """Raises SearchUnavailable."""
    if not selection.q or results.total > LITTLE:
        return Help()
    meant = _meant(search.did_you_mean(selection), selection, results.total)
    parts = _parts(search.explain(selection).clauses, selection) if not results.total else ()
    blamed = tuple(part for part in parts if part.wanted and not part.total)
    return Help(meant, parts if len(parts) > 1 else (), blamed if len(parts) > 1 else ())


def _meant(found: DidYouMean | None, selection: Selection, total: int) -> Respelling | None:
    worth = [
        Respelling(other.query, other.total, selection.but(q=other.query).query())
        for other in ((found, *found.others) if found else ())
        if other.total >= total * MANY_TIMES
    ]
    return replace(worth[0], others=tuple(worth[1:])) if worth else None


def _parts(clauses: tuple[Clause, ...], selection: Selection) -> tuple[PartAlone, ...]:
    return tuple(
        PartAlone(
            part.query,
            part.total or 0,
            part.wanted,
            selection.but(q=part.query).query() if part.total else "",
        )
        for part in clauses
        if part.total is not None
    )
