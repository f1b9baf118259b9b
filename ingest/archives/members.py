"""What the readers of zip and tar hand on, one member at a time."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Final

ENCRYPTED: Final = (
    "It is locked with a password. Unpack it and send the files, or pack it without a password."
)
LINK: Final = "It is a link to another file, not a file; links are not followed."
DEVICE: Final = "It is a device or pipe, not a file; it was not read."
SPARSE: Final = (
    "It is a sparse file, stored with holes, which is not read. Pack it again without --sparse."
)


@dataclass(frozen=True, slots=True)
class Member:
    """One member as it comes: its name as stored, and its bytes or a sentence why there are none.

    The stream is good until the next member is asked for. A member without a name is the archive
    itself, of which the sentence is true.
    """

    name: str
    stream: io.BufferedReader | None = None
    problem: str = ""
