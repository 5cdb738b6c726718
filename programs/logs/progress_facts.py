"""From what a person wrote down to the plain values that `programs.progress` works with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet, RowRange, Sum, Window

from exercises.models import Exercise, OwnedWeight
from exercises.people import Visitor
from exercises.units import Unit
from programs.models import OwnExercise, SessionSum, SetKind, SetLog, WorkoutItem
from programs.models.set_log import DONE_COLUMNS
from programs.progress import DoneSet, Dose, Effort, ExerciseSession, LoadSteps
from programs.progress.bests import Track
from programs.progress.sums import effort_from, track_from

Key = tuple[int | None, int | None]
"""An exercise by its primary key: of the catalogue, or else of the person's own."""

COLUMNS = ("log_id", "log__date", "exercise_id", "own_exercise_id", "words", *DONE_COLUMNS)


def sets_of(user: Visitor) -> QuerySet[SetLog]:
    """The person's sets of exercises that have a page of their own."""
    mine = SetLog.objects.filter(log__owner_id=user.pk or 0)
    return mine.filter(Q(exercise__isnull=False) | Q(own_exercise__isnull=False))


def key_of(done: SetLog) -> Key:
    """The exercise of a set."""
    return done.exercise_id, done.own_exercise_id


def in_span(first: date | None, last: date) -> Q:
    """Sums of the days from `first`, or from the beginning, to `last`."""
    until = Q(date__lte=last)
    return until & Q(date__gte=first) if first else until


def of_exercise(exercise: Exercise | OwnExercise) -> Q:
    name = "exercise" if isinstance(exercise, Exercise) else "own_exercise"
    return Q(**{name: exercise.pk})


def sessions_by_exercise(sets: QuerySet[SetLog]) -> dict[Key, list[ExerciseSession]]:
    """The sessions of each exercise, oldest first (one query)."""
    rows = sets.order_by("log__date", "log_id", "position", "number", "side", "pk")
    groups: dict[Key, dict[int, list[Any]]] = defaultdict(dict)
    for row in rows.values_list(*COLUMNS):
        groups[row[2], row[3]].setdefault(row[0], []).append(row)
    return {key: [_session(rows) for rows in logs.values()] for key, logs in groups.items()}


def _session(rows: list[Any]) -> ExerciseSession:
    """From the fifth on, `COLUMNS` are those of `DoneSet` in its order."""
    return ExerciseSession(rows[0][1], tuple(DoneSet(*row[5:]) for row in rows), rows[0][4])


WORK = ~Q(kind=SetKind.WARM_UP) & (
    Q(reps__gt=0) | Q(reps__isnull=True, seconds__gt=0) | Q(reps__isnull=True, distance_m__gt=0)
)
"""What `DoneSet.is_work` says, for the database."""


def sums_of(user: Visitor) -> QuerySet[SessionSum]:
    """What the person's sessions came to, exercise by exercise."""
    return SessionSum.objects.filter(owner_id=user.pk or 0)


def record_sets(sums: QuerySet[SessionSum]) -> QuerySet[SetLog]:
    """Of each exercise the sets that were more than all before of the same track.

    `find_bests` and `best_effort` find the same in them as in all sets: among them are each session's
    best set, when it was one, and the best of all.
    """
    before = Window(
        Max("rank"),
        partition_by=["exercise_id", "own_exercise_id", "track"],
        order_by=["date", "log_id"],
        frame=RowRange(end=-1),
    )
    found = sums.annotate(before=before).filter(Q(before__isnull=True) | Q(rank__gt=F("before")))
    return SetLog.objects.filter(pk__in=found.order_by().values("top_id"))


@dataclass(frozen=True)
class Totals:
    """Of one exercise: in how many sessions it was done, the last day, how many sets were work."""

    sessions: int
    last: date
    hard_sets: int


def totals_of(sums: QuerySet[SessionSum]) -> dict[Key, Totals]:
    """The totals of each exercise (one query); the left and the right of a set are one."""
    rows = sums.order_by().values_list("exercise_id", "own_exercise_id")
    found = rows.annotate(Count("log_id", distinct=True), Max("date"), Sum("sets"))
    return {(exercise, own): Totals(*values) for exercise, own, *values in found}


def efforts_before(sums: QuerySet[SessionSum]) -> dict[Key, dict[Track, Effort]]:
    """The best of each exercise and track in these sessions (one query)."""
    tracks = sums.order_by().values_list("exercise_id", "own_exercise_id", "track")
    found: dict[Key, dict[Track, Effort]] = defaultdict(dict)
    for exercise, own, track, rank in tracks.annotate(Max("rank")):
        found[exercise, own][track_from(track)] = effort_from(rank)
    return found


def dose_of(item: WorkoutItem) -> Dose:
    """The prescription of a workout's item."""
    return Dose(
        kind=item.prescription_kind.value,
        sets=item.sets or 1,
        reps_min=item.reps_min or 1,
        reps_max=item.reps_max or 1,
        total_min=item.total_min or 0,
        total_max=item.total_max or 0,
        seconds=item.hold_seconds or item.duration_seconds or 0,
        sides=2 if item.each_side else 1,
        is_strength=item.exercise.kind == Exercise.Kind.STRENGTH,
    )


class OwnedLoads:
    """The plates, dumbbells and bands that a person has (one query)."""

    def __init__(self, user: Visitor, unit: Unit) -> None:
        self.unit = unit
        self.by_kind: Mapping[str, list[OwnedWeight]] = defaultdict(list)
        for each in OwnedWeight.objects.owned_by(user).order_by("load_kg", "position", "pk"):
            self.by_kind[each.kind].append(each)

    def steps(self, equipment: Iterable[str]) -> LoadSteps:
        """How the load of an exercise goes up that is done with these kinds of equipment (slugs)."""
        kinds, kind = set(equipment), OwnedWeight.Kind
        dumbbells, plates = self._loads(kind.DUMBBELL), self._loads(kind.PLATE)
        return LoadSteps(
            unit=self.unit,
            loads=tuple(dumbbells) if "dumbbells" in kinds else (),
            step=2 * plates[0] if plates and "dumbbells" not in kinds else None,
            bands=tuple(each.name for each in self.by_kind[kind.BAND]),
        )

    def _loads(self, kind: str) -> list[Decimal]:
        return [each.load_kg for each in self.by_kind[kind] if each.load_kg]
