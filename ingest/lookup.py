"""Look up a batch of files in the archive: a fixed number of statements, no model objects.

Returns the articles that have the same bytes, record, URL or headline, or share sketch keys, with
what is needed to compare them.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Final, Protocol

from archive.db import statements
from archive.models import (
    Article,
    Body,
    Discarded,
    Imprint,
    Publication,
    Sketch,
    SourceText,
    TextSample,
)
from archive.text.shingles import Sample
from archive.text.slugs import key_of
from ingest.workers import Mark

#: Sketch keys that very many texts share are boilerplate: only the latest few articles of a key are
#: compared, and LINKED_MOST of other days, most shared keys first; enough to lead to all.
CANDIDATES: Final = 8
LINKED_MOST: Final = 3

#: Characters of a file's name that are kept, its last.
NAME_LENGTH: Final = 500

#: The key of a publication's name, and of headline and day.
Headline = tuple[str, int]


class Keys(Protocol):
    """What a record is recognised by."""

    @property
    def digest(self) -> bytes: ...
    @property
    def url(self) -> int | None: ...
    @property
    def headline(self) -> Headline | None: ...
    @property
    def sketch(self) -> tuple[int, ...]: ...
    @property
    def date(self) -> str: ...


@dataclass(slots=True)
class Known:
    by_sha: dict[bytes, int] = field(default_factory=dict)
    #: By the same, the name of the file, what was known of it, and whether its article shows it.
    as_read: dict[bytes, tuple[str, int | None, bool]] = field(default_factory=dict)
    discarded: set[bytes] = field(default_factory=set)
    by_digest: dict[bytes, int] = field(default_factory=dict)
    #: By the key of their addresses, the latest articles first.
    by_url: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_headline: dict[Headline, list[int]] = field(default_factory=lambda: defaultdict(list))
    #: By a key of their sketch, the latest articles first.
    by_key: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    #: The ISO day of articles in by_url, and of those in by_key if a file has the same.
    days: dict[int, str] = field(default_factory=dict)
    #: Headline and address of articles with a day, and of those in by_headline.
    named: dict[int, tuple[str, str]] = field(default_factory=dict)
    _paragraphs: dict[int, str] = field(default_factory=dict)
    _samples: dict[int, Sample] = field(default_factory=dict)
    _packed: dict[int, bytes] = field(default_factory=dict)

    def text(self, article_id: int) -> str:
        if article_id not in self._paragraphs:
            self.load_texts([article_id])
        packed = self._paragraphs.get(article_id)
        return "\n\n".join(text for _, text in json.loads(packed)) if packed else ""

    def sample(self, article_id: int) -> Sample:
        """The sample of its text for comparing similarity."""
        found = self._samples.get(article_id)
        if found is None:
            packed = self._packed.get(article_id)
            # Articles stored before samples existed have none.
            found = Sample.unpack(packed) if packed else Sample.of(self.text(article_id))
            self._samples[article_id] = found
        return found

    def sketched(self) -> list[int]:
        """The articles that share sketch keys with a file."""
        return list(set(chain.from_iterable(self.by_key.values())))

    def sharing(self, sketch: Iterable[int]) -> list[tuple[int, int]]:
        """(article id, shared keys) of the articles that share keys with a sketch, most shared keys
        first, then latest."""
        counts = Counter(pk for key in sketch for pk in self.by_key.get(key, ()))
        return counts.most_common(CANDIDATES)

    def load_texts(self, article_ids: Iterable[int]) -> None:
        rows = statements.select(Body, ("article", "paragraphs"), "article", article_ids)
        self._paragraphs.update(rows)

    def load_samples(self, article_ids: Iterable[int]) -> None:
        rows = statements.select(TextSample, ("article", "packed"), "article", article_ids)
        self._packed.update(rows)


def known_files(marks: Sequence[Mark]) -> set[Mark]:
    """Those of the files that an editor discarded, or whose bytes the archive has: under another
    name, or read with the same knowledge."""
    digests = [digest for digest, _, _ in marks]
    gone = {bytes(row[0]) for row in statements.select(Discarded, ("sha256",), "sha256", digests)}
    rows = statements.select(SourceText, ("sha256", "name", "known"), "sha256", digests)
    stored = {bytes(sha): (name, known) for sha, name, known in rows}
    found = set()
    for mark in marks:
        digest, name, known = mark
        if digest in gone:
            found.add(mark)
        elif digest in stored:
            their_name, theirs = stored[digest]
            if theirs == known or their_name != name[-NAME_LENGTH:]:
                found.add(mark)
    return found


def look_up(shas: Sequence[bytes], keys: Sequence[Keys]) -> Known:
    """What the archive has of files by their SHA-256 digests, and of the records in them."""
    known = Known()
    names = ("sha256", "article", "name", "known", "current")
    for sha, article_id, *as_read in statements.select(SourceText, names, "sha256", shas):
        known.by_sha[bytes(sha)] = article_id
        known.as_read[bytes(sha)] = (as_read[0], as_read[1], bool(as_read[2]))
    gone = statements.select(Discarded, ("sha256",), "sha256", shas)
    known.discarded.update(bytes(row[0]) for row in gone)
    # By id, so that of several the latest wins, every time.
    found = sorted(
        statements.select(Article, ("id", "digest"), "digest", [key.digest for key in keys])
    )
    known.by_digest.update((bytes(digest), pk) for pk, digest in found)
    _look_up_urls(known, [key.url for key in keys if key.url is not None])
    _look_up_headlines(known, [key.headline for key in keys if key.headline])
    days = {key.date for key in keys if len(key.date) == len("2017-06-04")}
    _look_up_sketches(known, [key.sketch for key in keys], days)
    if Imprint.objects.exists():
        _look_up_imprints(known, keys)
    known.load_texts({pk for found in known.by_headline.values() for pk in found})
    known.load_samples(_compared(known, keys))
    return known


def _look_up_urls(known: Known, urls: Sequence[int]) -> None:
    found = statements.select_last(Article, "url_key", urls, "id", CANDIDATES)
    for url, pk in sorted(found, reverse=True):
        known.by_url[url].append(pk)
    _look_up_days(known, statements.select(Article, _DAYS, "id", [pk for _, pk in found]))


#: What articles of a day are told apart by.
_DAYS: Final = ("id", "first_day", "last_day", "headline", "url")


def _look_up_days(known: Known, rows: Iterable[tuple[Any, ...]]) -> None:
    for pk, first, last, headline, url in rows:
        if first is not None and first == last:
            known.days[pk] = first.isoformat()
            known.named[pk] = headline, url


def _look_up_headlines(known: Known, headlines: Sequence[Headline]) -> None:
    wanted = set(headlines)
    names = ("id", "publication", "headline_key", "headline", "url")
    rows = sorted(statements.select(Article, names, "headline_key", [key for _, key in headlines]))
    papers = dict(
        statements.select(Publication, ("id", "name"), "id", {row[1] for row in rows} - {None})
    )
    for pk, publication_id, key, headline, url in rows:
        found = (key_of(papers.get(publication_id, "")), key)
        if found in wanted:
            known.by_headline[found].append(pk)
            known.named[pk] = headline, url


def _look_up_sketches(
    known: Known, sketches: Iterable[tuple[int, ...]], days: Collection[str]
) -> None:
    keys = list({key for sketch in sketches for key in sketch})
    found = statements.select_last(Sketch, "key", keys, "article", CANDIDATES)
    for key, article_id in sorted(found, reverse=True):
        known.by_key[key].append(article_id)
    # Only articles of the files' days are compared by day, and few are.
    among = ("first_day", days)
    _look_up_days(known, statements.select(Article, _DAYS, "id", known.sketched(), among=among))


def _look_up_imprints(known: Known, keys: Sequence[Keys]) -> None:
    """Recognise corrected articles by what their sources say too: the same record must not become a
    second article because an editor corrected its date."""
    wanted = (
        ("digest", [key.digest for key in keys]),
        ("url_key", [key.url for key in keys if key.url is not None]),
        ("headline_key", [key.headline[1] for key in keys if key.headline]),
    )
    names = ("article", "digest", "url_key", "publication", "headline_key")
    rows = {
        row for name, values in wanted for row in statements.select(Imprint, names, name, values)
    }
    for article_id, digest, url, publication, headline_key in sorted(rows, key=lambda row: row[0]):
        known.by_digest.setdefault(bytes(digest), article_id)
        if url is not None and article_id not in known.by_url[url]:
            known.by_url[url].append(article_id)
        if headline_key is not None:
            headline = (key_of(publication), headline_key)
            if article_id not in known.by_headline[headline]:
                known.by_headline[headline].append(article_id)
    compared = {*known.sketched(), *chain.from_iterable(known.by_url.values())}
    known.days.update(statements.select(Imprint, ("article", "day"), "article", compared))


def _compared(known: Known, keys: Iterable[Keys]) -> set[int]:
    """The articles whose samples the files may be compared with."""
    wanted = set()
    for key in keys:
        for place, (pk, _) in enumerate(known.sharing(key.sketch)):
            if place < LINKED_MOST or known.days.get(pk) == key.date:
                wanted.add(pk)
    return wanted
