"""XML and SGML of any kind: the repeated element that holds text is a record.

What is read: child elements and attributes are fields under their own names (`markup_fields.py`),
paragraphs, headings and quotations stand in the text, and what is said once above the records (the
name of the paper, the day of the issue, the section) counts for each record that does not say it.
A file with one article is one record. Markup without text is refused.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from ingest.parsing.structured.keys import KEY_FIELDS, NAME_KEYS, plain_key
from ingest.records import SourceFile
from ingest.sources.archives import Budget, Rejected
from ingest.sources.forms.form import Form, Head, record
from ingest.sources.forms.markup import Element, MarkupNotes, Readable, Wanted, elements
from ingest.sources.forms.markup_fields import COLLECTIONS, Fields, fields_of, words_of_text
from ingest.sources.forms.markup_text import INLINE, PARAGRAPHS

#: Bytes on which it is judged what a record is.
_SAMPLE: Final = 2 * 2**20
#: Elements that are parts of an article, however often they come.
_PARTS: Final = (
    PARAGRAPHS
    | INLINE
    | frozenset(
        "section sec div chapter part subsection block body head title heading list ul ol table tr"
        " td figure fig image img picture photo media caption comment reply author authors byline"
        " contributor tag keyword category topic subject reference quote note footnote field meta"
        " property codes str arr column".split()
    )
)
#: Elements that are called what a record is.
_RECORDS: Final = frozenset(
    "article artikel articulo articolo doc document story news newsitem news_item item entry post"
    " record row text report release dispatch reuters".split()
)
#: Of the words of a file, the least share in its records, and of the words of records in what may
#: be records within them.
_MOST_WORDS, _NEARLY_ALL = 0.5, 0.7
#: Words of text that the longest record has at least: alone, and beside a headline or a day.
_LEAST_WORDS, _LEAST_BESIDE = 20, 5
#: Characters outside the records that are worth a sentence; less is a title or a date.
_WORTH_SAYING: Final = 500
#: Roots of files that are written for machines.
_FOR_MACHINES: Final = frozenset(
    "svg schema stylesheet transform plist project module kml gpx wsdl definitions configuration"
    " resources manifest beans web-app urlset sitemapindex xliff tmx ts language opml package"
    " container workbook worksheet score-partwise collada xmi uml graphml gexf".split()
)
#: Elements of HTML that begin pages and stretches of pages.
_HTML: Final = frozenset(
    "html head body div span p a table tr td ul ol li h1 h2 h3 h4 h5 h6 section main header footer"
    " nav aside img br hr b i em strong font center form script style link meta title blockquote"
    " pre".split()
)

NO_TEXT: Final = (
    "It is XML or SGML, but no element of it holds the text of an article (its outermost element is"
    " <{root}>)."
)
NO_ELEMENTS: Final = "It begins like XML or SGML, but no element in it can be read."
CUT_SHORT: Final = "The file ends before its last element is closed; what followed is missing."

#: What may stand before the first element.
_PROLOGUE: Final = re.compile(
    r"(?:<\?[^>]{0,500}>|<!--(?:[^-]|-(?!->)){0,16000}-->|<!DOCTYPE[^>\[]{0,500}"
    r"(?:\[(?:[^\]]|\](?!\s{0,9}>)){0,16000}\]\s{0,9})?>|\s)*+",
    re.IGNORECASE,
)
_ROOT: Final = re.compile(r"<([^\W\d][\w.-]*+(?::[\w.-]++)?+)(?=[\s/>])[^<>]*+>\s*+(<?)")
#: A declaration that is longer than what is seen of the file.
_DOCTYPE: Final = re.compile(r"<!DOCTYPE\s++([^\W\d][\w.:-]*+)[^>\[]{0,500}\[()", re.IGNORECASE)
_PAGE_ENDINGS: Final = frozenset(
    ".html .htm .xhtml .shtml .php .asp .aspx .jsp .mhtml .mht .md".split()
)
_MARKUP_ENDINGS: Final = (".xml", ".sgm", ".sgml")


@lru_cache(maxsize=1)
def root_of(head: Head) -> str:
    """The name of a file's outermost or first element, lower case, without namespace; "" where the
    file is no XML or SGML, or is a page of HTML. A text that begins with a word in angle brackets
    is none. XML whose first element cannot be read is "xml"."""
    if head.data[:1] not in _FIRST_BYTES or head.ending in _PAGE_ENDINGS:
        return ""
    text = head.text
    if text[:1] != "<":
        return ""
    start = _PROLOGUE.match(text)
    at = start.end() if start else 0
    root = _ROOT.match(text, at) or _DOCTYPE.match(text, at)
    if root is None:
        return "xml" if text.startswith("<?xml ") and "<html" not in text else ""
    name = root[1]
    key = name.rpartition(":")[2].casefold()
    if key in _HTML:
        return ""
    sure = at > 0 or head.ending in _MARKUP_ENDINGS or bool(root[2])
    return key if sure or f"</{name}>" in text else ""


#: "<", white space, and the marks of order of UTF-8 and UTF-16.
_FIRST_BYTES: Final = frozenset((b"<", b" ", b"\t", b"\r", b"\n", b"\xef", b"\xff", b"\xfe"))


def records_in(
    stream: Readable,
    name: str,
    wanted: Wanted,
    read: Callable[[Element], Fields | None],
    nothing: str = NO_ELEMENTS,
) -> Iterator[SourceFile]:
    """A record for each element that is asked for, and sentences on the file as a whole; `nothing`
    is that of a file without records. An element is none where `read` returns None."""
    notes = MarkupNotes()
    number = 0
    problem = ""
    for element in elements(stream, wanted, notes):
        problem = element.problem
        fields = None if problem else read(element)
        if problem or fields is not None:
            number += 1
        if problem:
            yield SourceFile(f"{name}:{number}", b"", problem)
        elif fields is not None:
            yield record(name, number, fields)
    if not number:
        raise Rejected(nothing)
    if notes.cut and not problem:
        yield SourceFile(name, b"", CUT_SHORT)
    if notes.outside >= _WORTH_SAYING:
        said = f"{notes.outside:,} characters outside its records belong to none and are left out."
        yield SourceFile(name, b"", said)
    for sentence in notes.sentences():
        yield SourceFile(name, b"", sentence)


def _records(stream: io.BufferedReader, name: str, budget: Budget) -> Iterator[SourceFile]:
    sample = stream.read(_SAMPLE)
    path = _record_path(sample)
    yield from records_in(Again(sample, stream), name, _at(path), _read)


class Again:
    """A stream whose beginning was read already."""

    def __init__(self, beginning: bytes, stream: Readable) -> None:
        self._beginning = io.BytesIO(beginning)
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        return self._beginning.read(size) or self._stream.read(size)


def _at(path: tuple[str, ...]) -> Wanted:
    """Asks for the elements at a path, and for others beside them that are called records."""
    *above, name = path

    def wanted(found: Sequence[str]) -> bool:
        return list(found[:-1]) == above and (found[-1] == name or found[-1] in _RECORDS)

    return wanted


def _read(element: Element) -> Fields:
    fields = fields_of(element)
    known = {KEY_FIELDS.get(plain_key(name), ("",))[0] for name in fields}
    for name, value in _said_around(element):
        field = KEY_FIELDS.get(plain_key(name.rpartition(".")[2]), ("",))[0]
        if field and field not in known:
            fields.setdefault(name.rpartition(".")[2], value)
        elif not field:
            fields.setdefault(name, value)
    return fields


def _said_around(element: Element) -> Iterator[tuple[str, str]]:
    """What the elements around a record say, the inmost first: `<section name="Sport">` is its
    section."""
    for outer in reversed(element.around):
        own = outer.name.rpartition(":")[2]
        own = COLLECTIONS.get(own.casefold(), own)
        for attribute, value in outer.attributes.items():
            if not attribute.startswith("xml") and ":" not in attribute and attribute != "version":
                named = plain_key(attribute) in NAME_KEYS[:5] and plain_key(own) in KEY_FIELDS
                yield own if named else f"{own}.{attribute}", value
        for child in outer.children:
            if not child.children and child.text and child.key not in PARAGRAPHS:
                yield f"{own}.{child.name.rpartition(':')[2]}", child.text


# What a record is ---------------------------------------------------------------------------------


class _Path:
    """The elements at one path of a sample."""

    def __init__(self) -> None:
        self.found: list[Element] = []
        self.words = 0

    def add(self, element: Element, words: int) -> None:
        self.found.append(element)
        self.words += words

    def may_be_records(self, key: str) -> bool:
        """Whether the elements come several times, and are no parts of an article."""
        if len(self.found) < 2 or key in _PARTS:
            return False
        return key in _RECORDS or any(
            element.attributes or len({child.key for child in element.children}) > 1
            for element in self.found[:20]
        )

    def are_bare(self) -> bool:
        """Whether the elements have only text, as paragraphs have beside a headline."""
        return not any(element.children or element.attributes for element in self.found[:20])


def _record_path(sample: bytes) -> tuple[str, ...]:
    """The path of the elements that are records; raises Rejected where none holds text."""
    roots = list(elements(io.BytesIO(sample), lambda path: len(path) == 1, MarkupNotes()))
    if not roots:
        raise Rejected(NO_ELEMENTS)
    refused = Rejected(NO_TEXT.format(root=roots[0].name[:80]))
    if roots[0].key in _FOR_MACHINES:
        raise refused
    paths: dict[tuple[str, ...], _Path] = {}
    for root in roots:
        _count(root, (root.key,), paths)
    path = _deepest_records(paths) or _single(roots[0])
    longest = max(paths[path].found[:200], key=lambda element: len(element.text))
    if not _is_article(longest):
        raise refused
    return path


def _count(element: Element, path: tuple[str, ...], paths: dict[tuple[str, ...], _Path]) -> int:
    """Note an element and those within by their paths; how many words it has."""
    words = sum(
        len(part.split()) if isinstance(part, str) else _count(part, (*path, part.key), paths)
        for part in element.parts
    )
    paths.setdefault(path, _Path()).add(element, words)
    return words


def _deepest_records(paths: dict[tuple[str, ...], _Path]) -> tuple[str, ...]:
    """The outermost path whose elements may be records and hold most words; a path within them
    instead where that has nearly all of theirs, as articles within the issues of a paper."""
    every = sum(found.words for path, found in paths.items() if len(path) == 1)
    titled = any(KEY_FIELDS.get(plain_key(path[-1]), ("",))[0] == "headline" for path in paths)
    chosen: tuple[str, ...] = ()
    for path in sorted(paths, key=len):
        found = paths[path]
        if path[: len(chosen)] != chosen or not found.may_be_records(path[-1]):
            continue
        if PARAGRAPHS.intersection(path) or (titled and found.are_bare()):
            continue
        if not chosen:
            if found.words >= _MOST_WORDS * every:
                chosen = path
        elif found.words >= _NEARLY_ALL * paths[chosen].words and not _has_headline(paths[chosen]):
            chosen = path
    return chosen


def _has_headline(found: _Path) -> bool:
    """Whether most of these elements have a headline of their own, as articles do."""
    having = sum(
        any(KEY_FIELDS.get(plain_key(child.key), ("",))[0] == "headline" for child in each.children)
        for each in found.found
    )
    return having * 2 > len(found.found)


def _single(root: Element) -> tuple[str, ...]:
    """The path of the one record of a file: what only wraps it is none, nor what says a few things
    above it."""
    path: tuple[str, ...] = (root.key,)
    element = root
    while (inner := _only_record(element)) is not None:
        element = inner
        path = (*path, element.key)
    return path


def _only_record(element: Element) -> Element | None:
    """The last element within, if it alone is called a record and holds nearly all words."""
    children = element.children
    called = [child for child in children if child.key in _RECORDS - {"text"}]
    if element.is_mixed or len(called) != 1 or called[0] is not children[-1]:
        return None
    if element.key in _RECORDS and len(children) > 1:
        return None
    words = len(element.text.split())
    return called[0] if len(called[0].text.split()) >= _NEARLY_ALL * words else None


def _is_article(element: Element) -> bool:
    """Whether an element has the text of an article: some words where an article has them, or
    beside a headline or a day."""
    fields = fields_of(element)
    words = words_of_text(fields)
    known = {KEY_FIELDS.get(plain_key(name), ("",))[0] for name in fields}
    if known & {"headline", "date", "authors"}:
        return words >= _LEAST_BESIDE
    marked = element.key in _RECORDS or any(True for _ in element.all(*PARAGRAPHS))
    return marked and words >= _LEAST_WORDS


MARKUP: Final = Form(
    name="markup",
    title="XML or SGML",
    recognises=lambda head: bool(root_of(head)),
    records=_records,
    of_any_size=_MARKUP_ENDINGS,
)
