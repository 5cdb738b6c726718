"""What conditions rule out of a program, and what to do in its place."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from exercises.models import Exercise
from programs.builder.candidates import find_candidates
from programs.coach import ExerciseFacts, suggest_swaps, suits
from programs.models import Program
from programs.models.coach_facts import workout_facts


@dataclass(frozen=True)
class LeftOut:
    """An exercise that a condition speaks against, and the one that suits instead, if there is one."""

    exercise: Exercise
    instead: ExerciseFacts | None


def left_out(
    program: Program, conditions: Collection[str], kit: Collection[str] | None
) -> list[LeftOut]:
    """The program's exercises that any of the conditions (slugs) rules out, each once, in order.

    A replacement suits all of the conditions and the kit, and is not in the program already. Load the
    program `for_coach` (three more queries a day).
    """
    found: dict[str, LeftOut] = {}
    used = {exercise.slug for exercise in program.exercises()}
    for day in program.plans:
        facts = workout_facts(day, health=True)
        unsuitable = [
            (item, row.exercise)
            for item, row in zip(facts.items, day.plan_items(), strict=True)
            if item.exercise.slug not in found and not suits(item.exercise, None, conditions)
        ]
        if not unsuitable:
            continue
        candidates = find_candidates(day, facts, kit=kit, conditions=conditions)
        for item, exercise in unsuitable:
            fresh = [each for each in candidates if each.slug not in used]
            instead = next(iter(suggest_swaps(item, fresh, kit, conditions)), None)
            used |= {instead.slug} if instead else set()
            found.setdefault(exercise.slug, LeftOut(exercise, instead))
    return list(found.values())
