"""Labelled blocks in, the article's date, time and update out.

The scraper's date line comes first, then the likeliest of the dates that the page shows.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from archive.record.evidence import OtherReading, Span
from ingest.parsing.fields.dates import STAMP, FoundDate, find_time, other_order
from ingest.parsing.fields.found_dates import by_habit, days_apart, in_order, order_of
from ingest.parsing.fields.language import detect_language
from ingest.parsing.text.date_mentions import DateMention, mentions_apart, mentions_near
from ingest.parsing.text.draft import Draft
from ingest.records import DateOrder

#: How sure a date is that stands apart from its story, beside one near it: editors are asked.
_APART: Final = 0.6
#: A repeated date gets at most so many spans as evidence.
_MOST_SPANS: Final = 6


def take_dates(draft: Draft) -> None:
    """Take date, time and offset, and the day of the last update."""
    line = draft.cut.date
    mentions = mentions_near(draft) or ([] if line else mentions_apart(draft))
    if line:
        mentions = [_matching_line(mention, line) for mention in mentions]
    elif any(mention.date.exchanged for mention in mentions):
        mentions = _in_order(draft, mentions)
    plain = [mention for mention in mentions if not mention.updated]
    same = [mention for mention in plain if line and mention.date.iso == line][:_MOST_SPANS]
    best = same[0] if same else max(plain, key=lambda mention: mention.score, default=None)
    best = best and _as_printed(best, plain)
    if line and draft.cut.date_span:
        _from_line(draft, line, draft.cut.date_span, same, plain)
    elif best is not None or mentions:
        _from_page(draft, best or mentions[0], plain)
    _take_update(draft, mentions)
    for mention in mentions:
        draft.reasons.setdefault(mention.at, "around the date")


def _as_printed(best: DateMention, plain: list[DateMention]) -> DateMention:
    """The mention of the day as a reader there saw it, where the best is a stamp in UTC and another
    date is the day before or after."""
    stamp = best.date
    if stamp.utc_offset != "+00:00" or stamp.reason != STAMP:
        return best
    for other in plain:
        day = other.date
        if not day.utc_offset and len(day.iso) == 10 and days_apart(day.iso, stamp.iso) == 1:
            return other
    return best


#: Offsets from UTC of places that write the day first.
_EUROPEAN: Final = frozenset(("+00:00", "+01:00", "+02:00", "+03:00", "+05:30"))


def _in_order(draft: Draft, mentions: list[DateMention]) -> list[DateMention]:
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


def _order_in(draft: Draft, mentions: list[DateMention]) -> DateOrder:
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


def _matching_line(mention: DateMention, line: str) -> DateMention:
    """`06/04/2017` read the other way, where that agrees with the date line."""
    if mention.date.confidence < 0.7 and other_order(mention.date.iso) == line:
        date = mention.date._replace(
            iso=line, confidence=0.9, reason="day first, as the date line says"
        )
        return replace(mention, date=date)
    return mention


def _from_line(
    draft: Draft, line: str, span: Span, same: list[DateMention], plain: list[DateMention]
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


def _from_page(draft: Draft, best: DateMention, plain: list[DateMention]) -> None:
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
    sure *= _APART if best.apart else 1.0
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


def _take_update(draft: Draft, mentions: list[DateMention]) -> None:
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
