"""The catalogue in the admin."""

from exercises.admin.anatomy import BodyPartAdmin, MuscleAdmin
from exercises.admin.curated import PRESCRIPTION_ROWS, CuratedAdmin
from exercises.admin.equipment import EquipmentAdmin
from exercises.admin.exercise import ExerciseAdmin
from exercises.admin.guide import GuideAdmin
from exercises.admin.ordering import OrderedInline
from exercises.admin.product import ProductAdmin, ReviewAdmin, ShopAdmin, StockAdmin
from exercises.admin.safety import ConditionAdmin

__all__ = [
    "PRESCRIPTION_ROWS",
    "BodyPartAdmin",
    "ConditionAdmin",
    "CuratedAdmin",
    "EquipmentAdmin",
    "ExerciseAdmin",
    "GuideAdmin",
    "MuscleAdmin",
    "OrderedInline",
    "ProductAdmin",
    "ReviewAdmin",
    "ShopAdmin",
    "StockAdmin",
]
