"""One set of a session as it was done, with the words of the plan at that time."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from exercises.models import Exercise
from exercises.models.fields import LineField
from programs.models.workout import WorkoutItem

if TYPE_CHECKING:
    from programs.models.workout_log import WorkoutLog

MOST_REPS, MOST_SECONDS, MOST_KG = 1000, 7200, 1000

Place = tuple[int, int, str]
"""Where a set stands in a session: the exercise's position, the set's number, the side."""


class Side(models.TextChoices):
    """Which side of the body a set was for."""

    BOTH = "", "Both"
    LEFT = "left", "Left"
    RIGHT = "right", "Right"


class SetLog(models.Model):
    """One set as it was done: repetitions, or seconds, or how many holds of so many seconds.

    `position` is the exercise's place on the sheet, from 0. `item` goes when the exercise leaves the
    workout; `exercise`, and its name and prescription as they were in words, stay.
    """

    log = models.ForeignKey("programs.WorkoutLog", models.CASCADE, related_name="sets")
    uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    item = models.ForeignKey(
        WorkoutItem, models.SET_NULL, null=True, blank=True, related_name="set_logs"
    )
    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="set_logs")
    name = LineField(max_length=120)
    words = LineField(max_length=120)
    position = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField("set")
    side = models.CharField(max_length=5, choices=Side, blank=True, default=Side.BOTH)
    reps = models.PositiveSmallIntegerField("repetitions or holds", null=True, blank=True)
    load_kg = models.DecimalField(max_digits=7, decimal_places=3, null=True, blank=True)
    band = LineField(max_length=30, blank=True)
    seconds = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["position", "number", "side", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["log", "uuid"],
                name="one_set_for_each_upload",
                violation_error_message="This set is written down already.",
            ),
            models.UniqueConstraint(
                fields=["log", "position", "number", "side"],
                name="one_set_for_each_place",
                violation_error_message="This set is written down already.",
            ),
            models.CheckConstraint(
                condition=Q(reps__isnull=False) | Q(seconds__isnull=False),
                name="set_says_how_much",
                violation_error_message="A set has repetitions, or seconds, or both.",
            ),
            models.CheckConstraint(
                condition=(Q(reps__isnull=True) | Q(reps__lte=MOST_REPS))
                & (Q(seconds__isnull=True) | Q(seconds__range=(1, MOST_SECONDS)))
                & (Q(load_kg__isnull=True) | Q(load_kg__gte=0, load_kg__lte=MOST_KG)),
                name="set_numbers_in_bounds",
                violation_error_message=(
                    f"At most {MOST_REPS} repetitions, {MOST_SECONDS} seconds, {MOST_KG} kg."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, set {self.number}"

    @property
    def place(self) -> Place:
        return self.position, self.number, self.side

    @property
    def volume(self) -> Decimal:
        """Kilograms times repetitions; 0 without a load."""
        return (self.load_kg or Decimal()) * (self.reps or 0)


WRITTEN = ["item", "exercise", "name", "words", "reps", "load_kg", "band", "seconds"]
"""What of a set may change; its place and its key stay."""


@dataclass(frozen=True)
class PreviousSets:
    """When each exercise was done last, and its sets of that time; newest sessions are added first."""

    by_item: dict[int | None, tuple[WorkoutLog, list[SetLog]]] = field(default_factory=dict)
    by_exercise: dict[int, tuple[WorkoutLog, list[SetLog]]] = field(default_factory=dict)

    def add(self, session: WorkoutLog, sets: list[SetLog]) -> None:
        self.by_item.setdefault(sets[0].item_id, (session, sets))
        self.by_exercise.setdefault(sets[0].exercise_id, (session, sets))

    def of(self, item: WorkoutItem) -> tuple[WorkoutLog, list[SetLog]] | None:
        """Of this item of the workout, else of its exercise anywhere in it; None when never done."""
        return self.by_item.get(item.pk) or self.by_exercise.get(item.exercise_id)
