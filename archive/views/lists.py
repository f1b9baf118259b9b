"""What every list of articles shows of a Selection: rows, pager, histogram, filters."""

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

#: Values of a facet that are shown at once; the others are folded.
OFFERED: Final = 8
_FACETS: Final = ("authors", "publications", "sections")


@dataclass(frozen=True, slots=True)
class FacetOption:
    """A value that may be chosen; `count` is None where the engine did not count it."""

    slug: str
    name: str
    count: int | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class FacetOptions:
    """The values of one facet: those shown at once, with every chosen one, and the rest."""

    first: tuple[FacetOption, ...]
    more: tuple[FacetOption, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen filter; `without` is the query string that leaves it out."""

    label: str
    value: str
    without: str


@dataclass(frozen=True, slots=True)
class Order:
    name: str
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page in the pager; `number` 0 is an ellipsis. Deep pages have no address."""

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


def result_page(selection: Selection, page: int, after: str = "") -> tuple[Results, list[Problem]]:
    """The requested page, or the last with a problem that says so; with `after`, the page that
    follows the one it came from, however deep. Raises SearchUnavailable."""
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
    return results, [past_the_end(last)]


def _unnumbered(last: int) -> str:
    return _(
        "This is page %(pages)s, the last with a number; “Next” leads on to the end of the list."
    ) % {"pages": last}


def past_the_end(last: int) -> Problem:
    """The problem for a page number past the end."""
    sentence = ngettext(
        "There is only one page; this is it.",
        "There are only %(pages)s pages; this is the last.",
        last,
    ) % {"pages": last}
    return Problem("page", sentence)


def page_of(request: HttpRequest) -> tuple[int, list[Problem]]:
    """The page number, for pages without an ArticleFilter."""
    field = PageField(required=False)
    try:
        return field.clean(request.GET.get("page", "").replace("\0", "")), []
    except forms.ValidationError as error:
        return 1, [Problem("page", sentence) for sentence in error.messages]


def word_of(request: HttpRequest, name: str, *, ends: bool = False) -> str:
    """The text of a small search field; with `ends` trailing space is kept."""
    text = request.GET.get(name, "").replace("\0", " ")
    text = text.encode("utf-8", "replace").decode("utf-8")[:100]
    return text if ends else text.strip()


def plain_pages(**words: str) -> Callable[[int], str]:
    """Query strings of the pages of a list, with these parameters."""
    given = {name: word for name, word in words.items() if word}
    return lambda page: "?" + urlencode({**given, **({"page": str(page)} if page > 1 else {})})


def pager(
    page: int, pages: int, href: Callable[[int], str], *, further: str = "", deeper: bool = False
) -> Pager:
    """The first, the last, and two on either side of the current page. A list `deeper` than its
    last numbered page goes on from there by `further`."""
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


def choices(selection: Selection, results: Results) -> dict[str, FacetOptions]:
    """The options of each facet. Values of one facet are alternatives, so they are counted as if
    none of them were chosen: each count says what the value would add. Raises SearchUnavailable."""
    options = {}
    for facet in _FACETS:
        chosen: tuple[Named, ...] = getattr(selection, facet)
        facets = results.facets
        if chosen and not results.degraded:
            facets = search.facets(selection.but(**{facet: ()}))
        options[facet] = choice(getattr(facets, facet), chosen)
    return options


def choice(values: Sequence[FacetValue], chosen: Sequence[Named]) -> FacetOptions:
    """Most frequent first, chosen or not, so that nothing moves under the pointer."""
    slugs = {named.slug for named in chosen}
    counted = [
        FacetOption(value.named.slug, value.named.name, value.count, value.named.slug in slugs)
        for value in values
    ]
    listed = {option.slug for option in counted}
    rare = [
        FacetOption(named.slug, named.name, None, True)
        for named in chosen
        if named.slug not in listed
    ]
    first, rest = counted[:OFFERED], counted[OFFERED:]
    late = [option for option in rest if option.chosen]
    return FacetOptions(
        (*first, *late, *rare), tuple(option for option in rest if not option.chosen)
    )


def orders(selection: Selection) -> list[Order]:
    """The sort orders; relevance only where there is a query."""
    names = {
        "relevance": _("Relevance"),
        "newest": _("Newest first"),
        "oldest": _("Oldest first"),
        "added": _("Latest added"),
    }
    return [
        Order(names[sort], selection.but(chosen_sort=sort).query(), sort == selection.sort)
        for sort in SORTS
        if sort != "relevance" or selection.q
    ]


def histogram(results: Results, selection: Selection) -> Bars:
    """Each bar narrows the list to its days."""
    since, until = selection.since, selection.until
    chosen = Days(since.first, until.last) if since and until else None
    return of_histogram(
        results.histogram,
        lambda days: "/articles/" + selection.but(since=days, until=days).query(),
        chosen,
    )


def list_context(selection: Selection, results: Results) -> dict[str, object]:
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
