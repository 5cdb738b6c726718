"""Which exercises the coach may add to a workout or swap in: a few, whatever the catalogue's size."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Case, QuerySet, When

from exercises.models import Exercise
from exercises.models.exercise import ExerciseQuerySet
from programs.coach import WARM_UPS, ExerciseFacts, WorkoutFacts, lacks_warm_up, suits
from programs.models import Plan
from programs.models.coach_facts import exercise_facts

MAX_SWAPS = 4
"""Swaps offered for one exercise."""


def find_candidates(
    workout: Plan,
    facts: WorkoutFacts,
    *,
    kit: Collection[str] | None,
    conditions: Collection[str] = (),
    open_items: Collection[Any] = (),
) -> list[ExerciseFacts]:
    """Published exercises that suit the person (three queries, none when nothing can be offered).

    The nearest swap for each exercise that does not suit them, `MAX_SWAPS` for each of `open_items`, and a
    warm-up when there is none. None of them is in the workout already.
    """
    items = workout.plan_items()
    unsuitable = {item.id for item in facts.items if not suits(item.exercise, kit, conditions)}
    to_swap = [item.exercise for item in items if item.pk in unsuitable or item in open_items]
    if not to_swap and not lacks_warm_up(facts):
        return []
    suitable = Exercise.objects.published().suitable(kit, conditions)
    suitable = suitable.exclude(pk__in={item.exercise_id for item in items})
    wanted = suitable.replacing(to_swap, limit=MAX_SWAPS if open_items else 1)
    if lacks_warm_up(facts):
        wanted |= Exercise.objects.filter(pk__in=_warm_ups(suitable))
    return [exercise_facts(exercise) for exercise in wanted.for_coach()]


def _warm_ups(suitable: ExerciseQuerySet) -> QuerySet[Exercise, Any]:
    """Keys of the warm-ups to choose from: those that our guide names, else the first by name."""
    mobility = suitable.filter(kind=Exercise.Kind.MOBILITY)
    preferred = Case(When(slug__in=WARM_UPS.values(), then=0), default=1)
    return mobility.order_by(preferred, "name").values("pk")[: len(WARM_UPS)]
