"""The articles on one page of a selection, in its order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

import tantivy

from archive.search.cursor import Cursor
from archive.search.embedded import schema as fields
from archive.search.embedded.query import Builder
from archive.search.index.folder import IndexMarker
from archive.selection import Selection, Sort

#: Hits read on either side of a page to put equal scores in order: the second number where the
#: first is not enough. Longer runs of one score keep the engine's own order, on every page.
_TIES: Final = (50, 1_000)
#: After a commit a list by relevance goes on behind the last article shown, if it moved no further.
_MOVED: Final = 250


@dataclass(frozen=True, slots=True)
class FieldOrder:
    """An order by a field; `descending` from its highest value."""

    field: str
    descending: bool = True

    def up_to(self, key: int) -> dict[str, int]:
        """The bounds (Builder.placed) of the articles before the one at `key`, and of itself."""
        return {"least": key} if self.descending else {"most": key}

    def behind(self, key: int) -> dict[str, int]:
        """The bounds of the articles after the one at `key`."""
        return {"most": key - 1} if self.descending else {"least": key + 1}


_NEWEST: Final = FieldOrder(fields.NEWEST)
#: Without words, relevance is by day.
ORDERS: Final[dict[Sort, FieldOrder]] = {
    "relevance": _NEWEST,
    "newest": _NEWEST,
    "oldest": FieldOrder(fields.OLDEST, descending=False),
    "added": FieldOrder(fields.ID),
}

#: The value an article is ordered by, and its address in the engine.
Hit = tuple[Any, Any]


@dataclass(frozen=True, slots=True)
class HitPage:
    """`place` counts the articles before this page; `key` is the last one's value in the order."""

    place: int
    ids: tuple[int, ...]
    key: int = 0

    def after(self, selection: Selection, marker: IndexMarker, total: int) -> str:
        """The cursor to the next page; "" on the last."""
        place = self.place + len(self.ids)
        if not self.ids or place >= total:
            return ""
        last = self.ids[-1]
        return Cursor.behind(
            selection, marker.archive, marker.number, place=place, key=self.key, last=last
        ).text()


@dataclass(frozen=True, slots=True)
class _Window:
    """Hits `offset` and following; the page begins `skip` hits further on. `goes_on` where there
    may be more hits after these."""

    hits: Sequence[Hit]
    offset: int
    skip: int
    size: int
    goes_on: bool

    @property
    def open_scores(self) -> set[Any]:
        """Scores that hits outside of the window may share."""
        scores: set[Any] = set()
        if self.hits and self.offset:
            scores.add(self.hits[0][0])
        if self.hits and self.goes_on:
            scores.add(self.hits[-1][0])
        return scores

    @property
    def is_open(self) -> bool:
        """Whether such a score stands on the page itself."""
        page = self.hits[self.skip : self.skip + self.size]
        return bool(page) and not self.open_scores.isdisjoint({page[0][0], page[-1][0]})


class HitPager:
    """Pages of one state of an index, at change `number`."""

    def __init__(self, searcher: tantivy.Searcher, builder: Builder, number: int) -> None:
        self._searcher, self._builder, self._number = searcher, builder, number

    def page(self, selection: Selection, start: int, size: int) -> HitPage:
        if selection.sort == "relevance":
            ranking = self._builder.ranking(selection)
            if ranking is not None:
                return HitPage(start, self._ranked(ranking, start, size))
        return self._in_order(selection, self._builder.matching(selection), start, start, size)

    def behind(self, selection: Selection, cursor: Cursor, size: int) -> HitPage:
        """The page after the cursor."""
        ranking = self._builder.ranking(selection) if selection.sort == "relevance" else None
        if ranking is not None:
            start = self._moved(ranking, cursor)
            return HitPage(start, self._ranked(ranking, start, size))
        return self._rest(selection, cursor.place, cursor.key, size)

    def walk(self, selection: Selection, size: int) -> Iterator[tuple[int, ...]]:
        """Every article in order, `size` at a time."""
        ranking = self._builder.ranking(selection) if selection.sort == "relevance" else None
        place, page = 0, self.page(selection, 0, size)
        while page.ids:
            yield page.ids
            place += len(page.ids)
            if len(page.ids) < size:
                return
            if ranking is not None:
                page = HitPage(place, self._ranked(ranking, place, size))
            else:
                page = self._rest(selection, place, page.key, size)

    def _rest(self, selection: Selection, place: int, key: int, size: int) -> HitPage:
        """The page behind the article at `key`."""
        order = ORDERS[selection.sort]
        rest = self._builder.placed(selection, order.field, **order.behind(key))
        return self._in_order(selection, rest, place, 0, size)

    def _in_order(
        self, selection: Selection, query: tantivy.Query, place: int, start: int, size: int
    ) -> HitPage:
        order = ORDERS[selection.sort]
        hits = self._searcher.search(
            query,
            size,
            count=False,
            offset=start,
            order_by_field=order.field,
            order=tantivy.Order.Desc if order.descending else tantivy.Order.Asc,
        ).hits
        return HitPage(place, ids_of(self._searcher, hits), int(hits[-1][0]) if hits else 0)

    def _moved(self, ranking: tantivy.Query, cursor: Cursor) -> int:
        """How many articles stand before the next page. While the index is unchanged the cursor
        knows; afterwards the last article shown is looked up, unless it moved far or is gone."""
        if cursor.number == self._number:
            return cursor.place
        start = max(0, cursor.place - _MOVED)
        near = self._ranked(ranking, start, 2 * _MOVED)
        return start + near.index(cursor.last) + 1 if cursor.last in near else cursor.place

    def _ranked(self, query: tantivy.Query, start: int, size: int) -> tuple[int, ...]:
        """Best first, equal scores by id downwards, also across the edge of a page."""
        near, far = _TIES
        window = self._window(query, start, size, near)
        if window.is_open:
            window = self._window(query, start, size, far)
        ids = ids_of(self._searcher, window.hits)
        ordered: list[int] = []
        for score, group in groupby(zip(window.hits, ids, strict=True), lambda pair: pair[0][0]):
            alike = [article_id for _, article_id in group]
            # Whether a run is sorted must not depend on the page.
            whole = score not in window.open_scores and len(alike) <= far
            ordered += sorted(alike, reverse=True) if whole else alike
        return tuple(ordered[start - window.offset :][:size])

    def _window(self, query: tantivy.Query, start: int, size: int, ties: int) -> _Window:
        offset = max(0, start - ties)
        limit = start - offset + size + ties
        hits: Any = self._searcher.search(query, limit, count=False, offset=offset).hits
        return _Window(hits, offset, start - offset, size, len(hits) == limit)


def ids_of(searcher: tantivy.Searcher, hits: Sequence[Hit]) -> tuple[int, ...]:
    if not hits:
        return ()
    addresses = [address for _, address in hits]
    return tuple(int(value or 0) for value in searcher.fast_field_values(fields.ID, addresses))
