"""Selection: what a reader asked for, as one object for pages, counts, facets and exports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, Self
from urllib.parse import urlencode

from archive.text.dates import Days

#: "added": the latest that came into the archive first, whatever their days.
Sort = Literal["relevance", "newest", "oldest", "added"]
SORTS: Final[tuple[Sort, ...]] = ("relevance", "newest", "oldest", "added")
PAGE_SIZE: Final = 25


@dataclass(frozen=True, slots=True)
class Named:
    """A chosen author, publication or section: id for the engine (0 for a section), slug for the
    address, name for the page."""

    id: int
    slug: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Published articles that match every field, and any of the chosen authors, publications or
    sections. An article dated to a month or year matches a range that it touches. The empty
    Selection is the whole archive.
    """

    q: str = ""
    #: From the first day of `since` to the last day of `until`, both included.
    since: Days | None = None
    until: Days | None = None
    authors: tuple[Named, ...] = ()
    publications: tuple[Named, ...] = ()
    sections: tuple[Named, ...] = ()
    has_image: bool = False
    #: None: relevance where there are words, else newest.
    chosen_sort: Sort | None = None

    @property
    def sort(self) -> Sort:
        if self.chosen_sort == "relevance" and not self.q:
            return "newest"
        return self.chosen_sort or ("relevance" if self.q else "newest")

    @property
    def is_everything(self) -> bool:
        return replace(self, chosen_sort=None) == Selection()

    def but(self, **changes: Any) -> Self:
        return replace(self, **changes)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Names and values of the query string, in the order they are shown."""
        if self.q:
            yield "q", self.q
        if self.since:
            yield "from", self.since.iso
        if self.until:
            yield "to", self.until.iso
        for name, chosen in self.choices():
            for named in chosen:
                yield name, named.slug
        if self.has_image:
            yield "has", "image"
        if self.chosen_sort:
            yield "sort", self.chosen_sort

    def query(self, page: int = 1, after: str = "") -> str:
        """ "?q=…&page=2"; "?" alone for everything, so that as a link it always replaces the query.
        `after` is a cursor (Results.after)."""
        pairs = [*self.pairs(), *([("page", str(page))] if page > 1 else [])]
        return "?" + urlencode([*pairs, *([("after", after)] if after else [])])

    def choices(self) -> tuple[tuple[str, tuple[Named, ...]], ...]:
        """Fields with several values, by their names in the address."""
        return (
            ("author", self.authors),
            ("publication", self.publications),
            ("section", self.sections),
        )
