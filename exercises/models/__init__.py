"""The catalogue's models."""

from exercises.models.anatomy import BodyPart, Muscle
from exercises.models.curated import Curated, CuratedQuerySet, LinesField, Loaded, Status
from exercises.models.equipment import Equipment
from exercises.models.exercise import Exercise, JointAction, Stabiliser
from exercises.models.guide import Guide, GuideRating, GuideSource
from exercises.models.photo import ExercisePhoto
from exercises.models.prescription import Prescription, PrescriptionKind
from exercises.models.safety import Condition

__all__ = [
    "BodyPart",
    "Condition",
    "Curated",
    "CuratedQuerySet",
    "Equipment",
    "Exercise",
    "ExercisePhoto",
    "Guide",
    "GuideRating",
    "GuideSource",
    "JointAction",
    "LinesField",
    "Loaded",
    "Muscle",
    "Prescription",
    "PrescriptionKind",
    "Stabiliser",
    "Status",
]
