"""The lists of articles that a reader keeps, and the notes on them, as two cookies hold them.

Both stay in the browser: there is no account, and nothing of them is stored here. The lists go with
every request, for the link and the button on each page (keep.js); the notes with those of `/kept/`
alone.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Self
from urllib.parse import quote, unquote

from django.http import HttpRequest
from django.utils.http import int_to_base36

COOKIE: Final = "kept"
NOTES_COOKIE: Final = "notes"
#: The notes are sent to these pages alone.
NOTES_PATH: Final = "/kept/"
#: Articles in all lists together: as many fit a cookie, whatever their ids.
MOST: Final = 300
MOST_LISTS: Final = 12
#: Characters of a list's name, and of a note.
NAME_LENGTH: Final = 40
NOTE_LENGTH: Final = 1_000
#: Bytes; browsers allow a cookie 4,096 with its name.
ROOM: Final = 4_080
#: An id in base 36; twelve digits stay below the largest id of a database.
_PACKED: Final = re.compile(r"[0-9a-z]{1,12}")
#: Unpacked notes are never larger; a longer stream is not ours.
_UNPACKED: Final = 300_000


@dataclass(frozen=True, slots=True)
class KeptList:
    """Ids of articles, the latest kept first; the first list has no name until it is given one."""

    name: str = ""
    ids: tuple[int, ...] = ()

    @property
    def packed(self) -> str:
        ids = ".".join(int_to_base36(pk) for pk in self.ids)
        # "~" stands between lists; quote() leaves it as it is.
        name = quote(self.name, safe="").replace("~", "%7E")
        return f"{name}:{ids}" if name else ids

    def with_(self, ids: Iterable[int]) -> Self:
        """With these in front, in their order."""
        return replace(self, ids=tuple(dict.fromkeys((*ids, *self.ids))))

    def without(self, article_id: int) -> Self:
        return replace(self, ids=tuple(pk for pk in self.ids if pk != article_id))


@dataclass(frozen=True, slots=True)
class KeptLists:
    """Every list of a reader; the first is the open one, to which “Keep” adds."""

    lists: tuple[KeptList, ...] = (KeptList(),)

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """As far as the cookie can be read."""
        lists: dict[str, KeptList] = {}
        left = MOST
        for part in request.COOKIES.get(COOKIE, "")[:4096].split("~")[:MOST_LISTS]:
            name, colon, ids = part.rpartition(":")
            named = KeptList(name_of(unquote(name)) if colon else "")
            words = [int(word, 36) for word in ids.split(".") if _PACKED.fullmatch(word)]
            named = replace(named, ids=tuple(dict.fromkeys(words))[:left])
            left -= len(named.ids)
            lists.setdefault(named.name.casefold(), named)
        return cls(tuple(lists.values()) or (KeptList(),))

    @property
    def open(self) -> KeptList:
        return self.lists[0]

    @property
    def packed(self) -> str:
        """For the cookie; "" for nothing at all."""
        if self == KeptLists():
            return ""
        return "~".join(kept.packed for kept in self.lists)

    @property
    def fits(self) -> bool:
        size = sum(len(kept.ids) for kept in self.lists)
        return size <= MOST and len(self.lists) <= MOST_LISTS and len(self.packed) <= ROOM

    @property
    def ids(self) -> set[int]:
        """Of all lists."""
        return {pk for kept in self.lists for pk in kept.ids}

    def named(self, name: str) -> KeptList | None:
        return next((kept for kept in self if kept.name.casefold() == name.casefold()), None)

    def __iter__(self) -> Iterator[KeptList]:
        return iter(self.lists)

    def put(self, kept: KeptList) -> Self:
        """With this list in place of the one of its name, or behind all."""
        if self.named(kept.name) is None:
            return replace(self, lists=(*self.lists, kept))
        lists = (kept if other.name == kept.name else other for other in self)
        return replace(self, lists=tuple(lists))

    def opened(self, name: str) -> Self:
        """With the list of this name, which exists, in front."""
        first = self.named(name)
        assert first is not None, name
        return replace(self, lists=(first, *(kept for kept in self if kept is not first)))

    def without_open(self) -> Self:
        return replace(self, lists=self.lists[1:] or (KeptList(),))

    def renamed(self, name: str) -> Self:
        """With another name for the open list."""
        return replace(self, lists=(replace(self.open, name=name), *self.lists[1:]))

    def moved(self, article_id: int, name: str) -> Self:
        """With the article taken from the open list and put in front of another, which exists."""
        target = self.named(name)
        assert target is not None, name
        return self.put(self.open.without(article_id)).put(target.with_([article_id]))


@dataclass(frozen=True, slots=True)
class ArticleNotes:
    """What the reader wrote on articles, by id; "" is never kept."""

    texts: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """As far as the cookie can be read."""
        try:
            data = base64.urlsafe_b64decode(request.COOKIES.get(NOTES_COOKIE, "")[:4096] + "==")
            unpacked = zlib.decompressobj().decompress(data, _UNPACKED)
            found = json.loads(unpacked) if unpacked else {}
            return cls({int(key, 36): note_of(str(text)) for key, text in found.items()})
        except (ValueError, binascii.Error, zlib.error, AttributeError, RecursionError):
            return cls()

    @property
    def packed(self) -> str:
        if not self.texts:
            return ""
        found = {int_to_base36(pk): text for pk, text in self.texts.items()}
        data = json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(zlib.compress(data, 9)).decode("ascii").rstrip("=")

    @property
    def fits(self) -> bool:
        return len(self.packed) <= ROOM

    def with_(self, article_id: int, text: str) -> Self:
        """With this note on the article; without one for ""."""
        rest = {pk: note for pk, note in self.texts.items() if pk != article_id}
        return replace(self, texts={**rest, article_id: text} if text else rest)

    def joined(self, article_id: int, text: str) -> Self:
        """With this note too: behind the present one, unless that holds it already."""
        present = self.texts.get(article_id, "")
        if text in present:
            return self
        return self.with_(article_id, note_of(f"{present}\n{text}".strip()))

    def among(self, ids: set[int]) -> Self:
        """Only those on these articles."""
        return replace(self, texts={pk: note for pk, note in self.texts.items() if pk in ids})


def name_of(text: str) -> str:
    """A list's name from what somebody typed: on one line, without control characters."""
    clean = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(clean.encode("utf-8", "replace").decode().split())[:NAME_LENGTH].strip()


def note_of(text: str) -> str:
    """A note from what somebody typed: line ends alike, no other control characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    clean = ("".join(c if c.isprintable() else " " for c in line).rstrip() for line in lines)
    return "\n".join(clean).encode("utf-8", "replace").decode().strip()[:NOTE_LENGTH].strip()
