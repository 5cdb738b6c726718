"""Programs and workouts."""

from programs.models.plan import Plan, PlanItem, Section
from programs.models.program import WEEKDAYS, Program, ProgramDay, ProgramItem
from programs.models.workout import Workout, WorkoutItem

__all__ = [
    "WEEKDAYS",
    "Plan",
    "PlanItem",
    "Program",
    "ProgramDay",
    "ProgramItem",
    "Section",
    "Workout",
    "WorkoutItem",
]
