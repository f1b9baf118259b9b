"""A database with one table of articles and one of something else."""

import sqlite3

LACKS = ()


def write(stories):
    rows = [
        (s.headline, s.date, "; ".join(s.authors), s.publication, s.section, s.url,
         "\n\n".join(s.paragraphs))
        for s in stories
    ]  # fmt: skip
    return {
        "news.sqlite": database(
            "CREATE TABLE articles (title, date, authors, publication, section, url, text)",
            "CREATE TABLE counts (word, times)",
            rows=rows,
        )
    }


def database(*statements, rows=(), table="articles"):
    with sqlite3.connect(":memory:") as made:
        for statement in statements:
            made.execute(statement)
        for row in rows:
            made.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
        made.commit()
        return made.serialize()
