"""Authors and publications merged, split and renamed, and all of it undone.

Each moves whole groups of articles inside regrouping(), which notes them in the change log. Names
as printed (Byline.printed) are never touched; what changes is whom names mean (AuthorName,
PublicationName), so that later imports follow.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from archive.db.statements import chunks
from archive.models import (
    Article,
    Author,
    AuthorMove,
    AuthorName,
    AuthorsApart,
    Byline,
    Contact,
    Publication,
    PublicationMove,
    PublicationName,
    PublicationsApart,
    User,
)
from archive.models.names import pack_ids, surviving, unpack_ids
from archive.store import changelog
from archive.store.articles import writing
from archive.store.names import free_slug, name_key

_N = TypeVar("_N", Author, Publication)


class NotPossible(Exception):
    """An editor asked for the impossible; the message says why."""


@contextmanager
def regrouping(
    *concerned: Author | Publication | AuthorMove | PublicationMove,
) -> Iterator[list[int]]:
    """Write with these reread inside the lock. The caller adds the ids of the articles it moved;
    they are noted at the end."""
    with writing():
        for owner in concerned:
            owner.refresh_from_db()
        article_ids: list[int] = []
        yield article_ids
        changelog.note(article_ids)


# Authors ------------------------------------------------------------------------------------------


def merge_authors(author: Author, into: Author, by: User | None) -> AuthorMove:
    """Move all articles and names of an author to another. Raises NotPossible, as all here do."""
    with regrouping(author, into) as concerned:
        _refuse_unmergeable(author, into)
        bylines = list(Byline.objects.filter(author=author).values_list("pk", "article_id"))
        names = list(author.names.values_list("pk", flat=True))
        Byline.objects.filter(author=author).update(author=into)
        Contact.objects.filter(author=author).update(author=into)
        author.names.update(author=into)
        author.joined_to = into
        author.save(update_fields=["joined_to"])
        concerned += _distinct(article for _, article in bylines)
        return AuthorMove.objects.create(
            author=author,
            into=into,
            moved=pack_ids(pk for pk, _ in bylines),
            names=pack_ids(names),
            articles=len(concerned),
            by=by,
            at=timezone.now(),
        )


def split_author(author: Author, publication: Publication, by: User | None) -> AuthorMove:
    """Move an author's articles in one publication to a new namesake, `move.into`; what is imported
    from it later goes there too."""
    with regrouping(author, publication) as concerned:
        _refuse_merged(author, publication)
        theirs = Byline.objects.filter(author=author)
        bylines = list(theirs.filter(article__publication=publication).values_list("pk", flat=True))
        names = {"author": author, "paper": publication}
        if not bylines:
            raise NotPossible(_("%(author)s has no articles in %(paper)s.") % names)
        if not theirs.exclude(article__publication=publication).exists():
            said = _("All articles by %(author)s are in %(paper)s: nothing to split.")
            raise NotPossible(said % names)
        namesake = Author.objects.create(
            name=author.name, kind=author.kind, slug=free_slug(Author, author.name)
        )
        given = _give_names(author, namesake, publication)
        concerned += _give_bylines(bylines, author, namesake)
        return AuthorMove.objects.create(
            author=author,
            into=namesake,
            publication=publication,
            moved=pack_ids(bylines),
            names=pack_ids(given),
            articles=len(concerned),
            by=by,
            at=timezone.now(),
        )


def _give_names(author: Author, namesake: Author, publication: Publication) -> list[int]:
    """Let the author's names mean the namesake in the publication; returns the ids of the rows."""
    here = AuthorName.objects.filter(publication=publication)
    here.filter(author=author).update(author=namesake)
    taken = set(here.values_list("key", flat=True))
    AuthorName.objects.bulk_create(
        AuthorName(key=name.key, name=name.name, author=namesake, publication=publication)
        for name in author.names.filter(publication__isnull=True)
        if name.key not in taken
    )
    return list(here.filter(author=namesake).values_list("pk", flat=True))


def undo_author_move(move: AuthorMove, by: User | None) -> None:
    """Return the articles that moved, and those imported since by the names that moved; a namesake
    is merged back."""
    with regrouping(move) as concerned:
        _refuse_undone(move.taken_back_at is not None)
        concerned += _undo_split(move) if move.publication_id else _undo_merge(move)
        _note_undone(move, by)


def _undo_merge(move: AuthorMove) -> list[int]:
    author, now_at = move.author, surviving(move.into)
    names = unpack_ids(bytes(move.names))
    for ids in chunks(names):
        AuthorName.objects.filter(pk__in=ids, author=now_at).update(author=author)
    author.joined_to = None
    author.save(update_fields=["joined_to"])
    return _give_bylines(
        _bylines_to_return(move, now_at, set(author.names.values_list("key", flat=True))),
        now_at,
        author,
    )


def _undo_split(move: AuthorMove) -> list[int]:
    namesake, author = surviving(move.into), surviving(move.author)
    if namesake == author:
        raise NotPossible(_("%(name)s and the namesake are merged already.") % {"name": author})
    names = unpack_ids(bytes(move.names))
    keys: set[str] = set()
    for ids in chunks(names):
        rows = AuthorName.objects.filter(pk__in=ids, author=namesake)
        keys.update(rows.values_list("key", flat=True))
        rows.update(author=author)
    articles = _give_bylines(_bylines_to_return(move, namesake, keys), namesake, author)
    rest = AuthorName.objects.filter(author=namesake).exists()
    if not rest and not Byline.objects.filter(author=namesake).exists():
        namesake.joined_to = author
        namesake.save(update_fields=["joined_to"])
    return articles


def _bylines_to_return(move: AuthorMove, now_at: Author, keys: Collection[str]) -> list[int]:
    """Bylines that moved, and those printed with one of these names since."""
    went = set(unpack_ids(bytes(move.moved)))
    theirs = Byline.objects.filter(author=now_at)
    if move.publication_id:
        theirs = theirs.filter(article__publication_id=move.publication_id)
    return [
        pk
        for pk, printed in theirs.values_list("pk", "printed")
        if pk in went or name_key(printed) in keys
    ]


def _give_bylines(byline_ids: Sequence[int], author: Author, to: Author) -> list[int]:
    """Give bylines, and the contacts of their articles, to another author; ids of the articles."""
    articles: list[int] = []
    for ids in chunks(byline_ids):
        bylines = Byline.objects.filter(pk__in=ids)
        theirs = list(bylines.values_list("article_id", flat=True))
        bylines.update(author=to)
        Contact.objects.filter(article__in=theirs, author=author).update(author=to)
        articles.extend(theirs)
    return _distinct(articles)


def rename_author(author: Author, name: str, kind: str) -> None:
    """Rename an author, or change its kind; the former name still means the author."""
    with regrouping(author) as concerned:
        _take_name(author, name)
        author.kind = kind
        author.save(update_fields=["name", "kind"])
        theirs = Byline.objects.filter(author=author)
        concerned += _distinct(theirs.values_list("article_id", flat=True))


def name_problem(owner: Author | Publication, name: str) -> str:
    """Why this name cannot be given, in a sentence; "" where it can. Namesakes may share a name:
    the publication tells them apart."""
    key = name_key(name)
    if not key:
        return _("A name needs at least one letter or digit.")
    if owner.names.filter(key=key).exists():
        return ""
    if isinstance(owner, Author):
        meant = AuthorName.objects.filter(key=key, publication__isnull=True).first()
        other: Author | Publication | None = meant.author if meant else None
    else:
        paper = PublicationName.objects.filter(key=key).first()
        other = paper.publication if paper else None
    if other is None:
        return ""
    return _("%(name)s has that name already: merge the two instead.") % {"name": other}


# Publications -------------------------------------------------------------------------------------


def merge_publications(
    publication: Publication, into: Publication, by: User | None
) -> PublicationMove:
    """Move all articles and names of a publication to another."""
    with regrouping(publication, into) as concerned:
        _refuse_unmergeable(publication, into)
        concerned += publication.articles.values_list("pk", flat=True)
        names = list(publication.names.values_list("pk", flat=True))
        publication.articles.update(publication=into)
        publication.names.update(publication=into)
        publication.joined_to = into
        publication.save(update_fields=["joined_to"])
        _carry_namesakes(publication, into)
        return PublicationMove.objects.create(
            publication=publication,
            into=into,
            moved=pack_ids(concerned),
            names=pack_ids(names),
            articles=len(concerned),
            by=by,
            at=timezone.now(),
        )


def _carry_namesakes(publication: Publication, into: Publication) -> None:
    """Names that mean a namesake in the one do so in the other, unless taken there."""
    there = set(AuthorName.objects.filter(publication=into).values_list("key", flat=True))
    AuthorName.objects.bulk_create(
        AuthorName(
            key=author_name.key, name=author_name.name, author=author_name.author, publication=into
        )
        for author_name in AuthorName.objects.filter(publication=publication).select_related(
            "author"
        )
        if author_name.key not in there
    )


def undo_publication_move(move: PublicationMove, by: User | None) -> None:
    """Return the articles and names that moved, as far as they are still there."""
    with regrouping(move) as concerned:
        _refuse_undone(move.taken_back_at is not None)
        publication, now_at = move.publication, surviving(move.into)
        for ids in chunks(unpack_ids(bytes(move.names))):
            names = PublicationName.objects.filter(pk__in=ids, publication=now_at)
            names.update(publication=publication)
        for ids in chunks(unpack_ids(bytes(move.moved))):
            theirs = Article.objects.filter(pk__in=ids, publication=now_at)
            concerned += theirs.values_list("pk", flat=True)
            theirs.update(publication=publication)
        publication.joined_to = None
        publication.save(update_fields=["joined_to"])
        _note_undone(move, by)


def rename_publication(publication: Publication, name: str, domain: str) -> None:
    """Rename a publication; the former name still means it."""
    with regrouping(publication) as concerned:
        _take_name(publication, name)
        publication.domain = domain
        publication.save(update_fields=["name", "domain"])
        concerned += publication.articles.values_list("pk", flat=True)


# Either -------------------------------------------------------------------------------------------


def _take_name(owner: Author | Publication, name: str) -> None:
    if problem := name_problem(owner, name):
        raise NotPossible(problem)
    key = name_key(name)
    if not owner.names.filter(key=key).exists():
        owner.names.create(key=key, name=name)
    owner.name = name


def mark_different(first: _N, second: _N, by: User | None) -> None:
    """Note that two are different, so that they are not suggested again."""
    lower, higher = sorted((first.pk, second.pk))
    model = AuthorsApart if isinstance(first, Author) else PublicationsApart
    model.objects.get_or_create(
        lower_id=lower, higher_id=higher, defaults={"by": by, "at": timezone.now()}
    )


def _refuse_unmergeable(owner: _N, into: _N) -> None:
    _refuse_merged(owner, into)
    if owner.pk == into.pk:
        raise NotPossible(_("%(name)s cannot be merged into itself.") % {"name": owner})


def _refuse_merged(*owners: Author | Publication) -> None:
    for owner in owners:
        if owner.joined_to is not None:
            said = _("Someone else has merged %(name)s into %(into)s.")
            raise NotPossible(said % {"name": owner, "into": owner.joined_to})


def _refuse_undone(is_taken_back: bool) -> None:
    if is_taken_back:
        raise NotPossible(_("This is undone already."))


def _note_undone(move: AuthorMove | PublicationMove, by: User | None) -> None:
    move.taken_back_at, move.taken_back_by = timezone.now(), by
    move.save(update_fields=["taken_back_at", "taken_back_by"])


def _distinct(ids: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(ids))
