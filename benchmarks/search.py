"""Measures how fast search is and how well it ranks, beside SQLite's full-text search.

    python benchmarks/search.py                     in an archive of invented articles
    DATA_DIR=… python benchmarks/search.py          in the archive there, which is only read
      --corpus FILE      fill the archive from JSON lines first, if it is empty
      --queries FILE     queries from lines of: words TAB author TAB from TAB to TAB kind
      --rebuild          measure a full rebuild of the index as well
      --fts5 FILE        keep SQLite's index there for further runs
      --processor        measure processor time, where the machine has other work

"Whole pages" are what a browser gets for an address, "search door" the results on them, "engine
alone" ids and counts. Machines are noisy: compare ratios within one run.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
#: Without DATA_DIR: a folder that is removed when the run ends.
INVENTED = None if "DATA_DIR" in os.environ else tempfile.TemporaryDirectory()
if INVENTED is not None:
    os.environ["DATA_DIR"] = INVENTED.name

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402

from archive import search  # noqa: E402
from archive.models import Article, Author  # noqa: E402
from archive.search.index import documents  # noqa: E402
from archive.selection import Named, Selection  # noqa: E402
from archive.text.dates import Days  # noqa: E402
from archive.views.search_help import help_with  # noqa: E402
from benchmarks.search_parts import corpus, invented, reader  # noqa: E402
from benchmarks.search_parts.fts5 import Fts5  # noqa: E402
from benchmarks.search_parts.queries import Archive, KnownItem, Query  # noqa: E402

#: Enough to compare, and made in half a minute.
INVENTED_ARTICLES = 5_000
#: A known item counts as found among the first so many.
FIRST = 10


def main() -> None:
    options = _options()
    if INVENTED is not None and options.corpus is None:
        count = options.articles or INVENTED_ARTICLES
        print(f"{count:,} invented articles")
        invented.fill(count)
        call_command("collectstatic", interactive=False, verbosity=0)
    elif options.corpus is not None:
        _fill(options.corpus, options.articles)
    if not Article.objects.published().exists():
        sys.exit("The archive is empty: import something first, or set DATA_DIR.")
    if options.rebuild:
        _rebuild()
    else:
        search.heal()
    archive = Archive()
    queries = _read(options.queries) if options.queries else archive.queries()
    door = _speed(queries)
    _help(queries)
    _size()
    with tempfile.TemporaryDirectory() as folder:
        plain = Fts5(options.fts5 or Path(folder) / "fts5.sqlite3")
        _beside(plain, queries, door)
        _known_items(archive.known_items(options.known), plain)


def _fill(path: Path, count: int | None) -> None:
    call_command("migrate", verbosity=0)
    if not Article.objects.exists():
        began = time.perf_counter()
        count = corpus.fill(path, count)
        print(f"filled         {count:,} articles in {time.perf_counter() - began:.0f} s")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--queries", type=Path)
    parser.add_argument("--known", type=int, default=1_000, help="articles asked for by memory")
    parser.add_argument("--articles", type=int, help="how many to invent, or to take of the corpus")
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--fts5", type=Path)
    parser.add_argument("--processor", action="store_true")
    parser.add_argument("--rebuild", action="store_true")
    return parser.parse_args()


def _read(path: Path) -> list[Query]:
    authors = {author.name: author for author in Author.objects.all()}
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        words, name, since, until, kind = line.split("\t")
        author = authors.get(name)
        found.append(
            Query(
                kind,
                Selection(
                    q=words,
                    authors=(Named(author.pk, author.slug, author.name),) if author else (),
                    since=Days.parse(since) if since else None,
                    until=Days.parse(until) if until else None,
                ),
            )
        )
    return found


def _rebuild() -> None:
    began, worked = time.perf_counter(), time.process_time()
    search.rebuild()
    seconds, worked = time.perf_counter() - began, time.process_time() - worked
    count = search.status().articles
    print(
        f"rebuild        {count:,} articles in {seconds:.1f} s, {count / seconds:,.0f} a second; "
        f"{worked:.1f} s of the processors"
    )


def _speed(queries: Sequence[Query]) -> list[float]:
    """Milliseconds of the search door, which gives what the FTS5 page gives."""
    engine = search.engine()
    for _ in range(2):  # what every page shows, and connections
        reader.get("/articles/")
    # A process that has just begun has read nothing of the index yet.
    _print("first pages", _timed(queries, lambda query: reader.get(_address(query))))
    pages = _timed(queries, lambda query: reader.get(_address(query)))
    _print("whole pages", pages)
    for kind in dict.fromkeys(query.kind for query in queries):
        _print(
            f"  {kind}",
            [spent for spent, query in zip(pages, queries, strict=True) if query.kind == kind],
        )
    door = _timed(queries, lambda query: search.search(query.selection))
    _print("search door", door)
    ranked = [query.selection.but(chosen_sort="relevance") for query in queries]
    _print("engine alone", _timed(ranked, lambda selection: engine.search(selection, 1, 25)))
    return door


def _address(query: Query) -> str:
    """The page's address in a browser."""
    return "/articles/" + query.selection.query()


def _beside(plain: Fts5, queries: Sequence[Query], door: Sequence[float]) -> None:
    alternative = _timed(queries, lambda query: plain.page(query.selection))
    _print("FTS5 pages", alternative)
    print(
        f"ratio of p95   {_at(alternative, 0.95) / _at(door, 0.95):.1f} (FTS5 to the search door)"
    )


def _help(queries: Sequence[Query]) -> None:
    prefixes = [query.selection.q.strip('"')[:length] for query in queries for length in (3, 5)]
    _print("suggestions", _timed(prefixes, search.suggest))
    articles = list(Article.objects.published().order_by("digest")[:100])
    _print("related", _timed(articles, search.related))


def _known_items(items: Sequence[KnownItem], plain: Fts5) -> None:
    ours = [_rank(_ids(item.words), item) for item in items]
    theirs = [_rank(plain.ids(item.words, FIRST), item) for item in items]
    print(
        f"known items    mean reciprocal rank at 10: {_mean(ours):.3f}, FTS5 {_mean(theirs):.3f}, "
        f"{100 * (_mean(ours) / max(_mean(theirs), 1e-9) - 1):+.1f}%"
    )
    found = [_rank(_helped(item.slipped), item) > 0 for item in items]
    print(f"  one slip     {100 * _mean(found):.1f}% among the first ten, also of spellings named")
    apart = [hit for hit, item in zip(found, items, strict=True) if hit or _others(item) < FIRST]
    print(
        f"  told apart   {100 * _mean(apart):.1f}% of the {len(apart):,} that fewer than {FIRST} "
        "others equal in headline and words"
    )


def _others(item: KnownItem) -> int:
    """How many other articles match as well and have every word of the headline in theirs: nobody
    can tell which one was meant."""
    headline = " ".join(f"title:{word}" for word in item.headline)
    return search.engine().count(Selection(q=f"{item.words} {headline}")) - 1


def _ids(query: str) -> Sequence[int]:
    return search.engine().search(Selection(q=query), 1, 25).ids[:FIRST]


def _helped(query: str) -> Sequence[int]:
    """What a reader finds who also follows the spellings that the page names."""
    selection = Selection(q=query)
    meant = help_with(selection, search.search(selection)).meant
    named = (meant, *meant.others) if meant else ()
    return [*_ids(query), *(id for other in named for id in _ids(other.query))]


def _rank(ids: Sequence[int], item: KnownItem) -> float:
    return 1 / (ids.index(item.article_id) + 1) if item.article_id in ids else 0.0


def _mean(values: Iterable[float]) -> float:
    values = list(values)
    return sum(values) / max(1, len(values))


def _size() -> None:
    letters = sum(
        len(text.encode("utf-8", "replace"))
        for batch in documents.all_indexed()
        for article in batch
        for text in (
            article.headline,
            article.standfirst,
            article.body,
            *article.captions,
            *article.credits,
        )
    )
    size = search.status().bytes
    print(f"index          {size:,} bytes, {100 * size / letters:.1f}% of the text")
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("RssAnon"):
            print(f"memory         {line.split()[1]} kB of this process alone")


def _timed(things: Sequence[object], call: Callable[..., object]) -> list[float]:
    """Milliseconds of each call."""
    clock, spent = _clock(), []
    for thing in things:
        began = clock()
        call(thing)
        spent.append((clock() - began) * 1_000)
    return spent


def _clock() -> Callable[[], float]:
    return time.process_time if "--processor" in sys.argv else time.perf_counter


def _at(spent: Sequence[float], share: float) -> float:
    ordered = sorted(spent)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def _print(name: str, spent: Sequence[float]) -> None:
    print(
        f"{name:14} p50 {_at(spent, 0.5):8.2f} ms   p95 {_at(spent, 0.95):8.2f} ms   "
        f"worst {max(spent):8.2f} ms   n {len(spent)}"
    )


if __name__ == "__main__":
    main()
