"""From what a person wrote down to the plain values that `programs.progress` works with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Max, Min, Q, QuerySet, Sum

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


class RankSum(NamedTuple):
    """All sessions of an exercise and track whose best set had the same rank."""

    exercise: int | None
    own: int | None
    track: str
    rank: int
    first: date
    last: date
    sessions: int
    sets: int


def rank_sums(sums: QuerySet[SessionSum]) -> list[RankSum]:
    """The sums by rank, of which there are far fewer than sessions (one query)."""
    ranks = sums.order_by().values_list("exercise_id", "own_exercise_id", "track", "rank")
    found = ranks.annotate(Min("date"), Max("date"), Sum("sessions"), Sum("sets"))
    return [*map(RankSum._make, found)]


def record_sets(sums: QuerySet[SessionSum], ranks: Iterable[RankSum]) -> QuerySet[SetLog]:
    """Sets of these sums among which are all that were more than all before of the same track.

    `ranks` are those of the same sums. `find_bests` and `best_effort` find the same in these sets as in all:
    each session's best set, when it was one, and the best of all.
    """
    record: dict[Any, int] = {}
    days, values = set(), set()
    for each in sorted(ranks, key=lambda each: (each.first, each.rank)):
        track = each.exercise, each.own, each.track
        if track not in record or each.rank > record[track]:
            record[track] = each.rank
            days.add(each.first)
            values.add(each.rank)
    tops = sums.filter(date__in=days, rank__in=values).order_by().values("top_id")
    return SetLog.objects.filter(pk__in=tops)


@dataclass(frozen=True)
class Totals:
    """Of one exercise: in how many sessions it was done, the first and the last day, how many sets were work."""

    sessions: int
    first: date
    last: date
    hard_sets: int


def totals_of(ranks: Iterable[RankSum]) -> dict[Key, Totals]:
    """The totals of each exercise; the left and the right of a set are one."""
    groups: dict[Key, list[RankSum]] = defaultdict(list)
    for each in ranks:
        groups[each.exercise, each.own].append(each)
    return {
        key: Totals(
            sum(each.sessions for each in group),
            min(each.first for each in group),
            max(each.last for each in group),
            sum(each.sets for each in group),
        )
        for key, group in groups.items()
    }


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
