"""What tells that something changed in a person's plans: one row, which feeds and pages ask for."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, Max, Q, QuerySet, Subquery, Sum, TextField
from django.db.models.functions import Cast, Length

from programs.feeds.events import CANCELLED_DAYS
from programs.models.compiled import CompiledQuery
from programs.models.office_breaks import OFFICE_PROGRAM
from programs.models.program import ProgramDay


def state_of(owner_id: int, cancelled_since: datetime) -> QuerySet[Any, Any]:
    """Values that change with a person's schedules, workouts and breaks, as one row."""
    schedules = "workouts__schedules"
    shown = Q(**{f"{schedules}__cancelled_at__isnull": True}) | Q(
        **{f"{schedules}__cancelled_at__gte": cancelled_since}
    )
    office = ProgramDay.objects.filter(
        program__slug=OFFICE_PROGRAM, program__status="published"
    ).order_by()
    people = get_user_model().objects.filter(pk=owner_id)
    breaks = people.values_list("office_breaks__updated_at", "office_breaks__own_feed")
    return breaks.annotate(
        count=Count(schedules, filter=shown),
        revisions=Sum(f"{schedules}__revision", filter=shown),
        changed=Max(f"{schedules}__updated_at", filter=shown),
        workout_count=Count("workouts", distinct=True),
        workout_revisions=Sum("workouts__revision", filter=shown),
        workout_changed=Max("workouts__updated_at"),
        dismissed=Sum(Length(Cast("workouts__dismissed", TextField()))),
        office_changed=Subquery(office.values("updated_at")[:1]),
    )


STATES = CompiledQuery(
    state_of, owner_id=-987654321, cancelled_since=datetime(1987, 6, 5, tzinfo=UTC)
)


def plans_state(owner_id: int, now: datetime) -> tuple[Any, ...]:
    """Values that change with everything that is shown of the person's plans (one query)."""
    return STATES.row(owner_id=owner_id, cancelled_since=now - CANCELLED_DAYS)
