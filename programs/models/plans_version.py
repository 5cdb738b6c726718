"""One number for each person that goes up with every change of their plans.

Plans are workouts, schedules with their single sessions, office breaks and logs. What is made from
them, such as the calendar feed, is current while the number is what it was.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.db.models import F, QuerySet
from django.utils.translation import get_language

from exercises import content_version
from exercises.people import Person, Visitor

QUARTER_HOUR = 900


def bump_plans_version(owner_id: int | None) -> None:
    """Count one more change of the person's plans. Guests (None) have no number.

    Call it in the transaction of the change: the number then never runs ahead of what it counts.
    """
    _person(owner_id).update(plans_version=F("plans_version") + 1)


def plans_key(user: Person, now: datetime) -> str:
    """Names all that a page of the person's plans is made from; `user` was loaded before all that.

    It changes every quarter of an hour, when a day may begin in one of the world's zones. While the
    version of the public content is not known, it is a new one each time.
    """
    person = user.pk, getattr(user, "plans_version", 0)
    reading = user.time_zone, user.week_start, user.units, user.clock, user.figure, get_language()
    content = content_version.current() or uuid4().hex
    parts = *person, *reading, content, int(now.timestamp()) // QUARTER_HOUR
    return sha256(repr(parts).encode()).hexdigest()


def lock_plans(user: Visitor) -> bool:
    """Let changes of the person's plans wait for one another until the transaction ends.

    A middleware calls this before a view loads what it changes: then nothing that it loaded can be
    deleted or changed by another request, and locks are always taken in one order. False when the
    person's account was deleted meanwhile.
    """
    # Foreign keys to the person can still be written meanwhile (FOR NO KEY UPDATE).
    locked = _person(user.pk).select_for_update(no_key=True)
    return locked.values_list("pk").first() is not None


def _person(pk: int | None) -> QuerySet[Any]:
    return get_user_model()._base_manager.filter(pk=pk or 0)
