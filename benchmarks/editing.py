"""How long editors wait: two authors of 5,000 articles each joined and parted again, the history of
an article with 50 versions, and the list of doubtful records over a whole archive.

    python benchmarks/editing.py                         100,000 articles, made for it
    python benchmarks/editing.py --articles 1000000      as many as the figures speak of

Milliseconds of the clock and of the processor: the clock is what an editor feels, the processor is
what is left of it on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
FOLDER = tempfile.TemporaryDirectory()
os.environ["DATA_DIR"] = FOLDER.name

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402

from archive import store  # noqa: E402
from archive.models import Author, Byline, User  # noqa: E402
from archive.record.content import Content, ParagraphContent  # noqa: E402
from archive.record.evidence import SourceReading  # noqa: E402
from archive.record.incoming import Incoming, Source  # noqa: E402
from archive.store import load, merge  # noqa: E402

T = TypeVar("T")

#: Articles of each of the two authors, versions of the one article, and times each page is asked.
THEIRS = 5_000
VERSIONS = 50
TIMES = 15
#: The limits, in milliseconds.
LIMITS = {"join": 2_000, "history": 50, "doubtful": 100}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000, metavar="N")
    articles = max(2 * THEIRS, parser.parse_args().articles)
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    _fill(articles)
    print(f"{articles:,} articles, each with something doubtful; milliseconds, limit in brackets")
    editor = User.objects.create_superuser("editor")
    client = Client(SERVER_NAME="localhost")
    client.force_login(editor)
    _joining(editor)
    _pages(client, _rewritten(editor))


def _joining(editor: User) -> None:
    one, other = Author.objects.order_by("pk")
    move = _once("join two authors", lambda: merge.merge_authors(other, one, editor), "join")
    assert Byline.objects.filter(author=one).count() == 2 * THEIRS
    _once("take it back", lambda: merge.undo_author_move(move, editor), "join")
    assert Byline.objects.filter(author=one).count() == THEIRS


def _pages(client: Client, article: int) -> None:
    history = f"/admin/archive/article/{article}/history/"
    assert client.get(history).content.count(b'name="return"') == VERSIONS - 1
    _often(f"history of {VERSIONS} versions", lambda: client.get(history), "history")
    versions = f"/a/{article}/versions/"
    _often("the same for readers", lambda: client.get(versions), "history")
    doubtful = "/admin/archive/doubt/"
    assert client.get(doubtful).content.count(b'<th scope="row">') > 10
    _often("doubtful records", lambda: client.get(doubtful), "doubtful")
    _often("of one kind", lambda: client.get(f"{doubtful}?kind=2"), "doubtful")
    _often("far down", lambda: client.get(f"{doubtful}?after=300-1"), "doubtful")


# What is measured ---------------------------------------------------------------------------------


def _often(name: str, ask: Callable[[], object], limit: str) -> None:
    times = sorted(_timed(ask)[:2] for _ in range(TIMES))
    clock = statistics.median(wall for wall, _ in times)
    _say(name, clock, statistics.median(cpu for _, cpu in times), limit)


def _once(name: str, do: Callable[[], T], limit: str) -> T:
    clock, processor, result = _timed(do)
    _say(name, clock, processor, limit)
    return result


def _timed(do: Callable[[], T]) -> tuple[float, float, T]:
    clock, processor = time.perf_counter(), time.process_time()
    result = do()
    return 1e3 * (time.perf_counter() - clock), 1e3 * (time.process_time() - processor), result


def _say(name: str, clock: float, processor: float, limit: str) -> None:
    print(f"{name:26} {clock:8.1f}   processor {processor:8.1f}   ({LIMITS[limit]:,})")


# What is made -------------------------------------------------------------------------------------


def _fill(articles: int) -> None:
    """Rows as an import writes them, but for texts: no page that is asked here reads those."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_ARTICLES, [articles, bytes(32)])
        cursor.execute(_DOUBTS, [articles])
        for name in ("Mara Quill", "Mara J. Quill"):
            cursor.execute(
                "INSERT INTO archive_author (name, slug, kind) VALUES (%s, %s, 'person')",
                [name, name.lower().replace(" ", "-")],
            )
    for author, shift in zip(Author.objects.order_by("pk"), (0, THEIRS), strict=True):
        author.names.create(key=author.name.lower(), name=author.name)
        Byline.objects.bulk_create(
            [
                Byline(article_id=shift + number, author=author, order=0, printed=author.name)
                for number in range(1, THEIRS + 1)
            ],
            batch_size=1_000,
        )


_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s) SELECT"
_ARTICLES = f"""
INSERT INTO archive_article (id, headline, standfirst, opening, section, section_slug, url,
    language, words, images_count, first_day, last_day, path, state, state_reason, version,
    added_at, changed_at, digest)
{_NUMBERS} i, 'Harbour board weighs the tide, report ' || i, '', '', '', '', '', 'en', 450, 0,
    '2016-03-14', '2016-03-14', 'undated/report-' || i, 'published', '', 1,
    '2026-01-01 00:00:00+00:00', '2026-01-01 00:00:00+00:00', %s FROM n
"""
_DOUBTS = f"""
INSERT INTO archive_doubt (article_id, field, kind, weight, key)
{_NUMBERS} i, 'headline', 1 + i % 9, 1 + (i * 7919) % 1000, i FROM n
"""


def _rewritten(editor: User) -> int:
    """An article of so many versions; its number."""
    text = tuple(ParagraphContent(f"Paragraph {n}. " + "The tide rose. " * 20) for n in range(12))
    source = Source.of("report.txt", b"report", "utf-8", SourceReading(), "bench")
    with store.writing():
        [pk] = store.add([Incoming(Content(headline="Version 1", paragraphs=text), source)])
    for number in range(2, VERSIONS + 1):
        content = load.contents_of([pk])[pk].as_json() | {"headline": f"Version {number}"}
        changed = Content.from_json(content)
        store.correct(pk, changed, by=editor, why="Checked", version=number - 1)
    return pk


if __name__ == "__main__":
    main()
