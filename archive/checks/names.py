"""What `check_archive` looks at on the side of names: they lead to who is there, nobody twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from archive.hooks import Finding, check
from archive.models import Article, Author, AuthorName, Byline, Publication, PublicationName
from archive.models.names import present
from archive.store import merge, names


@check
def nothing_under_the_joined() -> Iterator[Finding]:
    """Who was joined to somebody has neither articles nor names of their own."""
    for author in Author.everything.filter(joined_to__isnull=False).order_by("pk"):
        if author.names.exists():
            yield Finding(f"A name leads to {author}, who was joined.", _names_along(author))
        if Byline.objects.filter(author=author).exists():
            yield Finding(f"{author} was joined and still has articles.", _bylines_along(author))
    for paper in Publication.everything.filter(joined_to__isnull=False).order_by("pk"):
        if paper.names.exists():
            yield Finding(f"A name leads to {paper}, which was joined.", _names_along(paper))
        if paper.articles.exists():
            yield Finding(f"{paper} was joined and still has articles.", _articles_along(paper))


@check
def everybody_is_found() -> Iterator[Finding]:
    """The name that somebody has leads to them, or to a namesake that was there before."""
    authors = set(AuthorName.objects.values_list("author", flat=True))
    for author in Author.objects.exclude(pk__in=authors).order_by("pk").iterator():
        yield Finding(f"No name leads to the author {author.pk} ({author}).", _named(author))
    papers = set(PublicationName.objects.values_list("publication", flat=True))
    for paper in Publication.objects.exclude(pk__in=papers).order_by("pk").iterator():
        yield Finding(f"No name leads to the publication {paper.pk} ({paper}).", _named(paper))


def _names_along(one: Author | Publication) -> Callable[[], object]:
    if isinstance(one, Author):
        return lambda: one.names.update(author=present(one))
    return lambda: one.names.update(publication=present(one))


def _bylines_along(author: Author) -> Callable[[], object]:
    def mend() -> None:
        theirs = Byline.objects.filter(author=author)
        with merge.regrouping() as concerned:
            concerned += theirs.values_list("article_id", flat=True)
            theirs.update(author=present(author))

    return mend


def _articles_along(publication: Publication) -> Callable[[], object]:
    def mend() -> None:
        theirs = Article.objects.filter(publication=publication)
        with merge.regrouping() as concerned:
            concerned += theirs.values_list("pk", flat=True)
            theirs.update(publication=present(publication))

    return mend


def _named(one: Author | Publication) -> Callable[[], object]:
    def mend() -> None:
        key = names.name_key(one.name)
        if isinstance(one, Author):
            if not AuthorName.objects.filter(key=key, publication__isnull=True).exists():
                AuthorName.objects.create(key=key, name=one.name, author=one)
        elif not PublicationName.objects.filter(key=key).exists():
            PublicationName.objects.create(key=key, name=one.name, publication=one)

    return mend
