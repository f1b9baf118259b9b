"""Who wrote what: the index of authors, and each author's articles."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from archive.models import Author, Byline, Contact
from archive.models.names import present
from archive.search.engine import SearchUnavailable
from archive.selection import Named, Selection
from archive.views import activity, listing
from archive.views.errors import unavailable
from archive.views.kept import PerGeneration, until_changed
from archive.views.moved import moved

PAGE: Final = 120
#: Contacts and other names shown of an author.
CONTACTS: Final = 6
NAMES: Final = 6
#: Names in scripts without letters begin in thousands of ways: no line of links for those.
LETTERS: Final = 80


@until_changed
def authors(request: HttpRequest) -> HttpResponse:
    page, problems = listing.page_of(request)
    q = listing.word_of(request, "q")
    letter = listing.word_of(request, "letter")[:1]
    found = Author.objects.published().named_like(q).beginning_with(letter)
    total = found.count()
    pages = max(1, -(-total // PAGE))
    if page > pages:
        page, problems = pages, [listing.beyond(pages)]
    people = list(found[(page - 1) * PAGE : page * PAGE])
    counts = Byline.objects.count_by_author([one.pk for one in people])
    active = activity.of_authors(request, people, counts)
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
        "pager": listing.pager(page, pages, listing.plain_pages(q=q, letter=letter)),
    }
    return render(request, "authors.html", context)


def author(request: HttpRequest, slug: str) -> HttpResponse:
    found = Author.objects.filter(slug=slug).first()
    if found is None:
        return _formerly(request, slug)
    selection = Selection(authors=(Named(found.pk, found.slug, found.name),))
    page, problems = listing.page_of(request)
    try:
        results, beyond = listing.found(selection, page)
    except SearchUnavailable as problem:
        return unavailable(request, str(problem))
    others = [one for one in results.facets.authors if one.named.id != found.pk]
    context = {
        **listing.shown(selection, results),
        "pager": listing.pager(results.page, results.pages, listing.plain_pages()),
        "author": found,
        "active": activity.of_years(results.facets.years),
        "contacts": Contact.objects.printed_for(found)[:CONTACTS],
        "names": _other_names(found),
        "problems": problems or beyond,
        "publications": results.facets.publications[: listing.OFFERED],
        "others": others[: listing.OFFERED],
    }
    return render(request, "author.html", context)


def _formerly(request: HttpRequest, slug: str) -> HttpResponse:
    """Who was joined to another is found there."""
    former = Author.everything.filter(slug=slug).first()
    if former is None:
        raise Http404
    return moved(request, present(former).get_absolute_url())


def _other_names(author: Author) -> list[str]:
    """What else articles call the author."""
    names = author.names.exclude(name=author.name).order_by("name").values_list("name", flat=True)
    return list(dict.fromkeys(names))[:NAMES]


def _count_letters() -> list[str]:
    return Author.objects.letters()


_letters: Final = PerGeneration(_count_letters)
