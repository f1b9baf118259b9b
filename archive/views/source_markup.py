"""A source as HTML: its text escaped, every passage in the colour of its field and linked to it.

The only tags are written here; none ever comes from a file.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from archive.record.evidence import SourceReading
from archive.record.spans import Mark, Segment, visible
from archive.views.source_fields import (
    family_of,
    field_anchor,
    hint_of,
    numbered_fields,
    reason_anchors,
)


def marked_up(segments: Iterable[Segment], reading: SourceReading) -> SafeString:
    """The segments as HTML: nested marks, and in them links to the innermost field or reason.

    A mark that others interrupt is one tab stop: its first link.
    """
    reasons, numbered = reason_anchors(reading), numbered_fields(reading)
    parts: list[str] = []
    opened: tuple[Mark, ...] = ()
    seen: set[str] = set()
    linked: set[str] = set()
    for segment in segments:
        kept = _common(opened, segment.marks)
        parts += ["</mark>" if mark.name else "</span>" for mark in reversed(opened[kept:])]
        for mark in segment.marks[kept:]:
            parts.append(_open(mark, mark.anchor not in seen))
            seen.add(mark.anchor)
        opened = segment.marks
        text = str(escape(visible(segment.text)))
        if not opened or segment.text.isspace():
            parts.append(text)
            continue
        mark = opened[-1]
        target = field_anchor(mark.name) if mark.name else reasons[mark.reason]
        again = ' tabindex="-1"' if mark.anchor in linked else ""
        linked.add(mark.anchor)
        hint = escape(visible(hint_of(mark, reading, numbered)))
        parts.append(f'<a href="#{escape(target)}" title="{hint}"{again}>{text}</a>')
    parts += ["</mark>" if mark.name else "</span>" for mark in reversed(opened)]
    return mark_safe("".join(parts))  # noqa: S308 - all text of the file is escaped above


def _open(mark: Mark, first: bool) -> str:
    own = f' id="{escape(mark.anchor)}"' if first else ""
    if not mark.name:
        doubtful = " is-doubtful" if mark.doubtful else ""
        return f'<span class="source-out{doubtful}"{own}>'
    return f'<mark class="tint-{family_of(mark.name)}"{own}>'


def _common(opened: tuple[Mark, ...], wanted: tuple[Mark, ...]) -> int:
    count = 0
    for mark, other in zip(opened, wanted, strict=False):
        if mark is not other:
            break
        count += 1
    return count
