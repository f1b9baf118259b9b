"""What an import would do: each read file against what the archive has. Computes, never writes.

The rules of identity, first that fits:
    same       the bytes are known, under any name
    duplicate  other bytes, an equal record
    changed    the same url; or the same publication, day and headline, and texts that share
               SHARE_WITH_HEADLINE of their shingles; or the same day and SHARE_ALONE of them
    new        all else; much alike articles of other days or papers are linked, not joined
Two missing values are never equal. What comes later in one import goes by what came before in it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter
from typing import Any, Final, Literal

import zstandard
from django.db.models import Q

from archive import likeness, loading, registry
from archive.chunks import chunks
from archive.content import Content
from archive.corrections import Chosen
from archive.history import Discarded, Imprint, Revision
from archive.models import Article, Body, Sketch, SourceText
from archive.names import headline_key, key_of
from ingest.reading import ReadFile

Outcome = Literal["new", "changed", "same", "duplicate", "rejected", "skipped"]

#: With one headline on one day in one paper, texts this much alike are one article's versions.
SHARE_WITH_HEADLINE: Final = 0.3
#: Of one day, texts this much alike are one article's versions whatever their headlines.
SHARE_ALONE: Final = 0.8
#: Articles of other days or papers this much alike are linked as near-duplicates.
SHARE_LINKED: Final = 0.5
#: So many of their four sketch keys such texts share at least; others are not compared.
KEYS_LINKED: Final = 2
#: Of those, so many are compared, the most alike first: enough to lead from one to all.
LINKED_MOST: Final = 3
#: A text that shares sketch keys with very many is boilerplate; only so many are compared.
CANDIDATES: Final = 20

GONE_MEANWHILE: Final = (
    "The archive had this file when the import began, and somebody took it back; try it again."
)


@dataclass(slots=True)
class Target:
    """An article a file may belong to: one of the archive (`article_id`), or one planned earlier
    in the same import, whose id is known once it is stored."""

    article_id: int | None = None
    #: Its content as this import will leave it; None when as the database has it.
    _content: Content | None = None
    #: The same, zstd of JSON: a preview of many files keeps them all.
    _packed: bytes = b""

    @property
    def is_planned(self) -> bool:
        return self._content is not None or bool(self._packed)

    def content(self) -> Content | None:
        if self._content is None and self._packed:
            return Content.from_json(json.loads(zstandard.decompress(self._packed)))
        return self._content

    def keep(self, content: Content) -> None:
        self._content = content

    def pack(self) -> None:
        if self._content is not None:
            text = json.dumps(self._content.as_json(), separators=(",", ":"))
            self._packed, self._content = zstandard.compress(text.encode(), 1), None


@dataclass(slots=True)
class PlannedFile:
    """What will happen to one file. `content` is what it says, names as the archive has them;
    `changes` are (field, old, new) of a changed article, corrections laid over."""

    file: ReadFile
    outcome: Outcome
    target: Target | None = None
    content: Content | None = None
    changes: tuple[tuple[str, Any, Any], ...] = ()
    alike: tuple[tuple[Target, float], ...] = ()
    problems: tuple[str, ...] = ()
    #: Set when a changed article has been stored: what it was before.
    revision: Revision | None = None
    #: The outcome that a preview said, where this one differs.
    previewed: str = ""
    #: What an editor chose in the preview; `content` has it.
    chosen: tuple[Chosen, ...] = ()


@dataclass(slots=True)
class _Keys:
    """What one content is recognised by."""

    content: Content
    digest: bytes
    headline: tuple[str, int] | None
    sketch: tuple[int, ...]
    shingles: set[tuple[str, ...]] | None = None

    @classmethod
    def of(cls, content: Content, sketch: tuple[int, ...]) -> _Keys:
        key = headline_key(content.headline, content.date)
        known = content.publication and key is not None
        headline = (key_of(content.publication), key) if known and key is not None else None
        return cls(content, content.digest, headline, sketch)

    def share_with(self, text: str) -> float:
        if self.shingles is None:
            self.shingles = likeness.shingles(self.content.text)
        return likeness.share(self.shingles, likeness.shingles(text))


@dataclass(slots=True)
class _Known:
    """What the database knows of one batch of files; filled by a handful of queries."""

    by_sha: dict[bytes, int] = field(default_factory=dict)
    discarded: set[bytes] = field(default_factory=set)
    by_digest: dict[bytes, int] = field(default_factory=dict)
    by_url: dict[str, int] = field(default_factory=dict)
    by_headline: dict[tuple[str, int], list[int]] = field(default_factory=lambda: defaultdict(list))
    by_sketch: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    days: dict[int, str] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)


class Planner:
    """Plans batch after batch and remembers them all; where each batch is stored before the next
    is planned, take a new Planner for each."""

    def __init__(self) -> None:
        self._planned: dict[Hashable, list[Target]] = defaultdict(list)
        self._targets: dict[int, Target] = {}
        self._fresh: list[Target] = []

    def plan(self, files: Sequence[ReadFile]) -> list[PlannedFile]:
        for target in self._fresh:
            target.pack()
        self._fresh.clear()
        read = [(place, one.content) for place, one in enumerate(files) if one.content]
        contents = registry.canonical([content for _, content in read])
        keys = {
            place: _Keys.of(content, files[place].sketch)
            for (place, _), content in zip(read, contents, strict=True)
        }
        known = _look_up(files, list(keys.values()))
        return [self._plan_one(one, keys.get(place), known) for place, one in enumerate(files)]

    def _plan_one(self, file: ReadFile, keys: _Keys | None, known: _Known) -> PlannedFile:
        if file.refused:
            return PlannedFile(file, "rejected", problems=(file.refused,))
        if file.sha256 in known.discarded:
            why = "An editor deleted this article; it stays deleted."
            return PlannedFile(file, "same", problems=(why, *file.problems))
        target = self._find(("bytes", file.sha256), known.by_sha.get(file.sha256))
        if target:
            return PlannedFile(file, "same", target, problems=file.problems)
        if keys is None:
            # Known when it was read, taken back by somebody since.
            return PlannedFile(file, "rejected", problems=(GONE_MEANWHILE,))
        target = self._find(("digest", keys.digest), known.by_digest.get(keys.digest))
        if target:
            self._remember(target, file, keys)
            return PlannedFile(file, "duplicate", target, keys.content, problems=file.problems)
        target = self._version_of(keys, known)
        if target:
            return self._plan_change(target, file, keys)
        target = Target()
        planned = PlannedFile(file, "new", target, keys.content, problems=file.problems)
        planned.alike = tuple(self._alike(keys, known))
        self._remember(target, file, keys)
        return planned

    def _plan_change(self, target: Target, file: ReadFile, keys: _Keys) -> PlannedFile:
        content, present = keys.content, target.content()
        if target.article_id is not None:
            content = loading.corrected({target.article_id: content})[target.article_id]
            present = present or loading.contents_of([target.article_id])[target.article_id]
        assert present is not None, "a planned article keeps its content until it is stored"
        differing = tuple(content.changes_from(present))
        outcome: Outcome = "changed" if differing else "duplicate"
        self._remember(target, file, keys)
        target.keep(content)
        return PlannedFile(file, outcome, target, keys.content, differing, problems=file.problems)

    def _version_of(self, keys: _Keys, known: _Known) -> Target | None:
        """The article of which the content is another version."""
        if keys.content.url:
            by_url = self._find(("url", keys.content.url), known.by_url.get(keys.content.url))
            if by_url:
                return by_url
        if keys.headline:
            for target, text in self._candidates(
                ("headline", keys.headline), known.by_headline.get(keys.headline, ()), known
            ):
                if keys.share_with(text) >= SHARE_WITH_HEADLINE:
                    return target
        if len(keys.content.date) == 10:
            for target, text, day in self._sketched(keys, known):
                if day == keys.content.date and keys.share_with(text) >= SHARE_ALONE:
                    return target
        return None

    def _alike(self, keys: _Keys, known: _Known) -> Iterator[tuple[Target, float]]:
        alike = self._sketched(keys, known, least=KEYS_LINKED)
        for target, text, _ in islice(alike, LINKED_MOST):
            share = keys.share_with(text)
            if share >= SHARE_LINKED:
                yield target, share

    def _sketched(
        self, keys: _Keys, known: _Known, least: int = 1
    ) -> Iterator[tuple[Target, str, str]]:
        """Articles that share at least so many sketch keys, most first: target, text, date."""
        shared: dict[int, tuple[int, Target, str]] = {}
        for key in keys.sketch:
            found = self._candidates(("sketch", key), known.by_sketch.get(key, ()), known)
            for target, text in found:
                count = shared[id(target)][0] if id(target) in shared else 0
                shared[id(target)] = (count + 1, target, text)
        by_count = sorted(shared.values(), key=itemgetter(0), reverse=True)
        for count, target, text in by_count[:CANDIDATES]:
            if count >= min(least, len(keys.sketch)):
                content = target.content()
                day = content.date if content else known.days.get(target.article_id or 0, "")
                yield target, text, day

    def _candidates(
        self, key: Hashable, article_ids: Iterable[int], known: _Known
    ) -> Iterator[tuple[Target, str]]:
        for target in self._planned.get(key, ()):
            content = target.content()
            if content:
                yield target, content.text
        for article_id in article_ids:
            target = self._target(article_id)
            if not target.is_planned:
                yield target, known.texts.get(article_id, "")

    def _find(self, key: Hashable, article_id: int | None) -> Target | None:
        planned = self._planned.get(key)
        if planned:
            return planned[-1]
        return self._target(article_id) if article_id is not None else None

    def _target(self, article_id: int) -> Target:
        return self._targets.setdefault(article_id, Target(article_id))

    def _remember(self, target: Target, file: ReadFile, keys: _Keys) -> None:
        """Let later files of this import find what this one becomes."""
        self._planned["bytes", file.sha256].append(target)
        self._planned["digest", keys.digest].append(target)
        if keys.content.url:
            self._planned["url", keys.content.url].append(target)
        if keys.headline:
            self._planned["headline", keys.headline].append(target)
        for key in keys.sketch:
            if target not in self._planned["sketch", key]:
                self._planned["sketch", key].append(target)
        target.keep(keys.content)
        self._fresh.append(target)


def known_digests(digests: Sequence[bytes]) -> set[bytes]:
    """Those of the SHA-256 digests whose bytes the archive has, or an editor discarded."""
    found: set[bytes] = set()
    for some in chunks(digests):
        for model in (SourceText, Discarded):
            rows = model._default_manager.filter(sha256__in=some)
            found.update(bytes(sha) for sha in rows.values_list("sha256", flat=True))
    return found


def _look_up(files: Sequence[ReadFile], keys: Sequence[_Keys]) -> _Known:
    known = _Known()
    for shas in chunks([one.sha256 for one in files]):
        rows = SourceText.objects.filter(sha256__in=shas).values_list("sha256", "article_id")
        known.by_sha.update((bytes(sha), article_id) for sha, article_id in rows)
        gone = Discarded.objects.filter(sha256__in=shas).values_list("sha256", flat=True)
        known.discarded.update(map(bytes, gone))
    articles = Article.objects.order_by("pk")
    for digests in chunks([one.digest for one in keys]):
        found = articles.filter(digest__in=digests).values_list("digest", "pk")
        known.by_digest.update((bytes(digest), pk) for digest, pk in found)
    for urls in chunks([one.content.url for one in keys if one.content.url]):
        known.by_url.update(articles.filter(url__in=urls).values_list("url", "pk"))
    _look_up_headlines(known, [one.headline for one in keys if one.headline])
    _look_up_sketches(known, [key for one in keys for key in one.sketch])
    _look_up_imprints(known, keys)
    _load_texts(known)
    return known


def _look_up_imprints(known: _Known, keys: Sequence[_Keys]) -> None:
    """Corrected articles are known by what their sources say as well: a file of the same record
    must not become a second article because an editor put its date right."""
    for some in chunks(keys):
        digests = Q(digest__in=[one.digest for one in some])
        urls = Q(url__in=[one.content.url for one in some if one.content.url])
        headlines = Q(headline_key__in=[one.headline[1] for one in some if one.headline])
        for imprint in Imprint.objects.filter(digests | urls | headlines).order_by("article"):
            known.by_digest.setdefault(bytes(imprint.digest), imprint.article_id)
            known.by_url.setdefault(imprint.url, imprint.article_id)
            if imprint.headline_key is not None:
                found = (key_of(imprint.publication), imprint.headline_key)
                if imprint.article_id not in known.by_headline[found]:
                    known.by_headline[found].append(imprint.article_id)
    for ids in chunks(list(known.days)):
        imprints = Imprint.objects.filter(article__in=ids)
        known.days.update(imprints.values_list("article_id", "day"))


def _look_up_headlines(known: _Known, headlines: Sequence[tuple[str, int]]) -> None:
    wanted = set(headlines)
    for keys in chunks([key for _, key in headlines]):
        rows = Article.objects.filter(headline_key__in=keys).order_by("pk")
        for pk, publication, key in rows.values_list("pk", "publication__name", "headline_key"):
            found = (key_of(publication or ""), key or 0)
            if found in wanted:
                known.by_headline[found].append(pk)


def _look_up_sketches(known: _Known, sketch_keys: Sequence[int]) -> None:
    for some in chunks(sketch_keys):
        rows = (
            Sketch.objects.filter(key__in=some)
            .order_by("-article")
            .values_list("key", "article_id", "article__first_day", "article__last_day")
        )
        for key, article_id, first, last in rows:
            if len(known.by_sketch[key]) < CANDIDATES:
                known.by_sketch[key].append(article_id)
                known.days[article_id] = first.isoformat() if first and first == last else ""


def _load_texts(known: _Known) -> None:
    wanted = {pk for rows in known.by_headline.values() for pk in rows}
    wanted.update(pk for rows in known.by_sketch.values() for pk in rows)
    for ids in chunks(sorted(wanted)):
        for body in Body.objects.filter(article_id__in=ids):
            known.texts[body.article_id] = body.text
