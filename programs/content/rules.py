"""What a program must not say of its exercises: rules of the content that a schema cannot tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from exercises.content.loader import columns
from exercises.models.exercise import Level
from programs.models.program_phase import PHASE_COLUMNS, phase_problems
from programs.phases import Phase

if TYPE_CHECKING:
    from exercises.content.catalogue import ExerciseSchema
    from programs.content.catalogue import ItemSchema, ProgramSchema

OPTIONAL = "optional"
"""How the note of an item begins that may be left out."""


def program_problems(
    programs: Iterable[ProgramSchema], exercises: Iterable[ExerciseSchema]
) -> list[str]:
    """Phases that make no sense, and exercises above the level of a beginner's program, as sentences."""
    programs = list(programs)
    by_slug = {entry.slug: entry for entry in exercises}
    return [problem for program in programs for problem in _phase_problems(program)] + [
        f"{program.slug}.toml: items: a beginner’s program has “{item.exercise}”, which begins at"
        f" {by_slug[item.exercise].level_min}; note “Optional”, or an easier variant by its name."
        for program in programs
        if program.level == Level.BEGINNER
        for day in program.days
        for item in day.items
        if item.exercise in by_slug and _is_too_hard(item, by_slug)
    ]


def _phase_problems(program: ProgramSchema) -> Iterable[str]:
    phases = [Phase(**columns(each, PHASE_COLUMNS)) for each in program.phases]
    numbers = {item.phase for day in program.days for item in day.items}
    for problem in phase_problems(phases, numbers):
        yield f"{program.slug}.toml: phases: {problem}"


def _is_too_hard(item: ItemSchema, by_slug: Mapping[str, ExerciseSchema]) -> bool:
    """Whether the item begins above beginner, and its note neither frees from it nor eases it."""
    exercise, note = by_slug[item.exercise], item.note.lower()
    easier = [
        entry.name.lower()
        for entry in by_slug.values()
        if entry.slug in exercise.easier or exercise.slug in entry.harder
    ]
    eased = note.startswith(OPTIONAL) or any(name in note for name in easier)
    return exercise.level_min != Level.BEGINNER and not eased
