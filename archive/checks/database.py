"""The database itself: damage, dangling references and its encoding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connection, connections

from archive.hooks import Finding, check

#: Without a locale in its environment PostgreSQL creates databases as SQL_ASCII.
_WANTED: Final = "UTF8"


@register(Tags.database)
def encoding_is_utf8(
    app_configs: Any, databases: Sequence[str] | None = None, **options: Any
) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    for alias in databases or ():
        encoding = _encoding(alias)
        if encoding != _WANTED:
            found.append(
                Error(
                    f"The database stores text as {encoding}, which cannot hold most characters.",
                    hint="Create it again: createdb --encoding=UTF8 --template=template0 NAME.",
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


@check
def database_is_sound() -> Iterator[Finding]:
    """The database's own checks of its pages, indexes and foreign keys."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        try:
            cursor.execute("PRAGMA integrity_check(20)")
            faults = [fault for (fault,) in cursor.fetchall() if fault != "ok"]
        except DatabaseError as error:
            faults = [str(error)]
        for fault in faults:
            yield Finding(f"The database is damaged: {fault}. Restore it from a backup.")
        cursor.execute("PRAGMA foreign_key_check")
        for table, row, other, _ in cursor.fetchmany(20):
            yield Finding(f"Row {row} of {table} refers to a missing row of {other}.")
