"""Names of members: made printable and unique, never used as a path."""

from __future__ import annotations

import re
from typing import Final

from ingest.sources.archives.limits import Rejected

#: Longest name that is shown; zip allows 65,535 bytes, tar any number.
LONGEST: Final = 300

#: Longest name including all archives around it; reports keep 500 characters, with the number of
#: the record.
LONGEST_PATH: Final = 480

#: What operating systems leave in archives.
_CLUTTER: Final = frozenset(("__MACOSX", "Thumbs.db", "desktop.ini"))
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f]")
#: "C:\x", "C:/x" and "C:x", but not "A: a story.txt".
_DRIVE: Final = re.compile(r"[A-Za-z]:(?=\S)")


def printable(name: str) -> str:
    """A file name that can be stored and shown: no control characters, no broken encoding."""
    shown = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    if shown.isprintable():
        return shown
    return "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in shown
    )


def shown(name: str) -> str:
    """A member's name for display: with slashes, printable, of limited length."""
    name = printable(name.replace("\\", "/"))
    while name.startswith("./"):
        name = name[2:].lstrip("/")
    return shortened(name, LONGEST)


def shortened(name: str, most: int) -> str:
    """A name of at most so many characters; the middle is cut, folder and extension stay."""
    if len(name) <= most:
        return name
    half = most // 2
    return f"{name[:half]}…{name[1 - half :]}"


def reject_hostile(name: str) -> None:
    """Raise Rejected for a name that no genuine archive has.

    Nothing is ever written to a path that an archive names, so it could do no harm; but it was
    meant to, and a person should look at the file.
    """
    slashed = name.replace("\\", "/")
    if not slashed.strip("/. "):
        raise Rejected("It has no name. Pack the archive again.")
    if _CONTROL.search(slashed):
        raise Rejected("Its name holds control characters. Rename it and pack it again.")
    if ".." in slashed.split("/"):
        raise Rejected("Its name leads out of the archive (..). Rename it and pack it again.")
    if slashed.startswith("/") or _DRIVE.match(slashed):
        raise Rejected(
            "Its name is an absolute path, which could overwrite other files. Pack it again with "
            "relative names."
        )


def is_clutter(name: str) -> bool:
    """Whether a member is skipped silently: hidden files, and what operating systems leave."""
    return any(
        part in _CLUTTER or (part.startswith(".") and part.strip(".")) for part in name.split("/")
    )


def numbered(name: str, number: int) -> str:
    """The name of a second, third, … member of one name: "a.txt", "a~2.txt", "a~3.txt".

    The tilde sorts behind the dot, so that the later member comes later by name too.
    """
    folder, slash, last = name.rpartition("/")
    stem, dot, ending = last.partition(".") if not last.startswith(".") else (last, "", "")
    return f"{folder}{slash}{stem}~{number}{dot}{ending}"
