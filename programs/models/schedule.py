"""When a person trains: weekly schedules of a workout, and the single sessions that differ."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from typing import TYPE_CHECKING, Self
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q

from programs.calendars.timezones import is_time_zone
from programs.calendars.weekly import WEEKDAYS, WeeklyTimes
from programs.models.workout import Workout

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from backfit.models import User

LONGEST_WEEKS = 104


def local_start(day: date, clock: clock_time, zone: str) -> datetime:
    """The instant of a wall-clock time, aware, in `zone`; a time in a gap moves on by the gap.

    On the spring day when clocks go from 02:00 to 03:00, 02:30 becomes 03:30 (RFC 5545 §3.3.5).
    """
    here = ZoneInfo(zone)
    return datetime.combine(day, clock, tzinfo=here).astimezone(UTC).astimezone(here)


class ScheduleQuerySet(models.QuerySet["Schedule"]):
    """Schedules by owner, and with what a calendar shows of them."""

    def owned_by(self, user: User | AnonymousUser) -> Self:
        """The person's own schedules; none for someone who is not signed in."""
        return self.filter(workout__owner_id=user.pk) if user.is_authenticated else self.none()

    def active(self) -> Self:
        """Schedules that were not cancelled."""
        return self.filter(cancelled_at__isnull=True)

    def with_sessions(self) -> Self:
        """With workout and the sessions that differ (two queries)."""
        return self.select_related("workout").prefetch_related("occurrences")

    def overlapping(self, first: date, last: date) -> Self:
        """Schedules that may have a session from `first` to `last`, moved ones included."""
        regular = Q(starts_on__lte=last, ends_on__gte=first)
        moved = Q(occurrences__date__range=(first, last))
        return self.filter(regular | moved).distinct()


class Schedule(models.Model):
    """Sessions of one workout at a wall-clock time on weekdays, every so many weeks, until a day.

    `revision` goes up with every change of time, rule or single session: calendars count it as
    SEQUENCE (RFC 5545 §3.8.7.4). `uid` stays for ever.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    workout = models.ForeignKey(Workout, models.CASCADE, related_name="schedules")
    starts_on = models.DateField("first day")
    time = models.TimeField()
    time_zone = models.CharField(max_length=60)
    weekdays = models.JSONField(default=list)
    every_weeks = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    ends_on = models.DateField("last day")
    duration = models.PositiveSmallIntegerField(
        "minutes", default=45, validators=[MinValueValidator(5), MaxValueValidator(480)]
    )
    reminder = models.PositiveSmallIntegerField(
        "reminder, minutes before", null=True, blank=True, validators=[MaxValueValidator(10080)]
    )
    follows = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="followers"
    )
    revision = models.PositiveIntegerField(default=1, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "time", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="schedule_ends_after_it_starts",
                violation_error_message="The last day is before the first.",
            ),
            models.CheckConstraint(
                condition=Q(every_weeks__range=(1, 12), duration__range=(5, 480)),
                name="schedule_numbers_in_bounds",
                violation_error_message="Every 1 to 12 weeks, 5 to 480 minutes.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.workout}: {', '.join(self.weekdays)} at {self.time:%H:%M}"

    def clean(self) -> None:
        """Check the zone and the weekdays. Raises `ValidationError` by field."""
        if not is_time_zone(self.time_zone):
            raise ValidationError({"time_zone": f"“{self.time_zone}” is not a time zone."})
        if not self.weekdays or not set(self.weekdays) <= set(WEEKDAYS):
            raise ValidationError({"weekdays": "Choose at least one weekday."})

    def times(self) -> WeeklyTimes:
        """The schedule as plain values."""
        return WeeklyTimes(
            first_day=self.starts_on,
            time=self.time,
            time_zone=self.time_zone,
            weekdays=tuple(day for day in WEEKDAYS if day in self.weekdays),
            last_day=self.ends_on,
            minutes=self.duration,
            reminder_minutes=self.reminder,
            every_weeks=self.every_weeks,
        )

    def sessions(self, first: date, last: date) -> list[PlannedSession]:
        """Its sessions whose day, after moving, lies from `first` to `last`, in order.

        Skipped ones are included and say so. Load `with_sessions` first.
        """
        changes = {each.original_date: each for each in self.occurrences.all()}
        found = [
            PlannedSession(self, day, changes.get(day))
            for day in self.times().dates()
            if first <= day <= last or day in changes
        ]
        return sorted(
            (each for each in found if first <= each.day <= last), key=lambda each: each.start
        )

    def session_on(self, original: date) -> PlannedSession:
        """The session planned for that day. Raises `LookupError` when the rule has none then."""
        if original not in self.times().dates():
            raise LookupError(f"There is no session on {original:%d %B %Y}.")
        change = next((o for o in self.occurrences.all() if o.original_date == original), None)
        return PlannedSession(self, original, change)

    @transaction.atomic
    def change_session(
        self,
        original: date,
        *,
        day: date | None = None,
        clock: clock_time | None = None,
        skipped: bool = False,
        done_at: datetime | None = None,
    ) -> None:
        """Say how one session differs: moved, skipped, done; nothing at all takes it back."""
        self.session_on(original)
        values = {"date": day, "time": clock, "skipped": skipped, "done_at": done_at}
        if any(values.values()):
            self.occurrences.update_or_create(original_date=original, defaults=values)
        else:
            self.occurrences.filter(original_date=original).delete()
        self.count_change()

    @transaction.atomic
    def change_from(self, original: date, **changes: object) -> Schedule:
        """Change this session and all later ones; returns the schedule that holds them now.

        The rule ends the day before, and a new one with its own UID begins, which follows this one.
        When no earlier session is left, the schedule itself changes.
        """
        self.session_on(original)
        if original == self.times().dates()[0]:
            for name, value in changes.items():
                setattr(self, name, value)
            self.full_clean()
            self.save()
            self.count_change()
            return self
        later = Schedule(
            workout=self.workout,
            follows=self,
            starts_on=original,
            **{
                name: getattr(self, name)
                for name in (
                    *("time", "time_zone", "weekdays", "every_weeks"),
                    *("ends_on", "duration", "reminder"),
                )
            },
        )
        for name, value in changes.items():
            setattr(later, name, value)
        later.full_clean()
        later.save()
        self.occurrences.filter(original_date__gte=original).update(schedule=later)
        self.end_before(original)
        return later

    @transaction.atomic
    def end_before(self, day: date) -> None:
        """Drop the session of that day and all later ones; with none left, cancel the schedule."""
        remaining = [each for each in self.times().dates() if each < day]
        self.occurrences.filter(original_date__gte=day).delete()
        if remaining:
            self.ends_on = remaining[-1]
            self.save(update_fields=["ends_on"])
            self.count_change()
        else:
            self.cancel(datetime.now(UTC))

    def cancel(self, now: datetime) -> None:
        """Call all sessions off; calendars hear of it for a while, then the schedule is forgotten."""
        self.cancelled_at = now
        self.save(update_fields=["cancelled_at"])
        self.count_change()

    def count_change(self) -> None:
        """Count one more revision."""
        self.revision = F("revision") + 1
        self.save(update_fields=["revision", "updated_at"])
        self.refresh_from_db(fields=["revision", "updated_at"])


class Occurrence(models.Model):
    """A single session that differs from its schedule's rule, by the day it was planned for."""

    schedule = models.ForeignKey(Schedule, models.CASCADE, related_name="occurrences")
    original_date = models.DateField()
    date = models.DateField("moved to", null=True, blank=True)
    time = models.TimeField("moved to (time)", null=True, blank=True)
    skipped = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["original_date"]
        constraints = [
            models.UniqueConstraint(
                fields=["schedule", "original_date"], name="one_change_for_each_session"
            )
        ]

    def __str__(self) -> str:
        return f"{self.schedule}, {self.original_date:%d %B %Y}"


@dataclass(frozen=True)
class PlannedSession:
    """One session of a schedule: the day it was planned for, and how it differs, if it does."""

    schedule: Schedule
    original_date: date
    change: Occurrence | None = None

    @property
    def day(self) -> date:
        """The day it is on now."""
        return (self.change and self.change.date) or self.original_date

    @property
    def start(self) -> datetime:
        """When it begins, aware, in the schedule's zone."""
        clock = (self.change and self.change.time) or self.schedule.time
        return local_start(self.day, clock, self.schedule.time_zone)

    @property
    def end(self) -> datetime:
        """When it ends, aware, in the schedule's zone."""
        end = self.start.astimezone(UTC) + timedelta(minutes=self.schedule.duration)
        return end.astimezone(self.start.tzinfo)

    @property
    def is_moved(self) -> bool:
        return self.change is not None and bool(self.change.date or self.change.time)

    @property
    def is_skipped(self) -> bool:
        return self.change is not None and self.change.skipped

    @property
    def is_done(self) -> bool:
        return self.change is not None and self.change.done_at is not None


def sessions_of(schedules: Iterable[Schedule], first: date, last: date) -> list[PlannedSession]:
    """The sessions of all schedules from `first` to `last`, in order of time."""
    found = [each for schedule in schedules for each in schedule.sessions(first, last)]
    return sorted(found, key=lambda each: (each.start, each.schedule.pk))


def overlaps(sessions: Iterable[PlannedSession]) -> list[tuple[PlannedSession, PlannedSession]]:
    """Pairs of sessions that overlap in time, skipped ones aside; `sessions` are in order of time."""
    pairs: list[tuple[PlannedSession, PlannedSession]] = []
    running: list[PlannedSession] = []
    for session in sessions:
        if session.is_skipped:
            continue
        running = [each for each in running if each.end > session.start]
        pairs += [(each, session) for each in running]
        running.append(session)
    return pairs
