"""A workout that its owner shows to others: one secret address, until it is revoked."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Prefetch
from django.urls import reverse

from programs.models.feed import digest_of, new_token
from programs.models.workout import Workout


class WorkoutShareManager(models.Manager["WorkoutShare"]):
    """Shared workouts by token or by workout."""

    def by_token(self, token: str) -> WorkoutShare | None:
        """What this secret opens, with all that a page shows; None for a wrong or revoked one."""
        workouts = Workout.objects.with_items().select_related("source_day__program")
        shares = self.prefetch_related(Prefetch("workout", queryset=workouts))
        share = shares.filter(token_digest=digest_of(token)).first()
        return share if share and secrets.compare_digest(share.token, token) else None

    def make_for(self, workout: Workout) -> WorkoutShare:
        """The workout's share, made on demand."""
        token = new_token()
        values = {"token": token, "token_digest": digest_of(token)}
        share, _ = self.get_or_create(workout=workout, defaults=values)
        return share


class WorkoutShare(models.Model):
    """The secret address of one workout, 192 random bits; deleting the row revokes it at once."""

    workout = models.OneToOneField(Workout, models.CASCADE, related_name="share")
    token = models.CharField(max_length=64, editable=False)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = WorkoutShareManager()
    slug = "shared-workout"

    def __str__(self) -> str:
        return f"Shared: {self.workout}"

    def get_absolute_url(self) -> str:
        return reverse("programs:shared", args=[self.token])

    @property
    def title(self) -> str:
        """The workout's name: with `revision` and `slug` what calendars and sheets ask of a plan."""
        return self.workout.title

    @property
    def revision(self) -> int:
        return self.workout.revision
