"""What a format is, and what a selection is when it is taken away."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from archive.formats.exported import ExportedArticle, Site, in_batches
from archive.selection import Selection


@dataclass(kw_only=True)
class Export:
    """A selection, or a list of kept articles, on its way out.

    `articles()` may be asked for once. While it runs, `count` and `digest` grow with what has gone
    out: articles hidden since the ids were listed are left out.
    """

    site: Site
    #: Ids in order, in batches; nothing is read ahead.
    ids: Iterable[Sequence[int]]
    #: As the index counts them when the export begins.
    total: int
    #: The archive, 32 hex digits, and the number of its latest change.
    archive: str
    generation: int
    #: What was asked for; None for a list of kept articles.
    selection: Selection | None
    at: dt.datetime
    count: int = 0
    _sha256: hashlib._Hash = field(default_factory=hashlib.sha256)

    def articles(self) -> Iterator[ExportedArticle]:
        for article in in_batches(self.ids):
            self.count += 1
            self._sha256.update(b"%d\n" % article.id)
            yield article

    @property
    def digest(self) -> str:
        """SHA-256 over the ids in order, a line each, in hex."""
        return self._sha256.hexdigest()


#: Writes one article as a whole file.
WriteOne = Callable[[ExportedArticle, Site], bytes]
#: Writes a selection, piece by piece.
WriteMany = Callable[[Export], Iterator[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A form in which articles are taken away: `/a/7.ris`, `/articles.ris?q=…`."""

    #: Ending of the address, "csl.json".
    suffix: str
    #: For readers, "RIS".
    name: str
    #: With charset where it is text.
    media_type: str
    #: None where single articles, or selections, have no such form.
    one: WriteOne | None = None
    many: WriteMany | None = None
    #: Articles at most in one file; None for any number.
    most: int | None = None
    #: Whether a browser saves it rather than showing it.
    attachment: bool = True

    @property
    def accepts(self) -> str:
        """The media type without its parameters, as Accept names it."""
        return self.media_type.partition(";")[0]


#: Bytes gathered before they are sent: a chunk for each row costs more than writing it.
CHUNK: Final = 64 * 1024


def gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of some CHUNK."""
    waiting: list[bytes] = []
    size = 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size >= CHUNK:
            yield b"".join(waiting)
            waiting.clear()
            size = 0
    if waiting:
        yield b"".join(waiting)
