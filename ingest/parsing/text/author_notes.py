"""A labelled draft in, the authors introduced below its story out.

Notes read "Una Marr is a reporter for …", "Follow Una Marr on …", "Excerpted from … by Una Marr".
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from archive.record.content import AuthorContent
from archive.record.evidence import Span
from ingest.parsing.fields.agencies import author_kind
from ingest.parsing.fields.byline_words import GIVEN_MONTHS, NOT_NAMES, ROLES
from ingest.parsing.fields.whitespace import normalise
from ingest.parsing.text.draft import Draft


class Signer(NamedTuple):
    """An author, where the name stands, with what confidence, and why."""

    author: AuthorContent
    spans: list[Span]
    confidence: float
    reason: str


#: So many blocks behind the story may introduce the author.
_INTRODUCTIONS: Final = 30
#: A name in two to four words with capitals.
NAME: Final = r"(?:[A-ZÀ-Þ][\w.’'-]+\s){1,3}[A-ZÀ-Þ][\w’'-]+"
#: "Dr. Una Marr", "Prof. Dr. Una Marr": titles are no part of the name.
_TITLES: Final = r"(?:(?:Dr|Prof|Mag|Dipl|Ing|Sir|Dame)\.?(?:-Ing\.)?\s){0,3}"
#: "Una Marr is a reporter for the Alder Times": how footers introduce who wrote.
_INTRODUCED: Final = re.compile(
    r"(?P<named>(?:Autor(?:[*:]?in|en)?|Author|Zur Person|About the author|Auteur|Autore)\s?:?\s)?"
    + _TITLES
    + r"(?P<name>"
    + NAME
    + r"),?\s(?P<verb>is|was|has been|covers|writes|works|"
    r"reports|reviews|joined|serves|makes|can be reached|can be contacted|"
    r"ist|war|arbeitet|schreibt|leitet|berichtet|est|écrit|couvre|es|escribe|cubre|è|scrive|"
    r"é|escreve|werkt|schrijft)\s"
)
#: "Follow Una Marr on Twitter", "Email Una Marr at …", "Contact Una Marr: …"; and
#: "Contact the author:" above "Una Marr[email protected]".
_CONTACTED: Final = re.compile(
    r"(?:You can |To )?(?:follow|e-?mail|contact|reach|tweet|write to|write|call|text)\s"
    r"(?:the author:?\s{1,4}|reporter |staff writer |columnist "
    r"|(?-i:[A-Z]\w+) (?:reporter|editor) )?"
    r"(?-i:(?P<name>" + NAME + r"))(?:\s(?:on|at|via|by)\s|\s?[:,(@\[])",
    re.IGNORECASE,
)
#: Verbs that imply the profession.
_WORKS: Final = frozenset(
    ("covers", "writes", "reviews", "schreibt", "écrit", "escribe", "scrive", "escreve",
     "schrijft", "can be reached", "can be contacted")
)  # fmt: skip
PROFESSION: Final = re.compile(
    r"\b(?:writer|reporter|editor|correspondent|journalist|columnist|author|producer|critic|fellow|"
    r"professor|contributor|curator|host|covers|writes|twitter|redakteur|redakteurin|"
    r"korrespondent|korrespondentin|journalistin|autor|autorin|volontär|volontärin|"
    r"chefredakteur|chefredakteurin|reporterin|kolumnist|kolumnistin|"
    r"journaliste|rédacteur|rédactrice|correspondante?|chroniqueur|chroniqueuse|envoyée? spéciale?|"
    r"periodista|redactor|redactora|corresponsal|enviad[oa] especial|columnista|"
    r"giornalista|corrispondente|inviat[oa]|jornalista|correspondente|repórter|colunista|"
    r"redacteur|verslaggever|verslaggeefster)\b",
    re.IGNORECASE,
)
#: "Una Marr makes frequent appearances on island radio" is said of authors only.
_APPEARS: Final = re.compile(r"(?:frequent|regular) appearances\s(?:on|in|at)\s")


def introduced(draft: Draft) -> list[Signer]:
    """The author introduced at the end of the page: "Una Marr is a reporter for …"."""
    _, last = draft.story()
    count = len(draft.blocks)
    foot = max(last - 2, count // 2, 1)
    for at in range(1, min(count, last + _INTRODUCTIONS + 1)):
        if at < foot and draft.labels[at] != "boilerplate":
            continue
        start, end = draft.blocks[at].span
        match = _INTRODUCED.match(draft.text, start, min(end, start + 120))
        if match:
            writes = _is_writer(match, end)
        else:
            if draft.profiles[at].end == ":" and at + 1 < count:
                end = draft.blocks[at + 1].span[1]
            match = _CONTACTED.match(draft.text, start, min(end, start + 120))
            writes = match is not None and at > last - 3
        if match is None or not writes or not is_person(match["name"]):
            continue
        draft.labels[at] = "boilerplate"
        draft.reasons[at] = "author's contact line"
        span = _without_repetition(draft.text, match.span("name"))
        author = AuthorContent(normalise(draft.text[slice(*span)]))
        return [Signer(author, [span], 0.6, "introduced below the story")]
    return []


def _is_writer(match: re.Match[str], end: int) -> bool:
    """Whether the text behind a name, up to `end`, describes a journalist or writer."""
    return bool(
        match["named"]
        or match["verb"] in _WORKS
        or _APPEARS.match(match.string, match.end(), end)
        or PROFESSION.search(match.string, match.end(), min(end, match.end() + 160))
    )


#: A name before a full stop ends there: "by Una Marr. Copyright …".
_WRITER: Final = r"(?:[A-ZÀ-Þ](?:\.|[\w’'-]+)\s){1,3}[A-ZÀ-Þ][\w’'-]+"
#: "From the book The Shut Gate by Una Marr", "Excerpted from “The Shut Gate,” by Una Marr and
#: Malte Brink", "This is an edited extract from …": a chapter that a paper prints.
_EXCERPTED: Final = re.compile(
    r"(?:From the book|(?:This (?:article|essay|piece|story|text) (?:is|was) )?"
    r"(?:Excerpted|Adapted|Extracted) from|(?:This is )?(?:An )?(?:edited |exclusive )?"
    r"(?:excerpt|extract) (?:from|of))\s.{2,160}?,?[”\"’']?\sby\s"
    r"(?-i:(" + _WRITER + r")(?:(?:,| and| &)\s(" + _WRITER + r"))?)",
    re.IGNORECASE,
)
_LONGEST_NOTE: Final = 600
#: A note on where a story is from stands within so many blocks behind it.
_NOTES: Final = 4


def excerpted(draft: Draft) -> list[Signer]:
    """The authors of the book that a story is an excerpt from, named in a note below it."""
    _, last = draft.story()
    for at in range(max(1, last), min(len(draft.blocks), last + _NOTES + 1)):
        start, end = draft.blocks[at].span
        match = _EXCERPTED.match(draft.text, start, end) if end - start <= _LONGEST_NOTE else None
        if match is None:
            continue
        spans = [match.span(group) for group in (1, 2) if match[group] and is_person(match[group])]
        if spans:
            draft.labels[at] = "boilerplate"
            draft.reasons[at] = "around the byline"
            return [
                Signer(
                    AuthorContent(normalise(draft.text[slice(*span)])),
                    [span],
                    0.6,
                    "named as author of the book that this is from",
                )
                for span in spans
            ]
    return []


def is_person(name: str) -> bool:
    """Whether capitalised words can be a person: "Follow Harbour News on Facebook" names none."""
    words = name.casefold().split()
    return author_kind(name) == "person" and not any(
        (word in NOT_NAMES and word not in _GIVEN) or word in ROLES or word == "us"
        for word in words
    )


#: Words that are no names elsewhere, but first names too.
_GIVEN: Final = GIVEN_MONTHS | {"will", "sun"}


def _without_repetition(text: str, span: Span) -> Span:
    """ "Una Marr Una is a reporter": the name above is glued to the sentence that repeats it."""
    words = text[slice(*span)].split()
    for repeated in (2, 1):
        if len(words) >= 2 + repeated and words[:repeated] == words[-repeated:]:
            end = text.rindex(words[-repeated], *span)
            return (span[0], span[0] + len(text[span[0] : end].rstrip()))
    return span
