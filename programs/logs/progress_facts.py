"""From what a person wrote down to the plain values that `programs.progress` works with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    F,
    FloatField,
    Max,
    Min,
    Q,
    QuerySet,
    RowRange,
    Value,
    When,
    Window,
)
from django.db.models.functions import Cast, Coalesce, Round

from exercises.models import Exercise, OwnedWeight
from exercises.people import Visitor
from exercises.units import Unit
from programs.models import OwnExercise, SetKind, SetLog, WorkoutItem
from programs.progress import DoneSet, Dose, Effort, ExerciseSession, LoadSteps
from programs.progress.bests import Track, counted, effort_of

Key = tuple[int | None, int | None]
"""An exercise by its primary key: of the catalogue, or else of the person's own."""

MAX_NUMBER = 100_000
"""More than any set's number in its session."""
COLUMNS = (
    *("log_id", "log__date", "exercise_id", "own_exercise_id", "words", "number", "side", "kind"),
    *("reps", "load_kg", "assistance_kg", "seconds", "distance_m", "band"),
)


def sets_of(user: Visitor) -> QuerySet[SetLog]:
    """The person's sets of exercises that have a page of their own."""
    mine = SetLog.objects.filter(log__owner_id=user.pk or 0)
    return mine.filter(Q(exercise__isnull=False) | Q(own_exercise__isnull=False))


def key_of(done: SetLog) -> Key:
    """The exercise of a set."""
    return done.exercise_id, done.own_exercise_id


def in_span(first: date | None, last: date) -> Q:
    """Sets of the days from `first`, or from the beginning, to `last`."""
    until = Q(log__date__lte=last)
    return until & Q(log__date__gte=first) if first else until


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
IS_HOLD, IS_DISTANCE = Q(seconds__gt=0), Q(distance_m__gt=0)
GRAMS, HUNDREDTHS, MORE_THAN_ANY_AMOUNT = 1000, 100, 10**9


def record_sets(sets: QuerySet[SetLog]) -> QuerySet[SetLog]:
    """Of each exercise the sets that were more than all before of the same side, band and kind.

    The database leaves out all that can be no best, so that `find_bests` and `best_effort` find the same
    in what is left: among them are each session's best set, when it was one, and the best of all (two
    queries).
    """
    sets = sets.filter(log__date__in=_record_days(sets))
    net = Coalesce(F("load_kg"), Decimal(0)) - Coalesce(F("assistance_kg"), Decimal(0))
    amount = Case(
        When(IS_HOLD, "seconds"),
        When(IS_DISTANCE, "distance_m"),
        default="reps",
        output_field=FloatField(),
    )
    kind = Case(When(IS_HOLD, Value(1)), When(IS_DISTANCE, Value(2)), default=Value(3))
    rank = _whole(net, GRAMS) * MORE_THAN_ANY_AMOUNT + _whole(amount, HUNDREDTHS)
    before = Window(
        Max("rank"),
        partition_by=["exercise_id", "own_exercise_id", "side", "band", kind],
        order_by=["log__date", "log_id", "rank"],
        frame=RowRange(end=-1),
    )
    found = sets.filter(WORK).annotate(rank=rank).annotate(before=before)
    return found.filter(Q(before__isnull=True) | Q(rank__gt=F("before")))


def _record_days(sets: QuerySet[SetLog]) -> set[date]:
    """The days with a set that was more than all of the days before (one query).

    The database tells the first day of each different set: far fewer than there are sets.
    """
    columns = "side", "kind", "reps", "load_kg", "assistance_kg", "seconds", "distance_m", "band"
    groups = sets.filter(WORK).order_by().values_list("exercise_id", "own_exercise_id", *columns)
    firsts: dict[Any, list[tuple[date, Effort]]] = defaultdict(list)
    for exercise, own, *values, day in groups.annotate(day=Min("log__date")):
        done = DoneSet(1, *values)
        firsts[exercise, own, done.side, done.band, counted(done)].append((day, effort_of(done)))
    days = set()
    for efforts in firsts.values():
        best: Effort | None = None
        for day, effort in sorted(efforts):
            if best is None or effort > best:
                days.add(day)
                best = effort
    return days


def _whole(value: Any, times: int) -> Cast:
    """A number as so many whole parts, as exact as it is stored."""
    return Cast(Round(Cast(value, FloatField()) * times), BigIntegerField())


@dataclass(frozen=True)
class Totals:
    """Of one exercise: in how many sessions it was done, the last day, how many sets were work."""

    sessions: int
    last: date
    hard_sets: int


def totals_of(sets: QuerySet[SetLog]) -> dict[Key, Totals]:
    """The sums of each exercise (one query); the left and the right of a set are one."""
    one_set = F("log_id") * MAX_NUMBER + F("number")
    rows = sets.filter(WORK).order_by().values_list("exercise_id", "own_exercise_id")
    sums = rows.annotate(
        sessions=Count("log_id", distinct=True),
        last=Max("log__date"),
        hard_sets=Count(one_set, distinct=True),
    )
    return {(exercise, own): Totals(*values) for exercise, own, *values in sums}


def efforts_before(sets: QuerySet[SetLog]) -> dict[Key, dict[Track, Effort]]:
    """The best of each exercise so far, grouped by the database (one query)."""
    work = sets.exclude(kind=SetKind.WARM_UP).exclude(reps=0).order_by()
    no_time, no_way = Q(seconds__isnull=True), Q(distance_m__isnull=True)
    groups = work.values_list(
        "exercise_id", "own_exercise_id", "side", "band", "load_kg", "assistance_kg"
    ).annotate(
        hold=Max("seconds"),
        distance=Max("distance_m", filter=no_time),
        reps_done=Max("reps", filter=no_time & no_way),
    )
    found: dict[Key, dict[Track, Effort]] = defaultdict(dict)
    for exercise, own, side, band, load, help_kg, *amounts in groups:
        net = (load or Decimal(0)) - (help_kg or Decimal(0))
        best = found[exercise, own]
        for kind, amount in zip(("hold", "distance", "reps"), amounts, strict=True):
            track, effort = (side, band.casefold(), kind), Effort(net, Decimal(amount or 0))
            if amount and (track not in best or effort > best[track]):
                best[track] = effort
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
