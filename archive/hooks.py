"""Hooks for other apps: checks of their tables, and which import brought a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault, in a sentence; `repair` fixes it where that is possible."""

    sentence: str
    repair: Callable[[], object] | None = None


Check = Callable[[], Iterator[Finding]]
CHECKS: Final[list[Check]] = []


def check(function: Check) -> Check:
    CHECKS.append(function)
    return function


@dataclass(frozen=True, slots=True)
class Origin:
    """An import: its number, what it was given, and the address of its report for editors."""

    number: int
    label: str
    address: str


#: From an article's id to the imports of its files, by SHA-256.
Finder = Callable[[int], Mapping[bytes, Origin]]
FINDERS: Final[list[Finder]] = []


def finder(function: Finder) -> Finder:
    FINDERS.append(function)
    return function


def origins_of(article_id: int) -> dict[bytes, Origin]:
    """The imports that brought the files of an article, by the SHA-256 of the file."""
    return {sha: origin for find in FINDERS for sha, origin in find(article_id).items()}
