"""Programs and workouts."""

from programs.models.feed import CalendarFeed
from programs.models.occurrence import Occurrence, OccurrenceOverride, OccurrenceState
from programs.models.office_breaks import OfficeBreaks
from programs.models.plan import Plan, PlanItem, Section
from programs.models.program import Program, ProgramDay, ProgramItem
from programs.models.revision import WorkoutRevision
from programs.models.schedule import Schedule
from programs.models.set_log import SetLog
from programs.models.share import WorkoutShare
from programs.models.workout import LimitError, Workout, WorkoutItem
from programs.models.workout_log import WorkoutLog

__all__ = [
    "CalendarFeed",
    "LimitError",
    "Occurrence",
    "OccurrenceOverride",
    "OccurrenceState",
    "OfficeBreaks",
    "Plan",
    "PlanItem",
    "Program",
    "ProgramDay",
    "ProgramItem",
    "Schedule",
    "Section",
    "SetLog",
    "Workout",
    "WorkoutItem",
    "WorkoutLog",
    "WorkoutRevision",
    "WorkoutShare",
]
