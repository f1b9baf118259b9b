"""Two shapes of text that data sets of news have: a summary below the text, a head behind dashes.

`.story` of CNN and Daily Mail: what follows each "@highlight" is the standfirst. Financial news:
"-- " before headline, "By …" (letters spaced out), a stamp and the address, then the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import Final

from ingest.records import SourceFile
from ingest.sources.archives import whole
from ingest.sources.forms.export_text import text_lines, wrapped_text
from ingest.sources.forms.form import Form, Head, record

_HIGHLIGHT: Final = "@highlight"
_DASHES: Final = re.compile(r"--[ \t]+(?=\S)")
_STAMP: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ].{0,20})?\Z")
#: Lines of such a head, at the most.
_LONGEST: Final = 8


def _is_story(head: Head) -> bool:
    return head.ending == ".story" or (
        b"\n@highlight" in head.data and f"\n{_HIGHLIGHT}\n" in head.text.replace("\r", "")
    )


def story_record(name: str, data: bytes) -> SourceFile:
    """The article of a `.story`: text, then highlights."""
    lines = text_lines(data)
    marks = [at for at, line in enumerate(lines) if line.strip() == _HIGHLIGHT]
    highlights = [
        " ".join(" ".join(lines[start + 1 : end]).split())
        for start, end in pairwise((*marks, len(lines)))
    ]
    text = lines[: marks[0]] if marks else lines
    summary = ". ".join(highlight.rstrip(".") for highlight in highlights if highlight)
    return record(name, 1, {"standfirst": summary, "text": wrapped_text(text)})


def _has_dashes(head: Head) -> bool:
    """Whether a text begins with a head behind dashes that holds a stamp and an address."""
    if not head.data.startswith((b"-- ", b"\xef\xbb\xbf-- ")):
        return False
    said = _dashed(head.text.splitlines())
    return any(map(_STAMP.match, said)) and any("://" in line for line in said)


def dashed_record(name: str, data: bytes) -> SourceFile:
    """The article of a text with a head behind dashes."""
    lines = text_lines(data)
    said = _dashed(lines)
    values = {"text": wrapped_text(lines[len(said) :])}
    for line in said:
        if _STAMP.match(line):
            values.setdefault("date", line)
        elif "://" in line:
            values.setdefault("url", line)
        elif "headline" not in values:
            values["headline"] = line
        else:
            values["byline"] = f"{values.get('byline', '')} {_unspaced(line)}".strip()
    return record(name, 1, values)


def _dashed(lines: Sequence[str]) -> list[str]:
    """The lines of a head without their dashes, down to the later of stamp and address."""
    said = [_DASHES.sub("", line).strip() for line in takewhile(_DASHES.match, lines[:_LONGEST])]
    ends = [at for at, line in enumerate(said, 1) if _STAMP.match(line) or "://" in line]
    return said[: ends[1]] if len(ends) > 1 else said


def _unspaced(line: str) -> str:
    """ "B y   M i r e l a" as "By Mirela": of words in single letters, spaces part letters."""
    pieces = line.split(" ")
    if max(map(len, pieces)) > 1:
        return line
    return " ".join("".join(word.split(" ")) for word in re.split(r" {2,}", line))


STORY: Final = Form(
    name="story",
    title="CNN and Daily Mail stories",
    recognises=_is_story,
    records=lambda stream, name, budget: iter((story_record(name, whole(stream, budget)),)),
)
DASHES: Final = Form(
    name="dashes",
    title="Heads behind dashes",
    recognises=_has_dashes,
    records=lambda stream, name, budget: iter((dashed_record(name, whole(stream, budget)),)),
)
