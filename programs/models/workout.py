"""A person's own workouts."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Max, Prefetch, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from exercises.models import Exercise, Muscle
from exercises.models.prescription import DOSE_COLUMNS
from exercises.people import Person, Visitor
from programs.calendars.recurrence import sessions_a_week
from programs.models.plan import MAX_SESSION_MINUTES, NO_CHANGES, SHEET_DEFERRED, Plan, PlanItem
from programs.models.plans_version import bump_plans_version, lock_plans
from programs.models.workout_phases import PHASE_LIST_COLUMNS, PhasedPlan, values_of_phases
from programs.phases import Phase

if TYPE_CHECKING:
    from programs.models.schedule import Schedule

MAX_WORKOUTS = 200
MAX_GUEST_WORKOUTS = 10
MAX_ITEMS = 200
MAX_DELETED = 20
"""Limits that no honest person meets; they keep one person from filling the database."""

UNDO_TIME = timedelta(days=30)
"""For how long a deleted workout can be brought back."""

MAX_KEY_LENGTH = 60
"""Characters of an advice's key."""


PART_COLUMNS = ("slug", "name", "translations", "region")
MUSCLE_COLUMNS = ["slug", *(f"body_part__{name}" for name in PART_COLUMNS)]
WEEK_COLUMNS = [
    *("workout", "section", "position", "superset", "phase", *DOSE_COLUMNS),
    *(f"exercise__{name}" for name in ("slug", "name", "translations", "kind", "mechanics")),
    *(f"exercise__body_part__{name}" for name in PART_COLUMNS),
]
"""What tells which groups of muscles a workout trains: pages that show a week load nothing else of it."""

LIST_COLUMNS = ("uuid", "title", "revision", "updated_at", *PHASE_LIST_COLUMNS)
"""What lists show of a workout."""

LIST_DEFERRED = ("notes", "changes", "dismissed")
"""What lists show nothing of, and need not load."""


DAY, WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True)
class EarlyEnd:
    """That planned sessions end (`last`) before the phases do (`phases_end`, their last day)."""

    last: date
    phases_end: date


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

    def restorable_by(self, user: Visitor, now: datetime) -> Self:
        """What the person deleted and can still bring back, newest first."""
        mine = self.filter(deleted_by_id=user.pk) if user.is_authenticated else self.none()
        return mine.filter(deleted_at__gt=now - UNDO_TIME).order_by("-deleted_at", "-pk")

    def expired_of_guests(self, now: datetime) -> Self:
        """Workouts whose session has run out, so that nobody can reach them any more."""
        lifetime = timedelta(seconds=settings.SESSION_COOKIE_AGE) + timedelta(days=1)
        guests = self.filter(owner__isnull=True, deleted_by__isnull=True)
        return guests.filter(updated_at__lt=now - lifetime)

    def check_room(self, limit: int = MAX_WORKOUTS, wanted: int = 1) -> None:
        """Make sure that a person's workouts (these) leave room for more. Raises `LimitError`."""
        if self.count() + wanted > limit:
            raise LimitError(
                gettext(
                    "There is room for %(number)s workouts, and that would be more. Delete one that"
                    " you no longer need, then try again."
                )
                % {"number": limit}
            )

    def ensure_room(self, user: Person, wanted: int = 1) -> None:
        """Make sure that the person may have more workouts, until the transaction ends.

        Raises `LimitError`.
        """
        lock_plans(user)
        self.owned_by(user).check_room(wanted=wanted)

    @transaction.atomic
    def copy_of(
        self,
        plan: Plan,
        user: Person,
        changes: Mapping[str, Exercise | None] = NO_CHANGES,
        *,
        phases: Sequence[Phase] = (),
        **columns: Any,
    ) -> Workout:
        """Make a workout of `user` with the plan's notes and items; `columns` are its others.

        `changes` tells which exercises are left out or replaced (`Plan.values_with`); `phases` are those
        that the plan's items name by number.
        """
        items = plan.values_with(changes)
        kept = values_of_phases(phases, {values["phase"] for values in items})
        workout = self.create(owner_id=user.pk, notes=plan.notes, phases=kept, **columns)
        bump_plans_version(user.pk)
        WorkoutItem.objects.bulk_create(WorkoutItem(workout=workout, **values) for values in items)
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

    def for_player(self) -> Self:
        """With items and the easier variants of their exercises (constant queries)."""
        easier = Prefetch("items__exercise__easier", Exercise.objects.published())
        return self.with_items().prefetch_related(easier)

    def for_sheet(self) -> Self:
        """With items and what a sheet prints of each exercise (three queries)."""
        items = WorkoutItem.objects.select_related("exercise").defer(*SHEET_DEFERRED)
        items = items.prefetch_related("exercise__equipment")
        return self.prefetch_related(Prefetch("items", queryset=items))

    def with_frequency(self) -> Self:
        """With what tells how often a week each is done (three queries)."""
        from programs.models.schedule import Schedule

        planned = Prefetch("schedules", Schedule.objects.active(), to_attr="planned")
        days = "source_day__program__days"
        return self.select_related("source_day__program").prefetch_related(planned, days)

    def for_list(self) -> Self:
        """Newest change first, each with its number of exercises as `exercise_count`."""
        always = Count("items", filter=Q(items__phase=None))
        of_phases = Count("items__exercise", filter=~Q(items__phase=None), distinct=True)
        listed = self.only(*LIST_COLUMNS).annotate(exercise_count=always + of_phases)
        return listed.order_by("-updated_at", "-pk")


class Workout(PhasedPlan):
    """A workout that belongs to one person and is theirs to change.

    Somebody without an account owns theirs by `guest_key`, which their session alone opens, until
    they sign in. One that was deleted belongs to nobody for a while: `deleted_by` can bring it back with
    all that hangs on it, and until then nothing that looks for a person's workouts finds it.

    `changes` holds the last changes as codes with values (`models.changes`), newest last;
    `dismissed` holds the keys of the advice that the person does not wish to see.
    """

    class Goal(models.TextChoices):
        NONE = "", _("No special goal")
        GROWTH = "growth", _("Muscle growth")
        ENDURANCE = "endurance", _("Endurance")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="workouts"
    )
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        related_name="deleted_workouts",
    )
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)
    guest_key = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    goal = models.CharField(_("goal"), max_length=9, choices=Goal, blank=True, default=Goal.NONE)
    dismissed = models.JSONField(default=list, blank=True, editable=False)
    changes = models.JSONField(default=list, blank=True, editable=False)
    source_day = models.ForeignKey(
        "programs.ProgramDay", models.SET_NULL, null=True, blank=True, related_name="workouts"
    )
    copied_from = models.UUIDField(null=True, blank=True, editable=False)
    """The shared workout that it was made from. No foreign key: its owner deletes it beside all copying."""

    planned: list[Schedule]
    """Its schedules that were not cancelled, once loaded `with_frequency`."""

    objects = WorkoutQuerySet.as_manager()

    class Meta:
        verbose_name = _("workout")
        verbose_name_plural = _("workouts")
        indexes = [models.Index(fields=["owner", "-updated_at"], name="workout_by_owner")]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=False, guest_key="", deleted_by__isnull=True)
                | Q(owner__isnull=True, deleted_by__isnull=True) & ~Q(guest_key="")
                | Q(owner__isnull=True, deleted_by__isnull=False, guest_key=""),
                name="workout_has_one_owner",
                violation_error_message=_("A workout belongs to a person, or to one browser."),
            ),
            models.CheckConstraint(
                condition=Q(deleted_by__isnull=True, deleted_at__isnull=True)
                | Q(deleted_by__isnull=False, deleted_at__isnull=False),
                name="deleted_workout_says_when",
                violation_error_message=_("A deleted workout says when it was deleted."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("programs:workout-detail", args=[self.uuid])

    def get_start_url(self) -> str:
        """Where it is done, step by step."""
        return reverse("programs:workout-start", args=[self.uuid])

    @transaction.atomic
    def bump_revision(self) -> None:
        """Count one more change and save."""
        bump_plans_version(self.owner_id)
        super().bump_revision()

    @transaction.atomic
    def erase(self) -> None:
        """Delete it with its exercises and schedules, once nobody changes it.

        What was done of it stays in the history.
        """
        Workout.objects.select_for_update().filter(pk=self.pk).values_list("pk").first()
        bump_plans_version(self.owner_id)
        self.delete()

    @property
    def list_label(self) -> str:
        """What lists say of it below its title. Load with `for_list`."""
        count: int = self.exercise_count  # type: ignore[attr-defined]
        text = ngettext(
            "%(number)s exercise · changed %(day)s",
            "%(number)s exercises · changed %(day)s",
            count,
        )
        day = date_format(localtime(self.updated_at), "DATE_FORMAT")
        return text % {"number": count, "day": day}

    @property
    def is_as_copied(self) -> bool:
        """Whether nobody has changed it since it was copied, with or without some exercises."""
        return self.source_day_id is not None and not self.changes

    @property
    def has_programs_session(self) -> bool:
        """Whether its exercises and doses are those of its program's day: what changed since is its name,
        its notes or its phase alone.

        Older changes than those that are kept may have been others: then it is not.
        """
        from programs.models.changes import leaves_session

        if self.source_day_id is None or self.revision != 1 + len(self.changes):
            return False
        return all(leaves_session(change) for change in self.changes)

    @property
    def session_minutes(self) -> int:
        """How long a session is: what its program says while it has the program's session, else the
        estimate. Every page, form, calendar and sheet tells this number.
        """
        if self.has_programs_session and self.source_day:
            return self.source_day.program.duration_minutes
        return self.estimated_minutes()

    def sessions_a_week(self, today: date) -> int | None:
        """How often a week it is done: as planned from `today` on, else as its program says; None when
        neither is known. Load `with_frequency`.
        """
        planned = sessions_a_week([schedule.times() for schedule in self.planned], today)
        return planned or self.usual_sessions_a_week

    @property
    def usual_sessions_a_week(self) -> int | None:
        """How often a week its program is done; None without a program."""
        day = self.source_day
        return day.program.sessions_a_week_of_each_day if day else None

    def suggested_minutes(self) -> int:
        """The length of a session, as far as one may be planned."""
        return min(self.session_minutes, MAX_SESSION_MINUTES)

    def early_end(self, today: date) -> EarlyEnd | None:
        """The last day of the running schedules, and that of the phases to plan on to, where the schedules
        end before the last week of the phases; None else, and where nothing is planned (one query).
        """
        week = self.timeline.last_week(today) if self.timeline else None
        if week is None or not self.is_held_on(week):
            return None
        running = self.schedules.active().filter(ends_on__gte=today)
        last: date | None = running.aggregate(last=Max("ends_on"))["last"]
        return EarlyEnd(last, week + WEEK - DAY) if last and last < week else None

    @transaction.atomic
    def lengthen_schedules(self, today: date) -> date | None:
        """Let the schedules that end last, within seven days, go on to the end of the phases.

        Returns the new last day; None when they reach it already. Raises `ValidationError` when a
        schedule would become too long.
        """
        early = self.early_end(today)
        if early is None:
            return None
        for schedule in self.schedules.active().filter(ends_on__gt=early.last - WEEK):
            schedule.change_all(ends_on=early.phases_end)
        return early.phases_end

    def was_deleted_since(self, moment: datetime) -> bool:
        """Whether its owner deleted it after that moment."""
        return self.deleted_at is not None and self.deleted_at > moment

    @transaction.atomic
    def soft_delete(self, now: datetime) -> None:
        """Delete it so that its owner can bring it back for a while; a guest's is gone at once.

        What nobody brought back in time is erased on this occasion.
        """
        if self.owner_id is None:
            self.erase()
            return
        bump_plans_version(self.owner_id)
        self.owner_id, self.deleted_by_id, self.deleted_at = None, self.owner_id, now
        self.save(update_fields=["owner", "deleted_by", "deleted_at"])
        late = Workout.objects.filter(deleted_at__lte=now - UNDO_TIME)
        beyond = Workout.objects.filter(deleted_by=self.deleted_by_id).order_by("-deleted_at")
        keys = [
            *late.values_list("pk", flat=True),
            *beyond.values_list("pk", flat=True)[MAX_DELETED:],
        ]
        Workout.objects.filter(pk__in=keys).delete()

    @transaction.atomic
    def restore_for(self, user: Person) -> None:
        """Undo that `user` deleted it. Raises `LimitError`."""
        Workout.objects.ensure_room(user)
        bump_plans_version(user.pk)
        self.owner_id, self.deleted_by_id, self.deleted_at = user.pk, None, None
        self.save(update_fields=["owner", "deleted_by", "deleted_at"])

    def copied_together(self) -> WorkoutQuerySet:
        """It and the workouts that were made with it from one program, deleted ones too."""
        if self.program_copy is None:
            return Workout.objects.filter(pk=self.pk)
        who = self.owner_id or self.deleted_by_id
        mine = Q(owner=who) | Q(deleted_by=who) if who else Q(guest_key=self.guest_key)
        return Workout.objects.filter(mine, program_copy=self.program_copy)

    def partners(self) -> list[Workout]:
        """The owner's newest copy of each other day of its program, in the order of their turns."""
        here = self.source_day
        if here is None:
            return []
        copies = Workout.objects.filter(owner=self.owner_id, source_day__program=here.program_id)
        newest = {each.source_day_id: each for each in copies.order_by("created_at", "pk")}
        days = list(here.program.days.all())
        turn = days.index(here)
        return [newest[day.pk] for day in days[turn + 1 :] + days[:turn] if day.pk in newest]

    def dismiss(self, key: str) -> None:
        """Show a piece of advice no more; this is no revision of the workout."""
        self._dismiss_only([*dict.fromkeys([*self.dismissed, key[:MAX_KEY_LENGTH]])][-MAX_ITEMS:])

    def restore_advice(self) -> None:
        """Show all advice again."""
        self._dismiss_only([])

    @transaction.atomic
    def _dismiss_only(self, keys: list[str]) -> None:
        bump_plans_version(self.owner_id)
        self.dismissed = keys
        self.save(update_fields=["dismissed"])

    @property
    def is_of_guest(self) -> bool:
        """Whether it lives in somebody's browser session alone."""
        return self.owner_id is None and self.deleted_by_id is None

    def copy_held_by(self, user: Visitor) -> Workout | None:
        """The person's newest copy of this workout, if they have one (one query)."""
        copies = Workout.objects.owned_by(user).filter(copied_from=self.uuid)
        return copies.only("uuid", "title").order_by("-created_at", "-pk").first()

    @transaction.atomic
    def add_for(self, user: Person, *, another: bool = False) -> tuple[Workout, bool]:
        """Copy it for `user`, once until they ask for `another`; tells if the copy is new.

        Raises `LimitError`.
        """
        lock_plans(user)
        copy = None if another else self.copy_held_by(user)
        return (copy, False) if copy else (self.copy_for(user), True)

    @transaction.atomic
    def copy_for(self, user: Person) -> Workout:
        """Make a copy that belongs to `user`. Raises `LimitError`."""
        Workout.objects.ensure_room(user)
        phases = self.timeline.phases if self.timeline else ()
        columns: dict[str, Any] = {"title": self.title, "goal": self.goal, "copied_from": self.uuid}
        if self.has_programs_session:
            columns["source_day_id"] = self.source_day_id
        return Workout.objects.copy_of(self, user, phases=phases, **columns)


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
        verbose_name = _("workout item")
        verbose_name_plural = _("workout items")
        abstract = False
