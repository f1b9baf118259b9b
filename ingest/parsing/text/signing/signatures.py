"""A labelled draft without a byline in, the authors who sign elsewhere out.

Signatures are those of newspapers and agencies, mostly below the story: "(Una Marr, 3.5.2024)",
"(dpa)", "Reporting by Una Marr", "Quelle: dpa".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from archive.record.content import AuthorContent
from archive.record.evidence import Span
from ingest.parsing.fields.agencies import AGENCIES, PICTURES_ONLY, fold
from ingest.parsing.fields.bylines import ReadByline, read_byline
from ingest.parsing.fields.dates import find_dates
from ingest.parsing.fields.given_names import is_given_name, is_persons_name
from ingest.parsing.fields.whitespace import normalise
from ingest.parsing.text.draft import Draft, Signer
from ingest.parsing.text.signing.author_notes import NAME, is_person
from ingest.parsing.text.signing.predicates import PROFESSION
from ingest.parsing.text.signing.story_names import is_listed, is_place

#: A signature stands right behind the story, within so many blocks.
_SIGNATURES: Final = 4


def _last_blocks(draft: Draft) -> Iterator[int]:
    """The story's last blocks and those right behind it, the last paragraph first."""
    _, last = draft.story()
    if last < 0:
        return
    yield last
    yield from range(last + 1, min(len(draft.blocks), last + _SIGNATURES + 1))
    if last > 0:
        yield last - 1


#: "… und umgekehrt. (Una Marr aus Berlin, Malte Brink, 3.5.2024)", "… said. (Reuters)", "(dpa/mb)",
#: "HNR (Una Marr, Malte Brink)": the end of a story in brackets.
_CLOSING: Final = re.compile(r"[(\[]([^()\[\]]{2,120})[)\]]\s*\Z")
#: An author's place: "Una Marr aus Berlin", "Malte Brink, Wien".
_FROM: Final = re.compile(r"\s(?:aus|in|from|de|desde|da|à|uit)\s[A-ZÀ-Þ][\w-]+.*\Z")
#: "dpa/mb", "APA, dpa", "AFP, Reuters": agencies and the initials of who edited them.
_SIGN_MARKS: Final = re.compile(r"\s*[/,;+|]\s*|\s+(?:und|and|et|y|e|en|with|mit)\s+")


def in_closing_brackets(draft: Draft) -> list[Signer]:
    """Names, agencies and a date in brackets that end the story."""
    for at in _last_blocks(draft):
        start, end = draft.blocks[at].span
        match = _CLOSING.search(draft.text, max(start, end - 130), end)
        if match is None or draft.labels[at] not in _MAY_CLOSE:
            continue
        # "Photo: A bench on Market Street. (Una Marr/Alder Echo)" closes no story.
        if draft.profiles[at].folded.startswith(_OF_PICTURES):
            continue
        # "… as he said. (Reuters)" ends as captions do.
        if draft.labels[at] == "caption" and not _ends_story(draft, at):
            continue
        head = draft.text[start : match.start()].strip()
        alone = not head or (
            match.start() - start < _LONGEST_BEFORE
            and (head.isupper() or _EDITED_BY.fullmatch(head) is not None)
        )
        ended = draft.text[start : match.start()].rstrip().endswith((".", "!", "?", "”", '"', "»"))
        if not alone and not ended:
            continue
        found = _signers(draft.text, match.span(1))
        if found:
            _end_paragraph(draft, at, match.start() if not alone else start)
            return [
                Signer(author, [span], 0.6, "in brackets below the story") for author, span in found
            ]
    return []


_OF_PICTURES: Final = ("photo:", "photos:", "foto:", "bild:", "image:", "pictured")
#: "kh/nm (dpa, KNA)": the initials of who edited it stand before the agencies.
_LONGEST_BEFORE: Final = 12
_EDITED_BY: Final = re.compile(r"[a-z]{2,4}(?:[/,] ?[a-z]{2,4}){0,2}")
_MAY_CLOSE: Final = ("paragraph", "boilerplate", "credit", "caption")


def _ends_story(draft: Draft, at: int) -> bool:
    """Whether what looks like a caption is the last paragraph of the story."""
    profile = draft.profiles[at]
    return (
        at == draft.story()[1] + 1
        and profile.words >= _LEAST_OF_PARAGRAPH
        and not profile.picture_words
    )


_LEAST_OF_PARAGRAPH: Final = 12


def _signers(text: str, span: Span) -> list[tuple[AuthorContent, Span]]:
    """Everybody in a list of names, agencies, places, initials and dates; [] for other text.

    Initials are skipped: "dpa/mb" is dpa's, edited by somebody whom only the paper knows.
    """
    found: list[tuple[AuthorContent, Span]] = []
    at = span[0]
    parts = [*_SIGN_MARKS.finditer(text, *span), None]
    for mark in parts:
        end = mark.start() if mark else span[1]
        piece = text[at:end]
        begin = at + len(piece) - len(piece.lstrip())
        piece = piece.strip()
        at = mark.end() if mark else end
        if not piece or find_dates(piece) or _INITIALS.fullmatch(piece):
            agency = AGENCIES.get(fold(piece), "")
            if agency and fold(piece) not in PICTURES_ONLY:
                found.append((AuthorContent(piece, "agency"), (begin, begin + len(piece))))
            continue
        place = _FROM.search(piece)
        name = piece[: place.start()] if place else piece
        if fold(name) in AGENCIES and fold(name) not in PICTURES_ONLY:
            found.append((AuthorContent(name, "agency"), (begin, begin + len(name))))
            continue
        # Read with an opener, behind which "Jan" is a name and no month.
        byline = read_byline("By " + name) if " " in name else None
        if byline is None or byline.explained < _LEAST_EXPLAINED or not is_person(name):
            # "Una Marr, Wien": one word behind a name is where she is.
            if found and piece.istitle() and " " not in piece:
                continue
            return []
        for author, (a, b) in zip(byline.authors, byline.author_spans, strict=True):
            found.append((author, (begin + a - 3, begin + b - 3)))
    return found


#: "mb", "APA", "kesm", "Red": up to four letters sign for somebody.
_INITIALS: Final = re.compile(r"[A-Za-zÄÖÜäöü]{1,4}\.?|red|Red\.?")
_LEAST_EXPLAINED: Final = 0.9


def _end_paragraph(draft: Draft, at: int, end: int) -> None:
    """End the paragraph before the signature, or leave the block out if there is nothing else."""
    start = draft.blocks[at].span[0]
    while end > start and draft.text[end - 1].isspace():
        end -= 1
    if end <= start or draft.labels[at] not in ("paragraph", "caption"):
        draft.labels[at] = "boilerplate"
        draft.reasons[at] = "around the byline"
        return
    draft.labels[at] = "paragraph"
    draft.ends[at] = end
    draft.reasons[at] = "around the byline"


#: "Reporting by Una Marr in Kinsale; Editing by …", "Una Marr reported from Kinsale.",
#: "— Una Marr", "Aufgezeichnet von Una Marr".
_REPORTING: Final = re.compile(
    r"[(\[]?\s*(?:reporting|report|text|written|compiled|story|words|texte|texto|testo|tekst"
    r"|bericht|aufgezeichnet|protokoll|protokolliert)"
    r"(?: and (?:writing|editing))?(?:\s(?:by|von|par|por|di|door)|:)\s(?-i:(" + NAME + r"))",
    re.IGNORECASE,
)
_REPORTED: Final = re.compile(
    r"(" + NAME + r")(?:,[\w\s,]{2,40},)? (?:reported|contributed reporting) from\s"
    r"[^.]{2,60}?(?:(?:,? and|;) (" + NAME + r") (?:reported )?from\s|\.)"
)
#: "The Associated Press created this story using technology provided by …": data journalism.
_MADE: Final = re.compile(
    r"([A-Z][\w.-]*(?:\s[A-Z][\w.-]*){0,3})\s(?:created|produced|wrote) this (?:story|report)\b"
)
_MAY_REPORT: Final = ("paragraph", "subheading", "boilerplate", "credit")


def reported_by(draft: Draft) -> list[Signer]:
    """Who reported, as agencies note below a story."""
    _, last = draft.story()
    for at in range(max(1, last), min(len(draft.blocks), last + _SIGNATURES + 1)):
        start, end = draft.blocks[at].span
        if draft.labels[at] not in _MAY_REPORT or end - start > 300:
            continue
        made = _MADE.match(draft.text, start, end)
        if made and fold(normalise(made[1])) in AGENCIES:
            draft.labels[at] = "boilerplate"
            draft.reasons[at] = "around the byline"
            agency = AuthorContent(normalise(made[1]), "agency")
            return [Signer(agency, [made.span(1)], 0.55, "named as author below the story")]
        match = _REPORTING.match(draft.text, start, end) or _REPORTED.match(draft.text, start, end)
        if match is None:
            continue
        spans = [match.span(group) for group in range(1, len(match.groups()) + 1) if match[group]]
        names = [normalise(draft.text[slice(*span)]) for span in spans]
        if names and all(map(is_person, names)):
            draft.labels[at] = "boilerplate"
            draft.reasons[at] = "around the byline"
            return [
                Signer(AuthorContent(name), [span], 0.55, "named as reporting below the story")
                for name, span in zip(names, spans, strict=True)
            ]
    return []


#: The longest line about a profession: "Redactora de tribunales, …", "Staff writer".
_LONGEST_ROLE: Final = 40
#: In lines of so few words the profession may stand anywhere: "Games editor".
_SHORT_ROLE: Final = 4
_ABOVE_ROLE: Final = 0.55


def named_above_role(draft: Draft, start: int = 0, end: int | None = None) -> list[Signer]:
    """Names alone on a line with the profession on the next, one after another; nobody where they
    are so many that it is a list of staff."""
    found: dict[int, ReadByline] = {}
    at = max(0, start)
    count = len(draft.blocks) - 1
    while at < (count if end is None else min(end, count)):
        read = _above_role(draft, at) if draft.profiles[at].kind == "name" else None
        if read is not None:
            found[at] = read
        elif found:
            break
        at += 1 if read is None else 2
    if len(found) > _MOST_NAMED:
        return []
    for at in found:
        draft.labels[at] = draft.labels[at + 1] = "boilerplate"
        draft.reasons[at] = draft.reasons[at + 1] = "around the byline"
    return [
        Signer(read.authors[0], [read.author_spans[0]], _ABOVE_ROLE, "a name above a profession")
        for read in found.values()
    ]


_MOST_NAMED: Final = 6


def _above_role(draft: Draft, at: int) -> ReadByline | None:
    """The name on a line, where the line below is the profession."""
    profile, below = draft.profiles[at], draft.profiles[at + 1]
    byline = profile.byline
    if (
        byline is None
        or len(byline.authors) != 1
        or byline.explained < _LEAST_EXPLAINED
        or not 2 <= profile.words <= 4
        or draft.labels[at] not in ("boilerplate", "byline", "subheading", "paragraph")
        or not is_person(byline.authors[0].name)
        or not is_persons_name(byline.authors[0].name, draft.ordinary)
    ):
        return None
    matches = PROFESSION.match if below.words > _SHORT_ROLE else PROFESSION.search
    if below.words > _LONGEST_ROLE or below.byline or not matches(below.folded):
        return None
    return _read_source(draft, at)


#: A signature may be labelled as the story's last paragraph.
_MAY_SIGN: Final = ("boilerplate", "paragraph")
#: "— Una Marr" signs as well.
_DASHES: Final = ("-", "–", "—")
_LONGEST_SIGNED: Final = 6


def signature(draft: Draft) -> list[Signer]:
    """A name alone right below the story."""
    _, last = draft.story()
    for at in range(max(last, 0), min(len(draft.blocks), last + _SIGNATURES + 1)):
        profile = draft.profiles[at]
        byline = profile.byline
        if (
            byline is None
            and profile.folded.startswith(_DASHES)
            and profile.words <= _LONGEST_SIGNED
        ):
            byline = _read_source(draft, at)
        elif profile.kind != "name":
            continue
        if byline is None or draft.labels[at] not in _MAY_SIGN:
            continue
        if is_listed(draft, at):
            continue
        if not _may_have_written(draft, byline, dashed=profile.folded.startswith(_DASHES)):
            continue
        many = len(byline.authors)
        least = 0.9 if many == 1 and profile.kind == "name" else 0.75
        if byline.authors[0].kind == "person" and 2 <= profile.words <= 3 * many + 1:
            read = _read_source(draft, at) if byline.explained > least else None
            if read is not None:
                draft.labels[at] = "boilerplate"
                draft.reasons[at] = "around the byline"
                pairs = zip(read.authors, read.author_spans, strict=True)
                return [
                    Signer(author, [span], 0.4, "a name below the story") for author, span in pairs
                ]
    return []


def _may_have_written(draft: Draft, byline: ReadByline, *, dashed: bool) -> bool:
    """Whether the names of a line are persons', known by first names where no dash sets them apart,
    and not those that the headline speaks of."""
    names = [author.name for author in byline.authors]
    title = draft.profiles[draft.headline.at].folded if draft.headline.at >= 0 else ""
    return (
        all(is_persons_name(name, draft.ordinary) and not is_place(draft, name) for name in names)
        and (dashed or is_given_name(names[0]))
        and not any(name.casefold() in title for name in names)
    )


def _read_source(draft: Draft, at: int) -> ReadByline | None:
    """The byline in the source's own letters, its spans counted there."""
    start, end = draft.blocks[at].span
    return read_byline(draft.text[start:end], start)


#: "Quelle: dpa", "Source: AFP", "Fuente: EFE", "Von: mb/dpa", "© dpa-infocom, dpa:230428-99-…",
#: "— Reuters", "The-CNN-Wire", "dpa": what tells an agency's text.
_SOURCE: Final = re.compile(
    r"(?:(?:quelle|source|fuente|fonte|bron|von|agence|agencia|agentur|com informações da?|"
    r"con información de)\s?:?\s|the-(?=cnn-wire\b)|©\s?|[-–—]{1,2}\s?|[(\[])\s*",
    re.IGNORECASE,
)
_LONGEST_SOURCE: Final = 8
#: "dpa/mkl": the agency, and who edited it.
_BY_INITIALS: Final = re.compile(r"/[a-zäöü]{2,5}\.?\Z")
#: "© AFP 2016": the year of the copyright.
_YEAR_BEHIND: Final = re.compile(r"\s(?:19|20)\d\d\.?\Z")


def source_line(draft: Draft) -> list[Signer]:
    """The agency in a source line below the story."""
    _, last = draft.story()
    for at in range(max(1, last), min(len(draft.blocks), last + _SIGNATURES + 1)):
        profile = draft.profiles[at]
        if profile.words > _LONGEST_SOURCE or draft.labels[at] not in (*_MAY_SIGN, "credit"):
            continue
        start, end = draft.blocks[at].span
        opening = _SOURCE.match(draft.text, start, end)
        begin = opening.end() if opening else start
        year = _YEAR_BEHIND.search(draft.text, begin, end)
        end = year.start() if year else end
        found = [
            (author, span)
            for author, span in _agencies(draft.text, (begin, end))
            if opening
            or span[1] - span[0] >= end - begin - 1
            or _BY_INITIALS.match(draft.text, span[1], end)
        ]
        if found:
            draft.labels[at] = "boilerplate"
            draft.reasons[at] = "around the byline"
            return [
                Signer(author, [span], 0.5, "the source below the story") for author, span in found
            ]
    return []


def agency_alone(draft: Draft) -> list[Signer]:
    """The agency alone on a line between headline and story, a place behind it at most ("Reuters,
    Kinsale,"), that credits no picture; without a headline only "Reuters Staff"."""
    first, _ = draft.story()
    head = draft.headline.at
    end = max(first + 1, head + _FEW if head >= 0 else 0)
    for at in range(max(0, head), min(len(draft.blocks), end)):
        profile = draft.profiles[at]
        name = fold(profile.folded.partition(",")[0])
        if head < 0 and not name.endswith(" staff"):
            continue
        if name not in AGENCIES or name in PICTURES_ONLY or draft.labels[at] == "paragraph":
            continue
        if profile.words > _LONGEST_SOURCE:
            continue
        above = draft.profiles[at - 1] if at else None
        dated = draft.profiles[at + 1 : at + 2]
        if head >= 0 and (above is None or above.picture_words):
            continue
        if at and draft.labels[at - 1] == "caption" and not (dated and dated[0].date_share > 0.5):
            # "Alder Press" beside a picture; but beside a date it signs, whatever stands above.
            continue
        draft.labels[at] = "byline"
        draft.reasons[at] = "around the byline"
        start, end = draft.blocks[at].span
        read = read_byline(draft.text[start:end].partition(",")[0], start)
        if read is not None:
            return [Signer(read.authors[0], [read.author_spans[0]], 0.6, "an agency’s line")]
    return []


#: An agency's line stands within so many blocks below the headline.
_FEW: Final = 5


def desk_alone(draft: Draft) -> list[Signer]:
    """The desk on a line right below the headline: "Harbour News Staff"."""
    at = draft.headline.at + 1
    if not 0 < at < len(draft.blocks) or draft.labels[at] != "boilerplate":
        return []
    byline = draft.profiles[at].byline
    if (
        draft.profiles[at].kind != "name"
        or byline is None
        or [author.kind for author in byline.authors] != ["desk"]
        or byline.explained < _LEAST_EXPLAINED
    ):
        return []
    read = _read_source(draft, at)
    if read is None:
        return []
    draft.labels[at] = "byline"
    draft.reasons[at] = "around the byline"
    return [Signer(read.authors[0], [read.author_spans[0]], 0.5, "a desk’s line")]


#: "Quelle: alder.de, jgu/dpa": the paper's own site.
_SITE: Final = re.compile(r"[\w-]{2,30}\.(?:de|at|ch|com|org|net|fr|it|es|nl)", re.IGNORECASE)


def _agencies(text: str, span: Span) -> list[tuple[AuthorContent, Span]]:
    """The agencies in a list of agencies and initials; [] if the first is neither."""
    found: list[tuple[AuthorContent, Span]] = []
    at = span[0]
    for mark in [*_SIGN_MARKS.finditer(text, *span), None]:
        end = mark.start() if mark else span[1]
        piece = text[at:end].strip(" .)]")
        key = fold(piece)
        if key in AGENCIES and key not in PICTURES_ONLY:
            begin = text.index(piece, at)
            name = "dpa" if key.startswith("dpa-") else piece
            author = AuthorContent(name, "agency", piece if name != piece else "")
            found.append((author, (begin, begin + len(piece))))
        elif not found and not _INITIALS.fullmatch(piece) and not _SITE.fullmatch(piece):
            return []
        at = mark.end() if mark else end
    return found
