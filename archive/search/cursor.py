"""Cursors: an opaque text that leads from one page of a list to the next, however deep.

It names the last article shown by its place in the order. By date the place is the article's own,
so that every article behind it comes once, whatever is written in between. By relevance it is a
count, exact until the next commit; then the list goes on behind the same article if still near.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from dataclasses import astuple, dataclass, replace
from typing import Final, Self

from django.utils.translation import gettext as _

from archive.selection import Selection

#: Raise when a value changes its meaning: older cursors are then refused with a sentence.
_VERSION: Final = 1
#: Our cursors are shorter; longer texts are not decoded.
_LONGEST: Final = 400
_LARGEST: Final = 2**63 - 1


class BadCursor(Exception):
    """Not a cursor, or one of another list or archive; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """`number` is the change the index had reached, `place` the number of articles shown so far,
    `key` the last one's value in the order, `last` its id; `selection` is a digest."""

    selection: str
    archive: str
    number: int
    place: int
    key: int
    last: int

    @classmethod
    def behind(
        cls, selection: Selection, archive: str, number: int, *, place: int, key: int, last: int
    ) -> Self:
        return cls(_digest(selection), archive[:12], number, place, key, last)

    @classmethod
    def read(cls, text: str, selection: Selection, archive: str) -> Self:
        """The cursor of a list of this selection in this archive; raises BadCursor."""
        cursor = cls._decoded(text)
        if cursor.archive != archive[:12]:
            raise BadCursor(_("This link belongs to another archive; start from the first page."))
        if cursor.selection != _digest(selection):
            raise BadCursor(_("This link belongs to another list; start from its first page."))
        return cursor

    @classmethod
    def _decoded(cls, text: str) -> Self:
        try:
            if len(text) > _LONGEST:
                raise ValueError(text[:40])
            packed = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
            version, digest, archive, *numbers = json.loads(packed)
            if version != _VERSION or len(numbers) != 4:
                raise ValueError(text)
            if not all(type(number) is int and 0 <= number <= _LARGEST for number in numbers):
                raise ValueError(text)
            return cls(str(digest), str(archive), *numbers)
        except (ValueError, TypeError, binascii.Error, RecursionError) as error:
            raise BadCursor(
                _("This link to the next page is damaged; start from the first page.")
            ) from error

    def text(self) -> str:
        packed = json.dumps([_VERSION, *astuple(self)], separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(packed).rstrip(b"=").decode("ascii")


def _digest(selection: Selection) -> str:
    query = replace(selection, chosen_sort=selection.sort).query().encode("utf-8", "replace")
    return hashlib.blake2b(query, digest_size=8).hexdigest()
