"""What a person did: sessions, written down afterwards or as they happen."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Count, F, Prefetch, Q, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from exercises.models.fields import ProseField
from exercises.people import Visitor
from programs.models.occurrence import Occurrence, OccurrenceState, occurrences_of
from programs.models.plans_version import bump_plans_version
from programs.models.schedule import Schedule
from programs.models.set_log import WRITTEN, PreviousSets, SetLog
from programs.models.workout import Workout, WorkoutItem

MAX_EFFORT = 10
LOOK_BACK = 10
"""Sessions that are searched for what was done last of each exercise."""


class WorkoutLogQuerySet(models.QuerySet["WorkoutLog"]):
    """Sessions by owner, and with what a page shows of them."""

    def owned_by(self, user: Visitor) -> Self:
        """The person's own sessions; none for someone who is not signed in."""
        return self.filter(workout__owner_id=user.pk) if user.is_authenticated else self.none()

    def with_sets(self) -> Self:
        """With workout, schedule, and sets with their exercises (three queries)."""
        sets = SetLog.objects.select_related("exercise")
        return self.select_related("workout", "schedule__workout").prefetch_related(
            Prefetch("sets", queryset=sets)
        )

    def for_list(self) -> Self:
        """Newest first, each with the sums of its sets (one query).

        `set_count`; `repetitions`; `volume`, kilograms times repetitions; `seconds` held or timed.
        """
        times = Coalesce(F("sets__reps"), 1)
        return (
            self.select_related("workout")
            .annotate(
                set_count=Count("sets"),
                repetitions=Sum("sets__reps"),
                volume=Sum(F("sets__reps") * F("sets__load_kg")),
                seconds=Sum(times * F("sets__seconds")),
            )
            .order_by("-date", "-pk")
        )

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

    @transaction.atomic
    def record(
        self, workout: Workout, key: uuid.UUID, sets: Iterable[SetLog], now: datetime, **values: Any
    ) -> tuple[WorkoutLog, bool]:
        """Write a session down; with the same key again it changes that session. Tells if it is new.

        The planned session of that day becomes done. Raises `IntegrityError` when the key is that of
        a session of another workout.
        """
        bump_plans_version(workout.owner_id)
        session, is_new = self.get_or_create(workout=workout, uuid=key, defaults=values)
        if is_new:
            session.join_schedule(now)
        session._rewrite(sets, now, **values)
        return session, is_new


class WorkoutLog(models.Model):
    """One time that a workout was done. `uuid` is made by whoever sends it, so that sending it twice
    does no harm.

    `date` is the day by the person's own clock; `started_at` and `finished_at` are known when it was
    not written down afterwards. `revision` is that of the plan that was followed. It may be that of
    `schedule` for `planned_date`; `marked_done_at` tells when it marked that one done, and is empty
    when that was done already.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    workout = models.ForeignKey(Workout, models.CASCADE, related_name="logs")
    schedule = models.ForeignKey(
        Schedule, models.SET_NULL, null=True, blank=True, related_name="logs"
    )
    planned_date = models.DateField(null=True, blank=True)
    marked_done_at = models.DateTimeField(null=True, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    date = models.DateField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    effort = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_EFFORT)],
    )
    note = ProseField(max_length=2000, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = WorkoutLogQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-pk"]
        indexes = [models.Index(fields=["workout", "-date"], name="session_by_workout")]
        constraints = [
            models.CheckConstraint(
                condition=Q(effort__range=(1, MAX_EFFORT)) | Q(effort__isnull=True),
                name="session_effort_in_bounds",
                violation_error_message=f"The effort runs from 1 to {MAX_EFFORT}.",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("started_at")),
                name="session_finishes_after_it_starts",
                violation_error_message="The session ends before it begins.",
            ),
            models.CheckConstraint(
                condition=Q(schedule__isnull=True) | Q(planned_date__isnull=False),
                name="session_names_the_planned_day",
                violation_error_message="A schedule goes with the day that it planned.",
            ),
            models.UniqueConstraint(
                fields=["schedule", "planned_date"],
                name="one_log_for_each_planned_session",
                violation_error_message="This planned session is written down already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.workout}, {self.date:%d %B %Y}"

    def get_absolute_url(self) -> str:
        return reverse("programs:workout-log-detail", args=[self.uuid])

    def groups(self) -> list[list[SetLog]]:
        """The sets, exercise by exercise in the order of the sheet."""
        return [list(sets) for _, sets in groupby(self.sets.all(), key=lambda each: each.position)]

    @property
    def planned(self) -> Occurrence | None:
        """The session of a schedule that this was, if that is still planned (one query)."""
        if self.schedule is None or self.planned_date is None or self.schedule.cancelled_at:
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
        bump_plans_version(self.workout.owner_id)
        self._rewrite(sets, now, **values)

    def _rewrite(self, sets: Iterable[SetLog], now: datetime, **values: Any) -> None:
        is_moved = values.get("date", self.date) != self.date
        for name, value in values.items():
            setattr(self, name, value)
        if is_moved:
            self.leave_schedule()
            self.join_schedule(now)
        self.save()
        self._replace_sets(list(sets))

    def _replace_sets(self, sets: list[SetLog]) -> None:
        present = {each.place: each for each in SetLog.objects.filter(log=self)}
        items = WorkoutItem.objects.filter(pk__in={each.item_id for each in sets})
        alive = set(items.select_for_update().values_list("pk", flat=True))
        for each in sets:
            each.log = self
            each.item_id = each.item_id if each.item_id in alive else None
            if before := present.get(each.place):
                each.pk, each.uuid = before.pk, before.uuid
        kept = [each for each in sets if each.pk]
        SetLog.objects.filter(log=self).exclude(pk__in=[each.pk for each in kept]).delete()
        SetLog.objects.bulk_update(kept, WRITTEN)
        SetLog.objects.bulk_create(each for each in sets if not each.pk)

    def join_schedule(self, now: datetime) -> None:
        """Become the first session planned for its day that nothing is written down of, and make that
        done. Does not save."""
        schedules = self.workout.schedules.active().with_overrides()
        others = WorkoutLog.objects.filter(schedule__in=schedules).exclude(pk=self.pk)
        taken = set(others.values_list("schedule", "planned_date"))
        open_ones = [
            each
            for each in occurrences_of(schedules, self.date, self.date)
            if (each.schedule.pk, each.original_date) not in taken
        ]
        for planned in sorted(open_ones, key=lambda each: each.is_skipped):
            try:
                self.marked_done_at = None if planned.is_done else now
                if not planned.is_done:
                    planned.mark_done(now)
            except ValidationError:  # in the zone of its schedule, that day has not come yet
                self.marked_done_at = None
                continue
            self.schedule, self.planned_date = planned.schedule, planned.original_date
            return

    @property
    def opens(self) -> Occurrence | None:
        """The planned session that is done by this one alone, and open again without it."""
        planned = self.planned
        change = planned.change if planned else None
        is_ours = change and change.done_at and change.done_at == self.marked_done_at
        return planned if is_ours else None

    def leave_schedule(self) -> None:
        """Be no planned session any more; one that this marked done is open again. Does not save."""
        if planned := self.opens:
            planned.undo(OccurrenceState.DONE)
        self.schedule = self.planned_date = self.marked_done_at = None

    @transaction.atomic
    def delete_and_reopen(self) -> None:
        """Delete it with its sets; a planned session that it marked done is open again."""
        bump_plans_version(self.workout.owner_id)
        self.leave_schedule()
        self.delete()
