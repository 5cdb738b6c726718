"""What equipment a person has: the one place where workouts ask for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exercises.models import KitItem

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from backfit.accounts.models import User


def kit_of(user: User | AnonymousUser) -> frozenset[str]:
    """Slugs of the equipment that the person has; empty when they have not said."""
    return frozenset(KitItem.objects.owned_by(user).values_list("equipment__slug", flat=True))
