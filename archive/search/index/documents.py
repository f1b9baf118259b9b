"""Articles from the database as the index needs them, seven statements a batch."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from archive.db import statements
from archive.models import Article, ArticleField, Author, Body, Byline, Image, Publication
from archive.search.engine import IndexedArticle

#: Articles read at a time: a few megabytes of text.
BATCH: Final = 500
#: At a time in a rebuild: some thirty megabytes.
_ALL_AT_ONCE: Final = 2_000

_ARTICLE: Final = (
    "id", "state", "headline", "standfirst", "section", "section_slug", "publication", "first_day",
    "last_day", "words",
)  # fmt: skip


def indexed(article_ids: Sequence[int]) -> list[IndexedArticle]:
    """The published ones among these articles, by id."""
    # Filtered here: with the state in SQL, SQLite goes through all articles of that state instead
    # of the few ids.
    rows = sorted(
        row
        for row in statements.select(Article, _ARTICLE, "id", article_ids)
        if row[1] == Article.State.PUBLISHED
    )
    ids = [row[0] for row in rows]
    bodies = dict(statements.select(Body, ("article", "paragraphs"), "article", ids))
    papers = {
        pk: (name, domain)
        for pk, name, domain in statements.select(
            Publication, ("id", "name", "domain"), "id", {row[6] for row in rows} - {None}
        )
    }
    bylines, images, further = _bylines_of(ids), _images_of(ids), _further_of(ids)
    return [
        _indexed(
            row,
            json.loads(bodies.get(row[0]) or "[]"),
            papers.get(row[6], ("", "")),
            bylines[row[0]],
            images[row[0]],
            further[row[0]],
        )
        for row in rows
    ]


def of_loaded(article: Article) -> IndexedArticle:
    """Headline, standfirst and text of an article loaded with its body, without further queries."""
    first = (article.pk, article.state, article.headline, article.standfirst, "", "", None)
    row = (*first, article.first_day, article.last_day, article.words)
    return _indexed(row, article.body.paragraphs, ("", ""), [], [], [])


def all_indexed() -> Iterator[list[IndexedArticle]]:
    """Every published article, in batches, by id."""
    last = 0
    while True:
        articles = Article.objects.filter(pk__gt=last).order_by("pk")
        ids = list(articles.values_list("pk", flat=True)[:_ALL_AT_ONCE])
        if not ids:
            return
        last = ids[-1]
        yield indexed(ids)


def _bylines_of(article_ids: Sequence[int]) -> Mapping[int, list[tuple[int, str, str]]]:
    """(author, name as printed, name) by article, in order."""
    names = ("article", "order", "author", "printed")
    rows = sorted(statements.select(Byline, names, "article", article_ids))
    authors = dict(statements.select(Author, ("id", "name"), "id", {row[2] for row in rows}))
    bylines: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    for article_id, _, author_id, printed in rows:
        # An author merged since has no row; then the article is in the log again.
        bylines[article_id].append((author_id, printed, authors.get(author_id, "")))
    return bylines


def _images_of(article_ids: Sequence[int]) -> Mapping[int, list[tuple[str, str]]]:
    """(caption, credit) by article, in order."""
    names = ("article", "order", "caption", "credit")
    images: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for article_id, _, caption, credit in sorted(
        statements.select(Image, names, "article", article_ids)
    ):
        images[article_id].append((caption, credit))
    return images


def _further_of(article_ids: Sequence[int]) -> Mapping[int, list[tuple[str, str]]]:
    """(name, value) of further fields by article, in order."""
    names = ("article", "order", "name", "value")
    further: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for article_id, _, name, value in sorted(
        statements.select(ArticleField, names, "article", article_ids)
    ):
        further[article_id].append((name, value))
    return further


def _indexed(
    row: Sequence[Any],
    paragraphs: Iterable[tuple[str, str]],
    paper: tuple[str, str],
    bylines: Sequence[tuple[int, str, str]],
    images: Sequence[tuple[str, str]],
    further: Sequence[tuple[str, str]],
) -> IndexedArticle:
    pk, _, headline, standfirst, section, section_slug, publication_id, *rest = row
    first_day, last_day, words = rest
    names = dict.fromkeys(
        text for _, printed, author in bylines for text in (author, printed) if text
    )
    return IndexedArticle(
        id=pk,
        headline=headline,
        standfirst=standfirst,
        body="\n\n".join([text for _, text in paragraphs]),
        captions=tuple([caption for caption, _ in images if caption]),
        credits=tuple([credit for _, credit in images if credit]),
        section=section,
        section_slug=section_slug,
        publication_id=publication_id,
        publication_name=" ".join(dict.fromkeys(filter(None, paper))),
        author_ids=tuple(dict.fromkeys([author_id for author_id, _, _ in bylines])),
        author_names=tuple(names),
        first_day=first_day,
        last_day=last_day,
        words=words,
        has_image=bool(images),
        further=tuple(further),
    )
