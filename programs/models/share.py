"""A workout that its owner shows to others: one secret address, until it is revoked."""

from __future__ import annotations

import secrets
from datetime import date

from django.db import models
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programs.models.feed import digest_of, new_token
from programs.models.workout import Workout
from programs.phases import PhaseTimeline


class WorkoutShareManager(models.Manager["WorkoutShare"]):
    """Shared workouts by token or by workout."""

    def by_token(self, token: str) -> WorkoutShare | None:
        """What this secret opens, with all that a page shows; None for a wrong or revoked one."""
        workouts = Workout.objects.with_items().select_related("source_day__program")
        shares = self.prefetch_related(Prefetch("workout", queryset=workouts))
        share = shares.filter(token_digest=digest_of(token), workout__deleted_by=None).first()
        return share if share and secrets.compare_digest(share.token, token) else None

    def make_for(self, workout: Workout) -> WorkoutShare:
        """The workout's share, made on demand."""
        token = new_token()
        values = {"token": token, "token_digest": digest_of(token)}
        share, _is_new = self.get_or_create(workout=workout, defaults=values)
        return share


class WorkoutShare(models.Model):
    """The secret address of one workout, 192 random bits; deleting the row revokes it at once."""

    workout = models.OneToOneField(Workout, models.CASCADE, related_name="share")
    token = models.CharField(max_length=64, editable=False)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = WorkoutShareManager()
    slug = "shared-workout"

    class Meta:
        verbose_name = _("workout share")
        verbose_name_plural = _("workout shares")

    def __str__(self) -> str:
        return gettext("Shared: %(workout)s") % {"workout": self.workout}

    def get_absolute_url(self) -> str:
        return reverse("programs:shared", args=[self.token])

    def timeline_from(self, day: date) -> PhaseTimeline | None:
        """The phases of the workout, for somebody who begins on that day."""
        timeline = self.workout.timeline
        return timeline.start_again(day) if timeline else None

    @property
    def address_revision(self) -> str:
        """Another one for each secret address; it tells nothing of it."""
        return self.token_digest[:16]

    @property
    def title(self) -> str:
        """The workout's name: with `revision` and `slug` what calendars and sheets ask of a plan."""
        return self.workout.title

    @property
    def revision(self) -> int:
        return self.workout.revision
