"""Curated programs: a goal, one or more days, and the exercises of each day."""

from __future__ import annotations

import uuid
from collections import Counter
from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Case, Count, Prefetch, When, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from exercises.content_version import ContentQuerySet
from exercises.models import (
    BodyPart,
    Equipment,
    Guide,
    Muscle,
    PublishableModel,
    PublishableQuerySet,
)
from exercises.models.exercise import Exercise, Level
from exercises.models.fields import LineField, ProseField
from exercises.people import Person
from programs.models.plan import SHEET_DEFERRED, Plan, PlanItem, Section

if TYPE_CHECKING:
    from programs.models.workout import Workout

CARD_ITEMS = 4
"""Items of a program that its card loads, to show the pictures of two different exercises."""

WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
"""The days of the week as RFC 5545 §3.3.10 writes them, Monday first (ISO 8601)."""

WEEKDAY_NAMES = dict(
    zip(
        WEEKDAYS,
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
        strict=True,
    )
)


class ProgramQuerySet(PublishableQuerySet["Program"]):
    """Programs by visibility, and with what a page shows of them."""

    def with_items(self) -> Self:
        """With days, items and what a row shows of each exercise (constant queries)."""
        items = ProgramItem.objects.select_related("exercise__body_part").defer(*SHEET_DEFERRED)
        muscles = Muscle.objects.select_related("body_part")
        items = items.prefetch_related(
            "exercise__equipment",
            Prefetch("exercise__primary_muscles", muscles),
            "exercise__secondary_muscles",
        )
        return self.prefetch_related("days", Prefetch("days__items", queryset=items))

    def for_cards(self) -> Self:
        """With what a card shows: `item_count`, and the first exercises, for their pictures.

        Three queries. Each day has only those items that are among the program's first four.
        """
        order = {section: index for index, section in enumerate(Section.values)}
        in_order = Case(*(When(section=name, then=index) for name, index in order.items()))
        first = Window(
            RowNumber(),
            partition_by="day__program",
            order_by=["day__position", "day", in_order, "position", "pk"],
        )
        items = ProgramItem.objects.annotate(number=first).filter(number__lte=CARD_ITEMS)
        items = items.select_related("exercise").only(
            "day", "section", "position", "exercise__slug", "exercise__figure"
        )
        days = ProgramDay.objects.only("program", "position")
        programs = self.annotate(item_count=Count("days__items"))
        programs = programs.prefetch_related(Prefetch("days", days))
        return programs.prefetch_related(Prefetch("days__items", items))

    def for_coach(self) -> Self:
        """With all that the coach looks at (constant queries)."""
        return self.with_items().prefetch_related("days__items__exercise__contraindications")

    def for_sheet(self) -> Self:
        """With days, items and what a sheet prints of each exercise (four queries)."""
        items = ProgramItem.objects.select_related("exercise").defer(*SHEET_DEFERRED)
        items = items.prefetch_related("exercise__equipment")
        return self.prefetch_related("days", Prefetch("days__items", queryset=items))

    def using(self: Self, exercise: Exercise) -> Self:  # type: ignore[override]
        """Programs with `exercise` in one of their days."""
        return self.filter(days__items__exercise=exercise).distinct()

    def needing(self, equipment: Equipment) -> Self:
        """Programs with an exercise that uses this kind of equipment."""
        return self.filter(days__items__exercise__equipment=equipment).distinct()


class Program(PublishableModel):
    """A training program for a goal. The source's four programs have one day, others several."""

    title = LineField(max_length=120, unique=True)
    goal = LineField(max_length=60, help_text="Short label of the goal, for cards.")
    order = models.PositiveSmallIntegerField(default=0, help_text="Position in lists.")
    summary = ProseField()
    description = ProseField(blank=True)
    level = models.CharField(max_length=12, choices=Level, default=Level.BEGINNER)
    weekdays = models.JSONField(default=list, help_text="Suggested days, MO to SU.")
    duration_minutes = models.PositiveSmallIntegerField(
        "planned minutes",
        default=45,
        validators=[MinValueValidator(5), MaxValueValidator(240)],
        help_text="Of one session.",
    )
    guides = models.ManyToManyField(
        Guide, blank=True, related_name="programs", help_text="What to read with this program."
    )
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    objects = ProgramQuerySet.as_manager()

    class Meta:
        ordering = ["order", "title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("programs:program-detail", args=[self.slug])

    def history_relations(self) -> dict[str, list[str]]:
        """Its days with their exercises, in words, for its history."""
        days = self.days.prefetch_related("items__exercise")
        return {
            f"Day {number}": [line for line in (day.title, day.notes) if line]
            + [item.line() for item in day.plan_items()]
            for number, day in enumerate(days, start=1)
        }

    @property
    def plans(self) -> list[ProgramDay]:
        """The days in order, each a plan; load `with_items` first."""
        return list(self.days.all())

    def exercises(self) -> list[Exercise]:
        """The exercises of all days, each once, in order of appearance."""
        items = [item for day in self.plans for item in day.plan_items()]
        return list({item.exercise_id: item.exercise for item in items}.values())

    def body_parts(self) -> list[BodyPart]:
        """The body parts of the exercises' primary muscles, each once, those of most first."""
        counted = Counter(part for each in self.exercises() for part in each.body_parts)
        return [part for part, _ in counted.most_common()]

    @property
    def is_strength(self) -> bool:
        """Whether any exercise is strength work: then a safety check comes first."""
        return any(day.is_strength() for day in self.plans)

    @property
    def exercise_count(self) -> int:
        return sum(len(day.plan_items()) for day in self.plans)

    @property
    def set_count(self) -> int:
        return sum(day.set_count() for day in self.plans)

    @property
    def revision(self) -> int:
        """The program's revision: that of all its days together."""
        return sum(day.revision for day in self.plans)

    @property
    def rhythm(self) -> str:
        """`About 45 minutes, twice a week`."""
        times = {1: "once a week", 2: "twice a week", 7: "every day"}
        often = times.get(self.times_per_week, f"{self.times_per_week} times a week")
        return f"About {self.duration_minutes} minutes, {often}"

    @property
    def times_per_week(self) -> int:
        return len(self.weekdays)

    @transaction.atomic
    def copy_for(self, user: Person) -> Workout:
        """Make the program the person's own: one workout a day of it; returns the first.

        Raises `LimitError` when the person has too many workouts already.
        """
        from programs.models.workout import Workout

        Workout.objects.owned_by(user).check_room(wanted=len(self.plans))
        workouts = [day.copy_for(user) for day in self.plans]
        return workouts[0]


class ProgramDay(Plan):
    """One day of a program."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="days")
    position = models.PositiveSmallIntegerField(default=0)
    title = LineField(max_length=120, blank=True, help_text="Empty when the program has one day.")

    objects = ContentQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "day"

    def __str__(self) -> str:
        return self.full_title

    @property
    def full_title(self) -> str:
        """The program's title, with the day's when it has one."""
        return f"{self.program.title}, {self.title}" if self.title else self.program.title

    def copy_for(self, user: Person) -> Workout:
        """Make a workout of this day that belongs to `user`, free to change; returns it."""
        from programs.models.workout import Workout

        return Workout.objects.copy_of(self, user, title=self.full_title, source_day=self)


class ProgramItem(PlanItem):
    """An exercise in a program's day."""

    day = models.ForeignKey(ProgramDay, models.CASCADE, related_name="items")

    objects = ContentQuerySet.as_manager()

    class Meta(PlanItem.Meta):
        abstract = False
        verbose_name = "exercise"
