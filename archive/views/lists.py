"""What every list of articles shows of a Selection: rows, pager, histogram, what may be chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive import search
from archive.filters import PageField, Problem
from archive.search.cursor import BadCursor
from archive.search.results import FacetValue, Results
from archive.selection import PAGE_SIZE, SORTS, Named, Selection
from archive.text.dates import Days
from archive.views.histogram import Bars, of_histogram

#: Values of a facet that are seen at once; the others are unfolded.
OFFERED: Final = 8
_FACETS: Final = ("authors", "publications", "sections")


@dataclass(frozen=True, slots=True)
class Option:
    """A value that may be chosen; `count` None where the engine did not count it."""

    slug: str
    name: str
    count: int | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """The values of one facet: those seen at once, with every chosen one, and the rest."""

    first: tuple[Option, ...]
    more: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Order:
    name: str
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of the pager; `number` 0 stands for those left out. Deep pages have no address."""

    number: int
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Pager:
    links: tuple[PageLink, ...]
    page: int
    pages: int
    previous: str
    next: str


def found(selection: Selection, page: int, after: str = "") -> tuple[Results, list[Problem]]:
    """The page asked for, or the last there is with a sentence about it; with `after` the page
    behind the one that said so, however deep. Raises SearchUnavailable."""
    try:
        results = search.search(selection, page, after)
    except BadCursor as problem:
        return search.search(selection), [Problem("page", str(problem))]
    last = max(1, results.pages)
    if page <= last or after:
        return results, []
    if results.page != last or not results.rows:
        results = search.search(selection, last)
    if results.total > last * PAGE_SIZE:
        return results, [Problem("page", _unnumbered(last))]
    return results, [beyond(last)]


def _unnumbered(last: int) -> str:
    return _(
        "This is page %(pages)s, the last with a number; “Next” leads on to the end of the list."
    ) % {"pages": last}


def beyond(last: int) -> Problem:
    """The sentence beside the pager when a page past the end was asked for."""
    sentence = ngettext(
        "There is only one page; this is it.",
        "There are only %(pages)s pages; this is the last.",
        last,
    ) % {"pages": last}
    return Problem("page", sentence)


def page_of(request: HttpRequest) -> tuple[int, list[Problem]]:
    """The page number of pages that filter by nothing else."""
    field = PageField(required=False)
    try:
        return field.clean(request.GET.get("page", "").replace("\0", "")), []
    except forms.ValidationError as error:
        return 1, [Problem("page", sentence) for sentence in error.messages]


def word_of(request: HttpRequest, name: str, *, ends: bool = False) -> str:
    """A word typed into one of the small search fields; with `ends` the space after it is kept."""
    text = request.GET.get(name, "").replace("\0", " ")
    text = text.encode("utf-8", "replace").decode("utf-8")[:100]
    return text if ends else text.strip()


def plain_pages(**words: str) -> Callable[[int], str]:
    """Addresses of the pages of a list that is asked for by these words."""
    given = {name: word for name, word in words.items() if word}
    return lambda page: "?" + urlencode({**given, **({"page": str(page)} if page > 1 else {})})


def pager(
    page: int, pages: int, href: Callable[[int], str], *, further: str = "", deeper: bool = False
) -> Pager:
    """The first, the last, and two on either side of the present page. A list that is `deeper`
    than its last page with an address goes on there by `further`."""
    near = {number for number in range(page - 2, page + 3) if 1 <= number <= pages}
    links: list[PageLink] = []
    for number in sorted({1, pages, *near, page}):
        if links and number - links[-1].number > 1:
            links.append(PageLink(0, "", False))
        links.append(PageLink(number, href(number) if number <= pages else "", number == page))
    if deeper:
        links.append(PageLink(0, "", False))
    return Pager(
        tuple(links) if pages > 1 else (),
        page,
        pages,
        href(page - 1) if 1 < page <= pages + 1 else "",
        href(page + 1) if page < pages else further,
    )


def choices(selection: Selection, results: Results) -> dict[str, Choice]:
    """What may be chosen in each facet. Values of one facet stand beside each other, so where some
    are chosen all are counted as if none were: an unchosen one says what it would add. Raises
    SearchUnavailable."""
    found = {}
    for facet in _FACETS:
        chosen: tuple[Named, ...] = getattr(selection, facet)
        facets = results.facets
        if chosen and not results.degraded:
            facets = search.facets(selection.but(**{facet: ()}))
        found[facet] = choice(getattr(facets, facet), chosen)
    return found


def choice(values: Sequence[FacetValue], chosen: Sequence[Named]) -> Choice:
    """Most frequent first, whether chosen or not: nothing moves away under the pointer."""
    slugs = {named.slug for named in chosen}
    counted = [
        Option(one.named.slug, one.named.name, one.count, one.named.slug in slugs) for one in values
    ]
    listed = {option.slug for option in counted}
    rare = [Option(one.slug, one.name, None, True) for one in chosen if one.slug not in listed]
    first, rest = counted[:OFFERED], counted[OFFERED:]
    late = [option for option in rest if option.chosen]
    return Choice((*first, *late, *rare), tuple(option for option in rest if not option.chosen))


def orders(selection: Selection) -> list[Order]:
    """Relevance only where there are words to be relevant to."""
    names = {"relevance": _("Relevance"), "newest": _("Newest first"), "oldest": _("Oldest first")}
    return [
        Order(names[sort], selection.but(chosen_sort=sort).query(), sort == selection.sort)
        for sort in SORTS
        if sort != "relevance" or selection.q
    ]


def histogram(results: Results, selection: Selection) -> Bars:
    """Every bar narrows the list to its days."""
    since, until = selection.since, selection.until
    chosen = Days(since.first, until.last) if since and until else None
    return of_histogram(
        results.histogram,
        lambda days: "/articles/" + selection.but(since=days, until=days).query(),
        chosen,
    )


def shown(selection: Selection, results: Results) -> dict[str, object]:
    """The context of `articles/_rows.html` and `page/_histogram.html`."""
    further = selection.query(after=results.after) if results.after else ""
    pages = -(-results.total // PAGE_SIZE)
    return {
        "selection": selection,
        "results": results,
        "pages": pages,
        "pager": pager(
            results.page,
            results.pages,
            selection.query,
            further=further,
            deeper=max(results.page, results.pages) < pages,
        ),
        "bars": histogram(results, selection),
        "first": results.place + 1,
    }
