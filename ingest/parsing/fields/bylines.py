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
from ingest.parsing.fields.byline_names import (
    WORD,
    aside_end,
    behind_marks,
    names_from,
    role_before,
)
from ingest.parsing.fields.byline_words import (
    BESIDE,
    BESIDE_DATES,
    CREDENTIALS,
    JOINERS,
    NOT_NAMES,
    OPENERS,
    OPENERS_BY_FIRST,
    OTHER_HANDS,
    PARTICLES,
    PROFESSIONS,
    ROLES,
    WEAK,
)
from ingest.parsing.fields.dates import FoundDate, find_dates
from ingest.parsing.fields.given_names import GIVEN_NAMES
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
#: One of these is in whatever `_MARKS` finds.
_SIGNS_OF_MARKS: Final = (*"|•·–—/-", "by", "By", "BY", "von", "Von")
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
    byline = _by_role(text, dates)
    spare: ReadByline | None = None
    for begin, apart in _beginnings(text, dates) if byline is None else ():
        start = opener_end(text, begin, dated=bool(dates))
        names = names_from(_before_glued(text, begin, dates), start or begin, start > 0)
        if not names and not begin and dates:
            names = _one_word(text)
        if not names:
            continue
        found = _byline(text, (begin, start) if start else None, names, dates)
        # An opener further on tells who signs: "Harbour, Alder | Written by Una Marr".
        if start:
            byline = found._replace(explained=1.0) if apart and _ends_line(text, names) else found
            break
        spare = spare or found
    byline = byline or spare
    return shifted(byline, offset) if byline else None


def _ends_line(text: str, names: list[Span]) -> bool:
    """Whether nothing stands behind the names."""
    return behind_marks(text, names[-1][1]) == len(text)


#: "최현재 기자", "[김하나·이두리 기자]": names before the word for a reporter, in Korean and
#: Japanese, where no capitals tell names from words.
_ROLE_BEHIND: Final = re.compile(
    r"(?:By )?[\s\[(<【]{0,3}(?:"
    r"((?:[가-힣]{2,4}[ ·,/]{1,2}){0,3}[가-힣]{2,4})"
    r" ?(?:선임|수석|객원)?(?:기자|특파원|논설위원)(?![가-힣])"
    r"|([^\W\da-zA-Z]{2,4}(?:[ \u3000][^\W\da-zA-Z]{1,4})?)"
    r"[ \u3000]?(?:記者|編集委員|論説委員)(?!\w))"
)
_PART_OF_ROLE: Final = re.compile(r"[^\s·,/]+")


def _by_role(text: str, dates: list[FoundDate]) -> ReadByline | None:
    """The byline that a role behind the names makes, which is as good as an opener."""
    match = None if text.isascii() else _ROLE_BEHIND.match(text)
    if match is None:
        return None
    if match[2]:
        names = [match.span(2)]
    else:
        names = [part.span() for part in _PART_OF_ROLE.finditer(text, *match.span(1))]
    byline = _byline(text, None, names, dates)
    return byline._replace(
        opener=True,
        confidence=0.9,
        reason="named before a reporter’s title",
        explained=_share(text, [match.span(), *[date.span for date in byline.dates]]),
    )


#: "Susan December 9, 2024", "AlderGate- 2025/4/29": one word is a name where it is a first name, or
#: a brand with a capital inside, and stands before a date.
_ONE_WORD: Final = re.compile(
    r"[•·\s]{0,3}([^\W\d_]{3,20})\b(?= ?[-–—|•·,]? ?(?:\d|[A-ZÀ-Þ][a-zà-ÿ]{2}))"
)
_BRAND: Final = re.compile(r"[A-ZÀ-Þ][a-zà-ÿ]+[A-ZÀ-Þ][a-zà-ÿ]\w*")


def _one_word(text: str) -> list[Span]:
    """A first name or brand that begins a line with a date."""
    match = _ONE_WORD.match(text)
    return [match.span(1)] if match and is_one_word_name(match[1]) else []


def is_one_word_name(word: str) -> bool:
    """Whether a word alone may sign: a first name, or a brand with a capital inside."""
    if not word[:1].isupper() or not word.isalpha() or word.casefold() in NOT_NAMES:
        return False
    return word.casefold() in GIVEN_NAMES or _BRAND.fullmatch(word) is not None


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


def _beginnings(text: str, dates: list[FoundDate]) -> Iterator[tuple[int, bool]]:
    """Where a byline may begin: at the start, behind leading dates, behind the first marks; and
    whether the text before is set apart by a date or a mark."""
    yield 0, False
    places: dict[int, bool] = {}
    marked = any(map(text.__contains__, _SIGNS_OF_MARKS))
    for match in islice(_MARKS.finditer(text), _MOST_MARKS) if marked else ():
        if match[0]:
            places[match.end()] = True
        elif match.end() <= _LATEST_OPENER and not _of_others(text, match.end()):
            places[match.end()] = False
    if dates and dates[0].span[0] < _LATEST_DATE:
        end = dates[0].span[1]
        for date in dates[1:]:
            if not text[end : date.span[0]].strip(" ,|-–"):
                end = date.span[1]
        places[end] = True
    yield from sorted(places.items())


_MOST_MARKS: Final = 7


def _of_others(text: str, at: int) -> bool:
    """Whether a "by" at this place names who did something else: "Reviewed by", "Search by"."""
    before = text[:at].rstrip().rpartition(" ")[2].casefold().strip("(")
    return before in OTHER_HANDS and not opener_end(text)


#: The latest place of an opener without a mark before it: "Die Polizei suchte das Boot von Una
#: Marr" names no author.
_LATEST_OPENER: Final = 24
#: The latest start of a leading date: "Artikel veröffentlicht am 28. April 2024, Una Marr".
_LATEST_DATE: Final = 32


def _byline(
    text: str, opening: Span | None, names: list[Span], dates: list[FoundDate]
) -> ReadByline:
    """The byline of these names, behind an opener or without one."""
    count, count_span = _comment_count(text, dates)
    handles: tuple[tuple[str, Span], ...] = ()
    if "@" in text:
        handles = tuple((m[0], m.span()) for m in _HANDLE.finditer(text))
    apart = [date for date in dates if not any(_overlap(date.span, name) for name in names)]
    end = names[-1][1]
    rest = behind_marks(text, end)
    ago = _AGO.search(text, end) if rest < len(text) and _DIGIT.search(text, end) else None
    sure, reason = 0.6, "a line that is a name"
    if opening:
        sure, reason = 0.95, f"named after “{text[slice(*opening)].strip()}”"
    elif apart or ago:
        sure, reason = 0.75, "a name beside a date"
    elif rest < len(text) and _PROFILE_LINK.match(text, rest):
        sure, reason = 0.75, "a name before a link to its other stories"
    parts = [*names, *[date.span for date in apart], *[span for _, span in handles]]
    parts += [opening] if opening else []
    parts += [ago.span()] if ago else []
    return ReadByline(
        authors=tuple([_author(text[a:b]) for a, b in names]),
        author_spans=tuple(names),
        opener=opening is not None,
        confidence=sure,
        reason=reason,
        dates=tuple(apart),
        comment_count=count,
        comment_span=count_span,
        handles=handles,
        explained=_share(text, [*parts, *_around(text, opening, names, bool(apart))]),
    )


def _share(text: str, parts: list[Span]) -> float:
    """The share of a line that stretches of it make up, overlaps counted once."""
    known = at = 0
    for start, end in sorted(parts):
        if end > at:
            known += end - (start if start > at else at)
            at = end
    return min(1.0, known / max(1, len(text.strip())))


#: An address or a telephone number, and words.
_PIECE: Final = re.compile(r"[^\s|•·,;:()<>]+")
_REACHED: Final = re.compile(r"[\w.+-]{1,40}@[\w.-]{3,60}|\+?[\d().-]{7,18}")


def _around(text: str, opening: Span | None, names: list[Span], dated: bool) -> Iterator[Span]:
    """What is known around the names: roles, places, addresses, words of pages beside a date."""
    head, end = names[0][0], names[-1][1]
    start = opening[1] if opening else 0
    if start < head:
        yield (start, start + role_before(text, start))
    rest = behind_marks(text, end)
    for _, behind in names:
        if behind < len(text):
            yield (behind, aside_end(text, behind))
    if rest < len(text):
        yield (rest, rest + _role_length(text, rest))
        yield (end, end + _page_length(text, rest, end))
        # A portrait's alternative text repeats the name: "Una Marr Una Marr".
        if text[rest:] == text[head:end]:
            yield (rest, len(text))
    for piece in _PIECE.finditer(text):
        word = piece[0].casefold()
        if (
            word in BESIDE
            or (dated and word in BESIDE_DATES)
            or (word in JOINERS and head < piece.start() < end)
            or (("@" in word or not word[0].isalpha()) and _REACHED.fullmatch(word))
        ):
            yield piece.span()


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _role_length(text: str, at: int) -> int:
    """The length of the role at a place: "Dana Whitlow, Harbour Editor"; 0 without one."""
    for match in islice(WORD.finditer(text, at, at + 60), 4):
        word = match[0].casefold().replace(".", "")
        if word in ROLES or word in PROFESSIONS or word in CREDENTIALS:
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
    if not text.isascii() and _ROLE_BEHIND.match(text):
        return True
    return (folded[:2] in _OPENINGS or text[0] in _LEADS) and opener_end(text) > 0


def opener_end(text: str, begin: int = 0, *, dated: bool = False) -> int:
    """Where the byline word at `begin` ends, with the space behind it; 0 if there is none.

    "By", "by: ", "VON ", and glued as in "ByJ. Harrow". In a line with a date the name may be one
    in small letters: "by alderco | 4 June 2017".
    """
    lead = begin
    while lead < len(text) and text[lead] in _LEADS:
        lead += 1
    head = text[lead : lead + 30]
    # Lower case and not folded: "von Laura Eßling" keeps its length.
    folded = head.lower()
    if folded[:2] not in _OPENINGS or len(folded) != len(head):
        return 0
    for word in OPENERS_BY_FIRST.get(folded[0], ()):
        if not folded.startswith(word):
            continue
        rest = head[len(word) :]
        if word[-1] != ":" and rest[:1] and not rest[0].isspace():
            if rest[0] == ":":
                return lead + len(word) + 1 + _blank(rest[1:])
            # "ByJ. Harrow" is glued, "Byron Hale" is a name; "VONMALTE" is ambiguous.
            if word == "by" and head[:2] in ("By", "by") and _GLUED_NAME.match(rest):
                return lead + 2
            continue
        if not rest.strip():
            return lead + len(word) + len(rest) if word in ("by", "by:", "von") else 0
        after = rest.lstrip()
        if word[-2:] == "by" and (
            after.startswith("the ") or (dated and _USER.match(text, lead + len(word)))
        ):
            return lead + len(word) + _blank(rest)
        if not (after[0].isupper() or after[0] in "@" or _agency_at(after.casefold())):
            if not after[0].isalpha() or after[0].casefold() != after[0].upper().casefold():
                return 0
            if after[0].islower():
                return 0
        if word in WEAK and head[0].islower() and word in ("author", "text"):
            continue
        return lead + len(word) + _blank(rest)
    return 0


#: "ByJ. Harrow", "byUna Marr"; "BYRON" is a name.
_GLUED_NAME: Final = re.compile(r"[A-ZÀ-Þ](?:\.|[a-zà-ÿ'’]|[A-ZÀ-Þ][a-zà-ÿ])")
#: The name of a user, up to a mark, a date or the end.
_USER: Final = re.compile(r"\s[a-z][a-z0-9_.-]{2,24}(?=\s*(?:[|•·,]|on\b|\d|[A-Z][a-z]{2}|\Z))")


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
    if text.isascii() and not _DIGIT.search(text):
        return None, None
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
