"""What each session of one exercise came to, summed up by the database: for lines of many years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import (
    Aggregate,
    Case,
    DecimalField,
    F,
    Max,
    Min,
    Q,
    QuerySet,
    Sum,
    When,
)
from django.db.models.functions import Coalesce

from programs.logs.progress_facts import WORK
from programs.models import SetLog
from programs.progress import Measure
from programs.progress.series import EPLEY, HOW, MAX_ESTIMATE_REPS, Point

NO_HOLD = WORK & (Q(seconds__isnull=True) | Q(seconds=0))
LOADED = NO_HOLD & Q(load_kg__gt=0)
LOAD: DecimalField[Any, Any] = DecimalField(max_digits=15, decimal_places=3)
VALUES: dict[Measure, Aggregate] = {
    Measure.LOAD: Max("load_kg", filter=WORK & Q(load_kg__gt=0)),
    Measure.ASSISTANCE: Min("assistance_kg", filter=WORK & Q(assistance_kg__gt=0)),
    Measure.HOLD: Max("seconds", filter=WORK & Q(seconds__gt=0)),
    Measure.DISTANCE: Max("distance_m", filter=WORK & Q(distance_m__gt=0)),
    Measure.REPS: Max("reps", filter=NO_HOLD & Q(reps__gt=0)),
    Measure.VOLUME: Sum(F("load_kg") * F("reps"), filter=LOADED & Q(reps__gt=0), output_field=LOAD),
    Measure.TIME: Sum(F("seconds") * Coalesce(F("reps"), 1), filter=WORK & Q(seconds__gt=0)),
    Measure.TOTAL: Sum("reps", filter=NO_HOLD & Q(reps__gt=0)),
    Measure.ESTIMATE: Max(
        Case(When(reps=1, then=F("load_kg") * EPLEY), default=F("load_kg") * (EPLEY + F("reps"))),
        filter=LOADED & Q(reps__range=(1, MAX_ESTIMATE_REPS)),
        output_field=LOAD,
    ),
}
"""What `series.HOW` says of each measure, for the database; the estimate is `EPLEY` times as much."""
COLUMNS = ("log__date", "log_id", "position", "words")
FIRST_VALUE = len(COLUMNS)


@dataclass(frozen=True)
class SessionValues:
    """The sessions of one exercise, oldest first: a row of `COLUMNS`, then a value of each measure, or None."""

    rows: list[list[Any]]

    @classmethod
    def of(cls, sets: QuerySet[SetLog]) -> SessionValues:
        """Of these sets of one exercise (one query)."""
        ordered = sets.order_by("log__date", "log_id", "position", "words")
        named = {f"value_{measure}": value for measure, value in VALUES.items()}
        rows: list[list[Any]] = []
        for row in ordered.values_list(*COLUMNS).annotate(**named):
            # An exercise that comes twice in a session has a row for each: the first one names the dose.
            if rows and rows[-1][1] == row[1]:
                rows[-1][FIRST_VALUE:] = map(
                    _gathered, VALUES, rows[-1][FIRST_VALUE:], row[FIRST_VALUE:]
                )
            else:
                rows.append(list(row))
        return cls(rows)

    @property
    def first_day(self) -> date | None:
        return self.rows[0][0] if self.rows else None

    @property
    def last_log(self) -> int | None:
        """The primary key of the last session."""
        return self.rows[-1][1] if self.rows else None

    def measures(self) -> list[Measure]:
        """What there is to draw, the most telling first."""
        columns = enumerate(VALUES, start=FIRST_VALUE)
        return [
            measure
            for column, measure in columns
            if any(row[column] is not None for row in self.rows)
        ]

    def points(self, measure: Measure) -> list[Point]:
        """The value of each session that has one."""
        column = FIRST_VALUE + list(VALUES).index(measure)
        share = EPLEY if measure == Measure.ESTIMATE else 1
        return [
            Point(row[0], Decimal(row[column]) / share, row[3])
            for row in self.rows
            if row[column] is not None
        ]


def _gathered(measure: Measure, one: Any, other: Any) -> Any:
    """The value of two parts of a session."""
    found = [value for value in (one, other) if value is not None]
    return HOW[measure][1](found) if found else None
