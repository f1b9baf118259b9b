"""Names folded to keys, and slugs for addresses. Standard library only: file readers need it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import Final

#: Longest slug, so that addresses fit on a line and in the database's 220 characters.
SLUG_LENGTH: Final = 80
_NOT_WORD: Final = re.compile(r"[\W_]+")
_NOT_IN_SLUG: Final = re.compile(r"[^\w\s-]+")


@lru_cache(maxsize=8192)
def key_of(name: str) -> str:
    """A name without case, accents, punctuation and extra spaces: "Zoë O’Hara" -> "zoe o hara".

    At most 200 characters; "" for a name without a letter or digit.
    """
    if name.isascii():
        return _NOT_WORD.sub(" ", name.lower()).strip()[:200]
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _NOT_WORD.sub(" ", letters.replace("’", " ")).strip()[:200]


def folded(text: str) -> str:
    """A text without case, accents and extra spaces; punctuation stays."""
    if not text.isascii():
        plain = unicodedata.normalize("NFKD", text.casefold())
        text = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(text.lower().split())


def headline_key(headline: str, day: str) -> int | None:
    """A signed 64-bit key of headline and ISO day that ignores case, accents and punctuation; None
    when either is missing or the date is only a month or year.
    """
    key = key_of(headline)
    if not key or len(day) != 10:
        return None
    return int.from_bytes(
        hashlib.blake2b(f"{day} {key}".encode(), digest_size=8).digest(), signed=True
    )


def slug_of(text: str, fallback: str) -> str:
    """A Unicode slug, cut at a word; never empty, never all digits, which would read as a day."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    words = _NOT_IN_SLUG.sub("", text.lower()).replace("-", " ").split()
    slug = "-".join(words).strip("-_")
    if len(slug) > SLUG_LENGTH:
        slug = slug[:SLUG_LENGTH].rsplit("-", 1)[0] or slug[:SLUG_LENGTH]
    slug = slug.strip("-_")
    if not slug:
        return fallback
    return f"{fallback}-{slug}" if slug.replace("-", "").isdigit() else slug


def numbered(slug: str, taken: set[str]) -> str:
    """The slug, or the first of slug-2, slug-3, … that is not taken."""
    number, found = 1, slug
    while found in taken:
        number += 1
        found = f"{slug}-{number}"
    return found
