"""The language of search by examples that find something: words, names and days of the archive."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from archive.models import Article
from archive.selection import Selection
from archive.views.kept import PerGeneration, until_changed

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
    return render(request, "help.html", {"examples": of(request)})


def of(request: HttpRequest) -> tuple[Example, ...]:
    """Worked out once a generation."""
    return _examples(request)


def examples_from(article: Article | None, pair: tuple[str, str]) -> list[Example]:
    """The whole language with the words of one headline; names and dates only where it has any."""
    one, other = pair
    found = [
        Example(f"{one} {other}", _("all of the words, in any order; their other endings count")),
        Example(f'"{one} {other}"', _("this very phrase, letter by letter")),
        Example(f'"{one} {other}"~5', _("both words, at most five words apart")),
        Example(f"{one} OR {other}", _("any of the words")),
        Example(f"{one} -{other}", _("the first word, but not the second")),
        Example(f"({one} OR {other}) -title:{other}", _("groups, in brackets")),
        Example(f"{one[:4]}*", _("words that begin so")),
        Example(f"title:{one}", _("in headlines only; also caption: and credit:")),
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
        found.append(Example(f'publication:"{name}"', _("in this publication; also section:")))
    if article.first_day is not None:
        day = article.first_day
        found += [
            Example(f"date:{day:%Y-%m}", _("from this month; also a year, or a day")),
            Example(f"date:{day.year - 1}..{day.year}", _("from these years, both included")),
            Example(f"after:{day:%Y}-01-01", _("since then; also before:")),
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
