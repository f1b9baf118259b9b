"""Blocks labelled caption and credit in, images out."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from archive.record.content import ImageContent
from archive.record.evidence import FieldReading
from ingest.parsing.fields.agencies import agency_name
from ingest.parsing.fields.caption_parts import who_is_credited
from ingest.parsing.fields.captions import ReadCaption, read_caption
from ingest.parsing.fields.whitespace import normalise
from ingest.parsing.text.draft import Draft


def take_images(draft: Draft) -> None:
    """Take an image from each caption; a credit line goes to the caption before it, repetitions are
    left out."""
    _release_sources(draft)
    _release_paragraphs(draft)
    _release_notes(draft)
    twice = _repeated_captions(draft)
    _claim_captions(draft)
    signed = _claim_signed(draft)
    images: list[tuple[int, ReadCaption]] = []
    seen: set[str] = set()
    for at, label in enumerate(draft.labels):
        if label not in ("caption", "credit"):
            continue
        start, end = draft.blocks[at].span
        if draft.profiles[at].kind == "credit":
            label = "credit"
        if at in twice:
            # The caption stands above; the rest of this line is its credit.
            start, label = start + twice[at], "credit"
            draft.reasons[at] = "repeated caption"
        source = draft.text[start:end]
        if draft.profiles[at].folded in seen and len(draft.blocks[at].text) > 3:
            draft.reasons[at] = f"repeated {'credit line' if label == 'credit' else 'caption'}"
            continue
        seen.add(draft.profiles[at].folded)
        if label == "credit":
            if not _give_credit(draft, images, at, start, source):
                if _is_house_line(draft, at):
                    draft.labels[at] = "boilerplate"
                else:
                    images.append((at, _credit_alone(source, start)))
            continue
        read = read_caption(source, start)
        if at in signed and not read.image.credit:
            read = _credited(read, source, start, signed[at])
        waiting = images and images[-1][0] == at - 1 and not images[-1][1].image.caption
        if waiting and read.image.caption and not read.image.credit:
            images[-1] = (at, _joined(images[-1][1], read))
        else:
            images.append((at, read))
    for number, (at, read) in enumerate(images):
        draft.reasons.setdefault(at, "around the caption")
        for part, evidence in read.evidence.items():
            sure = evidence.confidence * draft.confidence[at]
            draft.note(f"images.{number}.{part}", evidence.spans, sure, evidence.reason)
    draft.values["images"] = tuple(read.image for _, read in images)


def _is_house_line(draft: Draft, at: int) -> bool:
    """Whether a line is the paper of the author named right above: "ALDER TODAY" below "Una
    Marr"."""
    profile = draft.profiles[at]
    return (
        at > 0
        and draft.labels[at - 1] == "byline"
        and profile.text.isupper()
        and profile.words <= _LONGEST_HOUSE
        and not (profile.credit or profile.credit_tail)
    )


_LONGEST_HOUSE: Final = 4


def _release_sources(draft: Draft) -> None:
    """Release source lines below the story, which credit no picture: "Quelle: A.T.", "© A.T./kole",
    "dpa/mkl"."""
    _, last = draft.story()
    for at in range(max(1, last + 1), min(len(draft.labels), last + 6)):
        if draft.labels[at] == "credit" and _SOURCE.fullmatch(draft.blocks[at].text):
            draft.labels[at] = "boilerplate"


_SOURCE: Final = re.compile(
    r"(?:Quelle|Source): .{1,30}|(?:© ?)?[\w.-]{2,12}/[a-zäöü]{2,5}|© ?\w[\w. ]{1,30} (?:19|20)\d\d"
    r"|(?:Copyright )?© ?(?:19|20)\d\d,? .{1,40}"
)


def _release_notes(draft: Draft) -> None:
    """Release notes about the article: "A version of this article appears …"."""
    for at in draft.labelled("caption"):
        if draft.profiles[at].begins in _NOTES:
            draft.labels[at] = "boilerplate"


_NOTES: Final = frozenset(("editor's note", "site navigation", "share bar"))
#: A block that ends on a credit this sure is a caption, whatever its neighbours suggest.
_SURE_CREDIT: Final = 0.86
#: A credit in brackets or after "Photograph:" counts even among paragraphs.
_ANNOUNCED_CREDIT: Final = 0.9
_LONGEST_CREDIT: Final = 12
#: The confidence that only a word for a picture gives.
_PICTURE_CREDIT: Final = 0.95
#: Captions are looked for from so many blocks before the story to so many behind it.
_AROUND: Final = (12, 3)
#: A repeated caption adds a credit of so many words at most.
_LONGEST_ADDED: Final = 8


def _repeated_captions(draft: Draft) -> dict[int, int]:
    """Captions repeated with their credit: block -> length of the caption in it.

    For pages with alternative text and caption: "The outer basin on Monday" over "The outer basin
    on Monday Dana Whitlow".
    """
    found: dict[int, int] = {}
    for at, (above, profile) in enumerate(pairwise(draft.profiles), 1):
        if (
            4 <= above.words < profile.words <= above.words + _LONGEST_ADDED
            and at - 1 != draft.headline.at
            and profile.folded.startswith(above.folded)
            and not (above.begins or above.whole)
            and draft.labels[at] not in ("headline", "byline")
            and draft.is_free(draft.blocks[at].span)
            and draft.is_free(draft.blocks[at - 1].span)
        ):
            start, end = draft.blocks[at].span
            shown = draft.blocks[at - 1].text
            if draft.text.startswith(shown, start) and start + len(shown) < end:
                rest = draft.text[start + len(shown) : end]
                found[at] = len(shown) + len(rest) - len(rest.lstrip(" .-–—|"))
                draft.labels[at - 1], draft.labels[at] = "caption", "credit"
    return {at: skip for at, skip in found.items() if skip < len(draft.blocks[at].text)}


def _release_paragraphs(draft: Draft) -> None:
    """Label full sentences beside the story without any sign of a picture paragraphs.

    A caption too many costs the reader a paragraph, one too few only its place.
    """
    for at in draft.labelled("caption"):
        profile = draft.profiles[at]
        beside = draft.labels[max(0, at - 1) : at + 2]
        if (
            profile.clear
            and draft.confidence[at] < _SURE_CAPTION
            and "credit" not in beside
            and ("paragraph" in beside or at in (draft.story()[0] - 1, draft.story()[1] + 1))
            and beside.count("caption") == 1
        ):
            draft.labels[at] = "paragraph"


_SURE_CAPTION: Final = 0.9


def _claim_captions(draft: Draft) -> None:
    """Label captions that the model missed: lines that end on a credit, and lines above a bare
    credit ("The outer basin on Monday" over "REUTERS").
    """
    _claim_named(draft)
    first, last = draft.story()
    start = min(draft.headline.at, first) if draft.headline.at >= 0 else first - _AROUND[0]
    for at in range(max(0, start - 2), min(len(draft.labels), last + _AROUND[1] + 1)):
        profile, label = draft.profiles[at], draft.labels[at]
        if label == "boilerplate" and _is_house_credit(draft, at):
            draft.labels[at] = label = "credit"
        if at > last and label == "boilerplate" and _SOURCE.fullmatch(profile.text):
            continue
        if not (profile.credit or profile.credit_tail or label == "credit"):
            # Most blocks have no sign of a credit.
            continue
        if label in ("headline", "byline", "date", "caption") or at in draft.ends:
            continue
        if _is_missed_credit(draft, at, last):
            label = draft.labels[at] = "credit"
        if label == "credit":
            if _is_above_caption(draft, at):
                draft.labels[at + 1] = "caption"
            elif (
                at
                and not profile.folded.startswith(_OF_THE_TOP)
                and _may_be_caption(draft, at - 1)
                and draft.is_free(draft.blocks[at].span)
            ):
                draft.labels[at - 1] = "caption"
            continue
        wanted = _SURE_CREDIT
        if label == "paragraph":
            # "… as he said. (Reuters)" at the end of a story names its source.
            wanted = _ANNOUNCED_CREDIT if at < last else _PICTURE_CREDIT
        if (
            profile.credit_tail >= wanted
            and 4 <= profile.words <= 120
            and not profile.begins
            and draft.is_free(draft.blocks[at].span)
        ):
            draft.labels[at] = "caption"
            draft.confidence[at] = min(draft.confidence[at], 0.8)


def _is_missed_credit(draft: Draft, at: int, last: int) -> bool:
    """Whether a line that the model took for something else is a credit: below what may be a
    caption, or "Photo: Dana Whitlow/Alder Press" on a line of its own between paragraphs."""
    profile, label = draft.profiles[at], draft.labels[at]
    if label == "boilerplate":
        missed = (
            profile.credit >= _SURE_CREDIT
            and not profile.whole
            and at > 0
            and _may_be_caption(draft, at - 1)
        )
    else:
        missed = (
            label in ("paragraph", "subheading", "standfirst")
            and profile.credit >= _ANNOUNCED_CREDIT
            and profile.words <= _LONGEST_CREDIT
            and at < last
        )
    return missed and draft.is_free(draft.blocks[at].span)


#: "The motor waited on the quay. Una Marr", "The gate on Monday. AP": a credit right behind the
#: caption's full stop.
_SIGNED: Final = re.compile(r"[.!?][”\"’]? ((?:[A-ZÀ-Þ][\w.’'-]* ?){1,4})\Z")
_LONGEST_SIGNED: Final = 60
_MAY_BE_SIGNED: Final = ("paragraph", "subheading", "standfirst", "boilerplate")


def _claim_signed(draft: Draft) -> dict[int, str]:
    """Label captions that end on an agency, or on a name that more than one caption ends on;
    block -> the name."""
    first, last = draft.story()
    found: dict[str, list[int]] = {}
    head = draft.headline.at
    for at in range(head + 1 if 0 <= head < first else max(0, first), last + 1):
        profile = draft.profiles[at]
        if profile.end or profile.words > _LONGEST_SIGNED or draft.labels[at] not in _MAY_BE_SIGNED:
            continue
        match = _SIGNED.search(profile.text, max(0, len(profile.text) - 60))
        if match and draft.is_free(draft.blocks[at].span):
            found.setdefault(match[1], []).append(at)
    signed = {
        at: name
        for name, places in found.items()
        if len(places) > 1 or agency_name(name)
        for at in places
    }
    for at in signed:
        draft.labels[at] = "caption"
    return signed


def _credited(read: ReadCaption, source: str, start: int, name: str) -> ReadCaption:
    """A caption with the name at its end as credit."""
    begin = source.rfind(name)
    if begin < 0:
        return read
    reason = "behind the full stop of the caption"
    span = (begin, begin + len(name))
    who = {"credit": name}
    evidence = dict(read.evidence)
    for part, value, (a, b) in [("credit", name, span), *who_is_credited(source, span)]:
        who[part] = value
        evidence[part] = FieldReading(((start + a, start + b),), 0.6, reason)
    return ReadCaption(read.image._replace(**who), evidence)


#: Below a story, credits of the picture above it: "Featured Image: Dana Whitlow/Flickr".
_OF_THE_TOP: Final = ("featured image", "top image", "header image", "lead image", "cover photo")
#: "Dana Whitlow/HVN": a person and a house that is no known agency.
_HOUSE_CREDIT: Final = re.compile(
    r"[A-ZÀ-Þ][\w.’'-]*(?: [A-ZÀ-Þ][\w.’'-]*){1,3} ?"
    r"/ ?[A-ZÀ-Þ][\w.’'&-]*(?: [A-ZÀ-Þ][\w.’'&-]*){0,4}"
)
#: The kind of line that stands below a picture: "hide caption".
_CONTROLS: Final = "player controls"


def _is_house_credit(draft: Draft, at: int) -> bool:
    """Whether a line is such a credit, by its form and by the caption or the controls beside it."""
    profile = draft.profiles[at]
    if (
        profile.kind != "name"
        or "/" not in profile.text
        or not _HOUSE_CREDIT.fullmatch(profile.text)
    ):
        return False
    above, below = draft.profiles[at - 1 : at], draft.profiles[at + 1 : at + 2]
    caption = bool(above) and above[0].end == "." and _may_be_caption(draft, at - 1)
    return caption or (bool(below) and below[0].whole == _CONTROLS)


def _is_above_caption(draft: Draft, at: int) -> bool:
    """Whether a labelled credit stands above its caption at the head of a page, the headline below:
    "Photo: Dana Whitlow / Alder Press", "The gate at noon."."""
    return (
        at + 1 < draft.headline.at
        and draft.profiles[at].folded.startswith(("photo:", "photo by", "image:", "foto:"))
        and draft.profiles[at + 1].end == "."
        and _may_be_caption(draft, at + 1)
    )


#: Lines that announce a caption.
_NAMES_OF_CAPTIONS: Final = ("image caption", "media caption", "bildunterschrift")


def _claim_named(draft: Draft) -> None:
    """Label lines below "Image caption" captions."""
    for at in draft.labelled("boilerplate"):
        if (
            at
            and draft.profiles[at - 1].folded in _NAMES_OF_CAPTIONS
            and not draft.profiles[at].whole
            and draft.is_free(draft.blocks[at].span)
        ):
            draft.labels[at] = "caption"


def _may_be_caption(draft: Draft, at: int) -> bool:
    """Whether an unclaimed line beside a credit can be its caption."""
    profile = draft.profiles[at]
    return (
        draft.labels[at] in ("boilerplate", "subheading")
        and 3 <= profile.words <= 40
        and profile.kind in _CAPTION_KINDS
        and not profile.begins
        and draft.is_free(draft.blocks[at].span)
    )


_CAPTION_KINDS: Final = frozenset(("line", "short", "sentence", "prose", "name", "tiny"))


def _credit_alone(source: str, start: int) -> ReadCaption:
    """A credit line without a caption: the whole line, where its form is unknown."""
    read = read_caption(source, start)
    if read.image.credit and not read.image.caption:
        return read
    reason = "a line that credits a picture"
    evidence = {"credit": FieldReading(((start, start + len(source)),), 0.6, reason)}
    who: dict[str, str] = {}
    for part, value, (a, b) in who_is_credited(source, (0, len(source))):
        who[part] = value
        evidence[part] = FieldReading(((start + a, start + b),), 0.6, reason)
    return ReadCaption(ImageContent(credit=normalise(source), **who), evidence)


def _give_credit(
    draft: Draft, images: list[tuple[int, ReadCaption]], at: int, start: int, source: str
) -> bool:
    """Add a credit line to the caption right before it; False without a caption."""
    if not images or not 0 < at - images[-1][0] <= 2:
        return False
    place, before = images[-1]
    words = set(normalise(source).casefold().replace("/", " ").split())
    known = f"{before.image.caption} {before.image.credit}".casefold().replace("/", " ")
    if words <= set(known.replace(")", " ").replace("(", " ").split()) | {"-", "|"}:
        draft.reasons[at] = "repeated credit line"
        return True
    if before.image.credit:
        shared = words & set(re.findall(r"\w{2,}", before.image.credit.casefold()))
        if shared:
            draft.reasons[at] = "repeated credit line"
        return bool(shared)
    credit = _credit_alone(source, start)
    draft.reasons[at] = "around the credit"
    images[-1] = (place, _joined(before, credit))
    return True


def _joined(first: ReadCaption, second: ReadCaption) -> ReadCaption:
    """Merge two readings of one picture; the first takes precedence."""
    image = ImageContent(
        caption=first.image.caption or second.image.caption,
        credit=first.image.credit or second.image.credit,
        photographer=first.image.photographer or second.image.photographer,
        agency=first.image.agency or second.image.agency,
        place=first.image.place or second.image.place,
        taken=first.image.taken or second.image.taken,
    )
    return ReadCaption(image, {**second.evidence, **first.evidence})
