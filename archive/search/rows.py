"""Ids in, the rows of a list out: articles as lists show them, with hits marked where there are
words. Four queries with words, else two."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from django.db import DEFAULT_DB_ALIAS

from archive.db.statements import ByIds
from archive.models import Article, Author, Body, Byline, Image, Publication
from archive.search.engine import Marked, Part, SearchEngine
from archive.search.results import Row
from archive.search.syntax import parse

#: What lists show of an article, in the order of its fields, as from_db takes them; all else is
#: loaded when it is asked for.
_SHOWN: Final = (
    "id", "headline", "standfirst", "opening", "publication_id", "section", "section_slug",
    "language", "words", "images_count", "first_day", "last_day", "path", "state",
)  # fmt: skip
_articles: Final = ByIds(
    lambda ids: (
        Article.objects.filter(pk__in=ids)
        .order_by()
        .values_list(*_SHOWN, "publication__slug", "publication__name")
    )
)
_bylines: Final = ByIds(
    lambda ids: (
        Byline.objects.filter(article__in=ids)
        .order_by("article", "order")
        .values_list("article_id", "order", "printed", "author_id", "author__slug", "author__name")
    )
)
_bodies: Final = ByIds(
    lambda ids: Body.objects.filter(pk__in=ids).order_by().values_list("pk", "paragraphs")
)
_captions: Final = ByIds(
    lambda ids: (
        Image.objects.filter(article__in=ids)
        .order_by("article", "order")
        .values_list("article_id", "caption", "credit")
    )
)


def shown(ids: Sequence[int]) -> list[Article]:
    """The published ones among these, in their order, with what a row shows; their bylines are the
    list `signing`. The state is looked at here: asked for in SQL it makes SQLite go through all
    articles of that state."""
    found: dict[int, Article] = {}
    for *values, slug, name in _articles(ids):
        article = Article.from_db(DEFAULT_DB_ALIAS, _SHOWN, values)
        if article.publication_id is not None:
            article.publication = Publication(pk=article.publication_id, slug=slug, name=name)
        if article.state == Article.State.PUBLISHED:
            found[article.pk] = article
    signing = defaultdict[int, list[Byline]](list)
    for article_id, order, printed, author_id, slug, name in _bylines(found):
        author = Author(pk=author_id, slug=slug, name=name)
        signing[article_id].append(Byline(order=order, printed=printed, author=author))
    for pk, article in found.items():
        article.signing = signing[pk]
    return [found[one] for one in ids if one in found]


def rows(engine: SearchEngine, query: str, ids: Sequence[int]) -> tuple[Row, ...]:
    """In the order of the ids. What was hidden or deleted since the index's last commit is left
    out: a reader never sees it."""
    present = shown(ids)
    if parse(query).tree is None:
        return plain(present)
    passages = _passages(present)
    return tuple(_marked_row(engine, query, article, passages[article.pk]) for article in present)


def plain(articles: Iterable[Article]) -> tuple[Row, ...]:
    """Rows of a list without words."""
    return tuple(Row(one, _plain(one.headline), _teaser(one)) for one in articles)


def _passages(articles: Sequence[Article]) -> dict[int, list[tuple[str, Part]]]:
    """The texts of articles that a snippet may come from."""
    passages: dict[int, list[tuple[str, Part]]] = {
        article.pk: [(article.standfirst, "")] for article in articles
    }
    for pk, paragraphs in _bodies(passages):
        passages[pk].append(("\n\n".join(text for _, text in json.loads(paragraphs)), ""))
    for pk, caption, credit in _captions(passages):
        passages[pk] += [(caption, "caption"), (credit, "credit")]
    return passages


def _marked_row(
    engine: SearchEngine, query: str, article: Article, passages: Sequence[tuple[str, Part]]
) -> Row:
    return Row(
        article,
        engine.mark(query, article.headline, "title"),
        engine.snippet(query, passages) or _teaser(article),
    )


def _teaser(article: Article) -> Marked:
    return _plain(article.standfirst or article.opening)


def _plain(text: str) -> Marked:
    return ((text, False),) if text else ()
