"""The index of a source: every field read in it, with confidence and reason; and its colours."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.labels import LABELS, PARTS, label_of
from archive.record.content import Content
from archive.record.evidence import DOUBTFUL, FieldReading, SourceReading, Span
from archive.record.spans import Mark, visible

#: Characters of a value that the index shows; the source has the rest, marked.
SHOWN: Final = 160

#: Links to the passages of one field or reason.
LINKED: Final = 12

#: Fields of one family that are listed openly. More are folded and only those on the current page
#: listed; paragraphs always are, as the source itself shows them in order.
OPEN: Final = 12

#: Families of fields in the order of the index: name of the colour, label, fields.
FAMILIES: Final = (
    ("headline", gettext_lazy("Headline"), ("headline",)),
    ("standfirst", gettext_lazy("Standfirst"), ("standfirst",)),
    ("author", gettext_lazy("Authors"), ("authors",)),
    ("date", gettext_lazy("Date"), ("date", "time", "utc_offset", "updated")),
    ("publication", gettext_lazy("Publication"), ("publication",)),
    ("section", gettext_lazy("Section"), ("section",)),
    ("address", gettext_lazy("Address"), ("url",)),
    ("comments", gettext_lazy("Comments"), ("comment_count",)),
    ("text", gettext_lazy("Text"), ("paragraphs",)),
    ("picture", gettext_lazy("Pictures"), ("images",)),
    ("contact", gettext_lazy("Contacts"), ("contacts",)),
    ("further", gettext_lazy("Further fields"), ("further",)),
    ("other", gettext_lazy("Other"), ()),
)
_FAMILY: Final = {field: family for family, _label, fields in FAMILIES for field in fields}

#: Named where the source does not state them.
EXPECTED: Final = ("headline", "date", "authors", "publication")
_ORDER: Final = {name: place for place, name in enumerate(LABELS)}
_ORDER_OF_PARTS: Final = {name: place for place, name in enumerate(PARTS)}


@dataclass(frozen=True, slots=True)
class Place:
    """A link to a passage of the source."""

    href: str
    number: int


@dataclass(frozen=True, slots=True)
class Alternative:
    """A candidate that was not chosen; `href` is "" where it is not in the source."""

    value: str
    percent: int
    reason: str
    href: str


@dataclass(frozen=True, slots=True)
class FieldEntry:
    """A field: `percent` is the parser's confidence, `value` as stored and cut to SHOWN."""

    anchor: str
    label: str
    value: str
    percent: int
    doubtful: bool
    reason: str
    places: Sequence[Place]
    others: Sequence[Alternative]
    corrected: bool


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Fields of one colour. `count` is of all; where they are many, only those on the current page
    are listed. `least` is the lowest confidence, in per cent."""

    family: str
    label: str
    entries: Sequence[FieldEntry]
    count: int
    least: int

    @property
    def folded(self) -> bool:
        return self.count > (1 if self.family == "text" else OPEN)

    @property
    def elsewhere(self) -> int:
        """How many are on other pages of the source."""
        return self.count - len(self.entries)


@dataclass(frozen=True, slots=True)
class Omission:
    """A reason why text was left out: how often, and where."""

    anchor: str
    text: str
    count: int
    places: Sequence[Place]


@dataclass(frozen=True, slots=True)
class Index:
    groups: Sequence[FieldGroup]
    omissions: Sequence[Omission]
    #: EXPECTED fields that the source does not state.
    missing: Sequence[str]


@dataclass(frozen=True, slots=True)
class Filed:
    """What was stored from a source: its content where that is known, and the corrected fields."""

    content: Content | None
    corrected: Collection[str]

    def value(self, name: str, printed: str) -> str:
        """A field's value; as printed in the source where it was corrected or is not known."""
        field = name.partition(".")[0]
        if self.content is None or field in self.corrected:
            return printed
        return _value(self.content, name) or printed


def family_of(name: str) -> str:
    """The colour of a field: "author" for "authors.0"."""
    return _FAMILY.get(name.partition(".")[0], "other")


def field_anchor(name: str) -> str:
    """The id of a field's entry: "field-authors-0"."""
    return f"field-{name.replace('.', '-')}"


def numbered_fields(reading: SourceReading) -> frozenset[str]:
    """Fields with more than one value in the source, which are numbered."""
    return frozenset(
        name.partition(".")[0] for name in reading.fields if name.split(".")[1:2] not in ([], ["0"])
    )


def reason_anchors(reading: SourceReading) -> dict[str, str]:
    """The id of every reason for leaving something out, in the order of the source."""
    reasons = dict.fromkeys(left.reason for left in reading.left_out)
    return {reason: f"left-{number}" for number, reason in enumerate(reasons, 1)}


def index_of(
    reading: SourceReading,
    text: str,
    marks: Iterable[Mark],
    filed: Filed,
    href: Callable[[Mark], str],
    window: Span,
) -> Index:
    """The index of a reading for the page of its text that shows the window; `href` gives the
    address of a mark on any page."""
    source = _Source(text, filed, href, numbered_fields(reading))
    for mark in marks:
        source.add(mark)
    members: dict[str, list[tuple[str, FieldReading]]] = {}
    for name, field in sorted(reading.fields.items(), key=lambda item: _place(item[0])):
        members.setdefault(family_of(name), []).append((name, field))
    stated = {name.partition(".")[0] for name in reading.fields}
    return Index(
        groups=[
            _group(source, family, str(label), members[family], window)
            for family, label, _fields in FAMILIES
            if family in members
        ],
        omissions=[
            _omission(source, anchor, reason) for reason, anchor in reason_anchors(reading).items()
        ],
        missing=[str(LABELS[name]).lower() for name in EXPECTED if name not in stated],
    )


def hint_of(mark: Mark, reading: SourceReading, numbered: Collection[str]) -> str:
    """The tooltip of a marked passage."""
    if not mark.name:
        if mark.doubtful:
            return _("Left out, and may belong to the story: %(reason)s") % {"reason": mark.reason}
        return _("Left out: %(reason)s") % {"reason": mark.reason}
    percent = round(reading.fields[mark.name].confidence * 100)
    return _("%(label)s, %(percent)s%% certain: %(reason)s") % {
        "label": label_of(mark.name, numbered),
        "percent": percent,
        "reason": mark.reason,
    }


@dataclass(frozen=True, slots=True)
class _Source:
    """What the entries of an index are made from: the text, what was stored, and the marks."""

    text: str
    filed: Filed
    href: Callable[[Mark], str]
    numbered: frozenset[str]
    by_name: dict[str, list[Mark]] = dataclass_field(default_factory=dict)
    by_reason: dict[str, list[Mark]] = dataclass_field(default_factory=dict)
    by_start: dict[int, Mark] = dataclass_field(default_factory=dict)

    def add(self, mark: Mark) -> None:
        if mark.name:
            self.by_name.setdefault(mark.name, []).append(mark)
        else:
            self.by_reason.setdefault(mark.reason, []).append(mark)
        self.by_start.setdefault(mark.span[0], mark)

    def printed(self, spans: Sequence[Span]) -> str:
        """The text at these spans, cut to what is shown."""
        return _shown(" ".join(self.text[start:end] for start, end in spans[:4]))

    def address(self, spans: Sequence[Span]) -> str:
        """The address of the mark that starts with these spans, "" without one."""
        mark = self.by_start.get(spans[0][0]) if spans else None
        return self.href(mark) if mark else ""


def _group(
    source: _Source,
    family: str,
    label: str,
    fields: Sequence[tuple[str, FieldReading]],
    window: Span,
) -> FieldGroup:
    return FieldGroup(
        family,
        label,
        [
            _entry(source, name, field)
            for name, field in fields
            if len(fields) <= OPEN or _is_on_page(field, window)
        ],
        len(fields),
        round(min(field.confidence for _name, field in fields) * 100),
    )


def _entry(source: _Source, name: str, field: FieldReading) -> FieldEntry:
    filed = source.filed
    return FieldEntry(
        anchor=field_anchor(name),
        label=_label(source, name),
        value=_shown(filed.value(name, source.printed(field.spans))),
        percent=round(field.confidence * 100),
        doubtful=field.confidence < DOUBTFUL,
        reason=visible(field.reason),
        places=_places(source.by_name.get(name, ()), source.href),
        others=[
            Alternative(
                _shown(other.value),
                round(other.confidence * 100),
                visible(other.reason),
                source.address(other.spans),
            )
            for other in field.others
        ],
        corrected=name.partition(".")[0] in filed.corrected,
    )


def _label(source: _Source, name: str) -> str:
    """The label of a field; of a further field with the name that the source has for it."""
    field, _dot, number = name.partition(".")
    if field == "further" and source.filed.content is not None:
        further = _member(source.filed.content.further, number)
        if further is not None:
            return f"{LABELS[field]}, {visible(further.name)}"
    return label_of(name, source.numbered, _kind(source.filed, name))


def _omission(source: _Source, anchor: str, reason: str) -> Omission:
    marks = source.by_reason.get(reason, ())
    return Omission(anchor, visible(reason), len(marks), _places(marks, source.href))


def _places(marks: Sequence[Mark], href: Callable[[Mark], str]) -> list[Place]:
    return [Place(href(mark), number) for number, mark in enumerate(marks[:LINKED], 1)]


def _is_on_page(field: FieldReading, window: Span) -> bool:
    """Whether any of a field is on the page that shows the window; one without spans is on all."""
    first, last = window
    return not field.spans or any(start < last and end > first for start, end in field.spans)


def _place(name: str) -> tuple[int, int, int]:
    """The sort key of the index: by field, number, and part of a picture."""
    field, _dot, rest = name.partition(".")
    number, _dot, part = rest.partition(".")
    return (
        _ORDER.get(field, len(_ORDER)),
        int(number) if number.isdecimal() else 0,
        _ORDER_OF_PARTS.get(part, 0),
    )


def _shown(text: str) -> str:
    text = visible(" ".join(text[: SHOWN * 4].split()))
    return text if len(text) <= SHOWN else text[:SHOWN].rsplit(" ", 1)[0] + " …"


def _kind(filed: Filed, name: str) -> str:
    field, _dot, number = name.partition(".")
    if field != "paragraphs" or filed.content is None or field in filed.corrected:
        return ""
    paragraph = _member(filed.content.paragraphs, number)
    return paragraph.kind if paragraph else ""


def _value(content: Content, name: str) -> str:
    """A field of a content as text, by its name in the reading; "" where there is none."""
    field, _dot, rest = name.partition(".")
    number, _dot, part = rest.partition(".")
    value: Any = getattr(content, field, "")
    if isinstance(value, tuple):
        value = _member(value, number)
        key = part or {"authors": "name", "paragraphs": "text", "further": "value"}.get(field, "")
        value = getattr(value, key, "") if key else value
    return "" if value is None else str(value)


def _member(values: Sequence[Any], number: str) -> Any:
    """The value of that number, None where there is none."""
    if number.isdecimal() and len(number) < 7 and int(number) < len(values):
        return values[int(number)]
    return None
