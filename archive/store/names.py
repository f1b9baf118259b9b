"""Authors and publications by the names that sources print: found, or created when new.

Called inside store.writing(); `canonical` also by whatever compares contents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from archive.db import statements
from archive.db.statements import chunks
from archive.models import Article, Author, AuthorName, Byline, Publication, PublicationName
from archive.record.content import AuthorContent, Content
from archive.text.slugs import key_of, numbered, slug_of


def name_key(name: str) -> str:
    """The key that a name is found by: folded, or case-folded where folding leaves nothing."""
    return key_of(name) or name.casefold()[:200]


@dataclass(frozen=True, slots=True)
class _Author:
    pk: int
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class _NameTable:
    """AuthorName rows by folded name: whom they mean anywhere, and within one publication."""

    anywhere: dict[str, _Author]
    there: dict[tuple[str, int], _Author]

    @classmethod
    def of(cls, contents: Sequence[Content]) -> _NameTable:
        keys = {name_key(author.name) for content in contents for author in content.authors} - {""}
        rows = statements.select(AuthorName, ("key", "publication", "author"), "key", keys)
        ids = {author_id for _, _, author_id in rows}
        authors = {
            pk: _Author(pk, name, kind)
            for pk, name, kind in statements.select(Author, ("id", "name", "kind"), "id", ids)
        }
        return cls(
            {key: authors[pk] for key, publication_id, pk in rows if publication_id is None},
            {(key, there): authors[pk] for key, there, pk in rows if there is not None},
        )

    def get(self, name: str, publication_id: int | None) -> _Author | None:
        key = name_key(name)
        if publication_id is not None and self.there:
            found = self.there.get((key, publication_id))
            if found is not None:
                return found
        return self.anywhere.get(key)


def canonical(contents: Sequence[Content]) -> list[Content]:
    """The contents with the archive's own names for authors and publications."""
    names = _NameTable.of(contents)
    publications = _known_publications({content.publication for content in contents})
    called = dict(statements.select(Publication, ("id", "name"), "id", publications.values()))

    def author(printed: AuthorContent, publication_id: int | None) -> AuthorContent:
        known = names.get(printed.name, publication_id)
        if known is None or (known.name, known.kind) == (printed.name, printed.kind):
            return printed
        return printed._replace(name=known.name, kind=known.kind)

    result = []
    for content in contents:
        publication_id = publications.get(name_key(content.publication))
        authors = tuple(author(byline, publication_id) for byline in content.authors)
        publication = called.get(publication_id, content.publication)
        if (authors, publication) != (content.authors, content.publication):
            content = replace(content, authors=authors, publication=publication)
        result.append(content)
    return result


def ids_of_authors(contents: Sequence[Content]) -> list[Mapping[str, int]]:
    """For each content the ids of its authors by name; unknown authors are created."""
    names = _NameTable.of(contents)
    papers = ids_of_publications(contents) if names.there else {}
    papers_of = [papers.get(content.publication) for content in contents]
    unknown = {
        name_key(author.name): author
        for content, paper in zip(contents, papers_of, strict=True)
        for author in content.authors
        if names.get(author.name, paper) is None
    }
    names.anywhere.update(zip(unknown, _make_authors(unknown), strict=True))
    found: list[Mapping[str, int]] = []
    for content, paper in zip(contents, papers_of, strict=True):
        known = {author.name: names.get(author.name, paper) for author in content.authors}
        found.append({name: author.pk for name, author in known.items() if author})
    return found


def _make_authors(unknown: Mapping[str, AuthorContent]) -> list[_Author]:
    """Create authors, given by folded name; in that order."""
    if not unknown:
        return []
    slugs = _free_slugs(Author, [author.name for author in unknown.values()], "author")
    ids = statements.new_ids(Author, len(unknown))
    made = [
        _Author(pk, author.name, author.kind)
        for pk, author in zip(ids, unknown.values(), strict=True)
    ]
    statements.insert(
        Author,
        ("id", "name", "slug", "kind"),
        [
            (author.pk, author.name, slug, author.kind)
            for author, slug in zip(made, slugs, strict=True)
        ],
    )
    statements.insert(
        AuthorName,
        ("key", "name", "author"),
        [(key, author.name, author.pk) for key, author in zip(unknown, made, strict=True)],
    )
    return made


def free_slug(model: type[Author] | type[Publication], name: str) -> str:
    """A slug for a new author or publication; merged ones keep theirs."""
    return _free_slugs(model, [name], model.__name__.lower())[0]


def ids_of_publications(contents: Sequence[Content]) -> dict[str, int]:
    """The ids of the publications by name; unknown ones are created."""
    wanted = {content.publication for content in contents if content.publication}
    by_key = _known_publications(wanted)
    missing = {name_key(name): name for name in sorted(wanted) if name_key(name) not in by_key}
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
                PublicationName(key=key, name=publication.name, publication=publication)
                for key, publication in zip(missing, made, strict=True)
            ]
        )
        by_key.update((key, publication.pk) for key, publication in zip(missing, made, strict=True))
    return {name: by_key[name_key(name)] for name in wanted}


def whose_contacts(content: Content) -> list[tuple[str, str]]:
    """Each contact with the name of its author, "" where that is unclear.

    With one person in the byline it is theirs; of several, theirs whose last name is in the address
    ("phalloran@…" is Piers Halloran's).
    """
    persons = [author.name for author in content.authors if author.kind == "person"]

    def owner(value: str) -> str:
        if len(persons) == 1:
            return persons[0]
        folded = key_of(value).replace(" ", "")
        named = [name for name in persons if name_key(name).split()[-1] in folded]
        return named[0] if len(named) == 1 else ""

    return [(value, owner(value)) for value in content.contacts]


def names_used_in(article_ids: Sequence[int]) -> tuple[set[int], set[int]]:
    """The authors and the publications that the articles name."""
    bylines = Byline.objects.filter(article__in=article_ids)
    published = Article.objects.filter(pk__in=article_ids, publication__isnull=False)
    return (
        set(bylines.values_list("author", flat=True)),
        {pk for pk in published.values_list("publication", flat=True) if pk is not None},
    )


def drop_unused(author_ids: Iterable[int], publication_ids: Iterable[int]) -> None:
    """Delete those authors and publications without articles, except those an editor merged, split
    or called different: that must hold when the articles are imported again."""
    authors = [pk for ids in chunks(list(author_ids)) for pk in unused_authors(ids)]
    for ids in chunks(authors):
        Author.objects.filter(pk__in=ids).delete()
    Publication.objects.filter(
        pk__in=list(publication_ids), articles=None, joined=None, moves=None, moves_here=None
    ).exclude(
        pk__in=AuthorName.objects.filter(publication__isnull=False).values("publication")
    ).delete()


def unused_authors(among: Sequence[int] | None = None) -> list[int]:
    """Ids of authors without articles that no editor has merged or split."""
    unused = Author.objects.filter(bylines=None, joined=None, moves=None, moves_here=None)
    if among is not None:
        unused = unused.filter(pk__in=among)
    return list(unused.values_list("pk", flat=True))


def _known_publications(names: Iterable[str]) -> dict[str, int]:
    """Ids by folded name."""
    keys = {name_key(name) for name in names} - {""}
    return dict(statements.select(PublicationName, ("key", "publication"), "key", keys))


def _free_slugs(
    model: type[Author] | type[Publication], names: Sequence[str], fallback: str
) -> list[str]:
    """Slugs with a number where they are taken; 200 namesakes are looked up at once."""
    wanted = [slug_of(name, fallback) for name in names]
    taken = _taken_slugs(model, wanted)
    twice = [slug for slug, count in Counter(wanted).items() if count > 1 or slug in taken]
    taken |= _taken_slugs(model, [f"{slug}-{n}" for slug in twice for n in range(2, 200)])
    free = []
    for slug in wanted:
        free.append(numbered(slug, taken))
        taken.add(free[-1])
    return free


def _taken_slugs(model: type[Author] | type[Publication], slugs: Iterable[str]) -> set[str]:
    return {row[0] for row in statements.select(model, ("slug",), "slug", slugs)}


def _domain(name: str) -> str:
    """The name itself where it is a domain ("example.com"), else ""."""
    head, dot, tail = name.rpartition(".")
    return name.casefold() if dot and head and tail.isalpha() and " " not in name else ""
