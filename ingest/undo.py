"""Taking an import back: new articles go, changed ones return to their earlier text.

What an editor or a later import touched since is kept and named.
"""

from __future__ import annotations

from collections import defaultdict

from archive import search, store
from archive.models import Article, SourceText, User
from ingest.models import Import, ImportedFile


def undo(importing: Import, by: User | None) -> list[str]:
    """Take the import back; gives a sentence for each article that was kept as it is."""
    kept: list[str] = []
    with store.writing():
        touched: dict[int, list[ImportedFile]] = defaultdict(list)
        rows = importing.files.filter(applied=True, article__isnull=False)
        for row in rows.exclude(outcome="same").select_related("revision").order_by("pk"):
            touched[row.article_id or 0].append(row)
        articles = Article.objects.in_bulk(list(touched))
        ours = {bytes(row.sha256) for group in touched.values() for row in group}
        sources = SourceText.objects.filter(article__in=articles)
        others = {
            article_id
            for sha, article_id in sources.values_list("sha256", "article_id")
            if bytes(sha) not in ours
        }
        removed = []
        for article_id, group in touched.items():
            article = articles.get(article_id)
            if article is None:
                continue
            if group[0].outcome == "new":
                if _written_since(article, group) or article_id in others:
                    kept.append(f"“{article}” was changed since, so it stays.")
                else:
                    removed.append(article_id)
            elif any(row.outcome == "changed" for row in group) and _written_since(article, group):
                kept.append(f"“{article}” was changed since, so it keeps its text.")
            else:
                _return(group, by)
        store.remove(removed)
        importing.state = Import.State.UNDONE
        importing.problem = "\n".join(kept)
        importing.save()
    search.apply_changes()
    return kept


def _written_since(article: Article, group: list[ImportedFile]) -> bool:
    """Whether anything but this import wrote the article after its first file in it."""
    changed = [row for row in group if row.outcome == "changed"]
    if group[0].outcome == "new":
        return article.version != 1 + len(changed) or article.state_at is not None
    first = changed[0].revision
    return first is None or article.version != first.version + len(changed)


def _return(group: list[ImportedFile], by: User | None) -> None:
    """Give a changed article the text it had before the first file of this import."""
    first = next((row.revision for row in group if row.revision), None)
    if first is not None:
        store.restore(first, by=by, reason="import undone")
    for row in group:
        store.forget_source(bytes(row.sha256))
