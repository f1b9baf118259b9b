"""How many files a second an import takes in, and takes in again, beside a plain alternative.

    python benchmarks/imports.py [PATH] [--files N]

Imports PATH (a folder or a file of JSON lines; default: N invented files, laid out as scraped pages
are) into an archive made for it: parsed, saved and indexed; then once more. The plain alternative
inserts the records, parsed already, into one SQLite table with full-text search, as `sqlite-utils
insert` and `enable-fts` do. Prints files a second, in the first and last tenth too, the ratio to
the alternative, the processor's time, and the private memory of all processes at its highest.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from itertools import islice
from pathlib import Path

#: The plain alternative takes so many records: its rate hardly changes, and they are in memory.
PLAIN_MOST = 20_000
#: Seconds; a shorter import has tenths that no clock tells apart.
TENTHS_FROM = 10.0
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")


def invent(folder: Path, count: int) -> None:
    """Files with a date line, a headline, a caption, a glued byline, paragraphs and a footer."""
    import django

    django.setup()
    from benchmarks.search_parts.invented import _Language

    language = _Language()
    names = [language.name() for _ in range(300)]
    for number in range(count):
        headline, paragraphs = language.article()
        day = dt.date(2005, 1, 1) + dt.timedelta(days=language.rng.randrange(7_000))
        name = language.rng.choice(names)
        caption = " ".join(language.some(12)).capitalize()
        text = (
            f" date {day} Skip to content\n\n{headline}\n\n"
            f"{caption}. (Photo by {language.rng.choice(names)}/Alder Press)\n\n"
            f"by {name}{day.day} {day:%b %Y}{language.rng.randrange(900)}\n\n"
            + "\n\n".join(paragraphs)
            + f"\n\nFollow {name} on Twitter.\n"
        )
        place = folder / f"{number // 1000:04}"
        place.mkdir(exist_ok=True)
        (place / f"{number:07}.txt").write_text(text, encoding="utf-8")


def manage(data_dir: str, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *words],
        env={**os.environ, "DATA_DIR": data_dir},
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout


class Watch(threading.Thread):
    """Twice a second: the sum of RssAnon of this process's descendants in MB, of which the highest
    is kept, and how many files of the latest import are in."""

    def __init__(self, data_dir: str) -> None:
        super().__init__(daemon=True)
        self.highest = 0.0
        self.positions: list[tuple[float, int]] = []
        self.done = threading.Event()
        self._database = f"file:{data_dir}/db.sqlite3?mode=ro"

    def run(self) -> None:
        database = sqlite3.connect(self._database, uri=True)
        query = "SELECT position FROM ingest_import ORDER BY id DESC LIMIT 1"
        while not self.done.wait(0.5):
            self.highest = max(self.highest, sum(map(_private, _descendants(os.getpid()))))
            for (position,) in database.execute(query):
                # Before the first ones are in, programs start.
                if position:
                    self.positions.append((time.perf_counter(), position))

    def rate(self, start: float, end: float) -> float:
        """Files a second between two shares of the import, from the first look that saw some."""
        first, whole = self.positions[0][1], self.positions[-1][1]
        counts = [first + share * (whole - first) for share in (start, end)]
        at = [self._reached(count) for count in counts]
        return (counts[1] - counts[0]) / max(0.001, at[1] - at[0])

    def _reached(self, count: float) -> float:
        """When so many were in, between two looks."""
        before = self.positions[0]
        for when, position in self.positions:
            if position >= count:
                part = (count - before[1]) / max(1, position - before[1])
                return before[0] + part * (when - before[0])
            before = (when, position)
        return before[0]


def _descendants(pid: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found, waiting = [], [pid]
    while waiting:
        below = children.get(waiting.pop(), [])
        found += below
        waiting += below
    return found


def _private(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(one.split()[1]) / 1024 for one in lines if one.startswith("RssAnon")), 0.0)


def parsed(path: Path, data_dir: str) -> list[tuple[str, ...]]:
    """The records of the first files."""
    command = [sys.executable, str(ROOT / "manage.py"), "parse", str(path), "--jsonl"]
    env = {**os.environ, "DATA_DIR": data_dir}
    records = []
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in islice(process.stdout, PLAIN_MOST):
            one = json.loads(line)
            text = "\n\n".join(one["paragraphs"])
            records.append((one["name"], one["headline"], one["date"], str(one["authors"]), text))
        process.kill()
    return records


def plain(records: list[tuple[str, ...]], data_dir: str) -> float:
    """Records a second into one table with FTS5, and nothing else."""
    database = sqlite3.connect(Path(data_dir) / "plain.sqlite3")
    started = time.perf_counter()
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("CREATE TABLE articles (name, headline, date, authors, text)")
    database.execute(
        "CREATE VIRTUAL TABLE found USING fts5 (headline, text, content=articles, tokenize=porter)"
    )
    for start in range(0, len(records), 200):
        with database:
            database.executemany(
                "INSERT INTO articles VALUES (?, ?, ?, ?, ?)", records[start : start + 200]
            )
    with database:
        database.execute("INSERT INTO found (found) VALUES ('rebuild')")
    return len(records) / (time.perf_counter() - started)


def measured(what: str, path: Path, data_dir: str) -> float:
    """Import and tell of it; files a second."""
    watch = Watch(data_dir)
    watch.start()
    before = os.times()
    out = manage(data_dir, "import_articles", str(path), "--json", "--summary")
    after = os.times()
    watch.done.set()
    watch.join()
    result = json.loads(out.splitlines()[-1])
    count = sum(value for name, value in result.items() if name != "seconds")
    rate: float = count / result["seconds"]
    spent = sum(after[2:4]) - sum(before[2:4])
    print(f"{what}: {count:,} files in {result['seconds']:.1f} s, {rate:,.0f} a second")
    print(
        f"  processor's time of all processes, start included: {1e3 * spent / count:.2f} ms a file"
    )
    if watch.positions and result["seconds"] > TENTHS_FROM:
        first, last = watch.rate(0, 0.1), watch.rate(0.9, 1)
        print(f"  first tenth {first:,.0f} a second, last tenth {last:,.0f}: {last / first:.0%}")
    print(f"  private memory of all processes, highest: {watch.highest:,.0f} MB")
    return rate


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("path", nargs="?", type=Path)
    parser.add_argument("--files", type=int, default=3000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        os.environ["DATA_DIR"] = place
        path = options.path
        if path is None:
            path = Path(place) / "corpus"
            path.mkdir()
            invent(path, options.files)
        data_dir = str(Path(place) / "archive")
        manage(data_dir, "migrate", "-v0")
        rates = [measured(what, path, data_dir) for what in ("import", "import again")]
        other = plain(parsed(path, data_dir), data_dir)
        print(f"plain alternative (parsed already): {other:,.0f} a second")
        print(f"ratio of times, import to plain: {other / rates[0]:.1f}")


if __name__ == "__main__":
    main()
