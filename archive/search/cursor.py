"""Where a list goes on: an opaque text that leads from one page to the next, however deep.

It names the last article shown by what the list is ordered by. In the orders by date that is the
article's own place among all there are: whatever is written meanwhile, what comes behind it comes
once, and nothing is left out. By relevance it is a count, exact as long as the index stays as it
is; after a commit the list goes on behind the same article where that is still near its place.
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

#: Raise it when a value changes its meaning: older texts are then refused with a sentence.
_VERSION: Final = 1
#: A cursor of ours is shorter; longer texts are not even decoded.
_LONGEST: Final = 400
_LARGEST: Final = 2**63 - 1


class BadCursor(Exception):
    """A text that is no cursor, or one of another list or archive; a sentence says so."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """`number` is the change that the index had reached, `place` how many articles were shown so
    far, `key` what the last of them is ordered by, `last` its id."""

    asked: str
    archive: str
    number: int
    place: int
    key: int
    last: int

    @classmethod
    def behind(
        cls, selection: Selection, archive: str, number: int, *, place: int, key: int, last: int
    ) -> Self:
        return cls(_asked(selection), archive[:12], number, place, key, last)

    @classmethod
    def read(cls, text: str, selection: Selection, archive: str) -> Self:
        """The cursor of a list of this selection in this archive; raises BadCursor."""
        found = cls._decoded(text)
        if found.archive != archive[:12]:
            raise BadCursor(_("This address goes on in another archive; begin at the first page."))
        if found.asked != _asked(selection):
            raise BadCursor(_("This address goes on in another list; begin at its first page."))
        return found

    @classmethod
    def _decoded(cls, text: str) -> Self:
        try:
            if len(text) > _LONGEST:
                raise ValueError(text[:40])
            packed = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
            version, asked, archive, *numbers = json.loads(packed)
            if version != _VERSION or len(numbers) != 4:
                raise ValueError(text)
            if not all(type(one) is int and 0 <= one <= _LARGEST for one in numbers):
                raise ValueError(text)
            return cls(str(asked), str(archive), *numbers)
        except (ValueError, TypeError, binascii.Error, RecursionError) as error:
            raise BadCursor(_("This address does not say where the list goes on.")) from error

    def text(self) -> str:
        packed = json.dumps([_VERSION, *astuple(self)], separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(packed).rstrip(b"=").decode("ascii")


def _asked(selection: Selection) -> str:
    asked = replace(selection, chosen_sort=selection.sort).query().encode("utf-8", "replace")
    return hashlib.blake2b(asked, digest_size=8).hexdigest()
