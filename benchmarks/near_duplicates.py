"""How many near-duplicates an import finds, and how many of those it links are none.

    python benchmarks/near_duplicates.py [FOLDER] [--articles N]

Reads N articles of FOLDER (any files that the parser reads; default: invented ones) and makes of
each a twin as other papers print it: cut, reworded, under another headline and credit, with an
agency's prefix and a local paragraph. Originals and twins are imported, on other days and in other
papers, and what the archive links is held against what was made: recall by kind, precision over
all links. An unmade link is a false one unless its texts do share half of the shorter one's
shingles. How near the nearest strangers of one subject are is said too.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import os
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

if TYPE_CHECKING:
    from archive.record.content import Content

#: Shorter texts are notices: a twin of them is hardly told from a namesake by anyone.
WORDS_LEAST = 80
#: An unmade link is right where the texts share so much of the shorter one.
RIGHT = 0.5


def texts_of(content: Content) -> list[str]:
    return [one.text for one in content.paragraphs]


def cut(texts: list[str], part: float) -> list[str]:
    """The first paragraphs, so many words of them as make this part; papers cut from the end."""
    left = part * sum(len(text.split()) for text in texts)
    kept = []
    for text in texts:
        words = text.split()
        kept.append(" ".join(words[: max(1, round(left))]) if len(words) > left else text)
        left -= len(words)
        if left <= 0:
            break
    return kept


def reworded(texts: list[str], every: int, rng: random.Random) -> list[str]:
    """Each so-many-th word is another one, as a rewrite desk leaves it."""
    others = [word for text in texts for word in text.split()]
    return [
        " ".join(rng.choice(others) if rng.randrange(every) == 0 else word for word in text.split())
        for text in texts
    ]


def local(texts: list[str], rng: random.Random) -> list[str]:
    """An agency's dateline before it, a paragraph of the paper's own in the middle, one behind."""
    words = [word for text in texts for word in text.split()]
    own = " ".join(rng.sample(words, min(len(words), 40)))
    middle = len(texts) // 2
    return [
        f"SALTBY (Alder Press) - {texts[0]}", *texts[1:middle], own, *texts[middle:],
        "Reporting by Alder Press; additional reporting by our own staff.",
    ]  # fmt: skip


KINDS: dict[str, Callable[[list[str], random.Random], list[str]]] = {
    "other headline and credit": lambda texts, rng: texts,
    "agency prefix, local paragraph": local,
    "cut to two thirds": lambda texts, rng: cut(texts, 0.67),
    "cut to a half": lambda texts, rng: cut(texts, 0.5),
    "cut to a third": lambda texts, rng: cut(texts, 0.33),
    "one word in forty changed": lambda texts, rng: reworded(texts, 40, rng),
    "one word in twenty changed": lambda texts, rng: reworded(texts, 20, rng),
    "two papers cut one agency copy": lambda texts, rng: cut(local(texts, rng), 0.75),
}


def twin(original: Content, kind: str, rng: random.Random) -> Content:
    from archive.record.content import AuthorContent, ParagraphContent

    day = dt.date.fromisoformat(original.date) + dt.timedelta(days=rng.randrange(1, 3))
    texts = KINDS[kind](texts_of(original), rng)
    return replace(
        original,
        headline=" ".join(rng.sample(original.text.split(), 6)),
        date=day.isoformat(),
        publication=f"Paper {rng.randrange(20)}",
        url="",
        authors=(AuthorContent("Alder Press", "agency", "Alder Press"),),
        paragraphs=tuple(ParagraphContent(text) for text in texts),
    )


def originals(folder: Path, most: int) -> list[Content]:
    """Dated articles long enough, each text once, in an order by chance that is always the same."""
    from django.conf import settings

    from ingest import sources
    from ingest.sources.archives import Limits
    from ingest.workers import read_all

    found: dict[str, Content] = {}
    files = sources.read_paths([folder], limits=Limits.of(settings))
    for number, file in enumerate(read_all(files, os.cpu_count() or 1)):
        content = file.content
        if content is not None and content.word_count >= WORDS_LEAST:
            day = dt.date(2001, 1, 1) + dt.timedelta(days=number * 7 % 7_000)
            dated = replace(content, date=day.isoformat(), publication="Origin", url="")
            found.setdefault(content.text, dated)
        if len(found) >= 4 * most:
            break
    chosen = list(found.values())
    random.Random(7).shuffle(chosen)
    return chosen[:most]


def imported(contents: list[Content]) -> list[int]:
    """Store them as an import does; the article of each."""
    from archive.record.evidence import SourceReading
    from archive.store.rows import sketch_of
    from ingest import pipeline
    from ingest.models import Import
    from ingest.read_file import ReadFile

    importing = pipeline.start(Import.Channel.COMMAND, "near-duplicates", None)
    articles = []
    nothing = SourceReading({}).pack()
    for start in range(0, len(contents), pipeline.BATCH):
        files = []
        for content in contents[start : start + pipeline.BATCH]:
            sha = hashlib.sha256(content.digest).digest()
            sketch = sketch_of(content)
            files.append(ReadFile("x.txt", 0, sha, b"", "utf-8", content, *sketch, nothing))
        for planned in pipeline.store_batch(importing, files):
            assert planned.target is not None
            assert planned.target.article_id is not None
            articles.append(planned.target.article_id)
    return articles


def nearest_share(contents: list[Content]) -> Iterator[float]:
    """Of each article the share it has with that of the others which has most of its rarer words:
    how near the nearest strangers are."""
    from archive.text import shingles

    words = [set(content.text.casefold().split()) for content in contents]
    frequency = Counter(word for one in words for word in one)
    having: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(words):
        for word in one:
            if 1 < frequency[word] <= len(contents) // 20 + 2:
                having[word].append(place)
    for place, one in enumerate(words):
        near = Counter(other for word in one for other in having[word] if other != place)
        for other, _ in near.most_common(1):
            ours = shingles.shingles(contents[place].text)
            yield shingles.share(ours, shingles.shingles(contents[other].text))


def measure(folder: Path, most: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from archive.models import Likeness
    from archive.text import shingles

    call_command("migrate", verbosity=0)
    rng = random.Random(20)
    first = originals(folder, most)
    if len(first) < 20:
        sys.exit(f"{folder} has {len(first)} articles of {WORDS_LEAST} words; 20 are needed.")
    kinds = [list(KINDS)[number % len(KINDS)] for number in range(len(first))]
    second = [twin(one, kind, rng) for one, kind in zip(first, kinds, strict=True)]
    started = time.process_time()
    ids = imported(first)
    twin_ids = imported(second)
    took = (time.process_time() - started) / (2 * len(first))
    contents: dict[int, Content] = dict(zip([*ids, *twin_ids], [*first, *second], strict=True))
    links = {frozenset(pair) for pair in Likeness.objects.values_list("article", "other")}
    pairs = zip(ids, twin_ids, strict=True)
    made = {frozenset(pair): kind for pair, kind in zip(pairs, kinds, strict=True)}

    def alike(pair: frozenset[int]) -> bool:
        one, other = (shingles.shingles(contents[pk].text) for pk in pair)
        return len(one & other) >= RIGHT * min(len(one), len(other))

    wrong = [pair for pair in links if pair not in made and not alike(pair)]
    print(f"{len(first):,} originals and as many twins; {took * 1e3:.2f} ms of CPU to store one")
    for kind in KINDS:
        of_kind = [pair for pair, one in made.items() if one == kind]
        report(kind, sum(pair in links for pair in of_kind), len(of_kind))
    report("recall, all", sum(pair in links for pair in made), len(made))
    report("precision, all links", len(links) - len(wrong), len(links))
    near = sorted(nearest_share(first))
    print(f"nearest strangers share {near[len(near) // 2]:.3f} of a text (median), "
          f"{near[int(len(near) * 0.99)]:.2f} (99 of 100)")  # fmt: skip


def report(what: str, found: int, of: int) -> None:
    print(f"  {what:34}{found:6,} of {of:6,}  {found / max(1, of):.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--articles", type=int, default=800)
    options: Any = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        os.environ["DATA_DIR"] = place
        folder = options.folder
        if folder is None:
            from benchmarks.imports import invent

            folder = Path(place) / "corpus"
            folder.mkdir()
            invent(folder, options.articles)
        measure(folder, options.articles)


if __name__ == "__main__":
    main()
