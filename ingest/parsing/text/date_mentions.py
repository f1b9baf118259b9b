"""Labelled blocks in, the dates that may be the story's out, scored: near it, or else apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from ingest.parsing.fields.dates import FoundDate, find_dates
from ingest.parsing.fields.found_dates import tomorrow
from ingest.parsing.text.draft import Draft

#: Words before the date of a later version: "Updated 14 May", "Last modified on".
_UPDATED: Final = re.compile(
    r"updated?|modified|edited|revised|amended|aktualisiert|geändert|stand:?|mis à jour|màj"
    r"|modifi[ée]|modifica|actualiza|aggiorna|atualiza|bijgewerkt|gewijzigd|güncelle|uppdaterad|oppdatert"
    r"|opdateret|päivitetty|zaktualizowan|aktualizac|aktualizov|frissítve|módosítva|обновлен|изменен"
    r"|оновлен|ενημερώθηκε|更新|수정|تحديث|עודכן|diperbarui|cập nhật",
    re.IGNORECASE,
)
#: Words before the date of the first.
_PUBLISHED: Final = re.compile(
    r"publish|posted|created|first|veröffentlicht|erschienen|erstellt|publié|publicad|pubblicat"
    r"|gepubliceerd|geplaatst|publicerad|publiceret|publisert|julkaistu|opublikowan|dodano"
    r"|zveřejněn|megjelent|közzétéve|опубликован|опубліковано|yayın|δημοσι|发布|發佈|公開|掲載|입력"
    r"|등록|게시|نشر|פורסם|diterbitkan|đăng",
    re.IGNORECASE,
)
#: "5 June 2017 (updated)": the word may close the line.
_UPDATED_BEHIND: Final = re.compile(
    r"[\s(\[,;:–—-]{0,4}"
    r"(?:updated|aktualisiert|mis à jour|actualizado|aggiornato|更新)[\s)\].]{0,3}\Z",
    re.IGNORECASE,
)
_LONGEST_DATE_BLOCK: Final = 30
#: Words of a line that only says which date the next line has.
_LONGEST_LEAD: Final = 3
#: Lines with the date of something else: a correction, a broadcast on the same subject.
_OF_OTHERS: Final = ("correction", "dieses thema", "über dieses thema")
#: So many blocks around headline and beginning are near.
_NEAR: Final = 12
#: The least share of a boilerplate line that a date must take; between headline and story less,
#: as less behind a word for publishing, right below the story more.
_LEAST_SHARE: Final = 0.15
_LEAST_BETWEEN: Final = 0.08
_LEAST_BELOW: Final = 0.4
#: The story's date may stand so many blocks below it.
_BELOW: Final = 3
#: A date with so much of its line stands alone in it.
_ALONE: Final = 0.8
#: What a date gains that stands alone, or before "by", so near to headline or story between them.
_AT_THE_EDGE: Final = 4
_ALONE_THERE: Final = 0.8
_BY: Final = re.compile(r"[\s|,·–—-]{1,3}(?:by|von|par|por|di|door)\s")
#: What labels make of a date, and the share of that which stays below the story.
_LABELLED: Final = {"date": 1.0, "byline": 0.9}
_SIGNED: Final = 0.4
#: Apart from the story: the share that a date must take, how far above and below it counts, and the
#: longest line behind a word for publishing. So many days below a story are of other stories.
_LEAST_APART: Final = 0.35
_FAR_ABOVE: Final = 60
#: Farther above the headline a line labelled a date is in doubt, too: it may be today's.
_FAR_ABOVE_HEADLINE: Final = 8
_FAR_BELOW: Final = 40
_LONGEST_POSTED: Final = 16
_SEVERAL: Final = 3


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a block: its place, its score as the story's date, and whether it is an update;
    `apart` if it stands where the story's date is not expected."""

    date: FoundDate
    at: int
    score: float
    updated: bool
    apart: bool = False


def mentions_near(draft: Draft) -> list[DateMention]:
    """Every date in short blocks near the story."""
    anchor = _anchor(draft)
    listed = _are_listed(draft, anchor)
    found: list[DateMention] = []
    for at, profile in enumerate(draft.profiles):
        if not profile.dates or profile.words > _LONGEST_DATE_BLOCK:
            continue
        if profile.folded.startswith(_OF_OTHERS):
            continue
        label = draft.labels[at]
        if label in _LABELLED or (label == "boilerplate" and _may_be_near(draft, at, anchor)):
            mentions = _in_block(draft, at, _worth(draft, at, anchor, listed=listed))
            far = at < anchor - _FAR_ABOVE_HEADLINE
            found += [replace(mention, apart=mention.apart or far) for mention in mentions]
    return _later_alone_updated(draft, found, anchor)


def _may_be_near(draft: Draft, at: int, anchor: int) -> bool:
    """Whether a boilerplate line near the story is there for its date."""
    first, last = draft.story()
    profile = draft.profiles[at]
    if _hedged(profile.folded):
        return False
    if anchor < at < first:
        return profile.date_share >= _LEAST_BETWEEN
    if min(abs(at - anchor), abs(at - first)) <= _NEAR:
        posted = _PUBLISHED.search(profile.folded)
        return profile.date_share >= (_LEAST_BETWEEN if posted else _LEAST_SHARE)
    return 0 < at - last <= _BELOW and profile.date_share >= _LEAST_BELOW


def _are_listed(draft: Draft, anchor: int) -> bool:
    """Whether other stories are listed between headline and story, each with its day."""
    days = {
        profile.dates[0].iso
        for profile in draft.profiles[anchor + 1 : max(0, draft.story()[0])]
        if profile.dates and profile.date_share >= _ALONE
    }
    return len(days) >= _SEVERAL


def _worth(draft: Draft, at: int, anchor: int, *, listed: bool) -> float:
    """What a date gains by its block's label and place."""
    first, last = draft.story()
    away = abs(at - anchor)
    worth = _LABELLED.get(draft.labels[at], 0.0) * (_SIGNED if at > last else 1.0)
    if anchor < at < first:
        away = away if listed else min(away, first - at)
        profile = draft.profiles[at]
        opens = profile.dates[0].span[0] == 0 and _BY.match(
            profile.folded, profile.dates[0].span[1]
        )
        days = any(len(date.iso) == 10 for date in profile.dates)
        alone = days and profile.date_share >= _ALONE
        if not worth and ((alone and not listed) or opens) and away <= _AT_THE_EDGE:
            worth = _ALONE_THERE
    return worth - 0.02 * min(away, 20)


def _anchor(draft: Draft) -> int:
    """The headline, or the beginning of the story where there is none."""
    head = draft.labelled("headline")
    return head[-1] if head else max(draft.story()[0], 0)


def _in_block(draft: Draft, at: int, bonus: float) -> Iterator[DateMention]:
    start, end = draft.blocks[at].span
    source = draft.text[start:end]
    before = 0
    for date in find_dates(source):
        lead = source[before : date.span[0]]
        if not lead.strip() and not before:
            lead = _lead_above(draft, at)
        posted = bool(_PUBLISHED.search(lead))
        updated = not posted and (
            bool(_UPDATED.search(lead)) or bool(_UPDATED_BEHIND.match(source, date.span[1]))
        )
        score = date.confidence + bonus + 0.3 * posted + 0.15 * bool(date.time)
        score -= 0.5 if len(date.iso) < 10 else 0
        score -= 1.0 if date.iso > tomorrow() else 0
        moved = date._replace(span=(date.span[0] + start, date.span[1] + start))
        yield DateMention(moved, at, score, updated)
        before = date.span[1]


def _lead_above(draft: Draft, at: int) -> str:
    """The line above a date, if it only says which date that is: "Last modified:"."""
    above = draft.profiles[at - 1] if at else None
    return "" if above is None or above.words > _LONGEST_LEAD or above.dates else above.folded


def _later_alone_updated(
    draft: Draft, mentions: list[DateMention], anchor: int
) -> list[DateMention]:
    """Of two days alone on neighbouring lines above the story, the later as an update."""
    first, _ = draft.story()
    alone = [
        mention
        for mention in mentions
        if anchor < mention.at < first
        and draft.profiles[mention.at].date_share >= _ALONE
        and len(mention.date.iso) == 10
        and not mention.updated
    ]
    later = {
        max(one, other, key=lambda mention: mention.date.iso)
        for one, other in pairwise(alone)
        if 0 < other.at - one.at <= 2 and one.date.iso != other.date.iso
    }
    if len(later) != 1:
        return mentions
    return [replace(mention, updated=mention in later) for mention in mentions]


def mentions_apart(draft: Draft) -> list[DateMention]:
    """The likeliest dates farther away, for stories with none near: alone in a line, or behind a
    word for publishing. A line of these that was taken for text becomes a date line."""
    first, last = draft.story()
    anchor = _anchor(draft)
    found: list[DateMention] = []
    below: set[str] = set()
    for at, profile in enumerate(draft.profiles[: last + 1 + _FAR_BELOW]):
        if not profile.dates or at < anchor - _FAR_ABOVE or not _is_apart(draft, at, anchor):
            continue
        posted = _is_posted(draft, at)
        away = at - last if at > last else min(abs(at - anchor), abs(at - first))
        for mention in _in_block(draft, at, 0.5 * posted - 0.01 * away):
            if len(mention.date.iso) > len("2017"):
                found.append(replace(mention, apart=True))
                below |= {mention.date.iso} if at > last and not posted else set()
    if len(below) >= _SEVERAL:
        found = [one for one in found if one.at <= last or _is_posted(draft, one.at)]
    for mention in found:
        if draft.labels[mention.at] != "boilerplate":
            draft.labels[mention.at] = "date"
    return found


def _is_apart(draft: Draft, at: int, anchor: int) -> bool:
    """Whether a line is there for its date: of lines taken for text, those around the headline."""
    first, last = draft.story()
    profile = draft.profiles[at]
    if draft.labels[at] == "headline" or _hedged(profile.folded):
        return False
    posted = _is_posted(draft, at)
    if profile.folded.startswith(_OF_OTHERS) or not (posted or profile.date_share >= _LEAST_APART):
        return False
    if draft.labels[at] in ("boilerplate", *_LABELLED):
        return True
    return not profile.prose and (anchor < at < first or (posted and anchor < at <= last))


def _is_posted(draft: Draft, at: int) -> bool:
    profile = draft.profiles[at]
    return profile.words <= _LONGEST_POSTED and bool(_PUBLISHED.search(profile.folded))


def _hedged(folded: str) -> bool:
    """Whether a line is about copyright, whose dates are not the story's."""
    return "copyright" in folded or "©" in folded or "rights reserved" in folded
