"""Lists of addresses that were saved to be read later, without the texts: Pocket, Instapaper, and
bookmarks of a browser. They are refused with a sentence, for a title is no article and the time of
saving is not the day of publication.

Exports that have the texts are read as other records are: wallabag's JSON by the keys in
`parsing/structured/keys.py`, where `published_at` is the day and `created_at` the time of saving.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Final

from ingest.records import SourceFile
from ingest.sources.archives import Budget, Rejected
from ingest.sources.forms.form import Form, Head

ONLY_ADDRESSES: Final = (
    "It is a list of addresses that {service} saved, without the texts of their pages; its times "
    "are when they were saved. Export the pages themselves, or save them as files."
)

#: The first line of a table, or the beginning of a page, of each service.
_LISTS: Final = (
    ("Instapaper", re.compile(r"URL,Title,Selection,Folder,Timestamp\b")),
    ("Pocket", re.compile(r"(?:title,url|url,title),time_added,")),
    ("Pocket", re.compile(r"<!DOCTYPE html>\s{0,99}<html>[^<]{0,99}(?:<head>|<!--)[^\0]{0,600}"
                          r"<title>Pocket Export</title>", re.IGNORECASE)),
    ("Instapaper", re.compile(r"<!DOCTYPE html>[^\0]{0,600}<title>Instapaper: Export</title>",
                              re.IGNORECASE)),
    ("a browser", re.compile(r"<!DOCTYPE NETSCAPE-Bookmark-file", re.IGNORECASE)),
)  # fmt: skip
_BEGINNINGS: Final = ("<!", "URL,", "title,url,", "url,title,")


def _service(head: Head) -> str:
    """Whose list a file is, "" where it is none."""
    if head.ending not in (".csv", ".html", ".htm") or not head.text.startswith(_BEGINNINGS):
        return ""
    return next((service for service, mark in _LISTS if mark.match(head.text)), "")


def _records(stream: io.BufferedReader, name: str, budget: Budget) -> Iterator[SourceFile]:
    service = _service(Head(name, stream.peek(_SHOWN)[:_SHOWN]))
    raise Rejected(ONLY_ADDRESSES.format(service=service))


_SHOWN: Final = 4_000

READ_LATER: Final = Form(
    name="read-later",
    title="List of saved addresses (Pocket, Instapaper)",
    recognises=lambda head: bool(_service(head)),
    records=_records,
)
