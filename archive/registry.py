"""Authors and publications by the names that sources print: found, or made when new.

Called by store.py inside its transaction; `canonical` also by whoever compares contents.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from django.db.models import Model

from archive.chunks import chunks
from archive.content import AuthorContent, Content
from archive.models import Author, AuthorName, Byline, Publication, PublicationName
from archive.names import key_of, numbered, slug_of

_M = TypeVar("_M", bound=Model)


def canonical(contents: Sequence[Content]) -> list[Content]:
    """The contents with authors and publications called as the archive calls them."""
    authors = {
        name.key: name.author
        for name in _found(AuthorName, {key_of(a.name) for c in contents for a in c.authors})
    }
    publications = {
        name.key: name.publication
        for name in _found(PublicationName, {key_of(c.publication) for c in contents})
    }

    def author(one: AuthorContent) -> AuthorContent:
        known = authors.get(key_of(one.name))
        return replace(one, name=known.name, kind=known.kind) if known else one

    result = []
    for content in contents:
        publication = publications.get(key_of(content.publication))
        result.append(
            replace(
                content,
                authors=tuple(author(one) for one in content.authors),
                publication=publication.name if publication else content.publication,
            )
        )
    return result


def authors(contents: Sequence[Content]) -> dict[str, int]:
    """The id of every author by printed name; those that are new are made."""
    wanted = {author.name: author for content in contents for author in content.authors}
    by_key = {name.key: name.author_id for name in _found(AuthorName, map(key_of, wanted))}
    missing = {key_of(name): one for name, one in wanted.items() if key_of(name) not in by_key}
    if missing:
        slugs = _free_slugs(Author, [one.name for one in missing.values()], "author")
        made = Author.objects.bulk_create(
            [
                Author(name=one.name, slug=slug, kind=one.kind)
                for one, slug in zip(missing.values(), slugs, strict=True)
            ]
        )
        AuthorName.objects.bulk_create(
            [
                AuthorName(key=key, name=author.name, author=author)
                for key, author in zip(missing, made, strict=True)
            ]
        )
        by_key.update((key, author.pk) for key, author in zip(missing, made, strict=True))
    return {name: by_key[key_of(name)] for name in wanted}


def publications(contents: Sequence[Content]) -> dict[str, int]:
    """The id of every publication by name; those that are new are made."""
    wanted = {content.publication for content in contents if content.publication}
    by_key = {
        name.key: name.publication_id for name in _found(PublicationName, map(key_of, wanted))
    }
    missing = {key_of(name): name for name in sorted(wanted) if key_of(name) not in by_key}
    if missing:
        slugs = _free_slugs(Publication, list(missing.values()), "publication")
        made = Publication.objects.bulk_create(
            [
                Publication(name=name, slug=slug, domain=_domain(name))
                for name, slug in zip(missing.values(), slugs, strict=True)
            ]
        )
        PublicationName.objects.bulk_create(
            [
                PublicationName(key=key, name=one.name, publication=one)
                for key, one in zip(missing, made, strict=True)
            ]
        )
        by_key.update((key, one.pk) for key, one in zip(missing, made, strict=True))
    return {name: by_key[key_of(name)] for name in wanted}


def whose_contacts(content: Content) -> list[tuple[str, str]]:
    """Each contact with the name of the author it belongs to, "" where that is not told.

    An article's only person owns what is printed; among several, the one whose last name stands in
    the address ("phalloran@…" is Piers Halloran's).
    """
    persons = [author.name for author in content.authors if author.kind == "person"]

    def owner(value: str) -> str:
        if len(persons) == 1:
            return persons[0]
        folded = key_of(value).replace(" ", "")
        named = [name for name in persons if key_of(name).split()[-1:][0] in folded]
        return named[0] if len(named) == 1 else ""

    return [(value, owner(value)) for value in content.contacts]


def drop_unused(author_ids: Iterable[int], publication_ids: Iterable[int]) -> None:
    """Delete those of the authors and publications that no article names any more."""
    used = set(
        Byline.objects.filter(author_id__in=list(author_ids)).values_list("author", flat=True)
    )
    Author.objects.filter(pk__in=set(author_ids) - used).delete()
    Publication.objects.filter(pk__in=list(publication_ids), articles=None).delete()


def _found(model: type[_M], keys: Iterable[str]) -> list[_M]:
    related = "author" if model is AuthorName else "publication"
    wanted = sorted(set(keys) - {""})
    return [
        row
        for keys in chunks(wanted)
        for row in model._default_manager.filter(key__in=keys).select_related(related)
    ]


def _free_slugs(
    model: type[Author] | type[Publication], names: Sequence[str], fallback: str
) -> list[str]:
    """Namesakes of a slug are numbered; slugs of people are few enough to look through."""
    wanted = [slug_of(name, fallback) for name in names]
    taken = set(model._default_manager.filter(slug__in=wanted).values_list("slug", flat=True))
    free = []
    for slug in wanted:
        if slug in taken:
            numbers = [f"{slug}-{number}" for number in range(2, 200)]
            taken.update(
                model._default_manager.filter(slug__in=numbers).values_list("slug", flat=True)
            )
        free.append(numbered(slug, taken))
        taken.add(free[-1])
    return free


def _domain(name: str) -> str:
    """The name itself where it is a domain ("example.com"), else ""."""
    head, dot, tail = name.rpartition(".")
    return name.casefold() if dot and head and tail.isalpha() and " " not in name else ""
