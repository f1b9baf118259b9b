"""Why a block is no field: a reason in words for everything that is left out."""

from __future__ import annotations

from ingest.parsing.draft import Draft


def give_reasons(draft: Draft) -> None:
    """Write a reason for every boilerplate block that has none yet."""
    first, last = draft.story()
    heading = ""
    for at, one in enumerate(draft.profiles):
        if draft.labels[at] != "boilerplate":
            if draft.labels[at] in ("paragraph", "subheading"):
                heading = ""
            continue
        reason = one.whole or one.begins or one.inside
        if reason in ("comment count", "related stories") and one.words <= 6:
            heading = "reader comment" if reason == "comment count" else reason
        if at in draft.reasons:
            continue
        if not reason:
            reason = _from_place(draft, at, first, last, heading)
        draft.reasons[at] = reason


def _from_place(draft: Draft, at: int, first: int, last: int, heading: str) -> str:
    one = draft.profiles[at]
    headline = draft.values.get("headline", "").casefold()
    if headline and len(headline) > 12 and one.folded.startswith(headline):
        return "the page’s title"
    if one.credit >= 0.8:
        return "credit of a picture that is not shown"
    if one.date_share > 0.5:
        return "a date that is not the story’s"
    if heading and at > last:
        return heading
    if one.byline is not None and one.byline.opener:
        return "byline of another story"
    if first < 0:
        return "no part of a story was recognised here"
    if at < first:
        return "site navigation" if one.words <= 6 else "stands before the story"
    if at <= last:
        return "page matter between paragraphs"
    return "stands after the story"
