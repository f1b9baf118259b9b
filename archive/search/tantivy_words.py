"""Words of the index that go on where somebody stopped typing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import tantivy

from archive.search import tantivy_schema as fields
from archive.search.tantivy_counts import counted

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
