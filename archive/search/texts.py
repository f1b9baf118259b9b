"""Articles from the database as the index needs them; four queries for any batch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Final

from archive.models import Article, Byline, Image
from archive.search.engine import IndexedArticle

#: Articles read at once: a few megabytes of text.
BATCH: Final = 500
#: At once where all are read: some thirty megabytes.
_ALL_AT_ONCE: Final = 2_000

_COLUMNS: Final = (
    "pk",
    "state",
    "headline",
    "standfirst",
    "section",
    "section_slug",
    "publication_id",
    "publication__name",
    "publication__domain",
    "first_day",
    "last_day",
    "words",
    "body__paragraphs",
)


def indexed(article_ids: Sequence[int]) -> list[IndexedArticle]:
    """Those of the articles that are published, in no order."""
    return _built(Article.objects.filter(pk__in=article_ids).values_list(*_COLUMNS))


def of_loaded(article: Article) -> IndexedArticle:
    """The words of an article that is loaded with its body, without asking for any more; without
    the names and captions around them."""
    columns = (
        article.pk,
        article.state,
        article.headline,
        article.standfirst,
        "",
        "",
        None,
        "",
        "",
    )
    rest = (article.first_day, article.last_day, article.words, article.body.paragraphs)
    return _one((*columns, *rest), [], [])


def all_indexed() -> Iterator[list[IndexedArticle]]:
    """Every published article, in batches, by id."""
    last = 0
    while True:
        rows = list(
            Article.objects.filter(pk__gt=last).order_by("pk").values_list(*_COLUMNS)[:_ALL_AT_ONCE]
        )
        if not rows:
            return
        last = rows[-1][0]
        yield _built(rows)


def _built(rows: Any) -> list[IndexedArticle]:
    """The state is looked at here: asked for in SQL it makes SQLite go through all articles of
    that state in place of the few ids."""
    rows = [row for row in rows if row[1] == Article.State.PUBLISHED]
    ids = [row[0] for row in rows]
    bylines: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    for article_id, author_id, printed, name in (
        Byline.objects.filter(article__in=ids)
        .order_by("article", "order")
        .values_list("article_id", "author_id", "printed", "author__name")
    ):
        bylines[article_id].append((author_id, printed, name))
    images: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for article_id, caption, credit in (
        Image.objects.filter(article__in=ids)
        .order_by("article", "order")
        .values_list("article_id", "caption", "credit")
    ):
        images[article_id].append((caption, credit))
    return [_one(row, bylines[row[0]], images[row[0]]) for row in rows]


def _one(
    row: Sequence[Any], bylines: list[tuple[int, str, str]], images: list[tuple[str, str]]
) -> IndexedArticle:
    pk, _, headline, standfirst, section, section_slug, publication_id, name, domain = row[:9]
    first_day, last_day, words, paragraphs = row[9:]
    names = dict.fromkeys(
        text for _, printed, author in bylines for text in (author, printed) if text
    )
    return IndexedArticle(
        id=pk,
        headline=headline,
        standfirst=standfirst,
        body="\n\n".join(text for _, text in paragraphs or ()),
        captions=tuple(caption for caption, _ in images if caption),
        credits=tuple(credit for _, credit in images if credit),
        section=section,
        section_slug=section_slug,
        publication_id=publication_id,
        publication_name=" ".join(dict.fromkeys(one for one in (name, domain) if one)),
        author_ids=tuple(dict.fromkeys(author_id for author_id, _, _ in bylines)),
        author_names=tuple(names),
        first_day=first_day,
        last_day=last_day,
        words=words,
        has_image=bool(images),
    )
