"""The plain alternative: SQLite's own full-text search, with bm25 and facets by SQL."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from archive.search.index import documents
from archive.selection import PAGE_SIZE, Selection


class Fts5:
    """The same articles in a table of words and one of facets."""

    def __init__(self, path: Path) -> None:
        self.db = sqlite3.connect(path)
        if not self._is_whole():  # an unfinished one would count too few
            self.db.close()
            path.unlink()
            self.db = sqlite3.connect(path)
        self.db.executescript("PRAGMA mmap_size=268435456; PRAGMA cache_size=-64000;")
        if not self._is_whole():
            self._fill()

    def _is_whole(self) -> bool:
        return bool(self.db.execute("PRAGMA user_version").fetchone()[0])

    def _fill(self) -> None:
        self.db.executescript(
            """
            PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;
            CREATE VIRTUAL TABLE words USING fts5(
                headline, body, content='', tokenize="porter unicode61 remove_diacritics 2");
            CREATE TABLE article(
                id INTEGER PRIMARY KEY, year INT, month INT, day INT, publication INT,
                section TEXT, image INT);
            CREATE TABLE byline(article INT, author INT);
            """
        )
        for batch in documents.all_indexed():
            self.db.executemany(
                "INSERT INTO words(rowid, headline, body) VALUES (?, ?, ?)",
                [
                    (
                        article.id,
                        article.headline,
                        "\n".join((article.standfirst, article.body, *article.captions)),
                    )
                    for article in batch
                ],
            )
            self.db.executemany(
                "INSERT INTO article VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        article.id,
                        article.first_day and article.first_day.year,
                        article.first_day
                        and article.first_day.year * 100 + article.first_day.month,
                        article.first_day and article.first_day.toordinal(),
                        article.publication_id,
                        article.section_slug,
                        article.has_image,
                    )
                    for article in batch
                ],
            )
            self.db.executemany(
                "INSERT INTO byline VALUES (?, ?)",
                [(article.id, author) for article in batch for author in article.author_ids],
            )
        self.db.executescript(
            "CREATE INDEX of_article ON byline(article); ANALYZE; PRAGMA user_version=1;"
        )
        self.db.commit()

    def ids(self, query: str, limit: int = PAGE_SIZE) -> list[int]:
        return [
            row[0]
            for row in self.db.execute(
                "SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words) LIMIT ?",
                (_matching(query), limit),
            )
        ]

    def page(self, selection: Selection) -> int:
        """A page as a reader gets it: ids by rank, the total, and the six facets."""
        where, values = self._where(selection)
        order = f"SELECT id FROM words JOIN article ON id = words.rowid WHERE {where} "
        self.db.execute(f"{order} ORDER BY bm25(words) LIMIT 25", values).fetchall()
        self.db.execute("DROP TABLE IF EXISTS temp.found")
        self.db.execute(f"CREATE TEMP TABLE found AS {order}", values)
        total = int(self.db.execute("SELECT count(*) FROM found").fetchone()[0])
        for column in ("year", "month", "publication", "section", "image"):
            self.db.execute(
                f"SELECT {column}, count(*) AS n FROM found JOIN article USING (id) "
                "GROUP BY 1 ORDER BY n DESC LIMIT 30"
            ).fetchall()
        self.db.execute(
            "SELECT author, count(*) AS n FROM found JOIN byline ON article = id "
            "GROUP BY 1 ORDER BY n DESC LIMIT 30"
        ).fetchall()
        return total

    def _where(self, selection: Selection) -> tuple[str, list[object]]:
        parts = ["words MATCH ?"]
        values: list[object] = [_matching(selection.q)]
        if selection.authors:
            parts.append("id IN (SELECT article FROM byline WHERE author = ?)")
            values.append(selection.authors[0].id)
        if selection.since and selection.until:
            parts.append("day BETWEEN ? AND ?")
            values += [selection.since.first.toordinal(), selection.until.last.toordinal()]
        return " AND ".join(parts), values


def _matching(query: str) -> str:
    """All words, or the phrase, in FTS5's own quotes."""
    words = re.findall(r"\w+", query)
    if query.startswith('"'):
        return '"' + " ".join(words) + '"'
    return " ".join(f'"{word}"' for word in words)
