"""The kind of an archive by content and by name, and sentences for when they differ."""

from __future__ import annotations

import struct
from typing import Final, Literal

from ingest.sources.archives.streams import ALONE
from ingest.sources.archives.tars import BLOCK, is_tar

Kind = Literal["zip", "tar", "gzip", "bzip2", "xz", "zstd"]

#: Bytes from the beginning of a file that show its kind.
HEAD: Final = BLOCK

#: What to call each kind.
NAMES: Final[dict[Kind, str]] = {
    "zip": "a zip archive",
    "tar": "a tar archive",
    "gzip": "compressed with gzip",
    "bzip2": "compressed with bzip2",
    "xz": "compressed with xz",
    "zstd": "compressed with Zstandard",
}
#: Extensions, the longer before the shorter.
ENDINGS: Final[dict[str, Kind]] = {
    ".tar.gz": "gzip",
    ".tar.bz2": "bzip2",
    ".tar.xz": "xz",
    ".tar.zst": "zstd",
    ".tgz": "gzip",
    ".tbz2": "bzip2",
    ".tbz": "bzip2",
    ".txz": "xz",
    ".tzst": "zstd",
    ".zip": "zip",
    ".tar": "tar",
    ".gz": "gzip",
    ".bz2": "bzip2",
    ".xz": "xz",
    ".zst": "zstd",
}
#: Extensions of text files.
TEXTS: Final = frozenset(
    ".txt .text .html .htm .xhtml .xml .json .jsonl .ndjson .csv .tsv .md".split()
)
#: Zip files that are documents or programs, not archives of articles.
OFFICE: Final = frozenset(
    ".docx .docm .dotx .xlsx .xlsm .pptx .odt .ods .odp .ott .epub .jar .apk .pages".split()
)
#: Names of the first entry of such a file.
_OFFICE_ENTRIES: Final = (b"[Content_Types].xml", b"mimetype", b"META-INF/")

_FIRST: Final = (b"PK", *(magic[:2] for magics, _ in ALONE.values() for magic in magics))
_ALL_ENDINGS: Final = tuple(ENDINGS)

_NOT_READ: Final = (
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x04\x22\x4d\x18", "compressed with LZ4"),
    (b"\x1f\x9d", "compressed with compress (.Z)"),
)


def kind_by_content(head: bytes) -> Kind | None:
    """The kind of archive that begins with these bytes (HEAD of them)."""
    if not head.startswith(_FIRST):
        # Tar archives older than this mark are recognised by name.
        return "tar" if head[257:262] == b"ustar" and is_tar(head) else None
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08PK")):
        return "zip"
    if head.startswith(ALONE["gzip"][0]):
        return "gzip"
    if head.startswith(ALONE["xz"][0]):
        return "xz"
    if head.startswith(ALONE["zstd"][0]):
        return "zstd"
    if head.startswith(ALONE["bzip2"][0]) and head[4:10] in (b"1AY&SY", b"\x17rE8P\x90"):
        return "bzip2"
    return "tar" if is_tar(head) else None


def kind_by_name(name: str) -> tuple[Kind, str] | None:
    """The kind that the extension promises, and the extension."""
    lower = name.casefold()
    if not lower.endswith(_ALL_ENDINGS):
        return None
    for ending, kind in ENDINGS.items():
        if lower.endswith(ending):
            return kind, ending
    return None


def is_tar_by_name(name: str) -> bool:
    known = kind_by_name(name)
    return known is not None and known[1] in (
        ".tar", ".tar.gz", ".tar.bz2", ".tar.xz", ".tar.zst", ".tgz", ".tbz", ".tbz2", ".txz",
        ".tzst",
    )  # fmt: skip


def stem(name: str) -> str:
    """A name without the extension of its compression: "a.txt" of "a.txt.gz"."""
    last = name.rpartition("/")[2]
    known = kind_by_name(last)
    return (known and last[: -len(known[1])]) or last


def why_not(head: bytes, kind: Kind | None, name: str) -> str:
    """A sentence why content that is an archive is not opened, "" when it is."""
    if kind is None:
        for magic, what in _NOT_READ:
            if head.startswith(magic):
                return (
                    f"It is {what}, which is not supported. Unpack it and send the files, or pack "
                    f"a .zip."
                )
        return ""
    ending = _ending(name)
    if kind == "zip" and (ending in OFFICE or _is_office(head)):
        return (
            "It is an office document or similar, not an archive of files. Save it as text or HTML "
            "and send that."
        )
    if ending in TEXTS:
        fitting = {"zip": ".zip", "tar": ".tar"}.get(kind) or _compressed_name(kind, ending)
        return (
            f"Its name ends in {ending}, but its content is {NAMES[kind]}. If that is right, "
            f"rename it to end in {fitting}."
        )
    return ""


def misnamed(kind: Kind, name: str) -> str:
    """A sentence for an archive that is another kind than its name says, "" when they agree."""
    known = kind_by_name(name)
    if known is None or known[0] == kind:
        return ""
    return f"Its name ends in {known[1]}, but it is {NAMES[kind]}; it was read as such."


def no_archive(name: str) -> str:
    """A sentence for a name that promises an archive where there is none, "" without promise."""
    known = kind_by_name(name)
    if known is None:
        return ""
    return (
        f"Its name ends in {known[1]}, but its content is no such archive. If it is a text, rename "
        f"it to end in .txt or .html; if it was an archive, send an undamaged copy."
    )


def _compressed_name(kind: Kind, ending: str) -> str:
    return ending + {"gzip": ".gz", "bzip2": ".bz2", "xz": ".xz", "zstd": ".zst"}.get(kind, "")


def _ending(name: str) -> str:
    last = name.rpartition("/")[2]
    _, dot, ending = last.rpartition(".")
    return f"{dot}{ending}".casefold() if dot else ""


def _is_office(head: bytes) -> bool:
    if len(head) < 30:
        return False
    (length,) = struct.unpack_from("<H", head, 26)
    return head[30 : 30 + length].startswith(_OFFICE_ENTRIES)
