"""Names: each means an author or publication that was not merged."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from archive.hooks import Finding, check
from archive.models import Author, AuthorName, Byline, Publication, PublicationName
from archive.store import repair


@check
def merged_names_are_empty() -> Iterator[Finding]:
    """Merged authors and publications have no articles and no names of their own."""
    for author in Author.everything.filter(joined_to__isnull=False).order_by("pk"):
        if author.names.exists():
            yield Finding(
                f"A name still means {author}, who was merged.", partial(repair.move_names, author)
            )
        if Byline.objects.filter(author=author).exists():
            yield Finding(
                f"{author} was merged but still has articles.",
                partial(repair.move_articles, author),
            )
    for paper in Publication.everything.filter(joined_to__isnull=False).order_by("pk"):
        if paper.names.exists():
            yield Finding(
                f"A name still means {paper}, which was merged.", partial(repair.move_names, paper)
            )
        if paper.articles.exists():
            yield Finding(
                f"{paper} was merged but still has articles.", partial(repair.move_articles, paper)
            )


@check
def everybody_has_a_name() -> Iterator[Finding]:
    """Every author and publication can be found by a name."""
    authors = set(AuthorName.objects.values_list("author", flat=True))
    for author in Author.objects.exclude(pk__in=authors).order_by("pk").iterator():
        yield Finding(
            f"No name means author {author.pk} ({author}).",
            partial(repair.add_name, author),
        )
    papers = set(PublicationName.objects.values_list("publication", flat=True))
    for paper in Publication.objects.exclude(pk__in=papers).order_by("pk").iterator():
        yield Finding(
            f"No name means publication {paper.pk} ({paper}).",
            partial(repair.add_name, paper),
        )
