"""Where articles appeared: the index of publications, and each one's articles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from archive.models import Article, Publication
from archive.models.names import present
from archive.search.engine import SearchUnavailable
from archive.selection import Named, Selection
from archive.views import activity, listing
from archive.views.activity import Active
from archive.views.errors import unavailable
from archive.views.kept import PerGeneration, until_changed
from archive.views.moved import moved

PAGE: Final = 200
#: More first letters than these are no alphabet.
LETTERS: Final = 80


@until_changed
def publications(request: HttpRequest) -> HttpResponse:
    page, problems = listing.page_of(request)
    q = listing.word_of(request, "q")
    letter = listing.word_of(request, "letter")[:1]
    held = _held(request)
    found = Publication.objects.named_like(q).beginning_with(letter)
    # One whose every article was withdrawn stands in no index.
    listed = [pk for pk in found.values_list("pk", flat=True) if held.counts.get(pk)]
    pages = max(1, -(-len(listed) // PAGE))
    if page > pages:
        page, problems = pages, [listing.beyond(pages)]
    shown = listed[(page - 1) * PAGE : page * PAGE]
    rows = Publication.objects.in_bulk(shown)
    context = {
        "q": q,
        "letter": letter,
        "letters": held.letters if len(held.letters) <= LETTERS else [],
        "entries": [(rows[pk], held.counts[pk], held.active.get(pk)) for pk in shown],
        "total": len(listed),
        "problems": problems,
        "pager": listing.pager(page, pages, listing.plain_pages(q=q, letter=letter)),
    }
    return render(request, "publications.html", context)


def publication(request: HttpRequest, slug: str) -> HttpResponse:
    found = Publication.objects.filter(slug=slug).first()
    if found is None:
        return _formerly(request, slug)
    selection = Selection(publications=(Named(found.pk, found.slug, found.name),))
    page, problems = listing.page_of(request)
    try:
        results, beyond = listing.found(selection, page)
    except SearchUnavailable as problem:
        return unavailable(request, str(problem))
    context = {
        **listing.shown(selection, results),
        "pager": listing.pager(results.page, results.pages, listing.plain_pages()),
        "publication": found,
        "active": activity.of_years(results.facets.years),
        "problems": problems or beyond,
        "authors": results.facets.authors[: listing.OFFERED],
        "section_query": f"/articles/{selection.query()}&section=",
        "sections": results.facets.sections[: listing.OFFERED],
    }
    return render(request, "publication.html", context)


def _formerly(request: HttpRequest, slug: str) -> HttpResponse:
    """Who was joined to another is found there."""
    former = Publication.everything.filter(slug=slug).first()
    if former is None:
        raise Http404
    return moved(request, present(former).get_absolute_url())


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
