"""Whether the database takes every letter: said by `migrate` and `serve`, before the first import
fails at an accent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

#: PostgreSQL makes its databases so where the machine names no locale.
_WANTED: Final = "UTF8"


@register(Tags.database)
def takes_every_letter(
    app_configs: Any, databases: Sequence[str] | None = None, **options: Any
) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    for alias in databases or ():
        encoding = _encoding(alias)
        if encoding != _WANTED:
            found.append(
                Error(
                    f"The database stores text as {encoding}, which lacks most letters.",
                    hint="Make it anew: createdb --encoding=UTF8 --template=template0 NAME.",
                    id="archive.E001",
                )
            )
    return found


def _encoding(alias: str) -> str:
    connection = connections[alias]
    if connection.vendor != "postgresql":
        return _WANTED
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_encoding")
        return str(cursor.fetchone()[0])
