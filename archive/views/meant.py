"""What an address that leads nowhere seems to mean: words to search for, and pages near it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from archive.labels import in_words
from archive.text.dates import Days

#: Longer addresses are no words of anybody.
LONGEST: Final = 300
_DATE: Final = re.compile(r"(?<!\d)(\d{4})(?:[/_-](\d{1,2})(?:[/_-](\d{1,2}))?)?(?!\d)")
#: ".html", ".php", and what scrapers put behind: no words of a headline.
_ENDING: Final = re.compile(r"\.[A-Za-z]{2,5}\Z")
_WORD: Final = re.compile(r"[^\W\d_](?:[^\W_’']|[’'](?=\w))*")
#: Where names are looked for, by how their addresses begin.
_INDEXES: Final = ("authors", "publications")


@dataclass(frozen=True, slots=True)
class Nearby:
    href: str
    name: str


@dataclass(frozen=True, slots=True)
class Meant:
    words: str
    nearby: tuple[Nearby, ...]


def meant(path: str) -> Meant:
    """From the path of an address, decoded; "/2017/06/04/harbour-wall.html" means "harbour wall",
    and 4 June 2017."""
    path = path.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")[:LONGEST].strip("/")
    first, slash, rest = path.partition("/")
    words = _words(path)
    nearby = [_day(path)]
    if first in _INDEXES and slash:
        nearby.append(_named(first, _words(rest)))
    return Meant(words, tuple(one for one in nearby if one))


def _words(path: str) -> str:
    """Of the last part that has any."""
    for part in reversed(path.split("/")):
        if found := _WORD.findall(_ENDING.sub("", part)):
            return " ".join(found)[:120]
    return ""


def _day(path: str) -> Nearby | None:
    found = _DATE.search(path)
    if found is None:
        return None
    parts = [int(part) for part in found.groups() if part]
    # An impossible day may still lie in a month that there is.
    for length in range(len(parts), 0, -1):
        try:
            days = Days.of(*parts[:length])
        except ValueError:
            continue
        return Nearby(f"/{days.path}/", in_words(days))
    return None


def _named(index: str, words: str) -> Nearby | None:
    if not words:
        return None
    href = f"/{index}/?{urlencode({'q': words})}"
    if index == "authors":
        return Nearby(href, _("authors with “%(words)s” in the name") % {"words": words})
    return Nearby(href, _("publications with “%(words)s” in the name") % {"words": words})
