"""Authors and publications: an index of each kind, and a page for each name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive import search
from archive.models import Article, Author, Byline, Contact, Publication
from archive.models.names import surviving
from archive.models.querysets import AuthorQuerySet, PublicationQuerySet
from archive.search.engine import Bucket, SearchUnavailable
from archive.search.results import FacetValue, Results
from archive.selection import Named, Selection
from archive.views import lists
from archive.views.cache import PerGeneration, follow_index, until_changed
from archive.views.errors import unavailable
from archive.views.http import moved

#: The database would look up every article of an author with more; the engine has them counted.
MANY: Final = 500
#: Contacts and other names shown of an author.
CONTACTS: Final = 6
NAMES: Final = 6
#: Names in scripts without letters begin in thousands of ways: no line of links for those.
LETTERS: Final = 80


@dataclass(frozen=True, slots=True)
class Active:
    """The first and the last year with an article."""

    first: int
    last: int

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


@dataclass(frozen=True, slots=True)
class NameKind:
    """What differs between authors and publications. `facet` is the field of a Selection and the
    segment of the address; `figures` gives counts and years of the names on a page."""

    facet: str
    title: Promise
    model: type[Author] | type[Publication]
    page_size: int
    published: Callable[[], AuthorQuerySet | PublicationQuerySet]
    figures: Callable[[HttpRequest, Sequence[Any]], tuple[Mapping[int, int], Mapping[int, Active]]]
    letters: Callable[[HttpRequest], Sequence[str]]
    details: Callable[[Any, Results, Selection], dict[str, object]]


@until_changed
def authors(request: HttpRequest) -> HttpResponse:
    return _index(request, _AUTHORS)


@until_changed
def publications(request: HttpRequest) -> HttpResponse:
    return _index(request, _PUBLICATIONS)


def author(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, _AUTHORS, slug)


def publication(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, _PUBLICATIONS, slug)


def _index(request: HttpRequest, kind: NameKind) -> HttpResponse:
    page, problems = lists.page_of(request)
    q = lists.word_of(request, "q")
    letter = lists.word_of(request, "letter")[:1]
    matching = kind.published().named_like(q).beginning_with(letter)
    total = matching.count()
    pages = max(1, -(-total // kind.page_size))
    if page > pages:
        page, problems = pages, [lists.past_the_end(pages)]
    names = list(matching[(page - 1) * kind.page_size : page * kind.page_size])
    counts, active = kind.figures(request, names)
    letters = kind.letters(request)
    context = {
        "kind": kind,
        "q": q,
        "letter": letter,
        "letters": letters if len(letters) <= LETTERS else [],
        # A name whose every article was withdrawn is in no index.
        "entries": [
            (name, counts[name.pk], active.get(name.pk)) for name in names if counts.get(name.pk)
        ],
        "total": total,
        "problems": problems,
        "pager": lists.pager(page, pages, lists.plain_pages(q=q, letter=letter)),
    }
    return render(request, "names/index.html", context)


def _page(request: HttpRequest, kind: NameKind, slug: str) -> HttpResponse:
    name = kind.model.objects.filter(slug=slug).first()
    if name is None:
        return _merged(request, kind.model.everything.filter(slug=slug).first())
    selection = Selection().but(**{kind.facet: (Named(name.pk, name.slug, name.name),)})
    page, problems = lists.page_of(request)
    try:
        results, beyond = lists.result_page(selection, page)
    except SearchUnavailable as problem:
        return unavailable(request, str(problem))
    context = {
        **lists.list_context(selection, results),
        "pager": lists.pager(results.page, results.pages, lists.plain_pages()),
        "kind": kind,
        "named": name,
        "active": _years_of(results.facets.years),
        "problems": problems or beyond,
        **kind.details(name, results, selection),
    }
    return render(request, "names/name.html", context)


def _merged(request: HttpRequest, former: Any) -> HttpResponse:
    """The address of a name that was merged leads to the one it was merged into."""
    if former is None:
        raise Http404
    return moved(request, surviving(former).get_absolute_url())


def _years_of(years: Collection[Bucket]) -> Active | None:
    numbers = [int(year.key) for year in years]
    return Active(min(numbers), max(numbers)) if numbers else None


# Authors ------------------------------------------------------------------------------------------
def _figures_of_authors(
    request: HttpRequest, authors: Sequence[Author]
) -> tuple[Mapping[int, int], Mapping[int, Active]]:
    """Two queries, and one question to the engine for each author of MANY articles."""
    counts = Byline.objects.count_by_author([author.pk for author in authors])
    busy = [author for author in authors if counts.get(author.pk, 0) > MANY]
    others = [author.pk for author in authors if 0 < counts.get(author.pk, 0) <= MANY]
    days = Byline.objects.first_and_last_day(others)
    active = {pk: Active(first.year, last.year) for pk, (first, last) in days.items()}
    if busy:
        follow_index(request)
        active |= {author.pk: years for author in busy if (years := _years_by_engine(author))}
    return counts, active


def _years_by_engine(author: Author) -> Active | None:
    selection = Selection(authors=(Named(author.pk, author.slug, author.name),))
    try:
        return _years_of(search.counts_over_time(selection, "year").buckets)
    except SearchUnavailable:
        return None


def _details_of_author(author: Author, results: Results, selection: Selection) -> dict[str, object]:
    others = [value for value in results.facets.authors if value.named.id != author.pk]
    return {
        "contacts": Contact.objects.printed_for(author)[:CONTACTS],
        "names": _other_names(author),
        "beside": [
            (_("Published in"), _links(results.facets.publications, "/publications/{}/")),
            (_("Together with"), _links(others, "/authors/{}/")),
        ],
    }


def _other_names(author: Author) -> list[str]:
    names = author.names.exclude(name=author.name).order_by("name").values_list("name", flat=True)
    return list(dict.fromkeys(names))[:NAMES]


def _links(values: Iterable[FacetValue], address: str) -> list[tuple[str, str, int]]:
    """(address, name, count) of the most frequent values."""
    links = [(address.format(value.named.slug), value.named.name, value.count) for value in values]
    return links[: lists.OFFERED]


def _count_letters() -> list[str]:
    return Author.objects.letters()


_AUTHORS: Final = NameKind(
    "authors",
    title=_("Authors"),
    model=Author,
    page_size=120,
    published=Author.objects.published,
    figures=_figures_of_authors,
    letters=PerGeneration(_count_letters),
    details=_details_of_author,
)


# Publications -------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Held:
    """Published articles and years of every publication, and the letters that names begin with."""

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


def _published_publications() -> PublicationQuerySet:
    articles = Article.objects.published().filter(publication=OuterRef("pk"))
    return Publication.objects.filter(Exists(articles))


def _details_of_publication(
    publication: Publication, results: Results, selection: Selection
) -> dict[str, object]:
    sections = f"/articles/{selection.query()}&section={{}}"
    return {
        "beside": [
            (_("Authors"), _links(results.facets.authors, "/authors/{}/")),
            (_("Sections"), _links(results.facets.sections, sections)),
        ]
    }


_PUBLICATIONS: Final = NameKind(
    "publications",
    title=_("Publications"),
    model=Publication,
    page_size=200,
    published=_published_publications,
    figures=lambda request, _names: (_held(request).counts, _held(request).active),
    letters=lambda request: _held(request).letters,
    details=_details_of_publication,
)
