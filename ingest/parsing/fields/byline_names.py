"""A line and where its names begin in, the span of each name, agency or desk out.

What follows the last name (a role, a place, boilerplate) is left to bylines.py.
"""

from __future__ import annotations

import re
from typing import Final

from archive.record.evidence import Span
from ingest.parsing.fields.agencies import (
    AGENCIES,
    DESK_ALONE,
    DESK_ENDS,
    DESK_WORDS,
    PICTURES_ONLY,
    fold,
)
from ingest.parsing.fields.byline_words import (
    CREDENTIALS,
    GIVEN_MONTHS,
    JOINERS,
    NOT_NAMES,
    PARTICLES,
    PERSONS,
    PROFESSIONS,
    ROLES,
)
from ingest.parsing.fields.given_names import is_given_name

WORD: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|['’´`‘.\-‐‑](?=[^\W\d_]))*\.?|&")
#: "Dana WhitlowSenior Correspondent", "Una MarrUpdated": a small letter, then a capital.
_GLUE: Final = re.compile(r"(?<=[^\W\d_])(?<![A-ZÀ-Þ])(?=[A-ZÀ-Þ][^\W\d_])")
#: "CNNUpdated": words of the page that are glued even to capitals.
_GLUED_WORD: Final = re.compile(r"(?:Updated|Published|Posted|Senior|Follow|Share|View)\b")
#: Prefixes after which a capital inside a name is no seam: McAllen, DeVane, O’Rourke, LaSalle.
_SEAMLESS: Final = frozenset(
    "Mc Mac De Di Du Da Del Le La Van Von Fitz O D St Al El Ver Vander Ten Ter Lo".split()
)


def names_from(text: str, start: int, opened: bool) -> list[Span]:
    """Spans of the names from `start` on, up to the first thing that is no name."""
    found: list[Span] = []
    at = start + role_before(text, start)
    behind, in_role = at, False
    while at < len(text) and len(found) < 12:
        joint = _joint_word(text[behind:at]) if found else ""
        span, at, go_on = _one_name(text, at, opened or bool(found))
        if span is None:
            break
        # "Una Marr, Professor of Law, University of Alder": what follows a role describes it.
        goes_on = in_role and joint == "," and not is_given_name(text[slice(*span)])
        in_role = goes_on or (bool(found) and _is_role(text, span, found, joint))
        if not in_role:
            found.append(span)
        if not go_on:
            break
        behind = span[1]
    return found


def _joint_word(between: str) -> str:
    """What joins two names: "and" of " in Kinsale, and "."""
    between = between.strip(" \u00a0").casefold()
    return between[-1:] if between[-1:] in tuple(",;/&|·•+") else between.rpartition(" ")[2]


def role_before(text: str, at: int) -> int:
    """The length of a role before the name at this place; 0 without one."""
    role = _ROLE_BEFORE.match(text, at)
    return role.end() - at if role else 0


#: "AT24-Redakteurin Mia Sund": the role stands before the name.
_ROLE_BEFORE: Final = re.compile(
    r"(?:[\w.]++-){0,3}(?i:redakteur|reporter|korrespondent|volontär|autor)(?:in)?\s"
    r"(?=[A-ZÀ-Þ][\w’'-]+\s[A-ZÀ-Þ])"
)
#: "Dana Whitlow with AP": the agency contributed, and does not sign.
_HELPED: Final = ("with", "mit")


def _is_role(text: str, span: Span, found: list[Span], joint: str) -> bool:
    """Whether what follows a name is a role, a place or the paper ("Mall, CNN"), and no author.

    An agency signs too if joined by a word ("Dana Whitlow and AP"); behind a comma or a stroke it
    is the person's employer. `joint` is the text between the two, casefolded.
    """
    joined = joint in JOINERS and joint not in _HELPED
    name = text[span[0] : span[1]]
    words = name.casefold().replace(".", "").split()
    if words[0] in ROLES or words[-1] in ROLES or words[-1] in DESK_WORDS:
        return True
    if words[0] in CREDENTIALS or (not joined and not PROFESSIONS.isdisjoint(words)):
        return True
    first = text[slice(*found[0])]
    following = WORD.match(text, _spaces(text, span[1]))
    before_role = following is not None and following[0].casefold() in ROLES
    if fold(name) in AGENCIES:
        return before_role or not (joined or fold(first) in AGENCIES)
    # "Una Marr | Alder Valley Media": the first word of a newsroom behind a bar is no first name.
    if before_role and not joined and not is_given_name(name):
        return True
    # "Dana Whitlow, HARBOUR NEWS": capitals behind a name in mixed case are the paper.
    if not joined and name.isupper() and any(letter.islower() for letter in first):
        return True
    return len(words) == 1 and _is_single_role(text, name, found, joint)


def _is_single_role(text: str, name: str, found: list[Span], joint: str) -> bool:
    """Whether one word behind a name is a section, a place or initials, and no author."""
    first = text[slice(*found[0])]
    # "Una Marr | Community", in scripts without capitals too.
    if joint == "|" and (" " in first or not first[0].isascii()):
        return True
    if (name.isupper() and len(name) < 6) or "." in name[1:-1]:
        return True
    # "Una Marr, Kinsale", "Reuters, Kinsale": one word behind a comma is a place.
    whole = " " in first or fold(first) in AGENCIES
    return whole and joint in ("", ",") and text[found[-1][1]] == "," and name[0].isupper()


def _one_name(text: str, at: int, opened: bool) -> tuple[Span | None, int, bool]:
    """One name from `at`: (its span or None, where to go on, whether another may follow)."""
    at = behind_marks(text, at)
    agency = _agency_span(text, at) or _numbered_desk(text, at, opened)
    if agency is not None:
        return agency, *_joint(text, agency[1])
    # "by the Harbour Team", "by the Alder Times staff".
    user = _USER.match(text, at) if opened else None
    if user and user[0] not in NOT_NAMES and user[0] not in PARTICLES:
        return user.span(), *_joint(text, user.end())
    article = len(_ARTICLE) if opened and text.startswith(_ARTICLE, at) else 0
    end = _once(text, at, _words_of_name(text, at + article, opened))
    end = _desk_behind(text, at + article, end, opened)
    if end <= at + article or not _plausible(text[at + article : end], opened):
        return None, end, False
    if article and not is_desk_word(text[at:end].rpartition(" ")[2]):
        return None, end, False
    return (at, end), *_joint(text, end)


_ARTICLE: Final = "the "
#: The name of a user, which opener_end lets through beside a date.
_USER: Final = re.compile(r"[a-z][a-z0-9_.-]{2,24}(?=\s*(?:[|•·,]|on\b|\d|[A-Z][a-z]{2} \d|\Z))")


def _words_of_name(text: str, begin: int, opened: bool) -> int:
    """The end of the words from `begin` on that may be one name."""
    end, words, position = begin, 0, begin
    while position < len(text):
        match = WORD.match(text, position)
        if not match:
            break
        word, word_end = match[0], match.end()
        if not word[1:].islower():
            word_end = _seam(text, position, word_end, whole=opened and not words)
            word = text[position:word_end]
        folded = word.casefold().rstrip(".")
        if words and folded in JOINERS and not _is_particle_here(text, word, word_end, words):
            break
        if words and folded in ROLES and word[0].isupper() and word not in PARTICLES:
            # "By Dana Whitlow Harbour News": the word before it is the paper's, not the person's.
            if words >= 3 and folded == "news":
                end = begin + len(text[begin:end].rsplit(None, 1)[0])
            break
        if not _may_be_name(word, folded, words) and not (
            opened
            and (
                (not words and folded in GIVEN_MONTHS and _SURNAME.match(text, word_end))
                or (words == 1 and word in _PAPERS)
            )
        ):
            break
        if folded not in PARTICLES or word[0].isupper():
            end = word_end
        words += 1
        if word_end < match.end():
            break
        position = _spaces(text, word_end)
        if position == word_end or words > 6:
            break
        if words == 1 and text[position : position + 1] in _OPENS_NICKNAME:
            nickname = _NICKNAME.match(text, position)
            position = nickname.end() if nickname else position
    return end


def _once(text: str, begin: int, end: int) -> int:
    """The end of a name that a portrait's alternative text repeats: "Una Marr Una Marr"."""
    words = text[begin:end].split(" ")
    half = len(words) // 2
    if half >= 2 and words[:half] == words[half:]:
        return begin + len(" ".join(words[:half]))
    return end


#: "Written by Alder Today": the second word of papers that sign.
_PAPERS: Final = frozenset(("Today", "TODAY", "Live"))
#: A word in mixed case or capitals behind a first name.
_SURNAME: Final = re.compile(r"[ \u00a0][A-ZÀ-Þ][^\W\d_]{2}")
#: `Dana "Lucky Star" Whitlow`, "Paramita (Mita) Sen": a nickname between first name and surname.
_OPENS_NICKNAME: Final = "\"“„‘'("
_NICKNAME: Final = re.compile(r"[\"“„‘'(][A-ZÀ-Þ][\w -]{1,24}[\"”“’')][ \u00a0](?=[A-ZÀ-Þ])")


def _desk_behind(text: str, begin: int, end: int, opened: bool) -> int:
    """The end of a desk whose first words are read: "Harbour | News", "Great Day | Editorial
    Team", "Alder Times | staff"; the end as it is where they are a person's."""
    if end <= begin or end == len(text):
        return end
    words: list[str] = []
    last, names_desk = end, False
    while match := WORD.match(text, _spaces(text, last)):
        word = match[0].rstrip(".").casefold()
        if match.start() == last or word not in DESK_WORDS:
            break
        words = words or text[begin:end].split()
        last = match.end()
        names_desk = word in DESK_ENDS or (len(words) == 1 and word not in PERSONS)
        if word in PERSONS and opened and len(words) == 1 and last == len(text.rstrip()):
            names_desk = True
    if not names_desk:
        return end
    follows = WORD.match(text, _spaces(text, last))
    if follows and follows[0].casefold() in ROLES:
        return end
    # "By Dana Whitlow Staff": a person's role.
    return end if len(words) > 1 and is_given_name(words[0]) else last


def _is_particle_here(text: str, word: str, end: int, words: int) -> bool:
    """Whether "y" or "e" is inside a name: `Ortega y Gaspar` is one, `Ana Ruiz y Luis Gil` two."""
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
    if first.islower():
        return _PARTICLE_GLUED.match(word) is not None
    # Scripts without capitals.
    return first.isalpha()


#: "al-Faruq", "el-Khayr", "d’Arcy", "dell'Orto", "bin-Said": a capital behind a small particle.
_PARTICLE_GLUED: Final = re.compile(r"[^\W\d_]{1,5}['’´`‘\-‐‑][^\W\d_a-zß-ÿ]")


#: Lines that begin so name nobody: roles ("Periodista judicial", "Reporter") and titles ("Die Kunst
#: der Stille", "Ihr Feedback").
_NAMES_NOBODY: Final = frozenset(
    "reporter correspondent columnist redakteur redakteurin redaktor redaktorin korrespondent "
    "korrespondentin journalist journalistin reporterin volontär volontärin autor autorin redactor "
    "redactora periodista corresponsal enviado enviada giornalista inviato inviata journaliste "
    "correspondant correspondante verslaggever redacteur jornalista repórter "
    "die der das ein eine ihr ihre unser unsere mein meine dein deine your my our los las".split()
)


def _plausible(name: str, opened: bool) -> bool:
    """Whether words can be a name: two to five, not only initials; one word needs an opener."""
    if not opened and name.split(" ", 1)[0].casefold() in _NAMES_NOBODY:
        return False
    words = [word for word in name.split() if word not in PARTICLES]
    if not words or len(name) > 60:
        return False
    if len(words[0]) <= len("A.") and not any(len(word.strip(".")) > 1 for word in words):
        return False
    if len(words) == 1:
        word = words[0].casefold()
        return word in DESK_ALONE or (opened and 2 < len(word) <= 20) or not name.isascii()
    return len(words) <= 6


def behind_marks(text: str, at: int) -> int:
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
_LONGEST_AGENCY: Final = 40
_FIRST_WORD: Final = re.compile(rf"[^\s,;|()]{{1,{_LONGEST_AGENCY}}}")
#: The first words of agencies.
_AGENCY_STARTS: Final = frozenset(fold(name.split(" ")[0]) for name in AGENCIES)


def _agency_span(text: str, at: int) -> Span | None:
    """A known agency, or a desk such as "Harbour News Staff", at this place."""
    opening = _FIRST_WORD.match(text, at)
    if opening is None or fold(opening[0].rstrip(".:")) not in _AGENCY_STARTS:
        return None
    rest = text[at : at + _LONGEST_AGENCY].casefold()
    words = _FIRST_WORDS.match(rest)
    if words is None:
        return None
    last = words.lastindex or 0
    first = words[0] if not last else rest[: words.start(1)]
    for length in range(last, -1, -1):
        name = rest[: words.end(length)] if length else first
        name = name.replace("\u00a0", " ").rstrip(".:")
        if fold(name) in AGENCIES and fold(name) not in PICTURES_ONLY:
            original = text[at : at + len(name)]
            if not length and original[0].islower() and name not in ("dpa", "afp", "sda", "apa"):
                continue
            return (at, at + len(name))
    return None


#: "Von AT24 Redaktion", "By Alder 9 News Staff", "9News Staff": names with figures are no persons.
_NUMBERED: Final = re.compile(
    r"(?:[A-ZÀ-Þ][^\W\d_]{0,12}+ ?\d{1,4}|\d{1,3} ?[A-ZÀ-Þ]\w{1,12})"
    r"(?: [A-ZÀ-Þ][\w.]{1,12}){0,2}[ -]([^\W\d_]+)"
)


def _numbered_desk(text: str, at: int, opened: bool) -> Span | None:
    """The desk of a newsroom with a figure in its name, at this place; without an opener only
    where nothing follows."""
    match = _NUMBERED.match(text, at)
    if match is None or match[1].casefold() not in DESK_WORDS:
        return None
    return match.span() if opened or match.end() == len(text) else None


def _seam(text: str, start: int, end: int, whole: bool) -> int:
    """Where a word of a name ends that is glued to the next word of the page. A word that stays
    whole may be a brand or the name of a reader: "Posted by AlderGate"."""
    word = text[start:end]
    # Without a capital behind the first letter, or in capitals throughout, there is no seam.
    if word[1:].islower() or (word.isupper() and word.isascii()):
        return end
    tail = _GLUED_WORD.search(text, start, end)
    if tail and tail.start() > start:
        return tail.start()
    if whole:
        return end
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
    """Where the next name would begin, and whether there may be one."""
    if end == len(text):
        return end, False
    at = _spaces(text, aside_end(text, end))
    if at >= len(text):
        return at, False
    if text[at] in ",;/&|·•+":
        at += 1
        # "Una Marr, Joss Quill, and Ida Fenn".
        joiner = WORD.match(text, _spaces(text, at))
        if joiner and joiner[0].casefold() in JOINERS and joiner[0] not in _NEVER_JOINS:
            at = joiner.end()
        return at, True
    match = WORD.match(text, at)
    if match and match[0].casefold() in JOINERS:
        return match.end(), True
    return at, False


#: Initials, not joiners: "Una Marr, E Quill".
_NEVER_JOINS: Final = ("E", "Y")
#: What may stand between a name and the next: "Una Marr in Port Alder and …", "Una Marr (Kinsale)
#: and …", "Una Marr @unamarr and …", "Una Marr <marr@alder.example>, …".
_ASIDE: Final = re.compile(
    r"[ \u00a0]*(?:(?:in|aus|from|à|uit) [A-ZÀ-Þ][\w’'.-]*(?: [A-ZÀ-Þ][\w’'.-]*){0,2}"
    r"|\([^()]{1,40}\)|<[^<>]{1,80}>|@\w{2,30}|[\w.+-]{1,40}@[\w.-]{1,60})"
    r"(?=[ \u00a0]?(?:[,;/&|·•+)]|(?i:and|und|et|y|e|en|och|og)\b|\Z))"
)


def aside_end(text: str, end: int) -> int:
    """The end of the place, brackets or address behind a name, where nothing but a further name, a
    mark or the end of the line follows; the end of the name without any."""
    aside = _ASIDE.match(text, end)
    return aside.end() if aside else end


def is_desk_word(word: str) -> bool:
    """Whether a word names a part of a newsroom."""
    return word.casefold() in DESK_WORDS


#: A name as catalogues turn it round: "Marr, Una", "de la Roca, Ana M.".
_TURNED: Final = re.compile(
    r"\s*((?:[^\W\d_][\w.’'‐-]*\s){0,3}[^\W\d_][\w.’'‐-]*),\s+"
    r"([^\W\d_][\w.’'‐-]*(?:\s[^\W\d_][\w.’'‐-]*){0,2})\s*"
)
_BETWEEN_TURNED: Final = re.compile(r"\s*[;|]\s*|\s(?:and|und|et|&)\s")


def turned_names(text: str) -> list[tuple[str, Span]]:
    """The names of a list that has the surname first, each with its place; [] for other lists.

    "Marr, Una; Quill, Joss" is one, "Una Marr, Joss Quill" and "Una Marr, Kinsale" are not.
    """
    found: list[tuple[str, Span]] = []
    at = 0
    for mark in [*_BETWEEN_TURNED.finditer(text), None]:
        end = mark.start() if mark else len(text)
        match = _TURNED.fullmatch(text, at, end)
        if match is None:
            return []
        last, first = match[1], match[2]
        # "Una Marr, Kinsale": the first name would stand before the comma.
        if " " in last and last.split()[0].casefold() not in PARTICLES and is_given_name(last):
            return []
        found.append((f"{first} {last}", (match.start(1), match.end(2))))
        at = mark.end() if mark else end
    # One pair may be two persons of one name each, or a name and a place.
    known = [is_given_name(name) for name, _ in found]
    return found if any(known) and (len(found) > 1 or all(known)) else []
