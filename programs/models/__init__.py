"""Programs and workouts."""

from programs.models.feed import CalendarFeed
from programs.models.occurrence import Change, Occurrence, PlannedSession
from programs.models.office import OfficeBreaks
from programs.models.past import PastPlan
from programs.models.plan import Plan, PlanItem, Section
from programs.models.program import WEEKDAYS, Program, ProgramDay, ProgramItem
from programs.models.schedule import Schedule
from programs.models.session import Session
from programs.models.set_log import SetLog
from programs.models.share import WorkoutShare
from programs.models.workout import LimitError, Workout, WorkoutItem

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
