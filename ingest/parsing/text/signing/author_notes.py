"""A labelled draft in, the authors introduced below its story out.

Notes read "Una Marr is a reporter for …", "Follow Una Marr on …", "Excerpted from … by Una Marr".
"""

from __future__ import annotations

import re
from typing import Final

from archive.record.content import AuthorContent
from archive.record.evidence import Span
from ingest.parsing.fields.agencies import author_kind
from ingest.parsing.fields.byline_words import GIVEN_MONTHS, NOT_NAMES, ROLES
from ingest.parsing.fields.given_names import is_given_name, is_persons_name
from ingest.parsing.fields.whitespace import normalise
from ingest.parsing.text.draft import Draft, Signer
from ingest.parsing.text.signing.predicates import gives_role

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
    + r"),?\s(?P<verb>is|was|has been (?:covering|reviewing|writing)|has been|covers|writes|works|"
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
#: Where somebody is reached: "on Twitter @unamarr", "at marr@example.org", "on 021 555 0100".
_REACHED: Final = re.compile(
    r"[@\d\[]|https?:|\b(?:twitter|facebook|instagram|linkedin|mastodon|bluesky|threads|tiktok|"
    r"youtube|e-?mail|telegram|signal|x)\b",
    re.IGNORECASE,
)
_LONGEST_REACHED: Final = 120
#: Verbs that imply the profession.
_WORKS: Final = frozenset(
    ("covers", "writes", "reviews", "has been covering", "has been reviewing",
     "has been writing", "schreibt", "écrit", "escribe", "scrive", "escreve", "schrijft",
     "can be reached", "can be contacted")
)  # fmt: skip
#: "Una Marr makes frequent appearances on island radio" is said of authors only.
_APPEARS: Final = re.compile(r"(?:frequent|regular) appearances\s(?:on|in|at)\s")


def introduced(draft: Draft) -> list[Signer]:
    """Who is introduced at the end of the page, each in a note: "Una Marr is a reporter for …"."""
    _, last = draft.story()
    count = len(draft.blocks)
    foot = max(last - 2, count // 2, 1)
    for at in range(1, min(count, last + _INTRODUCTIONS + 1)):
        if at < foot and draft.labels[at] != "boilerplate":
            continue
        found = [_in_note(draft, at)]
        # "Una Marr is a physician …", "Joss Quill is a professor …": a note for each author.
        while found[-1] and at + len(found) < count and len(found) < _MOST_NOTES:
            found.append(_in_note(draft, at + len(found)))
        signers = [signer for signer in found if signer]
        if signers:
            return list({signer.author.name: signer for signer in reversed(signers)}.values())[::-1]
    return []


_MOST_NOTES: Final = 4


def _in_note(draft: Draft, at: int) -> Signer | None:
    """The author whom one block introduces."""
    _, last = draft.story()
    start, end = draft.blocks[at].span
    match = _INTRODUCED.match(draft.text, start, min(end, start + 120))
    if match:
        writes = _is_headed(draft, at) or _is_writer(draft, match, end)
    else:
        if draft.profiles[at].end == ":" and at + 1 < len(draft.blocks):
            end = draft.blocks[at + 1].span[1]
        match = _CONTACTED.match(draft.text, start, min(end, start + 120))
        writes = match is not None and at > last - 3 and _is_reached(draft.text, match, end)
    if match is None or not writes:
        match = _below_heading(draft, at)
    if match is None or not is_person(match["name"]):
        return None
    draft.labels[at] = "boilerplate"
    draft.reasons[at] = "author's contact line"
    span = _without_repetition(draft.text, match.span("name"))
    author = AuthorContent(normalise(draft.text[slice(*span)]))
    return Signer(author, [span], 0.6, "introduced below the story")


def _is_reached(text: str, match: re.Match[str], end: int) -> bool:
    """Whether an address, a number or a network stands behind the name."""
    if _POSSESSIVE.search(match["name"]):
        return False
    start = match.end("name")
    return _REACHED.search(text, start, min(end, start + _LONGEST_REACHED)) is not None


#: Lines above a note about the author.
_HEADINGS: Final = frozenset(
    """about the author|about the authors|about the writer|about author|meet the author|author bio
    |the author|written by|author|zur person|die autorin|der autor|über die autorin|über den autor
    |die autoren|über die autoren|à propos de l'auteur|à propos de l'autrice|l'auteur|l'autrice
    |sobre el autor|sobre la autora|el autor|la autora|l'autore|l'autrice|sull'autore|over de auteur
    |sobre o autor|sobre a autora|об авторе""".replace("\n", "")
    .replace("    ", "")
    .split("|")
)
#: "Una Marr (born 1958) was …", "Una Marr teaches …", "Una Marr, CTO at Alder, …", "Una Marr".
_NAMED_FIRST: Final = re.compile(
    _TITLES + r"(?P<name>" + NAME + r")(?=\s?(?:[,(:–—]|\Z)|\s[a-zà-ÿ]|\s?[–-]\s)"
)


def _is_headed(draft: Draft, at: int) -> bool:
    """Whether a heading such as "About the author", or the name alone, stands right above."""
    above = draft.profiles[at - 1].folded.strip(" :").replace("’", "'") if at else ""
    return above in _HEADINGS


def _below_heading(draft: Draft, at: int) -> re.Match[str] | None:
    """The name that begins a note below its heading, or below a line with the same name."""
    start, end = draft.blocks[at].span
    if _is_headed(draft, at):
        return _NAMED_FIRST.match(draft.text, start, min(end, start + 120))
    # "Una Marr" / "Una is an analyst …", "Una Marr leads the harbour desk …".
    if at + 1 >= len(draft.blocks) or not 2 <= draft.profiles[at].words <= _LONGEST_NAME:
        return None
    below = draft.profiles[at + 1]
    if below.words < _LEAST_OF_NOTE or not below.folded.startswith(_first_word(draft, at)):
        return None
    match = _NAMED_FIRST.fullmatch(draft.text, start, end)
    return match if match and is_given_name(match["name"]) else None


_LONGEST_NAME: Final = 4
_LEAST_OF_NOTE: Final = 8


def _first_word(draft: Draft, at: int) -> str:
    return draft.profiles[at].folded.partition(" ")[0] + " "


def _is_writer(draft: Draft, match: re.Match[str], end: int) -> bool:
    """Whether the text behind a person's name, up to `end`, describes a journalist or writer."""
    name = match["name"]
    if match["named"]:
        return True
    if _POSSESSIVE.search(name) or not is_persons_name(name, draft.ordinary):
        return False
    return bool(
        match["verb"] in _WORKS
        or _APPEARS.match(match.string, match.end(), end)
        or gives_role(match.string, match.end(), end, name, is_known=is_given_name(name))
    )


#: "Quill’s Moving Lighthouse is …": a title, no name.
_POSSESSIVE: Final = re.compile(r"[’']s(?:\s|\Z)")


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
