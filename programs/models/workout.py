"""A person's own workouts."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Prefetch
from django.urls import reverse

from programs.models.plan import UNPRINTED, Plan, PlanItem
from programs.models.program import ProgramDay

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from backfit.models import User


class WorkoutQuerySet(models.QuerySet["Workout"]):
    """Workouts by owner, and with what a page shows of them."""

    def owned_by(self, user: User | AnonymousUser) -> Self:
        """The person's own workouts; none for someone who is not signed in."""
        return self.filter(owner_id=user.pk) if user.is_authenticated else self.none()

    def with_items(self) -> Self:
        """With items and what a row shows of each exercise (constant queries)."""
        items = WorkoutItem.objects.select_related("exercise__body_part").prefetch_related(
            "exercise__equipment", "exercise__primary_muscles__body_part"
        )
        return self.prefetch_related(Prefetch("items", queryset=items))

    def for_sheet(self) -> Self:
        """With items and what a sheet prints of each exercise (three queries)."""
        items = WorkoutItem.objects.select_related("exercise").defer(*UNPRINTED)
        items = items.prefetch_related("exercise__equipment")
        return self.prefetch_related(Prefetch("items", queryset=items))

    def for_list(self) -> Self:
        """Newest change first, each with its number of exercises as `exercise_count`."""
        return self.annotate(exercise_count=Count("items")).order_by("-updated_at", "-pk")


class Workout(Plan):
    """A workout that belongs to one person and is theirs to change."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="workouts")
    source_day = models.ForeignKey(
        ProgramDay, models.SET_NULL, null=True, blank=True, related_name="workouts"
    )

    objects = WorkoutQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "-updated_at"], name="workout_by_owner")]

    def get_absolute_url(self) -> str:
        return reverse("programs:workout-detail", args=[self.uuid])


class WorkoutItem(PlanItem):
    """An exercise in a person's workout."""

    workout = models.ForeignKey(Workout, models.CASCADE, related_name="items")

    class Meta(PlanItem.Meta):
        abstract = False
