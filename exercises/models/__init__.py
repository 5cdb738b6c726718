"""The catalogue's models."""

from exercises.models.anatomy import BodyPart, Muscle
from exercises.models.condition import Condition
from exercises.models.equipment import Equipment
from exercises.models.exercise import Exercise, ExerciseSource, JointAction, Stabiliser
from exercises.models.favourite import Favourite
from exercises.models.guide import Guide, GuideRating, GuideSource
from exercises.models.owned_equipment import KitItem, OwnedEquipment, OwnedWeight
from exercises.models.photo import ExercisePhoto
from exercises.models.prescription import Prescription, PrescriptionKind
from exercises.models.price_history import PriceChange
from exercises.models.product import Product
from exercises.models.publishable import (
    CheckedModel,
    LinesField,
    PublishableModel,
    PublishableQuerySet,
    SearchableModel,
    SeededModel,
    Status,
)
from exercises.models.review import Review, ReviewReport
from exercises.models.shop import OpeningHours, Shop, Stock

__all__ = [
    "BodyPart",
    "CheckedModel",
    "Condition",
    "Equipment",
    "Exercise",
    "ExercisePhoto",
    "ExerciseSource",
    "Favourite",
    "Guide",
    "GuideRating",
    "GuideSource",
    "JointAction",
    "KitItem",
    "LinesField",
    "Muscle",
    "OpeningHours",
    "OwnedEquipment",
    "OwnedWeight",
    "Prescription",
    "PrescriptionKind",
    "PriceChange",
    "Product",
    "PublishableModel",
    "PublishableQuerySet",
    "Review",
    "ReviewReport",
    "SearchableModel",
    "SeededModel",
    "Shop",
    "Stabiliser",
    "Status",
    "Stock",
]
