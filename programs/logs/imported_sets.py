"""Sets of an imported history as rows of their table.

They are many and checked by their reader, so that they go to the database without objects of the model:
that takes a fifth of the time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache, partial
from itertools import islice
from typing import Any
from uuid import UUID, uuid5

from django.db import connection

from exercises.models import Exercise
from programs.logs.exercise_names import ExerciseNames, NameMatch, folded
from programs.logs.importing.types import ReadSet
from programs.models import SetLog

ROWS_AT_ONCE = 2000
REMEMBERED = 4096
"""Values of a column whose form in the database is remembered."""

PlacedSet = tuple[UUID, ReadSet, int, int]
"""A set with its key, its exercise's place in the session, and its number."""


def placed(session: UUID, sets: Iterable[ReadSet]) -> Iterator[PlacedSet]:
    """Each set of a session with its key, place and number: the same for the same file."""
    positions: dict[str, int] = {}
    numbers: Counter[str] = Counter()
    for done in sets:
        if done.exact is not None:
            place = (
                f"{done.exact['position']}|{done.exact['number']}|{done.exact['side']}|{done.name}"
            )
            numbers[place] += 1
            key = uuid5(session, f"{place}|{numbers[place]}")
            yield key, done, done.exact["position"], done.exact["number"]
            continue
        position = positions.setdefault(done.name, len(positions))
        numbers[done.name] += 1
        key = uuid5(session, f"{done.name}|{numbers[done.name]}")
        yield key, done, position, numbers[done.name]


class SetRows:
    """Makes rows of sets: which exercise each is of, and when it was written (`now`)."""

    def __init__(
        self, names: ExerciseNames, matches: Mapping[str, NameMatch], now: datetime
    ) -> None:
        self.names, self.matches, self.now = names, matches, now
        self.ids = {
            name: (match.exercise and match.exercise.pk, match.own and match.own.pk)
            for name, match in matches.items()
        }
        self.slugs: dict[str, int] | None = None

    def row(self, log: int, key: UUID, done: ReadSet, position: int, number: int) -> dict[str, Any]:
        """The columns of a set of the session `log`."""
        exact = done.exact or {}
        exercise, own = self._exact_exercise(exact) if exact else self.ids[done.name]
        return {
            "log": log,
            "uuid": key,
            "item": None,
            "exercise": exercise,
            "own_exercise": own,
            "name": done.name,
            "words": exact.get("words", ""),
            "position": position,
            "number": number,
            "side": exact.get("side", ""),
            "kind": done.kind,
            "reps": done.reps,
            "load_kg": done.load_kg,
            "band": exact.get("band", ""),
            "assistance_kg": done.assistance_kg,
            "seconds": done.seconds,
            "distance_m": done.distance_m,
            "effort": done.effort,
            "note": done.note,
            "at": exact.get("at"),
            "updated_at": self.now,
        }

    def _exact_exercise(self, exact: Mapping[str, Any]) -> tuple[int | None, int | None]:
        """The keys of the exercise that a set exported here names."""
        if self.slugs is None:
            self.slugs = dict(Exercise.objects.values_list("slug", "pk"))
        if found := self.slugs.get(exact["exercise"]):
            return found, None
        name = exact["own_exercise"]
        own = self.names.own_by_name.get(folded(name)) if name else None
        return None, own.pk if own else None


def insert_sets(rows: Iterable[dict[str, Any]], tell: Callable[[int], None]) -> None:
    """Write the rows, and `tell` after every few thousand how many are written."""
    fields = [field for field in SetLog._meta.concrete_fields if not field.primary_key]
    prepared = [
        (field.name, lru_cache(REMEMBERED)(partial(field.get_db_prep_save, connection=connection)))
        for field in fields
    ]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join("%s" for _field in fields)
    table = quote(SetLog._meta.db_table)
    sql = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608  # names of ours
    values = ([prepare(row[name]) for name, prepare in prepared] for row in rows)
    written = 0
    with connection.cursor() as cursor:
        while some := list(islice(values, ROWS_AT_ONCE)):
            cursor.executemany(sql, some)
            written += len(some)
            tell(written)
