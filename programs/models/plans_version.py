"""One number for each person that goes up with every change of their plans.

Plans are workouts, schedules with their single sessions, office breaks and logs. What is made from
them, such as the calendar feed, is current while the number is what it was.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import F, QuerySet

from exercises.people import Visitor


def bump_plans_version(owner_id: int | None) -> None:
    """Count one more change of the person's plans. Guests (None) have no number.

    Call it in the transaction of the change: the number then never runs ahead of what it counts.
    """
    _person(owner_id).update(plans_version=F("plans_version") + 1)


def lock_plans(user: Visitor) -> None:
    """Let changes of the person's plans wait for one another until the transaction ends.

    A view that changes them calls this first, before it loads what it changes: then nothing that it
    loaded can be deleted or changed by another request, and locks are always taken in one order.
    """
    # Foreign keys to the person can still be written meanwhile (FOR NO KEY UPDATE).
    _person(user.pk).select_for_update(no_key=True).values_list("pk").first()


def _person(pk: int | None) -> QuerySet[Any]:
    return get_user_model()._base_manager.filter(pk=pk or 0)
