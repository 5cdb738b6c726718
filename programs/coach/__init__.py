"""The coach checks workouts and weeks against the rules of our guides: advice, never a ban.

Pure functions over plain values: no request, no query. `coached` makes the values from loaded rows.
"""

from programs.coach.adapters import coached, coached_exercise, coached_item, coached_work
from programs.coach.advice import Advice, Code, Fix, Source
from programs.coach.check import check_workout
from programs.coach.suitability import suggest_swaps
from programs.coach.types import (
    CoachedExercise,
    CoachedItem,
    CoachedPart,
    CoachedWorkout,
    Named,
    PlannedSession,
    planned,
)
from programs.coach.weekly_rules import Span, check_sessions
from programs.coach.workout_rules import equipment_needed, volume_by_region

__all__ = [
    "Advice",
    "CoachedExercise",
    "CoachedItem",
    "CoachedPart",
    "CoachedWorkout",
    "Code",
    "Fix",
    "Named",
    "PlannedSession",
    "Source",
    "Span",
    "check_sessions",
    "check_workout",
    "coached",
    "coached_exercise",
    "coached_item",
    "coached_work",
    "equipment_needed",
    "planned",
    "suggest_swaps",
    "volume_by_region",
]
