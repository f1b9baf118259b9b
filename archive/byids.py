"""Rows that are asked for by a few ids on every page: the SQL is written once for each number of
ids, since Django takes up to five times as long to write it as the database to answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet

Row = tuple[Any, ...]


class ByIds:
    """`asked` makes the query, by values_list, for some ids, and takes nothing else from outside.
    Values come as the database's driver has them: days are days, but JSON is text."""

    def __init__(self, asked: Callable[[Sequence[int]], QuerySet[Any, Any]]) -> None:
        self._asked = asked
        self._sql = lru_cache(maxsize=128)(self._written)

    def __call__(self, ids: Collection[int]) -> list[Row]:
        if not ids:
            return []
        with connection.cursor() as cursor:
            cursor.execute(self._sql(len(ids)), list(ids))
            rows: list[Row] = cursor.fetchall()
            return rows

    def _written(self, count: int) -> str:
        ids = list(range(count))
        sql, values = self._asked(ids).query.sql_with_params()
        assert list(values) == ids, "a query by ids is given nothing but the ids"
        return sql
