"""Queries whose SQL is put together once: for what is asked very often."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet


class CompiledQuery:
    """A queryset's SQL, run again and again with other values.

    `make` builds the queryset. For each of its arguments there is a stand-in, which must come back as
    it is among the parameters of the SQL; the real value takes its place there.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any]], **stand_ins: Any) -> None:
        self.make = make
        self.stand_ins = stand_ins
        self._made: dict[str, tuple[str, list[tuple[str | None, Any]]]] = {}

    def row(self, **values: Any) -> tuple[Any, ...]:
        """The first row, as the database gives it. Raises `LookupError` when there is none."""
        sql, places = self._sql()
        parameters = [_adapted(values[name]) if name else fixed for name, fixed in places]
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            row: tuple[Any, ...] | None = cursor.fetchone()
        if row is None:
            raise LookupError("There is no such row.")
        return row

    def _sql(self) -> tuple[str, list[tuple[str | None, Any]]]:
        """The SQL for this kind of database, and for each parameter its name or its fixed value."""
        if connection.vendor not in self._made:
            sql, parameters = self.make(**self.stand_ins).query.sql_with_params()
            names = {_adapted(value): name for name, value in self.stand_ins.items()}
            places = [(names.get(each), each) for each in parameters]
            self._made[connection.vendor] = sql, places
        return self._made[connection.vendor]


def _adapted(value: Any) -> Any:
    """The value as the database's driver takes it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value
