"""The coach checks workouts and weeks against the rules of our guides: advice, never a ban.

Pure functions over plain values: no request, no query. `programs.models.coach_facts` makes the values from loaded rows.
"""

from programs.coach.advice import Advice, Code, Fix, Source
from programs.coach.check import check_workout
from programs.coach.suitability import missing_equipment, suggest_swaps, suits
from programs.coach.types import (
    BodyPartFacts,
    ExerciseFacts,
    ItemFacts,
    NamedRef,
    TrainingDay,
    WorkoutFacts,
    training_day,
)
from programs.coach.weekly_rules import DateRange, check_week, is_spread_out
from programs.coach.workout_rules import WARM_UPS, equipment_needed, lacks_warm_up, volume_by_region

__all__ = [
    "WARM_UPS",
    "Advice",
    "BodyPartFacts",
    "Code",
    "DateRange",
    "ExerciseFacts",
    "Fix",
    "ItemFacts",
    "NamedRef",
    "Source",
    "TrainingDay",
    "WorkoutFacts",
    "check_week",
    "check_workout",
    "equipment_needed",
    "is_spread_out",
    "lacks_warm_up",
    "missing_equipment",
    "suggest_swaps",
    "suits",
    "training_day",
    "volume_by_region",
]
