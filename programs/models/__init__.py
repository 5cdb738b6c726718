"""Programs and workouts."""

from programs.models.feed import CalendarFeed
from programs.models.plan import Plan, PlanItem, Section
from programs.models.program import WEEKDAYS, Program, ProgramDay, ProgramItem
from programs.models.schedule import Occurrence, PlannedSession, Schedule
from programs.models.share import WorkoutShare
from programs.models.workout import LimitError, Workout, WorkoutItem

__all__ = [
    "WEEKDAYS",
    "CalendarFeed",
    "LimitError",
    "Occurrence",
    "Plan",
    "PlanItem",
    "PlannedSession",
    "Program",
    "ProgramDay",
    "ProgramItem",
    "Schedule",
    "Section",
    "Workout",
    "WorkoutItem",
    "WorkoutShare",
]
