"""Bylines: a line that says who wrote a story, and what the page glued to it.

In: one line. Out: its authors, and the date, the comment count and the handles found in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

from ingest.parsing.agencies import (
    AGENCIES,
    DESK_ALONE,
    DESK_WORDS,
    PICTURES_ONLY,
    author_kind,
    fold,
)
from ingest.parsing.byline_words import (
    GIVEN_MONTHS,
    JOINERS,
    NOT_NAMES,
    OPENERS_BY_FIRST,
    PARTICLES,
    PERSONS,
    ROLES,
    WEAK,
)
from ingest.parsing.dates import FoundDate, find_dates
from ingest.parsing.plain import normalise
from ingest.records import ParsedAuthor, Span


class Byline(NamedTuple):
    """What a byline says; all spans are in the text given, shifted by the offset given.

    `author_spans` go with `authors`; `handles` are "@name" with their spans. `opener` tells
    whether the line began with a byline word ("By", "Von"), without which it is only a name.
    """

    authors: tuple[ParsedAuthor, ...]
    author_spans: tuple[Span, ...]
    opener: bool
    confidence: float
    reason: str
    dates: tuple[FoundDate, ...] = ()
    comment_count: int | None = None
    comment_span: Span | None = None
    handles: tuple[tuple[str, Span], ...] = ()
    #: How much of the line these parts explain, 0 to 1: a low share means it is a sentence.
    explained: float = 1.0

    @property
    def date(self) -> FoundDate | None:
        """The first date that is not introduced as an update."""
        return self.dates[0] if self.dates else None


#: Longer lines are sentences or menus.
_LONGEST: Final = 320

_WORD: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|['’´`‘.\-‐‑](?=[^\W\d_]))*\.?|&")
_HANDLE: Final = re.compile(r"@\w{2,30}")
#: "Dana WhitlowSenior Correspondent", "Una MarrUpdated": a small letter, then a capital.
_GLUE: Final = re.compile(r"(?<=[^\W\d_])(?<![A-ZÀ-Þ])(?=[A-ZÀ-Þ][^\W\d_])")
#: "CNNUpdated": words of the page that are glued even to capitals.
_GLUED_WORD: Final = re.compile(r"(?:Updated|Published|Posted|Senior|Follow|Share|View)\b")
#: Prefixes after which a capital inside a name is no seam: McAllen, DeVane, O’Rourke, LaSalle.
_SEAMLESS: Final = frozenset(
    "Mc Mac De Di Du Da Del Le La Van Von Fitz O D St Al El Ver Vander Ten Ter Lo".split()
)
_DIGIT: Final = re.compile("[0-9]")
#: "3 hours ago", "vor 5 Minuten": stands where a date would.
_AGO: Final = re.compile(
    r"\d{1,3}\s?(?:minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?)\sago\b"
    r"|vor \d{1,3} (?:minuten?|stunden?|tag(?:en)?)|il y a \d{1,3} \w+|hace \d{1,3} \w+",
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


def read_byline(text: str, offset: int = 0) -> Byline | None:
    """The byline that this line is, or None when nobody is named the way bylines name people.

    A bare name without an opener is read too, with less confidence: whether a line of capitals is
    a byline is for the caller to judge from where it stands. What stands before the name (a date,
    a section: "4 June 2017 | Una Marr", "Harbour - by Una Marr") is stepped over.
    """
    if not 2 <= len(text) <= _LONGEST:
        return None
    dates = find_dates(text)
    for begin in _beginnings(text, dates):
        start = opener_end(text, begin)
        names = _names(text, start or begin, start > 0)
        if names:
            return shifted(_byline(text, begin, start, names, dates), offset)
    return None


def shifted(byline: Byline, offset: int) -> Byline:
    """The same byline with every span moved by `offset`."""
    if not offset:
        return byline
    return byline._replace(
        author_spans=tuple([_shift(span, offset) for span in byline.author_spans]),
        dates=tuple([one._replace(span=_shift(one.span, offset)) for one in byline.dates]),
        comment_span=_shift(byline.comment_span, offset) if byline.comment_span else None,
        handles=tuple((handle, _shift(span, offset)) for handle, span in byline.handles),
    )


def _beginnings(text: str, dates: list[FoundDate]) -> Iterator[int]:
    """Where a byline may begin: at the start, behind a leading date, behind the first marks."""
    yield 0
    places = {match.end() for match in islice(_MARKS.finditer(text), 5)}
    if dates and dates[0].span[0] < 24:
        places.add(dates[0].span[1])
    yield from sorted(places - {0})


def _byline(
    text: str,
    begin: int,
    start: int,
    names: list[Span],
    dates: list[FoundDate],
) -> Byline:
    count, count_span = _comment_count(text, dates)
    handles: tuple[tuple[str, Span], ...] = ()
    if "@" in text:
        handles = tuple((m[0], m.span()) for m in _HANDLE.finditer(text))
    apart = [date for date in dates if not any(_overlap(date.span, one) for one in names)]
    known = max(0, start - begin) + sum([len(handle) for handle, _ in handles])
    for a, b in [*names, *[date.span for date in apart]]:
        known += b - a
    ago = _AGO.search(text, names[-1][1]) if _DIGIT.search(text, names[-1][1]) else None
    known += ago.end() - ago.start() if ago else 0
    known += _role_length(text, names[-1][1]) or _page_length(text, names[-1][1])
    linked = _PROFILE_LINK.match(text, _skip(text, names[-1][1]))
    sure, reason = 0.6, "a line that is a name"
    if start:
        sure, reason = 0.95, f"named after “{text[begin:start].strip()}”"
    elif apart or ago:
        sure, reason = 0.75, "a name beside a date"
    elif linked:
        sure, reason = 0.75, "a name before a link to its other stories"
    return Byline(
        tuple([_author(text[a:b]) for a, b in names]),
        tuple(names),
        start > 0,
        sure,
        reason,
        tuple(apart),
        count,
        count_span,
        handles,
        min(1.0, known / max(1, len(text.strip()))),
    )


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _role_length(text: str, at: int) -> int:
    """How long the role behind the last name is: "Dana Whitlow, Harbour Editor"; 0 without one."""
    at = _skip(text, at)
    for match in islice(_WORD.finditer(text, at, at + 60), 4):
        if match[0].casefold() in ROLES:
            return min(len(text), at + 60) - at
    return 0


#: What pages set behind a name: "Una MarrView more articles", "Una Marr / ALDERTIMES.COM / 4 June".
_PAGE_WORDS: Final = re.compile(
    r"(?:view|see|read|more)(?: \w+){0,2} (?:articles|posts|stories|profile|bio)\b"
    r"|(?:follow|share|published|updated|posted)\b[^.]{0,40}\Z"
    r"|[\w-]{2,40}\.(?:com|org|net|co|de|at|ch|fr|it|es|nl)\b",
    re.IGNORECASE,
)


#: "View more articles", "See all posts", "View profile": links that stand behind authors only.
_PROFILE_LINK: Final = re.compile(
    r"(?:view|see|read|more)(?: \w+){0,2} (?:articles|posts|stories|profile|bio)\b", re.IGNORECASE
)


def _page_length(text: str, at: int) -> int:
    """How long the page's own words right behind the last name are; 0 without any."""
    match = _PAGE_WORDS.match(text, _skip(text, at))
    return match.end() - at if match else 0


def opener_end(text: str, begin: int = 0) -> int:
    """Where the byline word at `begin` ends, with the space behind it; 0 if there is none.

    "By", "by: ", "VON ", and glued as in "ByJ. Harrow".
    """
    lead = begin
    while lead < len(text) and text[lead] in " \t\u00a0-–—|•·,/":
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
            # "ByJ. Harrow" is glued, "Byron Hale" is a name; "VONMALTE" stays a riddle.
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


def _author(printed: str) -> ParsedAuthor:
    shown = normalise(printed).strip(" ,;|")
    name = AGENCIES[fold(shown)] if fold(shown) == "reuters staff" else shown
    if len(name) > 5 and " " in name and name.isupper():
        name = _from_capitals(name)
    return ParsedAuthor(name, author_kind(shown), shown if shown != name else "")


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


#: One of these stands in every text that `_COMMENTS` is found in.
_COMMENT_STEMS: Final = ("omment", "oment", "reacties", "ergänzungen")


def _comment_count(text: str, dates: list[FoundDate]) -> tuple[int | None, Span | None]:
    """The number glued to the year ("4 Jun 20171,234") or beside the word "comments"."""
    folded = text.casefold()
    match = _COMMENTS.search(text) if any(map(folded.__contains__, _COMMENT_STEMS)) else None
    if match:
        group = 1 if match[1] else 2
        start, end = match.span(group)
        if all(end <= date.span[0] or date.span[1] <= start for date in dates):
            return int(re.sub(r"\D", "", match[group])), (start, end)
    if dates and not dates[-1].time:
        end = dates[-1].span[1]
        if text[end : end + 1].isdigit():
            match = _COUNT.match(text, end)
            if match and not text[match.end() :].strip():
                return int(re.sub(r"\D", "", match[1])), match.span(1)
    return None, None


def _names(text: str, start: int, opened: bool) -> list[Span]:
    """Spans of the names from `start` on; stops at the first thing that is no name."""
    found: list[Span] = []
    at = start
    while at < len(text) and len(found) < 12:
        joint = text[found[-1][1] : at].strip(" \u00a0").casefold() if found else ""
        span, at, go_on = _one_name(text, at, opened or bool(found))
        if span is not None and not _is_role(text, span, found, joint):
            found.append(span)
        elif span is None or (found and not go_on):
            break
        if not go_on:
            break
    return found


#: "Dana Whitlow with AP": the agency helped, and does not sign.
_HELPED: Final = ("with", "mit")


def _is_role(text: str, span: Span, found: list[Span], joint: str) -> bool:
    """What follows a name and is no other author: a role, a place, or the house ("Mall, CNN").

    An agency signs too where it is joined by a word ("Dana Whitlow and AP"); behind a comma or a
    stroke it says whom the person works for. `joint` is what stands between the two, folded.
    """
    if not found:
        return False
    joined = joint in JOINERS and joint not in _HELPED
    name = text[span[0] : span[1]]
    words = name.casefold().split()
    if words[0] in ROLES or words[-1] in ROLES or words[-1] in DESK_WORDS:
        return True
    if fold(name) in AGENCIES:
        if not joined and fold(text[slice(*found[0])]) not in AGENCIES:
            return True
        following = _WORD.match(text, _spaces(text, span[1]))
        return following is not None and following[0].casefold() in ROLES
    first = text[slice(*found[0])]
    # "Dana Whitlow, HARBOUR NEWS": capitals behind a name that is not in capitals are the house.
    if not joined and name.isupper() and any(letter.islower() for letter in first):
        return True
    if len(words) == 1:
        if (name.isupper() and len(name) < 6) or "." in name[1:-1]:
            return True
        # "Una Marr, Kinsale", "Reuters, Kinsale": one word behind a comma is where they are.
        whole = " " in first or fold(first) in AGENCIES
        return whole and joint in ("", ",") and text[found[-1][1]] == "," and name[0].isupper()
    return False


def _one_name(text: str, at: int, opened: bool) -> tuple[Span | None, int, bool]:
    """One name from `at`: (its span or None, where to go on, whether another may follow)."""
    at = _skip(text, at)
    agency = _agency_span(text, at)
    if agency is not None:
        return agency, *_joint(text, agency[1])
    begin, end, words = at, at, 0
    position = at
    while position < len(text):
        match = _WORD.match(text, position)
        if not match:
            break
        word_end = _seam(text, match.start(), match.end())
        word = text[match.start() : word_end]
        folded = word.casefold().rstrip(".")
        if words and folded in JOINERS and not _is_particle_here(text, word, word_end, words):
            break
        if words and folded in ROLES and word[0].isupper() and word not in PARTICLES:
            # "by Harbour News4 Jun", "by HVN News Desk": one word and then a newsroom's is a desk.
            if words == 1 and folded in DESK_WORDS and folded not in PERSONS:
                end = _desk_end(text, word_end)
            # "By Dana Whitlow Harbour News": the word before it is the paper's, not the person's.
            elif words >= 3 and folded == "news":
                end = begin + len(text[begin:end].rsplit(None, 1)[0])
            break
        if not _may_be_name(word, folded, words) and not (
            opened and not words and folded in GIVEN_MONTHS and _SURNAME.match(text, word_end)
        ):
            break
        if folded not in PARTICLES or word[0].isupper():
            end = word_end
        words += 1
        if word_end < match.end():
            position = word_end
            break
        position = _spaces(text, word_end)
        if position == word_end or words > 6:
            break
        nickname = _NICKNAME.match(text, position) if words == 1 else None
        position = nickname.end() if nickname else position
    end = _once(text, begin, end)
    span = (begin, end) if end > begin and _plausible(text[begin:end], opened) else None
    if span is None:
        return None, end, False
    return span, *_joint(text, end)


def _once(text: str, begin: int, end: int) -> int:
    """The end of a name that a portrait's text and the line repeat: "Una Marr Una Marr"."""
    words = text[begin:end].split(" ")
    half = len(words) // 2
    if half >= 2 and words[:half] == words[half:]:
        return begin + len(" ".join(words[:half]))
    return end


#: A word in mixed case or capitals behind a first name.
_SURNAME: Final = re.compile(r"[ \u00a0][A-ZÀ-Þ][^\W\d_]{2}")
#: `Dana "Lucky Star" Whitlow`: a nickname between first name and surname.
_NICKNAME: Final = re.compile(r"[\"“„‘'][A-ZÀ-Þ][\w -]{1,24}[\"”“’'][ \u00a0](?=[A-ZÀ-Þ])")


def _desk_end(text: str, end: int) -> int:
    """The end of a desk's name, further words of the newsroom included: "News Desk"."""
    while True:
        match = _WORD.match(text, _spaces(text, end))
        if not match or match[0].casefold() not in DESK_WORDS or not match[0][0].isupper():
            return end
        end = match.end()


def _is_particle_here(text: str, word: str, end: int, words: int) -> bool:
    """`Ortega y Gaspar` is one name; `Ana Ruiz y Luis Gil` are two: both sides have two words."""
    if word not in ("y", "e"):
        return False
    rest = text[end:].split()
    follow = 0
    for piece in rest[:3]:
        if not piece[0].isupper():
            break
        follow += 1
        if piece[-1] in ",;|":
            break
    return words == 1 or follow < 2


def _may_be_name(word: str, folded: str, words: int) -> bool:
    if folded in NOT_NAMES:
        return False
    if folded in PARTICLES:
        return True
    first = word[0]
    if first.isupper() or first in "'’‘":
        return True
    # Scripts without capitals.
    return first.isalpha() and not first.islower()


def _plausible(name: str, opened: bool) -> bool:
    """Two to five words of which one at least is more than an initial; one word needs an opener."""
    words = [word for word in name.split() if word not in PARTICLES]
    if not words or len(name) > 60 or not any(len(word.strip(".")) > 1 for word in words):
        return False
    if len(words) == 1:
        word = words[0].casefold()
        return word in DESK_ALONE or (opened and 2 < len(word) <= 20) or not name.isascii()
    return len(words) <= 6


def _skip(text: str, at: int) -> int:
    while at < len(text) and (text[at].isspace() or text[at] in "|,;:·•–—-/&+"):
        at += 1
    return at


def _spaces(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \u00a0\t":
        at += 1
    return at


_FIRST_WORDS: Final = re.compile(
    r"[^\s,;|()]+(?:([ \u00a0][^\s,;|()]+)([ \u00a0][^\s,;|()]+)?([ \u00a0][^\s,;|()]+)?)?"
)
#: The first words of agencies, as far as their end may be another mark.
_AGENCY_STARTS: Final = frozenset(fold(name.split(" ")[0]) for name in AGENCIES)


def _agency_span(text: str, at: int) -> Span | None:
    """A known agency, or a desk such as "Harbour News Staff", at this place."""
    rest = text[at : at + 40].casefold()
    words = _FIRST_WORDS.match(rest)
    if words is None:
        return None
    last = words.lastindex or 0
    first = words[0] if not last else rest[: words.start(1)]
    if fold(first.rstrip(".:")) not in _AGENCY_STARTS:
        return None
    for length in range(last, -1, -1):
        name = rest[: words.end(length)] if length else first
        name = name.replace("\u00a0", " ").rstrip(".:")
        if fold(name) in AGENCIES and fold(name) not in PICTURES_ONLY:
            original = text[at : at + len(name)]
            if not length and original[0].islower() and name not in ("dpa", "afp", "sda", "apa"):
                continue
            return (at, at + len(name))
    return None


def _seam(text: str, start: int, end: int) -> int:
    """Where a word of a name ends that is glued to the next word of the page."""
    word = text[start:end]
    # Without a capital behind the first letter, or in capitals throughout, there is no seam.
    if word[1:].islower() or (word.isupper() and word.isascii()):
        return end
    tail = _GLUED_WORD.search(text, start, end)
    if tail and tail.start() > start:
        return tail.start()
    for match in _GLUE.finditer(text, start, end):
        place = match.start()
        if place == start:
            continue
        before = text[start:place]
        last = re.split(r"['’´`‘.\-‐‑]", before)[-1]
        if last in _SEAMLESS or not last:
            continue
        return place
    return end


def _joint(text: str, end: int) -> tuple[int, bool]:
    """What stands behind a name: (where the next name begins, whether there may be one)."""
    at = _spaces(text, end)
    if at >= len(text):
        return at, False
    if text[at] in ",;/&|·•+":
        return at + 1, True
    match = _WORD.match(text, at)
    if match and match[0].casefold() in JOINERS:
        return match.end(), True
    return at, False


def is_desk_word(word: str) -> bool:
    """Whether a word names a part of a newsroom."""
    return word.casefold() in DESK_WORDS
