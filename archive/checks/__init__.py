"""Everything verified against everything: what `check_archive` looks at, and what it can repair.

A check yields Findings. Other apps add theirs with `hooks.check` when they are ready.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError

from archive.checks.index import index_agrees
from archive.hooks import CHECKS, Finding


def findings() -> Iterator[Finding]:
    # The index last: it follows what was repaired before.
    for function in (*CHECKS, index_agrees):
        try:
            yield from function()
        except (ObjectDoesNotExist, DatabaseError) as error:
            # What another check names is in its way; the others go on.
            yield Finding(f"The check “{function.__name__}” could not finish: {error}")
