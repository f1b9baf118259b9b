"""The shape of a corpus as its names and a few samples suggest it, with the reasons in words.

Cheap: names are listed, at most `SAMPLES` files are looked into, and nothing is guessed of a
corpus that has no texts or pages beside its tables. Only what most names fit is guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from itertools import islice
from typing import Final

from ingest.sources.archives import kind_by_name
from ingest.sources.no_article import by_name
from ingest.sources.shape import guess_sides
from ingest.sources.shape.apply import Only, Passes
from ingest.sources.shape.file_names import (
    day_at_start,
    day_inside,
    ending_of,
    is_paper,
    is_word,
    parted,
    prefix_of,
    stem_of,
)
from ingest.sources.shape.value import Role, Shape

#: Names that are looked at, in the order of the files.
MOST_NAMES: Final = 200_000
#: Bytes of an archive that has to be unpacked to be listed; a larger one is not looked into.
LISTED: Final = 32 * 2**20
#: Bytes of each file that is looked into, at most as many files as SAMPLES.
SAMPLE: Final = 2**20
SAMPLES: Final = 60

#: The share of names that has to fit.
FITS: Final = 0.8
#: Endings of files of one article, or of several; "" is none.
ARTICLES: Final = frozenset(
    "|.txt|.text|.html|.htm|.xhtml|.mhtml|.xml|.sgm|.sgml|.json|.jsonl|.ndjson|.md|.story|.eml"
    "|.rtf|.docx|.odt|.pdf|.epub|.nitf|.warc".split("|")
)
#: Those that hold one, as a rule.
_TEXTS: Final = frozenset(("", ".txt", ".text", ".html", ".htm", ".md"))
#: Most folders that are sections or papers, and the fewest files in each where there are many.
_MOST_FOLDERS: Final = 60
_MANY_FILES: Final = 12
_FILES_A_FOLDER: Final = 2
#: Letters before a number that stand for sections.
_PREFIXES: Final = {
    "bus": "business", "biz": "business", "eco": "economy", "econ": "economy",
    "ent": "entertainment", "cul": "culture", "edu": "education", "health": "health",
    "hea": "health", "hlt": "health", "hlth": "health", "pol": "politics", "sci": "science",
    "spo": "sport", "spor": "sport", "sport": "sport", "sports": "sport", "spt": "sport",
    "tch": "technology", "tec": "technology", "tech": "technology", "wld": "world",
    "world": "world", "loc": "local", "opi": "opinion", "celebr": "celebrities",
}  # fmt: skip


def guessed(passes: Passes) -> Shape:
    """The shape that the files suggest; one without reasons where they suggest none."""

    def sampled(wanted: Collection[str]) -> Mapping[str, bytes]:
        few = set(islice(wanted, SAMPLES))
        if not few:
            return {}
        found = passes(Only(few.__contains__, SAMPLE, LISTED))
        return {source.name: source.data for source in found if not source.problem}

    return guess(names_of(passes), sampled)


def names_of(passes: Passes) -> list[str]:
    """The names of the first MOST_NAMES files, without opening any."""
    names: list[str] = []

    def listed(name: str) -> bool:
        if len(names) < MOST_NAMES:
            names.append(name)
        return False

    for _ in passes(Only(listed, 0, LISTED)):
        if len(names) >= MOST_NAMES:
            break
    return names


def told_by_name(names: Iterable[str]) -> list[str]:
    """The files that are no archives, and by their names not set aside."""
    return [name for name in names if kind_by_name(name) is None and not by_name(name)]


def guess(names: Iterable[str], sampled: guess_sides.Sampled) -> Shape:
    """The shape that these names suggest; `sampled` gives the beginnings of files by name."""
    names = told_by_name(names)
    shape = guess_sides.guess(names, sampled, ARTICLES)
    sides = guess_sides.side_names(names, shape)
    articles = [name for name in names if name not in sides and ending_of(name) in ARTICLES]
    shape = _with_folders(shape, articles)
    return _with_file_names(shape, articles)


# Folders ------------------------------------------------------------------------------------------


def _with_folders(shape: Shape, articles: list[str]) -> Shape:
    """The shape with the folders that name sections or papers, where most files lie in such."""
    around = _around_all(articles)
    for level in (0, 1, 2):
        counts, others = _folders_at(level, articles)
        others += counts.pop(around, 0)
        if _are_names(counts, others, len(articles)):
            return _named(shape, level, counts, around)
    return shape


def _around_all(articles: list[str]) -> str:
    """The folder in which all files lie, which says nothing of one beside others; "" for none."""
    outermost = {
        next(iter(parted(folder)[1]), "")
        for folder in {name.rpartition("/")[0] for name in articles}
    }
    return outermost.pop() if len(outermost) == 1 else ""


def _folders_at(level: int, articles: list[str]) -> tuple[Counter[str], int]:
    """Files by the folder that is a word, the innermost at level 0; and how many lie in a folder
    of another name. A folder such as "texts" says nothing either way."""
    counts: Counter[str] = Counter()
    others = 0
    for folder, count in Counter(name.rpartition("/")[0] for name in articles).items():
        _, folders = parted(folder)
        words = [name for name in folders if is_word(name)]
        if level:
            words = [name for name in folders[level - 1 : level] if is_word(name)]
        if words:
            counts[words[-1]] += count
        elif not folders:
            others += count
    return counts, others


def _are_names(counts: Counter[str], others: int, total: int) -> bool:
    inside = sum(counts.values())
    if not 2 <= len(counts) <= _MOST_FOLDERS or inside < FITS * (inside + others):
        return False
    if total >= _MANY_FILES and inside < _FILES_A_FOLDER * len(counts):
        return False
    # Of two letters each they are languages or countries.
    return inside * 2 > total and any(len(name) > 2 for name in counts)


def _named(shape: Shape, level: int, counts: Counter[str], around: str) -> Shape:
    """The shape with these folders as sections, as papers, or some as each; that around all of them
    as nothing."""
    papers = [name for name in counts if is_paper(name)]
    sections = [name for name in counts if name not in papers]
    role: Role = "section" if sections else "publication"
    reasons = []
    if sections:
        reasons.append(f"folders are sections ({_listed(sections)})")
    if papers:
        said = "folders are publications" if not sections else "some are publications"
        reasons.append(f"{said} ({_listed(papers)})")
    roles: dict[str, Role] = dict.fromkeys(papers, "publication") if sections else {}
    if not level and is_word(around):
        roles[around] = "nothing"
    return replace(
        shape,
        folders=role,
        level=level,
        folder_roles=roles,
        reasons=(*shape.reasons, *reasons),
    )


def _listed(names: list[str], most: int = 5) -> str:
    names = sorted(names)
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


# Names of files -----------------------------------------------------------------------------------


def _with_file_names(shape: Shape, articles: list[str]) -> Shape:
    stems = [stem_of(name) for name in articles]
    # A number of few figures only counts the files.
    saying = [stem for stem in stems if not (stem.isdigit() and len(stem) < 7)]
    if not saying:
        return shape
    # The day in the name of one file with many records is when it was made.
    alone = len(articles) == 1 and ending_of(articles[0]) not in _TEXTS
    starts = [stem for stem in saying if day_at_start(stem)]
    if len(starts) >= FITS * len(saying) and _are_days(starts) and not alone:
        reasons = (*shape.reasons, "file names begin with a date")
        return replace(shape, file_names="{date}*", reasons=reasons)
    inside = [stem for stem in saying if day_inside(stem)]
    if len(inside) >= FITS * len(saying) and not alone:
        reasons = (*shape.reasons, "file names hold a date")
        return replace(shape, file_names="*{date}*", reasons=reasons)
    return _with_prefixes(shape, saying)


def _are_days(stems: list[str]) -> bool:
    """Whether names are dates and not numbers that look so: one of eight figures is not enough."""
    return len({day_at_start(stem) for stem in stems}) > 1 or day_inside(stems[0]) != ""


def _with_prefixes(shape: Shape, stems: list[str]) -> Shape:
    """The shape with the sections that letters before a number stand for: "spt012"."""
    counts = Counter(prefix for stem in stems if (prefix := prefix_of(stem)))
    known = {prefix: _PREFIXES[prefix] for prefix in sorted(counts) if prefix in _PREFIXES}
    if len(known) < 2 or sum(counts[prefix] for prefix in known) < FITS * len(stems):
        return shape
    said = ", ".join(f"{prefix}: {section}" for prefix, section in list(known.items())[:5])
    reasons = (*shape.reasons, f"file names begin with a section ({said})")
    return replace(shape, prefixes=known, reasons=reasons)
