"""What the parts of an address may be."""

from __future__ import annotations


class Year:
    regex = "[0-9]{4}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04d}"


class TwoDigits:
    regex = "[0-9]{2}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:02d}"


class Word:
    """A slug in any script. No NUL: databases refuse to look it up."""

    regex = r"[^/\x00]{1,200}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class ArticlePath(Word):
    """ "2017/06/04/<slug>", "2017/06/<slug>", "2017/<slug>", "undated/<slug>"; also "2017/6/4",
    which the view mends."""

    regex = r"(?:[0-9]{4}(?:/[0-9]{1,2}){0,2}|undated)/[^/\x00]{1,200}"
