"""Scanned issues: the pages (ALTO) and what names their articles (METS), joined by file names.

SourceFiles in, the same out; a page is held until its METS is read, whichever comes first. Articles
are records named after the METS file; what no article holds of a page is set aside as one; a page
without METS is one record. Memory holds the pages of some issues.
"""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import unquote

from ingest.records import SourceFile
from ingest.sources.archives import Stopped
from ingest.sources.forms.form import record
from ingest.sources.forms.scans.alto import ScannedPage, page_in
from ingest.sources.forms.scans.mets import Area, Issue, issue_in

#: Bytes of pages that wait for their METS; then the first are records of their own.
_MOST_HELD: Final = 64 * 2**20
#: Words of what no article holds that are worth a record.
_LEAST_WORDS: Final = 8

NO_PAGES: Final = "It names the articles of an issue, but its pages (ALTO) are not beside it."
BESIDE: Final = (
    "It is what stands on a page beside its articles: headings, or what METS names none."
)


def with_issues(files: Iterable[SourceFile]) -> Iterator[SourceFile]:
    """The files, pages and METS joined to articles."""
    table = _Table()
    try:
        for source in files:
            if (page := page_in(source)) is not None:
                yield from table.take_page(page, len(source.data))
            elif (issue := issue_in(source)) is not None:
                yield from table.take_issue(issue)
            else:
                yield source
    except Stopped:
        # An archive that is left half read: what came out of it so far counts.
        yield from table.rest()
        raise
    yield from table.rest()


@dataclass(slots=True)
class _Table:
    """Pages and issues that wait for each other."""

    pages: dict[str, tuple[ScannedPage, int]] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    held: int = 0
    #: Pages, and the issues that wait for one, by the name of its file in lower case.
    named: defaultdict[str, dict[str, ScannedPage]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    waiting: defaultdict[str, list[Issue]] = field(default_factory=lambda: defaultdict(list))

    def take_page(self, page: ScannedPage, size: int) -> Iterator[SourceFile]:
        self.pages[page.name] = page, size
        self.named[_base(page.name)][page.name] = page
        self.held += size
        for issue in list(self.waiting.get(_base(page.name), ())):
            if self._is_whole(issue):
                yield from self._finish(issue)
        while self.held > _MOST_HELD:
            yield self._let_go(next(iter(self.pages))).alone()

    def take_issue(self, issue: Issue) -> Iterator[SourceFile]:
        self.issues.append(issue)
        for file in issue.files:
            self.waiting[_base(_path(file))].append(issue)
        if self._is_whole(issue):
            yield from self._finish(issue)

    def rest(self) -> Iterator[SourceFile]:
        for issue in list(self.issues):
            yield from self._finish(issue)
        for name in list(self.pages):
            yield self._let_go(name).alone()

    def _let_go(self, name: str) -> ScannedPage:
        page, size = self.pages.pop(name)
        del self.named[_base(name)][name]
        self.held -= size
        return page

    def _is_whole(self, issue: Issue) -> bool:
        """Whether every page that an issue names is here; one that names none waits to the end."""
        files = issue.files
        return "" not in files and all(self._found(issue, file) for file in files)

    def _found(self, issue: Issue, file: str) -> ScannedPage | None:
        """The page of a file that METS names, by its path or, beside or below it, by its name."""
        path = _path(file)
        folder = posixpath.dirname(issue.name)
        exact = self.pages.get(posixpath.normpath(posixpath.join(folder, path.lstrip("/"))))
        if exact is not None:
            return exact[0]
        inside = f"{folder}/" if folder else ""
        namesakes = self.named.get(_base(path), {})
        return next((p for name, p in namesakes.items() if name.startswith(inside)), None)

    def _near(self, issue: Issue) -> list[ScannedPage]:
        """The pages in the folder of an issue and below."""
        folder = posixpath.dirname(issue.name)
        inside = f"{folder}/" if folder else ""
        return [page for page, _ in self.pages.values() if page.name.startswith(inside)]

    def _finish(self, issue: Issue) -> Iterator[SourceFile]:
        self.issues.remove(issue)
        for file in issue.files:
            self.waiting[_base(_path(file))].remove(issue)
        found = {file: self._found(issue, file) for file in issue.files if file}
        near = self._near(issue) if "" in issue.files else []
        pages = [page for page in found.values() if page is not None] or near
        used: dict[str, set[int]] = {}
        number = missing = 0
        for fields, areas in issue.articles:
            texts: list[tuple[str, str, str]] = []
            for area in areas:
                page = found.get(area.file)
                chosen = _chosen(area, [page] if page else near if not area.file else [])
                missing += not chosen
                for on, place in chosen:
                    if place not in used.setdefault(on.name, set()):
                        used[on.name].add(place)
                        texts.append((area.kind, on.blocks[place].text, on.number))
            if texts:
                number += 1
                yield record(issue.name, number, _article(fields, texts), issue.facts)
        if not number:
            yield SourceFile(issue.name, b"", NO_PAGES)
            return
        yield from self._beside(pages, used)
        if missing:
            said = f"{missing:,} stretches of text that it names are not on the pages beside it."
            yield SourceFile(issue.name, b"", said)

    def _beside(self, pages: list[ScannedPage], used: dict[str, set[int]]) -> Iterator[SourceFile]:
        """What no article holds, a record a page, set aside."""
        for page in pages:
            if page.name not in self.pages or page.name not in used:
                continue
            self._let_go(page.name)
            taken = used[page.name]
            rest = tuple(block for place, block in enumerate(page.blocks) if place not in taken)
            if sum(len(block.text.split()) for block in rest) >= _LEAST_WORDS:
                yield replace(replace(page, blocks=rest).alone(), aside=BESIDE)


def _path(file: str) -> str:
    """The path that METS has for a file, as names of files have it."""
    return posixpath.normpath(unquote(file.removeprefix("file://")).replace("\\", "/"))


def _base(name: str) -> str:
    return posixpath.basename(name).casefold()


def _chosen(area: Area, pages: list[ScannedPage]) -> list[tuple[ScannedPage, int]]:
    """The blocks of an area on the first page that has its beginning."""
    for page in pages:
        if not area.begin:
            return [(page, place) for place in range(len(page.blocks))]
        starts = [place for place, block in enumerate(page.blocks) if area.begin in block.ids]
        if not starts:
            continue
        ends = [place for place, block in enumerate(page.blocks) if area.end in block.ids]
        last = ends[-1] if area.end and ends and ends[-1] >= starts[0] else starts[-1]
        return [(page, place) for place in range(starts[0], last + 1)]
    return []


def _article(fields: dict[str, Any], texts: list[tuple[str, str, str]]) -> dict[str, Any]:
    """The record of an article; its headings are its headline where METS has no title for it."""
    headline = fields.get("headline", "")
    heads = 0
    while heads < len(texts) and texts[heads][0] == "heading":
        heads += 1
    opening = " ".join(text for _, text, _ in texts[:heads])
    if not headline or _same(headline, opening):
        headline, texts, pages = headline or opening, texts[heads:], texts
    else:
        pages = texts
    bylines = [text for kind, text, _ in texts if kind == "byline"]
    body = [
        {"type": "heading", "text": text} if kind == "heading" else text
        for kind, text, _ in texts
        if kind != "byline" or fields.get("authors")
    ]
    return {
        **fields,
        "headline": headline,
        "authors": fields.get("authors") or bylines,
        "text": body,
        "pages": list(dict.fromkeys(number for _, _, number in pages if number)),
    }


def _same(headline: str, text: str) -> bool:
    return "".join(headline.split()).casefold() == "".join(text.split()).casefold()
