"""Lines with keys above a story in, the fields that they name out: "Title: …", "BYLINE: …".

Databases of newspapers and tools that save pages write such heads. Some name the headline and the
paper by their place only: below the date, or above everything.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from archive.record.content import AuthorContent
from archive.record.evidence import Span
from ingest.parsing.fields.bylines import opener_end, read_byline
from ingest.parsing.fields.whitespace import normalise
from ingest.parsing.text.lines import Block
from ingest.parsing.text.profile import Profile

#: The label of lines that a head's keys explain.
KEYED: Final = "keyed"

_KEYS_OF: Final = {
    "headline": "title headline titel überschrift titre título titulo titolo",
    "authors": "author authors author(s) byline by autor autoren auteur auteurs autore autori "
    "autores auteur(s)",
    "date": "date published published_date publication_date date_published datum "
    "veröffentlicht erscheinungsdatum date_de_publication fecha data",
    "publication": "source publication newspaper publication_title quelle zeitung fuente fonte "
    "bron journal",
    "section": "section rubrik ressort rubrique sección seccion sezione",
    "url": "url link document_url permalink",
    "": "length load-date language publication-type graphic word_count document_type subject "
    "dateline country keywords",
}
_KEYS: Final[Mapping[str, str]] = {
    key.replace("_", " "): name for name, keys in _KEYS_OF.items() for key in keys.split()
}
_KEY: Final = re.compile(r"([^\W\d_][^:\r\n]{1,24}?)[ \t\u00a0]*:[ \t\u00a0]+(?=\S)")
#: A head has so many keys at least, and so many fields of an article or keys of a database.
_LEAST: Final = 2
#: Keys that only databases of newspapers use: their heads have a headline without a key.
_OF_DATABASES: Final = frozenset(("length", "load-date", "publication-type", "byline", "section"))
#: A head is no longer, in blocks.
_LONGEST: Final = 30
#: Lines of such a head that are neither headline nor paper.
_ABOUT: Final = re.compile(
    r"(?:correction appended|copyright|©|\(c\)|(?:\w{1,12} ){0,2}edition\b|all rights reserved|"
    r"(?:document )?\d{1,4} of \d{1,4}\b|body\Z)",
    re.IGNORECASE,
)
_LONGEST_PAPER: Final = 8
_LEAST_HEADLINE: Final = 3
_LONGEST_NAME: Final = 6


@dataclass(frozen=True, slots=True)
class KeyedHead:
    """The lines of a head, for each field its block and the span of its value, and the key and the
    span of each value that no field has a place for."""

    lines: tuple[int, ...]
    fields: Mapping[str, tuple[int, Span]]
    further: tuple[tuple[str, Span], ...] = ()

    @property
    def headline(self) -> int:
        """The block of the headline; -1 without one."""
        return self.fields["headline"][0] if "headline" in self.fields else -1


def find_head(text: str, blocks: Sequence[Block], profiles: Sequence[Profile]) -> KeyedHead | None:
    """The head of keys above a story, if there is one."""
    fields: dict[str, tuple[int, Span]] = {}
    further: list[tuple[str, Span]] = []
    keys: dict[str, int] = {}
    for at, block in enumerate(blocks[:_LONGEST]):
        match = _KEY.match(text, *block.span) if ":" in block.text[:30] else None
        key = match[1].casefold() if match else ""
        if match and key in _KEYS and key not in keys:
            keys[key] = at
            value = (match.end(), block.span[1])
            if _KEYS[key] and _KEYS[key] not in fields:
                fields[_KEYS[key]] = (at, value)
            else:
                further.append((match[1], value))
        elif profiles[at].prose and profiles[at].words >= _PROSE:
            break
    from_database = len(_OF_DATABASES.intersection(keys)) >= _LEAST
    if len(fields) < _LEAST and not from_database:
        return None
    if not from_database and not fields.keys() & {"headline", "authors"}:
        return None
    lines = set(keys.values())
    if from_database and "headline" not in fields:
        lines.update(_by_place(blocks, profiles, min(lines), fields))
    return KeyedHead(tuple(sorted(lines)), fields, tuple(further))


_PROSE: Final = 14


def _by_place(
    blocks: Sequence[Block],
    profiles: Sequence[Profile],
    first: int,
    fields: dict[str, tuple[int, Span]],
) -> list[int]:
    """The lines above the first key, headline and paper among them: the paper stands above the
    date, the headline below it or above both."""
    dated = next((at for at in range(first) if _is_date(profiles[at])), -1)
    if dated < 1:
        return []
    others = [at for at in range(first) if at != dated and not _ABOUT.match(blocks[at].text)]
    below = [at for at in others if at > dated and profiles[at].words >= _LEAST_HEADLINE]
    above = [at for at in others if at < dated - 1 and profiles[at].words >= _LEAST_HEADLINE]
    if not below and not above:
        return []
    head = below[0] if below else above[0]
    fields["headline"] = (head, blocks[head].span)
    if dated - 1 in others and profiles[dated - 1].words <= _LONGEST_PAPER:
        fields.setdefault("publication", (dated - 1, blocks[dated - 1].span))
    return [at for at in range(first) if at != dated]


def _is_date(profile: Profile) -> bool:
    return bool(profile.dates) and profile.words <= 9 and not _ABOUT.match(profile.text)


# Values ------------------------------------------------------------------------------------------
#: "The Alder Gazette (London)".
_PLACE_OF_PAPER: Final = re.compile(r"\s*\([^()]{2,40}\)\Z")


def paper_at(text: str, span: Span) -> Span:
    """The span of a paper's name without the place behind it."""
    match = _PLACE_OF_PAPER.search(text[slice(*span)])
    return (span[0], span[0] + match.start()) if match and match.start() else span


def section_at(text: str, span: Span) -> Span:
    """The span of a section without the page: "NEWS; Pg. 3"."""
    name = text[slice(*span)].partition(";")[0].rstrip()
    return (span[0], span[0] + len(name)) if name else span


def authors_at(text: str, span: Span) -> list[tuple[AuthorContent, Span]]:
    """The authors that a key names: "Una Marr and Joss Quill", "Marr, Una; Quill, Joss"."""
    value = text[slice(*span)]
    listed = _last_names_first(value)
    if listed:
        return [(author, (span[0] + a, span[0] + b)) for author, (a, b) in listed]
    byline = read_byline(value, span[0])
    if byline is not None:
        return list(zip(byline.authors, byline.author_spans, strict=True))
    start = span[0] + opener_end(value)
    name = normalise(text[start : span[1]])
    if not name or name.count(" ") >= _LONGEST_NAME or not name[0].isalpha():
        return []
    return [(AuthorContent(name), (start, span[1]))]


_LISTED: Final = re.compile(r"[^;\s][^;]*")
_LAST_FIRST: Final = re.compile(r"([^\W\d_][^,;\d]{1,40}),\s*([^\W\d_][^,;\d]{0,30}?)\s*\Z")


def _last_names_first(value: str) -> list[tuple[AuthorContent, Span]]:
    """Authors as catalogues print them; [] where one is not printed so."""
    found = []
    for match in _LISTED.finditer(value):
        name = _LAST_FIRST.match(match[0])
        alone = ";" not in value
        if name is None or (alone and (" " in name[1] or " " in name[2])):
            return []
        printed = match[0].rstrip()
        author = AuthorContent(normalise(f"{name[2]} {name[1]}"), "person", normalise(printed))
        found.append((author, (match.start(), match.start() + len(printed))))
    return found


# Several articles --------------------------------------------------------------------------------
#: What stands once in the export of one article: "2 of 10 DOCUMENTS", "LENGTH: 98 words", "Title:
#: …" beside "Author: …".
_ONCE: Final = re.compile(
    r"(?P<number>(?:Document )?\d{1,4} of \d{1,4}(?: DOCUMENTS?)?\Z)"
    r"|(?P<length>L(?:ENGTH|ength): \d)|(?P<load>L(?:OAD-DATE|oad-Date): )"
    r"|(?P<end>End of Document\Z)|(?P<code>Document [A-Z]{2,8}\d{8}[0-9a-zA-Z]{6,16}\Z)"
    r"|(?P<title>(?:T(?:itle|ITLE|itel|itre|ítulo|itolo)|H(?:eadline|EADLINE)): )"
    r"|(?P<author>(?:A(?:uthors?|UTHORS?|utor|uteur|utore)|B(?:yline|YLINE)): )"
)
_FIRST_OF_ONCE: Final = frozenset("0123456789LEDTHAB")


def count_articles(blocks: Sequence[Block]) -> int:
    """How many articles a text seems to hold, by what databases print once for each."""
    found: Counter[str] = Counter()
    for _, text, _ in blocks:
        if text[0] in _FIRST_OF_ONCE:
            match = _ONCE.match(text)
            if match and match.lastgroup:
                found[match.lastgroup] += 1
    signed = min(found.pop("title", 0), found.pop("author", 0))
    return max(*found.values(), signed, 1) if found or signed else 1
