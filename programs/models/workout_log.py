"""What a person did: sessions, written down afterwards or as they happen."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Self
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Count, F, Prefetch, Q, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from exercises.formats import comma_list
from exercises.models.fields import LineField, ProseField
from exercises.people import Visitor
from programs.models.imported_history import ImportedHistory
from programs.models.occurrence import Occurrence, OccurrenceState, occurrences_of, today_in
from programs.models.plans_version import bump_plans_version
from programs.models.program import Program
from programs.models.schedule import Schedule
from programs.models.session_sum import SessionSum
from programs.models.set_log import (
    MAX_EFFORT,
    SYNCED_COLUMNS,
    RemovedSet,
    SetLog,
)
from programs.models.workout import Workout, WorkoutItem

MAX_NOTE_LENGTH = 2000
HURTS, SKIPPED = "hurts", "skipped"
"""Why an exercise was left out; that it hurts is kept of who agreed to a back diary alone."""
LOOK_BACK = 10
"""Sessions that are searched for what was done last of each exercise."""

TIMESTAMP_STEP = timedelta(milliseconds=1)
"""By how much a change on this site is newer than what it changes, when a device's clock is ahead."""


@dataclass(frozen=True)
class PreviousSets:
    """When each exercise was done last, and its sets of that time; newest sessions are added first."""

    by_item: dict[int, tuple[WorkoutLog, list[SetLog]]] = field(default_factory=dict)
    by_exercise: dict[int, tuple[WorkoutLog, list[SetLog]]] = field(default_factory=dict)

    def add(self, session: WorkoutLog, sets: list[SetLog]) -> None:
        if sets[0].item_id:
            self.by_item.setdefault(sets[0].item_id, (session, sets))
        if sets[0].exercise_id:
            self.by_exercise.setdefault(sets[0].exercise_id, (session, sets))

    def of(self, item: WorkoutItem) -> tuple[WorkoutLog, list[SetLog]] | None:
        """Of this item of the workout, else of its exercise anywhere in it; None when never done."""
        return self.by_item.get(item.pk or 0) or self.by_exercise.get(item.exercise_id or 0)


class WorkoutLogQuerySet(models.QuerySet["WorkoutLog"]):
    """Sessions by owner, and with what a page shows of them."""

    def owned_by(self, user: Visitor) -> Self:
        """The person's own sessions; none for someone who is not signed in."""
        return self.filter(owner_id=user.pk) if user.is_authenticated else self.none()

    def unfinished(self) -> Self:
        """Those that were begun and are still going."""
        return self.filter(started_at__isnull=False, finished_at__isnull=True)

    def with_sets(self) -> Self:
        """With workout, schedule, and sets with their exercises (three queries)."""
        sets = SetLog.objects.select_related("exercise", "own_exercise")
        return self.select_related("workout", "program", "schedule__workout").prefetch_related(
            Prefetch("sets", queryset=sets)
        )

    def for_list(self) -> Self:
        """Newest first, each with the sums of its sets (one query).

        `set_count`; `repetitions`; `volume`, kilograms times repetitions; `seconds` held or timed.
        """
        times = Coalesce(F("sets__reps"), 1)
        return self.annotate(
            set_count=Count("sets"),
            repetitions=Sum("sets__reps"),
            volume=Sum(F("sets__reps") * F("sets__load_kg")),
            seconds=Sum(times * F("sets__seconds")),
        ).order_by("-date", "-pk")

    def previous_sets(self, workout: Workout, before: WorkoutLog | None = None) -> PreviousSets:
        """What was done of each exercise when it was last done in this workout.

        Looks at sessions up to the day of `before`, without that one (two queries).
        """
        sessions = self.filter(workout=workout).order_by("-date", "-pk")
        if before:
            sessions = sessions.filter(date__lte=before.date).exclude(pk=before.pk)
        times = PreviousSets()
        for session in sessions.prefetch_related("sets")[:LOOK_BACK]:
            for sets in session.groups():
                times.add(session, sets)
        return times

    def forget_pain(self) -> None:
        """Let exercises that were left out because they hurt be left out for no reason that is told."""
        told = [log for log in self.exclude(skipped=[]) if log.forget_pain()]
        self.model.objects.bulk_update(told, ["skipped"])

    @transaction.atomic
    def record(
        self, workout: Workout, key: uuid.UUID, sets: Iterable[SetLog], now: datetime, **values: Any
    ) -> tuple[WorkoutLog, bool]:
        """Write a session down; with the same key again it changes that session. Tells if it is new.

        The planned session of that day becomes done. Raises `IntegrityError` when the key is that of
        a session of another workout.
        """
        bump_plans_version(workout.owner_id)
        names = {"owner_id": workout.owner_id, "title": workout.title}
        session, is_new = self.get_or_create(
            workout=workout, uuid=key, defaults={**names, "updated_at": now, **values}
        )
        if is_new:
            session.join_schedule(now)
        session._rewrite(sets, now, **values)
        return session, is_new


class WorkoutLog(models.Model):
    """One session that a person did. `uuid` is made by whoever sends it, so that sending it twice does
    no harm.

    It has a title of its own and outlives the `workout`, or the `program` and its `day` (from 1), that
    it was of; it may be of neither. `date` is the day by the person's own clock in `time_zone` (empty
    where nobody told); `started_at` and `finished_at` are known when it was not written down
    afterwards; one that has begun and not finished is still going. `revision` is that of the plan that
    was followed. It may be that of `schedule` for `planned_date`; `marked_done_at` tells when it marked
    that one done, and is empty when that was done already. `skipped` lists what was left out, as
    `{"item": key, "exercise": slug, "reason": word}`, the word `hurts` only by consent. `updated_at` is
    when it was last written, by the clock of the device that wrote it; `stamps` holds when each column
    was that is older, or null for one that nobody wrote. One that came in a file belongs to `imported`;
    `source_uuid` is the key that it has in an export from here.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="workout_logs")
    title = LineField(max_length=120)
    workout = models.ForeignKey(
        Workout, models.SET_NULL, null=True, blank=True, related_name="logs"
    )
    program = models.ForeignKey(
        Program, models.SET_NULL, null=True, blank=True, related_name="logs"
    )
    day = models.PositiveSmallIntegerField(null=True, blank=True)
    schedule = models.ForeignKey(
        Schedule, models.SET_NULL, null=True, blank=True, related_name="logs"
    )
    imported = models.ForeignKey(
        ImportedHistory, models.SET_NULL, null=True, blank=True, related_name="logs", editable=False
    )
    source_uuid = models.UUIDField(null=True, blank=True, editable=False)
    planned_date = models.DateField(null=True, blank=True)
    marked_done_at = models.DateTimeField(null=True, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    date = models.DateField()
    time_zone = LineField(max_length=60, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    effort = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_EFFORT)],
    )
    note = ProseField(max_length=MAX_NOTE_LENGTH, blank=True)
    skipped = models.JSONField(default=list, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    stamps = models.JSONField(default=dict, blank=True, editable=False)

    objects = WorkoutLogQuerySet.as_manager()

    class Meta:
        verbose_name = _("workout log")
        verbose_name_plural = _("workout logs")
        ordering = ["-date", "-pk"]
        indexes = [
            models.Index(fields=["workout", "-date"], name="session_by_workout"),
            models.Index(fields=["owner", "-date"], name="session_by_owner"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(effort__range=(1, MAX_EFFORT)) | Q(effort__isnull=True),
                name="session_effort_in_bounds",
                violation_error_message=_("The effort runs from 1 to 10."),
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("started_at")),
                name="session_finishes_after_it_starts",
                violation_error_message=_("The session ends before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(schedule__isnull=True) | Q(planned_date__isnull=False),
                name="session_names_the_planned_day",
                violation_error_message=_("A schedule goes with the day that it planned."),
            ),
        ]

    def __str__(self) -> str:
        return comma_list([self.title, date_format(self.date)])

    def get_absolute_url(self) -> str:
        return reverse("programs:workout-log-detail", args=[self.uuid])

    def groups(self) -> list[list[SetLog]]:
        """The sets, exercise by exercise in their order.

        Where two devices put different exercises in the same place, they follow one another.
        """
        places: dict[tuple[Any, ...], list[SetLog]] = {}
        for each in self.sets.all():
            places.setdefault((each.position, each.exercise_key), []).append(each)
        return [*places.values()]

    def repeated(self) -> list[list[SetLog]]:
        """The groups as sets of a new session: the same numbers, and nothing that was of that time alone."""
        columns = [name for name in SYNCED_COLUMNS if name not in ("effort", "note", "at")]
        return [
            [SetLog(**{name: getattr(each, name) for name in columns}) for each in sets]
            for sets in self.groups()
        ]

    @property
    def painful(self) -> set[object]:
        """The items and exercises (slugs) that hurt; nothing without consent."""
        hurt = [row for row in self.skipped if row.get("reason") == HURTS]
        return {row.get(name) for row in hurt for name in ("item", "exercise")} - {None, ""}

    def is_painful(self, done: SetLog) -> bool:
        """Whether the exercise of this set hurt; False without consent."""
        slug = done.exercise.slug if done.exercise else None
        return done.item_id in self.painful or slug in self.painful

    def forget_pain(self) -> bool:
        """As `WorkoutLogQuerySet.forget_pain`; tells whether anything changed. Does not save."""
        before = self.skipped
        self.skipped = [
            {**row, "reason": SKIPPED} if row.get("reason") == HURTS else row for row in before
        ]
        return bool(self.skipped != before)

    @property
    def present_workout(self) -> Workout | None:
        """The workout that it was of, unless that is deleted."""
        return self.workout if self.workout and self.workout.deleted_by_id is None else None

    @property
    def is_unfinished(self) -> bool:
        """Whether it was begun and is still going."""
        return self.started_at is not None and self.finished_at is None

    @property
    def planned(self) -> Occurrence | None:
        """The session of a schedule that this was, if that is still planned (one query)."""
        if self.schedule is None or self.planned_date is None or self.schedule.cancelled_at:
            return None
        if self.schedule.workout.deleted_by_id is not None:
            return None
        try:
            return self.schedule.occurrence_on(self.planned_date)
        except LookupError:
            return None

    @transaction.atomic
    def rewrite(self, sets: Iterable[SetLog], now: datetime, **values: Any) -> None:
        """Set the columns given and all sets: what is in the same place stays the same row.

        On another day it may be another planned session.
        """
        bump_plans_version(self.owner_id)
        self._rewrite(sets, now, **values)

    def _rewrite(self, sets: Iterable[SetLog], now: datetime, **values: Any) -> None:
        is_moved = values.get("date", self.date) != self.date
        for name, value in values.items():
            setattr(self, name, value)
        if is_moved:
            self.leave_schedule()
            self.join_schedule(now)
        self.updated_at, self.stamps = later_timestamp(now, self.updated_at), {}
        self.save()
        self._replace_sets(list(sets), self.updated_at)
        SessionSum.objects.refresh([self.pk])

    def _replace_sets(self, sets: list[SetLog], stamp: datetime) -> None:
        """Keep just these: a set with the key of a stored one, or else in its place, becomes that row."""
        stored = list(SetLog.objects.filter(log=self))
        by_uuid = {each.uuid: each for each in stored}
        named = {each.uuid for each in sets}
        by_place = {each.place: each for each in reversed(stored) if each.uuid not in named}
        items = WorkoutItem.objects.filter(pk__in={each.item_id for each in sets})
        alive = set(items.select_for_update().values_list("pk", flat=True))
        for each in sets:
            each.log, each.updated_at = self, stamp
            each.item_id = each.item_id if each.item_id in alive else None
            before = by_uuid.get(each.uuid) or by_place.pop(each.place, None)
            if before:
                each.pk, each.uuid = before.pk, before.uuid
                each.updated_at = before.updated_at if before.has_values_of(each) else stamp
        kept = {each.pk for each in sets if each.pk}
        self.remove_sets([each.uuid for each in stored if each.pk not in kept])
        SetLog.objects.bulk_update(
            (each for each in sets if each.pk), [*SYNCED_COLUMNS, "updated_at"]
        )
        SetLog.objects.bulk_create(each for each in sets if not each.pk)

    def remove_sets(self, keys: Iterable[UUID]) -> None:
        """Take these sets out, and remember it for devices that send them once more."""
        gone = [RemovedSet(owner_id=self.owner_id, session=self.uuid, uuid=key) for key in keys]
        if gone:
            SetLog.objects.filter(log=self, uuid__in=[each.uuid for each in gone]).delete()
            RemovedSet.objects.bulk_create(gone, ignore_conflicts=True)

    def join_schedule(self, now: datetime) -> None:
        """Become the first session planned for its day that nothing is written down of, and make that
        done. Does not save."""
        workout = self.present_workout
        if workout is None:
            return
        schedules = workout.schedules.active().with_overrides()
        others = WorkoutLog.objects.filter(schedule__in=schedules).exclude(pk=self.pk)
        taken = set(others.values_list("schedule", "planned_date"))
        open_ones = [
            each
            for each in occurrences_of(schedules, self.date, self.date)
            if (each.schedule.pk, each.original_date) not in taken
        ]
        for planned in sorted(open_ones, key=lambda each: each.is_skipped):
            if self._mark_done(planned, now):
                self.schedule, self.planned_date = planned.schedule, planned.original_date
                return

    def _mark_done(self, planned: Occurrence, now: datetime) -> bool:
        """Make a planned session done by this one. False when its day has not come yet in its zone."""
        try:
            self.marked_done_at = None if planned.is_done else now
            if not planned.is_done:
                planned.mark_done(now)
        except ValidationError:
            self.marked_done_at = None
            return False
        return True

    def mark_planned_done(self, now: datetime) -> None:
        """Make the planned session that this was done, if that is open. Does not save.

        One that was planned for a later day was done early: it moves to the day of this one.
        """
        planned = self.planned
        today = today_in(planned.schedule.time_zone, now) if planned else self.date
        if planned and planned.day > today:
            planned.move(min(self.date, today), planned.clock)
            planned = self.planned
        if planned and not planned.is_done:
            self._mark_done(planned, now)

    @property
    def opens(self) -> Occurrence | None:
        """The planned session that is done by this one alone, and open again without it."""
        planned = self.planned
        change = planned.change if planned else None
        is_ours = change and change.done_at and change.done_at == self.marked_done_at
        return planned if is_ours and not self._others_of_planned().exists() else None

    def _others_of_planned(self) -> models.QuerySet[WorkoutLog]:
        """Other sessions that were the same planned one: two devices may have done it."""
        same = WorkoutLog.objects.filter(schedule=self.schedule, planned_date=self.planned_date)
        return same.exclude(pk=self.pk).exclude(schedule=None)

    def leave_schedule(self) -> None:
        """Be no planned session any more; one that this marked done is open again. Does not save."""
        self.reopen_planned()
        self.schedule = self.planned_date = None

    def reopen_planned(self) -> None:
        """Open the planned session that this marked done, unless it was done once more. Does not save."""
        if planned := self.opens:
            planned.undo(OccurrenceState.DONE)
        elif self.marked_done_at:
            self._others_of_planned().update(marked_done_at=self.marked_done_at)
        self.marked_done_at = None

    @transaction.atomic
    def delete_and_reopen(self, now: datetime) -> None:
        """Delete it with its sets; a planned session that it marked done is open again.

        It stays known that it is gone, for devices that send it once more.
        """
        bump_plans_version(self.owner_id)
        self.leave_schedule()
        stamp = later_timestamp(now, self.updated_at)
        DiscardedLog.objects.update_or_create(
            uuid=self.uuid, defaults={"owner_id": self.owner_id, "updated_at": stamp}
        )
        self.delete()


class DiscardedLog(models.Model):
    """A session that was thrown away: what is not newer than `updated_at` does not bring it back."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="discarded_logs"
    )
    uuid = models.UUIDField(unique=True)
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.uuid)


def later_timestamp(now: datetime, before: datetime) -> datetime:
    """When a change is said to be made: now, or just after what it changes when that claims to be later."""
    return max(now, before + TIMESTAMP_STEP)
