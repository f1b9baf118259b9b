"""What ranks one article of a selection, reason by reason, and its place in the order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import tantivy

from archive.search.embedded import schema as fields
from archive.search.embedded.counts import counted
from archive.search.embedded.pages import Pager
from archive.search.embedded.query import Builder, is_scored
from archive.search.engine import Ground
from archive.search.query.tree import leaves, written
from archive.selection import Selection

#: By relevance a place is looked for among the first so many, few first.
_DEPTHS: Final = (200, 2_000, 10_000)


def matches(
    searcher: tantivy.Searcher, builder: Builder, selection: Selection, article_id: int
) -> bool:
    return counted(searcher, builder.only(builder.matching(selection), article_id)) > 0


def grounds(
    searcher: tantivy.Searcher, builder: Builder, selection: Selection, article_id: int
) -> tuple[Ground, ...]:
    """The weightiest first; () where the order is by date, which no words change."""
    if selection.sort != "relevance" or builder.ranking(selection) is None:
        return ()
    found = []
    for ground, query in _reasons(builder, selection):
        hits: Any = searcher.search(builder.only(query, article_id), 1, count=False).hits
        if hits and hits[0][0] > 0:
            found.append(Ground(ground.kind, ground.query, float(hits[0][0])))
    return tuple(sorted(found, key=lambda one: -one.points))


def _reasons(builder: Builder, selection: Selection) -> Iterator[tuple[Ground, tantivy.Query]]:
    tree = builder.read(selection.q).tree
    for leaf in leaves(tree):
        if is_scored(leaf) and (query := builder.of(leaf)) is not None:
            yield Ground("words", written(leaf), 0.0), query
    for lift in builder.lifting(tree):
        yield Ground(lift.kind, lift.asked, 0.0), lift.query


def place(
    searcher: tantivy.Searcher,
    builder: Builder,
    pager: Pager,
    selection: Selection,
    article_id: int,
) -> int:
    """From 1; 0 for an article that the list has not, or only far down by relevance."""
    if selection.sort == "relevance" and builder.ranking(selection) is not None:
        for depth in _DEPTHS:
            ids = pager.page(selection, 0, depth).ids
            if article_id in ids:
                return ids.index(article_id) + 1
            if len(ids) < depth:
                break
        return 0
    hits: Any = searcher.search(
        builder.only(builder.matching(selection), article_id),
        1,
        count=False,
        order_by_field=fields.OLDEST if selection.sort == "oldest" else fields.NEWEST,
    ).hits
    if not hits:
        return 0
    key = int(hits[0][0])
    if selection.sort == "oldest":
        return counted(searcher, builder.placed(selection, fields.OLDEST, most=key))
    return counted(searcher, builder.placed(selection, fields.NEWEST, least=key))


#: Words looked at for whether they follow the one before, and headlines for that in all: some 5 ms.
_LOOKED_AT: Final = 20


_MOST_HEADLINES: Final = 60_000


def continuations(
    searcher: tantivy.Searcher,
    schema: tantivy.Schema,
    prefix: str,
    limit: int,
    before: Sequence[str],
) -> Sequence[str]:
    """`before` is the term before the prefix, or nothing."""
    many = max(limit, _LOOKED_AT) if before else limit
    found = searcher.terms_with_prefix(fields.TITLE, prefix, limit=many)
    if before:
        times = _times(searcher, schema, before[0], found)
        found = sorted(found, key=lambda pair: -times.get(pair[0], 0))
    return tuple(term for term, _ in found[:limit])


def _times(
    searcher: tantivy.Searcher,
    schema: tantivy.Schema,
    before: str,
    found: Sequence[tuple[str, int]],
) -> dict[str, int]:
    """In how many headlines each of the words stands right behind the one before."""
    theirs, left = searcher.doc_freq(fields.TITLE, before), _MOST_HEADLINES
    times: dict[str, int] = {}
    for term, count in found:
        left -= min(theirs, count)
        if left < 0:
            break
        both = tantivy.Query.phrase_query(schema, fields.TITLE, [before, term])
        times[term] = counted(searcher, both)
    return times
