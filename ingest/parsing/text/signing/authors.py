"""Labelled blocks in, authors, their contacts and the number of comments out."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from archive.record.content import AuthorContent
from archive.record.evidence import Span
from ingest.parsing.text.draft import Draft, Signer
from ingest.parsing.text.signing.author_notes import introduced
from ingest.parsing.text.signing.byline_lines import BARE_NAME, read_at
from ingest.parsing.text.signing.byline_places import byline_places
from ingest.parsing.text.signing.signatures import named_above_role

#: More names than this are a list of staff.
_MOST_AUTHORS: Final = 12


def take_bylines(draft: Draft) -> None:
    """Read who signs from the bylines; notes around the story outweigh a doubtful one."""
    found: list[Signer] = []
    opened = False
    for at in byline_places(draft):
        byline = read_at(draft, at)
        if byline is None:
            draft.reasons[at] = "byline without a name"
            continue
        draft.labels[at] = "byline"
        draft.reasons[at] = "around the byline"
        opened = opened or byline.opener
        for author, span in zip(byline.authors, byline.author_spans, strict=True):
            known = next((signer for signer in found if _same(signer.author, author)), None)
            if known is not None:
                if len(known.spans) < 4:
                    known.spans.append(span)
            elif len(found) < _MOST_AUTHORS:
                sure = min(byline.confidence, max(draft.confidence[at], 0.3))
                found.append(Signer(author, [span], sure, byline.reason))
    if not found:
        return
    if not opened and max(signer.confidence for signer in found) <= BARE_NAME:
        # A bare line of capitals may be a topic; the person introduced below is the author.
        below = introduced(draft) or named_above_role(draft, draft.story()[1] + 1)
        # Of several authors above only one may be introduced.
        if not all(any(_same(signer.author, other.author) for other in found) for signer in below):
            found = below
    elif found[0].reason == _BESIDE_DATE and draft.headline.at >= 0:
        # "Una Marr", "Harbour editor", "Alder Times4 June": the person signs, not the paper.
        found = named_above_role(draft, draft.headline.at + 1, draft.story()[0]) or found
    draft.signers = found


def where_unsigned(read: Callable[[Draft], list[Signer]]) -> Callable[[Draft], None]:
    """A rule that lets `read` find who signs a text, unless that is known."""

    def apply(draft: Draft) -> None:
        draft.signers = draft.signers or read(draft)

    return apply


def take_authors(draft: Draft) -> None:
    """Take those who sign as authors."""
    draft.values["authors"] = tuple(signer.author for signer in draft.signers)
    for number, (_, spans, sure, reason) in enumerate(draft.signers):
        draft.note(f"authors.{number}", spans, sure, reason)


_BESIDE_DATE: Final = "a name beside a date"


def _same(a: AuthorContent, b: AuthorContent) -> bool:
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


#: The author's contacts may stand in so many blocks after the story.
_FOOTER: Final = 8
_LONGEST_FOOTER: Final = 2_000


def take_contacts(draft: Draft) -> None:
    """Take e-mail addresses and handles from the byline and from a footer about the author."""
    if "@" not in draft.text:
        return
    _, last = draft.story()
    found: dict[str, list[Span]] = {}
    for at, block in enumerate(draft.blocks):
        label = draft.labels[at]
        if label not in ("byline", "boilerplate") or "@" not in block.text:
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
    profile = draft.profiles[at]
    return "author's contact line" in (profile.begins, profile.inside) or any(
        author.name.casefold() in profile.folded for author in draft.values.get("authors", ())
    )


_COUNT_LINE: Final = re.compile(
    r"(?:(\d{1,3}(?:[.,]\d{3})+|\d{1,6})\s+(?:comments?|kommentare?|commentaires?|comentarios?|"
    r"reacties|commenti)|(?:comments?|kommentare?|commentaires?)\s*\(?\s*(\d{1,6})\)?)\Z",
    re.IGNORECASE,
)


def take_comment_count(draft: Draft) -> None:
    """Take the number of comments: glued to the byline's date, or a line "12 Comments"."""
    for at, label in enumerate(draft.labels):
        if label not in ("byline", "date", "boilerplate"):
            continue
        profile = draft.profiles[at]
        if label != "boilerplate":
            # Read the line again from the source only where its text has a count.
            counts = profile.byline is not None and profile.byline.comment_count is not None
            byline = read_at(draft, at) if counts else None
            if (
                byline
                and byline.comment_count is not None
                and byline.comment_span
                and draft.is_free(byline.comment_span)
            ):
                draft.values["comment_count"] = byline.comment_count
                draft.note("comment_count", [byline.comment_span], 0.8, "the figure at the byline")
                return
        if profile.words <= 3 and profile.digits != "no":
            match = _COUNT_LINE.match(draft.text, *draft.blocks[at].span)
            if match:
                group = 1 if match[1] else 2
                draft.values["comment_count"] = int(re.sub(r"\D", "", match[group]))
                draft.note("comment_count", [match.span(group)], 0.8, "a line counting comments")
                return
