"""The demo: the newspapers of Port Alder, an invented town, and the work of their editors.

demo_data/ holds, beside the pictures that the editors attach:
    first.jsonl    the source files of the first import, in order: a name and its text or bytes
    later.jsonl    those of the second: later editions, copies, files that cannot be read
    desk.json      corrections, merges, attached pictures, withdrawals
    truth.jsonl    the expected record of each source, for the tests
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal

import msgspec

from archive import store
from archive.models import Article, Author, Picture, Publication, StateChange, User
from archive.record.content import AuthorContent, Content
from archive.renditions import develop
from archive.store import load, merge, pictures, users
from ingest.records import SourceFile

DATA: Final = Path(__file__).parent / "demo_data"

Edition = Literal["first", "later"]


def files(edition: Edition) -> Iterator[SourceFile]:
    """The source files of one import, in order."""
    with (DATA / f"{edition}.jsonl").open("rb") as lines:
        for line in lines:
            file = msgspec.json.decode(line, type=_File)
            yield SourceFile(file.name, file.base64 or file.text.encode())


def correct() -> None:
    """Create the editors' accounts, correct articles and merge names; all of it once, in a
    transaction."""
    desk = _desk()
    with store.writing():
        if User.objects.filter(username=desk.editors[0].username).exists():
            return
        editors = {account.username: _editor(account) for account in desk.editors}
        for correction in desk.corrections:
            _correct(correction, editors[correction.by])
        for pair in desk.merged_authors:
            author, kept = (Author.objects.get(name=name) for name in (pair.name, pair.into))
            merge.merge_authors(author, kept, editors[pair.by])
        for pair in desk.merged_publications:
            publication, target = (
                Publication.objects.get(name=name) for name in (pair.name, pair.into)
            )
            merge.merge_publications(publication, target, editors[pair.by])


def attach_pictures() -> None:
    """Attach the pictures, once; most captions stay without one."""
    if Picture.objects.exists():
        return
    for attached in _desk().pictures:
        image = _article(attached.article).images.all()[0]
        developed = develop((DATA / attached.file).read_bytes())
        editor = User.objects.get(username=attached.by)
        pictures.attach(image, developed, attached.file, by=editor)


def withdraw() -> None:
    """Withdraw one court report and hide another, once."""
    if StateChange.objects.exists():
        return
    for change in _desk().states:
        article, editor = _article(change.article), User.objects.get(username=change.by)
        state = Article.State(change.state)
        store.set_state([article.pk], state, by=editor, reason=change.reason)


# The data files -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _File:
    """A line of first.jsonl or later.jsonl; `base64` holds what is not UTF-8."""

    name: str
    text: str = ""
    base64: bytes = b""


@dataclass(frozen=True, slots=True)
class _Account:
    """An editor who cannot log in: the account has no password."""

    username: str
    first_name: str
    last_name: str


@dataclass(frozen=True, slots=True)
class _Correction:
    """Replace `old` by `new` in a field. Without `old`, `new` is an additional author, the place
    of the pictures, or the whole field."""

    by: str
    article: str
    field: str
    new: str
    why: str
    old: str = ""


@dataclass(frozen=True, slots=True)
class _Merge:
    by: str
    name: str
    into: str


@dataclass(frozen=True, slots=True)
class _Attached:
    by: str
    article: str
    file: str


@dataclass(frozen=True, slots=True)
class _State:
    by: str
    article: str
    state: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Desk:
    """All that the editors do; `by` is a username, `article` the path of an article."""

    editors: tuple[_Account, ...]
    corrections: tuple[_Correction, ...]
    merged_authors: tuple[_Merge, ...]
    merged_publications: tuple[_Merge, ...]
    pictures: tuple[_Attached, ...]
    states: tuple[_State, ...]


def _desk() -> _Desk:
    return msgspec.json.decode((DATA / "desk.json").read_bytes(), type=_Desk)


def _article(path: str) -> Article:
    return Article.objects.get(path=path)


def _editor(account: _Account) -> User:
    return users.add_editor(
        account.username, first_name=account.first_name, last_name=account.last_name
    )


def _correct(correction: _Correction, by: User) -> None:
    article = _article(correction.article)
    content = _corrected(load.contents_of([article.pk])[article.pk], correction)
    store.correct(article.pk, content, by=by, why=correction.why, version=article.version)


def _corrected(content: Content, correction: _Correction) -> Content:
    field, old, new = correction.field, correction.old, correction.new
    value: Any
    if field == "paragraphs":
        value = tuple(
            paragraph._replace(text=paragraph.text.replace(old, new))
            for paragraph in content.paragraphs
        )
    elif field == "images":
        value = tuple(image._replace(place=new) for image in content.images)
    elif field == "authors":
        value = (*content.authors, AuthorContent(new, printed=new))
    else:
        value = getattr(content, field).replace(old, new) if old else new
    return replace(content, **{field: value})
