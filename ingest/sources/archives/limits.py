"""Limits of archives, counted while they are read: headers are not trusted."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any, Final

KB: Final = 2**10
MB: Final = 2**20
GB: Final = 2**30

#: Bytes that may come out at any ratio: small files of one repeated line are no attack.
RATIO_FROM: Final = 16 * MB


class Rejected(Exception):
    """One file or member cannot be read; the message is a sentence. Others are not affected."""


class Stopped(Exception):
    """A limit of the whole archive is reached; the message is a sentence. Reading stops."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of an archive is read. The defaults fit a laptop.

    Memory stays below about three times `file`, whatever the archive.
    """

    #: Bytes of one file, unpacked; JSON lines count line by line.
    file: int = 50 * MB
    #: Bytes that may come out of one archive, with all archives inside it.
    unpacked: int = 8 * GB
    #: Entries of one archive, with all archives inside it, folders and links included.
    entries: int = 200_000
    #: How many times its own size an archive or member may unpack to. News pages reach 5 to 30,
    #: pages of one template in .xz 100; bombs start at 1,000.
    ratio: int = 200
    #: Archives inside archives: 1 is an archive of files.
    depth: int = 3

    @classmethod
    def of(cls, settings: Any) -> Limits:
        """The limits that settings name; any object with these attributes will do."""
        return cls(
            file=settings.IMPORT_FILE_LIMIT,
            unpacked=settings.IMPORT_UNPACKED_LIMIT,
            entries=settings.IMPORT_ENTRIES_LIMIT,
            ratio=settings.IMPORT_RATIO_LIMIT,
            depth=settings.IMPORT_DEPTH_LIMIT,
        )

    def in_words(self) -> str:
        """The limits in sentences, for the upload form and the help of the commands."""
        nested = (
            "Archives inside it are not opened."
            if self.depth == 1
            else f"Archives inside archives are opened {self.depth} deep."
        )
        return (
            f"One file may have {size_in_words(self.file)}; JSON lines, XML, mailboxes, crawls, "
            f"Parquet and databases any size. "
            f"An archive may unpack to {size_in_words(self.unpacked)} and to {self.ratio:,} times "
            f"its own size, and hold {self.entries:,} entries. {nested}"
        )


@dataclass(slots=True)
class Budget:
    """What reading one archive, with all archives inside it, has cost so far."""

    limits: Limits
    #: Bytes of the archive itself, 0 for a stream of unknown length.
    size: int = 0
    unpacked: int = 0
    entries: int = 0

    def enter(self) -> None:
        """Count an entry; raises Stopped."""
        self.entries += 1
        if self.entries > self.limits.entries:
            raise Stopped(
                f"It holds more than {self.limits.entries:,} entries; the rest were not read. "
                f"Split it into several archives, or raise IMPORT_ENTRIES_LIMIT."
            )

    def unpack(self, count: int) -> None:
        """Count bytes unpacked from a stream; raises Stopped."""
        self.unpacked += count
        if self.unpacked > self.limits.unpacked:
            raise Stopped(
                f"It unpacks to more than {size_in_words(self.limits.unpacked)}; the rest was not "
                f"read. Split it into several archives, or raise IMPORT_UNPACKED_LIMIT_MB."
            )
        if self.size and not self.fair(self.size, self.unpacked):
            raise Stopped(
                f"It unpacks to more than {self.limits.ratio:,} times its own size, like a zip "
                f"bomb; the rest was not read. If it is genuine, send the files unpacked, or raise "
                f"IMPORT_RATIO_LIMIT."
            )

    def fair(self, packed: int, unpacked: int) -> bool:
        """Whether so many packed bytes may unpack to so many."""
        return unpacked <= RATIO_FROM or unpacked <= packed * self.limits.ratio

    def file_too_large(self) -> Rejected:
        return Rejected(file_too_large(self.limits.file))


def file_too_large(limit: int) -> str:
    return (
        f"It has more than {size_in_words(limit)}, the limit of one file "
        f"(setting IMPORT_FILE_LIMIT_MB)."
    )


def size_in_words(count: int) -> str:
    """Bytes as people say them: "50 MB", "1.5 GB", "12 bytes"."""
    for unit, name in ((GB, "GB"), (MB, "MB"), (KB, "kB")):
        if count >= unit:
            return f"{count / unit:,.1f}".removesuffix(".0") + f" {name}"
    return f"{count} bytes"


ENCRYPTED: Final = (
    "It is protected by a password. Unpack it and send the files, or pack it without a password."
)
LINK: Final = "It is a link to another file; links are not followed."
DEVICE: Final = "It is a device or pipe, not a file."
SPARSE: Final = "It is a sparse file, which is not supported. Pack it again without --sparse."


@dataclass(frozen=True, slots=True)
class Member:
    """One member: its name as stored, and its bytes or a sentence why there are none.

    The stream is valid until the next member. Without a name, the sentence is about the archive.
    """

    name: str
    stream: io.BufferedReader | None = None
    problem: str = ""
