"""What equipment a person has: the one place where workouts ask for it."""

from __future__ import annotations

from exercises.models import KitItem
from exercises.people import Visitor


def kit_of(user: Visitor) -> frozenset[str]:
    """Slugs of the equipment that the person has; empty when they have not said."""
    return frozenset(KitItem.objects.owned_by(user).values_list("equipment__slug", flat=True))
