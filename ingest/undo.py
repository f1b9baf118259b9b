"""Taking an import back: new articles go, changed ones return to their earlier text.

What an editor or a later import touched since is kept and named.
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
    """Take the import back; gives a sentence for each article that was kept as it is. Raises
    jobs.WrongState where somebody else was quicker, or it goes on."""
    kept: list[str] = []
    with jobs.changing(importing, *UNDOABLE):
        touched: dict[int, list[ImportedFile]] = defaultdict(list)
        rows = importing.files.filter(applied=True, article__isnull=False)
        for row in rows.exclude(outcome="same").select_related("revision").order_by("pk"):
            touched[row.article_id or 0].append(row)
        articles = Article.objects.in_bulk(list(touched))
        others = _with_other_sources(touched) | _with_pictures(touched)
        read_again = _read_again(list(touched))
        removed = []
        for article_id, group in touched.items():
            article = articles.get(article_id)
            if article is None:
                continue
            if group[0].outcome == "new":
                if _written_since(article, group, read_again) or article_id in others:
                    kept.append(f"“{article}” was changed since, so it stays.")
                else:
                    removed.append(article_id)
            elif any(row.outcome == "changed" for row in group) and _written_since(
                article, group, read_again
            ):
                kept.append(f"“{article}” was changed since, so it keeps its text.")
            else:
                _return(group, by)
        store.remove(removed)
        importing.state = State.UNDONE
        importing.problem = "\n".join(kept)
        importing.ended_at = importing.ended_at or timezone.now()
        importing.save()
    search.apply_changes()
    return kept


def _with_other_sources(touched: dict[int, list[ImportedFile]]) -> set[int]:
    """Those of the articles that have a source which this import did not bring."""
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


def _read_again(article_ids: list[int]) -> dict[int, list[int]]:
    """By article, the versions that a later parser replaced: nobody's change, they do not count."""
    found: dict[int, list[int]] = defaultdict(list)
    for ids in chunks(article_ids):
        revisions = Revision.objects.filter(article__in=ids, reason=Revision.Reason.READ_AGAIN)
        for article_id, version in revisions.values_list("article_id", "version"):
            found[article_id].append(version)
    return found


def _written_since(
    article: Article, group: list[ImportedFile], read_again: dict[int, list[int]]
) -> bool:
    """Whether anything but this import, or a later parser, wrote the article after its first file
    in it."""
    changed = [row for row in group if row.outcome == "changed"]
    if group[0].outcome == "new":
        if article.state_at is not None:
            return True
        start = 1
    elif changed[0].revision is None:
        return True
    else:
        start = changed[0].revision.version
    reread = sum(version >= start for version in read_again.get(article.pk, ()))
    return article.version != start + len(changed) + reread


def _return(group: list[ImportedFile], by: User | None) -> None:
    """Give a changed article the text it had before the first file of this import."""
    first = next((row.revision for row in group if row.revision), None)
    if first is not None:
        store.restore(first, by=by, reason=Revision.Reason.IMPORT_UNDONE)
    for row in group:
        store.forget_source(bytes(row.sha256))
