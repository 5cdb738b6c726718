"""From loaded rows to the coach's plain values: the one place that knows models; it makes no query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programs.coach.types import (
    CoachedExercise,
    CoachedItem,
    CoachedPart,
    CoachedWorkout,
    Goal,
    ItemId,
    Named,
)

if TYPE_CHECKING:
    from exercises.models import Exercise
    from programs.models import Plan, PlanItem


def coached(plan: Plan, goal: Goal | None = None) -> CoachedWorkout:
    """A workout or a program's day, loaded by `for_coach()`."""
    items = tuple(coached_item(item, item.pk) for item in plan.plan_items())
    return CoachedWorkout(str(plan), items, goal)


def coached_work(plan: Plan) -> CoachedWorkout:
    """A workout whose items are loaded `for_week()`: what it trains, and nothing of equipment or health."""
    items = tuple(_item(i, i.pk, _exercise(i.exercise)) for i in plan.plan_items())
    return CoachedWorkout(str(plan), items)


def coached_item(item: PlanItem, key: ItemId) -> CoachedItem:
    """An item of a plan; `key` tells it from the others, also before it has a row."""
    return _item(item, key, coached_exercise(item.exercise))


def coached_exercise(exercise: Exercise) -> CoachedExercise:
    """An exercise of a plan, or a candidate loaded by `Exercise.objects.for_coach()`."""
    return _exercise(
        exercise,
        equipment=tuple(Named(e.slug, e.name) for e in exercise.equipment.all()),
        contraindications=tuple(Named(c.slug, c.name) for c in exercise.contraindications.all()),
    )


def _item(item: PlanItem, key: ItemId, exercise: CoachedExercise) -> CoachedItem:
    return CoachedItem(
        id=key,
        exercise=exercise,
        section=item.section,
        position=item.position,
        dose=item.prescription_kind,
        sets=item.set_count,
        reps_min=item.reps_min,
        reps_max=item.reps_max,
        hold_seconds=item.hold_seconds,
        duration_seconds=item.duration_seconds,
        superset=item.superset,
    )


def _exercise(exercise: Exercise, **named: tuple[Named, ...]) -> CoachedExercise:
    return CoachedExercise(
        slug=exercise.slug,
        name=exercise.name,
        kind=exercise.kind,
        mechanics=exercise.mechanics,
        body_parts=tuple(CoachedPart(p.slug, p.name, p.region) for p in exercise.body_parts),
        muscles=frozenset(muscle.slug for muscle in exercise.primary_muscles.all()),
        **named,
    )
