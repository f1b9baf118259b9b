"""Authors and publications: their indexes, and a page each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from archive import search
from archive.models import Article, Author, Byline, Contact, Publication
from archive.models.names import surviving
from archive.search.engine import Bucket, SearchUnavailable
from archive.selection import Named, Selection
from archive.views import lists
from archive.views.cache import PerGeneration, follow_index, until_changed
from archive.views.errors import unavailable
from archive.views.http import moved

_N = TypeVar("_N", Author, Publication)

#: Of whoever wrote more, the database would look up every article: the engine has them counted.
MANY: Final = 500


@dataclass(frozen=True, slots=True)
class Active:
    """The first and the last year with an article."""

    first: int
    last: int

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


def of_years(years: Collection[Bucket]) -> Active | None:
    """From a facet's years."""
    numbers = [int(year.key) for year in years]
    return Active(min(numbers), max(numbers)) if numbers else None


def of_authors(
    request: HttpRequest, authors: Collection[Author], counts: Mapping[int, int]
) -> dict[int, Active]:
    """By author; those without a dated article are left out. One query, and one question to the
    engine for each who wrote MANY."""
    busy = [one for one in authors if counts.get(one.pk, 0) > MANY]
    others = [one.pk for one in authors if 0 < counts.get(one.pk, 0) <= MANY]
    days = Byline.objects.first_and_last_day(others)
    found = {pk: Active(first.year, last.year) for pk, (first, last) in days.items()}
    if busy:
        follow_index(request)
        found |= {one.pk: active for one in busy if (active := _by_engine(one))}
    return found


def _by_engine(author: Author) -> Active | None:
    selection = Selection(authors=(Named(author.pk, author.slug, author.name),))
    try:
        return of_years(search.counts_over_time(selection, "year").buckets)
    except SearchUnavailable:
        return None


#: Names on one page of an index.
AUTHORS_A_PAGE: Final = 120
PUBLICATIONS_A_PAGE: Final = 200
#: Contacts and other names shown of an author.
CONTACTS: Final = 6


NAMES: Final = 6

#: Names in scripts without letters begin in thousands of ways: no line of links for those.
LETTERS: Final = 80


@until_changed
def authors(request: HttpRequest) -> HttpResponse:
    page, problems = lists.page_of(request)
    q = lists.word_of(request, "q")
    letter = lists.word_of(request, "letter")[:1]
    found = Author.objects.published().named_like(q).beginning_with(letter)
    total = found.count()
    pages = max(1, -(-total // AUTHORS_A_PAGE))
    if page > pages:
        page, problems = pages, [lists.beyond(pages)]
    people = list(found[(page - 1) * AUTHORS_A_PAGE : page * AUTHORS_A_PAGE])
    counts = Byline.objects.count_by_author([one.pk for one in people])
    active = of_authors(request, people, counts)
    letters = _letters(request)
    context = {
        "q": q,
        "letter": letter,
        "letters": letters if len(letters) <= LETTERS else [],
        # An author whose every article was withdrawn stands in no index.
        "entries": [
            (one, counts[one.pk], active.get(one.pk)) for one in people if counts.get(one.pk)
        ],
        "total": total,
        "problems": problems,
        "pager": lists.pager(page, pages, lists.plain_pages(q=q, letter=letter)),
    }
    return render(request, "names/authors.html", context)


def author(request: HttpRequest, slug: str) -> HttpResponse:
    found = Author.objects.filter(slug=slug).first()
    if found is None:
        return _merged(request, Author.everything.filter(slug=slug).first())
    selection = Selection(authors=(Named(found.pk, found.slug, found.name),))
    page, problems = lists.page_of(request)
    try:
        results, beyond = lists.found(selection, page)
    except SearchUnavailable as problem:
        return unavailable(request, str(problem))
    others = [one for one in results.facets.authors if one.named.id != found.pk]
    context = {
        **lists.shown(selection, results),
        "pager": lists.pager(results.page, results.pages, lists.plain_pages()),
        "author": found,
        "active": of_years(results.facets.years),
        "contacts": Contact.objects.printed_for(found)[:CONTACTS],
        "names": _other_names(found),
        "problems": problems or beyond,
        "publications": results.facets.publications[: lists.OFFERED],
        "others": others[: lists.OFFERED],
    }
    return render(request, "names/author.html", context)


def _merged(request: HttpRequest, former: _N | None) -> HttpResponse:
    """Whoever was merged into another is found there."""
    if former is None:
        raise Http404
    return moved(request, surviving(former).get_absolute_url())


def _other_names(author: Author) -> list[str]:
    """What else articles call the author."""
    names = author.names.exclude(name=author.name).order_by("name").values_list("name", flat=True)
    return list(dict.fromkeys(names))[:NAMES]


def _count_letters() -> list[str]:
    return Author.objects.letters()


_letters: Final = PerGeneration(_count_letters)


@until_changed
def publications(request: HttpRequest) -> HttpResponse:
    page, problems = lists.page_of(request)
    q = lists.word_of(request, "q")
    letter = lists.word_of(request, "letter")[:1]
    held = _held(request)
    found = Publication.objects.named_like(q).beginning_with(letter)
    # One whose every article was withdrawn stands in no index.
    listed = [pk for pk in found.values_list("pk", flat=True) if held.counts.get(pk)]
    pages = max(1, -(-len(listed) // PUBLICATIONS_A_PAGE))
    if page > pages:
        page, problems = pages, [lists.beyond(pages)]
    shown = listed[(page - 1) * PUBLICATIONS_A_PAGE : page * PUBLICATIONS_A_PAGE]
    rows = Publication.objects.in_bulk(shown)
    context = {
        "q": q,
        "letter": letter,
        "letters": held.letters if len(held.letters) <= LETTERS else [],
        "entries": [(rows[pk], held.counts[pk], held.active.get(pk)) for pk in shown],
        "total": len(listed),
        "problems": problems,
        "pager": lists.pager(page, pages, lists.plain_pages(q=q, letter=letter)),
    }
    return render(request, "names/publications.html", context)


def publication(request: HttpRequest, slug: str) -> HttpResponse:
    found = Publication.objects.filter(slug=slug).first()
    if found is None:
        return _merged(request, Publication.everything.filter(slug=slug).first())
    selection = Selection(publications=(Named(found.pk, found.slug, found.name),))
    page, problems = lists.page_of(request)
    try:
        results, beyond = lists.found(selection, page)
    except SearchUnavailable as problem:
        return unavailable(request, str(problem))
    context = {
        **lists.shown(selection, results),
        "pager": lists.pager(results.page, results.pages, lists.plain_pages()),
        "publication": found,
        "active": of_years(results.facets.years),
        "problems": problems or beyond,
        "authors": results.facets.authors[: lists.OFFERED],
        "section_query": f"/articles/{selection.query()}&section=",
        "sections": results.facets.sections[: lists.OFFERED],
    }
    return render(request, "names/publication.html", context)


@dataclass(frozen=True, slots=True)
class _Held:
    """Of every publication its published articles, and from when to when; and the letters that
    publications begin with."""

    counts: dict[int, int]
    active: dict[int, Active]
    letters: list[str]


def _count() -> _Held:
    days = Article.objects.first_and_last_day_by_publication()
    return _Held(
        Article.objects.count_by_publication(),
        {pk: Active(first.year, last.year) for pk, (first, last) in days.items()},
        Publication.objects.letters(),
    )


_held: Final = PerGeneration(_count)
