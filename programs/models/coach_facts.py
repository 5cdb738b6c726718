"""From loaded rows to the coach's plain values: the one place that knows models; it makes no query."""

from __future__ import annotations

from exercises.models import Exercise
from programs.coach.types import (
    BodyPartFacts,
    ExerciseFacts,
    Goal,
    ItemFacts,
    ItemId,
    NamedRef,
    WorkoutFacts,
)
from programs.models.plan import Plan, PlanItem


def workout_facts(plan: Plan, goal: Goal | None = None, *, health: bool = False) -> WorkoutFacts:
    """A workout of the builder, or a program's day loaded `for_coach`.

    With `health` also what speaks against each exercise; load the contraindications then.
    """
    items = tuple(item_facts(item, item.pk, health=health) for item in plan.plan_items())
    return WorkoutFacts(str(plan), items, goal)


def work_facts(plan: Plan) -> WorkoutFacts:
    """A workout whose items are loaded `for_week()`: what it trains, and nothing of equipment or health."""
    items = tuple(_item(i, i.pk, _exercise(i.exercise)) for i in plan.plan_items())
    return WorkoutFacts(str(plan), items)


def item_facts(item: PlanItem, key: ItemId, *, health: bool = False) -> ItemFacts:
    """An item of a plan; `key` distinguishes it from the others, also before it has a row."""
    return _item(item, key, exercise_facts(item.exercise, health=health))


def exercise_facts(exercise: Exercise, *, health: bool = False) -> ExerciseFacts:
    """An exercise of a plan, or a candidate loaded by `Exercise.objects.for_coach()`."""
    conditions = exercise.contraindications.all() if health else ()
    return _exercise(
        exercise,
        equipment=tuple(NamedRef(e.slug, e.name) for e in exercise.equipment.all()),
        contraindications=tuple(NamedRef(c.slug, c.name) for c in conditions),
    )


def _item(item: PlanItem, key: ItemId, exercise: ExerciseFacts) -> ItemFacts:
    return ItemFacts(
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


def _exercise(exercise: Exercise, **named: tuple[NamedRef, ...]) -> ExerciseFacts:
    return ExerciseFacts(
        slug=exercise.slug,
        name=exercise.name,
        kind=exercise.kind,
        mechanics=exercise.mechanics,
        body_parts=tuple(BodyPartFacts(p.slug, p.name, p.region) for p in exercise.body_parts),
        muscles=frozenset(muscle.slug for muscle in exercise.primary_muscles.all()),
        **named,
    )
