"""How long the server takes over an article's page: made anew, for another reader, and for one who
has it already; beside a bare view that shows nothing but the same article's text.

    python benchmarks/pages.py                   5,000 invented articles, made for it
    python benchmarks/pages.py --articles 100000
    DATA_DIR=… python benchmarks/pages.py        the archive there, which is only read

Milliseconds of the processor and, behind them, of the clock: the processor is what is left of it on
a machine that does nothing else. Each request passes the whole of Django, but no socket.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
#: Without an archive of one's own: a folder that goes when the run ends.
INVENTED = None if "DATA_DIR" in os.environ else tempfile.TemporaryDirectory()
if INVENTED is not None:
    os.environ["DATA_DIR"] = INVENTED.name

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.template import Context, Engine  # noqa: E402

from archive import search  # noqa: E402
from archive.models import Article  # noqa: E402
from archive.views.cache import pages  # noqa: E402
from benchmarks.search_parts import invented  # noqa: E402
from benchmarks.search_parts.reader import get  # noqa: E402

#: Articles asked for; each time all of them, so that nothing but the page's own cache is warm.
ASKED = 300
#: In milliseconds: the limits that the pages were made for.
LIMITS = {"made anew": 4.0, "304": 1.0}
PLAIN = Engine().from_string(
    "<h1>{{ a.headline }}</h1>{% for kind, t in b %}<p>{{ t }}</p>{% endfor %}"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--articles", type=int, default=5_000, metavar="N")
    if INVENTED is not None:
        invented.fill(parser.parse_args().articles)
        call_command("collectstatic", interactive=False, verbosity=0)
        search.heal()
    published = Article.objects.published().order_by("pk")
    paths = [one.get_absolute_url() for one in published[:ASKED]]
    for path in paths[:10]:
        get(path)
    anew = _timed(paths, _anew)
    _print("made anew", anew)
    _print("other reader", _timed(paths[:1] * ASKED, get))
    etag = get(paths[0])["ETag"]
    _print("304", _timed(paths[:1] * ASKED, lambda path: get(path, HTTP_IF_NONE_MATCH=etag)))
    plain = _timed(paths, _plain)
    _print("bare view", plain)
    print(f"ratio of p50   {_at(anew, 0.5)[0] / _at(plain, 0.5)[0]:.1f} (made anew to bare view)")


def _anew(path: str) -> None:
    pages.clear()
    get(path)


def _plain(path: str) -> None:
    article = Article.objects.select_related("body").get(path=path.strip("/"))
    PLAIN.render(Context({"a": article, "b": article.body.paragraphs}))


def _timed(paths: Sequence[str], call: Callable[[str], object]) -> list[tuple[float, float]]:
    """Milliseconds of processor and clock of each call."""
    spent = []
    for path in paths:
        worked, began = time.process_time(), time.perf_counter()
        call(path)
        spent.append(
            ((time.process_time() - worked) * 1_000, (time.perf_counter() - began) * 1_000)
        )
    return spent


def _at(spent: Sequence[tuple[float, float]], share: float) -> tuple[float, float]:
    worked, waited = zip(*spent, strict=True)
    return tuple(sorted(some)[int(len(spent) * share)] for some in (worked, waited))


def _print(name: str, spent: Sequence[tuple[float, float]]) -> None:
    (half, half_clock), (most, most_clock) = _at(spent, 0.5), _at(spent, 0.95)
    limit = f"   limit {LIMITS[name]} ms" if name in LIMITS else ""
    print(
        f"{name:14} p50 {half:6.2f} ms ({half_clock:6.2f})   "
        f"p95 {most:6.2f} ms ({most_clock:6.2f}){limit}"
    )


if __name__ == "__main__":
    main()
