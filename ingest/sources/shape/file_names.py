"""What folders and names of files say: words, days, sections. Pure; names only."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from archive.text.dates import Days, NotADate
from ingest.parsing.fields.found_dates import tomorrow
from ingest.sources.archives import kind_by_name

#: Folders that say how a corpus was made or kept, not what is in it.
NEUTRAL: Final = frozenset(
    """article articles archive archives batch body bodies chunk clean cleaned collection content
    contents corpora corpus csv data dataset datasets dev dir doc docs document documents download
    downloads eval export exports fake false file files final folder full fulltext group headline
    headlines html images img input issue issues item items json jsonl label labels legit meta
    metadata misc neg news new old original output page pages part parts pdf plain pos processed
    raw real record records resource resources sample samples satire script scripts set src
    sources split stories story target temp test tests text texts title titles tmp train training
    true txt unsorted upload uploads val valid validation vol volume xml""".split()
)
_MONTHS: Final = frozenset(
    """january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec""".split()
)
#: Words in the names of papers.
_PAPER_WORDS: Final = frozenset(
    """advertiser allgemeine bee blatt bulletin chronicle courant courier daily dispatch echo
    examiner express gazette gazeta gazzetta globe guardian herald independent inquirer journal
    kurier ledger mail mercury mirror monitor news nachrichten observer observateur post press
    presse record register reporter review sentinel standard star sun telegraph times tribune
    tribuna weekly zeitung""".split()
)
_WORDS: Final = re.compile(r"[^\W\d_]+")
_CAMEL: Final = re.compile(r"[a-z][A-Z]")
_DOMAIN: Final = re.compile(r"(?:[a-z0-9-]{1,40}\.){1,4}[a-z]{2,3}", re.IGNORECASE)
#: "1946-01-04", "19460104", "1946_01_04"; not in a longer number.
_DATE: Final = r"(?<!\d)(?:1[5-9]|20)\d\d([-_.]?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])(?!\d)"
_BEGINS: Final = re.compile(_DATE)
_DATE_PART: Final = (
    r"(?P<date>(?<!\d)(?:1[5-9]|20)\d\d(?P<between>[-_.]?)(?:0[1-9]|1[0-2])(?P=between)"
    r"(?:0[1-9]|[12]\d|3[01])(?!\d))"
)
_PREFIX: Final = re.compile(r"([^\W\d_]{2,12})[-_ ]?\d{1,9}")
#: What a pattern for names of files may name.
PARTS: Final = ("date", "section", "publication", "author", "headline", "language", "number")
#: Parts of any length in one pattern: more would take long to match.
_OPEN: Final = 4
_PART: Final = re.compile(r"\{([^{}]*)\}|\*")
#: Characters of a name that are looked at.
_LONGEST: Final = 200


class BadPattern(ValueError):
    """The message is a sentence."""


@lru_cache(maxsize=4096)
def parted(folder: str) -> tuple[str, tuple[str, ...]]:
    """Of a folder's path what lies in archives ("a.zip/"), and the folders inside."""
    folders = folder.split("/") if folder else []
    inside = 0
    for place, name in enumerate(folders, 1):
        if kind_by_name(name) is not None:
            inside = place
    outer = "/".join(folders[:inside])
    return (f"{outer}/" if outer else ""), tuple(folders[inside:])


def inner(name: str) -> tuple[str, str]:
    """The archives around a file ("a.zip/"), and its path inside them."""
    outer, _ = parted(name.rpartition("/")[0])
    return outer, name[len(outer) :]


def stem_of(path: str) -> str:
    """ "0001" of "texts/0001.txt"."""
    last = path.rpartition("/")[2]
    stem, dot, _ = last.rpartition(".")
    return stem if dot and stem else last


def ending_of(path: str) -> str:
    """ ".txt" of "texts/0001.txt", "" where there is none."""
    last = path.rpartition("/")[2]
    stem, dot, ending = last.rpartition(".")
    return f"{dot}{ending}".casefold() if stem else ""


@lru_cache(maxsize=4096)
def is_word(folder: str) -> bool:
    """Whether a folder's name is one that people gave: no number, date, code or technical word."""
    if not 2 <= len(folder) <= 60 or _CAMEL.search(folder):
        return False
    words = _WORDS.findall(folder.casefold())
    letters = sum(map(len, words))
    if letters < 0.6 * len(folder) or max(map(len, words)) < 2:
        return False
    return not all(word in NEUTRAL or word in _MONTHS or len(word) == 1 for word in words)


@lru_cache(maxsize=4096)
def is_paper(folder: str) -> bool:
    """Whether a folder is called as a paper is: "The Alder Courier", "aldercourier.example"."""
    if _DOMAIN.fullmatch(folder) and not folder.replace(".", "").isdigit():
        return True
    words = _WORDS.findall(folder.casefold())
    return len(words) > 1 and any(word in _PAPER_WORDS for word in words)


def day_at_start(stem: str) -> str:
    """The ISO day that a name begins with, or ""."""
    found = _BEGINS.match(stem)
    return _iso(found[0]) if found else ""


def day_inside(stem: str) -> str:
    """The ISO day that stands in a name with signs between its parts, or ""."""
    found = _BEGINS.search(stem)
    return _iso(found[0]) if found and found[1] else ""


def _iso(text: str) -> str:
    figures = "".join(letter for letter in text if letter.isdigit())
    iso = f"{figures[:4]}-{figures[4:6]}-{figures[6:]}"
    try:
        return iso if Days.parse(iso).iso == iso and iso <= tomorrow() else ""
    except NotADate:
        return ""


def prefix_of(stem: str) -> str:
    """ "spt" of "spt012", or ""."""
    found = _PREFIX.fullmatch(stem)
    return found[1].casefold() if found else ""


@lru_cache(maxsize=64)
def compiled(pattern: str) -> re.Pattern[str]:
    """The pattern of a file's name without its ending: "{date}_{section}_*"; raises BadPattern."""
    parts, at, open_parts, seen = [], 0, 0, set()
    for part in _PART.finditer(pattern):
        parts.append(re.escape(pattern[at : part.start()]))
        at, name = part.end(), part[1]
        if name is not None and (name not in PARTS or name in seen):
            raise BadPattern(f"It may have each of {', '.join(PARTS)} once in braces, and *.")
        seen.add(name)
        if name == "date":
            parts.append(_DATE_PART)
        elif name == "number":
            parts.append(r"\d{1,12}")
        else:
            open_parts += 1
            parts.append(f"(?P<{name}>[^/]+?)" if name else "[^/]*?")
    if open_parts > _OPEN:
        raise BadPattern(f"It may have {_OPEN} parts of any length.")
    return re.compile("".join(parts) + re.escape(pattern[at:]))


def said_by(pattern: str, stem: str) -> dict[str, str]:
    """What a file's name says by this pattern; nothing where it does not fit."""
    found = compiled(pattern).fullmatch(stem[:_LONGEST])
    if not found:
        return {}
    said = {name: value for name, value in found.groupdict().items() if name != "between"}
    if "date" in said:
        said["date"] = _iso(said["date"])
    return {name: _spaced(name, value) for name, value in said.items() if value}


def _spaced(name: str, value: str) -> str:
    if name in ("date", "language"):
        return value
    return " ".join(value.replace("_", " ").replace("-", " ").split())
