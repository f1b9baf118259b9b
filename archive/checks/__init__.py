"""What `check_archive` verifies and can repair. A check yields Findings; other apps register theirs
with `hooks.check`.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError

from archive.checks.index import index_agrees
from archive.hooks import CHECKS, Finding


def findings() -> Iterator[Finding]:
    # The index last: it follows earlier repairs.
    for function in (*CHECKS, index_agrees):
        try:
            yield from function()
        except (ObjectDoesNotExist, DatabaseError) as error:
            # A fault that another check reports is in its way.
            yield Finding(f"The check “{function.__name__}” could not finish: {error}")
