"""What was done over time, as lines of points: by what the exercise is dosed in, true to time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from programs.progress.types import NOTHING, DoneSet, ExerciseSession

MAX_GAP = timedelta(days=14)
"""From two weeks on a gap is a gap: no line leads over it."""
MAX_POINTS = 100
"""More than that cannot be told apart in a drawing."""
PERIODS = (1, 4, 13)
"""Weeks that one point may stand for."""
MAX_ESTIMATE_REPS = 12
"""Above twelve repetitions a formula tells nothing of one."""
EPLEY = 30
"""By Epley's formula, so many repetitions are half of the load that can be lifted once."""


class Measure(StrEnum):
    """What of a session is drawn, the most telling first."""

    LOAD = "load"
    ASSISTANCE = "assistance"
    HOLD = "hold"
    DISTANCE = "distance"
    REPS = "reps"
    VOLUME = "volume"
    TIME = "time"
    TOTAL = "total"
    ESTIMATE = "estimate"


LABELS = {
    Measure.LOAD: _("Heaviest load"),
    Measure.ASSISTANCE: _("Help, less is harder"),
    Measure.HOLD: _("Longest hold"),
    Measure.DISTANCE: _("Longest distance"),
    Measure.REPS: _("Most repetitions in a set"),
    Measure.VOLUME: _("Load times repetitions"),
    Measure.TIME: _("Time under hold"),
    Measure.TOTAL: _("Repetitions in total"),
    Measure.ESTIMATE: _("Estimated load for one repetition"),
}


class Point(NamedTuple):
    """A session's value on its day, with the dose it was done for."""

    day: date
    value: Decimal
    dose: str


Line = list[Point]
"""Points that one line joins: the same dose, and no gap between."""


def estimated_max(done: DoneSet) -> Decimal | None:
    """The load that could be lifted once, by Epley's formula: load × (1 + repetitions ÷ 30).

    None without a load and above twelve repetitions, where it would be a guess: 191 repetitions with an
    empty bar are no record (Epley, Poundage Chart, 1985).
    """
    reps = done.reps or 0
    if not done.load or done.seconds or not 1 <= reps <= MAX_ESTIMATE_REPS:
        return None
    return done.load if reps == 1 else done.load * (EPLEY + reps) / EPLEY


def _volume(done: DoneSet) -> Decimal | None:
    return done.load * done.reps if done.load and done.reps and not done.seconds else None


def _held(done: DoneSet) -> Decimal | None:
    return Decimal(done.seconds * (done.reps or 1)) if done.seconds else None


def _reps(done: DoneSet) -> Decimal | None:
    return Decimal(done.reps) if done.reps and not done.seconds else None


Value = Callable[[DoneSet], Decimal | None]
Gather = Callable[[Iterable[Decimal]], Decimal]


def _sum(values: Iterable[Decimal]) -> Decimal:
    return sum(values, NOTHING)


HOW: dict[Measure, tuple[Value, Gather]] = {
    Measure.LOAD: (lambda done: done.load or None, max),
    Measure.ASSISTANCE: (lambda done: done.assistance or None, min),
    Measure.HOLD: (lambda done: Decimal(done.seconds) if done.seconds else None, max),
    Measure.DISTANCE: (lambda done: done.metres or None, max),
    Measure.REPS: (_reps, max),
    Measure.VOLUME: (_volume, _sum),
    Measure.TIME: (_held, _sum),
    Measure.TOTAL: (_reps, _sum),
    Measure.ESTIMATE: (estimated_max, max),
}


def measures_of(sessions: Iterable[ExerciseSession]) -> list[Measure]:
    """What there is to draw of these sessions. Work with the own body is told by repetitions and time."""
    sets = [each for session in sessions for each in session.work()]
    return [measure for measure, (value, _gather) in HOW.items() if any(map(value, sets))]


def value_of(session: ExerciseSession, measure: Measure) -> Decimal | None:
    """A session's value; None when it has none. Warm-ups do not count."""
    return gathered(session.work(), measure)


def gathered(work: Iterable[DoneSet], measure: Measure) -> Decimal | None:
    """What these sets come to; None when none has a value."""
    value, gather = HOW[measure]
    found = [number for each in work if (number := value(each)) is not None]
    return gather(found) if found else None


def lines_of(sessions: Sequence[ExerciseSession], measure: Measure) -> list[Line]:
    """The sessions, oldest first, as lines: a changed dose or a gap of two weeks begins another."""
    values = ((session, value_of(session, measure)) for session in sessions)
    return without_gaps(
        Point(session.day, value, session.dose) for session, value in values if value is not None
    )


def without_gaps(points: Iterable[Point]) -> list[Line]:
    """The points, in order of time, as lines that end where the dose changes or after a gap."""
    lines: list[Line] = []
    for point in points:
        before = lines[-1][-1] if lines else None
        if before and before.dose == point.dose and point.day - before.day < MAX_GAP:
            lines[-1].append(point)
        else:
            lines.append([point])
    return lines


def period_of(points: int, days: tuple[date, date]) -> int:
    """How many weeks one point of a drawing stands for; 0 when each session has its own."""
    if points <= MAX_POINTS:
        return 0
    weeks = (days[1] - days[0]).days // 7 + 1
    return next((period for period in PERIODS if weeks <= MAX_POINTS * period), PERIODS[-1])


def thinned(line: Line, period: int, measure: Measure) -> Line:
    """The best session of each so many weeks, on its own day; all of them when `period` is 0."""
    if not period:
        return line
    best = min if measure == Measure.ASSISTANCE else max
    parts = groupby(line, key=lambda point: point.day.toordinal() // (7 * period))
    return [best(points, key=lambda point: point.value) for _number, points in parts]
