"""Labelled blocks in, the article's date, time and update out.

The scraper's date line comes first, then dates near the headline.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from archive.record.evidence import OtherReading, Span
from ingest.parsing.fields.dates import FoundDate, find_dates, find_time, other_order
from ingest.parsing.fields.found_dates import by_habit, in_order, order_of
from ingest.parsing.fields.language import detect_language
from ingest.parsing.text.draft import Draft
from ingest.records import DateOrder

#: Words before a later date: "Updated 14 May", "Last modified on", "aktualisiert am".
_UPDATED: Final = re.compile(
    r"updated?|modified|aktualisiert|mis à jour|modifié|modifica|actualizado|actualización|"
    r"aggiornato|atualizado|bijgewerkt|güncelleme|uppdaterad|stand:?|edited|revised",
    re.IGNORECASE,
)
_PUBLISHED: Final = re.compile(
    r"publish|posted|veröffentlicht|erschienen|publié|publicado|pubblicato|gepubliceerd|created|"
    r"erstellt|publicerad|first",
    re.IGNORECASE,
)
#: A repeated date gets at most so many spans as evidence.
_MOST_SPANS: Final = 6
_LONGEST_DATE_BLOCK: Final = 30


@dataclass(frozen=True, slots=True)
class _DateMention:
    """A date in a block: its place, its score as the story's date, and whether it is an update."""

    date: FoundDate
    at: int
    score: float
    updated: bool


def take_dates(draft: Draft) -> None:
    """Take date, time and offset, and the day of the last update."""
    mentions = _mentions(draft)
    line = draft.cut.date
    if line:
        mentions = [_matching_line(mention, line) for mention in mentions]
    elif any(mention.date.exchanged for mention in mentions):
        mentions = _in_order(draft, mentions)
    plain = [mention for mention in mentions if not mention.updated]
    same = [mention for mention in plain if line and mention.date.iso == line][:_MOST_SPANS]
    best = same[0] if same else max(plain, key=lambda mention: mention.score, default=None)
    if line and draft.cut.date_span:
        _from_line(draft, line, draft.cut.date_span, same, plain)
    elif best is not None or mentions:
        _from_page(draft, best or mentions[0], plain)
    _take_update(draft, mentions)
    for mention in mentions:
        draft.reasons.setdefault(mention.at, "around the date")


def _mentions(draft: Draft) -> list[_DateMention]:
    """Every date in short blocks, scored as the story's date."""
    first, last = draft.story()
    head = draft.labelled("headline")
    anchor = head[-1] if head else max(first, 0)
    found = []
    for at, profile in enumerate(draft.profiles):
        label = draft.labels[at]
        if not profile.dates or profile.words > _LONGEST_DATE_BLOCK:
            continue
        if label not in ("date", "byline", "boilerplate") or profile.folded.startswith(_OF_OTHERS):
            continue
        near = abs(at - anchor) <= 12 or abs(at - first) <= 12
        least = _LEAST_SHARE
        if anchor < at < first:
            least = _LEAST_BETWEEN
        elif not near and 0 < at - last <= _BELOW:
            near, least = True, _LEAST_BELOW
        if label == "boilerplate" and (
            not near or profile.date_share < least or _hedged(profile.folded)
        ):
            continue
        start, end = draft.blocks[at].span
        source = draft.text[start:end]
        before = 0
        for date in find_dates(source):
            lead = source[before : date.span[0]]
            updated = bool(_UPDATED.search(lead)) and not _PUBLISHED.search(lead)
            score = date.confidence + {"date": 1.0, "byline": 0.9}.get(label, 0.0)
            score += 0.3 * bool(_PUBLISHED.search(lead)) - 0.02 * min(abs(at - anchor), 20)
            score += 0.15 * bool(date.time) - (0.5 if len(date.iso) < 10 else 0)
            moved = date._replace(span=(date.span[0] + start, date.span[1] + start))
            found.append(_DateMention(moved, at, score, updated))
            before = date.span[1]
    return found


#: Lines with the date of something else: a correction, a broadcast on the same subject.
_OF_OTHERS: Final = ("correction", "dieses thema", "über dieses thema")
#: The least share of a boilerplate line that a date must take; between headline and story less,
#: right below the story more.
_LEAST_SHARE: Final = 0.15
_LEAST_BETWEEN: Final = 0.08
_LEAST_BELOW: Final = 0.4
#: The story's date may stand so many blocks below it.
_BELOW: Final = 3


#: Offsets from UTC of places that write the day first.
_EUROPEAN: Final = frozenset(("+00:00", "+01:00", "+02:00", "+03:00", "+05:30"))


def _in_order(draft: Draft, mentions: list[_DateMention]) -> list[_DateMention]:
    """Dates in figures in the order that the text settles, or its folder, or its language."""
    order = _order_in(draft, mentions)
    if order:
        return [replace(mention, date=in_order(mention.date, order)) for mention in mentions]
    first, last = draft.story()
    words = " ".join(block.text for block in draft.blocks[max(0, first) : last + 1][:6])
    language = detect_language(words)[0]
    return [
        replace(mention, date=by_habit(mention.date, language, ""))
        if mention.date.exchanged
        else mention
        for mention in mentions
    ]


def _order_in(draft: Draft, mentions: list[_DateMention]) -> DateOrder:
    """The order of day and month: a figure above twelve in any date of the text settles it, then a
    European time zone, then the other files of the folder."""
    orders = {
        order_of(date, profile.text[slice(*date.span)])
        for profile in draft.profiles
        for date in profile.dates
    } - {""}
    if len(orders) == 1:
        return orders.pop()
    if any(mention.date.utc_offset in _EUROPEAN for mention in mentions if mention.date.exchanged):
        return "day"
    return draft.order


def _hedged(folded: str) -> bool:
    """Whether a line is about copyright, whose dates are not the story's."""
    return "copyright" in folded or "©" in folded or "rights reserved" in folded


def _matching_line(mention: _DateMention, line: str) -> _DateMention:
    """`06/04/2017` read the other way, where that agrees with the date line."""
    if mention.date.confidence < 0.7 and other_order(mention.date.iso) == line:
        date = mention.date._replace(
            iso=line, confidence=0.9, reason="day first, as the date line says"
        )
        return replace(mention, date=date)
    return mention


def _from_line(
    draft: Draft, line: str, span: Span, same: list[_DateMention], plain: list[_DateMention]
) -> None:
    spans = [span, *(mention.date.span for mention in same)]
    others = [
        OtherReading(
            mention.date.iso, 0.3, "told by the page beside the date line", (mention.date.span,)
        )
        for mention in plain
        if mention.date.iso != line
        and len(mention.date.iso) == 10
        and draft.labels[mention.at] != "boilerplate"
    ][:3]
    draft.values["date"] = line
    draft.note("date", spans, 0.98 if same or not others else 0.8, "the date line", others)
    _take_time(draft, [mention.date for mention in same])
    if others and not same and len(line) == 10:
        draft.problems.append(
            f"The first line says {line}, the page itself {others[0].value}: "
            "the first line is kept."
        )


def _from_page(draft: Draft, best: _DateMention, plain: list[_DateMention]) -> None:
    same = ([mention for mention in plain if mention.date.iso == best.date.iso] or [best])[
        :_MOST_SPANS
    ]
    others = {
        mention.date.iso: OtherReading(
            mention.date.iso, 0.3, mention.date.reason, (mention.date.span,)
        )
        for mention in plain
        if mention.date.iso != best.date.iso
    }
    if best.date.exchanged:
        day = best.date.exchanged
        exchanged = OtherReading(day, 0.45, "day and month exchanged", (best.date.span,))
        others = {day: exchanged, **others}
    draft.values["date"] = best.date.iso
    spans = [mention.date.span for mention in same]
    sure = min(0.95, best.date.confidence) * (0.95 if not others else 0.8)
    draft.note("date", spans, sure, best.date.reason, list(others.values())[:3])
    _take_time(draft, [mention.date for mention in same])


def _take_time(draft: Draft, dates: list[FoundDate]) -> None:
    """Take the time printed with the date, as a part of the same span."""
    timed = next((date for date in dates if date.time), None)
    if timed is None:
        return
    start, end = timed.span
    found = find_time(draft.text[start:end])
    span = (start + found[0][0], start + found[0][1]) if found else timed.span
    if found and found[1] != timed.time:
        span = timed.span
    draft.values["time"] = timed.time
    draft.note("time", [span], timed.confidence, "stands with the date")
    if timed.utc_offset:
        draft.values["utc_offset"] = timed.utc_offset
        draft.note("utc_offset", [span], timed.confidence, "the time zone behind the time")


def _take_update(draft: Draft, mentions: list[_DateMention]) -> None:
    updates = [mention for mention in mentions if mention.updated]
    if not updates:
        return
    date = updates[0].date
    taken = draft.evidence.get("date")
    if taken and date.span in taken.spans:
        return
    value = date.iso
    if date.time and len(date.iso) == 10:
        value += f"T{date.time}{date.utc_offset}"
    draft.values["updated"] = value
    draft.note("updated", [date.span], 0.85, "named as an update")
