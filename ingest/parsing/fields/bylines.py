"""A line in, its byline out: authors, and the date, comment count and handles beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

from archive.record.content import AuthorContent
from archive.record.evidence import Span
from ingest.parsing.fields.agencies import AGENCIES, author_kind, fold
from ingest.parsing.fields.byline_names import WORD, behind_marks, names_from, role_before
from ingest.parsing.fields.byline_words import OPENERS, OPENERS_BY_FIRST, PARTICLES, ROLES, WEAK
from ingest.parsing.fields.dates import FoundDate, find_dates
from ingest.parsing.fields.whitespace import normalise


class ReadByline(NamedTuple):
    """The parts of a byline; spans refer to the text given, shifted by the offset given.

    `author_spans` go with `authors`; `handles` are "@name" with their spans. `opener` is whether
    the line begins with a byline word ("By", "Von"); without one it is only a name.
    """

    authors: tuple[AuthorContent, ...]
    author_spans: tuple[Span, ...]
    opener: bool
    confidence: float
    reason: str
    dates: tuple[FoundDate, ...] = ()
    comment_count: int | None = None
    comment_span: Span | None = None
    handles: tuple[tuple[str, Span], ...] = ()
    #: The share of the line that these parts make up, 0 to 1: low in sentences.
    explained: float = 1.0

    @property
    def date(self) -> FoundDate | None:
        """The first date."""
        return self.dates[0] if self.dates else None


#: Longer lines are sentences or menus.
_LONGEST: Final = 320

_HANDLE: Final = re.compile(r"@\w{2,30}")
_DIGIT: Final = re.compile("[0-9]")
#: "3 hours ago", "vor 5 Minuten", in place of a date.
_AGO: Final = re.compile(
    r"\d{1,3}\s?(?:minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?)\sago\b"
    r"|vor \d{1,3} (?:minuten?|stunden?|tag(?:en)?)|il y a \d{1,3} \w+|hace \d{1,3} \w+"
    # Reading time: "Una Marr 3 min read", "Una Marr 3 Minuten".
    r"|\d{1,2}[ -]?min(?:\.|uten?|utes?|utos?|uti)?"
    r"(?: (?:read|lesezeit|de lectura|de lecture|leestijd))?\b",
    re.IGNORECASE,
)
#: Marks between the parts of a line about the story.
_MARKS: Final = re.compile(r"\s[|•·–—/-]\s|[|•·]|(?<=\s)(?=(?:by|By|BY|von|Von)\s)")
_COUNT: Final = re.compile(r"\s*[|·•,]?\s*(\d{1,3}(?:[,.]\d{3})+|\d{1,6})(?!\d)")
_COMMENTS: Final = re.compile(
    r"(\d{1,3}(?:[,.]\d{3})+|\d{1,6})\s*(?:comments?|kommentare?|commentaires?|comentarios?"
    r"|commenti|reacties|ergänzungen)\b|(?:comments?|kommentare?)\s*[(:]?\s*(\d{1,6})\b",
    re.IGNORECASE,
)


def read_byline(text: str, offset: int = 0) -> ReadByline | None:
    """The byline on this line, or None if it names nobody as bylines do.

    A bare name is read too, with less confidence: the caller judges from its place whether a line
    of capitals is a byline. A date or section before the name is stepped over ("4 June 2017 | Una
    Marr", "Harbour - by Una Marr").
    """
    if not 2 <= len(text) <= _LONGEST:
        return None
    dates = find_dates(text)
    for begin in _beginnings(text, dates):
        start = opener_end(text, begin)
        names = names_from(_before_glued(text, begin, dates), start or begin, start > 0)
        if names:
            return shifted(_byline(text, begin, start, names, dates), offset)
    return None


def _before_glued(text: str, begin: int, dates: list[FoundDate]) -> str:
    """The text up to a month in capitals glued to such a name ("By UNA MARRJUNE 4, 2017")."""
    for date in dates:
        at = date.span[0]
        if at > begin and text[at - 1].isupper() and text[at].isupper():
            return text[:at]
    return text


def shifted(byline: ReadByline, offset: int) -> ReadByline:
    """The same byline with every span moved by `offset`."""
    if not offset:
        return byline
    count_span = byline.comment_span
    return byline._replace(
        author_spans=tuple([_shift(span, offset) for span in byline.author_spans]),
        dates=tuple([FoundDate(_shift(date.span, offset), *date[1:]) for date in byline.dates]),
        comment_span=_shift(count_span, offset) if count_span else None,
        handles=tuple([(handle, _shift(span, offset)) for handle, span in byline.handles]),
    )


def _beginnings(text: str, dates: list[FoundDate]) -> Iterator[int]:
    """Where a byline may begin: at the start, behind a leading date, behind the first marks."""
    yield 0
    places = {
        match.end()
        for match in islice(_MARKS.finditer(text), 5)
        if match[0] or match.end() <= _LATEST_OPENER
    }
    if dates and dates[0].span[0] < _LATEST_DATE:
        places.add(dates[0].span[1])
    yield from sorted(places - {0})


#: The latest place of an opener without a mark before it: "Die Polizei suchte das Boot von Una
#: Marr" names no author.
_LATEST_OPENER: Final = 24
#: The latest start of a leading date: "Artikel veröffentlicht am 28. April 2024, Una Marr".
_LATEST_DATE: Final = 32


def _byline(
    text: str,
    begin: int,
    start: int,
    names: list[Span],
    dates: list[FoundDate],
) -> ReadByline:
    count, count_span = _comment_count(text, dates)
    handles: tuple[tuple[str, Span], ...] = ()
    if "@" in text:
        handles = tuple((m[0], m.span()) for m in _HANDLE.finditer(text))
    apart = [date for date in dates if not any(_overlap(date.span, name) for name in names)]
    known = max(0, start - begin) + role_before(text, start or begin)
    known += sum([len(handle) for handle, _ in handles])
    for a, b in [*names, *[date.span for date in apart]]:
        known += b - a
    ago = linked = None
    end = names[-1][1]
    rest = behind_marks(text, end)
    if rest < len(text):
        ago = _AGO.search(text, end) if _DIGIT.search(text, end) else None
        known += ago.end() - ago.start() if ago else 0
        known += _role_length(text, rest) or _page_length(text, rest, end)
        # A portrait's alternative text repeats the name: "Una Marr Una Marr".
        if text[rest:] == text[names[-1][0] : end]:
            known += len(text) - rest
        linked = _PROFILE_LINK.match(text, rest)
    sure, reason = 0.6, "a line that is a name"
    if start:
        sure, reason = 0.95, f"named after “{text[begin:start].strip()}”"
    elif apart or ago:
        sure, reason = 0.75, "a name beside a date"
    elif linked:
        sure, reason = 0.75, "a name before a link to its other stories"
    return ReadByline(
        authors=tuple([_author(text[a:b]) for a, b in names]),
        author_spans=tuple(names),
        opener=start > 0,
        confidence=sure,
        reason=reason,
        dates=tuple(apart),
        comment_count=count,
        comment_span=count_span,
        handles=handles,
        explained=min(1.0, known / max(1, len(text.strip()))),
    )


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _role_length(text: str, at: int) -> int:
    """The length of the role at a place: "Dana Whitlow, Harbour Editor"; 0 without one."""
    for match in islice(WORD.finditer(text, at, at + 60), 4):
        if match[0].casefold() in ROLES:
            return min(len(text), at + 60) - at
    return 0


#: Boilerplate behind a name: "Una MarrView more articles", "Una Marr / ALDERTIMES.COM / 4 June".
_PAGE_WORDS: Final = re.compile(
    r"(?:view|see|read|more)(?: \w+){0,2} (?:articles|posts|stories|profile|bio)\b"
    r"|(?:follow|share|published|updated|posted)\b[^.]{0,40}\Z"
    r"|[\w-]{2,40}\.(?:com|org|net|co|de|at|ch|fr|it|es|nl)\b",
    re.IGNORECASE,
)
#: "View more articles", "See all posts", "View profile": links found only behind authors.
_PROFILE_LINK: Final = re.compile(
    r"(?:view|see|read|more)(?: \w+){0,2} (?:articles|posts|stories|profile|bio)\b", re.IGNORECASE
)


def _page_length(text: str, at: int, end: int) -> int:
    """The length of boilerplate at a place, from the end of the name; 0 without any."""
    match = _PAGE_WORDS.match(text, at)
    return match.end() - end if match else 0


#: The first two letters of openers, and marks that may stand before them.
_OPENINGS: Final = frozenset(word[:2] for word in OPENERS)
_LEADS: Final = " \t\u00a0-–—|•·,/"


def opens(text: str, folded: str) -> bool:
    """Whether a text opens as bylines do; `folded` is its casefolded form."""
    return (folded[:2] in _OPENINGS or text[0] in _LEADS) and opener_end(text) > 0


def opener_end(text: str, begin: int = 0) -> int:
    """Where the byline word at `begin` ends, with the space behind it; 0 if there is none.

    "By", "by: ", "VON ", and glued as in "ByJ. Harrow".
    """
    lead = begin
    while lead < len(text) and text[lead] in _LEADS:
        lead += 1
    head = text[lead : lead + 30]
    # Lower case and not folded: "von Laura Eßling" keeps its length.
    folded = head.lower()
    if not folded or len(folded) != len(head):
        return 0
    for word in OPENERS_BY_FIRST.get(folded[0], ()):
        if not folded.startswith(word):
            continue
        rest = head[len(word) :]
        if word[-1] != ":" and rest[:1] and not rest[0].isspace():
            if rest[0] == ":":
                return lead + len(word) + 1 + _blank(rest[1:])
            # "ByJ. Harrow" is glued, "Byron Hale" is a name; "VONMALTE" is ambiguous.
            if word == "by" and head[:2] == "By" and rest[0].isupper() and rest[:1] != rest[:2]:
                return lead + 2
            continue
        if not rest.strip():
            return lead + len(word) + len(rest) if word in ("by", "by:", "von") else 0
        after = rest.lstrip()
        if not (after[0].isupper() or after[0] in "@" or _agency_at(after.casefold())):
            if not after[0].isalpha() or after[0].casefold() != after[0].upper().casefold():
                return 0
            if after[0].islower():
                return 0
        if word in WEAK and head[0].islower() and word in ("author", "text"):
            continue
        return lead + len(word) + _blank(rest)
    return 0


def _blank(text: str) -> int:
    return len(text) - len(text.lstrip())


def _agency_at(folded: str) -> bool:
    head = folded.split(",")[0].split(" ")[0].strip(".:;")
    return head in AGENCIES


def _shift(span: Span, offset: int) -> Span:
    return (span[0] + offset, span[1] + offset)


@lru_cache(maxsize=1024)
def _author(printed: str) -> AuthorContent:
    shown = normalise(printed).strip(" ,;|")
    name = AGENCIES[fold(shown)] if fold(shown) == "reuters staff" else shown
    if len(name) > 5 and " " in name and name.isupper():
        name = _from_capitals(name)
    return AuthorContent(name, author_kind(shown), shown if shown != name else "")


def _from_capitals(name: str) -> str:
    """`ULF VAN DER MEULEN` as `Ulf van der Meulen`; `THE ASSOCIATED PRESS` by its known name."""
    if fold(name) in AGENCIES:
        return AGENCIES[fold(name)]
    words = [
        word.casefold()
        if number and word.casefold() in PARTICLES
        else word.capitalize()
        if word.isalpha()
        else _LETTERS.sub(lambda part: part[0].capitalize(), word)
        for number, word in enumerate(name.split())
    ]
    mixed = " ".join(words)
    return _MC.sub(lambda m: "Mc" + m[1].upper(), mixed) if "Mc" in mixed else mixed


_LETTERS: Final = re.compile(r"[^\W\d_]+")
_MC: Final = re.compile(r"\bMc([a-z])")
#: Every text that `_COMMENTS` matches has one of these.
_COMMENT_STEMS: Final = ("omment", "oment", "reacties", "ergänzungen")


def _comment_count(text: str, dates: list[FoundDate]) -> tuple[int | None, Span | None]:
    """The number glued to the year ("4 Jun 20171,234") or beside the word "comments"."""
    folded = text.casefold()
    match = _COMMENTS.search(text) if any(map(folded.__contains__, _COMMENT_STEMS)) else None
    if match:
        group = 1 if match[1] else 2
        start, end = match.span(group)
        if all(end <= date.span[0] or date.span[1] <= start for date in dates):
            return _number(match[group]), (start, end)
    if dates and not dates[-1].time:
        end = dates[-1].span[1]
        if text[end : end + 1].isdigit():
            match = _COUNT.match(text, end)
            if match and not text[match.end() :].strip():
                return _number(match[1]), match.span(1)
    return None, None


def _number(figures: str) -> int:
    """`1,234` or `1.234` as a number."""
    return int(figures.replace(",", "").replace(".", ""))
