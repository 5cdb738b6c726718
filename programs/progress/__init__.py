"""What was done, and what comes next: pure functions over plain values; they know no query and no page."""

from programs.progress.adherence import Adherence, PlannedSession, adherence
from programs.progress.balance import ExerciseUse, Load, balance_sentence, hard_sets
from programs.progress.bests import Best, Effort, best_effort, find_bests
from programs.progress.next_step import Suggestion, next_step
from programs.progress.series import Line, Measure, Point, estimated_max, lines_of, measures_of
from programs.progress.steps import LoadSteps
from programs.progress.streaks import Streak, Week, streak_of
from programs.progress.types import DoneSet, Dose, ExerciseSession, Variant

__all__ = [
    "Adherence",
    "Best",
    "DoneSet",
    "Dose",
    "Effort",
    "ExerciseSession",
    "ExerciseUse",
    "Line",
    "Load",
    "LoadSteps",
    "Measure",
    "PlannedSession",
    "Point",
    "Streak",
    "Suggestion",
    "Variant",
    "Week",
    "adherence",
    "balance_sentence",
    "best_effort",
    "estimated_max",
    "find_bests",
    "hard_sets",
    "lines_of",
    "measures_of",
    "next_step",
    "streak_of",
]
