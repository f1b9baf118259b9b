"""Plan an import: compare each read file with the archive. Computes, never writes.

The rules of identity, first that fits:
    aside      it is probably no article, and nobody said to take it in after all
    same       the bytes are known, under any name; where folders, tables or a map say something
               else of the same file than before, it is compared as a version of its article
    duplicate  other bytes, an equal record; with other further fields it is a change
    changed    the same URL, if it is one story's; or the same publication, day and headline, and
               texts that share SHARE_WITH_HEADLINE of their shingles; or the same day and
               SHARE_ALONE of them, unless address and headline say that they are two stories, or
               the text is short or that of SEVERAL stories (a notice, a paywall)
    new        all else; near-duplicates of other days or papers are linked, not merged
Two missing values are never equal. Later files of an import are compared with earlier ones too.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, Final, Literal

import zstandard

from archive.models import Revision
from archive.record.codec import as_json
from archive.record.content import Content
from archive.record.incoming import Chosen
from archive.store import load, names
from archive.text import shingles
from archive.text.shingles import Sample
from archive.text.slugs import headline_key, key_of, slug_of
from archive.text.urls import are_of_one_site, names_a_section, names_a_story, url_key
from ingest.lookup import CANDIDATES, LINKED_MOST, NAME_LENGTH, Known, look_up
from ingest.read_file import ReadFile

Outcome = Literal["new", "changed", "same", "duplicate", "rejected", "skipped", "aside"]

#: With the same headline, day and paper, texts this similar are versions of one article.
SHARE_WITH_HEADLINE: Final = 0.3
#: At an address that may be of many stories, texts this similar are versions of one article.
SHARE_AT_ADDRESS: Final = 0.3
#: At an address that is no section's, though a short one, days this near are those of one story.
DAYS_AT_ADDRESS: Final = 14
#: On the same day, texts this similar are versions of one article whatever their headlines.
SHARE_ALONE: Final = 0.8
#: A shorter text is a notice, a teaser or a cut: it says nothing of what the story is.
WORDS_ALONE: Final = 60
#: So many headlines over one text are of as many stories.
SEVERAL: Final = 3
#: So many headlines at one address, too: an address may be a section's though it is not called so.
SEVERAL_AT_ADDRESS: Final = 5
#: A headline this long inside another is the same with the name of a site or a section.
HEADLINE_INSIDE: Final = 12
#: Texts and addresses of an import that are remembered.
REMEMBERED: Final = 100_000
#: Across days or papers, this share of the shorter text found in the longer one links both as
#: near-duplicates; measured by benchmarks/near_duplicates.py.
SHARE_LINKED: Final = 0.5

REMOVED_MEANWHILE: Final = (
    "The archive had this file when the import began, but it was removed since; try again."
)
#: Of a file whose bytes are known, and of which something else is known here.
KNOWN_OTHERWISE: Final = (
    "The archive has these bytes as “{}”; what folders, tables or a map say of them here is not "
    "taken."
)


@dataclass(slots=True, eq=False)
class Target:
    """The article that a file belongs to: one of the archive (`article_id`), or one planned earlier
    in the same import, whose id follows when it is stored."""

    article_id: int | None = None
    #: Its content after this import; None while it is as in the database.
    _content: Content | None = None
    #: The same as zstd of JSON: a preview of many files keeps all of them.
    _packed: bytes = b""
    _sample: bytes = b""

    @property
    def is_planned(self) -> bool:
        return self._content is not None or bool(self._packed)

    def content(self) -> Content | None:
        if self._content is None and self._packed:
            return Content.from_json(json.loads(zstandard.decompress(self._packed)))
        return self._content

    def sample(self) -> Sample:
        """The sample of its text for comparing similarity."""
        if not self._sample:
            content = self.content()
            self._sample = Sample.of(content.text if content else "").pack()
        return Sample.unpack(self._sample)

    def keep(self, content: Content, sample: bytes = b"") -> None:
        self._content, self._sample = content, sample

    def pack(self) -> None:
        if self._content is not None:
            packed = zstandard.compress(as_json(self._content.as_json()), 1)
            self._packed, self._content = packed, None


@dataclass(slots=True)
class PlannedFile:
    """What will happen to one file. `content` is the record with canonical names; `changes` are
    (field, old, new) of a changed article, after corrections."""

    file: ReadFile
    outcome: Outcome
    target: Target | None = None
    content: Content | None = None
    changes: tuple[tuple[str, Any, Any], ...] = ()
    alike: tuple[tuple[Target, float], ...] = ()
    problems: tuple[str, ...] = ()
    #: The earlier text of a changed article, once it is stored.
    revision: Revision | None = None
    #: The previewed outcome, where this one differs.
    previewed: str = ""
    #: Whether the archive has these bytes, and only what is known besides is new.
    again: bool = False
    #: What an editor chose in the preview; `content` has it.
    chosen: tuple[Chosen, ...] = ()


@dataclass(slots=True)
class _Keys:
    """What a record is recognised by."""

    content: Content
    digest: bytes
    url: int | None
    headline: tuple[str, int] | None
    sketch: tuple[int, ...]
    packed_sample: bytes
    _sample: Sample | None = None
    _shingles: set[tuple[str, ...]] | None = None

    @property
    def date(self) -> str:
        return self.content.date

    @classmethod
    def of(cls, content: Content, file: ReadFile) -> _Keys:
        key = headline_key(content.headline, content.date)
        known = content.publication and key is not None
        headline = (key_of(content.publication), key) if known and key is not None else None
        url = url_key(content.url)
        return cls(content, content.digest, url, headline, file.sketch, file.sample)

    @property
    def sample(self) -> Sample:
        if self._sample is None:
            packed = self.packed_sample
            self._sample = Sample.unpack(packed) if packed else Sample.of(self.content.text)
        return self._sample

    @property
    def words(self) -> int:
        """About how many words the text has."""
        if self._shingles is None:
            self._shingles = shingles.shingles(self.content.text)
        return len(self._shingles) + shingles.SHINGLE - 1

    def share_with(self, text: str) -> float:
        """The share of the larger text that both have in common."""
        if self._shingles is None:
            self._shingles = shingles.shingles(self.content.text)
        return shingles.share(self._shingles, shingles.shingles(text))


class Crowds:
    """Addresses and texts of an import, and how many stories (headlines) have each."""

    def __init__(self) -> None:
        self._stories: dict[Hashable, tuple[int, ...]] = {}

    def note(self, keys: _Keys) -> None:
        headline = key_of(keys.content.headline)
        if headline and keys.url is not None:
            self._note(keys.url, headline)
        if keys.sketch and (headline or keys.url is not None):
            self._note(keys.sketch, headline or keys.url)

    def at(self, key: Hashable) -> int:
        """How many stories have an address or a text, SEVERAL_AT_ADDRESS for more."""
        return len(self._stories.get(key, ()))

    def _note(self, key: Hashable, story: Hashable) -> None:
        known, story = self._stories.get(key, ()), hash(story)
        if len(known) < SEVERAL_AT_ADDRESS and story not in known:
            self._stories[key] = (*known, story)
            if len(self._stories) > REMEMBERED:
                crowded = (item for item in self._stories.items() if len(item[1]) > 1)
                self._stories = dict(islice(crowded, REMEMBERED // 2))


class Planner:
    """Plans batch after batch and remembers all of them. When each batch is stored before the next
    is planned, use a new Planner for each, with the same Crowds."""

    def __init__(self, crowds: Crowds | None = None) -> None:
        self._crowds = Crowds() if crowds is None else crowds
        self._planned: dict[Hashable, list[Target]] = defaultdict(list)
        self._targets: dict[int, Target] = {}
        self._fresh: list[Target] = []

    def plan(self, files: Sequence[ReadFile]) -> list[PlannedFile]:
        for target in self._fresh:
            target.pack()
        self._fresh.clear()
        read = [(place, file.content) for place, file in enumerate(files) if file.content]
        contents = names.canonical([content for _, content in read])
        keys = {
            place: _Keys.of(content, files[place])
            for (place, _), content in zip(read, contents, strict=True)
        }
        for key in keys.values():
            self._crowds.note(key)
        known = look_up([file.sha256 for file in files], list(keys.values()))
        return [self._plan_file(file, keys.get(place), known) for place, file in enumerate(files)]

    def _plan_file(self, file: ReadFile, keys: _Keys | None, known: Known) -> PlannedFile:
        if file.aside and file.sha256 not in known.by_sha:
            # Others are not compared with it: what becomes of them does not depend on it.
            return PlannedFile(file, "aside", problems=(file.aside, *file.problems))
        if file.rejected:
            return PlannedFile(file, "rejected", problems=(file.rejected,))
        if file.sha256 in known.discarded:
            why = "An editor deleted this article; it stays deleted."
            return PlannedFile(file, "same", problems=(why, *file.problems))
        target = self._find(("bytes", file.sha256), known.by_sha.get(file.sha256))
        if target:
            return self._plan_known(target, file, keys, known)
        if keys is None:
            # Known when it was read, removed since.
            return PlannedFile(file, "rejected", problems=(REMOVED_MEANWHILE,))
        target = self._find(("digest", keys.digest), known.by_digest.get(keys.digest))
        if target and keys.content.further:
            return self._plan_change(target, file, keys)
        if target:
            self._remember(target, file, keys)
            return PlannedFile(file, "duplicate", target, keys.content, problems=file.problems)
        sketched = self._sketched(keys, known)
        target = self._version_of(keys, known, sketched)
        if target:
            return self._plan_change(target, file, keys)
        target = Target()
        planned = PlannedFile(file, "new", target, keys.content, problems=file.problems)
        planned.alike = tuple(self._alike(keys, known, sketched))
        self._remember(target, file, keys)
        return planned

    def _plan_known(
        self, target: Target, file: ReadFile, keys: _Keys | None, known: Known
    ) -> PlannedFile:
        """A file of known bytes: the same, unless what is known of it besides is new."""
        name, theirs, is_current = known.as_read.get(file.sha256, ("", file.known, False))
        # What is set aside now takes nothing from an article that somebody took in.
        if theirs == file.known or target.is_planned or file.aside:
            return PlannedFile(file, "same", target, problems=file.problems)
        if keys is None or not is_current or name != file.name[-NAME_LENGTH:]:
            why = KNOWN_OTHERWISE.format(name)
            return PlannedFile(file, "same", target, problems=(why, *file.problems))
        planned = self._plan_change(target, file, keys)
        planned.again = True
        if planned.outcome == "duplicate":
            planned.outcome = "same"
        return planned

    def _plan_change(self, target: Target, file: ReadFile, keys: _Keys) -> PlannedFile:
        content, present = keys.content, target.content()
        if target.article_id is not None:
            content = load.corrected({target.article_id: content})[target.article_id]
            present = present or load.contents_of([target.article_id])[target.article_id]
        assert present is not None, "a planned article keeps its content until it is stored"
        differing = tuple(content.changes_from(present))
        outcome: Outcome = "changed" if differing else "duplicate"
        self._remember(target, file, keys)
        target.keep(content)
        return PlannedFile(file, outcome, target, keys.content, differing, problems=file.problems)

    def _version_of(self, keys: _Keys, known: Known, sketched: list[Target]) -> Target | None:
        """The article of which the record is another version."""
        if keys.url is not None and (at_address := self._at_address(keys, known, sketched)):
            return at_address
        if keys.headline:
            article_ids = known.by_headline.get(keys.headline, ())
            for target in self._candidates(("headline", keys.headline), article_ids):
                if keys.share_with(_text_of(target, known)) < SHARE_WITH_HEADLINE:
                    continue
                if not _has_other_address(keys, target, known) or self._tells_a_story(keys, known):
                    return target
        if len(keys.date) == 10:
            return self._with_text(keys, known, sketched)
        return None

    def _with_text(self, keys: _Keys, known: Known, sketched: list[Target]) -> Target | None:
        """The article of the same day with the same text, where the text tells stories apart."""
        for target in sketched:
            if (
                _day_of(target, known) == keys.date
                and shingles.may_be_duplicates(keys.sample, _sample_of(target, known))
                and not _is_another(keys, target, known)
                and keys.share_with(_text_of(target, known)) >= SHARE_ALONE
                and (_is_named_so(keys, target, known) or self._tells_a_story(keys, known))
            ):
                return target
        return None

    def _tells_a_story(self, keys: _Keys, known: Known) -> bool:
        """Whether a text is enough to know a story by."""
        return keys.words >= WORDS_ALONE and not self._is_common(keys, known)

    def _is_common(self, keys: _Keys, known: Known) -> bool:
        """Whether several stories have the text: a notice, a paywall, boilerplate."""
        if self._crowds.at(keys.sketch) >= SEVERAL:
            return True
        return sum(count == len(keys.sketch) for _, count in known.sharing(keys.sketch)) >= SEVERAL

    def _at_address(self, keys: _Keys, known: Known, sketched: list[Target]) -> Target | None:
        """The article with the same address, unless that may be a page that leads to many."""
        content = keys.content
        is_sure = names_a_story(content.url)
        is_section = names_a_section(content.url, slug_of(content.section, ""))
        stored = known.by_url.get(keys.url or 0, ())
        crowded = max(self._crowds.at(keys.url), len(stored)) >= SEVERAL_AT_ADDRESS
        for target in self._candidates(("url", keys.url), stored):
            may_be = is_sure or (not is_section and _are_near(keys.date, _day_of(target, known)))
            if may_be and (not crowded or _has_same_headline(keys, target, known)):
                return target
            is_alike = target in sketched and (
                keys.share_with(_text_of(target, known)) >= SHARE_AT_ADDRESS
            )
            if is_alike:
                return target
        return None

    def _alike(
        self, keys: _Keys, known: Known, sketched: list[Target]
    ) -> Iterator[tuple[Target, float]]:
        for target in sketched[:LINKED_MOST]:
            share = shingles.containment(keys.sample, _sample_of(target, known))
            if share is None:
                share = shingles.exact_containment(keys.content.text, _text_of(target, known))
            if share >= SHARE_LINKED:
                yield target, share

    def _sketched(self, keys: _Keys, known: Known) -> list[Target]:
        """Articles that share sketch keys, most shared keys first."""
        shared: Counter[Target] = Counter()
        for key in keys.sketch:
            # The latest first, and no more of both than if all were stored already: what is found
            # does not depend on how an import falls into batches.
            planned = reversed(self._planned.get(("sketch", key), ()))
            stored = self._stored(known.by_key.get(key, ()))
            shared.update(islice(chain(planned, stored), CANDIDATES))
        return [target for target, _ in shared.most_common(CANDIDATES)] if shared else []

    def _candidates(self, key: Hashable, article_ids: Iterable[int]) -> Iterator[Target]:
        yield from self._planned.get(key, ())
        yield from self._stored(article_ids)

    def _stored(self, article_ids: Iterable[int]) -> Iterator[Target]:
        """The articles that are as the archive has them."""
        for article_id in article_ids:
            target = self._target(article_id)
            if not target.is_planned:
                yield target

    def _find(self, key: Hashable, article_id: int | None) -> Target | None:
        planned = self._planned.get(key)
        if planned:
            return planned[-1]
        return self._target(article_id) if article_id is not None else None

    def _target(self, article_id: int) -> Target:
        return self._targets.setdefault(article_id, Target(article_id))

    def _remember(self, target: Target, file: ReadFile, keys: _Keys) -> None:
        """Let later files of this import find the article of this one."""
        self._planned["bytes", file.sha256].append(target)
        self._planned["digest", keys.digest].append(target)
        if keys.url is not None:
            at_address = self._planned["url", keys.url]
            at_address.insert(0, target)  # the latest first
            del at_address[CANDIDATES:]
        if keys.headline:
            self._planned["headline", keys.headline].append(target)
        for key in keys.sketch:
            # Of a key that very many share, keep the latest few, as lookup.py does.
            alike = self._planned["sketch", key]
            if target not in alike:
                alike.append(target)
                del alike[:-CANDIDATES]
        target.keep(keys.content, keys.packed_sample)
        self._fresh.append(target)


def _text_of(target: Target, known: Known) -> str:
    content = target.content()
    return content.text if content else known.text(target.article_id or 0)


def _sample_of(target: Target, known: Known) -> Sample:
    return target.sample() if target.is_planned else known.sample(target.article_id or 0)


def _named(target: Target, known: Known) -> tuple[str, str]:
    """Headline and address of an article, "" for what is not known."""
    content = target.content()
    if content is not None:
        return content.headline, content.url
    return known.named.get(target.article_id or 0, ("", ""))


def _has_other_address(keys: _Keys, target: Target, known: Known) -> bool:
    other = url_key(_named(target, known)[1])
    return keys.url is not None and other is not None and keys.url != other


def _has_same_headline(keys: _Keys, target: Target, known: Known) -> bool:
    return not _are_other_headlines(keys.content.headline, _named(target, known)[0])


def _is_named_so(keys: _Keys, target: Target, known: Known) -> bool:
    """Whether an article has the record's headline, and no other address."""
    return (
        bool(keys.content.headline)
        and bool(_named(target, known)[0])
        and _has_same_headline(keys, target, known)
        and not _has_other_address(keys, target, known)
    )


def _are_other_headlines(headline: str, other: str) -> bool:
    """Whether both are there and neither is the other with a few words more."""
    short, long = sorted((key_of(headline), key_of(other)), key=len)
    return bool(short) and short != long and (len(short) < HEADLINE_INSIDE or short not in long)


def _is_another(keys: _Keys, target: Target, known: Known) -> bool:
    """Whether address and headline say that it is another story: it has another address, and either
    another headline or another site's."""
    headline, url = _named(target, known)
    return _has_other_address(keys, target, known) and (
        _are_other_headlines(keys.content.headline, headline)
        or not are_of_one_site(keys.content.url, url)
    )


def _are_near(day: str, other: str) -> bool:
    """Whether both are full days, at most DAYS_AT_ADDRESS apart."""
    if len(day) != 10 or len(other) != 10:
        return False
    between = dt.date.fromisoformat(day) - dt.date.fromisoformat(other)
    return abs(between.days) <= DAYS_AT_ADDRESS


def _day_of(target: Target, known: Known) -> str:
    content = target.content()
    return content.date if content else known.days.get(target.article_id or 0, "")
