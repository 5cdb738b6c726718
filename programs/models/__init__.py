"""Programs and workouts."""

from programs.models.feed import CalendarFeed
from programs.models.occurrence import Change, Occurrence, PlannedSession
from programs.models.office_breaks import OfficeBreaks
from programs.models.plan import Plan, PlanItem, Section
from programs.models.program import WEEKDAYS, Program, ProgramDay, ProgramItem
from programs.models.revision import PastPlan
from programs.models.schedule import Schedule
from programs.models.set_log import SetLog
from programs.models.share import WorkoutShare
from programs.models.workout import LimitError, Workout, WorkoutItem
from programs.models.workout_log import Session

__all__ = [
    "WEEKDAYS",
    "CalendarFeed",
    "Change",
    "LimitError",
    "Occurrence",
    "OfficeBreaks",
    "PastPlan",
    "Plan",
    "PlanItem",
    "PlannedSession",
    "Program",
    "ProgramDay",
    "ProgramItem",
    "Schedule",
    "Section",
    "Session",
    "SetLog",
    "Workout",
    "WorkoutItem",
    "WorkoutShare",
]
