"""A page in, its day of publication out: of metadata, near the headline, or in the address."""

from __future__ import annotations

import datetime
import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from ingest.parsing.fields import months
from ingest.parsing.fields.dates import FoundDate, find_dates, find_time, other_order
from ingest.parsing.fields.timestamps import Moment, read_moment
from ingest.parsing.html.headline import ELSEWHERE, FoundField
from ingest.parsing.html.metadata.values import Metadata, Value
from ingest.parsing.html.page import Page, PageBlock
from ingest.parsing.html.zones import Zone

#: A date may stand so many blocks above the headline; so near, its zone does not matter.
ABOVE: Final = 10
BESIDE: Final = 8
#: Longest block that is read for dates.
LONGEST: Final = 250
#: Longest line that is a month: "September 2017".
LONGEST_MONTH: Final = 24
#: Statements that are written by a content system, often in UTC.
_STAMPS: Final = ("JSON-LD", "meta", "itemprop", "time")
#: Longest date at the end of a title.
TITLE_TAIL: Final = 30
#: Longest block that is read for dates though its zone is none of dates or bylines.
LONGEST_UNNAMED: Final = 80
_URL_DAY: Final = re.compile(
    r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=\D|$)"
)
#: A month's name on a page; some in Arabic have two words.
_NAME: Final = rf"([^\s\d,/()|•·:]{{2,14}}(?:\s(?:{'|'.join(months.SECOND_WORDS)}))?)"
_YEAR: Final = r"((?:19|20|25)\d\d)(?!\d)"
_PATTERNS: Final = (
    # "4 Haziran 2017", "4. června 2017", "4 czerwca 2017 r.", "4 de juny del 2017", "ngày …"
    (
        re.compile(
            rf"(?<!\d)(\d{{1,2}})\.?\s{{0,3}}(?:(?:de|d’|d'|ng|na)\s?)?{_NAME}[.,]?\s{{1,3}}"
            rf"(?:(?:de|del|di)\s)?{_YEAR}"
        ),
        (3, 2, 1),
    ),
    # "2017. június 4.", "2017 m. birželio 4 d.", "2017. gada 4. jūnijs"
    (
        re.compile(
            rf"(?<!\d){_YEAR}\.?\s{{0,2}}(?:m\.\s|gada\s)?{_NAME}\s{{1,3}}(\d{{1,2}})(?!\d)"
        ),
        (1, 2, 3),
    ),
    (
        re.compile(rf"(?<!\d){_YEAR}\.?\s{{0,2}}(?:gada\s)(\d{{1,2}})\.\s{{0,2}}{_NAME}"),
        (1, 3, 2),
    ),
    # "Haziran 4, 2017"
    (re.compile(rf"{_NAME}\s{{1,3}}(\d{{1,2}}),?\s{{1,3}}{_YEAR}"), (3, 1, 2)),
)
#: "4 tháng 6, 2017", "ngày 4 tháng 6 năm 2017": the month is a number behind a word.
_VIETNAMESE: Final = re.compile(
    rf"(?<!\d)(\d{{1,2}})\s?(?:tháng|Tháng|thg)\s?(\d{{1,2}}),?\s(?:năm\s)?{_YEAR}"
)
_LONGEST_DATED: Final = 300
#: Years of the Buddhist calendar, as Thai papers print them, are so many ahead.
_BUDDHIST: Final = 543
_WORD_REASON: Final = "day, month name and year"
#: "06/04/2017" is June in America and the places that write as it does; elsewhere April.
_MONTH_FIRST: Final = re.compile(r"en[-_](?:us|ph|ca)\b", re.IGNORECASE)
_DAY_FIRST: Final = re.compile(r"(?!en)[a-z]{2}\b|en[-_](?!us|ph|ca)[a-z]{2}\b", re.IGNORECASE)
_DAY_FIRST_HOSTS: Final = (
    ".uk", ".ie", ".au", ".nz", ".in", ".za", ".ng", ".ke", ".gh", ".pk", ".lk", ".bd", ".sg",
    ".my", ".hk", ".eu", ".de", ".fr", ".es", ".it", ".pt", ".br", ".mx", ".ar", ".cl", ".co",
    ".pe", ".be", ".nl", ".ch", ".at", ".gr", ".tr", ".vn", ".id", ".th", ".pl", ".ro",
)  # fmt: skip
_PAGES_ORDER: Final = "figures, day first as the page has it"
_BOTH_SMALL: Final = re.compile(r"(?<![\d./-])(\d{1,2})/(\d{1,2})/(?:20)?\d\d(?!\d)")
#: Words before the date of an update.
_CHANGED: Final = re.compile(
    r"(?i)\b(?:updated?|modified|aktualisiert|actualizado|atualizado|mis à jour|aggiornato"
    r"|bijgewerkt|güncelleme|обновлено|оновлено|zaktualizowano|aktualizováno|uppdaterad|oppdatert"
    r"|päivitetty|更新|수정)\b"
)


@dataclass(frozen=True, slots=True)
class Habits:
    """How the page writes dates: its language, and whether the day comes first."""

    language: str = ""
    day_first: bool | None = None


def habits_of(page: Page, meta: Metadata, url: str) -> Habits:
    """The habits by the stated languages, the country of the address and other dates."""
    languages = [value.text.strip() for value in meta.languages[:6]]
    language = languages[0][:2].lower() if languages else ""
    host = urlsplit(url).hostname or "" if url else ""
    for block in page.blocks[:400]:
        short = len(block.text) < LONGEST and "/" in block.text
        for match in _BOTH_SMALL.finditer(block.text) if short else ():
            if int(match[1]) > 12 >= int(match[2]):
                return Habits(language, True)
            if int(match[2]) > 12 >= int(match[1]):
                return Habits(language, False)
    if any(_MONTH_FIRST.match(language) for language in languages):
        return Habits(language, False)
    if any(_DAY_FIRST.match(language) for language in languages) or host.endswith(_DAY_FIRST_HOSTS):
        return Habits(language, True)
    return Habits(language)


def page_dates(text: str, habits: Habits) -> list[FoundDate]:
    """The dates of a short text in order, with months in any known language, and numeric dates in
    the page's order."""
    found = [_in_order(date, text, habits) for date in find_dates(text)]
    unread = not any(len(date.iso) == 10 for date in found) and any(map(str.isdigit, text))
    if unread or (found and habits.language in months.DIFFERING):
        found = _named_dates(text, habits.language) or found
    return found


def _named_dates(text: str, language: str) -> list[FoundDate]:
    """Dates with a month's name in any known language, at the beginning of a text."""
    text = text[:_LONGEST_DATED]
    found: list[FoundDate] = []
    for match in _VIETNAMESE.finditer(text) if "h" in text else ():
        found += _dated(match[3], int(match[2]), match[1], match.span(), text)
    for pattern, (year, month, day) in _PATTERNS:
        for match in pattern.finditer(text):
            number = months.month_on_page(match[month], language)
            found += _dated(match[year], number, match[day], match.span(), text)
    return sorted(found, key=lambda date: date.span)


def _dated(
    year_text: str, month: int, day_text: str, span: tuple[int, int], text: str
) -> list[FoundDate]:
    year, day = int(year_text), int(day_text)
    if year > 2400:
        year -= _BUDDHIST
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return []
    timed = find_time(text[span[1] : span[1] + 24])
    end, clock, offset = span[1], "", ""
    if timed is not None and timed[0][0] <= 8:
        end, clock, offset = span[1] + timed[0][1], timed[1], timed[2]
    iso = f"{year}-{month:02}-{day:02}"
    return [FoundDate((span[0], end), iso, clock, offset, 0.93, _WORD_REASON)]


def _in_order(date: FoundDate, text: str, habits: Habits) -> FoundDate:
    if not habits.day_first or not _BOTH_SMALL.search(text, *date.span):
        return date
    other = other_order(date.iso)
    if date.confidence > 0.5 or not other:
        return date
    return FoundDate(date.span, other, date.time, date.utc_offset, 0.85, _PAGES_ORDER)


def stated_moment(value: Value, habits: Habits) -> Moment | None:
    """The moment of a metadata statement, in words or figures."""
    text = value.text
    if any(map(str.isdigit, text)) and (_BOTH_SMALL.search(text) or not read_moment(text)):
        for date in page_dates(text[:200], habits):
            if len(date.iso) == 10:
                return Moment(date.iso, date.time, date.utc_offset)
    return read_moment(text)


def choose_date(
    page: Page, meta: Metadata, start: int, last: int, url: str, habits: Habits
) -> tuple[Moment, FoundField] | None:
    """The day of publication. `start` is the headline's block, `last` the last block in which the
    story's date may be shown."""
    options = list(_stated(meta.published[:12], habits, 0.97))
    if not options:
        options += _titled(meta, habits)
    shown = _shown_date(page, start - ABOVE, last, start, habits)
    if shown is not None:
        options.append(shown)
    options += [] if options else _stated(meta.modified[:3], habits, 0.6)
    day = day_in(url)
    if day and not options:
        options.append((Moment(day), FoundField(url, 0.7, "day in the address")))
    options += [] if options else _shown_month(page, start, last, habits)
    if not options:
        return None
    options = _as_printed(options, shown)
    moment, found = options[0]
    if any(other.day == moment.day for other, _ in options[1:]):
        found = replace(found, confidence=0.99)
    others = tuple(
        (other.day, 0.5, seen.reason) for other, seen in options[1:] if other.day != moment.day
    )
    return moment, replace(found, others=others[:3])


def _as_printed(
    options: list[tuple[Moment, FoundField]], shown: tuple[Moment, FoundField] | None
) -> list[tuple[Moment, FoundField]]:
    """The options, the printed day first where a stamp in UTC names the day beside it, and the
    page prints the time too: that is the day where the paper appeared."""
    stamp = options[0][0]
    if shown is None or stamp.utc_offset not in ("+00:00", "Z") or not stamp.time:
        return options
    days = [datetime.date.fromisoformat(moment.day) for moment in (shown[0], stamp)]
    apart = abs((days[0] - days[1]).days)
    if apart != 1 or not shown[0].time or not options[0][1].reason.startswith(_STAMPS):
        return options
    return [shown, *(option for option in options if option is not shown)]


def _shown_month(
    page: Page, start: int, last: int, habits: Habits
) -> Iterator[tuple[Moment, FoundField]]:
    """The month on a line of its own below the headline: "June 2017"."""
    for block in page.blocks[start + 1 : last + 1]:
        month = month_line(block, habits)
        if month is not None:
            seen = FoundField(month.iso, 0.7, "month near the headline", block, month.span)
            yield Moment(month.iso), seen
            return


def month_line(block: PageBlock, habits: Habits) -> FoundDate | None:
    """The month that a line consists of, or None."""
    if len(block.text) > LONGEST_MONTH or block.zones & (ELSEWHERE | Zone.TABLE | Zone.LIST):
        return None
    for found in page_dates(block.text, habits)[:1]:
        if len(found.iso) == 7 and found.span[1] - found.span[0] >= len(block.text) - 2:
            return found
    return None


def _titled(meta: Metadata, habits: Habits) -> Iterator[tuple[Moment, FoundField]]:
    """The day that closes a title: "Seal delays ferry | Alder Radio | 04.06.2017"."""
    for value in [*meta.headlines[:4], *meta.titles[:1]]:
        _, bar, tail = value.text.rpartition("| ")
        for date in page_dates(tail, habits) if bar and len(tail) < TITLE_TAIL else ():
            if len(date.iso) == 10 and date.span[1] - date.span[0] > 0.8 * len(tail):
                moment = Moment(date.iso, date.time, date.utc_offset)
                yield moment, FoundField(value.text, 0.85, f"end of the {value.source}")
                return


def day_in(url: str) -> str:
    """The day that an address names ("/2017/06/04/"), or ""."""
    match = _URL_DAY.search(urlsplit(url).path) if url else None
    return "-".join(match.groups()) if match else ""


def _stated(
    values: Iterable[Value], habits: Habits, sure: float
) -> Iterator[tuple[Moment, FoundField]]:
    for value in values:
        moment = stated_moment(value, habits)
        if moment:
            yield moment, FoundField(value.text, sure, value.source)


def _shown_date(
    page: Page, first: int, last: int, start: int, habits: Habits
) -> tuple[Moment, FoundField] | None:
    """The likeliest date in a short block from `first` to `last`; named ones first."""
    best: tuple[float, Moment, FoundField] | None = None
    for block in page.blocks[max(0, first) : last + 1]:
        away = abs(block.number - start)
        named = _is_date_line(block)
        if len(block.text) > (LONGEST if named else LONGEST_UNNAMED):
            continue
        if block.zones & ELSEWHERE and away > BESIDE:
            continue
        for found in posted_first(block.text, page_dates(block.text, habits))[:1]:
            if len(found.iso) != 10:
                continue
            sure = found.confidence * (0.95 if named else 0.75) - 0.005 * away
            if _CHANGED.search(block.text, 0, found.span[0]):
                sure -= 0.1
            if block.zones & (Zone.CAPTION | Zone.FIGURE | Zone.EMBED | Zone.QUOTE):
                sure -= 0.3
            if best is None or sure > best[0]:
                moment = Moment(found.iso, found.time, found.utc_offset)
                seen = FoundField(found.iso, sure, "shown near the headline", block, found.span)
                best = (sure, moment, seen)
    return (best[1], best[2]) if best else None


def posted_first(text: str, dates: list[FoundDate]) -> list[FoundDate]:
    """The dates of a line, those behind "Updated" last: "Updated June 5; posted June 4, 2017"."""
    return sorted(dates, key=lambda found: _is_change(text, found, dates))


def _is_change(text: str, found: FoundDate, dates: list[FoundDate]) -> bool:
    """Whether the word nearest before a date says that it is that of a change."""
    ends = [other.span[1] for other in dates if other.span[1] <= found.span[0]]
    return _CHANGED.search(text, max(ends, default=0), found.span[0]) is not None


def shown_change(
    page: Page, first: int, last: int, habits: Habits
) -> tuple[PageBlock, FoundDate] | None:
    """The line near the headline that shows the last change beside the posting, and its date."""
    for block in page.blocks[max(0, first) : last + 1]:
        if len(block.text) > LONGEST or block.zones & ELSEWHERE:
            continue
        dates = page_dates(block.text, habits)
        changes = [found for found in dates if _is_change(block.text, found, dates)]
        if changes and len(changes) < len(dates) and len(changes[0].iso) == 10:
            return block, changes[0]
    return None


def _is_date_line(block: PageBlock) -> bool:
    return bool(block.near & (Zone.DATE | Zone.BYLINE)) or any(
        mark.tag == "time" for mark in block.marks
    )
