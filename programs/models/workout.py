"""A person's own workouts."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from exercises.models import Muscle
from exercises.models.prescription import DOSE_COLUMNS
from exercises.people import Person, Visitor
from programs.models.plan import SHEET_DEFERRED, Plan, PlanItem
from programs.models.plans_version import bump_plans_version
from programs.models.program import ProgramDay

MAX_WORKOUTS = 200
MAX_GUEST_WORKOUTS = 10
MAX_ITEMS = 200
"""Limits that no honest person meets; they keep one person from filling the database."""

MAX_KEY_LENGTH = 60
"""Characters of an advice's key."""


PART_COLUMNS = ("slug", "name", "region")
MUSCLE_COLUMNS = ["slug", *(f"body_part__{name}" for name in PART_COLUMNS)]
WEEK_COLUMNS = [
    *("workout", "section", "position", "superset", *DOSE_COLUMNS),
    *(f"exercise__{name}" for name in ("slug", "name", "kind", "mechanics")),
    *(f"exercise__body_part__{name}" for name in PART_COLUMNS),
]
"""What tells which groups of muscles a workout trains: pages that show a week load nothing else of it."""

LIST_COLUMNS = ("uuid", "title", "revision", "updated_at")
"""What lists show of a workout."""

LIST_DEFERRED = ("notes", "changes", "dismissed")
"""What lists show nothing of, and need not load."""


class LimitError(ValueError):
    """There is no room for more; the message says so to the person."""


class WorkoutQuerySet(models.QuerySet["Workout"]):
    """Workouts by owner, and with what a page shows of them."""

    def owned_by(self, user: Visitor) -> Self:
        """The person's own workouts; none for someone who is not signed in."""
        return self.filter(owner_id=user.pk) if user.is_authenticated else self.none()

    def of_guest(self, key: str) -> Self:
        """The workouts of somebody without an account, by the key that their session holds."""
        return self.filter(owner__isnull=True, guest_key=key) if key else self.none()

    def left_by_guests(self, now: datetime) -> Self:
        """Workouts whose session has run out, so that nobody can reach them any more."""
        kept = timedelta(seconds=settings.SESSION_COOKIE_AGE) + timedelta(days=1)
        return self.filter(owner__isnull=True, updated_at__lt=now - kept)

    def check_room(self, limit: int = MAX_WORKOUTS, wanted: int = 1) -> None:
        """Make sure that a person's workouts (these) leave room for more. Raises `LimitError`."""
        if self.count() + wanted > limit:
            raise LimitError(
                f"There is room for {limit} workouts, and that would be more."
                " Delete one that you no longer need, then try again."
            )

    @transaction.atomic
    def copy_of(self, plan: Plan, user: Person, **columns: Any) -> Workout:
        """Make a workout of `user` with the plan's notes and items; `columns` are its others."""
        workout = self.create(owner_id=user.pk, notes=plan.notes, **columns)
        bump_plans_version(user.pk)
        WorkoutItem.objects.bulk_create(
            WorkoutItem(workout=workout, **item.plan_values()) for item in plan.plan_items()
        )
        return workout

    def with_items(self) -> Self:
        """With items and what a row shows of each exercise (three more queries)."""
        items = WorkoutItem.objects.select_related("exercise__body_part").defer(*SHEET_DEFERRED)
        muscles = Muscle.objects.select_related("body_part")
        items = items.prefetch_related(
            "exercise__equipment", Prefetch("exercise__primary_muscles", muscles)
        )
        return self.prefetch_related(Prefetch("items", queryset=items))

    def for_editor(self) -> Self:
        """With items and their exercises, as an editor changes them (one more query)."""
        items = WorkoutItem.objects.select_related("exercise__body_part").defer(*SHEET_DEFERRED)
        return self.prefetch_related(Prefetch("items", queryset=items))

    def for_safety_check(self) -> Self:
        """With all that the coach looks at, conditions included (four more queries)."""
        return self.with_items().prefetch_related("items__exercise__contraindications")

    def for_sheet(self) -> Self:
        """With items and what a sheet prints of each exercise (three queries)."""
        items = WorkoutItem.objects.select_related("exercise").defer(*SHEET_DEFERRED)
        items = items.prefetch_related("exercise__equipment")
        return self.prefetch_related(Prefetch("items", queryset=items))

    def for_list(self) -> Self:
        """Newest change first, each with its number of exercises as `exercise_count`."""
        items = WorkoutItem.objects.filter(workout=OuterRef("pk")).order_by().values("workout")
        count = Subquery(items.annotate(count=Count("pk")).values("count"))
        listed = self.only(*LIST_COLUMNS).annotate(exercise_count=Coalesce(count, 0))
        return listed.order_by("-updated_at", "-pk")


class Workout(Plan):
    """A workout that belongs to one person and is theirs to change.

    Somebody without an account owns theirs by `guest_key`, which their session alone opens, until
    they sign in. `changes` holds the last changes as codes with values (`models.changes`), newest last;
    `dismissed` holds the keys of the advice that the person does not wish to see.
    """

    class Goal(models.TextChoices):
        NONE = "", "No special goal"
        GROWTH = "growth", "Muscle growth"
        ENDURANCE = "endurance", "Endurance"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="workouts"
    )
    guest_key = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    goal = models.CharField(max_length=9, choices=Goal, blank=True, default=Goal.NONE)
    dismissed = models.JSONField(default=list, blank=True, editable=False)
    changes = models.JSONField(default=list, blank=True, editable=False)
    source_day = models.ForeignKey(
        ProgramDay, models.SET_NULL, null=True, blank=True, related_name="workouts"
    )

    objects = WorkoutQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "-updated_at"], name="workout_by_owner")]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=False, guest_key="")
                | Q(owner__isnull=True) & ~Q(guest_key=""),
                name="workout_has_one_owner",
                violation_error_message="A workout belongs to a person, or to one browser.",
            )
        ]

    def get_absolute_url(self) -> str:
        return reverse("programs:workout-detail", args=[self.uuid])

    @transaction.atomic
    def bump_revision(self) -> None:
        """Count one more change and save."""
        bump_plans_version(self.owner_id)
        super().bump_revision()

    @transaction.atomic
    def erase(self) -> None:
        """Delete it with its exercises, schedules and logs."""
        bump_plans_version(self.owner_id)
        self.delete()

    def partners(self) -> list[Workout]:
        """The owner's newest copy of each other day of its program, in the order of their turns."""
        here = self.source_day
        if here is None:
            return []
        copies = Workout.objects.filter(owner=self.owner_id, source_day__program=here.program_id)
        newest = {each.source_day_id: each for each in copies.order_by("created_at", "pk")}
        days = list(ProgramDay.objects.filter(program=here.program_id))
        turn = days.index(here)
        return [newest[day.pk] for day in days[turn + 1 :] + days[:turn] if day.pk in newest]

    def dismiss(self, key: str) -> None:
        """Show a piece of advice no more; this is no revision of the workout."""
        self.dismissed = [*dict.fromkeys([*self.dismissed, key[:MAX_KEY_LENGTH]])][-MAX_ITEMS:]
        self.save(update_fields=["dismissed"])

    @property
    def is_of_guest(self) -> bool:
        """Whether it lives in somebody's browser session alone."""
        return self.owner_id is None

    @transaction.atomic
    def copy_for(self, user: Person) -> Workout:
        """Make a copy that belongs to `user`. Raises `LimitError`."""
        Workout.objects.owned_by(user).check_room()
        return Workout.objects.copy_of(self, user, title=self.title, goal=self.goal)


class WorkoutItemQuerySet(models.QuerySet["WorkoutItem"]):
    """Items with what pages show of them."""

    def for_week(self) -> Self:
        """With what tells which groups of muscles each trains (one more query)."""
        items = self.select_related("exercise__body_part").only(*WEEK_COLUMNS)
        muscles = Muscle.objects.select_related("body_part").only(*MUSCLE_COLUMNS)
        return items.prefetch_related(Prefetch("exercise__primary_muscles", muscles))


class WorkoutItem(PlanItem):
    """An exercise in a person's workout."""

    workout = models.ForeignKey(Workout, models.CASCADE, related_name="items")

    objects = WorkoutItemQuerySet.as_manager()

    class Meta(PlanItem.Meta):
        abstract = False
