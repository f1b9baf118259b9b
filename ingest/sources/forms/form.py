"""What every form of file is: how it is recognised, and how its records are cut out.

A form yields SourceFiles: a record as a JSON object under keys that `parsing/structured/keys.py`
knows (the rest become further fields), or a page or text as it stands in the file, with facts. It
raises Rejected with a sentence for a file that it cannot read; a single bad record is a SourceFile
with a `problem`, and the others follow.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from archive.record.evidence import Fact
from ingest.records import SourceFile
from ingest.sources.archives import Budget

#: Bytes of a file on which its form is judged, where the stream can show as many.
HEAD: Final = 64 * 2**10
#: Characters of it that recognisers look at as text.
_SHOWN: Final = 16_000


@dataclass(frozen=True, eq=False)
class Head:
    """The beginning of a file, and its name."""

    name: str
    data: bytes

    @cached_property
    def ending(self) -> str:
        """ ".xml" of "a/b.XML", "" where there is none."""
        return os.path.splitext(self.name)[1].casefold()  # noqa: PTH122 - a name, not a path

    @cached_property
    def is_markup(self) -> bool:
        """Whether it begins with a tag, as pages and XML do."""
        return self.data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")

    @property
    def is_zip(self) -> bool:
        """Whether it begins as a zip archive with a file in it does."""
        return self.data.startswith(b"PK\x03\x04")

    @cached_property
    def text(self) -> str:
        """The beginning as text for recognising marks in ASCII, without mark of order and white
        space before it; bytes that are not UTF-8 are replaced."""
        encoding = "utf-16" if self.data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
        return self.data[:_SHOWN].decode(encoding, "replace").lstrip("\ufeff \t\r\n")


@dataclass(frozen=True, slots=True)
class Form:
    """One form of file; `name` is stable, `title` is what people call it."""

    name: str
    title: str
    recognises: Callable[[Head], bool]
    #: The records of an open file of this name.
    records: Callable[[io.BufferedReader, str, Budget], Iterator[SourceFile]]
    #: Endings of such files that are read as a stream and may have any size.
    of_any_size: tuple[str, ...] = ()
    #: Whether such a file is a zip archive, which would be opened otherwise; the stream has `seek`.
    is_zip: bool = False


def record(
    name: str, number: int, values: Mapping[str, Any], facts: tuple[Fact, ...] = ()
) -> SourceFile:
    """One record of a file as a JSON object, `name:17`; values that say nothing are left out."""
    said = {key: value for key, value in values.items() if value not in (None, "", [], {})}
    return SourceFile(f"{name}:{number}", as_json(said), facts=facts)


def left_out(what: str, counted: Mapping[str, int]) -> str:
    """A sentence that counts what is no page, post or article, the most frequent first; "" where
    nothing was left out."""
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    said = ", ".join(f"{name} ({count:,})" for name, count in ordered if count)
    return f"Left out, for they are no {what}: {said}." if said else ""


def as_json(values: Mapping[str, Any]) -> bytes:
    """The bytes of a record; halves of surrogate pairs stay escapes, for the parser to name."""
    text = json.dumps(values, ensure_ascii=False)
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(values).encode("ascii")
