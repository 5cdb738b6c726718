"""What a program's day and a person's workout have in common: a titled, ordered list of exercises."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db import models

from exercises.models import Exercise, Prescription
from exercises.models.fields import LineField, ProseField

MINUTES_STEP = 5
SECONDS_TO_CHANGE = 60


SHEET_DEFERRED = [
    f"exercise__{name}" for name in ("summary", "steps", "breathing", "mistakes", "aliases")
]
"""What a sheet does not show of an exercise: long texts that need not be read."""


class Section(models.TextChoices):
    """The parts of a session, in order."""

    WARM_UP = "warm_up", "Warm-up"
    MAIN = "main", "Main"
    COOL_DOWN = "cool_down", "Cool-down"


class Plan(models.Model):
    """A session to do: a title, notes, and items in order.

    `revision` goes up with every change that a person would notice, so that a printed sheet or a
    calendar entry can tell whether it is current.
    """

    title = LineField(max_length=120)
    notes = ProseField(max_length=2000, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    edited_items: list[Any] | None = None
    """The items in order as an editor left them; None until one changes this object."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    def plan_items(self) -> list[Any]:
        """The items in order: section by section, each by position."""
        if self.edited_items is not None:
            return list(self.edited_items)
        order = {section: index for index, section in enumerate(Section.values)}
        items: Iterable[PlanItem] = self.items.all()  # type: ignore[attr-defined]
        return sorted(items, key=lambda item: (order[item.section], item.position))

    def exercises(self) -> list[Exercise]:
        """The exercises of the items, in their order."""
        return [item.exercise for item in self.plan_items()]

    def sections(self) -> list[tuple[str, list[Any]]]:
        """The items under the labels of their sections, empty sections left out."""
        items = self.plan_items()
        parts = [(section, [i for i in items if i.section == section]) for section in Section]
        return [(str(section.label), found) for section, found in parts if found]

    def is_strength(self) -> bool:
        """Whether any exercise is strength work: then a safety check comes first."""
        strength = Exercise.Kind.STRENGTH
        return any(item.exercise.kind == strength for item in self.plan_items())

    def estimated_minutes(self) -> int:
        """Rough length of the session in minutes, rounded up to five, a minute between exercises."""
        seconds = sum(item.seconds() + SECONDS_TO_CHANGE for item in self.plan_items())
        fives: int = max(-(-seconds // (60 * MINUTES_STEP)), 1)
        return fives * MINUTES_STEP

    def set_count(self) -> int:
        """Sets in the whole session; a total of repetitions counts as four."""
        return sum(item.set_count for item in self.plan_items())

    def lines(self) -> list[str]:
        """The session in words, a line an item: `1. Deadlift: 5 sets of 4–8 reps, rest 2 min`."""
        return [f"{n}. {item.line()}" for n, item in enumerate(self.plan_items(), start=1)]

    def bump_revision(self) -> None:
        """Count one more change and save."""
        self.revision += 1
        self.save(update_fields=["revision", "updated_at"])


class PlanItem(Prescription):
    """One exercise in a plan, with its own prescription."""

    section = models.CharField(max_length=9, choices=Section, default=Section.MAIN)
    position = models.PositiveSmallIntegerField(default=0)
    superset = models.PositiveSmallIntegerField(
        "superset group",
        null=True,
        blank=True,
        help_text="Items with the same number are done in turn, without a rest between.",
    )
    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="%(class)ss")

    class Meta(Prescription.Meta):
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.exercise}: {self.prescription_label}"

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Do nothing: the fields' validators and `clean` check all that the constraints check.

        Django would ask the database about each constraint once more, in three queries.
        """

    def line(self) -> str:
        """The item in words: name, prescription, details, note."""
        parts = [self.prescription_label, self.details, self.note]
        return f"{self.exercise.name}: {', '.join(part for part in parts if part)}"

    def plan_values(self) -> dict[str, Any]:
        """Everything of the item but its plan and key, to copy it into another plan."""
        return {
            "section": self.section,
            "position": self.position,
            "superset": self.superset,
            "exercise_id": self.exercise_id,
            **self.prescription_values(),
        }
