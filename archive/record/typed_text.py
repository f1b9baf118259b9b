"""Paragraphs as an editor types them, with a mark for their kind."""

from __future__ import annotations

from typing import Final

from archive.record.content import ParagraphContent

#: What a paragraph of each other kind begins with in the text box.
MARKS: Final = (("subheading", "## "), ("quote", "> "), ("list_item", "- "))


def as_typed(paragraphs: tuple[ParagraphContent, ...]) -> str:
    """Paragraphs as text, blank lines between them."""
    marks = dict(MARKS)
    return "\n\n".join(marks.get(paragraph.kind, "") + paragraph.text for paragraph in paragraphs)


def paragraphs_of(text: str) -> tuple[ParagraphContent, ...]:
    """The inverse of as_typed()."""
    found = []
    for block in text.replace("\r\n", "\n").split("\n\n"):
        words = " ".join(block.split("\n")).strip()
        kind, mark = next(
            ((kind, mark) for kind, mark in MARKS if words.startswith(mark)), ("paragraph", "")
        )
        if words.removeprefix(mark).strip():
            found.append(ParagraphContent(words.removeprefix(mark).strip(), kind))
    return tuple(found)
