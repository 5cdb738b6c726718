"""What can be done instead of each exercise of a program, to choose from before it is added."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from exercises.formats import and_list
from exercises.models import Exercise
from programs.builder.candidates import MAX_SWAPS, find_candidates
from programs.coach import ExerciseFacts, NamedRef, missing_equipment, suggest_swaps
from programs.models import Program
from programs.models.coach_facts import workout_facts


@dataclass(frozen=True)
class SwapChoice:
    """An exercise, what the person lacks for it, and what they may do instead, the nearest first."""

    exercise: Exercise
    missing: list[NamedRef]
    options: list[ExerciseFacts]

    @property
    def lacks(self) -> str:
        """The names of what is missing."""
        return and_list(thing.name for thing in self.missing)


def swap_choices(program: Program, kit: Collection[str] | None) -> list[SwapChoice]:
    """A choice for each exercise of the program that another can replace, in order.

    They are the swaps that the builder offers in a copy: none of them is done that day already, and
    all suit the kit (None when it is not known). Load the program `with_items` (three more queries a day).
    """
    found: dict[str, SwapChoice] = {}
    days = [(day, workout_facts(day)) for day in program.plans]
    for day, facts in days:
        candidates = find_candidates(day, facts, kit=kit, open_items=day.plan_items())
        for item, row in zip(facts.items, day.plan_items(), strict=True):
            slug = item.exercise.slug
            done = {
                other.exercise.slug
                for _day, there in days
                if any(each.exercise.slug == slug for each in there.items)
                for other in there.items
            }
            fresh = [each for each in candidates if each.slug not in done]
            options = suggest_swaps(item, fresh, kit)[:MAX_SWAPS]
            missing = missing_equipment(item.exercise, kit)
            found.setdefault(slug, SwapChoice(row.exercise, missing, options))
    return [choice for choice in found.values() if choice.options]
