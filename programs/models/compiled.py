"""Queries whose SQL is put together once: for what is asked very often."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet


@dataclass(frozen=True)
class Made:
    """A query on one kind of database: for each parameter its name or its fixed value, and what the
    columns become."""

    model: type[Model]
    sql: str
    places: list[tuple[str | None, Any]]
    fields: list[str]
    converters: list[tuple[int, list[Callable[..., Any]], Any]]


class CompiledQuery:
    """A queryset's SQL, run again and again with other values.

    `make` builds the queryset. For each of its arguments there is a stand-in, which must come back as
    it is among the parameters of the SQL; the real value takes its place there.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any]], **stand_ins: Any) -> None:
        self.make = make
        self.stand_ins = stand_ins
        self._made: dict[str, Made] = {}

    def row(self, **values: Any) -> tuple[Any, ...]:
        """The first row, as the database gives it. Raises `LookupError` when there is none."""
        made = self._compiled()
        parameters = [_adapted(values[name]) if name else fixed for name, fixed in made.places]
        with connection.cursor() as cursor:
            cursor.execute(made.sql, parameters)
            row: tuple[Any, ...] | None = cursor.fetchone()
        if row is None:
            raise LookupError("There is no such row.")
        return row

    def instance(self, **values: Any) -> Any:
        """The first row as an object of the queryset's model. Raises `LookupError` when there is none."""
        row = list(self.row(**values))
        made = self._compiled()
        for place, converters, expression in made.converters:
            for convert in converters:
                row[place] = convert(row[place], expression, connection)
        return made.model.from_db(connection.alias, made.fields, row)

    def _compiled(self) -> Made:
        """What the queryset comes to on this kind of database."""
        if connection.vendor not in self._made:
            queryset = self.make(**self.stand_ins)
            compiler = queryset.query.get_compiler(connection=connection)
            sql, parameters = compiler.as_sql()
            selected = [column for column, *_ in compiler.select]
            names = {_adapted(value): name for name, value in self.stand_ins.items()}
            self._made[connection.vendor] = Made(
                queryset.model,
                sql,
                [(names.get(each), each) for each in parameters],
                [getattr(getattr(each, "target", None), "attname", "") for each in selected],
                [(place, *found) for place, found in compiler.get_converters(selected).items()],
            )
        return self._made[connection.vendor]


def _adapted(value: Any) -> Any:
    """The value as the database's driver takes it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value
