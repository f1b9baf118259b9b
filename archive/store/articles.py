"""Writes articles: imported, corrected, hidden, removed, restored.

Every write runs inside `writing()`, one writer at a time, and logs the articles it touched in the
same transaction, so that indexes follow and nothing is half written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from archive import renditions
from archive.db import statements
from archive.db.statements import chunks
from archive.models import (
    Address,
    Article,
    ArticleField,
    Body,
    Byline,
    Conflict,
    Contact,
    Discarded,
    Generation,
    Image,
    Likeness,
    Picture,
    Reading,
    Revision,
    Sketch,
    SourceText,
    StateChange,
    TextSample,
    User,
)
from archive.record.content import Content
from archive.record.evidence import NEVER_KNOWN
from archive.record.incoming import Incoming, PackedSketch, Source
from archive.record.review import OpenQuestion
from archive.store import addresses, changelog, corrections, load, names, pictures, review, rows
from archive.text import shingles


class EditedMeanwhile(Exception):
    """Somebody else wrote the article after it was opened; nothing was written."""

    def __init__(self, article: Article) -> None:
        super().__init__("The article was changed by somebody else after you opened it.")
        self.article = article


@contextmanager
def writing() -> Iterator[None]:
    """One transaction, one writer at a time: others wait, on SQLite and PostgreSQL."""
    with transaction.atomic():
        if not Generation.objects.select_for_update().filter(pk=1).exists():
            Generation.objects.get_or_create(pk=1)
        yield


# What is written ----------------------------------------------------------------------------------


def add(incoming: Sequence[Incoming]) -> list[int]:
    """Store new articles; returns their ids in the order given. Inside writing()."""
    if not incoming:
        return []
    now = timezone.now()
    contents = [item.content for item in incoming]
    publications = names.ids_of_publications(contents)
    paths = addresses.free_paths(contents)
    ids = statements.new_ids(Article, len(incoming))
    _insert(rows.articles(ids, paths, contents, publications, now))
    _write_parts(list(zip(ids, contents, strict=True)), [item.sketch for item in incoming])
    _write_sources([(pk, item.source) for pk, item in zip(ids, incoming, strict=True)], now)
    _insert(rows.likenesses(ids, incoming))
    _insert(rows.doubts(ids, incoming))
    for pk, item in zip(ids, incoming, strict=True):
        if item.chosen:
            corrections.record_choices(pk, item.chosen, item.source_content, version=1, at=now)
    changelog.note(ids)
    return ids


def change(article_id: int, incoming: Incoming) -> Revision:
    """Make a new version from a source, with active corrections applied; returns the revision that
    keeps the earlier text. Inside writing()."""
    article = Article.objects.get(pk=article_id)
    chosen = {choice.field for choice in incoming.chosen}
    content = load.corrected({article_id: incoming.content}, but=chosen)[article_id]
    revision = _replace(article, content, Revision.Reason.IMPORTED_AGAIN, None)
    SourceText.objects.filter(article=article, current=True).update(current=False)
    source_id = keep_reading(incoming.source)
    if source_id is None:
        [source_id] = _write_sources([(article_id, incoming.source)], timezone.now())
    if incoming.chosen:
        version, at = article.version, revision.replaced_at
        corrections.record_choices(
            article_id, incoming.chosen, incoming.source_content, version=version, at=at
        )
    corrections.update_conflicts({article_id: incoming.source_content}, {article_id: source_id})
    review.set_questions(article_id, incoming.doubts)
    changelog.note([article_id])
    return revision


def keep_duplicate(article_id: int, incoming: Incoming) -> None:
    """Keep a further source whose record equals the article. Inside writing()."""
    [source_id] = _write_sources([(article_id, incoming.source)], timezone.now(), current=False)
    corrections.update_conflicts({article_id: incoming.source_content}, {article_id: source_id})


def reread(
    article_id: int,
    source_id: int,
    *,
    content: Content | None,
    encoding: str,
    reading: bytes,
    confidence: float,
    parser_version: str,
    doubts: Sequence[OpenQuestion] = (),
) -> Revision | None:
    """Store what a later parser read in a stored source: a packed SourceReading, its lowest
    confidence, and its questions. Inside writing().

    `content`, corrections applied, becomes a new version, and the revision with the earlier text is
    returned; with None only the evidence is rewritten and the article does not count as changed.
    """
    revision = None
    if content is not None:
        article = Article.objects.get(pk=article_id)
        revision = _replace(article, content, Revision.Reason.READ_AGAIN, None)
        changelog.note([article_id])
    SourceText.objects.filter(pk=source_id).exclude(encoding=encoding).update(encoding=encoding)
    Reading.objects.update_or_create(
        source_id=source_id,
        defaults={"parser_version": parser_version, "packed": reading, "confidence": confidence},
    )
    review.set_questions(article_id, doubts)
    return revision


def keep_reading(source: Source) -> int | None:
    """Replace how bytes were read that the archive has, now that something else is known of them;
    returns the id of the source, which is the current one of its article, None for new bytes.
    Inside writing()."""
    source_id: int | None = (
        SourceText.objects.filter(sha256=source.sha256).values_list("pk", flat=True).first()
    )
    if source_id is not None:
        SourceText.objects.filter(pk=source_id).update(
            current=True, known=source.known, encoding=source.encoding
        )
        read = {
            "parser_version": source.parser_version,
            "packed": source.reading,
            "confidence": source.confidence,
        }
        Reading.objects.update_or_create(source_id=source_id, defaults=read)
    return source_id


def confirm_readings(source_ids: Sequence[int], parser_version: str) -> None:
    """Note that a later parser reads these sources the same. Inside writing()."""
    for ids in chunks(source_ids):
        Reading.objects.filter(source_id__in=ids).update(parser_version=parser_version)


def correct(
    article_id: int,
    content: Content,
    *,
    by: User | None,
    why: str,
    version: int,
    reason: str = Revision.Reason.CORRECTED,
    hide_earlier: bool = False,
) -> Revision | None:
    """Apply an editor's changes as a new version; None when nothing differs. `reason` goes into the
    history; `hide_earlier` hides all earlier versions from readers.

    `version` is the one the editor saw; raises EditedMeanwhile when it is no longer current.
    """
    with writing():
        article = Article.objects.select_for_update().get(pk=article_id)
        if article.version != version:
            raise EditedMeanwhile(article)
        present = load.contents_of([article_id])[article_id]
        differing = list(content.changes_from(present))
        if not differing:
            if hide_earlier:
                _hide_earlier(article_id)
                changelog.note([article_id])
            return None
        corrections.record_edits(article, present, differing, by=by, why=why, at=timezone.now())
        revision = _replace(article, content, reason, by)
        if hide_earlier:
            _hide_earlier(article_id)
        review.drop_corrected(article_id, {field for field, _, _ in differing})
        changelog.note([article_id])
        return revision


def reapply_corrections(article_id: int) -> None:
    """Apply the active corrections to an article that lost them."""
    with writing():
        article = Article.objects.get(pk=article_id)
        present = load.contents_of([article_id])
        _replace(article, load.corrected(present)[article_id], Revision.Reason.REAPPLIED, None)
        changelog.note([article_id])


def _hide_earlier(article_id: int) -> None:
    Revision.objects.filter(article=article_id).update(hidden=True)


def keep_correction(conflict: Conflict, *, by: User | None) -> None:
    """Settle a conflict in favour of the correction. Inside writing()."""
    corrections.settle(conflict, Conflict.Decision.KEPT, by=by, at=timezone.now())
    changelog.note([conflict.article_id])


def show_version(article_id: int, version: int, *, shown: bool) -> None:
    """Show an earlier version to readers, or hide it. Raises Revision.DoesNotExist."""
    with writing():
        revision = Revision.objects.only("pk").get(article=article_id, version=version)
        Revision.objects.filter(pk=revision.pk).update(hidden=not shown)
        changelog.note([article_id])


def set_state(article_ids: Iterable[int], state: str, *, by: User | None, reason: str) -> int:
    """Publish, hide or withdraw; returns how many articles changed."""
    with writing():
        now = timezone.now()
        changed: list[int] = []
        for ids in chunks(list(article_ids)):
            others = Article.objects.filter(pk__in=ids).exclude(state=state)
            were = dict(others.values_list("pk", "state"))
            StateChange.objects.bulk_create(
                StateChange(article_id=pk, was=was, state=state, reason=reason, by=by, at=now)
                for pk, was in were.items()
            )
            Article.objects.filter(pk__in=list(were)).update(
                state=state, state_reason=reason, state_by=by, state_at=now, changed_at=now
            )
            changed += were
        changelog.note(changed, shown=True)
    return len(changed)


def remove(article_ids: Sequence[int]) -> None:
    """Delete articles with everything of theirs; their addresses answer 410. Inside writing()."""
    now = timezone.now()
    for ids in chunks(article_ids):
        gone = list(Article.objects.filter(pk__in=ids).values_list("pk", "path"))
        authors, publications = names.names_used_in(ids)
        Address.objects.bulk_create(
            [Address(path=path, article_id=pk, since=now) for pk, path in gone],
            ignore_conflicts=True,
        )
        renditions.drop_unused_files(
            Picture.objects.filter(article__in=ids).values_list("key", flat=True)
        )
        Article.objects.filter(pk__in=ids).delete()
        names.drop_unused(authors, publications)
        changelog.note((pk for pk, _ in gone), deleted=True)


def discard(article_ids: Sequence[int], *, by: User | None, why: str) -> None:
    """Delete articles for good: their sources are not imported again."""
    now = timezone.now()
    with writing():
        sources = SourceText.objects.filter(article__in=article_ids)
        Discarded.objects.bulk_create(
            [
                Discarded(sha256=sha, name=name, article_id=pk, by=by, at=now, why=why)
                for sha, name, pk in sources.values_list("sha256", "name", "article_id")
            ],
            ignore_conflicts=True,
        )
        remove(article_ids)


def restore(revision: Revision, *, by: User | None, reason: str) -> None:
    """Return an article to an earlier text and source; the later text is kept as a revision."""
    article = Article.objects.get(pk=revision.article_id)
    content = revision.restored()
    _replace(article, content, reason, by)
    corrections.revert_to(revision, content)
    if revision.source_id is not None:
        make_current(article.pk, revision.source_id)
    review.recompute({article.pk: content})
    changelog.note([article.pk])


def make_current(article_id: int, source_id: int) -> None:
    """Make this the source that the article is shown to come from. Inside writing()."""
    SourceText.objects.filter(article=article_id, current=True).update(current=False)
    SourceText.objects.filter(article=article_id, pk=source_id).update(current=True)


def forget_known(source_id: int) -> None:
    """Have a source read again when its bytes come again, whatever is known of them then; until
    then its reading is of what was undone, and no later parser follows it."""
    SourceText.objects.filter(pk=source_id).update(known=NEVER_KNOWN)


def forget_source(sha256: bytes) -> None:
    """Drop a stored source, so that the same bytes count as new when imported again."""
    SourceText.objects.filter(sha256=sha256).delete()


# Parts --------------------------------------------------------------------------------------------


def _replace(article: Article, content: Content, reason: str, by: User | None) -> Revision:
    """Write new content to an article and keep the earlier content and source as a revision."""
    earlier = load.contents_of([article.pk])[article.pk]
    fields = [field for field, _, _ in content.changes_from(earlier)]
    revision = _keep_version(article, earlier, fields, reason, by)
    authors = set(Byline.objects.filter(article=article).values_list("author", flat=True))
    publications = [article.publication_id] if article.publication_id else []
    if (content.headline, content.date) != (earlier.headline, earlier.date):
        article.path = addresses.moved_path(article.pk, article.path, content)
    for name, value in rows.columns(content).items():
        setattr(article, name, value)
    article.publication_id = names.ids_of_publications([content]).get(content.publication)
    article.save()
    for part in (Body, Byline, Contact, ArticleField, Sketch, TextSample):
        part._default_manager.filter(article=article).delete()
    Image.objects.filter(article=article, order__gte=len(content.images)).delete()
    _write_parts([(article.pk, content)], [None])
    if "paragraphs" in fields:
        _measure_links(article.pk)
    reworded = reason == Revision.Reason.CORRECTED and len(earlier.images) == len(content.images)
    pictures.reattach(article.pk, same_rows=reworded)
    if not {"authors", "publication"}.isdisjoint(fields):
        names.drop_unused(authors, publications)
    return revision


def _keep_version(
    article: Article, earlier: Content, fields: Sequence[str], reason: str, by: User | None
) -> Revision:
    """Keep an article's content as a revision and increment its version, without saving it."""
    now = timezone.now()
    sources = SourceText.objects.filter(article=article, current=True)
    revision = Revision.objects.create(
        article=article,
        version=article.version,
        content=earlier.as_json(),
        source_id=sources.values_list("pk", flat=True).first(),
        replaced_at=now,
        replaced_by=by,
        reason=reason,
        fields=list(fields),
    )
    article.version += 1
    article.changed_at = now
    return revision


def _measure_links(article_id: int) -> None:
    """Recompute the shares of an article's near-duplicates after its text was replaced."""
    links = list(Likeness.objects.filter(article=article_id))
    bodies = Body.objects.filter(article__in=[article_id, *(link.other_id for link in links)])
    texts = {body.article_id: body.text for body in bodies} if links else {}
    for link in links:
        link.share = shingles.exact_containment(texts[article_id], texts.get(link.other_id, ""))
    Likeness.objects.bulk_update(links, ["share"])
    Likeness.objects.filter(pk__in=[link.pk for link in links if not link.share]).delete()


def _write_parts(pairs: rows.Pairs, sketches: Sequence[PackedSketch | None]) -> None:
    """Write body, bylines, pictures, contacts, further fields, sketch and sample of articles
    without them.

    Existing pictures are updated in place, so that attached files stay.
    """
    authors = names.ids_of_authors([content for _, content in pairs])
    for table in rows.parts(pairs, authors, sketches):
        _insert(table)


def _write_sources(
    pairs: Sequence[tuple[int, Source]], now: dt.datetime, *, current: bool = True
) -> list[int]:
    """Store sources with their readings; returns their ids in the order given."""
    ids = statements.new_ids(SourceText, len(pairs))
    _insert(rows.sources(ids, pairs, now, current=current))
    _insert(rows.readings(ids, pairs))
    return ids


def _insert(table: rows.Table) -> None:
    statements.insert(table.model, table.names, table.rows, on_conflict=table.on_conflict)
