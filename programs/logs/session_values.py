"""What each session of one exercise came to, from the stored sums: for lines of many years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from programs.models import SessionSum
from programs.progress import Line, Measure
from programs.progress.series import HOW, Point, period_of, thinned, without_gaps
from programs.progress.sums import SCALES

COLUMNS = ("date", "log_id", "words")
FIRST_VALUE = len(COLUMNS)


@dataclass(frozen=True)
class SessionValues:
    """The sessions of one exercise, oldest first: a row of `COLUMNS`, then a value of each measure, or None.

    Values are whole parts, as the sums are stored.
    """

    rows: list[tuple[Any, ...]]

    @classmethod
    def of(cls, sums: QuerySet[SessionSum]) -> SessionValues:
        """Of these sums of one exercise (one query)."""
        rows: list[tuple[Any, ...]] = []
        for row in sums.order_by("date", "log_id", "pk").values_list(*COLUMNS, *Measure):
            # Sets that do not compare with one another, such as left and right, have a row for each.
            if rows and rows[-1][1] == row[1]:
                rows[-1] = _together(rows[-1], row)
            else:
                rows.append(row)
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
        columns = [*zip(*self.rows, strict=True)][FIRST_VALUE:]
        pairs = zip(Measure, columns, strict=False)
        return [measure for measure, values in pairs if values.count(None) < len(values)]

    def lines(self, measure: Measure, days: tuple[date, date]) -> tuple[int, list[Line]]:
        """The value of each session that has one, as lines, and how many weeks a point stands for."""
        column = FIRST_VALUE + list(Measure).index(measure)
        found = without_gaps(
            Point(row[0], row[column], row[2]) for row in self.rows if row[column] is not None
        )
        period = period_of(sum(map(len, found)), days)
        lines = [thinned(line, period, measure) for line in found]
        return period, [[_exact(point, measure) for point in line] for line in lines]


def _exact(point: Point, measure: Measure) -> Point:
    return point._replace(value=Decimal(point.value) / SCALES[measure])


def _together(one: tuple[Any, ...], other: tuple[Any, ...]) -> tuple[Any, ...]:
    """Two parts of a session; the first one names the dose."""
    values = zip(Measure, one[FIRST_VALUE:], other[FIRST_VALUE:], strict=True)
    return (*one[:FIRST_VALUE], *(_gathered(*each) for each in values))


def _gathered(measure: Measure, one: int | None, other: int | None) -> Any:
    found = [value for value in (one, other) if value is not None]
    return HOW[measure][1](found) if found else None  # type: ignore[arg-type]
