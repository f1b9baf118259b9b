"""Labelled blocks in, publication, section and address of the page out."""

from __future__ import annotations

import re
from typing import Final

from archive.record.evidence import OtherReading, Span
from ingest.parsing.fields.whitespace import normalise
from ingest.parsing.text.draft import Draft

#: Mail services, whose domains do not name the paper.
_MAIL_SERVICES: Final = frozenset(
    """gmail.com yahoo.com hotmail.com outlook.com aol.com icloud.com protonmail.com gmx.de gmx.net
    web.de t-online.de mail.com live.com me.com msn.com yandex.ru mail.ru orange.fr free.fr
    proton.me googlemail.com yahoo.co.uk btinternet.com libero.it""".split()
)
#: `Copyright © 2018 The Alder Times, LLC.`, `© 2024 Alder Media. All rights reserved`.
_COPYRIGHT: Final = re.compile(
    r"(?:copyright|©|\(c\))[\s,©]*(?:\(c\)\s*)?(?:\d{4}(?:\s*[-–]\s*\d{4})?)?[\s,|-]*(?:by\s+)?"
    r"([A-ZÀ-Þ][\w.’'&-]*(?:\s(?:[A-ZÀ-Þ][\w.’'&-]*|of|and|the|&|de|der|la|du))*)",
    re.IGNORECASE,
)
_COMPANY: Final = re.compile(
    r",?\s(?:LLC|Ltd|Inc|GmbH|AG|Limited|Corp|Company|S\.?A|plc|Co|All|Alle|Tous|LP|L\.P|BV)\b.*",
    re.IGNORECASE | re.DOTALL,
)
#: What may follow the sign and names no owner.
_NO_OWNERS: Final = ("all rights", "alle rechte", "tous droits", "todos los", "tutti i diritti",
                     "riproduzione", "image", "photo", "foto", "bild")  # fmt: skip


def take_publication(draft: Draft) -> None:
    """Take the domain of a contact's address, or the owner in the copyright line."""
    found: list[tuple[str, Span, float, str]] = []
    for number, contact in enumerate(draft.values.get("contacts") or ()):
        local, at, domain = contact.partition("@")
        if local and at and domain.casefold() not in _MAIL_SERVICES:
            end = draft.evidence[f"contacts.{number}"].spans[0][1]
            span = (end - len(domain), end)
            found.append((domain, span, 0.85, "the domain of the author’s e-mail address"))
    found += _from_copyright(draft)
    if not found:
        return
    value, span, sure, reason = found[0]
    draft.values["publication"] = value
    others = [OtherReading(v, c, r, (s,)) for v, s, c, r in found[1:4] if v != value]
    draft.note("publication", [span], sure, reason, others)


def _from_copyright(draft: Draft) -> list[tuple[str, Span, float, str]]:
    found = []
    for at, profile in enumerate(draft.profiles):
        if draft.labels[at] != "boilerplate" or profile.words > 40:
            continue
        if "©" not in profile.folded and "copyright" not in profile.folded:
            continue
        start, end = draft.blocks[at].span
        match = _COPYRIGHT.search(draft.text, start, end)
        if not match or not match[1][0].isupper():
            continue
        name = _COMPANY.sub("", match[1]).partition(". ")[0].rstrip(" .,")
        if not draft.is_free(match.span(1)):
            continue
        if 2 < len(name) <= 50 and not name.casefold().startswith(_NO_OWNERS):
            span = (match.start(1), match.start(1) + len(name))
            found.append((normalise(name), span, 0.6, "the owner in the copyright line"))
    return found


#: Names of sections, casefolded.
_SECTIONS: Final = frozenset(
    """news world politics business sport sports opinion culture technology tech science health
    entertainment lifestyle travel education environment arts books music film movies tv food
    style fashion economy finance markets money media crime us uk europe asia africa americas
    local national international world news local news us news uk news climate comment editorial
    analysis investigations magazine features politik wirtschaft kultur wissen gesellschaft
    panorama ausland inland deutschland feuilleton digital netzwelt gesundheit meinung regionales
    politique économie société monde international culture sciences santé opinions deportes
    política economía sociedad internacional opinión cronaca esteri economia spettacoli sociedade
    mundo esportes economia binnenland buitenland sport elections war obituaries""".split()
) | frozenset(("world news", "us news", "uk news", "local news", "real estate", "middle east"))


def take_section(draft: Draft) -> None:
    """Take a section's name, or the last step of a breadcrumb, from right before the headline."""
    head = draft.headline.at
    if "headline" not in draft.evidence or head < 0:
        return
    for at in range(head - 1, max(-1, head - 3), -1):
        if draft.labels[at] != "boilerplate":
            continue
        block, profile = draft.blocks[at], draft.profiles[at]
        if profile.folded in _SECTIONS:
            _section(draft, block.span, 0.75, "a section’s name right before the headline")
            return
        for mark in (" > ", " › ", " » ", " / "):
            source = draft.text[slice(*block.span)]
            if mark in source and profile.words <= 12:
                step = source.rsplit(mark, 1)[1]
                if step.strip().casefold() in _SECTIONS:
                    end = block.span[1]
                    _section(draft, (end - len(step.lstrip()), end), 0.7, "a breadcrumb")
                    return


def _section(draft: Draft, span: Span, sure: float, reason: str) -> None:
    draft.values["section"] = normalise(draft.text[slice(*span)])
    draft.note("section", [span], sure, reason)


_URL_LINE: Final = re.compile(
    r"(?:url|source|link|via)?\s*:?\s*(https?://[^\s<>\"]{4,500})\Z", re.IGNORECASE
)


def take_url(draft: Draft) -> None:
    """Take a line that is only the page's address, at the very start or end."""
    if "http" not in draft.text:
        return
    count = len(draft.blocks)
    for at in sorted({*range(min(3, count)), *range(max(0, count - 2), count)}):
        block = draft.blocks[at]
        if draft.labels[at] != "boilerplate":
            continue
        match = _URL_LINE.match(draft.text, *block.span)
        if match:
            draft.values["url"] = normalise(match[1])
            draft.note("url", [match.span(1)], 0.7, "a line that is the page’s address")
            return
