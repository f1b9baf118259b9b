"""Invented articles for the page tests: a harbour town, its papers and its people."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from factory import stored

from archive import search
from archive.models import Article
from archive.record.content import AuthorContent, Content, ImageContent, ParagraphContent

TEXT = (
    "The harbour board of Marrowmouth voted on Tuesday to keep the old swing bridge.",
    "Engineers had warned for years that its bearings would not last another winter.",
    "“A town that cannot cross its own water is two towns,” said the harbour master.",
)


def content(headline: str = "Bridge stays open", **fields: Any) -> Content:
    """A Content; `paragraphs`, `authors` and `images` may be given as plain texts."""
    fields.setdefault("date", "2015-03-14")
    fields.setdefault("paragraphs", TEXT)
    fields["paragraphs"] = tuple(
        ParagraphContent(paragraph) if isinstance(paragraph, str) else paragraph
        for paragraph in fields["paragraphs"]
    )
    fields["authors"] = tuple(
        AuthorContent(author, printed=author) if isinstance(author, str) else author
        for author in fields.get("authors", ())
    )
    fields["images"] = tuple(
        ImageContent(caption=image) if isinstance(image, str) else image
        for image in fields.get("images", ())
    )
    return Content(headline=headline, **fields)


def add_all(contents: list[Content]) -> list[Article]:
    """Stored as an import stores them, change log and all."""
    ids = stored(*contents)
    found = Article.objects.in_bulk(ids)
    return [found[pk] for pk in ids]


def add_indexed(*contents: Content) -> list[Article]:
    """Stored, and the index caught up."""
    articles = add_all(list(contents))
    search.apply_changes()
    return articles


def add(headline: str = "Bridge stays open", **fields: Any) -> Article:
    return add_all([content(headline, **fields)])[0]


def flat(response: HttpResponse) -> str:
    """The page with all white space as single spaces, as a browser takes it."""
    return " ".join(response.content.decode().split())
