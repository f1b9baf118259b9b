"""Names: each leads to who is there, and nobody is there twice."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from archive.hooks import Finding, check
from archive.models import Author, AuthorName, Byline, Publication, PublicationName
from archive.store import repair


@check
def merged_names_are_empty() -> Iterator[Finding]:
    """Who was merged into somebody has neither articles nor names of their own."""
    for author in Author.everything.filter(joined_to__isnull=False).order_by("pk"):
        if author.names.exists():
            yield Finding(
                f"A name leads to {author}, who was merged.", partial(repair.move_names, author)
            )
        if Byline.objects.filter(author=author).exists():
            yield Finding(
                f"{author} was merged and still has articles.",
                partial(repair.move_articles, author),
            )
    for paper in Publication.everything.filter(joined_to__isnull=False).order_by("pk"):
        if paper.names.exists():
            yield Finding(
                f"A name leads to {paper}, which was merged.", partial(repair.move_names, paper)
            )
        if paper.articles.exists():
            yield Finding(
                f"{paper} was merged and still has articles.", partial(repair.move_articles, paper)
            )


@check
def everybody_has_a_name() -> Iterator[Finding]:
    """The name that somebody has leads to them, or to a namesake that was there before."""
    authors = set(AuthorName.objects.values_list("author", flat=True))
    for author in Author.objects.exclude(pk__in=authors).order_by("pk").iterator():
        yield Finding(
            f"No name leads to the author {author.pk} ({author}).",
            partial(repair.add_name, author),
        )
    papers = set(PublicationName.objects.values_list("publication", flat=True))
    for paper in Publication.objects.exclude(pk__in=papers).order_by("pk").iterator():
        yield Finding(
            f"No name leads to the publication {paper.pk} ({paper}).",
            partial(repair.add_name, paper),
        )
