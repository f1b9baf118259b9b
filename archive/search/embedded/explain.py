"""Why an article ranks where it does, reason by reason, and its place in the order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

import tantivy

from archive.search.embedded import schema as fields
from archive.search.embedded.counts import total_of
from archive.search.embedded.pages import ORDERS, HitPager
from archive.search.embedded.query import Builder, is_scored
from archive.search.engine import Ground
from archive.search.query.tree import leaves, written
from archive.selection import Selection

#: By relevance the place is looked for among the first so many, step by step.
_DEPTHS: Final = (200, 2_000, 10_000)


def matches(
    searcher: tantivy.Searcher, builder: Builder, selection: Selection, article_id: int
) -> bool:
    return total_of(searcher, builder.only(builder.matching(selection), article_id)) > 0


def grounds(
    searcher: tantivy.Searcher, builder: Builder, selection: Selection, article_id: int
) -> tuple[Ground, ...]:
    """The weightiest first; () where the order is by date."""
    if selection.sort != "relevance" or builder.ranking(selection) is None:
        return ()
    scored = []
    for ground, query in _reasons(builder, selection):
        hits: Any = searcher.search(builder.only(query, article_id), 1, count=False).hits
        if hits and hits[0][0] > 0:
            scored.append(replace(ground, points=float(hits[0][0])))
    return tuple(sorted(scored, key=lambda ground: -ground.points))


def _reasons(builder: Builder, selection: Selection) -> Iterator[tuple[Ground, tantivy.Query]]:
    tree = builder.read(selection.q).tree
    for leaf in leaves(tree):
        if is_scored(leaf) and (query := builder.of(leaf)) is not None:
            yield Ground("words", written(leaf), 0.0), query
    for lift in builder.lifting(tree):
        yield Ground(lift.kind, lift.text, 0.0), lift.query


def place(
    searcher: tantivy.Searcher,
    builder: Builder,
    pager: HitPager,
    selection: Selection,
    article_id: int,
) -> int:
    """From 1; 0 for an article that is not in the list, or too far down by relevance."""
    if selection.sort == "relevance" and builder.ranking(selection) is not None:
        for depth in _DEPTHS:
            ids = pager.page(selection, 0, depth).ids
            if article_id in ids:
                return ids.index(article_id) + 1
            if len(ids) < depth:
                break
        return 0
    order = ORDERS[selection.sort]
    hits: Any = searcher.search(
        builder.only(builder.matching(selection), article_id),
        1,
        count=False,
        order_by_field=order.field,
    ).hits
    if not hits:
        return 0
    key = int(hits[0][0])
    return total_of(searcher, builder.placed(selection, order.field, **order.up_to(key)))


#: Continuations tried after the word before, and headlines read for it in all: some 5 ms.
_TRIED: Final = 20
_MOST_HEADLINES: Final = 60_000


def continuations(
    searcher: tantivy.Searcher,
    schema: tantivy.Schema,
    prefix: str,
    limit: int,
    before: Sequence[str],
) -> Sequence[str]:
    """`before` is the term before the prefix, or nothing."""
    many = max(limit, _TRIED) if before else limit
    counts = searcher.terms_with_prefix(fields.TITLE, prefix, limit=many)
    if before:
        following = _following(searcher, schema, before[0], counts)
        counts = sorted(counts, key=lambda pair: -following.get(pair[0], 0))
    return tuple(term for term, _ in counts[:limit])


def _following(
    searcher: tantivy.Searcher,
    schema: tantivy.Schema,
    before: str,
    counts: Sequence[tuple[str, int]],
) -> dict[str, int]:
    """In how many headlines each term directly follows the word before."""
    frequency, left = searcher.doc_freq(fields.TITLE, before), _MOST_HEADLINES
    following: dict[str, int] = {}
    for term, count in counts:
        left -= min(frequency, count)
        if left < 0:
            break
        both = tantivy.Query.phrase_query(schema, fields.TITLE, [before, term])
        following[term] = total_of(searcher, both)
    return following
