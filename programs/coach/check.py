"""The coach looks at one workout."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from programs.coach.advice import Advice
from programs.coach.dose_rules import reps_and_goal, stretch_order, stretch_short
from programs.coach.suitability import contraindicated, equipment_missing, suits
from programs.coach.types import ExerciseFacts, WorkoutFacts
from programs.coach.workout_rules import isolation_first, no_warm_up, uneven_back, upper_back_count


def check_workout(
    workout: WorkoutFacts,
    *,
    kit: Collection[str] | None = None,
    conditions: Mapping[str, str] | None = None,
    candidates: Sequence[ExerciseFacts] = (),
) -> list[Advice]:
    """All advice on one workout, what concerns health first.

    `kit`: slugs of the equipment that the person has, None when it is not known. `conditions`: what
    they answered in the safety check, slug to reason in a sentence. `candidates`: exercises to swap in or add.
    """
    conditions = conditions or {}
    suitable = [exercise for exercise in candidates if suits(exercise, kit, conditions)]
    return [
        *contraindicated(workout, candidates, kit, conditions),
        *no_warm_up(workout, suitable),
        *isolation_first(workout),
        *upper_back_count(workout),
        *uneven_back(workout),
        *reps_and_goal(workout),
        *stretch_short(workout),
        *stretch_order(workout),
        *equipment_missing(workout, candidates, kit, conditions),
    ]
