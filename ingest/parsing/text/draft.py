"""A record in the making: labelled blocks, the values found in them, and their evidence."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from archive.record.content import AuthorContent
from archive.record.evidence import FieldReading, LeftOut, OtherReading, Span
from ingest.parsing.fields import doubtful
from ingest.parsing.text.blocks import Block, Blocks
from ingest.parsing.text.headline import HeadlineChoice
from ingest.parsing.text.keyed_head import KeyedHead
from ingest.parsing.text.model import Row
from ingest.parsing.text.profile import Profile
from ingest.records import DateOrder

#: The labels that the model chooses from.
LABELS: Final = (
    "boilerplate",
    "headline",
    "standfirst",
    "byline",
    "date",
    "caption",
    "credit",
    "paragraph",
    "subheading",
)


class OrdinaryWords(Container[str]):
    """The words that a text writes in small letters, gathered when one is asked for that stands in
    it at all. Addresses stay whole, since they hold names."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words: frozenset[str] | None = None

    def __contains__(self, word: object) -> bool:
        if not isinstance(word, str) or word not in self._text:
            return False
        if (
            word[:1].isalnum()
            and word[-1:].isalnum()
            and word.islower()
            and f" {word} " in self._text
        ):
            return True
        if self._words is None:
            words = {printed.strip(_AROUND_WORDS) for printed in set(self._text.split())}
            self._words = frozenset(filter(str.islower, words))
        return word in self._words


class Signer(NamedTuple):
    """An author, where the name stands, with what confidence, and why."""

    author: AuthorContent
    spans: list[Span]
    confidence: float
    reason: str


@dataclass(slots=True)
class Draft:
    """The source as labelled blocks, and the fields found so far.

    Extractors read blocks and labels, and write `values` (arguments of ParsedArticle), `evidence`
    and `reasons` (why the rest of a block is left out).
    """

    text: str
    cut: Blocks
    profiles: Sequence[Profile]
    labels: list[str]
    confidence: list[float]
    headline: HeadlineChoice
    #: The lines above the story that name fields by keys.
    head: KeyedHead | None = None
    #: The model's scores of each block, without what a lost line costs.
    rows: Sequence[Row] = ()
    #: Of day and month in the other files of its folder.
    order: DateOrder = ""
    values: dict[str, Any] = field(default_factory=dict)
    evidence: dict[str, FieldReading] = field(default_factory=dict)
    reasons: dict[int, str] = field(default_factory=dict)
    #: Where a block's paragraph ends, if a signature follows in the same block.
    ends: dict[int, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    #: Whether the names on a line are somebody's, where a rule has asked.
    names: dict[int, bool] = field(default_factory=dict)
    #: Who signs the text, as far as it is known.
    signers: list[Signer] = field(default_factory=list)
    blocks: Sequence[Block] = field(init=False)
    ordinary: OrdinaryWords = field(init=False)

    def __post_init__(self) -> None:
        self.blocks = self.cut.blocks
        self.ordinary = OrdinaryWords(self.text)

    def labelled(self, label: str) -> list[int]:
        """Places of the blocks with this label, in order."""
        if label not in self.labels:
            return []
        return [at for at, assigned in enumerate(self.labels) if assigned == label]

    def note(
        self,
        key: str,
        spans: Sequence[Span],
        confidence: float,
        reason: str,
        others: Sequence[OtherReading] = (),
    ) -> None:
        """Note where a field was found, with what confidence and why."""
        self.evidence[key] = FieldReading(tuple(spans), round(confidence, 3), reason, tuple(others))

    def is_free(self, span: Span) -> bool:
        """Whether no field has evidence in this stretch yet."""
        first, last = span
        for reading in self.evidence.values():
            for start, end in reading.spans:
                if start < last and first < end:
                    return False
        return True

    def story(self) -> tuple[int, int]:
        """First and last paragraph of the story; (-1, -1) without any."""
        if "paragraph" not in self.labels:
            return (-1, -1)
        behind = self.labels[::-1].index("paragraph")
        return (self.labels.index("paragraph"), len(self.labels) - 1 - behind)


_AROUND_WORDS: Final = ".,:;!?…()[]\"'“”„‘’«»*-–—"


def left_out(draft: Draft) -> tuple[LeftOut, ...]:
    """All text outside the fields, with reasons: whole blocks, and the rest of fields' blocks."""
    taken = sorted([span for reading in draft.evidence.values() for span in reading.spans])
    found: list[LeftOut] = []
    position = 0
    stretches: list[tuple[Span, str]] = []
    if draft.cut.line_span:
        stretches.append((draft.cut.line_span, "the word before the date"))
    for at, block in enumerate(draft.blocks):
        stretches.append((block.span, draft.reasons.get(at, doubtful.BESIDE_A_FIELD)))
    for span, reason in stretches:
        start, end = span
        at = start
        while position < len(taken) and taken[position][1] <= start:
            position += 1
        if position < len(taken) and taken[position] == span:
            continue
        index = position
        while index < len(taken) and taken[index][0] < end:
            a, b = taken[index]
            if a > at:
                _leave(found, draft.text, at, a, reason)
            at = max(at, b)
            index += 1
        if at < end:
            _leave(found, draft.text, at, end, reason)
    if draft.cut.unread:
        found.append(LeftOut(draft.cut.unread, "not read: beyond the limit of one article"))
    return tuple(found)


def _leave(found: list[LeftOut], text: str, start: int, end: int, reason: str) -> None:
    """Note a stretch, stripped of white space, unless nothing remains."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        found.append(LeftOut((start, end), reason))


def give_reasons(draft: Draft) -> None:
    """Give every boilerplate block without a reason one."""
    first, last = draft.story()
    heading = ""
    for at, profile in enumerate(draft.profiles):
        if draft.labels[at] != "boilerplate":
            if draft.labels[at] in ("paragraph", "subheading"):
                heading = ""
            continue
        reason = profile.whole or profile.begins or profile.inside
        if reason in ("comment count", "related stories") and profile.words <= 6:
            heading = "reader comment" if reason == "comment count" else reason
        if at in draft.reasons:
            continue
        if not reason:
            reason = _from_place(draft, at, first, last, heading)
        draft.reasons[at] = reason


def _from_place(draft: Draft, at: int, first: int, last: int, heading: str) -> str:
    profile = draft.profiles[at]
    headline = draft.values.get("headline", "").casefold()
    if headline and len(headline) > 12 and profile.folded.startswith(headline):
        return "the page’s title"
    if profile.credit >= 0.8:
        return "credit of a picture that is not shown"
    if profile.date_share > 0.5:
        return "a date that is not the story’s"
    if heading and at > last:
        return heading
    if profile.byline is not None and profile.byline.opener:
        return "byline of another story"
    if first < 0:
        return "no part of a story was recognised here"
    if at < first:
        return "site navigation" if profile.words <= 6 else doubtful.BEFORE
    if at <= last:
        return doubtful.BETWEEN
    return doubtful.BEHIND
