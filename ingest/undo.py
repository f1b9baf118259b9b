"""Undo an import: new articles are removed, changed ones return to their earlier text.

Articles that an editor or a later import changed since are kept and named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from django.utils import timezone

from archive import search, store
from archive.db.statements import chunks
from archive.models import Article, Picture, Revision, SourceText, User
from ingest import jobs
from ingest.models import Import, ImportedFile

State = Import.State
UNDOABLE: Final = (State.DONE, State.FAILED, State.CANCELLED, State.PAUSED)


def undo(importing: Import, by: User | None) -> list[str]:
    """Undo the import; returns a sentence for each article that was kept. Raises jobs.WrongState
    when somebody else was quicker or it is still running."""
    kept: list[str] = []
    with jobs.changing(importing, *UNDOABLE):
        touched: dict[int, list[ImportedFile]] = defaultdict(list)
        rows = importing.files.filter(applied=True, article__isnull=False)
        for row in rows.exclude(outcome="same").select_related("revision").order_by("pk"):
            touched[row.article_id or 0].append(row)
        articles = Article.objects.in_bulk(list(touched))
        others = _with_other_sources(touched) | _with_pictures(touched)
        reparsed = _reparsed_versions(list(touched))
        removed = []
        for article_id, group in touched.items():
            article = articles.get(article_id)
            if article is None:
                continue
            if group[0].outcome == "new":
                if _written_since(article, group, reparsed) or article_id in others:
                    kept.append(f"“{article}” was edited since and stays.")
                else:
                    removed.append(article_id)
            elif any(row.outcome == "changed" for row in group) and _written_since(
                article, group, reparsed
            ):
                kept.append(f"“{article}” was edited since and keeps its text.")
            else:
                _restore(group, by)
        store.remove(removed)
        importing.state = State.UNDONE
        importing.problem = "\n".join(kept)
        importing.ended_at = importing.ended_at or timezone.now()
        importing.save()
    search.apply_changes()
    return kept


def _with_other_sources(touched: dict[int, list[ImportedFile]]) -> set[int]:
    """Those of the articles that have a source from elsewhere than this import."""
    ours = {bytes(row.sha256) for group in touched.values() for row in group}
    found = set()
    for ids in chunks(list(touched)):
        sources = SourceText.objects.filter(article__in=ids)
        for sha, article_id in sources.values_list("sha256", "article_id"):
            if bytes(sha) not in ours:
                found.add(article_id)
    return found


def _with_pictures(article_ids: Iterable[int]) -> set[int]:
    """Those of the articles that an editor attached pictures to."""
    found: set[int] = set()
    for ids in chunks(list(article_ids)):
        found.update(Picture.objects.filter(article__in=ids).values_list("article", flat=True))
    return found


def _reparsed_versions(article_ids: list[int]) -> dict[int, list[int]]:
    """By article, the versions that a reparse replaced; they do not count as edits."""
    found: dict[int, list[int]] = defaultdict(list)
    for ids in chunks(article_ids):
        revisions = Revision.objects.filter(article__in=ids, reason=Revision.Reason.READ_AGAIN)
        for article_id, version in revisions.values_list("article_id", "version"):
            found[article_id].append(version)
    return found


def _written_since(
    article: Article, group: list[ImportedFile], reparsed: dict[int, list[int]]
) -> bool:
    """Whether anything but this import or a reparse wrote the article after the import began."""
    changed = [row for row in group if row.outcome == "changed"]
    if group[0].outcome == "new":
        if article.state_at is not None:
            return True
        start = 1
    elif changed[0].revision is None:
        return True
    else:
        start = changed[0].revision.version
    count = sum(version >= start for version in reparsed.get(article.pk, ()))
    return article.version != start + len(changed) + count


def _restore(group: list[ImportedFile], by: User | None) -> None:
    """Restore the text that the article had before the first file of this import."""
    first = next((row.revision for row in group if row.revision), None)
    if first is not None:
        store.restore(first, by=by, reason=Revision.Reason.IMPORT_UNDONE)
    # Where only what was known of the same bytes changed, they stay.
    earlier = first.source_id if first is not None else None
    kept = SourceText.objects.filter(pk=earlier).first() if earlier is not None else None
    for row in group:
        if kept is not None and bytes(kept.sha256) == bytes(row.sha256):
            store.forget_known(kept.pk)
        else:
            store.forget_source(bytes(row.sha256))
