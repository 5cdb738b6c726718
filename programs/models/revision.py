"""Workouts as they were: what a sheet that was printed before the last changes holds."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from exercises.models import Exercise
from programs.models.plan import SHEET_DEFERRED
from programs.models.workout import Workout, WorkoutItem

MAX_REVISIONS = 50


class WorkoutRevisionManager(models.Manager["WorkoutRevision"]):
    """Keeps the last revisions of a workout, and brings one back."""

    def keep(self, workout: Workout, revision: int, items: list[dict[str, Any]]) -> None:
        """Store the items of a revision, and delete revisions beyond the last `MAX_REVISIONS`."""
        self.bulk_create(
            [WorkoutRevision(workout=workout, revision=revision, items=items)],
            update_conflicts=True,
            unique_fields=["workout", "revision"],
            update_fields=["items"],
        )
        self.filter(workout=workout, revision__lte=revision - MAX_REVISIONS).delete()

    def items_at(self, workout: Workout, revision: int) -> list[WorkoutItem] | None:
        """The items of an earlier revision in their order; None when they are not known.

        The items are not saved ones: some may be gone, all may have changed (three queries).
        """
        past = workout.revisions.filter(revision=revision).first()
        return None if past is None else past.restored()


class WorkoutRevision(models.Model):
    """The items of one earlier revision of a workout, in order, as plain values."""

    workout = models.ForeignKey(Workout, models.CASCADE, related_name="revisions")
    revision = models.PositiveIntegerField()
    items = models.JSONField(default=list)

    objects = WorkoutRevisionManager()

    class Meta:
        verbose_name = _("workout revision")
        verbose_name_plural = _("workout revisions")
        constraints = [
            models.UniqueConstraint(
                fields=["workout", "revision"], name="one_past_plan_for_each_revision"
            )
        ]

    def __str__(self) -> str:
        return gettext("%(workout)s, revision %(number)s") % {
            "workout": self.workout,
            "number": self.revision,
        }

    def restored(self) -> list[WorkoutItem]:
        """The items as they were, with their exercises; those without one any more are left out."""
        exercises = Exercise.objects.defer(*(name.partition("__")[2] for name in SHEET_DEFERRED))
        found = exercises.prefetch_related("equipment").in_bulk(
            {item["exercise_id"] for item in self.items}
        )
        return [
            WorkoutItem(workout=self.workout, exercise=found[item["exercise_id"]], **_columns(item))
            for item in self.items
            if item["exercise_id"] in found
        ]


def as_values(items: Iterable[WorkoutItem]) -> list[dict[str, Any]]:
    """The items as plain JSON values, empty ones left out."""
    return [_values(item) for item in items]


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    """An item's stored values as its columns, but for the exercise."""
    columns = {name: value for name, value in values.items() if name != "exercise_id"}
    return columns | ({"load_kg": Decimal(values["load_kg"])} if "load_kg" in values else {})


def _values(item: WorkoutItem) -> dict[str, Any]:
    values = item.plan_values()
    if values["load_kg"] is not None:
        values["load_kg"] = str(values["load_kg"])
    filled = {name: value for name, value in values.items() if value not in (None, "", False)}
    return {"pk": item.pk, **filled}
