"""The catalogue in the admin."""

from exercises.admin.anatomy import BodyPartAdmin, MuscleAdmin
from exercises.admin.checked import CheckedAdmin, CheckFilter
from exercises.admin.condition import ConditionAdmin
from exercises.admin.equipment import EquipmentAdmin
from exercises.admin.exercise import ExerciseAdmin
from exercises.admin.guide import GuideAdmin
from exercises.admin.inlines import OrderedInline, RowInline
from exercises.admin.product import ProductAdmin, ReviewAdmin, ShopAdmin, StockAdmin
from exercises.admin.publishable import PublishableAdmin

__all__ = [
    "BodyPartAdmin",
    "CheckFilter",
    "CheckedAdmin",
    "ConditionAdmin",
    "EquipmentAdmin",
    "ExerciseAdmin",
    "GuideAdmin",
    "MuscleAdmin",
    "OrderedInline",
    "ProductAdmin",
    "PublishableAdmin",
    "ReviewAdmin",
    "RowInline",
    "ShopAdmin",
    "StockAdmin",
]
