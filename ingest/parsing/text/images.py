"""Blocks labelled caption and credit in, images out."""

from __future__ import annotations

import re
from typing import Final

from archive.record.content import ImageContent
from archive.record.evidence import FieldReading
from ingest.parsing.fields.caption_parts import who_is_credited
from ingest.parsing.fields.captions import ReadCaption, read_caption
from ingest.parsing.fields.whitespace import normalise
from ingest.parsing.text.draft import Draft
from ingest.parsing.text.picture_lines import mend_labels


def take_images(draft: Draft) -> None:
    """Take an image from each caption; a credit line goes to the caption before it, repetitions are
    left out."""
    lines = mend_labels(draft)
    images: list[tuple[int, ReadCaption]] = []
    seen: set[str] = set()
    for at, label in enumerate(draft.labels):
        if label not in ("caption", "credit"):
            continue
        start, end = draft.blocks[at].span
        end = lines.ends.get(at, end)
        if draft.profiles[at].kind == "credit":
            label = "credit"
        if at in lines.repeats:
            # The caption stands above; the rest of this line is its credit.
            start, label = start + lines.repeats[at], "credit"
            draft.reasons[at] = "repeated caption"
        source = draft.text[start:end]
        if draft.profiles[at].folded in seen and len(draft.blocks[at].text) > 3:
            draft.reasons[at] = f"repeated {'credit line' if label == 'credit' else 'caption'}"
            continue
        seen.add(draft.profiles[at].folded)
        if label == "credit":
            if not _give_credit(draft, images, at, start, source):
                images.append((at, _credit_alone(source, start)))
            continue
        start, source = _said_once(draft, at, start, source)
        read = read_caption(source, start)
        if at in lines.signed and not read.image.credit:
            read = _credited(read, source, start, lines.signed[at])
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


def _said_once(draft: Draft, at: int, start: int, source: str) -> tuple[int, str]:
    """A caption that one line holds twice, without its first copy: "The gate on Monday. The gate on
    Monday. Una Marr"."""
    again = source.find(source[:_OPENING], _OPENING)
    first = source[:again].rstrip() if again > 0 else ""
    if not first or not source.startswith(first, again):
        return start, source
    if len(source) - again - len(first) > _LONGEST_REST:
        return start, source
    draft.reasons[at] = "repeated caption"
    return start + again, source[again:]


#: So many characters tell that a line begins again.
_OPENING: Final = 16
_LONGEST_REST: Final = 60


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
