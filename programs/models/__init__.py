"""Programs and workouts."""

from programs.models.back_diary import BackDiary, BackEntry
from programs.models.feed import CalendarFeed
from programs.models.imported_history import ImportedHistory
from programs.models.occurrence import Occurrence, OccurrenceOverride, OccurrenceState
from programs.models.office_breaks import OfficeBreaks
from programs.models.own_exercise import OwnExercise
from programs.models.pause import Pause
from programs.models.plan import Plan, PlanItem, Section
from programs.models.program import Program, ProgramDay, ProgramItem
from programs.models.program_phase import ProgramPhase
from programs.models.recommendation import Have, Recommendation, Where
from programs.models.revision import WorkoutRevision
from programs.models.schedule import Schedule
from programs.models.session_sum import SessionSum
from programs.models.set_log import RemovedSet, SetKind, SetLog
from programs.models.share import WorkoutShare
from programs.models.workout import LimitError, Workout, WorkoutItem
from programs.models.workout_log import DiscardedLog, WorkoutLog

__all__ = [
    "BackDiary",
    "BackEntry",
    "CalendarFeed",
    "DiscardedLog",
    "Have",
    "ImportedHistory",
    "LimitError",
    "Occurrence",
    "OccurrenceOverride",
    "OccurrenceState",
    "OfficeBreaks",
    "OwnExercise",
    "Pause",
    "Plan",
    "PlanItem",
    "Program",
    "ProgramDay",
    "ProgramItem",
    "ProgramPhase",
    "Recommendation",
    "RemovedSet",
    "Schedule",
    "Section",
    "SessionSum",
    "SetKind",
    "SetLog",
    "Where",
    "Workout",
    "WorkoutItem",
    "WorkoutLog",
    "WorkoutRevision",
    "WorkoutShare",
]
