"""A selection as a page of rows: ids and counts from the engine, texts from the database."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Final

from django.db import DEFAULT_DB_ALIAS

from archive.db.statements import QueryByIds
from archive.models import Article, Author, Body, Byline, Image, Publication
from archive.models.querysets import ArticleQuerySet
from archive.search.engine import (
    Bucket,
    Explanation,
    Facets,
    Marked,
    Part,
    SearchEngine,
    SearchUnavailable,
)
from archive.search.index import documents
from archive.search.query.syntax import parse
from archive.search.results import FacetValue, NamedFacets, Results, Row
from archive.selection import PAGE_SIZE, Named, Selection

#: Pages that the database gives where no index answers; it is too slow for deeper ones.
MAX_DATABASE_PAGES: Final = 400

_NAME: Final = ("pk", "slug", "name")
_authors: Final = QueryByIds(
    lambda ids: Author.objects.filter(pk__in=ids).order_by().values_list(*_NAME)
)
_publications: Final = QueryByIds(
    lambda ids: Publication.objects.filter(pk__in=ids).order_by().values_list(*_NAME)
)


def search(engine: SearchEngine, selection: Selection, page: int, after: str) -> Results:
    page = max(1, page)
    try:
        pending = engine.begin(selection, page, PAGE_SIZE, after)
        loaded = rows(engine, selection.q, pending.ids)
        matches = pending.matches()
    except SearchUnavailable as problem:
        if selection.q.strip():
            raise
        return _from_database(selection, page, str(problem))
    if matches.ids != pending.ids:  # there are not so many pages
        loaded = rows(engine, selection.q, matches.ids)
    return Results(
        total=matches.total,
        page=matches.page,
        pages=matches.pages,
        rows=loaded,
        facets=_named(matches.facets, selection),
        histogram=matches.histogram,
        mistakes=(*parse(selection.q).mistakes, *matches.cut),
        place=matches.place,
        after=matches.after,
    )


def walk(engine: SearchEngine, selection: Selection, size: int) -> Iterator[Sequence[int]]:
    batches = engine.walk(selection, size)
    try:
        first = next(batches, ())
    except SearchUnavailable:
        if selection.q.strip():
            raise
        return _walk_in_database(selection, size)
    return chain((first,), batches) if first else iter(())


def _walk_in_database(selection: Selection, size: int) -> Iterator[Sequence[int]]:
    ids = _ordered(selection).values_list("pk", flat=True).iterator(size)
    while batch := list(islice(ids, size)):
        yield batch


def count(engine: SearchEngine, selection: Selection) -> int:
    try:
        return engine.count(selection)
    except SearchUnavailable:
        if selection.q.strip():
            raise
        return _filtered(selection).count()


def facets(engine: SearchEngine, selection: Selection) -> NamedFacets:
    return _named(engine.facets(selection), selection)


def _named(facets: Facets, selection: Selection) -> NamedFacets:
    """The facets with names for their ids, by two queries; chosen values are always included."""
    authors = _names(_authors, facets.authors)
    publications = _names(_publications, facets.publications)
    sections = {bucket.key: Named(0, bucket.key, bucket.name) for bucket in facets.sections}
    return NamedFacets(
        years=facets.years,
        months=facets.months,
        authors=_values(facets.authors, authors, selection.authors),
        publications=_values(facets.publications, publications, selection.publications),
        sections=_values(facets.sections, sections, selection.sections),
        with_image=facets.with_image,
        undated=facets.undated,
    )


def _names(table: QueryByIds, buckets: Sequence[Bucket]) -> dict[str, Named]:
    rows = table([int(bucket.key) for bucket in buckets])
    return {str(pk): Named(pk, slug, name) for pk, slug, name in rows}


def _values(
    buckets: Iterable[Bucket], names: dict[str, Named], chosen: Sequence[Named]
) -> tuple[FacetValue, ...]:
    slugs = {named.slug for named in chosen}
    values = [
        FacetValue(named, bucket.count, named.slug in slugs)
        for bucket in buckets
        if (named := names.get(bucket.key)) is not None
    ]
    counted = {value.named.slug for value in values}
    values += [FacetValue(named, 0, True) for named in chosen if named.slug not in counted]
    return tuple(values)


def _from_database(selection: Selection, page: int, why: str) -> Results:
    """A list without words while no index answers: no facets, no histogram."""
    articles = _filtered(selection)
    total = articles.count()
    pages = max(1, min(MAX_DATABASE_PAGES, -(-total // PAGE_SIZE)))
    page = min(page, pages)
    ids = _ordered(selection).values_list("pk", flat=True)[
        (page - 1) * PAGE_SIZE : page * PAGE_SIZE
    ]
    return Results(
        total=total,
        page=page,
        pages=pages,
        rows=plain(list_articles(list(ids))),
        degraded=why,
        place=(page - 1) * PAGE_SIZE,
    )


def _ordered(selection: Selection) -> ArticleQuerySet:
    articles = _filtered(selection)
    if selection.sort == "added":
        return articles.order_by("-pk")
    return articles.oldest_first() if selection.sort == "oldest" else articles.newest_first()


def _filtered(selection: Selection) -> ArticleQuerySet:
    """The selection as a queryset, without its words."""
    articles = Article.objects.published()
    if selection.until is not None:
        articles = articles.filter(first_day__lte=selection.until.last)
    if selection.since is not None:
        articles = articles.filter(last_day__gte=selection.since.first)
    if selection.authors:
        ids = [author.id for author in selection.authors]
        articles = articles.filter(bylines__author__in=ids).distinct()
    if selection.publications:
        ids = [publication.id for publication in selection.publications]
        articles = articles.filter(publication__in=ids)
    if selection.sections:
        slugs = [section.slug for section in selection.sections]
        articles = articles.filter(section_slug__in=slugs)
    if selection.has_image:
        articles = articles.filter(images_count__gt=0)
    return articles


def explain(engine: SearchEngine, selection: Selection, article: Article | None) -> Explanation:
    indexed = documents.indexed([article.pk]) if article is not None else []
    return engine.explain(selection, *indexed)


def related(engine: SearchEngine, article: Article, limit: int, but: Collection[int]) -> list[int]:
    try:
        ids = engine.related(documents.of_loaded(article), limit + len(but))
    except SearchUnavailable:
        return []
    return [id for id in ids if id not in but][:limit]


#: The fields of an article that lists show, in the order from_db takes them; others are deferred.
_SHOWN: Final = (
    "id", "headline", "standfirst", "opening", "publication_id", "section", "section_slug",
    "language", "words", "images_count", "first_day", "last_day", "path", "state",
)  # fmt: skip
_articles: Final = QueryByIds(
    lambda ids: (
        Article.objects.filter(pk__in=ids)
        .order_by()
        .values_list(*_SHOWN, "publication__slug", "publication__name")
    )
)
_bylines: Final = QueryByIds(
    lambda ids: (
        Byline.objects.filter(article__in=ids)
        .order_by("article", "order")
        .values_list("article_id", "order", "printed", "author_id", "author__slug", "author__name")
    )
)
_bodies: Final = QueryByIds(
    lambda ids: Body.objects.filter(pk__in=ids).order_by().values_list("pk", "paragraphs")
)
_captions: Final = QueryByIds(
    lambda ids: (
        Image.objects.filter(article__in=ids)
        .order_by("article", "order")
        .values_list("article_id", "caption", "credit")
    )
)


def list_articles(ids: Sequence[int]) -> list[Article]:
    """The published ones among these, in their order, with what a row shows; `signing` lists their
    bylines. The state is filtered here: in SQL, SQLite goes through all articles of that state."""
    published: dict[int, Article] = {}
    for *values, slug, name in _articles(ids):
        article = Article.from_db(DEFAULT_DB_ALIAS, _SHOWN, values)
        if article.publication_id is not None:
            article.publication = Publication(pk=article.publication_id, slug=slug, name=name)
        if article.state == Article.State.PUBLISHED:
            published[article.pk] = article
    signing = defaultdict[int, list[Byline]](list)
    for article_id, order, printed, author_id, slug, name in _bylines(published):
        author = Author(pk=author_id, slug=slug, name=name)
        signing[article_id].append(Byline(order=order, printed=printed, author=author))
    for pk, article in published.items():
        article.signing = signing[pk]
    return [published[id] for id in ids if id in published]


def rows(engine: SearchEngine, query: str, ids: Sequence[int]) -> tuple[Row, ...]:
    """In the order of the ids, without articles hidden or deleted since the index's last commit."""
    present = list_articles(ids)
    if parse(query).tree is None:
        return plain(present)
    passages = _passages(present)
    return tuple(_marked_row(engine, query, article, passages[article.pk]) for article in present)


def plain(articles: Iterable[Article]) -> tuple[Row, ...]:
    """Rows of a list without words."""
    return tuple(Row(article, _plain(article.headline), _teaser(article)) for article in articles)


def _passages(articles: Sequence[Article]) -> dict[int, list[tuple[str, Part]]]:
    """The texts that snippets may come from, by article."""
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
