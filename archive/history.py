"""The history of an article: its versions, who or what made each, and its other events."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.utils.translation import gettext as _

from archive.hooks import Origin, origins_of
from archive.labels import differing_lines, field_in_words
from archive.models import (
    Article,
    Conflict,
    Correction,
    Picture,
    Revision,
    SourceText,
    StateChange,
    User,
)
from archive.record.content import Content
from archive.store import load
from archive.text import diff


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the text. `reason` is a Revision.Reason, "" for the first; `fields` differ from
    the version before; `why` are an editor's words. `source` is the file that the version goes back
    to, None where it is no longer kept."""

    number: int
    at: dt.datetime
    by: User | None
    reason: str
    fields: Sequence[str]
    why: Sequence[str]
    source: SourceText | None
    origin: Origin | None
    hidden: bool
    present: bool
    #: Older archives have runs of versions with the same text, of which the last stands for all:
    #: the number of the first. Otherwise the number itself.
    first: int
    #: The number of the version before, 0 for none.
    before: int
    #: When the next version replaced it.
    until: dt.datetime | None


@dataclass(frozen=True, slots=True)
class PictureEvent:
    """A picture was attached, replaced, removed or restored. `caption` is "" where only a revision
    of an old archive tells of it."""

    reason: Revision.Reason
    at: dt.datetime
    by: User | None
    caption: str = ""

    def in_words(self, captions: Collection[str] | None = None) -> str:
        """With its caption, unless `captions`, those that a reader may see, are without it."""
        if not self.caption or (captions is not None and self.caption not in captions):
            return str(self.reason.label)
        return f"{self.reason.label}: “{self.caption}”"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to an article; exactly one of the four is given."""

    at: dt.datetime
    version: Version | None = None
    state: StateChange | None = None
    conflict: Conflict | None = None
    picture: PictureEvent | None = None


def versions_of(article: Article) -> list[Version]:
    """All versions of the text, the present one first; five queries for any number of them."""
    revisions = list(
        Revision.objects.filter(article=article)
        .defer("content")
        .select_related("replaced_by")
        .order_by("version")
    )
    kept = SourceText.objects.filter(article=article).only(
        "name", "sha256", "current", "received_at", "article"
    )
    sources = {source.pk: source for source in kept}
    origins = origins_of(article.pk)
    why = _reasons(article)
    found: list[Version] = []
    before: Revision | None = None
    for after in [*revisions, None]:
        if after and after.reason in Revision.PICTURE_REASONS:
            continue
        number = after.version if after else article.version
        first = before.version + 1 if before else 1
        source = (
            sources.get(after.source_id or 0)
            if after
            else next((source for source in sources.values() if source.current), None)
        )
        found.append(
            Version(
                number=number,
                at=before.replaced_at if before else article.added_at,
                by=before.replaced_by if before else None,
                reason=before.reason if before else "",
                fields=before.fields if before else (),
                why=why.get(first, ()),
                source=source,
                origin=origins.get(bytes(source.sha256)) if source else None,
                hidden=bool(after and after.hidden),
                present=after is None,
                first=first,
                before=found[-1].number if found else 0,
                until=after.replaced_at if after else None,
            )
        )
        before = after
    return found[::-1]


def number_of_text(versions: Iterable[Version], number: int) -> int:
    """The number of the version that has the text of this one; 0 where there is no such."""
    return next((v.number for v in versions if v.first <= number <= v.number), 0)


def pictures_of(article: Article) -> list[PictureEvent]:
    """Attached, replaced, removed and restored pictures, the latest first; two queries. In older
    archives revisions record all of it up to the last of these revisions."""
    revisions = Revision.objects.filter(article=article, reason__in=Revision.PICTURE_REASONS)
    events = [
        PictureEvent(Revision.Reason(revision.reason), revision.replaced_at, revision.replaced_by)
        for revision in revisions.defer("content").select_related("replaced_by")
    ]
    start = max((event.at for event in events), default=None)
    pictures = list(
        Picture.objects.filter(article=article).select_related("by", "removed_by").order_by("pk")
    )
    removals = {picture.removed_at for picture in pictures}
    attached = {picture.at for picture in pictures}
    keys = set()
    for picture in pictures:
        reason = Revision.Reason.PICTURE_ATTACHED
        if picture.at in removals:
            reason = Revision.Reason.PICTURE_REPLACED
        elif picture.key in keys:
            reason = Revision.Reason.PICTURE_RESTORED
        keys.add(picture.key)
        moments = [(reason, picture.at, picture.by)]
        if picture.removed_at and picture.removed_at not in attached:
            removed = Revision.Reason.PICTURE_REMOVED
            moments.append((removed, picture.removed_at, picture.removed_by))
        events += [
            PictureEvent(reason, at, by, picture.caption)
            for reason, at, by in moments
            if start is None or at > start
        ]
    return sorted(events, key=lambda event: event.at, reverse=True)


def events_of(article: Article) -> list[Event]:
    """Versions, states, conflicts and pictures, the latest first; ten queries."""
    events = [Event(version.at, version=version) for version in versions_of(article)]
    states = StateChange.objects.filter(article=article).select_related("by")
    events += [Event(change.at, state=change) for change in states]
    conflicts = Conflict.objects.filter(article=article).select_related("settled_by", "source")
    events += [
        Event(conflict.settled_at or conflict.at, conflict=conflict)
        for conflict in conflicts.defer("source__packed")
    ]
    events += [Event(event.at, picture=event) for event in pictures_of(article)]
    # The sort is stable: of versions of the same moment the later stays first.
    return sorted(events, key=lambda event: event.at, reverse=True)


def content_of(article: Article, number: int) -> Content | None:
    """The content of a version; None where there is no such."""
    if number == article.version:
        return load.contents_of([article.pk])[article.pk]
    revision = Revision.objects.filter(article=article, version=number).first()
    return revision.restored() if revision else None


def brought_in_words(version: Version) -> str:
    """The file and the import that a version goes back to; "" where that is not known."""
    if version.source is None:
        return ""
    # Without its folders: these are private.
    name = version.source.name.replace("\\", "/").rpartition("/")[2]
    if version.origin is None:
        return name
    return _("%(file)s (import %(number)s)") % {"file": name, "number": version.origin.number}


def _reasons(article: Article) -> dict[int, list[str]]:
    """Editors' reasons, by the version that they made."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Correction.objects.filter(article=article).exclude(why="")
    for version, why in rows.values_list("version", "why"):
        if why not in found[version]:
            found[version].append(why)
    return found


#: So many unchanged paragraphs in a row are folded, but for the first and the last.
FOLDED: Final = 4


@dataclass(frozen=True, slots=True)
class Run:
    """Paragraphs in a row; `folded` where they are unchanged and many."""

    passages: Sequence[diff.Passage]
    folded: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """A field that differs, as runs of paragraphs."""

    name: str
    runs: Sequence[Run]


def compared(old: Content, new: Content) -> Iterable[Compared]:
    """Every field that differs, word by word."""
    for field, before, after in differing_lines(old, new):
        passages = diff.passages(before, after)
        yield Compared(field_in_words(field), runs_of(passages))


def runs_of(passages: Iterable[diff.Passage]) -> list[Run]:
    """Fold many unchanged paragraphs, but for one at either end to show the place."""
    runs: list[Run] = []
    for is_same, group in groupby(passages, key=lambda passage: passage.kind == "same"):
        run = list(group)
        if is_same and len(run) >= FOLDED:
            runs += Run(run[:1], False), Run(run[1:-1], True), Run(run[-1:], False)
        else:
            runs.append(Run(run, False))
    return runs
