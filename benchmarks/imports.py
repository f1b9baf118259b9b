"""How many files a second an import takes in, and takes in again, beside a plain alternative.

    python benchmarks/imports.py [FOLDER] [--files N]

Imports FOLDER (default: N invented files, laid out as scraped pages are) into an archive made for
it: parsed, saved and indexed; then once more. The plain alternative inserts the records, parsed
already, into one SQLite table with full-text search. Prints files a second, the ratio to the
alternative, and the private memory of all processes at its highest.
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
from pathlib import Path

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


class Memory(threading.Thread):
    """The highest sum of RssAnon of this process's descendants, in MB."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.highest = 0.0
        self.done = threading.Event()

    def run(self) -> None:
        while not self.done.wait(0.5):
            self.highest = max(self.highest, sum(map(_private, _descendants(os.getpid()))))


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


def plain(folder: Path, data_dir: str) -> float:
    """Seconds to insert the parsed records into one table with FTS5, and nothing else."""
    records = []
    for line in manage(data_dir, "parse", str(folder), "--jsonl").splitlines():
        record = json.loads(line)
        text = "\n\n".join(record["paragraphs"])
        records.append(
            (record["name"], record["headline"], record["date"], str(record["authors"]), text)
        )
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
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--files", type=int, default=3000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        os.environ["DATA_DIR"] = place
        folder = options.folder
        if folder is None:
            folder = Path(place) / "corpus"
            folder.mkdir()
            invent(folder, options.files)
        data_dir = str(Path(place) / "archive")
        manage(data_dir, "migrate", "-v0")
        memory = Memory()
        memory.start()
        for what in ("import", "import again"):
            out = manage(data_dir, "import_articles", str(folder), "--json", "--summary")
            result = json.loads(out.splitlines()[-1])
            count = sum(value for name, value in result.items() if name != "seconds")
            rate = count / result["seconds"]
            print(f"{what}: {count:,} files in {result['seconds']:.1f} s, {rate:,.0f} a second")
            if what == "import":
                first = result["seconds"]
        memory.done.set()
        seconds = plain(folder, data_dir)
        print(f"plain alternative (parsed already): {count / seconds:,.0f} a second")
        print(f"ratio of times, import to plain: {first / seconds:.1f}")
        print(f"private memory of all processes, highest: {memory.highest:,.0f} MB")


if __name__ == "__main__":
    main()
