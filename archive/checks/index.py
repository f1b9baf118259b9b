"""The search index agrees with the archive."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from archive import search
from archive.hooks import Finding
from archive.models import Article
from archive.selection import Selection

#: Articles fetched from the index at once.
PAGE: Final = 1_000


def index_agrees() -> Iterator[Finding]:
    """The index has exactly the published articles, as of the latest change."""
    status = search.status()
    published = Article.objects.published().count()
    if status.problem:
        yield Finding(f"The search index does not answer: {status.problem}", search.rebuild)
    elif status.behind:
        yield Finding(f"The index is {status.behind} changes behind.", search.apply_changes)
    elif status.articles != published:
        yield Finding(
            f"The index has {status.articles} articles, the archive {published}.", search.rebuild
        )
    else:
        yield from _same_articles()


def _same_articles() -> Iterator[Finding]:
    """Compare all ids in the index with the published articles."""
    found: set[int] = set()
    after, engine = "", search.engine()
    while True:
        page = engine.search(Selection(), 1, PAGE, after)
        found.update(page.ids)
        after = page.after
        if not after:
            break
    published = set(Article.objects.published().values_list("pk", flat=True))
    if found != published:
        yield Finding(
            f"The index has {len(found - published)} articles that are not published and lacks "
            f"{len(published - found)}, for example article {min(found ^ published)}.",
            search.rebuild,
        )
