"""What suits the person: the equipment they have, what they answered in the safety check, what to do instead."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext as _

from exercises.formats import and_list
from programs.coach.advice import Advice, Code, Fix
from programs.coach.types import ExerciseFacts, ItemFacts, NamedRef, WorkoutFacts

EVERYWHERE = {"chair", "mat"}
"""Kinds of equipment that every home has, or something as good: a carpet does for a mat."""


def missing_equipment(exercise: ExerciseFacts, kit: Collection[str] | None) -> list[NamedRef]:
    """What the exercise needs and `kit` (slugs) lacks; nothing when the kit is not known (None)."""
    if kit is None:
        return []
    return [thing for thing in exercise.equipment if thing.slug not in {*kit, *EVERYWHERE}]


def suits(
    exercise: ExerciseFacts, kit: Collection[str] | None, conditions: Collection[str]
) -> bool:
    """Whether it can be done with the kit, and no condition (slugs) speaks against it."""
    against = any(condition.slug in conditions for condition in exercise.contraindications)
    return not against and not missing_equipment(exercise, kit)


def suggest_swaps(
    item: ItemFacts,
    candidates: Sequence[ExerciseFacts],
    kit: Collection[str] | None,
    conditions: Collection[str] = (),
) -> list[ExerciseFacts]:
    """Other exercises of the same kind that work all the same primary muscles and suit the person.

    The nearest come first: those with the fewest other muscles, then those of the same mechanics, by name.
    """
    now = item.exercise
    fitting = [
        other
        for other in candidates
        if other.slug != now.slug
        and other.kind == now.kind
        and other.muscles >= now.muscles
        and suits(other, kit, conditions)
    ]
    return sorted(fitting, key=lambda e: (len(e.muscles), e.mechanics != now.mechanics, e.name))


def equipment_missing(
    workout: WorkoutFacts,
    candidates: Sequence[ExerciseFacts],
    kit: Collection[str] | None,
    conditions: Collection[str],
) -> list[Advice]:
    """Each exercise that needs something the person does not have, to swap or, without another for it, leave out."""
    found = []
    for item in workout.items:
        missing = missing_equipment(item.exercise, kit)
        if missing:
            fix = _swap(workout, item, candidates, kit, conditions) or leave_out(item)
            sentence = _("%(exercise)s needs equipment that you do not have: %(equipment)s.") % {
                "exercise": item.name,
                "equipment": and_list(thing.name for thing in missing),
            }
            about = (item.exercise.slug, *(thing.slug for thing in missing))
            found.append(Advice(Code.EQUIPMENT_MISSING, "items", sentence, (item.id,), about, fix))
    return found


def contraindicated(
    workout: WorkoutFacts,
    candidates: Sequence[ExerciseFacts],
    kit: Collection[str] | None,
    conditions: Mapping[str, str],
) -> list[Advice]:
    """What the person's conditions (slug to reason) speak against: the workout, or exercises of it."""
    against_all = [
        condition
        for condition in (workout.items[0].exercise.contraindications if workout.items else ())
        if condition.slug in conditions
        and all(condition in item.exercise.contraindications for item in workout.items)
    ]
    found = [_leave_workout(against_all, conditions)] if against_all else []
    for item in workout.items:
        against = [
            condition
            for condition in item.exercise.contraindications
            if condition.slug in conditions and condition not in against_all
        ]
        if against:
            fix = _swap(workout, item, candidates, kit, conditions) or leave_out(item)
            found.append(_leave_item(item, against, conditions, fix))
    return found


def _leave_workout(against: list[NamedRef], conditions: Mapping[str, str]) -> Advice:
    sentence = _("This speaks against every exercise of the workout for now. %(reasons)s") % {
        "reasons": _reasons(against, conditions)
    }
    about = tuple(condition.slug for condition in against)
    return Advice(Code.CONTRAINDICATED, "workout", sentence, (), about)


def _leave_item(
    item: ItemFacts, against: list[NamedRef], conditions: Mapping[str, str], fix: Fix
) -> Advice:
    sentence = _("%(exercise)s is better left out for now. %(reasons)s") % {
        "exercise": item.name,
        "reasons": _reasons(against, conditions),
    }
    about = (item.exercise.slug, *(condition.slug for condition in against))
    return Advice(Code.CONTRAINDICATED, "items", sentence, (item.id,), about, fix)


def _reasons(against: list[NamedRef], conditions: Mapping[str, str]) -> str:
    """`Pregnancy: reason. Knee problem: reason.`"""
    return " ".join(
        _("%(condition)s: %(reason)s")
        % {"condition": condition.name, "reason": conditions[condition.slug]}
        for condition in against
    )


def leave_out(item: ItemFacts) -> Fix:
    """Take the exercise out of the workout."""
    return Fix("remove", _("Leave out %(exercise)s") % {"exercise": item.name}, item=item.id)


def _swap(
    workout: WorkoutFacts,
    item: ItemFacts,
    candidates: Sequence[ExerciseFacts],
    kit: Collection[str] | None,
    conditions: Collection[str],
) -> Fix | None:
    """A swap for the nearest exercise that is not in the workout yet."""
    used = {other.exercise.slug for other in workout.items}
    fresh = [exercise for exercise in candidates if exercise.slug not in used]
    for other in suggest_swaps(item, fresh, kit, conditions):
        label = _("Swap for %(exercise)s") % {"exercise": other.name}
        return Fix("swap", label, item=item.id, exercise=other.slug)
    return None
