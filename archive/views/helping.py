"""Help where little was found: another spelling, and which word is to blame."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from archive import search
from archive.search.engine import Reading
from archive.search.results import DidYouMean, Results
from archive.selection import PAGE_SIZE, Selection

#: No more than a page of articles is little.
LITTLE: Final = PAGE_SIZE
#: Where something was found, another spelling is worth naming only if it finds so many times more.
MANY_TIMES: Final = 10


@dataclass(frozen=True, slots=True)
class Meant:
    """Another spelling and the address of what it finds; `others` are about as likely."""

    query: str
    total: int
    href: str
    others: tuple[Meant, ...] = ()


@dataclass(frozen=True, slots=True)
class Alone:
    """A part of the query, what it finds alone, and the address of that list; "" for nothing."""

    query: str
    total: int
    wanted: bool
    href: str


@dataclass(frozen=True, slots=True)
class Help:
    """`blamed` are the parts that stand in no article."""

    meant: Meant | None = None
    parts: tuple[Alone, ...] = ()
    blamed: tuple[Alone, ...] = ()


def help_with(selection: Selection, results: Results) -> Help:
    """Raises SearchUnavailable."""
    if not selection.q or results.total > LITTLE:
        return Help()
    meant = _meant(search.did_you_mean(selection), selection, results.total)
    parts = _parts(search.explain(selection).readings, selection) if not results.total else ()
    blamed = tuple(part for part in parts if part.wanted and not part.total)
    return Help(meant, parts if len(parts) > 1 else (), blamed if len(parts) > 1 else ())


def _meant(found: DidYouMean | None, selection: Selection, total: int) -> Meant | None:
    worth = [
        Meant(one.query, one.total, selection.but(q=one.query).query())
        for one in ((found, *found.others) if found else ())
        if one.total >= total * MANY_TIMES
    ]
    return replace(worth[0], others=tuple(worth[1:])) if worth else None


def _parts(found: tuple[Reading, ...], selection: Selection) -> tuple[Alone, ...]:
    return tuple(
        Alone(
            part.query,
            part.total or 0,
            part.wanted,
            selection.but(q=part.query).query() if part.total else "",
        )
        for part in found
        if part.total is not None
    )
