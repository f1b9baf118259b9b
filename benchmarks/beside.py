"""How long pages and an editor's save take while an import runs, beside the same while none does.

    python benchmarks/beside.py [--articles N] [--files N]

An archive of N invented articles is served as `make run` serves it; one reader asks for lists,
searches and articles, one after another, and an editor saves an article twice a second: at first
with nothing else going on, then while a folder of files is imported as the admin imports it. Prints
milliseconds of the clock at the middle and at the slowest twentieth, their ratio (at most 2 is
wished for), and the longest save (at most 1,000 is). A machine with other work tells little.
"""

from __future__ import annotations

import argparse
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
PLACE = tempfile.TemporaryDirectory()
CORPUS = Path(PLACE.name) / "corpus"
os.environ |= {"DATA_DIR": f"{PLACE.name}/archive", "IMPORT_ROOT": PLACE.name, "SEEDS": "false"}

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402

from archive import search, store  # noqa: E402
from archive.models import Article  # noqa: E402
from archive.store import load  # noqa: E402
from benchmarks.imports import invent  # noqa: E402
from benchmarks.search_parts import invented  # noqa: E402
from ingest import jobs, pipeline  # noqa: E402
from ingest.models import Import  # noqa: E402

#: Pages asked for while nothing else goes on; of the first ones, caches are still cold.
QUIET_PAGES, WARM_UP = 300, 40
#: Seconds between two saves, and after which the import is no longer waited for.
SAVE_EVERY, LONGEST = 0.5, 300.0


@dataclass(slots=True)
class Waited:
    """Milliseconds of each page, by kind, and of each save."""

    pages: dict[str, list[float]] = field(default_factory=lambda: {"list": [], "article": []})
    saves: list[float] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--articles", type=int, default=5_000)
    parser.add_argument("--files", type=int, default=4_000)
    options = parser.parse_args()
    CORPUS.mkdir()
    invent(CORPUS, options.files)
    invented.fill(options.articles)
    call_command("migrate", verbosity=0)
    search.heal()
    paths = _paths()
    with _served() as address:
        _read(address, paths, _times(WARM_UP))
        alone = _read(address, paths, _times(QUIET_PAGES))
        importing = _begin()
        until = time.monotonic() + LONGEST
        began = time.perf_counter()
        beside = _read(address, paths, lambda: time.monotonic() < until and _goes_on(importing))
        spent = time.perf_counter() - began
    importing.refresh_from_db()
    print(f"{importing.position:,} files in {spent:.1f} s while pages were read")
    for kind in ("list", "article"):
        _tell(kind, alone.pages[kind], beside.pages[kind])
    _tell("save", alone.saves, beside.saves)
    longest = max(beside.saves, default=0.0)
    print(f"longest save   {longest:7.1f} ms beside the import   limit 1,000 ms")


def _paths() -> list[tuple[str, str]]:
    """(kind, address) of pages, in a mixed order that is the same each time."""
    rng = random.Random(1)
    articles = list(Article.objects.order_by("pk")[:400])
    lists = [f"/articles/?q={word}" for one in articles[:100] for word in one.headline.split()[:1]]
    lists += [f"/articles/?from={year}&to={year}" for year in range(2005, 2024)]
    lists += [f"/articles/?page={number}" for number in range(1, 40)]
    kinds = [("list", one) for one in lists]
    kinds += [("article", one.get_absolute_url()) for one in articles]
    rng.shuffle(kinds)
    return kinds


def _times(count: int) -> Callable[[], bool]:
    left = iter([True] * count)
    return lambda: next(left, False)


@contextmanager
def _served() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "serve"],
        env={**os.environ, "PORT": str(port), "LOG_LEVEL": "warning"},
        stdout=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + 60
        while True:
            try:
                _get(f"{address}/health/")
                break
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)
        # Its importer starts two seconds later.
        time.sleep(5)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=40)


def _read(address: str, paths: list[tuple[str, str]], go_on: Callable[[], bool]) -> Waited:
    """Ask for one page after another, and let the editor save meanwhile."""
    waited, stop = Waited(), threading.Event()
    editor = threading.Thread(target=_save, args=(waited, stop))
    editor.start()
    place = 0
    try:
        while go_on():
            kind, path = paths[place % len(paths)]
            place += 1
            began = time.perf_counter()
            _get(address + path)
            waited.pages[kind].append((time.perf_counter() - began) * 1_000)
            # A reader looks at a page before asking for the next.
            time.sleep(0.01)
    finally:
        stop.set()
        editor.join()
    return waited


def _get(address: str) -> None:
    with urllib.request.urlopen(address, timeout=60) as answer:
        answer.read()


def _save(waited: Waited, stop: threading.Event) -> None:
    pks = list(Article.objects.order_by("-pk").values_list("pk", flat=True)[:200])
    for number, pk in enumerate(pks * 10):
        if stop.wait(SAVE_EVERY):
            return
        [content] = load.contents_of([pk]).values()
        edited = replace(content, section=f"Desk {number}")
        version = Article.objects.get(pk=pk).version
        began = time.perf_counter()
        store.correct(pk, edited, by=None, why="", version=version)
        waited.saves.append((time.perf_counter() - began) * 1_000)


def _begin() -> Import:
    """The folder as the admin imports it, its preview passed over; once a worker is at it."""
    preview = Import.State.PREVIEW
    importing = pipeline.start(
        Import.Channel.FOLDER, "corpus", None, folder=str(CORPUS), state=preview
    )
    jobs.confirm(importing)
    until = time.monotonic() + 60
    while not Import.objects.filter(pk=importing.pk, position__gt=0).exists():
        if time.monotonic() > until:
            raise SystemExit("No worker took the import.")
        time.sleep(0.05)
    return importing


def _goes_on(importing: Import) -> bool:
    return Import.objects.filter(pk=importing.pk, state=Import.State.RUNNING).exists()


def _tell(kind: str, alone: list[float], beside: list[float]) -> None:
    if not alone or not beside:
        print(f"{kind:14} none")
        return
    figures = [(_at(alone, share), _at(beside, share)) for share in (0.5, 0.95)]
    words = (
        f"p{share} {one:7.1f} ms, beside the import {other:7.1f} ms, ratio {other / one:4.1f}"
        for share, (one, other) in zip((50, 95), figures, strict=True)
    )
    print(f"{kind:14} {'   '.join(words)}   ({len(alone)}, {len(beside)})")


def _at(waited: list[float], share: float) -> float:
    return sorted(waited)[int(len(waited) * share)]


if __name__ == "__main__":
    main()
