"""Authors, their contacts and the number of comments out of labelled blocks."""

from __future__ import annotations

import re
from typing import Final

from ingest.parsing.bylines import Byline, opener_end, read_byline, shifted
from ingest.parsing.draft import Draft
from ingest.parsing.signing import Signers, agency_alone, introduced, named_above_role, signed_below
from ingest.records import ParsedAuthor, Span

#: More names than this are a list of staff.
_MOST_AUTHORS: Final = 12
#: A byline without an opener must be explained by names and dates to this share.
_LEAST_EXPLAINED: Final = 0.5


def take_authors(draft: Draft) -> None:
    """Who signs: from the byline blocks, or else from a line "By …" beside the story."""
    found: Signers = []
    for at in _byline_places(draft):
        byline = _read(draft, at)
        if byline is None:
            draft.reasons[at] = "byline without a name"
            continue
        draft.labels[at] = "byline"
        draft.reasons[at] = "around the byline"
        for author, span in zip(byline.authors, byline.author_spans, strict=True):
            known = next((one for one in found if _same(one[0], author)), None)
            if known is not None:
                if len(known[1]) < 4:
                    known[1].append(span)
            elif len(found) < _MOST_AUTHORS:
                sure = min(byline.confidence, max(draft.confidence[at], 0.3))
                found.append((author, [span], sure, byline.reason))
    if not found:
        found = agency_alone(draft) or signed_below(draft)
    elif max(one[2] for one in found) <= _BARE_NAME:
        # A bare line of capitals may be a topic; who is introduced below the story wrote it.
        found = introduced(draft) or found
    elif found[0][3] == _BESIDE_DATE and draft.headline.at >= 0:
        # "Una Marr", "Harbour editor", "Alder Times4 June": the person signs, not the house.
        found = named_above_role(draft, draft.headline.at + 1, draft.story()[0]) or found
    draft.values["authors"] = tuple(one[0] for one in found)
    for number, (_, spans, sure, reason) in enumerate(found):
        draft.note(f"authors.{number}", spans, sure, reason)


_BESIDE_DATE: Final = "a name beside a date"
#: The confidence of a line that is only a name.
_BARE_NAME: Final = 0.6


def _byline_places(draft: Draft) -> list[int]:
    """Blocks labelled byline; without any, the line near headline or story that signs as one."""
    title = draft.profiles[draft.headline.at].folded if draft.headline.at >= 0 else ""
    places = [
        at
        for at in draft.labelled("byline")
        if draft.profiles[at].folded != title and not _is_paid(draft, at)
    ]
    opened = [at for at in places if _opens(draft, at)]
    opened += _names_on_lines(draft, opened)
    below = [] if opened else _below_bare_openers(draft)
    if below:
        return below
    signed = [] if opened else _signed_elsewhere(draft)
    if signed:
        return signed
    dated = [] if opened else _dated_below_headline(draft)
    if dated:
        return dated
    if places:
        # Beside "By Una Marr" a bare line of capitals is a place or a topic, not one more author.
        return opened or _dated(draft, places) or places
    best, score = _best_near(draft)
    return [best] if score > 0 else _opener_anywhere(draft)


def _dated_below_headline(draft: Draft) -> list[int]:
    """The name beside a date right below the headline: "Una Marr | 06.11.23"."""
    head = draft.headline.at
    for at in range(head + 1, min(head + 4, len(draft.blocks))) if head >= 0 else ():
        one = draft.profiles[at]
        byline = one.byline
        if (
            byline is not None
            and byline.confidence > _BARE_NAME
            and byline.explained >= _WELL_SIGNED
            and byline.authors[0].kind == "person"
            and " " in byline.authors[0].name
            and draft.labels[at] in (*_UNCLAIMED, "byline")
        ):
            return [at]
    return []


_WELL_SIGNED: Final = 0.8


def _best_near(draft: Draft) -> tuple[int, float]:
    """The unlabelled line near headline or story that signs best, and how much it does."""
    first, last = draft.story()
    head = draft.headline.at
    start = head if 0 <= head < first else first - 8
    near = [*range(max(0, start), max(0, first)), last + 1, last + 2]
    near += range(head + 1, head + 6) if head >= 0 else range(0)
    near += range(min(first, _TOP))
    best, best_score = -1, 0.0
    for at in near:
        if 0 <= at < len(draft.blocks) and draft.labels[at] in _UNCLAIMED:
            score = _signs(draft, at, head, first)
            if score > best_score:
                best, best_score = at, score
    return best, best_score


def _signed_elsewhere(draft: Draft) -> list[int]:
    """An unlabelled line with an opener, which is worth more than labelled lines without."""
    best, score = _best_near(draft)
    return [best] if score == 1.0 else []


def _opener_anywhere(draft: Draft) -> list[int]:
    """The line with an opener that stands nearest above the end of the story, if any does."""
    _, last = draft.story()
    for at in range(min(len(draft.blocks) - 1, last + _FOOTER), -1, -1):
        byline = draft.profiles[at].byline
        if (
            byline is not None
            and byline.opener
            and byline.explained > _WELL_EXPLAINED
            and draft.profiles[at].words <= _LONGEST_OPENED
            and draft.labels[at] in (*_UNCLAIMED, "paragraph")
            and not _is_paid(draft, at)
        ):
            return [at]
    return []


_WELL_EXPLAINED: Final = 0.6
_LONGEST_OPENED: Final = 14


def _names_on_lines(draft: Draft, opened: list[int]) -> list[int]:
    """Names on lines of their own below a "By" on a line of its own and the first name."""
    found: list[int] = []
    for at in opened:
        below = at + 1
        while (
            _after_bare_opener(draft, at)
            and below < len(draft.blocks)
            and draft.labels[below] == "byline"
            and draft.profiles[below].kind == "name"
        ):
            found.append(below)
            below += 1
    return found


#: "Sponsored by", "Promoted links by" are no bylines.
_PAID: Final = ("sponsored", "promoted", "powered", "presented", "ads ", "recommended", "anzeige")


def _is_paid(draft: Draft, at: int) -> bool:
    above = max(0, at - 2) if _after_bare_opener(draft, at) else at
    return any(draft.profiles[place].folded.startswith(_PAID) for place in (above, at))


#: Among so many first blocks a byline may stand, far from the story as that may begin.
_TOP: Final = 8


def _dated(draft: Draft, places: list[int]) -> list[int]:
    """Of lines that are names those with a date behind it: "Una Marr 1 day ago" signs, and the
    "Harbour Insider" above it is the page's."""
    return [at for at in places if (one := draft.profiles[at].byline) and one.confidence > 0.7]


def _below_bare_openers(draft: Draft) -> list[int]:
    """The first line below a bare "By", which the model took for furniture as it is so short."""
    _, last = draft.story()
    for at in range(1, min(len(draft.blocks), last + 4)):
        if (
            draft.profiles[at].words <= _LONGEST_BELOW
            and draft.labels[at] in (*_UNCLAIMED, "byline")
            and _after_bare_opener(draft, at)
            and not _is_paid(draft, at)
            and _read(draft, at) is not None
        ):
            return [at]
    return []


_LONGEST_BELOW: Final = 6


def _opens(draft: Draft, at: int) -> bool:
    """Whether a block opens as a byline, or follows a bare "By"."""
    byline = draft.profiles[at].byline
    return (byline is not None and byline.opener) or _after_bare_opener(draft, at)


def _after_bare_opener(draft: Draft, at: int) -> bool:
    return at > 0 and draft.profiles[at - 1].folded.strip(" :") in _BARE_OPENERS


#: Lines that are only the opener; the name stands on the next one.
_BARE_OPENERS: Final = frozenset(
    ("by", "von", "par", "por", "written by", "posted by", "story by", "reported by",
     "published by", "kommentar von", "ein kommentar von", "gastbeitrag von", "kolumne von",
     "analyse von", "interview von", "author", "autor", "autorin", "auteur", "autore")
)  # fmt: skip


def _signs(draft: Draft, at: int, head: int, first: int) -> float:
    """How much an unlabelled line signs the story; 0 where it does not."""
    one = draft.profiles[at]
    byline = one.byline
    if byline is None or one.words > 24 or _is_paid(draft, at):
        return 0.0
    if byline.opener:
        return 1.0 if byline.explained > 0.4 else 0.0
    least = 0.55 if byline.dates else 0.7
    if byline.explained < least or not (at < first or 0 <= head < at):
        return 0.0
    if byline.confidence > 0.7 or byline.handles or _beside_date(draft, at):
        return 0.8
    person = byline.authors[0].kind == "person" and 2 <= one.words <= 4
    return 0.5 if person and 0 < at - head <= 3 and one.kind == "name" and head >= 0 else 0.0


_UNCLAIMED: Final = ("furniture", "date", "standfirst")


def _beside_date(draft: Draft, at: int) -> bool:
    """Whether a line of a date stands right above or below, as under headlines."""
    return any(
        0 <= place < len(draft.labels) and draft.labels[place] == "date"
        for place in (at - 1, at + 1)
    )


def _read(draft: Draft, at: int) -> Byline | None:
    """The byline at this place; a bare "By" takes its name from the block that follows."""
    block = draft.blocks[at]
    byline = draft.profiles[at].byline
    if _after_bare_opener(draft, at) and not (byline and byline.opener):
        # Read with its opener, behind which one word is a name too.
        source = draft.text[slice(*block.span)]
        return read_byline("By " + source, block.span[0] - 3)
    if byline is None:
        source = draft.text[slice(*block.span)]
        if opener_end(source) >= len(source):
            return None
        return read_byline(source, block.span[0])
    if not byline.opener and byline.explained < _LEAST_EXPLAINED:
        return None
    source = draft.text[slice(*block.span)]
    if source == block.text:
        return shifted(byline, block.span[0])
    return read_byline(source, block.span[0])


def _same(a: ParsedAuthor, b: ParsedAuthor) -> bool:
    return a.name.casefold().replace(".", "") == b.name.casefold().replace(".", "")


#: One e-mail address around an "@": looked for only there.
_BEFORE_AT: Final = re.compile(r"[\w.+%-]{1,64}\Z")
_AFTER_AT: Final = re.compile(r"(?:[a-zA-Z0-9-]{1,63}\.){1,4}[a-zA-Z]{2,18}")
_HANDLE: Final = re.compile(r"@(\w{2,30})\b")


def emails(text: str, start: int, end: int) -> list[Span]:
    """Spans of the e-mail addresses between two places; linear in the length."""
    found = []
    at = text.find("@", start, end)
    while at >= 0:
        before = _BEFORE_AT.search(text[max(start, at - 64) : at])
        after = _AFTER_AT.match(text, at + 1, end)
        if before and after:
            begin = at - len(before[0].lstrip("."))
            if begin < at:
                found.append((begin, after.end()))
        at = text.find("@", at + 1, end)
    return found


#: So many blocks after the story may still speak of its author.
_FOOTER: Final = 8
_LONGEST_FOOTER: Final = 2_000


def take_contacts(draft: Draft) -> None:
    """E-mail addresses and handles in the byline and in the footer that speaks of the author."""
    if "@" not in draft.text:
        return
    _, last = draft.story()
    found: dict[str, list[Span]] = {}
    for at, block in enumerate(draft.blocks):
        label = draft.labels[at]
        if label not in ("byline", "furniture") or "@" not in block.text:
            continue
        if len(block.text) > _LONGEST_FOOTER:
            continue
        near = label == "byline" or (last < at <= last + _FOOTER)
        if not near:
            continue
        start, end = block.span
        for span in emails(draft.text, start, end):
            found.setdefault(draft.text[slice(*span)], []).append(span)
        if label == "byline" or _speaks_of_author(draft, at):
            for match in _HANDLE.finditer(draft.text, start, end):
                if not draft.text[match.start() - 1 : match.start()].isalnum() and not any(
                    a <= match.start() < b for spans in found.values() for a, b in spans
                ):
                    found.setdefault(match[0], []).append(match.span())
    found = {
        contact: free
        for contact, spans in list(found.items())[:10]
        if (free := [span for span in spans if draft.is_free(span)])
    }
    draft.values["contacts"] = tuple(found)
    for number, spans in enumerate(found.values()):
        draft.note(f"contacts.{number}", spans, 0.85, "printed beside or below the story")


def _speaks_of_author(draft: Draft, at: int) -> bool:
    one = draft.profiles[at]
    return "author's contact line" in (one.begins, one.inside) or any(
        author.name.casefold() in one.folded for author in draft.values.get("authors", ())
    )


_COUNT_LINE: Final = re.compile(
    r"(?:(\d{1,3}(?:[.,]\d{3})+|\d{1,6})\s+(?:comments?|kommentare?|commentaires?|comentarios?|"
    r"reacties|commenti)|(?:comments?|kommentare?|commentaires?)\s*\(?\s*(\d{1,6})\)?)\Z",
    re.IGNORECASE,
)


def take_comment_count(draft: Draft) -> None:
    """The number of comments: glued to the byline's date, or a line "12 Comments"."""
    for at, block in enumerate(draft.blocks):
        label, one = draft.labels[at], draft.profiles[at]
        if label not in ("byline", "date", "furniture"):
            continue
        if label != "furniture":
            # The line as it stands in the source is read again only where its text has a count.
            counts = one.byline is not None and one.byline.comment_count is not None
            byline = _read(draft, at) if counts else None
            if (
                byline
                and byline.comment_count is not None
                and byline.comment_span
                and draft.is_free(byline.comment_span)
            ):
                draft.values["comment_count"] = byline.comment_count
                draft.note("comment_count", [byline.comment_span], 0.8, "the figure at the byline")
                return
        if one.words <= 3 and one.digits != "no":
            start, end = block.span
            match = _COUNT_LINE.match(draft.text, start, end)
            if match:
                group = 1 if match[1] else 2
                draft.values["comment_count"] = int(re.sub(r"\D", "", match[group]))
                draft.note("comment_count", [match.span(group)], 0.8, "a line counting comments")
                return
