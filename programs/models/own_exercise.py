"""Exercises that a person made up: what they do and the catalogue does not have."""

from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from exercises.models import Exercise
from exercises.models.fields import LineField
from exercises.people import Visitor
from programs.models.plans_version import bump_plans_version, lock_plans

OWN_PREFIX = "own-"
MAX_OWN_EXERCISES = 1000
"""A limit that no honest person meets; it keeps one person from filling the database."""


class OwnExerciseQuerySet(models.QuerySet["OwnExercise"]):
    """Own exercises by owner, and with what a page shows of them."""

    def owned_by(self, user: Visitor) -> Self:
        """The person's own, merged ones included; none for someone who is not signed in."""
        return self.filter(owner_id=user.pk) if user.is_authenticated else self.none()

    def in_use(self) -> Self:
        """Those that were not merged into another."""
        return self.filter(exercise__isnull=True, merged_into__isnull=True)

    def for_list(self) -> Self:
        """By name, each with the number of its sets as `set_count` (one query)."""
        return self.in_use().annotate(set_count=Count("set_logs")).order_by("name", "pk")


class OwnExercise(models.Model):
    """An exercise of a person's own. `uuid` is made by whoever sends it.

    One that was merged stays, and leads to another of the person's own (`merged_into`) or to one of
    the catalogue (`exercise`): a device that does not know of it yet still sends its UUID.
    `named_at` is when the upload that named it first was written, by the clock of the device; it is
    empty once the person gave it a name on this site, which no upload changes.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="own_exercises"
    )
    uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    name = LineField(_("name"), max_length=120)
    exercise = models.ForeignKey(
        Exercise, models.PROTECT, null=True, blank=True, related_name="merged_own_exercises"
    )
    merged_into = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="merged"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    named_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OwnExerciseQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "uuid"], name="one_own_exercise_for_each_uuid"
            ),
            models.CheckConstraint(
                condition=Q(exercise__isnull=True) | Q(merged_into__isnull=True),
                name="own_exercise_merged_once",
                violation_error_message=_("An exercise is merged into one other."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("programs:own-exercise-edit", args=[self.uuid])

    @property
    def code(self) -> str:
        """What addresses and uploads call it: `own-` and its UUID."""
        return f"{OWN_PREFIX}{self.uuid}"

    @transaction.atomic
    def rename(self, name: str) -> None:
        """Give it a name that no upload changes."""
        bump_plans_version(self.owner_id)
        self.name, self.named_at = name, None
        self.save(update_fields=["name", "named_at"])

    @transaction.atomic
    def delete_unused(self) -> bool:
        """Delete it if nothing was done of it; tells whether it is gone."""
        lock_plans(self.owner)
        if self.set_logs.exists():
            return False
        self.delete()
        return True

    @transaction.atomic
    def merge_into(self, other: OwnExercise | Exercise) -> None:
        """Give all its sets to `other`, one of the same person's or of the catalogue."""
        from programs.models.session_sum import SessionSum

        bump_plans_version(self.owner_id)
        if isinstance(other, OwnExercise):
            exercise, own = None, other
        else:
            exercise, own = other, None
        sessions = list(self.set_logs.values_list("log", flat=True))
        self.set_logs.update(exercise=exercise, own_exercise=own)
        SessionSum.objects.refresh(sessions)
        family = Q(pk=self.pk) | Q(merged_into=self)
        OwnExercise.objects.filter(family).update(exercise=exercise, merged_into=own)
